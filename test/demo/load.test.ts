import { expect } from 'chai';
import { addDays, chinaDate } from '../../lib/core/deadlines.ts';
import { fillWithDemo, readCast } from '../../lib/demo/index.ts';
import { listInstruments } from '../../lib/equipment/list.ts';
import { readConfig } from '../../lib/kernel/config.ts';
import { roles } from '../../lib/kernel/roles.ts';
import { asUser, type UserRow } from '../../lib/kernel/session.ts';
import { find } from '../../lib/kernel/tables.ts';
import type { App } from '../../lib/kernel/types.ts';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import { openApp } from '../../lib/open.ts';
import { drawSetupCode } from '../../lib/people/index.ts';
import { serve } from '../../lib/serve.ts';
import { slices } from '../../lib/slices.ts';
import { modesOf } from '../../lib/validity/index.ts';
import { eachEngine, type FreshDatabase, freshDatabase } from '../support/engines.ts';

const SMALL = 10;

eachEngine('the demo', (engine) => {
  let fresh: FreshDatabase;
  let app: App;
  before(async function () {
    this.timeout(120_000);
    fresh = await freshDatabase(engine);
    app = await openApp(readConfig({ ...fresh.env, LOG_LEVEL: 'warn' }));
    const loaded = await fillWithDemo(app, slices, SMALL);
    expect(loaded.samplings).to.equal(SMALL);
    expect(loaded.issued).to.be.greaterThan(1);
  });
  after(async () => {
    await app.db.close();
    await fresh.drop();
  });

  it('has a user of each role', () => {
    const held = new Set(readCast(app.config.root).users.flatMap((user) => user.roles));
    expect([...held].sort()).to.deep.equal([...roles].sort());
  });

  it('leaves a trail that verifies', async () => {
    const { faults, rows } = await verifyTrail(app.db.read);
    expect(faults).to.deep.equal([]);
    expect(rows).to.be.greaterThan(SMALL * 10);
  });

  it('is marked as an example, and nothing lies in the future', async () => {
    const institute = await app.db.read('settings').where({ id: 'institute' }).first<{ value: string }>();
    expect(JSON.parse(institute?.value ?? '{}')).to.include({ demo: true, name: '示例市药品检验所' });
    const late: unknown[] = await app.db.read('audit').where('utc', '>', app.clock.now().toISOString());
    expect(late).to.deep.equal([]);
  });

  it('has batches that are refused, out of their limits, and not yet done', async () => {
    expect(await app.db.read('samplings').where({ state: 'refused' })).to.have.length(1);
    expect(await app.db.read('cases')).to.not.deep.equal([]);
    expect(await app.db.read('samples').whereIn('state', ['assigned', 'testing', 'tested'])).to.not.deep.equal([]);
  });

  it('has registers that are marked as examples', async () => {
    const { read } = app.db;
    const instruments = await read('instruments').select<{ maker: string; note: string }[]>('maker', 'note');
    expect(instruments).to.have.length.greaterThan(30);
    for (const { maker, note } of instruments) expect([maker, note].join()).to.match(/示例.*,示例/);
    const lots = await read('materials').pluck<string[]>('note');
    expect(lots).to.have.length.greaterThan(20);
    expect(new Set(lots)).to.deep.equal(new Set(['示例']));
    const codes = await read('rooms').pluck<string[]>('code');
    expect(codes).to.have.length.greaterThan(3);
    for (const code of codes) expect(code).to.match(/^示例-/);
    const letters = await read('authorisations').distinct<{ certificate: string }[]>('certificate');
    expect(letters.map(({ certificate }) => certificate)).to.deep.equal(['示例-授权〔2026〕1号']);
    expect(await read('standards')).to.not.deep.equal([]);
  });

  it('shows each standing of an instrument, and what is due', async () => {
    const keeper = await find<UserRow>(app.db.read, 'users', { login: 'shebei' });
    if (!keeper) throw new Error('nobody keeps the ledger');
    const now = app.clock.now().toISOString();
    const query = { app, db: app.db.read, user: asUser(keeper), now, today: chinaDate(now) };
    const { standings, reminders, overdue, waiting } = await listInstruments(query, {});
    expect(standings.map(({ standing }) => standing)).to.have.members(['green', 'yellow', 'red']);
    expect(reminders.filter(({ days }) => days <= 30)).to.deep.equal([
      { days: 30, count: 2 },
      { days: 7, count: 1 },
    ]);
    expect({ overdue, waiting }).to.deep.equal({ overdue: 1, waiting: 0 });
  });

  it('has one lot that expires soon, a titrant with F, and one excursion, closed', async () => {
    const { read } = app.db;
    const today = chinaDate(app.clock.now().toISOString());
    const soon = await read('materials')
      .where('valid_to', '<=', addDays(today, 30))
      .whereNotIn('kind', ['media', 'titrant']);
    expect(soon.map(({ name }) => name)).to.deep.equal(['淀粉指示剂']);
    expect(await read('materials').where({ kind: 'titrant' }).pluck('factor')).to.deep.equal(['1.003']);
    expect(await read('excursions').pluck('state')).to.deep.equal(['closed']);
  });

  it('plays its tests with instruments, lots, people and rooms that the registers know', async () => {
    const tests: { id: string; state: string }[] = await app.db.read('tests');
    const reviewer = await find<UserRow>(app.db.read, 'users', { login: 'fuhe' });
    if (!reviewer) throw new Error('nobody reviews');
    const by = { user: reviewer, act: 'review' as const };
    const told = await Promise.all(tests.map(({ id }) => app.testReasons?.(app, app.db.read, id, { by })));
    const filled = /^validity\.(instrument|material|titrant|analyst|reviewer|person|authorisation|room)-/;
    const reasons = told.flatMap((list) => (list ?? []).map(({ reason }) => reason));
    expect(told.filter((list) => list !== undefined)).to.have.length(tests.length);
    expect(reasons.filter(({ id }) => filled.test(id))).to.deep.equal([]);
    const asked = await modesOf(app.db.read);
    expect(asked).to.include({ instruments: 'warn', materials: 'warn', people: 'warn', rooms: 'warn' });
  });

  const states = async (table: string): Promise<string[]> =>
    [...new Set(await app.db.read(table).orderBy('id').pluck<string[]>('state'))].sort();

  it('shows proficiency tests from the plan to the archive, with a parameter that is suspended', async () => {
    const { read } = app.db;
    expect(await read('pt_providers').pluck('name')).to.have.length(2);
    expect(await states('pt_plans')).to.deep.equal(['approved']);
    expect(await read('pt_plan_lines').where({ dropped: 0 })).to.have.length(12);
    expect(await read('pt_rounds').orderBy('id').pluck('state')).to.deep.equal([
      ...['archived', 'archived', 'evaluated', 'results'],
    ]);
    expect(await read('pt_items').orderBy('id').pluck('verdict')).to.deep.equal([
      ...['satisfactory', 'satisfactory', 'satisfactory', 'satisfactory', 'unsatisfactory', null],
    ]);
    expect(await states('pt_correctives')).to.deep.equal(['open']);
    expect(await read('capabilities').where({ state: 'suspended' }).pluck('parameter_code')).to.deep.equal([
      'T-RES-OTA',
    ]);
    const open = await read('pt_rounds').where({ state: 'results' }).first<{ deadline_at: string }>('deadline_at');
    const today = chinaDate(app.clock.now().toISOString());
    expect(chinaDate(open?.deadline_at ?? '')).to.equal(addDays(today, 5));
  });

  it('sends the result of a proficiency test out as a bare number', async () => {
    const results = await app.db.read('pt_items').pluck<string[]>('result');
    for (const result of results) expect(result).to.match(/^\d+(\.\d+)?$/);
  });

  it('shows control charts with a warning and an alarm that was settled, and a plan that is carried out', async () => {
    const { read } = app.db;
    const charts = await read('control_charts').pluck<string[]>('id');
    expect(charts).to.have.length(3);
    for (const id of charts)
      expect(await read('control_points').where({ chart_id: id })).to.have.length.greaterThan(24);
    expect(
      await read('control_points').whereIn('verdict', ['warning', 'out']).orderBy('seq').pluck('verdict'),
    ).to.deep.equal(['warning', 'out']);
    expect(await states('control_alarms')).to.deep.equal(['closed']);
    expect(await states('qc_plans')).to.deep.equal(['approved']);
    expect(await states('qc_anomalies')).to.deep.equal(['closed']);
  });

  it('shows a comparison that is published and one that laboratories report to', async () => {
    const { read } = app.db;
    expect(await states('comparisons')).to.deep.equal(['dispatched', 'published']);
    expect(await read('comparison_participants')).to.have.length(16);
    expect(await read('comparison_results')).to.have.length(12);
    expect(await states('comparison_actions')).to.deep.equal(['replied']);
  });

  it('shows uncertainty budgets, nonconforming work, and a case that the county handles', async () => {
    const { read } = app.db;
    expect(await states('uncertainty_budgets')).to.deep.equal(['confirmed', 'proposed']);
    expect(await states('improvements')).to.include.members(['analysed', 'closed', 'evaluated', 'found']);
    expect(await read('cases').orderBy('id').pluck('state')).to.include('handling');
    expect(await read('case_recipients').whereNotNull('delivered_on')).to.not.deep.equal([]);
    expect(await states('track_sections')).to.include.members(['filled', 'passed', 'submitted']);
  });

  it('shows a run that is finished and one that is open', async () => {
    expect(await states('worksheets')).to.include.members(['finished', 'open']);
  });

  it('shows a file of an instrument taken into a run, with a line that belongs to nobody and a peak integrated by hand', async () => {
    const { read } = app.db;
    expect(await states('instrument_files')).to.deep.equal(['taken']);
    const lines = await read('instrument_file_lines').select<{ status: string; flags: string }[]>('status', 'flags');
    expect(lines.filter(({ status }) => status === 'unmatched')).to.have.length(1);
    expect(lines.filter(({ status }) => status === 'taken')).to.have.length(13);
    expect(lines.filter(({ flags }) => flags.includes('manual-integration'))).to.have.length(1);
  });

  it('shows quality control that was not met and settled, a record given back to a cell, and times that cannot both be true', async () => {
    const { read } = app.db;
    expect(await read('run_settlements').select('state', 'decision')).to.deep.equal([
      { state: 'settled', decision: 'stands' },
    ]);
    const returned: number[] = await read('audit').where('body', 'like', '%returned_cells%').pluck('seq');
    expect(returned).to.not.deep.equal([]);
    expect(await states('implausibilities')).to.not.deep.equal([]);
  });

  it('shows an investigation that found an error, with its repeat, and one under way', async () => {
    const { read } = app.db;
    const rows: { state: string; conclusion: string | null }[] = await read('investigations')
      .orderBy('id')
      .select('state', 'conclusion');
    expect(rows).to.deep.equal([
      { state: 'closed', conclusion: 'invalid' },
      { state: 'laboratory', conclusion: null },
    ]);
    const attempts = await read('tests').whereNotNull('investigation_id').orderBy('attempt');
    expect(
      attempts.filter(({ attempt }) => attempt > 0).map(({ standing, verdict }) => [standing, verdict]),
    ).to.deep.equal([['counts', 'conforms']]);
  });

  it('names everything in these rooms as an example', async () => {
    const named: [string, string][] = [
      ...([
        ['pt_providers', 'name'],
        ['pt_rounds', 'scheme'],
        ['control_charts', 'title'],
      ] as [string, string][]),
      ...([
        ['qc_plans', 'title'],
        ['comparisons', 'name'],
        ['uncertainty_budgets', 'title'],
      ] as [string, string][]),
    ];
    for (const [table, column] of named) {
      const words = await app.db.read(table).pluck<string[]>(column);
      expect(words, table).to.not.deep.equal([]);
      for (const word of words) expect(word, table).to.match(/^示例/);
    }
    const own = await app.db.read('improvements').whereNull('origin').pluck<string[]>('title');
    expect(own).to.have.length(3);
    for (const title of own) expect(title).to.match(/^示例：/);
    const organisations = await app.db.read('organisations').pluck<string[]>('name');
    for (const name of organisations) expect(name).to.match(/^示例/);
  });

  it('does not load into an installation that has users', async () => {
    const refused = await fillWithDemo(app, slices, SMALL).then(() => 'loaded', String);
    expect(refused).to.contain('setup.done');
  });
});

eachEngine('POST /setup/demo', (engine) => {
  it('loads the demo with the one-time code, and only with it', async function () {
    this.timeout(180_000);
    const fresh = await freshDatabase(engine);
    const running = await serve({ ...readConfig({ ...fresh.env, LOG_LEVEL: 'warn' }), port: 0 });
    try {
      const code = await drawSetupCode(running.app);
      const post = (given: string) =>
        fetch(`${running.url}/api/v1/setup/demo`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: given }),
        });
      expect((await fetch(`${running.url}/api/v1/setup/demo`)).status, 'no sign-ins where there is no demo').to.equal(
        404,
      );
      expect((await post('WRONG')).status).to.equal(403);
      expect(await running.app.db.read('users')).to.deep.equal([]);
      expect((await post(code)).status).to.equal(200);
      expect((await post(code)).status).to.equal(404);
      const signIns = (await (await fetch(`${running.url}/api/v1/setup/demo`)).json()) as {
        password: string;
        users: { login: string }[];
      };
      const body = JSON.stringify({ login: signIns.users[0]?.login, password: signIns.password });
      const session = await fetch(`${running.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(session.status).to.equal(200);
    } finally {
      await running.stop();
      await fresh.drop();
    }
  });
});
