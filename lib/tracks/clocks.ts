import type { CaseRow, TrackRow } from '../disposals/index.ts';
import type { TableName } from '../kernel/tables.ts';
import { type ClockRow, clocksOf, type Moment, startClock, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';

/** A row that clocks run on, with the authority that they bind. */
export type Bound = Pick<TrackRow, 'organisation_id'>;

/** Starts every clock of an event for the product of the case. */
export async function startAll(
  act: Act,
  entity: TableName,
  { id }: { id: string },
  row: Pick<CaseRow, 'product_class'>,
  event: string,
  moment: Moment,
  ownerOrg?: string | null,
): Promise<void> {
  const on = typeof moment === 'string' ? moment : moment.on;
  const known = await clocksOf(act.db, entity, id);
  for (const rule of act.app.rules.clocks(event, row.product_class, on)) {
    if (known.some((clock) => clock.rule === rule.id && isOpen(clock))) continue;
    await startClock(act, entity, id, rule, moment, { ownerOrg: ownerOrg ?? null, productClass: row.product_class });
  }
}

export const isOpen = ({ state }: Pick<ClockRow, 'state'>): boolean => state === 'running' || state === 'paused';

/** Ends the clocks of a row that wait for an event. */
export async function stopUntil(
  act: Act,
  entity: TableName,
  id: string,
  until: string,
  { on, how = 'done', reason }: { on?: string; how?: 'done' | 'cancelled'; reason?: string } = {},
): Promise<void> {
  const rules = (await openClocks(act, entity, id))
    .filter(({ snapshot }) => snapshot.until === until)
    .map(({ rule }) => rule);
  if (rules.length > 0) await stopClocks(act, entity, id, how, reason, { rules, ...(on !== undefined && { on }) });
}

export const openClocks = async (act: Act, entity: TableName, id: string): Promise<ClockRow[]> =>
  (await clocksOf(act.db, entity, id)).filter(isOpen);

/** The clocks of a track bind the authority that is now in charge. */
export async function bindClocks(act: Act, track: TrackRow, clocks: readonly ClockRow[]): Promise<void> {
  for (const clock of clocks.filter(isOpen))
    if (clock.owner_org !== track.organisation_id)
      await act.update<ClockRow>('clocks', clock, { owner_org: track.organisation_id });
}
