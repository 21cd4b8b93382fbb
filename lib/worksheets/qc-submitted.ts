import { feedRun, type RunValue } from '../control/index.ts';
import { normalise } from '../core/decimal.ts';
import { Refusal } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { judgeRows } from './qc.ts';
import { standingsOf } from './qc-holds.ts';
import { raiseFailed, testsIn } from './qc-settle.ts';
import type { SheetRow } from './rows.ts';
import { runsOf } from './store.ts';

/**
 * After analysts have signed records of runs: their quality control is judged once more (a spike by the result that was signed), what
 * fails is raised, and its figures become points of the control charts.
 */
export async function runSubmitted(act: Act, testIds: readonly string[]): Promise<void> {
  const runs = await runsOf(act.db, testIds);
  const ids = [...new Set([...runs.values()].map(({ id }) => id))].sort();
  for (const { run, rows } of (await standingsOf(act.db, ids)).values()) {
    const judged = await judgeRows(act, run, rows);
    await raiseFailed(act, run, judged);
    const kept = judged.filter(({ kind, removed_at }) => kind !== 'sample' && removed_at === null);
    const tests = await testsIn(act.db, run.id);
    await feedRun(act, {
      ...{ number: run.number, instrument: run.instrument, analyst: run.analyst_id },
      codes: [...new Set(tests.map(({ parameter_code }) => parameter_code))],
      rows: judged.filter(({ kind }) => kind !== 'sample').map(({ id }) => id),
      values: kept.flatMap(valuesOf),
    });
  }
}

/** What a row says to a chart: a control sample its content, a spike and a check standard their recovery, a blank its value, a duplicate the deviation. */
function valuesOf({ id, kind, lot, readings, outcome }: SheetRow): RunValue[] {
  const figure = (rule: 'recovery' | 'deviation') =>
    outcome?.judged.find((one) => one.rule.rule === rule)?.value ?? null;
  const point = (feed: RunValue['feed'], value: string | null): RunValue[] =>
    value === null ? [] : [{ row: id, feed, value, lot }];
  switch (kind) {
    case 'blank':
      return point('blank', plain(readings['found']));
    case 'control':
    case 'reference':
      return point('control', plain(readings['found']));
    case 'check':
    case 'spike':
      return point('recovery', figure('recovery'));
    case 'duplicate':
      return point('duplicate', figure('deviation'));
    default:
      return [];
  }
}

/** A number; a bound (`<0.1`) or a word is no point. */
function plain(typed = ''): string | null {
  try {
    const { decimal, qualifier } = normalise(typed);
    return qualifier === '=' ? decimal : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
