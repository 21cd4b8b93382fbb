import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { changes, type Leaf } from '../../lib/core/change.ts';
import { type AuditRow, veil } from '../../lib/kernel/audit.ts';
import { openDatabase } from '../../lib/kernel/database.ts';
import { auditedTables, decode, tableNames, tableOf } from '../../lib/kernel/tables.ts';
import type { Act } from '../../lib/kernel/types.ts';
import { type Fault, verifyTrail } from '../../lib/kernel/verify.ts';
import type { SettingRow } from '../../lib/people/setup.ts';
import { playBatch } from '../scenario.ts';
import { available, eachEngine, freshDatabase } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { sourcesIn, withoutComments } from '../support/sources.ts';

const kinds = (faults: Fault[]): string[] => faults.map(({ fault }) => fault);
const columns = ['seq', 'alg', 'utc', 'action', 'entity', 'entity_id', 'user_id', 'body', 'prev_hash', 'hash'] as const;

eachEngine('audit', (engine) => {
  let lab: Lab;
  let db: Knex;

  /** Takes the guard rails away, as somebody with the file in his hands could. */
  const openUp = async () => {
    if (engine === 'postgres') await db.raw('alter table audit disable trigger all');
    else for (const verb of ['update', 'delete']) await db.raw(`drop trigger audit_no_${verb}`);
  };
  const faults = async () => (await verifyTrail(db)).faults;
  const rows = (): Promise<AuditRow[]> => db<AuditRow>('audit').orderBy('seq');
  const put = (id: string, value: string) =>
    lab.act('admin', (act: Act) => act.insert<SettingRow<string>>('settings', { id, value, secret: null }));

  before(async () => {
    lab = await startLab(engine);
    db = lab.app.db.write;
    for (const id of ['one', 'two', 'three']) await put(id, id);
    await lab.as('sampler');
    await openUp();
  });
  after(() => lab.close());

  it('LG-01 is a chain without gaps: each event names the one before, the first names nothing', async () => {
    const all = await rows();
    expect(all.map(({ seq }) => seq)).to.deep.equal(all.map((_, i) => i + 1));
    expect(all.map((row) => row.prev_hash)).to.deep.equal(['0'.repeat(64), ...all.slice(0, -1).map((row) => row.hash)]);
    expect(await verifyTrail(db)).to.include({ events: all.length, head: all.at(-1)?.hash });
    expect(await faults()).to.deep.equal([]);
  });

  it('DI-02 names who, with which roles, from where, when, what, old and new, and why', async () => {
    await lab.act('admin', async (act) => {
      const row = decode<SettingRow<string>>('settings', await act.db('settings').where({ id: 'one' }).first());
      await act.update<SettingRow<string>>('settings', row, { value: 'eins' }, { reason: '更正' });
    });
    const last = (await rows()).at(-1);
    expect(last).to.include({
      action: 'test.arrange',
      entity: 'settings',
      entity_id: 'one',
      user_id: (await lab.user('admin')).id,
    });
    expect(JSON.parse(last?.body ?? '{}')).to.deep.include({
      changes: [{ field: 'value', old: 'one', new: 'eins' }],
      reason: '更正',
      user_name: '沈管',
      roles: ['administrator'],
      ip: '127.0.0.1',
      tz: '+08:00',
      version: 2,
    });
    expect(last?.utc).to.match(/^2026-11-23T.*Z$/);
  });

  it('LG-proof-1 any one-bit change in any column of any row is found with its number', async function () {
    this.timeout(60_000);
    const all = await rows();
    const change = fc.record({
      row: fc.nat(all.length - 1),
      column: fc.constantFrom(...columns),
      at: fc.nat(5000),
      bit: fc.nat(6),
    });
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(change, async ({ row: i, column, at, bit }) => {
        const row = all[i]!;
        const flipped = flip(row[column], at, bit);
        fc.pre(flipped !== null);
        const value =
          engine === 'sqlite' && flipped instanceof Buffer
            ? db.raw('cast(? as text)', [flipped])
            : flipped instanceof Buffer
              ? flipped.toString('utf8')
              : flipped;
        await db('audit')
          .where({ seq: row.seq })
          .update({ [column]: value });
        const found = await faults();
        const now = column === 'seq' ? Number(flipped) : row.seq;
        await db('audit')
          .where({ seq: now })
          .update({ [column]: row[column] });
        expect(found, `${column} of ${row.seq}`).not.to.have.length(0);
        if (column !== 'seq') expect(found.map(({ seq }) => seq)).to.include(row.seq);
        tried += 1;
      }),
      { numRuns: engine === 'sqlite' ? 200 : 60 },
    );
    expect(tried).to.be.greaterThan(40);
    expect(await faults()).to.deep.equal([]);
  });

  const undone = async (change: (trx: Knex.Transaction) => Promise<unknown>): Promise<Fault[]> => {
    let found: Fault[] = [];
    await db
      .transaction(async (trx) => {
        await change(trx);
        found = (await verifyTrail(trx)).faults;
        throw new Error('put back');
      })
      .catch((error: unknown) => {
        if ((error as Error).message !== 'put back') throw error;
      });
    return found;
  };

  it('LG-proof-2 a deleted, inserted, doubled, swapped or renumbered event is found', async () => {
    const all = await rows();
    const [third, fourth, last] = [all[2]!, all[3]!, all.at(-1)!];
    const gone = await undone((trx) => trx('audit').where({ seq: third.seq }).delete());
    expect(gone.find(({ fault }) => fault === 'gap')).to.include({ seq: fourth.seq });
    const added = { ...last, seq: last.seq + 1, prev_hash: last.hash, hash: 'f'.repeat(64) };
    expect(kinds(await undone((trx) => trx('audit').insert(added)))).to.include.members(['hash', 'head']);
    const doubled = { ...third, seq: last.seq + 1, prev_hash: last.hash, hash: 'e'.repeat(64) };
    expect(kinds(await undone((trx) => trx('audit').insert(doubled)))).to.include('hash');
    const before = { ...third, seq: -7, prev_hash: 'd'.repeat(64), hash: 'c'.repeat(64) };
    expect(await undone((trx) => trx('audit').insert(before))).to.deep.include({
      seq: -7,
      entity: third.entity,
      id: third.entity_id,
      fault: 'gap',
    });
    const swap = async (trx: Knex.Transaction) => {
      await trx('audit').where({ seq: third.seq }).update({ seq: 900_000 });
      await trx('audit').where({ seq: fourth.seq }).update({ seq: third.seq });
      await trx('audit').where({ seq: 900_000 }).update({ seq: fourth.seq });
    };
    expect((await undone(swap)).map(({ seq }) => seq)).to.include.members([third.seq, fourth.seq]);
    const renumber = (trx: Knex.Transaction) =>
      trx('audit')
        .where({ seq: last.seq })
        .update({ seq: last.seq + 5 });
    expect(kinds(await undone(renumber))).to.include.members(['gap', 'hash', 'head']);
    const cut = (trx: Knex.Transaction) => trx('audit').where({ seq: last.seq }).delete();
    expect(kinds(await undone(cut)), 'a cut tail without a rewritten head').to.include('head');
  });

  it('LG-02 a fork cannot be stored: number, hash and predecessor are each unique', async () => {
    const [row] = await rows();
    const fork = { ...row, seq: 800_000, hash: 'b'.repeat(64) };
    let message = '';
    await db('audit')
      .insert(fork)
      .catch((error: unknown) => {
        message = (error as Error).message;
      });
    expect(message).to.match(/unique/i);
  });

  it('LG-05 a row that was changed, added or removed behind the trail is found by name', async () => {
    const id = 'two';
    expect(await undone((trx) => trx('settings').where({ id }).update({ value: '"zwei"' }))).to.deep.equal([
      { seq: null, entity: 'settings', id, fault: 'row-changed' },
    ]);
    expect(await undone((trx) => trx('settings').where({ id }).update({ version: 9 }))).to.deep.equal([
      { seq: null, entity: 'settings', id, fault: 'row-changed' },
    ]);
    expect(await undone((trx) => trx('settings').where({ id }).delete())).to.deep.equal([
      { seq: null, entity: 'settings', id, fault: 'row-missing' },
    ]);
    const added = { id: 'smuggled', value: '1', created_at: 'now', version: 1 };
    expect(await undone((trx) => trx('settings').insert(added))).to.deep.equal([
      { seq: null, entity: 'settings', id: 'smuggled', fault: 'row-unknown' },
    ]);
    const roles = (trx: Knex.Transaction) => trx('users').where({ login: 'admin' }).update({ roles: '["signatory"]' });
    expect(kinds(await undone(roles))).to.deep.equal(['row-changed']);
    const password = (trx: Knex.Transaction) => trx('users').where({ login: 'admin' }).update({ password_hash: 'x' });
    expect(kinds(await undone(password))).to.deep.equal(['row-changed']);
  });

  it('LG-proof-9 a clock that goes back does not break the chain', async () => {
    lab.at('2026-11-22T09:00:00+08:00');
    await put('yesterday', 'x');
    lab.at('2026-11-23T09:10:00+08:00');
    await put('today', 'x');
    expect(await faults()).to.deep.equal([]);
  });

  it('LG-proof-8 raises no alarm after VACUUM, a later column and a copy', async () => {
    await playBatch(lab, 'received');
    expect(await faults()).to.deep.equal([]);
    if (engine === 'sqlite') await db.raw('vacuum');
    await db.raw('alter table settings add column remark text');
    expect(await faults()).to.deep.equal([]);
    await db.raw('alter table settings drop column remark');
  });

  it('DI-02 replaying the trail from empty rebuilds each current row', async function () {
    this.timeout(60_000);
    await playBatch(lab, 'issued', { batch: 'sanqi' });
    const replayed = new Map<string, { version: number; fields: Map<string, Leaf> }>();
    for (const event of await rows()) {
      const body = JSON.parse(event.body) as { version: number | null; changes: { field: string; new: Leaf }[] };
      if (body.version === null) continue;
      const key = `${event.entity}/${event.entity_id}`;
      const row = replayed.get(key) ?? { version: 0, fields: new Map<string, Leaf>() };
      for (const change of body.changes) {
        if (change.new === null) row.fields.delete(change.field);
        else row.fields.set(change.field, change.new);
      }
      replayed.set(key, { version: body.version, fields: row.fields });
    }
    let compared = 0;
    for (const table of auditedTables) {
      for (const stored of await db(table)) {
        const { version, ...row } = decode<Record<string, unknown> & { id: string; version: number }>(
          table,
          stored as object,
        );
        for (const secret of tableOf(table).secret ?? []) row[secret] = veil(row[secret]);
        const known = replayed.get(`${table}/${row.id as string}`);
        known?.fields.delete('version');
        expect(known?.version, `${table} ${row.id as string}`).to.equal(version);
        const wanted = new Map(changes(null, row).map((change) => [change.field, change.new]));
        expect(Object.fromEntries(known?.fields ?? [])).to.deep.equal(Object.fromEntries(wanted));
        compared += 1;
      }
    }
    expect(compared).to.be.greaterThan(40);
  });
});

