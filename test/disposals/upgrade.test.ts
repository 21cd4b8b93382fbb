import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../lib/kernel/database.ts';
import { migrate } from '../../lib/kernel/migrate.ts';

const migrations = join(import.meta.dirname, '..', '..', 'migrations');
const ID = (n: number): string => `01M2EPV6QMD5ZPSQPZ6PCQJQ${String(n).padStart(2, '0')}`;

describe('cases of an installation from before they had parties and tracks', () => {
  it('keep their numbers, reports and days, and get parties, tracks and what they copy of the batch', async () => {
    const before = mkdtempSync(join(tmpdir(), 'migrations-'));
    for (const name of readdirSync(migrations).filter((one) => one < '0027'))
      cpSync(join(migrations, name), join(before, name));
    const db = await openDatabase({ engine: 'sqlite', file: join(before, 'lims.db') });
    await migrate(db, before);
    await db.write.raw('pragma foreign_keys = off');
    const at = '2026-03-02T01:00:00.000Z';
    const row = async (table: string, values: Record<string, unknown>) => {
      const columns: { name: string; type: string; notnull: number }[] = await db.write.raw(
        `pragma table_info(${table})`,
      );
      const blank = columns
        .filter(({ notnull }) => notnull === 1)
        .map(({ name, type }) => [name, type.toLowerCase() === 'integer' ? 1 : 'x'] as const);
      await db.write(table).insert({ ...Object.fromEntries(blank), created_at: at, ...values });
    };
    const goods = { product_class: 'drug', product_name: '示例片', batch_no: 'B1', producer: '示例制药有限公司' };
    const fields = { sampledUnitRegion: '甲县', producerRegion: '', sampledUnitCreditCode: '91350100M000100Y43' };
    const sampling = { id: ID(1), ...goods, number: 'CY-1', work_kind: 'JD', level: 'municipal', state: 'received' };
    await row('samplings', { ...sampling, sampled_unit: '示例大药房', fields: JSON.stringify(fields) });
    await row('samples', {
      id: ID(2),
      ...goods,
      number: 'Y-1',
      sampling_id: ID(1),
      state: 'issued',
      priority: 'normal',
    });
    const sent = {
      notified_on: '2026-03-03',
      notified_to: '示例市局',
      notified_how: 'mail',
      receipt_no: 'EMS1',
      note: '注',
    };
    const known = { sample_id: ID(2), items: '[]', opened_at: at, version: 2 };
    await row('cases', { id: ID(3), number: 'HC2026-0001', report_id: ID(4), state: 'notified', ...known, ...sent });
    await row('cases', { id: ID(5), number: 'HC2026-0002', report_id: ID(6), state: 'opened', ...known });

    await migrate(db, migrations);
    const cases = await db.read('cases').orderBy('id');
    expect(cases.map(({ number, report_id, state, version }) => [number, report_id, state, version])).to.deep.equal([
      ['HC2026-0001', ID(4), 'notified', 2],
      ['HC2026-0002', ID(6), 'opened', 2],
    ]);
    expect(cases[0]).to.include({
      ...goods,
      ...sent,
      sampled_region: '甲县',
      producer_region: null,
      level: 'municipal',
    });
    expect(cases[0]).to.include({
      sampled_code: fields.sampledUnitCreditCode,
      work_kind: 'JD',
      supervision: 0,
      reopened: 0,
    });
    const parties = await db
      .read('case_recipients')
      .where({ case_id: ID(3) })
      .orderBy('role');
    expect(
      parties.map(({ role, name, papers_on, delivered_on }) => [role, name, papers_on, delivered_on]),
    ).to.deep.equal([
      ['producer', '示例制药有限公司', '2026-03-03', null],
      ['sampled-unit', '示例大药房', '2026-03-03', null],
    ]);
    const tracks = await db
      .read('case_tracks')
      .where({ case_id: ID(5) })
      .orderBy('kind');
    expect(tracks.map(({ kind, region, state }) => [kind, region, state])).to.deep.equal([
      ['circulation', '甲县', 'open'],
      ['production', null, 'open'],
    ]);
    for (const { id } of parties) expect(id).to.match(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    await db.close();
    rmSync(before, { recursive: true });
  });
});
