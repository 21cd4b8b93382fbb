import { type CaseRow, caseWithin } from '../disposals/index.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';

/** A case that this person may read, or undefined. */
export async function caseFor(query: Pick<Query, 'db' | 'user'>, id: string): Promise<CaseRow | undefined> {
  return may(query.user.roles, 'case.read') ? caseWithin(query, id) : undefined;
}
