import type { Knex } from 'knex';
import type { DefinitionKind } from '../catalogue/index.ts';
import { refuse } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import type { App } from '../kernel/types.ts';
import type { ConfirmationRow, DraftKind, DraftRow, ReleaseRow } from './rows.ts';

/** @throws Refusal `draft.missing` */
export async function draftOf(db: Knex, id: string): Promise<DraftRow> {
  return (await find<DraftRow>(db, 'drafts', { id })) ?? refuse('draft.missing', undefined, undefined, 'missing');
}

/** Drafts without their bodies, the latest first. */
export async function draftList(db: Knex, states: readonly string[]): Promise<DraftRow[]> {
  const rows: object[] = await db('drafts').whereIn('state', states).orderBy('id', 'desc').limit(500);
  return rows.map((row) => decode<DraftRow>('drafts', row));
}

export interface ReleaseLine extends ReleaseRow {
  by: string;
}

/** Every release of a code, the latest first, with the name of who released it. */
export async function releasesOf(db: Knex, kind: DefinitionKind, code: string): Promise<ReleaseLine[]> {
  const rows: (ReleaseRow & { name: string | null })[] = await db('releases')
    .leftJoin('users', 'users.id', 'releases.released_by')
    .where({ kind, code })
    .orderBy('releases.id', 'desc')
    .select('releases.*', 'users.name as name');
  return rows.map(({ name, ...row }) => ({ ...row, by: name ?? '' }));
}

/** The body of an edition that was kept. @throws Refusal `edition.missing` */
export async function bodyOf(db: Knex, kind: DefinitionKind, code: string, hash: string): Promise<object> {
  const row = await db('definitions').where({ hash, kind, code }).first<{ body: string } | undefined>('body');
  return row ? (JSON.parse(row.body) as object) : refuse('edition.missing', { code }, undefined, 'missing');
}

/** A newer edition that came with the program for a code that the institute released itself. */
export interface Newer {
  kind: DefinitionKind;
  code: string;
  hash: string;
  current: string;
}

/** What came with the program after the institute's own release, and differs from it. */
export async function newerOfProgram({ db, catalogue }: App): Promise<Newer[]> {
  const own: ReleaseRow[] = await db.read('releases').where({ origin: 'institute' }).orderBy('id').select('*');
  const latest = [...new Map(own.map((row) => [`${row.kind} ${row.code}`, row])).values()];
  const found: Newer[] = [];
  for (const { kind, code, id } of latest) {
    const program: ReleaseRow | undefined = await db
      .read('releases')
      .where({ kind, code, origin: 'program' })
      .where('id', '>', id)
      .orderBy('id', 'desc')
      .first();
    const current = catalogue.edition(kind, code).hash;
    if (program && program.hash !== current) found.push({ kind, code, hash: program.hash, current });
  }
  return found;
}

/** A confirmation as pages show it: where it was read, and who says so. */
export interface Confirmation {
  seq: number | null;
  source: string;
  page: string | null;
  seenBy: string;
  by: string;
  at: string;
}

/** What the institute confirmed of an edition, oldest first; `seq` null is the definition as a whole. */
export async function confirmationsOf(db: Knex, kind: DraftKind, code: string, hash: string): Promise<Confirmation[]> {
  const rows: (ConfirmationRow & { name: string })[] = await db('confirmations')
    .join('users', 'users.id', 'confirmations.user_id')
    .where({ kind, code, hash })
    .orderBy('confirmations.id')
    .select('confirmations.*', 'users.name as name');
  return rows.map(({ seq, source, page, seen_by, name, at }) => ({ seq, source, page, seenBy: seen_by, by: name, at }));
}

export async function nameOf(db: Knex, userId: string | null): Promise<string> {
  if (userId === null) return '';
  const row = await db('users').where({ id: userId }).first<{ name: string } | undefined>('name');
  return row?.name ?? '';
}
