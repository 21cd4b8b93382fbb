import type { Knex } from 'knex';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { openImprovement, settleImprovement } from '../improvement/index.ts';
import { actorOf } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { returnRecords, type TestRow } from '../testing/index.ts';
import { type Fault, faultsOf, judgeRows } from './qc.ts';
import { decidedOn, openFaults, standingsOf } from './qc-holds.ts';
import { type Decision, type SettlementRow, settlementMachine } from './qc-machine.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';
import { heldRun } from './store.ts';

type Signed = Pick<TestRow, 'id' | 'state' | 'analyst_id' | 'hands' | 'parameter_code'>;

/** The tests of a run, those that were taken out of it too. */
export async function testsIn(db: Knex, runId: string): Promise<Signed[]> {
  const rows: object[] = await db('tests')
    .whereIn('id', db('worksheet_rows').where({ worksheet_id: runId }).whereNotNull('test_id').select('test_id'))
    .orderBy('id')
    .select('id', 'state', 'analyst_id', 'hands', 'parameter_code');
  return rows.map((row) => decode<Signed>('tests', row));
}

/** Who may have typed in a run or its records: none of them settles its quality control. */
export const typistsOf = ({ analyst_id, members }: WorksheetRow, tests: readonly Signed[]): string[] => [
  ...new Set([analyst_id, ...members, ...tests.flatMap((test) => [test.analyst_id ?? '', ...(test.hands ?? [])])]),
];

const isSigned = ({ state }: Signed): boolean => ['submitted', 'reviewed', 'locked'].includes(state);

/**
 * After a value of quality control was saved its row is judged anew. What fails once records are signed, or differs
 * from what was settled, is nonconforming work and holds the run until somebody else settles it.
 */
export async function judgeRow(act: Act, rowId: string): Promise<void> {
  const row = await find<SheetRow>(act.db, 'worksheet_rows', { id: rowId });
  const before = row && (await standingsOf(act.db, [row.worksheet_id])).get(row.worksheet_id);
  if (!before) return;
  const rows = await judgeRows(act, before.run, before.rows, ({ id }) => id === rowId);
  await raiseFailed(act, before.run, rows, touched(rowId, before.settlements));
}

/** A row whose failure was let stand is never quietly another one. */
const touched = (rowId: string, settlements: readonly SettlementRow[]): Fault[] =>
  settlements
    .filter(({ state, decision }) => state === 'settled' && decision !== 'repeat')
    .slice(0, 1)
    .flatMap(({ failing }) => failing.filter(({ row }) => row === rowId));

/** Raises what is not met in a run of which records are signed; `changed`: faults that were settled and whose row has changed since. */
export async function raiseFailed(
  act: Act,
  sheet: WorksheetRow,
  rows: readonly SheetRow[],
  changed: readonly Fault[] = [],
): Promise<void> {
  const tests = await testsIn(act.db, sheet.id);
  if (!tests.some(isSigned)) return;
  const settlements = (await standingsOf(act.db, [sheet.id])).get(sheet.id)?.settlements ?? [];
  const now = faultsOf(sheet, rows);
  const fresh = now.filter((one) => one.ok === false && !decidedOn({ settlements }, one));
  const others = changed.filter((one) => !now.some(({ row, typed }) => row === one.row && typed === one.typed));
  const failing = fresh.length > 0 ? fresh : others;
  if (failing.length === 0) return;
  const open = settlements.find(({ state }) => state === 'open');
  if (open) await act.update<SettlementRow>('run_settlements', open, { failing });
  else await raise(act, sheet, failing, tests);
}

async function raise(
  act: Act,
  sheet: WorksheetRow,
  failing: Fault[],
  tests: readonly Signed[],
): Promise<SettlementRow> {
  const row = await act.insert<SettlementRow>('run_settlements', {
    ...{ worksheet_id: sheet.id, state: 'open', failing, decision: null, cause: null, measure: null },
    ...{ tests: [], settled_by: null, settled_at: null },
  });
  const codes = [...new Set(tests.map(({ parameter_code }) => parameter_code))];
  await openImprovement(act, {
    ...{ source: 'control', elsewhere: true, origin: { entity: 'run_settlements', id: row.id } },
    ...(codes.length === 1 && { parameterCode: codes[0] }),
    ...(sheet.instrument !== null && { instrumentNo: sheet.instrument }),
    title: t('zh', 'run-qc.auto.title', { run: sheet.number }),
    finding: t('zh', 'run-qc.auto.finding', {
      ...{ run: sheet.number, title: sheet.title },
      rows: failing.map(({ position, label, words, bound }) => `${position} ${label} ${words} (${bound})`).join('; '),
    }),
    refs: [{ entity: 'worksheets', id: sheet.id }],
  });
  return row;
}

