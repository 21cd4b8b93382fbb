import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { openDatabase } from '../../lib/kernel/database.ts';
import { eachEngine, freshDatabase } from './engines.ts';

eachEngine('a fresh test database', (engine) => {
  it('is migrated, and what one test writes another does not see', async () => {
    const [first, second] = [await freshDatabase(engine), await freshDatabase(engine)];
    const [a, b] = [await openDatabase(first.place), await openDatabase(second.place)];
    try {
      await a.write('migrations').insert({ name: '9999_of_this_test', at: 'now' });
      expect(await a.read('migrations').pluck('name'))
        .to.include('9999_of_this_test')
        .and.include('0001_people');
      expect(await b.read('migrations').pluck('name')).to.not.include('9999_of_this_test');
    } finally {
      await Promise.all([a.close(), b.close()]);
      await Promise.all([first.drop(), second.drop()]);
    }
    expect(existsSync(first.dataDir)).to.equal(false);
  });

  it('can be made many at once', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => freshDatabase(engine)));
    expect(new Set(made.map((db) => db.env.DATABASE_URL ?? db.dataDir)).size).to.equal(5);
    await Promise.all(made.map((db) => db.drop()));
  });
});
