import type { Knex } from 'knex';
import { addMonths } from '../core/deadlines.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import type { ImprovementRow } from './rows.ts';
import { improvementRules } from './rules.ts';

export type Sameness = 'parameter' | 'instrument' | 'person';

export interface Repeat {
  id: string;
  number: string;
  title: string;
  found_on: string;
  state: string;
  category: string | null;
  /** What it has in common. */
  same: Sameness[];
}

type Keyed = Pick<ImprovementRow, 'id' | 'found_on' | 'parameter_code' | 'instrument_no' | 'person_id'>;

const columns = { parameter: 'parameter_code', instrument: 'instrument_no', person: 'person_id' } as const;
const sames: readonly Sameness[] = ['parameter', 'instrument', 'person'];

/** Earlier records of the last months with the same parameter, instrument or person, the newest first, at most 50. */
export async function repeatsOf({ app, db, user }: Pick<Query, 'app' | 'db' | 'user'>, row: Keyed): Promise<Repeat[]> {
  const keys = sames.filter((same) => row[columns[same]] !== null);
  if (keys.length === 0) return [];
  const found = await near(db, addMonths(row.found_on, -improvementRules(app).repeatMonths.amount), row.found_on)
    .whereNot({ id: row.id })
    .where('id', '<', row.id)
    .where('sealed', '<=', may(user.roles, 'internal.read') ? 1 : 0)
    .where((any) => {
      for (const same of keys) any.orWhere({ [columns[same]]: row[columns[same]] });
    })
    .orderBy('id', 'desc')
    .limit(50);
  return (found as (Keyed & Repeat)[]).map((other) => ({
    ...{ id: other.id, number: other.number, title: other.title, found_on: other.found_on, state: other.state },
    ...{ category: other.category, same: keys.filter((same) => other[columns[same]] === row[columns[same]]) },
  }));
}

const near = (db: Knex, from: string, to: string): Knex.QueryBuilder =>
  db('improvements')
    .whereBetween('found_on', [from, to])
    .whereNot({ state: 'dropped' })
    .select('id', 'number', 'title', 'found_on', 'state', 'category', 'parameter_code', 'instrument_no', 'person_id');

/** Of some records those that repeat an earlier one. */
export async function repeating(
  query: Pick<Query, 'app' | 'db' | 'user'>,
  rows: readonly Keyed[],
): Promise<Set<string>> {
  const dated = rows.map(({ found_on }) => found_on).sort();
  const [first, last] = [dated[0], dated.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const months = improvementRules(query.app).repeatMonths.amount;
  const others = near(query.db, addMonths(first, -months), last).where((any) => {
    for (const same of sames) {
      const values = [...new Set(rows.flatMap((row) => row[columns[same]] ?? []))];
      if (values.length > 0) any.orWhereIn(columns[same], values);
    }
    any.orWhereRaw('1 = 0');
  });
  const earlier = (await others
    .where('sealed', '<=', may(query.user.roles, 'internal.read') ? 1 : 0)
    .limit(5000)) as Keyed[];
  const isRepeat = (row: Keyed): boolean =>
    earlier.some(
      (other) =>
        other.id < row.id &&
        other.found_on <= row.found_on &&
        other.found_on >= addMonths(row.found_on, -months) &&
        sames.some((same) => row[columns[same]] !== null && row[columns[same]] === other[columns[same]]),
    );
  return new Set(rows.filter(isRepeat).map(({ id }) => id));
}
