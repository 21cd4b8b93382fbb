import type { Knex } from 'knex';
import { may } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';
import type { CaseRow } from './rows.ts';

/** A condition on a query that has the table `cases`. */
export type CaseScope = (where: Knex.QueryBuilder) => void;

/**
 * Which cases a person may see: somebody of an authority those in which it handles a track or serves a party, an authority of a city or
 * province also those of its region; everybody else of the institute all of them. To be laid upon every list, search, count, page, file and
 * export of cases: `db('cases').where(await caseScope(query))`.
 */
export async function caseScope({ db, user }: Pick<Query, 'db' | 'user'>): Promise<CaseScope> {
  const { organisation } = user;
  if (!organisation) return () => undefined;
  const own = await find<OrganisationRow>(db, 'organisations', { id: organisation });
  // A participant laboratory, or an authority that was closed, has no cases at all.
  if (own?.kind !== 'authority' || own.active === 0 || !may(user.roles, 'case.read'))
    return (where) => void where.whereRaw('1 = 0');
  return (where) => {
    where.whereIn(
      'cases.id',
      concerned(db, 'case_tracks', organisation).union(concerned(db, 'case_recipients', organisation)),
    );
    if (own.level === 'county') return;
    for (const column of ['sampled_region', 'producer_region'])
      where.orWhereRaw(`cases.${column} like ? escape '!'`, [`%${own.region.replace(/[!%_]/g, '!$&')}%`]);
    where
      .orWhereExists(concernedIn(db, 'case_tracks', own.region))
      .orWhereExists(concernedIn(db, 'case_recipients', own.region));
  };
}

const concerned = (db: Knex, table: string, organisation: string) =>
  db(table).select('case_id').where({ organisation_id: organisation });

const concernedIn = (db: Knex, table: string, region: string) =>
  db(table)
    .select(db.raw('1'))
    .whereRaw(`${table}.case_id = cases.id`)
    .whereRaw(`${table}.region like ? escape '!'`, [`%${region.replace(/[!%_]/g, '!$&')}%`]);

/** A case within the scope of a person, or undefined: what lies outside of it does not exist for him. */
export async function caseWithin(query: Pick<Query, 'db' | 'user'>, id: string): Promise<CaseRow | undefined> {
  const row: object | undefined = await query
    .db('cases')
    .where({ id })
    .where(await caseScope(query))
    .first();
  return row && decode<CaseRow>('cases', row);
}
