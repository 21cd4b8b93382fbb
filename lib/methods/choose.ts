import type { Reason } from '../core/refusal.ts';
import { cites } from '../core/standard-number.ts';

/** One edition of a standard as the choice needs it. Dates YYYY-MM-DD; null: not known, so no bound. */
export interface EditionOf {
  number: string;
  from: string | null;
  to: string | null;
  by: 'production' | 'test';
}

/** What is tested and when. `registration`: the standards that the approval or registration of the goods names. */
export interface Occasion {
  test: string;
  production?: string | undefined;
  registration?: readonly string[] | undefined;
}

export type EditionStanding = 'in-force' | 'coming' | 'ended';

/** How an edition stands on a day: in force from its first to its last day, both counted. */
export function editionOn({ from, to }: Pick<EditionOf, 'from' | 'to'>, day: string): EditionStanding {
  if (from !== null && day < from) return 'coming';
  return to !== null && day > to ? 'ended' : 'in-force';
}

/** The day that decides about an edition; a production day that nobody gave leaves the day of the test. */
const decidingDay = ({ by }: Pick<EditionOf, 'by'>, { production, test }: Occasion): string =>
  by === 'production' ? (production ?? test) : test;

/**
 * The edition of a series by which something is tested (domain 1.8): the one that the registration names, else the newest that was in force
 * on the day that decides — goods made before a new edition came into force are tested by the one of their production. Null: there is none.
 */
export function chooseEdition<E extends EditionOf>(editions: readonly E[], occasion: Occasion): E | null {
  const bound = editions.filter(({ number }) => occasion.registration?.some((text) => cites(text, number)));
  const inForce = editions.filter((one) => editionOn(one, decidingDay(one, occasion)) === 'in-force');
  const newest = (list: readonly E[]): E | null =>
    [...list].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? '') || a.number.localeCompare(b.number)).at(-1) ??
    null;
  return newest(bound) ?? newest(inForce);
}

/** Why a test may not be done by `used` (domain 10, item 12): not yet or no longer in force on the day that decides, or another edition holds. */
export function editionFaults<E extends EditionOf>(used: E, editions: readonly E[], occasion: Occasion): Reason[] {
  if (occasion.registration?.some((text) => cites(text, used.number))) return [];
  const day = decidingDay(used, occasion);
  const standing = editionOn(used, day);
  const params = { standard: used.number, day };
  if (standing === 'coming') return [{ id: 'method.not-yet', params: { ...params, from: used.from ?? '' } }];
  if (standing === 'ended') return [{ id: 'method.ended', params: { ...params, to: used.to ?? '' } }];
  const right = chooseEdition(editions, occasion);
  return right === null || right.number === used.number
    ? []
    : [{ id: 'method.other-edition', params: { ...params, right: right.number } }];
}
