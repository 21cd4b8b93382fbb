import type { Knex } from 'knex';
import { dec, toText } from '../core/decimal.ts';
import { callFunction } from '../core/formula-functions.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { brief } from '../core/rounding.ts';
import { type ControlJudgement, judgeControl } from '../core/run-control.ts';
import type { Readings, Words } from '../forms/index.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import type { TestRow } from '../testing/index.ts';
import type { QcKind, QcOutcome, RunRule, SheetRow, WorksheetRow } from './rows.ts';

/** A field of a row of quality control on the sheet. */
export interface QcColumn {
  field: 'found' | 'assigned' | 'added' | 'native';
  label: Words;
  format: 'decimal';
}

const fieldsOf: Record<QcKind, readonly QcColumn['field'][]> = {
  blank: ['found'],
  standard: ['assigned', 'found'],
  control: ['assigned', 'found'],
  reference: ['assigned', 'found'],
  check: ['assigned', 'found'],
  duplicate: ['found', 'native'],
  spike: ['added', 'found', 'native'],
};

/** What is read of a row of quality control. `native`: only where the row belongs to no sample of the run, whose result is taken otherwise. */
export const qcColumns = (kind: QcKind): QcColumn[] =>
  fieldsOf[kind].map((field) => ({
    field,
    format: 'decimal',
    label: { zh: t('zh', `run-qc.field.${field}`), en: t('en', `run-qc.field.${field}`) },
  }));

/** The rules for this row; that of the curve is judged once for the run. */
export const rulesFor = ({ rules }: Pick<WorksheetRow, 'rules'>, kind: SheetRow['kind']): RunRule[] =>
  rules.filter((rule) => rule.kind === kind && rule.rule !== 'correlation');

/** The result of a sample as a row that belongs to it compares with it; '' while there is none. */
export function resultFor(test: Pick<TestRow, 'outcome' | 'item'> | undefined): string {
  const result = test?.outcome?.result;
  if (!result) return '';
  if (result.qualifier === 'ND') return 'ND';
  if (result.qualifier === '<') return test?.item.loq === undefined ? result.text : `<${test.item.loq}`;
  return result.qualifier === '>' ? result.text : result.exact;
}

/**
 * A row of quality control by every rule of its kind, with the figures. `native`: the result of the sample that it belongs to.
 * One rule that is not met makes the row `not-ok`; one that cannot be judged leaves it without a verdict.
 */
export function judgement(
  sheet: Pick<WorksheetRow, 'rules' | 'shared'>,
  row: Pick<SheetRow, 'kind' | 'readings' | 'level'>,
  native: string,
): Pick<SheetRow, 'outcome' | 'verdict'> {
  const { kind, readings, level } = row;
  if (kind === 'sample') return { outcome: null, verdict: null };
  const isPaired = kind === 'duplicate' || kind === 'spike';
  const assigned = readings['assigned']?.trim() || (/^\d+(\.\d+)?$/.test(level ?? '') ? (level ?? '') : '');
  const judged = rulesFor(sheet, kind).map((rule) =>
    told(
      rule,
      judgeControl(kind, rule, {
        found: readings[rule.field] ?? (textAt(sheet.shared, rule.field) || (readings['found'] ?? '')),
        other: isPaired ? native || (readings['native'] ?? '') : assigned,
        added: readings['added'] ?? '',
      }),
    ),
  );
  return judged.length === 0
    ? { outcome: null, verdict: null }
    : {
        outcome: { judged },
        verdict: judged.some(({ ok }) => ok === false) ? 'not-ok' : judged.every(({ ok }) => ok) ? 'ok' : null,
      };
}

const told = (rule: RunRule, { ok, value, words, bound, why }: ControlJudgement): QcOutcome['judged'][number] => ({
  rule,
  value,
  ok,
  words: brief(words),
  bound,
  ...(why && { why }),
});

/** The curve of the run by each rule of its correlation: the figure typed for the run, else that of the standards in it. */
export function curveOf(
  { rules, shared }: Pick<WorksheetRow, 'rules' | 'shared'>,
  rows: readonly SheetRow[],
): QcOutcome['judged'] {
  return rules
    .filter(({ rule }) => rule === 'correlation')
    .map((rule) => {
      const typed = textAt(shared, rule.field);
      return told(rule, judgeControl('standard', rule, { found: typed === '' ? correlation(rows) : typed }));
    });
}

