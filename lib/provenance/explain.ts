import { plain } from '../core/formula.ts';
import type { FormDefinition, Readings, RecordOutcome, Row, Step, TestItem, Words } from '../forms/index.ts';
import type { Query } from '../kernel/types.ts';
import {
  attemptsOf,
  fieldAt,
  fieldName,
  loadRecord,
  placeOf,
  type ReadingChange,
  type RecordAnswer,
  readingText,
} from '../testing/index.ts';

/** A reading as it was typed, by whom and when, and what stood there before. `path`: dot path in the record. Times UTC ISO. */
export interface Read {
  path: string;
  label: Words;
  value: string;
  /** As people read it: the words of a choice, times without T. */
  shown: Words;
  by: string | null;
  at: string | null;
  /** Why, where a saved value was replaced. */
  reason: string | null;
  earlier: { value: string; by: string; at: string; reason: string | null }[];
}

/** What a name in a formula stood for: readings (by path), calculated values (by id and row) or a constant of the item. */
export interface Input {
  name: string;
  label: Words | null;
  from: 'reading' | 'calculated' | 'constant';
  value: string | string[];
  /** Paths of readings, or the ids of steps (`id` or `id.row`), in the order of the values. */
  refs: string[];
}

/** One calculated value. `expr` is the expression of the form; `exact` is not rounded, `shown` is what screen and paper show of it. */
export interface Derived {
  key: string;
  id: string;
  row: number | null;
  rowLabel: Words | null;
  label: Words;
  symbol: string;
  unit: string;
  expr: string;
  formula: string;
  numbers: string;
  inputs: Input[];
  exact: string;
  shown: string;
}

/** Where every digit of a result comes from (features N5). */
export interface Provenance {
  id: string;
  sample: { id: string; number: string; product: string; batchNo: string };
  item: { seq: number; name: Words; parameter: string; limitText: string; unit: string | null; method: string };
  /** The editions that were frozen into the record; hashes are SHA-256 of their canonical JSON. */
  editions: { form: { code: string; hash: string }; parameter: { code: string; hash: string }; basis: string | null };
  /** How the result was rounded (once, at the end) and compared. */
  rounding: { rule: string; places: number | null; significant: number | null; compare: string };
  result: {
    text: string;
    exact: string;
    rounded: string;
    qualifier: string;
    individuals: string[];
    /** The calculated value that it is, `id` or `id.row`; null for words and counts. */
    step: string | null;
  } | null;
  verdict: { verdict: string; compared: string; mode: string; reason: { id: string; params?: object } } | null;
  steps: Derived[];
  gates: RecordOutcome['gates'];
  criteria: RecordOutcome['criteria'];
  readings: Read[];
  instruments: Row[];
  materials: Row[];
  people: { meaning: string; name: string; role: string; at: string; hash: string; holds: boolean }[];
  /** SHA-256 of the record as it stands now: a signature holds while it names this. */
  hash: string;
  attempts: { id: string; attempt: number; standing: string; state: string; result: string | null }[];
  files: { name: string; hash: string }[];
}

/** Typed values by dot path, in the order of the record. */
function leaves(readings: Readings, path = ''): [string, string][] {
  return Object.entries(readings).flatMap(([key, value]): [string, string][] => {
    const here = path === '' ? key : `${path}.${key}`;
    if (value === undefined) return [];
    if (typeof value === 'string') return value === '' ? [] : [[here, value]];
    if (!Array.isArray(value)) return leaves(value, here);
    return value.flatMap((row, i) =>
      Object.entries(row ?? {})
        .filter(([, text]) => typeof text === 'string' && text !== '')
        .map(([column, text]): [string, string] => [`${here}.${i}.${column}`, text]),
    );
  });
}

function readsOf({ form, readings, changes }: Pick<RecordAnswer, 'form' | 'readings' | 'changes'>): Read[] {
  const byPath = new Map<string, ReadingChange[]>();
  for (const change of changes) byPath.set(change.path, [...(byPath.get(change.path) ?? []), change]);
  return leaves(readings).map(([path, value]) => {
    const own = byPath.get(path) ?? [];
    const last = own.at(-1);
    return {
      path,
      label: { zh: fieldName(form, path, 'zh'), en: fieldName(form, path, 'en') },
      value,
      shown: { zh: readingText(fieldAt(form, path), value, 'zh'), en: readingText(fieldAt(form, path), value, 'en') },
      by: last?.by ?? null,
      at: last?.at ?? null,
      reason: last?.reason ?? null,
      earlier: own
        .slice(0, -1)
        .flatMap(({ new: text, by, at, reason }) => (text === null ? [] : [{ value: text, by, at, reason }])),
    };
  });
}

const keyOf = ({ id, row }: Pick<Step, 'id' | 'row'>): string => (row === undefined ? id : `${id}.${row}`);

/** Where a name stands on the form: `samples` for a column of that grid, `''` for a field of its own. */
function homesOf(form: FormDefinition): Map<string, { grid: string; label: Words }> {
  const homes = new Map<string, { grid: string; label: Words }>();
  for (const [id, field] of Object.entries(form.properties)) {
    if (field.type === 'string') homes.set(id, { grid: '', label: field['x-label'] });
    if (field.type !== 'array') continue;
    for (const [column, cell] of Object.entries(field.items.properties))
      homes.set(column, { grid: id, label: cell['x-label'] });
  }
  return homes;
}

