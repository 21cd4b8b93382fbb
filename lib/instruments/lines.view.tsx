import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  Empty,
  Form,
  FormFoot,
  Pill,
  SelectField,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { fieldWord, LinePill } from './marks.tsx';
import type { FileAnswer, ShownLine } from './show.ts';

/** The lines of a file; ticked ones are given to a row, set aside, or accepted with a reason. */
export function LinesForm({ data, ui }: { data: FileAnswer; ui: Ui }): JSX.Element {
  const { run, file, why, version, lines } = data;
  const mayDecide = (file.state === 'taken' ? why.amend : why.decide).length === 0;
  if (lines.length === 0) return <Empty text={ui.t('instrument-file.noLines')} />;
  const table = <LinesTable data={data} ui={ui} ticks={mayDecide} />;
  return mayDecide ? (
    <Form
      ui={ui}
      action={`/runs/${run.id}/files/${file.id}/decisions`}
      version={version}
      draft="off"
      class="lines-form"
    >
      {table}
      <Decide data={data} ui={ui} />
    </Form>
  ) : (
    table
  );
}

function LinesTable({ data, ui, ticks }: { data: FileAnswer; ui: Ui; ticks: boolean }): JSX.Element {
  const { lines, run, file, view, next, from, total } = data;
  const base = `/runs/${run.id}/files/${file.id}?view=${view}`;
  return (
    <Card flush>
      <div class="table-block">
        <div class="table-scroll" tabIndex={0} role="region" aria-label={ui.t('instrument-file.lines')}>
          <table class="data">
            <caption class="visually-hidden">{ui.t('instrument-file.lines')}</caption>
            <thead>
              <tr>
                <th scope="col">{ui.t('instrument-file.n')}</th>
                <th scope="col">{ui.t('instrument-file.sample')}</th>
                <th scope="col">{ui.t('field.state')}</th>
                <th scope="col">{ui.t('instrument-file.row')}</th>
                <th scope="col">{ui.t('instrument-file.cells')}</th>
                <th scope="col">{ui.t('instrument-file.remarks')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Line key={line.n} line={line} ui={ui} ticks={ticks && line.status !== 'taken'} />
              ))}
            </tbody>
          </table>
        </div>
        <nav class="paging" aria-label={ui.t('table.next')}>
          <span class="paging-count">{ui.t('table.rows', { count: total })}</span>
          {from > 1 ? (
            <a class="btn btn-sm" href={base}>
              {ui.t('table.first')}
            </a>
          ) : null}
          {next === null ? null : (
            <a class="btn btn-sm" href={`${base}&from=${next}`} rel="next">
              {ui.t('table.next')} ›
            </a>
          )}
        </nav>
      </div>
    </Card>
  );
}

function Line({ line, ui, ticks }: { line: ShownLine; ui: Ui; ticks: boolean }): JSX.Element {
  const { n, sample, payload, status, names, decision, reasons, flags } = line;
  return (
    <tr id={`line-${n}`} class={status === 'altered' || status === 'out-of-range' ? 'row-fails' : undefined}>
      <th scope="row" data-head={ui.t('instrument-file.n')}>
        {ticks ? <CheckField ui={ui} name="fileLines" value={String(n)} label={String(n)} /> : n}
      </th>
      <td data-head={ui.t('instrument-file.sample')} class="wrap">
        <div>
          {sample || '—'}
          <span class="quiet d-block">{[payload.vial, payload.at?.replace('T', ' ')].filter(Boolean).join(' · ')}</span>
        </div>
      </td>
      <td data-head={ui.t('field.state')}>
        <LinePill ui={ui} status={status} />
      </td>
      <td data-head={ui.t('instrument-file.row')}>{names.join('、') || '—'}</td>
      <td data-head={ui.t('instrument-file.cells')} class="wrap">
        <div>
          <Cells line={line} ui={ui} />
        </div>
      </td>
      <td data-head={ui.t('instrument-file.remarks')} class="wrap">
        <div>
          {reasons.map((reason) => (
            <p class="mb-1" key={JSON.stringify(reason)}>
              {reasonText(ui.lang, reason)}
            </p>
          ))}
          {flags
            .filter((flag) => flag !== 'stable' && flag !== 'calculated')
            .map((flag) => (
              <p class="mb-1" key={flag}>
                <Pill tone="amber" shape="!" word={lookUp(ui.lang, `instrument-file.flag.${flag}`)} />
              </p>
            ))}
          {decision ? (
            <p class="quiet mb-1">
              {ui.t(`instrument-file.decided.${decision.decision}`, {
                by: decision.by,
                at: chinaTime(decision.created_at),
                reason: decision.reason,
              })}
            </p>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

/** What goes where; for a line without a place, what the file says. */
export function Cells({
  line: { cells, cellNames, conflicts, payload },
  ui,
}: {
  line: Pick<ShownLine, 'cells' | 'cellNames' | 'conflicts' | 'payload'>;
  ui: Ui;
}): JSX.Element {
  if (cells.length === 0)
    return (
      <span class="quiet">
        {payload.values
          .slice(0, 6)
          .map(({ name, field, text, unit }) => [name, fieldWord(ui, field), text, unit].filter(Boolean).join(' '))
          .join('；')}
        {payload.values.length > 6 ? ' …' : ''}
      </span>
    );
  return (
    <>
      {cells.map(({ row, path, value, from }, i) => (
        <span class="d-block" key={`${row}${path}`}>
          {cellNames[i]?.[ui.lang]} <strong class="decimal">{value}</strong>
          {from ? <span class="quiet"> ← {from}</span> : null}
          {conflicts[i] ? (
            <span class="tone-amber"> {ui.t('instrument-file.has', { value: conflicts[i] ?? '' })}</span>
          ) : null}
        </span>
      ))}
    </>
  );
}

function Decide({ data, ui }: { data: FileAnswer; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('instrument-file.decide')}>
      <p class="quiet mb-2">{ui.t('instrument-file.decideLead')}</p>
      <div class="fields-grid">
        <SelectField
          ui={ui}
          name="lineDecision"
          label={ui.t('field.lineDecision')}
          required
          options={(['assign', 'ignore', 'accept', 'undo'] as const).map((value) => ({
            value,
            label: ui.t(`instrument-file.decision.${value}`),
          }))}
          width="half"
        />
        <SelectField
          ui={ui}
          name="row"
          label={ui.t('instrument-file.rowToAssign')}
          options={data.rows.map(({ id, name }) => ({ value: id, label: name }))}
          width="half"
        />
        <TextField
          ui={ui}
          name="replicate"
          label={ui.t('field.replicate')}
          hint={ui.t('instrument-file.replicateHint')}
          maxLength={7}
          width="half"
        />
        <TextField ui={ui} name="reason" label={ui.t('field.reason')} maxLength={2000} required width="half" />
      </div>
      <FormFoot>
        <button class="btn">{ui.t('instrument-file.decideDo')}</button>
      </FormFoot>
    </Card>
  );
}
