import type { Knex } from 'knex';
import { changes } from '../core/change.ts';
import { chinaDate } from '../core/deadlines.ts';
import { format } from '../core/numbering.ts';
import { Refusal } from '../core/refusal.ts';
import { actingRole, may, type Permission } from './access.ts';
import { append, type Event, veil } from './audit.ts';
import type { Database } from './database.ts';
import { recordHash } from './hash.ts';
import { encode, type TableName, tableOf } from './tables.ts';
import type { Act, App, Origin, Row, User } from './types.ts';

/** What an act is called, what it needs, and what it does. */
export interface ActionSpec<I, O> {
  name: string;
  needs: Permission | 'signed-in' | 'public';
  /** The act signs: the password in the input is checked before the transaction opens. */
  signs?: boolean;
  run(act: Act, input: I): Promise<O>;
}

export interface Performing {
  app: App;
  user: User;
  origin: Origin;
  /** Idempotency: the same key with the same body gets the same answer, whatever happens in between (FT-05). */
  key?: string | undefined;
}

/** SHA-256 of a whole row as the trail knows it; secrets only by their hash. An empty column counts as absent, so that a later
 * migration that adds one leaves earlier hashes true. */
export function rowHash(table: TableName, row: object): string {
  return recordHash(veiled(table, row));
}

function veiled(table: TableName, row: object): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (value !== undefined && value !== null)
      out[column] = tableOf(table).secret?.includes(column) ? veil(value) : value;
  }
  return out;
}

const complete = (row: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value === undefined ? null : value]));

/**
 * The only writer of the product: permission, one transaction, audit events in it, idempotency, effects after the commit.
 * @throws Refusal when the person may not, the input collides, or the domain refuses; nothing is then written
 */
export async function perform<I, O>(spec: ActionSpec<I, O>, performing: Performing, input: I): Promise<O> {
  const { app, user } = performing;
  if (spec.needs !== 'public' && spec.needs !== 'signed-in' && !may(user.roles, spec.needs)) {
    throw new Refusal([{ id: 'access.denied', params: { permission: spec.needs } }], 'forbidden');
  }
  const effects: (() => Promise<void>)[] = [];
  const output = await retrying(app, () => {
    effects.length = 0;
    return app.db.write.transaction((db) => transact(spec, performing, input, db, effects));
  });
  for (const effect of effects) {
    await effect().catch((error: unknown) =>
      app.log.error({ err: error, action: spec.name }, 'effect after commit failed'),
    );
  }
  return output;
}

async function transact<I, O>(
  spec: ActionSpec<I, O>,
  performing: Performing,
  input: I,
  db: Knex.Transaction,
  effects: (() => Promise<void>)[],
): Promise<O> {
  const { app, user, origin, key } = performing;
  const bodyHash = key === undefined ? '' : recordHash({ route: spec.name, input: withoutSecrets(input) });
  if (key !== undefined) {
    const answered = await earlierAnswer<O>(db, app, user, key, bodyHash);
    if (answered) return answered.answer;
  }
  const events: Event[] = [];
  const act = openAct(spec, performing, db, events, effects);
  const output = await spec.run(act, input);
  if (events.length === 0) throw new Error(`${spec.name} wrote nothing to the trail`);
  const postgres = app.db.engine === 'postgres';
  await append(db, postgres, events, { user, origin, now: act.now, appVersion: app.config.version });
  if (key !== undefined) {
    const answer = JSON.stringify(output ?? null);
    await db('idempotency').insert({
      user_id: user.id,
      key,
      route: spec.name,
      body_hash: bodyHash,
      answer,
      created_at: act.now,
    });
  }
  return output;
}

const secretInputs = new Set(['password', 'old', 'again', 'code']);

/** A fast hash over a password could be searched: what is secret does not enter the idempotency table at all. */
function withoutSecrets(input: unknown): unknown {
  if (input === null || typeof input !== 'object') return input;
  if (Array.isArray(input)) return input.map(withoutSecrets);
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => (secretInputs.has(name) ? [] : [[name, withoutSecrets(value)]])),
  );
}

async function earlierAnswer<O>(
  db: Knex.Transaction,
  app: App,
  user: User,
  key: string,
  bodyHash: string,
): Promise<{ answer: O } | undefined> {
  // On PostgreSQL two equal requests run side by side: the second waits here for the first.
  if (app.db.engine === 'postgres') await db.raw('select pg_advisory_xact_lock(hashtext(?))', [`${user.id}/${key}`]);
  const earlier = await db('idempotency')
    .where({ user_id: user.id, key })
    .first<{ body_hash: string; answer: string } | undefined>();
  if (!earlier) return undefined;
  if (earlier.body_hash !== bodyHash) throw new Refusal([{ id: 'request.key-reused' }], 'invalid');
  return { answer: JSON.parse(earlier.answer) as O };
}

