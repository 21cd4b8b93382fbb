import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import Koa from 'koa';
import { type AuditRow, chainHash } from '../../lib/kernel/audit.ts';
import { systemClock, ulids } from '../../lib/kernel/clock.ts';

/** A write as ours did it, to be done again bare: the rows of its events, inserted or updated, and the events themselves. */
export interface Template {
  writes: { table: string; insert: boolean; row: Record<string, unknown> }[];
  events: { action: string; entity: string; body: string }[];
}

export interface Floor {
  url: string;
  headers: Record<string, string>;
  /** Registers a write; returns the path that does it. */
  write(name: string, template: Template): string;
  /** Fills a table with rows for the lists. */
  fill(table: string, rows: Record<string, unknown>[]): void;
  /** Serves a file that ours has issued: from the disk, with one audited event. */
  file(path: string): void;
  close(): Promise<void>;
}

const ids = ulids(systemClock);
const ZERO = '0'.repeat(64);
const SETTINGS = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000'];

/**
 * What no web application on this stack can undercut: bare Koa and bare better-sqlite3 with durable settings, a session look-up
 * by hashed token, prepared statements, the same rows and the same chained SHA-256 events in one transaction a call.
 */
export async function openFloor(folder: string): Promise<Floor> {
  const db = new SqliteDatabase(join(folder, 'floor.db'));
  for (const setting of SETTINGS) db.pragma(setting);
  db.exec('create table sessions (id_hash text primary key, user text not null) strict');
  db.exec(
    `create table audit (seq integer primary key, alg text, utc text, action text, entity text, entity_id text, user_id text, body text,
     prev_hash text unique, hash text unique) strict; create index audit_entity on audit (entity, entity_id, seq)`,
  );
  db.exec(
    `create table head (id integer primary key, seq integer not null, hash text not null) strict; insert into head values (1, 0, '${ZERO}')`,
  );
  const token = randomBytes(32).toString('base64url');
  db.prepare('insert into sessions values (?, ?)').run(
    createHash('sha256').update(token).digest('hex'),
    '{"id":"floor"}',
  );
  const session = db.prepare('select user from sessions where id_hash = ?').pluck();
  const head = db.prepare('select seq, hash from head where id = 1');
  const setHead = db.prepare('update head set seq = ?, hash = ? where id = 1');
  const addEvent = db.prepare(
    'insert into audit values (@seq, @alg, @utc, @action, @entity, @entity_id, @user_id, @body, @prev_hash, @hash)',
  );
  const known = new Set<string>();
  const columnsOf = (row: object) => Object.keys(row);
  const table = (name: string, row: Record<string, unknown>): string => {
    const own = `f_${name}`;
    if (!known.has(own)) {
      db.exec(
        `create table ${own} (${columnsOf(row)
          .map((column) => (column === 'id' ? 'id text primary key' : `"${column}"`))
          .join(', ')})`,
      );
      known.add(own);
    }
    return own;
  };
  const inserting = (name: string, row: Record<string, unknown>) =>
    db.prepare(
      `insert into ${table(name, row)} (${columnsOf(row)
        .map((c) => `"${c}"`)
        .join(', ')}) values (${columnsOf(row)
        .map((c) => `@${c}`)
        .join(', ')})`,
    );
  const append = (events: { action: string; entity: string; entity_id: string; body: string }[]) => {
    let { seq, hash: prev } = head.get() as { seq: number; hash: string };
    const utc = new Date().toISOString();
    for (const event of events) {
      seq += 1;
      const row: Omit<AuditRow, 'hash'> = { seq, alg: 'sha256', utc, user_id: 'floor', prev_hash: prev, ...event };
      prev = chainHash(row);
      addEvent.run({ ...row, hash: prev });
    }
    setHead.run(seq, prev);
  };
  const acts = new Map<string, (body: string) => unknown>();
  const koa = new Koa();
  koa.use(async (ctx) => {
    const user = session.get(createHash('sha256').update(ctx.get('x-token')).digest('hex'));
    if (!user) ctx.throw(401);
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req as AsyncIterable<Buffer>) chunks.push(chunk);
    ctx.body = acts.get(ctx.path)?.(Buffer.concat(chunks).toString('utf8'));
  });
  const server: Server = createServer(koa.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers: { 'x-token': token },
    write: (name, { writes, events }) => {
      const prepared = writes.map(({ table: to, insert, row }) => {
        const add = inserting(to, row);
        if (insert) return (id: string) => add.run({ ...row, id });
        add.run({ ...row, id: `${name}-${ids.next()}` });
        const stands = ids.next();
        add.run({ ...row, id: stands });
        const change = db.prepare(
          `update f_${to} set ${columnsOf(row)
            .filter((c) => c !== 'id')
            .map((c) => `"${c}" = @${c}`)
            .join(', ')} where id = @id`,
        );
        return () => change.run({ ...row, id: stands });
      });
      const bodies = events.map(({ body, ...event }) => ({ ...event, body: JSON.parse(body) as object }));
      const run = db.transaction(() => {
        for (const write of prepared) write(ids.next());
        append(
          bodies.map(({ action, entity, body }) => ({
            action,
            entity,
            entity_id: ids.next(),
            body: JSON.stringify(body),
          })),
        );
      });
      acts.set(`/${name}`, (body) => {
        JSON.parse(body || '{}');
        run.immediate();
        return { id: ids.next(), version: 1 };
      });
      return `/${name}`;
    },
    fill: (name, rows) => {
      const [first] = rows;
      if (!first) return;
      const add = inserting(name, first);
      db.transaction(() => rows.forEach((row) => add.run({ ...row, id: ids.next() })))();
      const list = db.prepare(`select * from f_${name} order by id desc limit 51`);
      acts.set(`/${name}`, () => ({ rows: list.all() }));
    },
    file: (path) => {
      const event = {
        action: 'report.print',
        entity: 'reports',
        entity_id: 'floor',
        body: JSON.stringify({ changes: [], note: null }),
      };
      const run = db.transaction(() => append([event]));
      acts.set('/file', () => {
        run.immediate();
        return readFileSync(path);
      });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      db.close();
    },
  };
}
