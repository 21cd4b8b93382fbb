import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import type { Ui } from '../ui/context.ts';
import type { LaterStage } from './later-stage.tsx';
import type { InputField, RecordOutcome, TestItem } from './types.ts';
import { isWeighed } from './units.ts';

/** An entry of a list of the institute. */
export interface Choice {
  value: string;
  label: string;
}

/** What every input of a record shares. */
export interface Bench {
  ui: Ui;
  item: Pick<TestItem, 'unit' | 'constants'>;
  prefix: string;
  problems: Map<string, string>;
  /** The fields of the form, on whose readings other fields may depend. */
  fields: ReadonlySet<string>;
  choices: Record<string, readonly Choice[]>;
  /** What the reviewer asks of a reading that he gave back, by dot path. */
  returned: ReadonlyMap<string, string>;
  /** What is filled only when an earlier stage calls for it. */
  stages: LaterStage[];
}

/** One input: a select for a choice, a date, a text, or a decimal with the number keys of a phone. */
export function Control({
  bench,
  path,
  field,
  current,
  label,
}: {
  bench: Bench;
  path: string;
  field: InputField;
  current: string;
  label?: string;
}): JSX.Element {
  const { ui, prefix } = bench;
  const name = `${prefix}${path}`;
  const value = ui.value(name, current);
  const faulty = problemAt(bench, path) !== undefined;
  const isBack = bench.returned.has(path);
  const told = [faulty && `${idOf(bench, path)}-problem`, isBack && `${idOf(bench, path)}-back`].filter(Boolean);
  const shared = {
    id: idOf(bench, path),
    name,
    'aria-label': label,
    'aria-invalid': faulty ? ('true' as const) : undefined,
    'aria-describedby': told.length > 0 ? told.join(' ') : undefined,
    'data-back': isBack ? '' : undefined,
    'data-mass': isWeighed(field, bench.item) ? '' : undefined,
  };
  const options = optionsOf(bench, field, value);
  if (options) {
    return (
      <select {...shared} class="form-select">
        <option value="">{ui.t('record.choose')}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  if (field['x-lines']) {
    return (
      <textarea {...shared} class="form-control" rows={field['x-lines']}>
        {value}
      </textarea>
    );
  }
  if (field.format === 'decimal')
    return (
      <input
        {...shared}
        class="form-control decimal"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        value={value}
      />
    );
  if (field.format === 'date') return <input {...shared} class="form-control" type="date" value={value} />;
  if (field.format === 'bench-time')
    return <input {...shared} class="form-control" type="datetime-local" value={value} />;
  return (
    <input {...shared} class="form-control" type="text" data-scan={field['x-scan'] ? '' : undefined} value={value} />
  );
}

/** What a field chooses from: its own words, or a list of the institute, in which what was chosen before stays. */
function optionsOf({ ui, choices }: Bench, field: InputField, value: string): readonly Choice[] | undefined {
  if (field['x-options']) return field['x-options'].map((option) => ({ value: option.value, label: option[ui.lang] }));
  if (field['x-choices'] === undefined) return undefined;
  const listed = choices[field['x-choices']] ?? [];
  return value === '' || listed.some((one) => one.value === value) ? listed : [...listed, { value, label: value }];
}

/** The sentences beneath an input: what is wrong with it, and what the reviewer asks. */
export function FieldProblem({ bench, path }: { bench: Bench; path: string }): JSX.Element | null {
  const text = problemAt(bench, path);
  const reason = bench.returned.get(path);
  if (text === undefined && reason === undefined) return null;
  return (
    <>
      {text === undefined ? null : (
        <div class="invalid-feedback d-block" id={`${idOf(bench, path)}-problem`}>
          {text}
        </div>
      )}
      {reason === undefined ? null : (
        <small class="back-mark" id={`${idOf(bench, path)}-back`}>
          {bench.ui.t('review.cellBack', { reason })}
        </small>
      )}
    </>
  );
}

function problemAt({ ui, prefix, problems }: Bench, path: string): string | undefined {
  return ui.problem(`${prefix}${path}`) ?? problems.get(path);
}

/** The problems of an outcome as sentences by field. */
export function problemTexts(ui: Ui, outcome: RecordOutcome | undefined): Map<string, string> {
  return new Map(
    (outcome?.problems ?? []).flatMap(({ id, field, params }) =>
      field === undefined ? [] : [[field, lookUp(ui.lang, `refusal.${id}`, params)] as const],
    ),
  );
}

/** The id of an input, made from its name. */
export function idOf({ prefix }: Bench, path: string): string {
  return `f-${`${prefix}${path}`.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}