function openAct<I, O>(
  spec: ActionSpec<I, O>,
  { app, user, origin }: Performing,
  db: Knex.Transaction,
  events: Event[],
  effects: (() => Promise<void>)[],
): Act {
  const now = app.clock.now().toISOString();
  const today = chinaDate(now);
  const stored = storedIn(app.db);
  const born = <T extends Row>(row: object): T =>
    complete({ id: app.ids.next(), ...row, version: 1, created_at: now }) as unknown as T;
  const recordBirth = (table: TableName, row: Row) => {
    if (tableOf(table).exempt) throw new Error(`${table} is not an audited table`);
    const known = veiled(table, row);
    events.push({
      action: spec.name,
      entity: table,
      id: row.id,
      version: 1,
      changes: changes({}, known),
      row: recordHash(known),
    });
  };
  const act: Act = {
    app,
    db,
    user,
    origin,
    now,
    today,
    insert: async <T extends Row>(table: TableName, row: object) => {
      const full = born<T>(row);
      await db(table).insert(encode(table, full));
      recordBirth(table, full);
      return full;
    },
    insertAll: async <T extends Row>(table: TableName, rows: object[]) => {
      const full = rows.map((row) => born<T>(row));
      const columns = Object.keys(full[0] ?? {}).length || 1;
      const atOnce = Math.min(MOST_ROWS, Math.floor(MOST_VALUES / columns));
      for (let from = 0; from < full.length; from += atOnce) {
        await db(table).insert(full.slice(from, from + atOnce).map((row) => encode(table, row)));
      }
      for (const row of full) recordBirth(table, row);
      return full;
    },
    update: async <T extends Row>(
      table: TableName,
      row: T,
      patch: Partial<T>,
      why?: { reason?: string | undefined },
    ) => {
      const next = { ...row, ...complete(patch), version: row.version + 1 };
      const written = await db(table)
        .where({ id: row.id, version: row.version })
        .update(encode(table, { ...complete(patch), version: next.version }));
      if (written !== 1) throw new Refusal([{ id: 'record.stale' }], 'stale');
      const [before, after] = [veiled(table, row), veiled(table, next)];
      const { version: _before, ...old } = before;
      const { version: _after, ...fresh } = after;
      events.push({
        action: spec.name,
        entity: table,
        id: row.id,
        version: next.version,
        changes: changes(old, fresh),
        reason: why?.reason,
        row: recordHash(after),
      });
      return next;
    },
    record: ({ action, entity, id, note, by }) => {
      events.push({ action: action ?? spec.name, entity, id, version: null, changes: [], note, by });
    },
    number: async (kind, pattern, parts) => {
      const year = Number(today.slice(0, 4));
      const serial = await nextSerial(db, kind, year);
      return format(pattern, { year: String(year), serial: String(serial), ...parts });
    },
    code: async (code, kind, entity, entityId) => {
      await db('barcodes').insert({ code, kind, entity, entity_id: entityId, created_at: now });
    },
    keep: async (kind, code, hash, body) => {
      if (stored.has(hash)) return;
      await db('definitions')
        .insert({ hash, kind, code, body: JSON.stringify(body), loaded_at: now })
        .onConflict('hash')
        .ignore();
      effects.push(async () => void stored.add(hash));
    },
    sign: async (meaning, records, at = now) => {
      if (!spec.signs) throw new Error(`${spec.name} does not declare that it signs`);
      const needs = spec.needs === 'public' || spec.needs === 'signed-in' ? undefined : spec.needs;
      const role = (needs && actingRole(user.roles, needs)) ?? user.roles[0] ?? 'auditor';
      const set_id = app.ids.next();
      await act.insertAll(
        'signatures',
        records.map(({ entity, id, hash }) => ({
          entity,
          entity_id: id,
          record_hash: hash,
          meaning,
          user_id: user.id,
          user_name: user.name,
          role,
          at,
          set_id,
        })),
      );
    },
    after: (effect) => {
      effects.push(effect);
    },
  };
  return act;
}

/** Editions that this database has committed. They are never changed or deleted, so that a batch of ten items need not offer all of its again. */
const editions = new WeakMap<Database, Set<string>>();

function storedIn(db: Database): Set<string> {
  const known = editions.get(db) ?? new Set<string>();
  editions.set(db, known);
  return known;
}

/** What SQLite takes in one statement: bound values, and terms of the compound SELECT that knex makes of many rows. */
const MOST_VALUES = 30_000;
const MOST_ROWS = 500;

/** UPDATE … RETURNING inside the transaction: no two callers can read the same number (X04, X05). */
async function nextSerial(db: Knex.Transaction, kind: string, year: number): Promise<number> {
  const bump = () => db('counters').where({ kind, year }).increment('last', 1).returning<{ last: number }[]>('last');
  const [bumped] = await bump();
  if (bumped) return bumped.last;
  await db('counters').insert({ kind, year, last: 0 }).onConflict(['kind', 'year']).ignore();
  const [first] = await bump();
  if (!first) throw new Error(`no counter for ${kind} ${year}`);
  return first.last;
}

const RETRIES = 5;
// 23505: somebody stored the same number or name a moment earlier; the second look finds it and refuses it by name.
const serializationFailure = new Set(['40001', '40P01', '23505']);

/** PostgreSQL may ask to run a transaction again; SQLite only says busy when another process holds the file (FT-08). */
async function retrying<O>(app: App, run: () => Promise<O>): Promise<O> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (code.startsWith('SQLITE_BUSY')) throw new Refusal([{ id: 'request.busy' }], 'busy');
      if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code === '53100' || code === 'ENOSPC') {
        app.log.error({ err: error }, 'the disk refuses writes');
        throw new Refusal([{ id: 'request.disk-full' }], 'full');
      }
      if (!serializationFailure.has(code) || attempt === RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * attempt));
    }
  }
}
