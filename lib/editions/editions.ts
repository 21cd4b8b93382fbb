import type { DefinitionKind } from '../catalogue/index.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import type { Act, Query } from '../kernel/types.ts';
import { type Comparison, compare } from './differences.ts';
import { addRelease } from './draft.ts';
import { type Section, titleOf } from './facts.ts';
import type { ConfirmationRow, DraftKind } from './rows.ts';
import { readSections, showEdition } from './show.ts';
import { bodyOf, type Confirmation, confirmationsOf, newerOfProgram, releasesOf } from './store.ts';

export interface EditionLine {
  hash: string;
  origin: 'program' | 'institute';
  by: string;
  at: string;
  note: string | null;
  draft: string | null;
  current: boolean;
}

export interface EditionList {
  kind: DefinitionKind;
  code: string;
  title: string;
  editions: EditionLine[];
  /** A newer edition that came with the program and waits to be compared and adopted. */
  newer: string | null;
  old: string | null;
  new: string | null;
  all: boolean;
  comparison: Comparison;
}

export interface EditionChoice {
  kind: DefinitionKind;
  code: string;
  old?: string;
  new?: string;
  all?: boolean;
}

/** Every edition of a code, and any two of them side by side; without a choice, the last two. @throws Refusal `edition.missing` */
export async function listEditions(
  query: Query,
  { kind, code, all = false, ...chosen }: EditionChoice,
): Promise<EditionList> {
  const { app, db, user } = query;
  const releases = await releasesOf(db, kind, code);
  const [last] = releases;
  if (!last) return refuse('edition.missing', { code: code.slice(0, 60) }, undefined, 'missing');
  const current = currentHash(query, kind, code);
  const newer = (await newerOfProgram(app)).find((one) => one.kind === kind && one.code === code)?.hash ?? null;
  const now = chosen.new ?? newer ?? current ?? last.hash;
  const old = chosen.old ?? (newer === null ? releases.find(({ hash }) => hash !== now)?.hash : current) ?? null;
  const sections = async (hash: string) => readSections(app, kind, await bodyOf(db, kind, code, hash), user.lang);
  return {
    kind,
    code,
    title: titleOf(kind, await bodyOf(db, kind, code, current ?? last.hash), user.lang),
    editions: releases.map(({ hash, origin, by, released_at, note, draft_id }) => ({
      hash,
      origin,
      by,
      at: released_at,
      note,
      draft: draft_id,
      current: hash === current,
    })),
    newer,
    old,
    new: now,
    all,
    comparison:
      old === null ? { sentences: [], rows: [] } : compare(await sections(old), await sections(now), user.lang),
  };
}

/** A code may have left the program; its editions stay. */
function currentHash({ app: { catalogue } }: Query, kind: DefinitionKind, code: string): string | null {
  try {
    return catalogue.edition(kind, code).hash;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export interface EditionSheet {
  kind: DefinitionKind;
  code: string;
  hash: string;
  title: string;
  sections: Section[];
  current: boolean;
  items: { seq: number; name: string }[];
  confirmations: Confirmation[];
}

/** One edition, whole. @throws Refusal `edition.missing` */
export async function oneEdition(
  query: Query,
  kind: DefinitionKind,
  code: string,
  hash: string,
): Promise<EditionSheet> {
  const { title, body, sections } = await showEdition(query, kind, code, hash);
  const { items = [] } = body as { items?: { seq: number; name: { zh: string; en: string } }[] };
  return {
    kind,
    code,
    hash,
    title,
    sections,
    current: currentHash(query, kind, code) === hash,
    items: items.map(({ seq, name }) => ({ seq, name: name[query.user.lang] })),
    confirmations: kind === 'form' ? [] : await confirmationsOf(query.db, kind, code, hash),
  };
}

/** Takes the newer edition of the program for the institute's own. @throws Refusal `edition.nothing-newer` */
export async function adopt(
  act: Act,
  { kind, code, hash, note }: { kind: DefinitionKind; code: string; hash: string; note?: string },
): Promise<{ id: string }> {
  const newer = (await newerOfProgram(act.app)).find(
    (one) => one.kind === kind && one.code === code && one.hash === hash,
  );
  if (!newer) return refuse('edition.nothing-newer', { code }, undefined, 'conflict');
  const id = await addRelease(act, { kind, code, hash, base_hash: newer.current, draft_id: null, note: note ?? null });
  act.record({ entity: 'releases', id, note: `${kind} ${code} ${hash}` });
  await act.sign('release', [{ entity: 'releases', id, hash }]);
  return { id };
}

export interface ConfirmInput {
  kind: DraftKind;
  code: string;
  hash: string;
  seq?: number;
  source: string;
  page?: string;
  seenBy: string;
}

/** Notes that a doubtful fact was read in the standard itself. @throws Refusal `edition.missing`, `confirm.item` */
export async function confirm(act: Act, input: ConfirmInput): Promise<ConfirmationRow> {
  const { kind, code, hash, seq, source, page, seenBy } = input;
  const body = (await bodyOf(act.db, kind, code, hash)) as { items?: { seq: number }[] };
  if (seq !== undefined && !body.items?.some((item) => item.seq === seq)) refuse('confirm.item', { seq }, 'seq');
  return await act.insert<ConfirmationRow>('confirmations', {
    kind,
    code,
    hash,
    seq: seq ?? null,
    source,
    page: page ?? null,
    seen_by: seenBy,
    user_id: act.user.id,
    at: act.now,
  });
}
