import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../lib/kernel/database.ts';
import { migrate } from '../../lib/kernel/migrate.ts';

const migrations = join(import.meta.dirname, '..', '..', 'migrations');

describe('the migration of editions', () => {
  it('keeps every signature while it admits a further meaning (SQLite makes the table anew)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lims-migration-'));
    const earlier = join(folder, 'migrations');
    for (const name of readdirSync(migrations).filter((one) => one < '0009'))
      cpSync(join(migrations, name), join(earlier, name));
    const db = await openDatabase({ engine: 'sqlite', file: join(folder, 'lims.db') });
    await migrate(db, earlier);
    const at = '2026-11-22T01:00:00.000Z';
    await db.write('users').insert({
      id: 'u',
      login: 'u',
      name: '李检',
      password_hash: 'x',
      roles: '[]',
      active: 1,
      must_change: 0,
      lang: 'zh',
      created_at: at,
      version: 1,
    });
    const signature = (id: string, meaning: string) => ({
      id,
      entity: 'tests',
      entity_id: 't',
      record_hash: 'h',
      meaning,
      user_id: 'u',
      user_name: '李检',
      role: 'analyst',
      at,
      set_id: 's',
      created_at: at,
      version: 1,
    });
    await db.write('signatures').insert(signature('1', 'test'));
    const refused = (run: Promise<unknown>) =>
      run.then(
        () => false,
        () => true,
      );
    expect(await refused(db.write('signatures').insert(signature('2', 'release')))).to.equal(true);
    const before = await db.read('signatures').select('*');
    cpSync(join(migrations, '0009_editions.ts'), join(earlier, '0009_editions.ts'));
    expect(await migrate(db, earlier)).to.deep.equal(['0009_editions']);
    expect(await db.read('signatures').select('*')).to.deep.equal(before);
    await db.write('signatures').insert(signature('2', 'release'));
    expect(await refused(db.write('signatures').insert(signature('3', 'guess')))).to.equal(true);
    expect(await refused(db.write('signatures').insert({ ...signature('4', 'release'), user_id: 'nobody' }))).to.equal(
      true,
    );
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
