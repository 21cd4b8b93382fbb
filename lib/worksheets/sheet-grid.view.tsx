import type { JSX } from 'preact';
import { SymbolView, type Words } from '../forms/index.ts';
import type { Lang } from '../kernel/types.ts';
import type { Ui } from '../ui/index.ts';
import type { SheetAnswer, SheetLine } from './sheet.ts';
import type { SheetColumn } from './sheet-columns.ts';

interface Grid {
  data: SheetAnswer;
  ui: Ui;
}

/** Columns that stand under one head: the readings of one determination. */
function groupsOf(columns: readonly SheetColumn[]): { group: Words | null; count: number }[] {
  const groups: { group: Words | null; count: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    if (last && last.group?.zh === group?.zh) last.count += 1;
    else groups.push({ group, count: 1 });
  }
  return groups;
}

/** The name of a cell as the form without script sends it. */
export const cellName = (row: string, field: string): string => `rows.${row}.${field}`;

/** Rows in run order, readings in columns, the result at the right. */
export function SheetGrid({ data, ui }: Grid): JSX.Element {
  const { columns, rows, run } = data;
  return (
    <div class="sheet-scroll" tabIndex={-1} role="region" aria-label={ui.t('sheet.caption', { number: run.number })}>
      <table class="sheet-grid" data-sheet-grid="rows">
        <caption class="visually-hidden">{ui.t('sheet.caption', { number: run.number })}</caption>
        <colgroup>
          <col class="sheet-name" />
          {columns.map(({ field, format }) => (
            <col key={field} class={format} />
          ))}
          <col class="sheet-result" />
          <col class="sheet-verdict" />
        </colgroup>
        <Head columns={columns} ui={ui} />
        <tbody>
          {rows.map((line) => (
            <Line key={line.id} line={line} columns={columns} ui={ui} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ columns, ui }: { columns: readonly SheetColumn[]; ui: Ui }): JSX.Element {
  const isGrouped = columns.some(({ group }) => group !== null);
  return (
    <thead>
      {isGrouped && (
        <tr class="sheet-groups">
          <th class="sheet-name" />
          {groupsOf(columns).map(({ group, count }, i) => (
            <th key={i} colSpan={count} scope="colgroup">
              {group?.[ui.lang]}
            </th>
          ))}
          <th colSpan={2} class="sheet-outcome" />
        </tr>
      )}
      <tr>
        <th class="sheet-name" scope="col">
          <span class="sheet-position">{ui.t('sheet.position')}</span>
          {ui.t('sheet.sample')}
        </th>
        {columns.map((column) => (
          <th key={column.field} scope="col" class={column.format}>
            <ColumnHead column={column} ui={ui} />
          </th>
        ))}
        <th scope="col" class="sheet-result">
          {ui.t('sheet.result')}
        </th>
        <th scope="col" class="sheet-verdict">
          {ui.t('sheet.verdict')}
        </th>
      </tr>
    </thead>
  );
}

export function ColumnHead({ column, ui }: { column: SheetColumn; ui: Ui }): JSX.Element {
  const { label, symbol, unit, optional } = column;
  return (
    <>
      {label[ui.lang]}
      {symbol && !label[ui.lang].endsWith(symbol) && (
        <>
          {' '}
          <SymbolView symbol={symbol} />
        </>
      )}
      {unit && <span class="unit"> / {unit}</span>}
      {optional && <small class="optional"> {ui.t('record.optional')}</small>}
    </>
  );
}

function Line({ line, columns, ui }: { line: SheetLine; columns: readonly SheetColumn[]; ui: Ui }): JSX.Element {
  const idle = new Set(line.unneeded);
  const name = line.testId === null ? line.label : line.number;
  return (
    <tr
      data-row={line.id}
      data-kind={line.kind}
      data-test={line.testId ?? undefined}
      data-signature={line.signature ?? undefined}
      class={line.kind === 'sample' ? undefined : 'sheet-control'}
    >
      <th class="sheet-name" scope="row">
        <span class="sheet-position">{line.position}</span>
        <RowName line={line} ui={ui} />
      </th>
      {columns.map((column, i) => {
        if (line.kind === 'sample')
          return (
            <td key={column.field} class={idle.has(column.field) ? 'idle' : undefined}>
              <SheetInput ui={ui} line={line} column={column} row={name} />
            </td>
          );
        const field = line.fields[i];
        return (
          <td key={column.field} class={field ? 'sheet-labelled' : 'none'} data-label={field?.label[ui.lang]}>
            {field && (
              <SheetInput
                ui={ui}
                line={line}
                row={name}
                column={{ field: field.field, label: field.label, format: 'decimal', options: null, group: null }}
              />
            )}
          </td>
        );
      })}
      <Outcome line={line} ui={ui} />
    </tr>
  );
}

function RowName({ line, ui }: { line: SheetLine; ui: Ui }): JSX.Element {
  if (line.testId === null) return <span class="sheet-label">{line.label}</span>;
  return (
    <a
      href={`/tests/${line.testId}`}
      title={`${line.number}　${line.product}　${line.batchNo}　${ui.t('sheet.open')}`}
      tabIndex={-1}
    >
      {line.number}
      <span class="sheet-product">{line.product}</span>
    </a>
  );
}

type Typed = Pick<SheetColumn, 'field' | 'label' | 'format' | 'options' | 'group'> & Partial<Pick<SheetColumn, 'mass'>>;

/** A stored value as it is read: the words of a choice, a time without its T. */
export function shownText({ format, options }: Pick<Typed, 'format' | 'options'>, stored: string, lang: Lang): string {
  const chosen = options?.find(({ value }) => value === stored)?.label[lang];
  return chosen ?? (format === 'bench-time' ? stored.replace('T', ' ') : stored);
}

/** One reading: typed in, or to read where nobody types now. */
function SheetInput({ ui, line, column, row }: { ui: Ui; line: SheetLine; column: Typed; row: string }): JSX.Element {
  const { field, format, options } = column;
  const stored = line.values[field] ?? '';
  if (line.readOnly) {
    const shown = shownText({ format, options }, stored, ui.lang);
    return (
      <span class={format === 'decimal' ? undefined : 'text'} title={format === 'text' ? shown : undefined}>
        {shown}
      </span>
    );
  }
  const label = `${row} ${column.group ? `${column.group[ui.lang]} ` : ''}${column.label[ui.lang]}`;
  return (
    <CellControl
      ui={ui}
      name={cellName(line.id, field)}
      stored={stored}
      label={label}
      format={format}
      options={options}
      mass={column.mass}
    />
  );
}

/** As the browser types each kind; without a word it is a text. */
const kinds: Record<Typed['format'], Record<string, string>> = {
  decimal: { inputMode: 'decimal' },
  date: { type: 'date' },
  'bench-time': { type: 'datetime-local' },
  text: {},
};

/** The control of a cell, and beneath it what the last save without script refused. */
export function CellControl({
  ui,
  name,
  stored,
  label,
  format,
  options,
  mass,
}: { ui: Ui; name: string; stored: string; label: string } & Pick<Typed, 'format' | 'options' | 'mass'>): JSX.Element {
  const value = ui.value(name, stored);
  const problem = ui.problems.length > 0 ? ui.problem(name) : undefined;
  const shared = { name, 'aria-label': label, 'aria-invalid': problem ? ('true' as const) : undefined };
  const noted = problem && <div class="cell-problem">{problem}</div>;
  if (options)
    return (
      <>
        <select {...shared}>
          <option value="" />
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label[ui.lang]}
            </option>
          ))}
        </select>
        {noted}
      </>
    );
  return (
    <>
      <input {...shared} {...kinds[format]} data-mass={mass ? '' : undefined} value={value} />
      {noted}
    </>
  );
}

const shapes = { conforms: '✔', fails: '▲', undecided: '◑', ok: '✔', 'not-ok': '▲' } as const;

function Outcome({ line: { now }, ui }: { line: SheetLine; ui: Ui }): JSX.Element {
  const { result, verdict, problems } = now;
  return (
    <>
      <td class="sheet-result" title={problems.join('；') || undefined}>
        {result ?? openText(now, ui)}
      </td>
      <td class="sheet-verdict" data-verdict={verdict ?? undefined}>
        {verdict && `${shapes[verdict]} ${ui.t(`sheet.${verdict}`)}`}
      </td>
    </>
  );
}

function openText({ problems, missing }: SheetLine['now'], ui: Ui): string {
  if (problems.length > 0) return ui.t('sheet.problem');
  return missing > 0 ? ui.t('sheet.missing', { count: missing }) : '';
}
