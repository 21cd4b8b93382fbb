import type { Query } from '../kernel/types.ts';
import type { RoundSubject } from './machine.ts';
import type { RoundRow } from './rows.ts';
import { benchOf, correctivesOf, itemsOf } from './store.ts';

/** A round as its machine looks at it. */
export async function subjectOf(
  { db, now, today }: Pick<Query, 'db' | 'now' | 'today'>,
  round: RoundRow,
): Promise<RoundSubject & RoundRow> {
  const items = await itemsOf(db, round.id);
  const open = await correctivesOf(db, { round_id: round.id, state: 'open' });
  return {
    ...round,
    ...{ now, today },
    bench: await benchOf(db, round.sample_id),
    unscored: items.filter(({ verdict }) => verdict === null).map(({ parameter_code }) => parameter_code),
    open: open.length,
  };
}
