import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { bareNumber } from '../core/standard-number.ts';
import type { MethodFact } from '../core/validity-types.ts';
import { chooseEdition, type EditionOf, editionFaults, editionOn, type Occasion } from './choose.ts';
import type { StandardRow } from './rows.ts';
import { standardsOf } from './store.ts';

export const asEdition = ({ number, valid_from, valid_to, applies_by }: StandardRow): EditionOf => ({
  number,
  from: valid_from,
  to: valid_to,
  by: applies_by,
});

const citedIn = (register: readonly StandardRow[], cited: readonly string[]): StandardRow[] => {
  const wanted = new Set(cited.map(bareNumber));
  return register.filter(({ number }) => wanted.has(bareNumber(number)));
};

/** One edition of the series of a cited standard. `by`: the day that decides about it. */
export interface EditionFact extends MethodFact {
  /** The edition's own number; `standard` is the number as it was cited. */
  number: string;
  by: StandardRow['applies_by'];
}

/** Every edition of the series of each cited standard, with the days for which it holds: what the check of validity asks of the register. */
export async function methodFacts(db: Knex, cited: readonly string[]): Promise<EditionFact[]> {
  const register = await standardsOf(db);
  return [...new Set(cited)].flatMap((standard) => {
    const [own] = citedIn(register, [standard]);
    return register
      .filter(({ series }) => series === own?.series)
      .map(({ number, edition, valid_from, valid_to, applies_by }) => ({
        standard,
        number,
        by: applies_by,
        edition: edition ?? number,
        ...(valid_from !== null && { from: valid_from }),
        ...(valid_to !== null && { to: valid_to }),
      }));
  });
}

/** What stands against the cited standards for these goods on this day, each beside the other editions of its series (domain 10, item 12). */
export async function methodFaults(db: Knex, cited: readonly string[], occasion: Occasion): Promise<Reason[]> {
  const register = await standardsOf(db);
  const bySeries = new Map<string, Reason[][]>();
  for (const row of citedIn(register, cited)) {
    const editions = register.filter(({ series }) => series === row.series).map(asEdition);
    const faults = editionFaults(asEdition(row), editions, occasion);
    bySeries.set(row.series, [...(bySeries.get(row.series) ?? []), faults]);
  }
  // Who cites the old and the new edition of one standard works by the one that fits the occasion.
  return [...bySeries.values()].flatMap((each) => (each.some((faults) => faults.length === 0) ? [] : (each[0] ?? [])));
}

/** The edition of the series of `number` by which these goods are tested on a day, or null. */
export async function editionFor(db: Knex, number: string, occasion: Occasion): Promise<string | null> {
  const register = await standardsOf(db);
  const [own] = citedIn(register, [number]);
  const series = own === undefined ? [] : register.filter((one) => one.series === own.series);
  return chooseEdition(series.map(asEdition), occasion)?.number ?? null;
}

/** For each parameter: whether every standard that it cites is in the register and in force on a day. */
export async function currentStandards(
  db: Knex,
  cited: ReadonlyMap<string, readonly string[]>,
  day: string,
): Promise<Map<string, { current: string[]; lacking: string[] }>> {
  const register = new Map((await standardsOf(db)).map((row) => [bareNumber(row.number), asEdition(row)]));
  const stands = (number: string) => {
    const known = register.get(bareNumber(number));
    return known !== undefined && editionOn(known, day) === 'in-force';
  };
  return new Map(
    [...cited].map(([code, numbers]) => {
      const each = [...new Set(numbers)];
      return [code, { current: each.filter(stands), lacking: each.filter((number) => !stands(number)) }];
    }),
  );
}
