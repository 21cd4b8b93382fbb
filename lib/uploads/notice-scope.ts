import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { caseScope } from '../disposals/index.ts';
import { may } from '../kernel/access.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';
import type { NoticeRow } from './rows.ts';

/**
 * The notices that a person may see: the institute all; an authority what was published, and one of a city or province also what was
 * handed to it. Of an authority each case of a notice has to be within its scope.
 */
export async function visibleNotices(query: Pick<Query, 'db' | 'user'>): Promise<(rows: Knex.QueryBuilder) => void> {
  const { db, user } = query;
  if (!may(user.roles, 'notice.release')) return () => undefined;
  const own = user.organisation
    ? await find<OrganisationRow>(db, 'organisations', { id: user.organisation })
    : undefined;
  const scope = await caseScope(query);
  const outside = db('public_notice_cases')
    .select(db.raw('1'))
    .whereRaw('public_notice_cases.notice_id = public_notices.id')
    .whereNotIn('case_id', db('cases').where(scope).select('cases.id'));
  return (rows) => {
    rows.where({ state: 'released' });
    if (own?.level !== 'county') rows.orWhere((handed) => handed.where({ state: 'submitted' }).whereNotExists(outside));
  };
}

/** A notice as far as this person may see it. @throws Refusal `record.missing` */
export async function noticeOf(query: Pick<Query, 'db' | 'user'>, id: string): Promise<NoticeRow> {
  const found: object | undefined = await query
    .db('public_notices')
    .where({ id })
    .where(await visibleNotices(query))
    .first();
  return found
    ? decode<NoticeRow>('public_notices', found)
    : refuse('record.missing', { what: id }, undefined, 'missing');
}

/** The corrections of a notice, the oldest first. */
export const correctionsOf = (db: Knex, corrects_id: string): Promise<NoticeRow[]> =>
  list<NoticeRow>(db, 'public_notices', { corrects_id }, 'id');
