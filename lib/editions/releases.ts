import type { Knex } from 'knex';
import { type Catalogue, type DefinitionKind, type Edition, overlay, type Replacement } from '../catalogue/index.ts';
import { Refusal } from '../core/refusal.ts';
import { perform } from '../kernel/action.ts';
import { sha256 } from '../kernel/hash.ts';
import { systemUser } from '../kernel/session.ts';
import type { Act, App } from '../kernel/types.ts';
import type { ReleaseRow } from './rows.ts';

const AT_ONCE = 500;

/**
 * Keeps every edition that the program brings and that is not its code's latest from the program, in one transaction with one event of
 * the trail, and lays what the institute released over the files. A set of files that was compared before costs one query.
 */
export async function keepProgram(app: App): Promise<void> {
  if ((await comparedSet(app.db.read)) !== app.program.digest) await takeSet(app);
  app.catalogue = await currentCatalogue(app);
}

/** The definitions in force now. */
export async function currentCatalogue(app: App): Promise<Catalogue> {
  return overlay(app.program, await instituteReleases(app.db.read));
}

/** What the institute released, oldest first. */
async function instituteReleases(db: Knex): Promise<Replacement[]> {
  const rows: { kind: DefinitionKind; code: string; body: string }[] = await db('releases')
    .join('definitions', 'definitions.hash', 'releases.hash')
    .where('releases.origin', 'institute')
    .orderBy('releases.id')
    .select('releases.kind', 'releases.code', 'definitions.body');
  return rows.map(({ kind, code, body }) => ({ kind, code, body: JSON.parse(body) as unknown }));
}

async function comparedSet(db: Knex): Promise<string> {
  const row = await db('release_sets').where({ id: 1 }).first<{ digest: string } | undefined>('digest');
  return row?.digest ?? '';
}

async function takeSet(app: App): Promise<void> {
  const origin = { ip: '127.0.0.1', station: 'start', session: '', request: app.ids.next() };
  const spec = { name: 'definition.take', needs: 'public' as const, run: takeNew };
  await perform(spec, { app, user: systemUser, origin }, {}).catch((error: unknown) => {
    // Another process that starts on the same database was faster.
    if (!(error instanceof Refusal && error.kind === 'stale')) throw error;
  });
}

async function takeNew(act: Act): Promise<{ taken: number }> {
  const { db, app } = act;
  const before = await comparedSet(db);
  const mine = await db('release_sets')
    .where({ id: 1, digest: before })
    .whereNot({ digest: app.program.digest })
    .update({
      digest: app.program.digest,
    });
  if (mine !== 1) throw new Refusal([{ id: 'record.stale' }], 'stale');
  const last = await lastOfProgram(db);
  const fresh = app.program.editions().filter(({ kind, code, hash }) => last.get(`${kind} ${code}`) !== hash);
  await insertInSteps(
    db,
    'definitions',
    fresh.map((one) => definitionRow(one, act.now)),
  );
  await insertInSteps(
    db,
    'releases',
    fresh.map((one) => releaseRow(act, one)),
  );
  const listed = fresh.map(({ kind, code, hash }) => `${kind} ${code} ${hash}`).join('\n');
  act.record({
    entity: 'releases',
    id: app.program.digest,
    note: `${fresh.length} editions, sha256 of their list ${sha256(listed)}`,
  });
  return { taken: fresh.length };
}

async function lastOfProgram(db: Knex): Promise<Map<string, string>> {
  const rows: Pick<ReleaseRow, 'kind' | 'code' | 'hash'>[] = await db('releases')
    .where({ origin: 'program' })
    .orderBy('id')
    .select('kind', 'code', 'hash');
  return new Map(rows.map(({ kind, code, hash }) => [`${kind} ${code}`, hash]));
}

const definitionRow = ({ kind, code, hash, body }: Edition, now: string) => ({
  hash,
  kind,
  code,
  body: JSON.stringify(body),
  loaded_at: now,
});

const releaseRow = ({ app, now }: Act, { kind, code, hash }: Edition): ReleaseRow => ({
  id: app.ids.next(),
  kind,
  code,
  hash,
  origin: 'program',
  base_hash: null,
  draft_id: null,
  note: null,
  released_by: systemUser.id,
  released_at: now,
});

/** Editions that a batch or record kept already are passed over. */
async function insertInSteps(db: Knex, table: 'definitions' | 'releases', rows: object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = db(table).insert(rows.slice(from, from + AT_ONCE));
    await (table === 'definitions' ? some.onConflict('hash').ignore() : some);
  }
}
