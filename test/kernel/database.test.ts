import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { type Database, openDatabase } from '../../lib/kernel/database.ts';
import { eachEngine, type FreshDatabase, freshDatabase } from '../support/engines.ts';

/** The error text of a statement that must fail. */
async function failure(work: PromiseLike<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the statement was taken');
}

const pragma = async (db: Knex, name: string): Promise<unknown> => {
  const rows: object[] = await db.raw(`pragma ${name}`);
  return Object.values(rows[0] ?? {})[0];
};

describe('database [sqlite]', () => {
  let fresh: FreshDatabase;
  let db: Database;
  before(async () => {
    fresh = await freshDatabase('sqlite');
    db = await openDatabase(fresh.place);
  });
  after(async () => {
    await db.close();
    await fresh.drop();
  });

  it('FT-01 X01 keeps WAL and synchronous=FULL on the writer and on the reader, also after the first write', async () => {
    await db.write('settings').insert({ id: 'x', value: '1', created_at: 'now', version: 1 });
    expect(await db.read('settings').where({ id: 'x' }).first()).to.include({ value: '1' });
    for (const connection of [db.write, db.read]) {
      expect(await pragma(connection, 'journal_mode')).to.equal('wal');
      expect(await pragma(connection, 'synchronous')).to.equal(2);
      expect(await pragma(connection, 'foreign_keys')).to.equal(1);
      expect(await pragma(connection, 'recursive_triggers')).to.equal(1);
      expect(await pragma(connection, 'trusted_schema')).to.equal(0);
    }
  });

  it('X12 every table is STRICT: text in an integer column is refused, and a number keeps its zeros as text', async () => {
    const plain: { sql: string }[] = await db
      .read('sqlite_master')
      .where({ type: 'table' })
      .whereRaw("sql not like '%strict'")
      .whereRaw("name not like 'sqlite_%'")
      .select('sql');
    expect(plain).to.deep.equal([]);
    expect(await failure(db.write('counters').insert({ kind: 'x', year: 'abc', last: 1 }))).to.match(
      /cannot store TEXT value in INTEGER column/,
    );
    await db.write('settings').insert({ id: 'zeros', value: '0.050', created_at: 'now', version: 1 });
    expect((await db.read('settings').where({ id: 'zeros' }).first<{ value: string }>()).value).to.equal('0.050');
  });

  it('X03 opens transactions with BEGIN IMMEDIATE: a second connection cannot write meanwhile, readers go on', async () => {
    const other = await openDatabase(fresh.place);
    await other.write.raw('pragma busy_timeout = 20');
    await db.write.transaction(async (trx) => {
      await trx.raw('select 1'); // nothing is written here, and yet the lock is held
      expect(
        await failure(
          other.write.transaction(async (second) => second('counters').insert({ kind: 'y', year: 1, last: 1 })),
        ),
      ).to.match(/locked/);
      expect(await other.read('settings').where({ id: 'zeros' })).to.have.length(1);
    });
    await other.close();
  });
});

eachEngine('database', (engine) => {
  let fresh: FreshDatabase;
  let db: Database;
  before(async () => {
    fresh = await freshDatabase(engine);
    db = await openDatabase(fresh.place);
  });
  after(async () => {
    await db.close();
    await fresh.drop();
  });

  it('X06 a plain read does not wait behind an open transaction', async () => {
    await db.write.transaction(async (trx) => {
      await trx('counters').insert({ kind: 'slow', year: 2026, last: 1 });
      expect(await db.read('counters').where({ kind: 'slow' })).to.have.length(0);
    });
    expect(await db.read('counters').where({ kind: 'slow' })).to.have.length(1);
  });

  it('FT-07 four processes draw 100 numbers each side by side: none twice, and what is busy is refused', async function () {
    this.timeout(60_000);
    const drawn = await Promise.all([0, 1, 2, 3].map(() => child({ ...fresh.env })));
    const numbers = drawn.flatMap(({ numbers: own }) => own);
    const refused = drawn.flatMap(({ refused: own }) => own);
    expect(new Set(numbers).size).to.equal(numbers.length);
    expect(new Set(refused)).to.satisfy((kinds: Set<string>) => [...kinds].every((kind) => kind === 'busy'));
    expect(numbers.length + refused.length).to.equal(400);
    expect(numbers.length).to.be.greaterThan(300);
  });

  it('LG-07 the trail refuses UPDATE, DELETE and (on SQLite) INSERT OR REPLACE', async () => {
    const row = {
      alg: 'sha256',
      utc: '',
      action: 'a',
      entity: 'e',
      entity_id: 'i',
      user_id: 'u',
      body: '{}',
      prev_hash: 'p',
      hash: 'h',
    };
    await db.write('audit').insert({ seq: 1_000_000, ...row });
    expect(await failure(db.write('audit').where({ seq: 1_000_000 }).update({ action: 'b' }))).to.match(/append-only/);
    expect(await failure(db.write('audit').where({ seq: 1_000_000 }).delete())).to.match(/append-only/);
    if (engine === 'sqlite') {
      const replace = "insert or replace into audit values (1000000, 'sha256', '', 'b', 'e', 'i', 'u', '{}', 'p', 'h')";
      expect(await failure(db.write.raw(replace))).to.match(/append-only/);
    } else {
      expect(await failure(db.write.raw('truncate audit'))).to.match(/append-only/);
    }
    expect((await db.read('audit').where({ seq: 1_000_000 }).first<{ action: string }>()).action).to.equal('a');
  });
});

/** A process of its own that draws numbers through `perform` and answers which it got. */
function child(env: Record<string, string>): Promise<{ numbers: string[]; refused: string[] }> {
  return new Promise((resolve, reject) => {
    const process_ = fork(join(import.meta.dirname, 'draw-numbers.ts'), [], {
      env: { ...process.env, ...env },
      execArgv: ['--import', 'tsx'],
    });
    process_.once('message', (message) => resolve(message as { numbers: string[]; refused: string[] }));
    process_.once('exit', (code) => reject(new Error(`the drawing process ended with ${code}`)));
  });
}
