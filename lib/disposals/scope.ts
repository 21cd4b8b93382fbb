import type { Knex } from 'knex';
import { may } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';
import type { CaseRow } from './rows.ts';

/** A condition on a query that has the table `cases`. */
export type CaseScope = (where: Knex.QueryBuilder) => void;

type Asked = Pick<Query, 'db' | 'user'>;

/**
 * In whose sight the cases stand that a person may see, as the table `case_scopes` names it: '' for the institute's own people and accounts
 * of no organisation, the authority, or null for a participant laboratory and an authority that was closed, which have no cases at all.
 */
export async function sightOf({ db, user }: Asked): Promise<string | null> {
  if (!user.organisation) return '';
  const own = await find<OrganisationRow>(db, 'organisations', { id: user.organisation });
  return own?.kind === 'authority' && own.active === 1 && may(user.roles, 'case.read') ? own.id : null;
}

/**
 * Which cases a person may see: somebody of an authority those in which it handles a track or serves a party, an authority of a city or
 * province also those of its region; everybody else of the institute all of them. To be laid upon every list, search, count, page, file and
 * export of cases. Who stands in whose sight is kept by the database (migration 0041), so that this is one look-up.
 */
export async function caseScope(query: Asked): Promise<CaseScope> {
  const sight = await sightOf(query);
  if (sight === '') return () => undefined;
  if (sight === null) return (where) => void where.whereRaw('1 = 0');
  const seen = query.db('case_scopes').select('case_id').where({ organisation_id: sight });
  return (where) => void where.whereIn('cases.id', seen.clone());
}

/** A case within the scope of a person, or undefined: what lies outside of it does not exist for him. */
export async function caseWithin(query: Asked, id: string): Promise<CaseRow | undefined> {
  const row: object | undefined = await query
    .db('cases')
    .where({ id })
    .where(await caseScope(query))
    .first();
  return row && decode<CaseRow>('cases', row);
}
