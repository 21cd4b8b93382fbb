import { next } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { affectedBy } from './impact.ts';
import { type ExcursionMove, excursionMachine } from './machine.ts';
import { benchTime, momentOf } from './moments.ts';
import type { ExcursionRow } from './rows.ts';
import { excursionOf, roomOf } from './store.ts';

export interface Read {
  id: string;
  version: number;
}

async function movable(act: Act, move: ExcursionMove, { id, version }: Read) {
  const row = await excursionOf(act.db, id);
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return { row, state: next(excursionMachine, move, row, actorOf(act.user)) };
}

/** Says why it happened and what it means for the tests that were under way, which are kept as a list with it. */
export async function assess(act: Act, input: Read & { cause: string; judgement: string }): Promise<ExcursionRow> {
  const { row, state } = await movable(act, 'assess', input);
  const impact = await affectedBy(act.db, act.app.catalogue, await roomOf(act.db, row.room_id), row);
  return await act.update<ExcursionRow>('excursions', row, {
    state,
    impact,
    cause: input.cause,
    judgement: input.judgement,
    assessed_by: act.user.id,
    assessed_at: act.now,
  });
}

/** Ends it by measures; the tests of that time stay barred. @throws Refusal `environment.own`, `environment.still-out` */
export async function close(act: Act, input: Read & { measures: string }): Promise<ExcursionRow> {
  const { row, state } = await movable(act, 'close', input);
  return await act.update<ExcursionRow>('excursions', row, { state, ...decided(act, input.measures) });
}

/**
 * Approves a deviation: the tests of that time count. While the room is still outside it is given to a moment.
 * @throws Refusal `environment.own`, `environment.until-missing`, `environment.until-past`, `environment.moment`
 */
export async function approve(act: Act, input: Read & { measures: string; until?: string }): Promise<ExcursionRow> {
  const { row, state } = await movable(act, 'approve', input);
  const until = input.until === undefined ? null : momentOf(input.until);
  if (input.until !== undefined && until === null)
    refuse('environment.moment', { text: input.until.slice(0, 40) }, 'until');
  if (row.ended === null && until === null) refuse('environment.until-missing', {}, 'until');
  if (row.ended === null && until !== null && until < benchTime(act.now))
    refuse('environment.until-past', { until: until.replace('T', ' ') }, 'until');
  const deviation_no = await act.number('deviation', 'PL{year}-{serial:3}');
  return await act.update<ExcursionRow>('excursions', row, {
    state,
    deviation_no,
    deviation_to: row.ended ?? until,
    ...decided(act, input.measures),
  });
}

const decided = (act: Act, measures: string): Partial<ExcursionRow> => ({
  measures,
  decided_by: act.user.id,
  decided_at: act.now,
});
