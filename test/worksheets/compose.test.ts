import { expect } from 'chai';
import { grant } from '../../lib/competence/index.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import type { SheetRow, WorksheetRow } from '../../lib/worksheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { pdfText } from '../support/pdf.ts';
import { drying, ok, type Rig, save, startRig } from '../testing/rig.ts';

interface Order {
  version: number;
  rows: { id: string; kind: string; label: string; position: number; test: { id: string; number: string } | null }[];
  gone: { removed: { by: string; reason: string } | null }[];
}

eachEngine('worksheets: putting runs together', (engine) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig(engine);
  });
  afterEach(() => rig.close());

  /** The drying of a new batch of the analyst. */
  const dry = async (analyst = 'analyst', officers?: string[]): Promise<TestRow & { number: string }> => {
    const { tests, id } = await rig.assigned(analyst, officers);
    const row = await rig.app.db.read('samples').where({ id }).first<{ number: string }>('number');
    return { ...(tests[1] as unknown as TestRow), number: row.number };
  };
  const open = async (body: object, who = 'analyst') =>
    (await rig.as(who)).post('/runs', { formCode: 'loss-on-drying', ...body });
  const order = async (id: string, who = 'analyst'): Promise<Order> =>
    ok<Order>(await (await rig.as(who)).get(`/runs/${id}/order`));
  const one = async (id: string): Promise<TestRow> => rig.app.db.read('tests').where({ id }).first<TestRow>();
  const rowsIn = (id: string): Promise<SheetRow[]> =>
    rig.app.db.read('worksheet_rows').where({ worksheet_id: id }).orderBy('position');

  it('takes ticked tests and scanned portions, in that order, with what the default template shares', async () => {
    const [first, second, third] = [await dry(), await dry(), await dry()];
    const run = ok<WorksheetRow>(
      await open({ tests: [second.id, first.id], codes: `${third.number}\n${first.number}` }),
    );
    expect(run.number).to.equal('RUN-Y2026-0001');
    expect([run.state, run.title, run.method.zh]).to.deep.equal(['open', '干燥失重', run.method.zh]);
    expect(run.shared_fields).to.include.members(['common.instruments', 'common.room', 'temperature_dry', 'hours']);
    const rows = await rowsIn(run.id);
    expect(rows.map(({ position, kind, test_id }) => [position, kind, test_id])).to.deep.equal([
      [1, 'sample', second.id],
      [2, 'sample', first.id],
      [3, 'sample', third.id],
    ]);
  });

  it('puts the rows of the template in: blank first, a check after every two samples and at the end, a duplicate of the sample before it', async () => {
    const head = await rig.as('head');
    const template = {
      templateTitle: '干燥失重批',
      formCode: 'loss-on-drying',
      sharedFields: ['common.instruments'],
      rows: [
        { qcKind: 'blank', rowPlace: 'start' },
        { qcKind: 'check', rowPlace: 'every', everySamples: 2 },
        { qcKind: 'duplicate', rowPlace: 'every', everySamples: 3, rowLabel: '平行' },
        { qcKind: 'check', rowPlace: 'end' },
      ],
      rules: [{ qcKind: 'check', ruleName: 'recovery', ruleLow: '９8.0', ruleHigh: '102' }],
    };
    ok(await head.post('/runs/templates', template));
    const tests = [await dry(), await dry(), await dry()];
    const run = ok<WorksheetRow>(await open({ tests: tests.map(({ id }) => id) }));
    expect(run.rules).to.deep.equal([{ kind: 'check', field: 'found', rule: 'recovery', low: '98.0', high: '102' }]);
    const rows = await rowsIn(run.id);
    expect(rows.map(({ label, kind }) => (kind === 'sample' ? 'sample' : label))).to.deep.equal([
      '空白',
      'sample',
      'sample',
      '随行核查-1',
      'sample',
      '平行-1',
      '随行核查',
    ]);
    expect(rows[5]?.of_row).to.equal(rows[4]?.id);
    const fourth = await dry();
    ok(await (await rig.as('analyst')).post(`/runs/${run.id}/rows`, { codes: fourth.number }));
    const after = await rowsIn(run.id);
    expect(after.map(({ label, kind }) => (kind === 'sample' ? 'sample' : label)).slice(4)).to.deep.equal([
      'sample',
      '平行-1',
      'sample',
      '随行核查',
    ]);
  });

  it('lets co-analysts type in each record, and keeps them from reviewing it', async () => {
    const test = await dry();
    const other = await rig.user('analyst2');
    ok(await open({ tests: [test.id], members: [other.id] }));
    const typed = await save(await rig.as('analyst2'), await version(test.id), drying);
    expect(typed.status).to.equal(200);
    const hands = (await one(test.id)).hands as unknown as string;
    expect(JSON.parse(hands)).to.deep.equal([other.id]);
  });
  const version = async (id: string) => {
    const row = await one(id);
    return { id, version: row.version };
  };

  it('takes a colleague’s tests only when he is in it, and then each types in the other’s', async () => {
    const [mine, his] = [await dry(), await dry('analyst2')];
    const refused = await open({ tests: [mine.id, his.id] });
    expect([refused.status, refused.refusals()]).to.deep.equal([409, ['run.not-assigned']]);
    expect(refused.text).to.contain(`${his.number} 2 干燥失重 分派给 吴验`);
    const member = await rig.user('analyst2');
    ok(await open({ tests: [mine.id, his.id], members: [member.id] }));
    const me = await rig.user('analyst');
    expect(JSON.parse((await one(his.id)).hands as unknown as string)).to.deep.equal([me.id]);
  });

  it('says for each test why it cannot go in', async () => {
    const fine = await dry();
    const { tests } = await rig.assigned();
    const [appearance] = tests;
    expect((await open({ tests: [fine.id, appearance?.id] })).refusals()).to.deep.equal(['run.method']);
    const signed = await rig.submitted();
    expect((await open({ tests: [fine.id, signed.tests[1]?.id] })).refusals()).to.deep.equal(['run.state']);
    expect((await open({ tests: [fine.id, fine.id] })).refusals()).to.deep.equal(['run.twice']);
    expect((await open({ tests: [] })).refusals()).to.deep.equal(['run.empty']);
    expect((await open({ codes: 'Y2026-99999' })).refusals()).to.deep.equal(['run.no-batch']);
    const drawn = await dry('analyst', ['analyst2', 'sampler']);
    const member = (await rig.user('analyst2')).id;
    expect((await open({ tests: [drawn.id], members: [member] })).refusals()).to.deep.equal(['run.sampler']);
    const reception = (await rig.user('reception')).id;
    expect((await open({ tests: [fine.id], members: [reception] })).refusals()).to.deep.equal(['run.member']);
    expect((await open({ tests: [fine.id], instrument: 'E-4711' })).refusals()).to.deep.equal(['run.instrument']);
    expect((await open({ tests: [fine.id], roomCode: 'X' })).refusals()).to.deep.equal(['run.room']);
    expect((await open({ tests: [fine.id], runTemplate: 'x' })).refusals()).to.deep.equal(['run.template']);
    await rig.app.db.write('samples').where({ id: fine.sample_id }).update({ state: 'terminated' });
    expect((await open({ tests: [fine.id] })).refusals()).to.deep.equal(['run.terminated']);
  });

  it('refuses another edition of the form and what was set aside', async () => {
    const [first, second] = [await dry(), await dry()];
    const hash = 'e'.repeat(64);
    await rig.act('reception', async (act) => {
      await act.keep('form', 'loss-on-drying', hash, { properties: {} });
      act.record({ entity: 'definitions', id: hash });
    });
    await rig.app.db.write('tests').where({ id: second.id }).update({ form_hash: hash });
    expect((await open({ tests: [first.id, second.id] })).refusals()).to.deep.equal(['run.edition']);
    await rig.app.db
      .write('tests')
      .where({ id: second.id })
      .update({ form_hash: (await one(first.id)).form_hash, standing: 'invalid' });
    expect((await open({ tests: [first.id, second.id] })).refusals()).to.deep.equal(['run.set-aside']);
  });

  it('asks authorisations as the institute enforces them: warned in the preview, or refused', async () => {
    const test = await dry();
    const quality = await rig.as('quality');
    const modes = {
      instruments: 'off',
      materials: 'off',
      people: 'warn',
      methods: 'off',
      capability: 'off',
      rooms: 'off',
    };
    ok(await quality.post('/validity', modes));
    const preview = ok<{ draft: { refuses: string[]; warns: string[] } }>(
      await (await rig.as('analyst')).get(`/runs/new?formCode=loss-on-drying&tests=${test.id}`),
    );
    expect(preview.draft.refuses).to.deep.equal([]);
    expect(preview.draft.warns).to.deep.equal([
      '李检 未获得参数 D-LIM-LOD 的该项授权：须先由技术负责人或质量负责人授权。（1 件）',
    ]);
    ok(await quality.post('/validity', { ...modes, people: 'refuse' }));
    expect((await open({ tests: [test.id] })).refusals()).to.deep.equal(['run.unauthorised']);
    const { id } = await rig.user('analyst');
    const own = { id, authorisedActs: ['test' as const], parameterCodes: 'D-LIM-LOD', authorisedFrom: '2026-01-01' };
    await rig.act('technical', (act) => grant(act, own));
    expect((await open({ tests: [test.id] })).status).to.equal(201);
  });

  it('refuses a test that stands in another open run until it is taken out there, with the reason in the history', async () => {
    const test = await dry();
    const run = ok<WorksheetRow>(await open({ tests: [test.id] }));
    const again = await open({ tests: [test.id] });
    expect(again.refusals()).to.deep.equal(['run.elsewhere']);
    expect(again.text).to.contain(run.number);
    const { rows } = await order(run.id);
    const analyst = await rig.as('analyst');
    const row = rows[0]?.id;
    expect((await analyst.post(`/runs/${run.id}/removals`, { row, reason: ' ' })).refusals()).to.deep.equal([
      'run.reason',
    ]);
    ok(await analyst.post(`/runs/${run.id}/removals`, { row, reason: '样品不足' }));
    expect((await analyst.post(`/runs/${run.id}/removals`, { row, reason: '再取' })).refusals()).to.deep.equal([
      'run.row',
    ]);
    expect((await order(run.id)).gone[0]?.removed).to.deep.equal({ by: '李检', reason: '样品不足' });
    expect((await open({ tests: [test.id] })).status).to.equal(201);
  });

  it('is finished with the times of its sequence, read only then, opened again with a reason, and dropped without losing a value', async () => {
    const test = await dry();
    const run = ok<WorksheetRow>(await open({ tests: [test.id] }));
    const analyst = await rig.as('analyst');
    const move = async (body: object) => {
      const { version: now } = await order(run.id);
      return analyst.post(`/runs/${run.id}/state`, { version: now, ...body });
    };
    ok(await save(analyst, await version(test.id), drying));
    const half = await move({ runStep: 'finish', sequenceFrom: '2026-11-23T08:00' });
    expect(half.refusals()).to.deep.equal(['run.sequence']);
    const turned = { runStep: 'finish', sequenceFrom: '2026-11-23T08:00', sequenceTo: '2026-11-23T07:00' };
    expect((await move(turned)).refusals()).to.deep.equal(['run.sequence-order']);
    expect((await move({ ...turned, sequenceTo: '2026-11-23T23:00' })).refusals()).to.deep.equal([
      'run.sequence-future',
    ]);
    ok(await move({ ...turned, sequenceTo: '2026-11-23T08:40' }));
    const other = await dry();
    const late = await analyst.post(`/runs/${run.id}/rows`, { tests: [other.id] });
    expect([late.refusals(), late.text.includes('已完成')]).to.deep.equal([['run.closed'], true]);
    expect((await move({ runStep: 'reopen' })).refusals()).to.deep.equal(['run.reason']);
    ok(await move({ runStep: 'reopen', reason: '更正称量' }));
    const stranger = await rig.as('analyst2');
    const { version: now } = await order(run.id);
    const drop = { version: now, runStep: 'drop', reason: '改由他人' };
    expect((await stranger.post(`/runs/${run.id}/state`, drop)).refusals()).to.deep.equal(['run.not-mine']);
    ok(await move({ runStep: 'drop', reason: '仪器故障' }));
    const kept = await one(test.id);
    expect([kept.state, String(kept.readings).includes('20.3158')]).to.deep.equal(['testing', true]);
    expect((await open({ tests: [test.id] })).status).to.equal(201);
  });

  it('changes the head, and holds a new co-analyst against every test', async () => {
    const drawn = await dry('analyst', ['analyst2', 'sampler']);
    const run = ok<WorksheetRow>(await open({ tests: [drawn.id] }));
    const analyst = await rig.as('analyst');
    const head = { version: run.version, runTitle: '干燥失重第1批', note: '上午' };
    const member = (await rig.user('analyst2')).id;
    const refused = await analyst.post(`/runs/${run.id}/head`, { ...head, members: [member] });
    expect(refused.refusals()).to.deep.equal(['run.sampler']);
    ok(await analyst.post(`/runs/${run.id}/head`, head));
    expect((await analyst.post(`/runs/${run.id}/head`, head)).refusals()).to.deep.equal(['record.stale']);
    const list = ok<{ lines: { title: string; samples: number }[] }>(await analyst.get('/runs?q=第1批'));
    expect(list.lines.map(({ title, samples }) => [title, samples])).to.deep.equal([['干燥失重第1批', 1]]);
    const byDay = async (day: string) =>
      ok<{ lines: object[] }>(await analyst.get(`/runs?onDay=${day}&parameterCode=D-LIM-LOD`)).lines.length;
    expect([await byDay('2026-11-23'), await byDay('2026-11-22')]).to.deep.equal([1, 0]);
    expect(ok<{ lines: object[] }>(await analyst.get(`/runs?q=${drawn.number}`)).lines).to.have.length(1);
  });

  it('adds quality control by hand, a duplicate only with its sample, and prints the record', async () => {
    const test = await dry();
    const run = ok<WorksheetRow>(await open({ tests: [test.id] }));
    const analyst = await rig.as('analyst');
    const at = `/runs/${run.id}/controls`;
    expect((await analyst.post(at, { qcKind: 'duplicate' })).refusals()).to.deep.equal(['run.of-row']);
    const sample = (await order(run.id)).rows[0];
    ok(await analyst.post(at, { qcKind: 'duplicate', ofRow: sample?.id }));
    ok(await analyst.post(at, { qcKind: 'control', rowLot: 'QC-1', rowLevel: '2' }));
    expect((await order(run.id)).rows.map(({ label }) => label).slice(1)).to.deep.equal(['平行样', '质控样2']);
    const paper = await analyst.page(`/runs/${run.id}/record.pdf`);
    expect([paper.status, paper.bytes.subarray(0, 5).toString()]).to.deep.equal([200, '%PDF-']);
    const text = (await pdfText(paper.bytes)).join(' ');
    expect(text)
      .to.contain('检验批记录')
      .and.to.contain(run.number)
      .and.to.contain(test.number)
      .and.to.match(/第\s*1\s*页/);
  });

  it('keeps templates by version: a change makes a new one, the run keeps its own', async () => {
    const head = await rig.as('head');
    const body = { templateTitle: '甲', formCode: 'loss-on-drying', rows: [{ qcKind: 'blank', rowPlace: 'start' }] };
    const first = ok<{ id: string; version: number }>(await head.post('/runs/templates', body));
    const second = ok<{ id: string; version: number }>(
      await head.post(`/runs/templates/${first.id}`, { ...body, version: first.version, templateTitle: '乙' }),
    );
    const again = await head.post(`/runs/templates/${first.id}`, { ...body, version: 2 });
    expect(again.refusals()).to.deep.equal(['template.retired']);
    const run = ok<WorksheetRow>(await open({ tests: [(await dry()).id] }));
    expect(run.template_id).to.equal(second.id);
    ok(await head.post(`/runs/templates/${second.id}/retirement`, { version: second.version, reason: '改用默认' }));
    const next = ok<WorksheetRow>(await open({ tests: [(await dry()).id] }));
    expect(next.template_id).to.equal(null);
    expect((await (await rig.as('analyst')).post('/runs/templates', body)).status).to.equal(403);
  });

  const faulty: [what: string, change: object, id: string][] = [
    ['a form that does not exist', { formCode: 'nothing' }, 'template.form'],
    ['a parameter of another form', { parameterCode: 'D-ID-APPEAR' }, 'template.parameter'],
    ['a shared field that the form does not have', { sharedFields: ['levels'] }, 'template.shared'],
    ['the portion, which is each sample’s own', { sharedFields: ['common.portion'] }, 'template.shared'],
    ['a row without its place', { rows: [{ qcKind: 'blank' }] }, 'template.place'],
    [
      'a row after every so many samples without the number',
      { rows: [{ qcKind: 'check', rowPlace: 'every' }] },
      'template.place',
    ],
    [
      'a rule on a field of another form',
      { rules: [{ qcKind: 'check', ruleField: 'A_std', ruleName: 'max', ruleMost: '1' }] },
      'template.field',
    ],
    ['a rule without its bound', { rules: [{ qcKind: 'check', ruleName: 'max' }] }, 'template.bound'],
    ['a range with one bound', { rules: [{ qcKind: 'check', ruleName: 'range', ruleLow: '1' }] }, 'template.bound'],
    [
      'bounds the wrong way round',
      { rules: [{ qcKind: 'spike', ruleName: 'recovery', ruleLow: '120', ruleHigh: '80' }] },
      'template.order',
    ],
    ['a bound that is no number', { rules: [{ qcKind: 'check', ruleName: 'max', ruleMost: 'two' }] }, 'number.word'],
    [
      'more standing rows than a run can hold',
      { rows: Array.from({ length: 61 }, () => ({ qcKind: 'blank', rowPlace: 'start' })) },
      'template.many',
    ],
  ];
  for (const [what, change, id] of faulty)
    it(`refuses a template with ${what}: ${id}`, async () => {
      const body = { templateTitle: '甲', formCode: 'loss-on-drying', ...change };
      expect((await (await rig.as('head')).post('/runs/templates', body)).refusals()).to.deep.equal([id]);
    });
});
