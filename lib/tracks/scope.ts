import type { Knex } from 'knex';
import { may } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';

/** A condition on a query that has the table `case_tracks`. */
export type TrackScope = (where: Knex.QueryBuilder) => void;

/**
 * Which tracks a person may see: somebody of a county those of the own authority, an authority of a city or province also those of its
 * region, the institute all of them. Laid upon every list, count, page, paper and export of tracks.
 */
export async function trackScope({ db, user }: Pick<Query, 'db' | 'user'>): Promise<TrackScope> {
  const { organisation } = user;
  if (organisation === undefined) return () => undefined;
  const own = await find<OrganisationRow>(db, 'organisations', { id: organisation });
  if (own?.kind !== 'authority' || own.active === 0 || !may(user.roles, 'case.read'))
    return (where) => void where.whereRaw('1 = 0');
  return (where) => {
    where.where((one) => {
      one.where('case_tracks.organisation_id', organisation);
      if (own.level !== 'county')
        one.orWhereRaw(`case_tracks.region like ? escape '!'`, [`%${own.region.replace(/[!%_]/g, '!$&')}%`]);
    });
  };
}
