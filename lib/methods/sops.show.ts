import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { UserRow } from '../kernel/session.ts';
import { list } from '../kernel/tables.ts';
import type { Query, Role } from '../kernel/types.ts';
import { type SopMove, sopMachine } from './machine.ts';
import type { SopReadingRow, SopReviewRow, SopRow, SopState, SopVersionRow } from './rows.ts';
import { cycleOn } from './rules.ts';
import { versionHash } from './sops.ts';
import { rowAt } from './store.ts';
import { type WatchState, watchState } from './watch.ts';

export interface SopLine {
  id: string;
  number: string;
  title: string;
  /** The version in force today, and from when. */
  label: string | null;
  from: string | null;
  review: { due: string | null; state: WatchState };
  unread: number;
  readers: number;
  /** The reader of this page still has to read it. */
  mine: boolean;
}

interface All {
  versions: SopVersionRow[];
  readings: SopReadingRow[];
  reviews: SopReviewRow[];
  people: UserRow[];
}

async function everything({ db }: Query): Promise<All> {
  return {
    versions: await list<SopVersionRow>(db, 'sop_versions', {}, 'id'),
    readings: await list<SopReadingRow>(db, 'sop_readings', {}, 'id'),
    reviews: await list<SopReviewRow>(db, 'sop_reviews', {}, 'id'),
    people: (await list<UserRow>(db, 'users', {}, 'employee_no')).filter(({ active }) => active === 1),
  };
}

/** The version in force on a day: of those that were approved, the one whose first day is the latest not after it. */
export function versionOn<V extends Pick<SopVersionRow, 'state' | 'valid_from' | 'id'>>(
  versions: readonly V[],
  day: string,
): V | null {
  const begun = versions.filter(
    ({ state, valid_from }) => (state === 'approved' || state === 'superseded') && valid_from <= day,
  );
  return begun.sort((a, b) => a.valid_from.localeCompare(b.valid_from) || a.id.localeCompare(b.id)).at(-1) ?? null;
}

/** Who has to read a version, and who has; the newest approved version is read, before it is in force if need be. */
function reading(sop: SopRow, { versions, readings, people }: All) {
  const approved = versions.find(({ sop_id, state }) => sop_id === sop.id && state === 'approved');
  const read = new Map(
    readings
      .filter(({ sop_version_id }) => sop_version_id === approved?.id)
      .map(({ user_id, created_at }) => [user_id, created_at]),
  );
  const due = people.filter(({ roles }) => roles.some((role) => sop.readers.includes(role)));
  return { approved, read, due };
}

function reviewOf(query: Query, sop: SopRow, { versions, reviews }: All): SopLine['review'] {
  const { app, today } = query;
  const current = versionOn(
    versions.filter(({ sop_id }) => sop_id === sop.id),
    today,
  );
  const last = reviews.filter(({ sop_id }) => sop_id === sop.id).map(({ reviewed_on }) => reviewed_on);
  const from = [...last, ...(current ? [current.valid_from] : [])].sort().at(-1) ?? null;
  const rule = cycleOn(app, 'sop-review', today);
  return current === null
    ? { due: null, state: 'done' }
    : watchState(from, { months: sop.review_months, reminderDays: rule.reminderDays }, today);
}

export async function listSops(query: Query): Promise<{ today: string; lines: SopLine[] }> {
  const all = await everything(query);
  const lines = (await list<SopRow>(query.db, 'sops', {}, 'number')).map((sop): SopLine => {
    const { approved, read, due } = reading(sop, all);
    const current = versionOn(
      all.versions.filter(({ sop_id }) => sop_id === sop.id),
      query.today,
    );
    const unread = approved === undefined ? [] : due.filter(({ id }) => !read.has(id));
    return {
      id: sop.id,
      number: sop.number,
      title: sop.title,
      label: current?.label ?? null,
      from: current?.valid_from ?? null,
      review: reviewOf(query, sop, all),
      unread: unread.length,
      readers: approved === undefined ? 0 : due.length,
      mine: unread.some(({ id }) => id === query.user.id),
    };
  });
  return { today: query.today, lines };
}

export interface SopVersionLine {
  id: string;
  version: number;
  label: string;
  state: SopState;
  from: string;
  changeNote: string;
  fileName: string;
  author: string;
  approvedBy: string | null;
  approvedAt: string | null;
  reason: string | null;
  hash: string;
  moves: { move: SopMove; obstacles: Reason[] }[];
}

export interface SopSheet {
  id: string;
  number: string;
  title: string;
  reviewMonths: number;
  readers: Role[];
  current: string | null;
  review: SopLine['review'];
  versions: SopVersionLine[];
  /** Of the newest approved version. */
  reading: {
    versionId: string;
    label: string;
    done: { name: string; at: string }[];
    open: string[];
    mine: boolean;
  } | null;
  reviews: { id: string; on: string; outcome: 'keep' | 'revise'; note: string | null; by: string }[];
}

/** One SOP with its versions, who has read it and who has not, and its reviews. @throws Refusal `method.missing` */
export async function showSop(query: Query, { id }: { id: string }): Promise<SopSheet> {
  const { db, user, today } = query;
  const sop = await rowAt<SopRow>(db, 'sops', id);
  const all = await everything(query);
  const versions = all.versions.filter(({ sop_id }) => sop_id === id);
  const names = new Map((await list<UserRow>(db, 'users', {}, 'id')).map((one) => [one.id, one.name]));
  const nameOf = (own: string | null) => (own === null ? null : (names.get(own) ?? null));
  const { approved, read, due } = reading(sop, all);
  return {
    id,
    number: sop.number,
    title: sop.title,
    reviewMonths: sop.review_months,
    readers: sop.readers,
    current: versionOn(versions, today)?.label ?? null,
    review: reviewOf(query, sop, all),
    versions: versions
      .map((row) => ({
        id: row.id,
        version: row.version,
        label: row.label,
        state: row.state,
        from: row.valid_from,
        changeNote: row.change_note,
        fileName: row.file_name,
        author: nameOf(row.author_id) ?? '',
        approvedBy: nameOf(row.approved_by),
        approvedAt: row.approved_at,
        reason: row.reason,
        hash: versionHash(row),
        moves: available(sopMachine, row, actorOf(user)).filter(({ move }) => move !== 'supersede'),
      }))
      .reverse(),
    reading: approved
      ? {
          versionId: approved.id,
          label: approved.label,
          done: [...read].map(([own, at]) => ({ name: nameOf(own) ?? '', at })),
          open: due.filter((one) => !read.has(one.id)).map(({ name }) => name),
          mine: !read.has(user.id),
        }
      : null,
    reviews: all.reviews
      .filter(({ sop_id }) => sop_id === id)
      .map((row) => ({
        id: row.id,
        on: row.reviewed_on,
        outcome: row.outcome,
        note: row.note,
        by: nameOf(row.user_id) ?? '',
      }))
      .reverse(),
  };
}