/** The value with one bit turned over, or null where that is no text that both engines can hold. */
function flip(value: string | number, at: number, bit: number): Buffer | number | null {
  if (typeof value === 'number') return value ^ (1 << (bit + 10));
  const bytes = Buffer.from(value, 'utf8');
  if (bytes.length === 0) return null;
  const i = at % bytes.length;
  bytes[i] = bytes[i]! ^ (1 << bit);
  return bytes[i] === 0 || bytes.toString('utf8').includes('\uFFFD') ? null : bytes;
}

describe('audit', () => {
  it('LG-proof-8 a move from SQLite to PostgreSQL keeps every hash', async function () {
    if (!available('postgres')) this.skip();
    const lab = await startLab('sqlite');
    const fresh = await freshDatabase('postgres');
    const target = await openDatabase(fresh.place);
    await playBatch(lab, 'planned');
    await target.write.transaction(async (trx) => {
      await trx.raw("set local session_replication_role = 'replica'");
      await trx('audit_head').delete();
      for (const table of tableNames.filter((name) => name !== 'migrations')) {
        const all = await lab.app.db.read(table);
        await trx(table).delete();
        for (let from = 0; from < all.length; from += 100) await trx(table).insert(all.slice(from, from + 100));
      }
    });
    expect(await verifyTrail(target.read)).to.deep.equal(await verifyTrail(lab.app.db.read));
    expect((await verifyTrail(target.read)).faults).to.deep.equal([]);
    await target.close();
    await fresh.drop();
    await lab.close();
  });

  it('DI-01 every table is audited, or exempt for a reason that was written down', () => {
    for (const table of tableNames)
      expect((tableOf(table).exempt ?? 'x'.repeat(20)).length, table).to.be.greaterThan(10);
    expect(auditedTables).to.have.members([
      'users',
      'organisations',
      'internal_samples',
      'settings',
      'samplings',
      'portions',
      'receipts',
      'samples',
      'tests',
      'reports',
      'cases',
      'case_recipients',
      'case_tracks',
      'case_events',
      'case_documents',
      'track_sections',
      'track_seizures',
      'track_recalls',
      'recall_reports',
      'track_penalties',
      'track_transfers',
      'clocks',
      'clock_rules',
      'calendar_feeds',
      'capabilities',
      'capability_changes',
      'capability_projects',
      'capability_tasks',
      'standards',
      'standard_checks',
      'sops',
      'sop_versions',
      'sop_readings',
      'sop_reviews',
      'verifications',
      'uncertainty_budgets',
      'staff',
      'authorisations',
      'trainings',
      'delegations',
      'materials',
      'material_parents',
      'material_moves',
      'standardisations',
      'instruments',
      'instrument_states',
      'instrument_events',
      'instrument_impacts',
      'instrument_profiles',
      'instrument_files',
      'instrument_file_decisions',
      'instrument_connections',
      'weighings',
      'run_templates',
      'worksheets',
      'worksheet_rows',
      'run_settlements',
      'overrides',
      'implausibilities',
      'deputy_signatures',
      'nonconformities',
      'reinspections',
      'objections',
      'sample_holds',
      'retentions',
      'portion_disposals',
      'custody_moves',
      'signal_runs',
      'signals',
      'risks',
      'risk_measures',
      'risk_steps',
      'improvements',
      'improvement_links',
      'improvement_actions',
      'improvement_steps',
      'improvement_files',
      'pt_providers',
      'pt_plans',
      'pt_plan_lines',
      'pt_rounds',
      'pt_items',
      'pt_correctives',
      'pt_steps',
      'rooms',
      'sensors',
      'excursions',
      'comparisons',
      'comparison_items',
      'comparison_checks',
      'comparison_participants',
      'comparison_units',
      'comparison_results',
      'comparison_actions',
      'qc_plans',
      'qc_lines',
      'qc_anomalies',
      'control_charts',
      'control_limits',
      'control_points',
      'control_notes',
      'control_alarms',
      'investigations',
      'investigation_answers',
      'investigation_files',
      'terminations',
      'result_holds',
      'uploads',
      'upload_batches',
      'statistics_reports',
      'public_notices',
      'public_notice_cases',
      'drafts',
      'confirmations',
      'signatures',
    ]);
  });

  it('DI-01 nothing but action.ts opens a transaction for a user, and no slice writes an audited table past the trail', () => {
    const sources = sourcesIn(join(import.meta.dirname, '..', '..', 'lib')).map(({ path, text }) => ({
      path,
      code: withoutComments(text),
    }));
    const writers = sources.filter(({ code }) => /\.transaction\(/.test(code)).map(({ path }) => path);
    expect(writers.filter((path) => !path.startsWith('commands/'))).to.have.members(
      ['kernel/action.ts', 'kernel/migrate.ts', 'system/health.tsx', 'kernel/database.ts'].filter((path) =>
        writers.includes(path),
      ),
    );
    const past = new RegExp(
      `\\((['"])(${auditedTables.join('|')})\\1\\)[^;]{0,200}?\\.(insert|update|delete|del|truncate)\\(`,
    );
    const direct = sources
      .filter(({ path, code }) => !path.startsWith('commands/') && past.test(code))
      .map(({ path }) => path);
    expect(direct).to.deep.equal([]);
  });
});
