import { refuse } from '../core/refusal.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';

type Asked = Pick<Query, 'db' | 'user'>;

/** Which of these cases no released notice names: their results are not public (domain 1.10). */
export async function unreleasedOf({ db }: Pick<Query, 'db'>, caseIds: readonly string[]): Promise<Set<string>> {
  const ids = [...new Set(caseIds)];
  const released: string[] = await db('public_notice_cases')
    .join('public_notices', 'public_notices.id', 'public_notice_cases.notice_id')
    .whereIn('public_notice_cases.case_id', ids)
    .where({ 'public_notices.state': 'released' })
    .pluck('public_notice_cases.case_id');
  const known = new Set(released);
  return new Set(ids.filter((id) => !known.has(id)));
}

/** Whether somebody may take results of cases out only once the authority released them: everybody but the authority itself. */
export const needsRelease = ({ user }: Pick<Query, 'user'>): boolean => !may(user.roles, 'notice.release');

/**
 * Staff of the institute take no result of a case out of the program before the authority released it (domain 10, item 28).
 * @throws Refusal `case.unreleased` naming how many are not
 */
export async function refuseUnreleased(asked: Asked, caseIds: readonly string[]): Promise<void> {
  if (!needsRelease(asked)) return;
  const { size } = await unreleasedOf(asked, caseIds);
  if (size > 0) refuse('case.unreleased', { count: size }, undefined, 'forbidden');
}
