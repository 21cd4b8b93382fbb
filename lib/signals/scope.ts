import type { Knex } from 'knex';
import { caseScope } from '../disposals/index.ts';
import { find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';

type Asked = Pick<Query, 'db' | 'user'>;
type Condition = (where: Knex.QueryBuilder) => void;

/** The organisation whose eyes limit what is shown; null for the institute's own people and accounts of no organisation. */
async function ownOf({ db, user }: Asked): Promise<OrganisationRow | 'none' | null> {
  if (!user.organisation) return null;
  const own = await find<OrganisationRow>(db, 'organisations', { id: user.organisation });
  return own?.kind === 'authority' && own.active === 1 ? own : 'none';
}

const pattern = ({ region }: OrganisationRow): string => `%${region.replace(/[!%_]/g, '!$&')}%`;
const nothing: Condition = (where) => void where.whereRaw('1 = 0');

function inRegion(where: Knex.QueryBuilder, own: OrganisationRow, columns: readonly string[]): void {
  where.where((some) => {
    for (const column of columns) some.orWhereRaw(`${column} like ? escape '!'`, [pattern(own)]);
  });
}

/** Which batches (table `batch_facts` as b) somebody's figures rest on: an authority's on those of its region, and of what failed on the cases that it may see. */
export async function factScope(query: Asked): Promise<Condition> {
  const own = await ownOf(query);
  if (own === null) return () => undefined;
  if (own === 'none') return nothing;
  const cases = await caseScope(query);
  return (where) => {
    inRegion(where, own, ['b.region', 'b.producer_region']);
    where.where((some) =>
      some.where('b.fails', 0).orWhereExists(
        query
          .db('cases')
          .select(query.db.raw('1'))
          .whereRaw('cases.sample_id = b.sample_id')
          .where((seen) => void cases(seen)),
      ),
    );
  };
}

/** Which signals: an authority's own region; a stream that lies in no one place is the institute's. */
export async function signalScope(query: Asked): Promise<Condition> {
  const own = await ownOf(query);
  if (own === null) return () => undefined;
  return own === 'none' ? nothing : (where) => inRegion(where, own, ['signals.region']);
}

/** Which risks: an authority's own region, and one that rests on a case only with that case. */
export async function riskScope(query: Asked): Promise<Condition> {
  const own = await ownOf(query);
  if (own === null) return () => undefined;
  if (own === 'none') return nothing;
  const cases = await caseScope(query);
  return (where) => {
    inRegion(where, own, ['risks.region']);
    where.where((some) =>
      some.whereNull('risks.case_id').orWhereExists(
        query
          .db('cases')
          .select(query.db.raw('1'))
          .whereRaw('cases.id = risks.case_id')
          .where((seen) => void cases(seen)),
      ),
    );
  };
}

/** The places that somebody may enter a risk for or filter by are those he may see; true for the institute's own people. */
export const seesAll = async (query: Asked): Promise<boolean> => (await ownOf(query)) === null;