/** r of the standards whose assigned value and response are both typed; '' for fewer than three or where there is none. */
function correlation(rows: readonly SheetRow[]): string {
  const pairs = rows.flatMap(({ kind, readings: { assigned = '', found = '' } }) =>
    kind === 'standard' && assigned !== '' && found !== '' ? [[assigned, found] as const] : [],
  );
  if (pairs.length < 3) return '';
  try {
    const [x, y] = [pairs.map(([one]) => dec(one)), pairs.map(([, one]) => dec(one))];
    return toText(callFunction('r', [x, y]).toSignificantDigits(12));
  } catch (error) {
    if (error instanceof Refusal) return '';
    throw error;
  }
}

/** The reading at a dot path; '' where there is none. */
function textAt(readings: Readings, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>(
      (branch, key) => (typeof branch === 'object' && branch !== null ? Reflect.get(branch, key) : undefined),
      readings,
    );
  return typeof found === 'string' ? found : '';
}

/** The results of the samples to which rows of a run belong, by the id of the sample's row. */
export async function nativesOf(db: Knex, rows: readonly SheetRow[]): Promise<Map<string, string>> {
  const wanted = new Set(rows.flatMap(({ of_row }) => of_row ?? []));
  const samples = rows.filter(({ id, test_id }) => test_id !== null && wanted.has(id));
  if (samples.length === 0) return new Map();
  const found: object[] = await db('tests')
    .whereIn(
      'id',
      samples.flatMap(({ test_id }) => test_id ?? []),
    )
    .select('id', 'item', 'outcome');
  const tests = new Map(
    found.map((row) => decode<Pick<TestRow, 'id' | 'item' | 'outcome'>>('tests', row)).map((test) => [test.id, test]),
  );
  return new Map(samples.map(({ id, test_id }) => [id, resultFor(tests.get(test_id ?? ''))]));
}

/** Judges rows of a run and keeps what has changed. */
export async function judgeRows(
  act: Act,
  sheet: WorksheetRow,
  all: readonly SheetRow[],
  only: (row: SheetRow) => boolean = () => true,
): Promise<SheetRow[]> {
  const natives = await nativesOf(act.db, all);
  const rows: SheetRow[] = [];
  for (const row of all) {
    const now = row.kind === 'sample' || !only(row) ? row : judgement(sheet, row, natives.get(row.of_row ?? '') ?? '');
    const isSame = JSON.stringify([now.outcome, now.verdict]) === JSON.stringify([row.outcome, row.verdict]);
    rows.push(
      isSame ? row : await act.update<SheetRow>('worksheet_rows', row, { outcome: now.outcome, verdict: now.verdict }),
    );
  }
  return rows;
}

/** What stands in the way: a row (or the curve, without a row) that is not good. */
export interface Fault {
  row: string | null;
  kind: QcKind;
  label: string;
  position: number;
  ok: false | null;
  words: string;
  bound: string;
  why?: Reason;
  /** What was typed when it was judged: another value is another fault. */
  typed: string;
}

/** Every rule of the run that is not met, or not judged. */
export function faultsOf(sheet: Pick<WorksheetRow, 'rules' | 'shared'>, rows: readonly SheetRow[]): Fault[] {
  const ofRows = rows.flatMap((row): Fault[] => {
    const { id, kind, label, position, readings, level } = row;
    if (kind === 'sample') return [];
    const judged = row.outcome?.judged ?? judgement(sheet, { kind, readings, level }, '').outcome?.judged ?? [];
    return judged.flatMap((one) => fault(one, { row: id, kind, label, position, typed: JSON.stringify(readings) }));
  });
  const ofCurve = curveOf(sheet, rows).flatMap((one) =>
    fault(one, { row: null, kind: 'standard', label: '', position: 0, typed: one.value ?? '' }),
  );
  return [...ofCurve, ...ofRows];
}

const fault = (
  { ok, words, bound, why }: QcOutcome['judged'][number],
  place: Omit<Fault, 'ok' | 'words' | 'bound' | 'why'>,
): Fault[] => (ok === true ? [] : [{ ...place, ok, words, bound, ...(why && { why }) }]);

/** Whether both are the same fault of the same value. */
export const isSame = (a: Fault, b: Fault): boolean =>
  a.row === b.row && a.bound === b.bound && a.typed === b.typed && a.ok === b.ok;
