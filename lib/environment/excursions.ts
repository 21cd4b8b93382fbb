import { follow } from '../core/machine.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { worstOf } from './limits.ts';
import { excursionMachine } from './machine.ts';
import type { Ends, ExcursionRow, Quantity, ReadingRow } from './rows.ts';
import { nextGood } from './store.ts';

export interface Run {
  began: string;
  ended: string | null;
  values: string[];
}

/** Readings in their order → the times outside: each from its first reading outside to the next one within. */
export function runsOf(readings: readonly Pick<ReadingRow, 'at' | 'value' | 'outside'>[]): Run[] {
  const runs: Run[] = [];
  let open: Run | null = null;
  for (const { at, value, outside } of readings) {
    if (outside === 0) {
      if (open) open.ended = at;
      open = null;
    } else if (open) open.values.push(value);
    else {
      open = { began: at, ended: null, values: [value] };
      runs.push(open);
    }
  }
  return runs;
}

/**
 * Looks at everything that one source read of one quantity around the new readings, and opens, lengthens or ends excursions.
 * What was judged and proves longer than that is opened again; none is ever taken away.
 */
export async function findExcursions(
  act: Act,
  where: { room_id: string; source: string; quantity: Quantity },
  bounds: Ends,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const first = await nextGood(act.db, where, from, 'before');
  const last = await nextGood(act.db, where, to, 'after');
  const query = act.db('room_readings').where(where).orderBy('at');
  if (first !== null) query.where('at', '>=', first);
  if (last !== null) query.where('at', '<=', last);
  const readings: ReadingRow[] = await query;
  const rows: object[] = await act.db('excursions').where(where).orderBy('began');
  const known = rows.map((row) => decode<ExcursionRow>('excursions', row));
  for (const run of runsOf(readings)) {
    const own = known.find(
      ({ began, ended }) => (run.ended === null || began < run.ended) && (ended === null || ended > run.began),
    );
    if (own) await lengthen(act, own, run);
    else await open(act, where, bounds, run);
  }
}

const open = (act: Act, where: object, bounds: Ends, { began, ended, values }: Run): Promise<ExcursionRow> =>
  act.insert<ExcursionRow>('excursions', {
    ...(where as Pick<ExcursionRow, 'room_id' | 'source' | 'quantity'>),
    began,
    ended,
    worst: worstOf(bounds, values),
    bounds,
    state: 'open',
    impact: null,
    cause: null,
    judgement: null,
    assessed_by: null,
    assessed_at: null,
    measures: null,
    decided_by: null,
    decided_at: null,
    deviation_no: null,
    deviation_to: null,
  });

async function lengthen(act: Act, row: ExcursionRow, run: Run): Promise<void> {
  const began = row.began < run.began ? row.began : run.began;
  const worst = worstOf(row.bounds, [row.worst, ...run.values]);
  if (began === row.began && run.ended === row.ended && worst === row.worst) return;
  const longer = began < row.began || (row.ended !== null && (run.ended === null || run.ended > row.ended));
  const worse = worst !== row.worst;
  const state = row.state !== 'open' && (longer || worse) ? follow(excursionMachine, 'reopen', row) : row.state;
  await act.update<ExcursionRow>('excursions', row, { began, ended: run.ended, worst, state });
}