function inputsOf(step: Step, steps: readonly Step[], form: FormDefinition, readings: Readings): Input[] {
  const homes = homesOf(form);
  return Object.entries(step.inputs).map(([name, value]): Input => {
    const made = steps.filter(({ id }) => id === name);
    const [first] = made;
    if (first) {
      const own = Array.isArray(value) ? made : made.filter(({ row }) => row === undefined || row === step.row);
      return { name, label: first.label, from: 'calculated', value, refs: own.map(keyOf) };
    }
    const home = homes.get(name);
    const refs = home === undefined ? [] : pathsOf(name, home.grid, value, step, readings);
    if (home && refs.length > 0) return { name, label: home.label, from: 'reading', value, refs };
    const constant = form['x-constants']?.find(({ id }) => id === name);
    return { name, label: constant?.label ?? home?.label ?? null, from: 'constant', value, refs: [] };
  });
}

/** The cells that a name was read from: the row of the step, or every row that has one. */
function pathsOf(name: string, grid: string, value: string | string[], { row }: Step, readings: Readings): string[] {
  if (grid === '') return typeof readings[name] === 'string' ? [name] : [];
  const typed = readings[grid];
  if (!Array.isArray(typed)) return [];
  if (!Array.isArray(value)) return row === undefined ? [] : [`${grid}.${row}.${name}`];
  return typed.flatMap((cells, i) => ((cells?.[name] ?? '') === '' ? [] : [`${grid}.${i}.${name}`]));
}

const rowsIn = (readings: Readings, table: string): Row[] => {
  const { common } = readings;
  const rows = typeof common === 'object' && !Array.isArray(common) ? common[table] : undefined;
  return Array.isArray(rows) ? rows.filter((row) => row && Object.values(row).some((text) => text !== '')) : [];
};

/** The step whose value the result is, unrounded. */
function stepOf(form: FormDefinition, steps: readonly Step[], exact: string | undefined): string | null {
  const wanted = form['x-result'].value;
  const own = steps.filter((step) => step.id === wanted);
  const found = own.find((step) => step.exact === exact) ?? own.at(-1);
  return found ? keyOf(found) : null;
}

const roundingOf = ({ rule, places, significant, compare }: TestItem): Provenance['rounding'] => ({
  rule,
  places: significant === undefined ? places : null,
  significant: significant ?? null,
  compare,
});

/**
 * Everything a result rests on: readings with their writers, each calculation with its inputs, the rounding, the comparison, the editions,
 * instruments, lots and signatures. @throws Refusal `record.missing`
 */
export async function provenanceOf(query: Query, testId: string): Promise<Provenance> {
  const record = await loadRecord(query, testId);
  const { test, sample, form, outcome, readings } = record;
  const attempts = await attemptsOf(query.db, sample.id);
  const row = attempts.find(({ id }) => id === testId);
  return {
    id: test.id,
    sample: { id: sample.id, number: sample.number, product: sample.product_name, batchNo: sample.batch_no },
    item: {
      seq: test.seq,
      name: test.item.name,
      parameter: test.item.parameter,
      limitText: test.item.limitText,
      unit: test.item.unit,
      method: test.item.method,
    },
    editions: {
      form: { code: row?.form_code ?? '', hash: row?.form_hash ?? '' },
      parameter: { code: row?.parameter_code ?? '', hash: row?.parameter_hash ?? '' },
      basis: sample.basis,
    },
    rounding: roundingOf(test.item),
    result: outcome.result
      ? {
          text: outcome.result.text,
          exact: outcome.result.exact,
          rounded: outcome.result.rounded,
          qualifier: outcome.result.qualifier ?? '=',
          individuals: outcome.result.individuals ?? [],
          step: stepOf(form, outcome.steps, outcome.result.exact),
        }
      : null,
    verdict: outcome.verdict
      ? {
          verdict: outcome.verdict.verdict,
          compared: outcome.verdict.compared,
          mode: outcome.verdict.mode,
          reason: outcome.verdict.reason,
        }
      : null,
    steps: outcome.steps.map((step) => ({
      key: keyOf(step),
      id: step.id,
      row: step.row ?? null,
      rowLabel: step.rowLabel ?? null,
      label: step.label,
      symbol: step.symbol,
      unit: step.unit,
      expr: step.expr,
      formula: plain(step.formula),
      numbers: plain(step.substituted),
      inputs: inputsOf(step, outcome.steps, form, readings),
      exact: step.exact,
      shown: step.shown,
    })),
    gates: outcome.gates,
    criteria: outcome.criteria,
    readings: readsOf(record),
    instruments: rowsIn(readings, 'instruments'),
    materials: rowsIn(readings, 'materials'),
    people: record.signatures.map(({ meaning, user_name, role, at, record_hash }) => ({
      meaning,
      name: user_name,
      role,
      at,
      hash: record_hash,
      holds: record_hash === test.hash,
    })),
    hash: test.hash,
    attempts: attempts
      .filter((one) => row !== undefined && placeOf(one) === placeOf(row))
      .map(({ id, attempt, standing, state, result_text }) => ({ id, attempt, standing, state, result: result_text })),
    files: record.attachments.filter(({ withdrawn }) => !withdrawn).map(({ name, hash }) => ({ name, hash })),
  };
}