export interface SettleInput {
  /** The run. */
  id: string;
  version: number;
  settleDecision: Decision;
  cause: string;
  measures: string;
}

const blank = (text: string, field: string): Reason[] =>
  text.trim().length < 2 ? [{ id: 'run-qc.words', field }] : [];

/**
 * An authorised person who typed nothing in the run settles what was not met or not judged: the results stand, all records are done
 * again, or those between the last good and the next good row of the kind that failed.
 * @throws Refusal `run-qc.nothing`, `run-qc.own`, `run-qc.words`, `run-qc.no-bracket`, `test.locked-away`, `record.stale`
 */
export async function settle(act: Act, input: SettleInput): Promise<SettlementRow> {
  const sheet = await heldRun(act, input.id, input.version);
  const standing = (await standingsOf(act.db, [sheet.id])).get(sheet.id);
  const tests = await testsIn(act.db, sheet.id);
  const subject = { state: 'open' as const, typists: typistsOf(sheet, tests) };
  const state = next(settlementMachine, 'settle', subject, actorOf(act.user));
  refuseAll([...blank(input.cause, 'cause'), ...blank(input.measures, 'measures')]);
  const failing = standing ? openFaults(standing) : [];
  if (!standing || failing.length === 0) return refuse('run-qc.nothing', { run: sheet.number }, undefined, 'conflict');
  const again = concerned(input.settleDecision, standing.rows, failing);
  const [cause, measure] = [input.cause.trim(), input.measures.trim()];
  const why = t('zh', 'run-qc.returned', { run: sheet.number, cause, measure });
  await returnRecords(act, again, why);
  const open =
    standing.settlements.find((one) => one.state === 'open') ??
    (failing.some(({ ok }) => ok === false)
      ? await raise(act, sheet, failing, tests)
      : await act.insert<SettlementRow>('run_settlements', {
          ...{ worksheet_id: sheet.id, state: 'open', failing, decision: null, cause: null, measure: null },
          ...{ tests: [], settled_by: null, settled_at: null },
        }));
  const settled = await act.update<SettlementRow>(
    'run_settlements',
    open,
    {
      ...{ state, failing, decision: input.settleDecision, cause, measure, tests: again },
      ...{ settled_by: act.user.id, settled_at: act.now },
    },
    { reason: `${cause} / ${measure}` },
  );
  await settleImprovement(
    act,
    { entity: 'run_settlements', id: open.id },
    { words: `${t('zh', `run-qc.decision.${input.settleDecision}`)}: ${cause} / ${measure}` },
  );
  // The run itself is touched, so that two people who settle it take their turns.
  await act.update<WorksheetRow>('worksheets', sheet, {});
  return settled;
}

/** The tests that a decision sends back. @throws Refusal `run-qc.no-bracket` where what failed has no place between others */
function concerned(decision: Decision, rows: readonly SheetRow[], failing: readonly Fault[]): string[] {
  if (decision === 'stands') return [];
  const samples = rows.filter(({ test_id, removed_at }) => test_id !== null && removed_at === null);
  const chosen = decision === 'repeat' ? samples : bracketed(rows, failing);
  return chosen.flatMap(({ test_id }) => test_id ?? []);
}

/** The samples between the last good row of the same kind before one that failed, and the next good one behind it (随行核查, GB/T 27417). */
export function bracketed(rows: readonly SheetRow[], failing: readonly Fault[]): SheetRow[] {
  const ordered = rows.filter(({ removed_at }) => removed_at === null).sort((a, b) => a.position - b.position);
  const spans = failing.map(({ row, kind }) => {
    if (row === null) return refuse('run-qc.no-bracket', {}, 'settleDecision');
    const at = rows.find(({ id }) => id === row)?.position ?? 0;
    const good = ordered.filter((one) => one.kind === kind && one.verdict === 'ok').map(({ position }) => position);
    const from = good.filter((position) => position < at).at(-1) ?? Number.NEGATIVE_INFINITY;
    return [from, good.find((position) => position > at) ?? Number.POSITIVE_INFINITY] as const;
  });
  return ordered.filter(
    ({ kind, position }) => kind === 'sample' && spans.some(([from, to]) => position > from && position < to),
  );
}
