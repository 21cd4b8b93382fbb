import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Database, openDatabase } from '../../lib/kernel/database.ts';
import { migrate } from '../../lib/kernel/migrate.ts';
import { tableNames } from '../../lib/kernel/tables.ts';
import { eachEngine, type FreshDatabase, freshDatabase } from '../support/engines.ts';

const sources = join(import.meta.dirname, '..', '..', 'migrations');

eachEngine('migrate', (engine) => {
  let fresh: FreshDatabase;
  let db: Database;
  let folder: string;
  before(async () => {
    fresh = await freshDatabase(engine);
    db = await openDatabase(fresh.place);
    folder = mkdtempSync(join(tmpdir(), 'lims-migrations-'));
  });
  after(async () => {
    await db.close();
    await fresh.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('keeps names without extension, so that sources and build agree', async () => {
    const names: string[] = await db.read('migrations').pluck('name');
    expect(names).to.have.members(readdirSync(sources).map((file) => file.replace(/\.ts$/, '')));
    expect(await migrate(db, sources)).to.deep.equal([]);
  });

  it('DI-01 makes no table but those that are audited or on the reviewed list', async () => {
    const rows: { name: string }[] =
      engine === 'sqlite'
        ? await db.read('sqlite_master').where({ type: 'table' }).whereRaw("name not like 'sqlite_%'").select('name')
        : await db.read('information_schema.tables').where({ table_schema: 'public' }).select('table_name as name');
    expect(rows.map(({ name }) => name)).to.have.members(tableNames);
  });

  it('FT-12 a migration that throws leaves nothing behind and can be repeated', async () => {
    for (const file of readdirSync(sources)) write(file, 'export async function up() {}');
    write(
      '9001_half.ts',
      `export async function up(db, schema) { await schema.table('half', 'id text primary key'); throw new Error('stopped half-way'); }`,
    );
    let message = '';
    await migrate(db, folder).catch((error: unknown) => {
      message = (error as Error).message;
    });
    expect(message).to.equal('stopped half-way');
    expect(await db.write.schema.hasTable('half')).to.equal(false);
    // The module of the failed run stays loaded; the mended one comes under the next name.
    rmSync(join(folder, '9001_half.ts'));
    write(
      '9002_whole.ts',
      `export async function up(db, schema) { await schema.table('half', 'id text primary key'); }`,
    );
    expect(await migrate(db, folder)).to.deep.equal(['9002_whole']);
    expect(await db.write.schema.hasTable('half')).to.equal(true);
  });

  it('FT-12 refuses a database that is newer than the program, by the name of what it does not know', async () => {
    let message = '';
    await migrate(db, sources).catch((error: unknown) => {
      message = (error as Error).message;
    });
    expect(message).to.equal('the database is newer than this program: it has 9002_whole');
  });
});
