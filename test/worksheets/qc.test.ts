import { expect } from 'chai';
import { chartOf, chartWithLimits, ok, PASSWORD, prepared, signed } from '../control/rig.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { type Run, rules, run, type } from './qc-rig.ts';

interface Quality {
  version: number;
  open: { label: string; ok: boolean | null; words: string; bound: string }[];
  lines: { label: string; judged: { ok: boolean | null; words: string; why?: { id: string } }[] }[];
  held: number;
  why: { id: string }[];
  settlements: { state: string; decision: string | null; tests: string[]; cause: string | null }[];
}

eachEngine('quality control of a run', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  const quality = async ({ id }: Pick<Run, 'id'>, login = 'head'): Promise<Quality> =>
    ok<Quality>(await (await lab.as(login)).get(`/runs/${id}/quality`));
  const settle = async ({ id }: Pick<Run, 'id'>, settleDecision: string, over: object = {}, login = 'head') =>
    (await lab.as(login)).post(`/runs/${id}/settlement`, {
      ...{ version: (await quality({ id })).version, settleDecision, cause: '标准溶液过期', measures: '重配标准溶液' },
      ...over,
    });
  const state = async (id = ''): Promise<string> =>
    (await lab.app.db.read('tests').where({ id }).first<{ state: string }>('state')).state;
  const nonconforming = (id: string): Promise<{ state: string; finding: string; source: string }[]> =>
    lab.app.db
      .read('improvements')
      .whereIn(
        'origin',
        lab.app.db
          .read('run_settlements')
          .where({ worksheet_id: id })
          .select(lab.app.db.read.raw(`'run_settlements:' || id`)),
      )
      .select('state', 'finding', 'source');
  const review = async (_lab: Lab, { id, hash }: { id: string; hash: string }) =>
    (await lab.as('reviewer')).post(`/tests/${id}/review`, { hash, password: PASSWORD });
  const of = (own: Run, n: number) => own.tests[n] ?? { sample: '', test: '', version: 0 };

  it('holds every result from review until somebody else lets them stand; then the record of nonconforming work closes', async () => {
    const own = await run(lab, [
      ['blank', '空白', { found: '<0.10' }],
      ['sample', '样品1'],
      ['sample', '样品2'],
      ['check', '随行核查', { found: '9.5', assigned: '12' }],
    ]);
    expect((await quality(own)).open.map(({ label, words }) => [label, words])).to.deep.equal([
      ['随行核查', '9.5 ÷ 12 × 100 = 79.2%'],
    ]);
    expect(await nonconforming(own.id), 'nothing is signed yet').to.deep.equal([]);
    const records = [await signed(lab, of(own, 0)), await signed(lab, of(own, 1))];
    expect((await nonconforming(own.id)).map(({ state: of, source }) => [of, source])).to.deep.equal([
      ['found', 'control'],
    ]);
    for (const one of records) {
      const refused = await review(lab, one);
      expect(refused.refusals()).to.deep.equal(['run.qc-failed']);
      expect(refused.text).to.include('9.5 ÷ 12').and.include('80～120%');
    }

    expect((await (await lab.as('reviewer')).page(`/tests/${of(own, 0).test}/review`)).text).to.include('随行核查');
    expect((await (await lab.as('head')).page('/runs/held')).text).to.include('原子荧光法测砷');

    // Typed right at last, and yet what failed was signed: it is settled, not overwritten.
    await type(lab, own.rows['随行核查'] ?? '', { found: '11.5', assigned: '12' });
    expect((await review(lab, records[0] ?? { id: '', hash: '' })).refusals()).to.deep.equal(['run.qc-failed']);

    expect((await settle(own, 'stands', { cause: ' ' })).refusals()).to.deep.equal(['run-qc.words']);
    expect((await settle(own, 'stands', { measures: 'x' })).refusals()).to.deep.equal(['run-qc.words']);
    expect((await settle(own, 'stands', {}, 'analyst')).status).to.equal(403);
    expect((await settle(own, 'stands', { version: 99 })).status).to.equal(412);
    ok(await settle(own, 'stands'));
    expect((await nonconforming(own.id)).map(({ state: of }) => of)).to.deep.equal(['closed']);
    expect((await settle(own, 'stands')).refusals()).to.deep.equal(['run-qc.nothing']);
    for (const one of records) ok(await review(lab, one));
    const trail: string[] = await lab.app.db.read('audit').where({ entity: 'run_settlements' }).pluck('body');
    expect(trail.join()).to.include('标准溶液过期');
    expect((await (await lab.as('head')).page(`/runs/${own.id}/quality`)).text).to.include('标准溶液过期');
  });

  it('is settled by nobody who may have typed in it', async () => {
    const many = await lab.user('many');
    const own = await run(
      lab,
      [
        ['check', '核查', { found: '9', assigned: '12' }],
        ['sample', '样品'],
      ],
      {
        members: [many.id],
      },
    );
    await signed(lab, of(own, 0));
    expect((await settle(own, 'stands', {}, 'many')).refusals()).to.deep.equal(['run-qc.own']);
    expect((await quality(own, 'many')).why.map(({ id }) => id)).to.deep.equal(['run-qc.own']);
    ok(await settle(own, 'stands', {}, 'technical'));
  });

  it('what was not measured is not good: it holds too, and opens no nonconforming work', async () => {
    const own = await run(lab, [
      ['blank', '空白'],
      ['sample', '样品'],
    ]);
    const record = await signed(lab, of(own, 0));
    expect((await review(lab, record)).refusals()).to.deep.equal(['run.qc-open']);
    expect((await quality(own)).lines[0]?.judged[0]?.why?.id).to.equal('run-control.missing-found');
    expect(await nonconforming(own.id)).to.deep.equal([]);
    await type(lab, own.rows['空白'] ?? '', { found: '0.10' });
    ok(await review(lab, record));
  });

  it('the whole run again: submitted and reviewed records go back, and stay held until the quality control is met', async () => {
    const own = await run(lab, [
      ['blank', '空白', { found: '0.05' }],
      ['sample', '样品1'],
      ['sample', '样品2'],
    ]);
    const [one, two] = [await signed(lab, of(own, 0)), await signed(lab, of(own, 1))];
    ok(await review(lab, one));
    // Measured again after the first review, and bad.
    await type(lab, own.rows['空白'] ?? '', { found: '0.25' });
    expect((await review(lab, two)).refusals()).to.deep.equal(['run.qc-failed']);
    const done = ok<{ tests: string[] }>(await settle(own, 'repeat'));
    expect(done.tests).to.have.members(own.tests.map(({ test }) => test));
    expect([await state(one.id), await state(two.id)]).to.deep.equal(['returned', 'returned']);
    const bench = await (await lab.as('analyst')).page(`/tests/${one.id}`);
    expect(bench.text).to.include('重配标准溶液');

    const versionOf = async (id: string) =>
      (await lab.app.db.read('tests').where({ id }).first<{ version: number }>('version')).version;
    const anew = await signed(lab, { test: one.id, version: await versionOf(one.id) }, '99.9', 'analyst', '重新检验');
    expect((await review(lab, anew)).refusals()).to.deep.equal(['run.qc-repeat']);
    await type(lab, own.rows['空白'] ?? '', { found: '0.04' });
    ok(await review(lab, anew));
  });

  it('only what lies between two good rows is done again, and the rest stands', async () => {
    const own = await run(lab, [
      ['check', '核查1', { found: '12', assigned: '12' }],
      ['sample', '样品1'],
      ['check', '核查2', { found: '11', assigned: '12' }],
      ['sample', '样品2'],
      ['check', '核查3', { found: '8', assigned: '12' }],
      ['sample', '样品3'],
      ['check', '核查4', { found: '12.5', assigned: '12' }],
      ['sample', '样品4'],
    ]);
    const records: { id: string; version: number; hash: string }[] = [];
    for (const test of own.tests) records.push(await signed(lab, test));
    const done = ok<{ tests: string[] }>(await settle(own, 'bracket'));
    expect(done.tests).to.have.members([of(own, 1).test, of(own, 2).test]);
    expect(await Promise.all(records.map(({ id }) => state(id)))).to.deep.equal([
      'submitted',
      'returned',
      'returned',
      'submitted',
    ]);
    ok(await review(lab, records[0] ?? { id: '', hash: '' }));
    // The row that failed is changed: what was decided about it was about another value.
    await type(lab, own.rows['核查3'] ?? '', { found: '7', assigned: '12' });
    expect((await review(lab, records[3] ?? { id: '', hash: '' })).refusals()).to.deep.equal(['run.qc-failed']);
  });

  it('a curve concerns all samples: no bracket', async () => {
    const own = await run(lab, [['sample', '样品']], {
      rules: [{ kind: 'standard', field: 'corr', rule: 'correlation', low: '0.999' }],
      shared: { corr: '0.9985' },
    });
    const record = await signed(lab, of(own, 0));
    expect((await review(lab, record)).refusals()).to.deep.equal(['run.qc-failed']);
    expect((await settle(own, 'bracket')).refusals()).to.deep.equal(['run-qc.no-bracket']);
    ok(await settle(own, 'repeat'));
  });

  it('spike and duplicate are judged by the result that their sample is signed with', async () => {
    const own = await run(lab, [
      ['sample', '样品'],
      ['duplicate', '平行', { found: '0.352' }, 0],
      ['spike', '加标', { found: '1.2', added: '1' }, 0],
    ]);
    const before = (await quality(own)).lines.map(({ judged }) => judged[0]?.why?.id);
    expect(before).to.deep.equal(['run-control.missing-other', 'run-control.missing-other']);
    await signed(lab, of(own, 0));
    const after = (await quality(own)).lines.map(({ judged }) => [judged[0]?.ok, judged[0]?.words.slice(0, 14)]);
    expect(after.map(([good]) => good)).to.not.include(null);
    expect(String(after[1]?.[1])).to.match(/^\(1\.2 − 0\.3/);
  });

  it('a row that failed is not taken out of the run, nor a result out of its hold', async () => {
    const own = await run(lab, [
      ['check', '核查', { found: '8', assigned: '12' }],
      ['sample', '样品'],
    ]);
    const record = await signed(lab, of(own, 0));
    const at = new Date(lab.app.clock.now().getTime() + 1000).toISOString();
    await lab.app.db.read('worksheet_rows').where({ worksheet_id: own.id }).update({ removed_at: at });
    expect((await review(lab, record)).refusals()).to.deep.equal(['run.qc-failed']);
    await lab.app.db.read('worksheets').where({ id: own.id }).update({ state: 'dropped' });
    expect((await review(lab, record)).refusals()).to.deep.equal(['run.qc-failed']);
  });

  it('approved records are not given back by way of their run', async () => {
    const own = await run(lab, [
      ['blank', '空白', { found: '0.01' }],
      ['sample', '样品'],
    ]);
    await lab.app.db
      .read('tests')
      .where({ id: of(own, 0).test })
      .update({ state: 'locked' });
    await type(lab, own.rows['空白'] ?? '', { found: '0.3' });
    expect((await settle(own, 'repeat')).refusals()).to.deep.equal(['test.locked-away']);
    ok(await settle(own, 'stands'));
  });

  it('figures of a run become points of its charts, once, and anew when they changed', async () => {
    const chart = await chartWithLimits(lab);
    const client: Client = await lab.as('quality');
    const points = async () =>
      (await chartOf(client, chart)).points.slice(24).map(({ value, excluded, test_id }) => [value, excluded, test_id]);
    const own = await run(lab, [
      ['check', '核查1', { found: '12', assigned: '12' }],
      ['sample', '样品1'],
      ['sample', '样品2'],
    ]);
    const ours = async () => (await points()).filter(([, , test]) => test === null);
    await signed(lab, of(own, 0), '100.1');
    await signed(lab, of(own, 1), '100.2');
    expect(await ours()).to.deep.equal([['100', null, null]]);
    await type(lab, own.rows['核查1'] ?? '', { found: '12.12', assigned: '12' });
    const other = await prepared(lab);
    await lab.act('analyst', (act) =>
      act.insert('worksheet_rows', {
        ...{ worksheet_id: own.id, position: 9, kind: 'sample', label: '样品3', level: null, lot: null, readings: {} },
        ...{ test_id: other.test, of_row: null, outcome: null, verdict: null, removed_at: null },
      }),
    );
    await signed(lab, other, '99.9');
    const number = (await lab.app.db.read('worksheets').where({ id: own.id }).first<{ number: string }>()).number;
    expect(await ours()).to.deep.equal([
      ['100', number, null],
      ['101', null, null],
    ]);
  });

  it('a rule without a row holds nothing', async () => {
    const own = await run(lab, [['sample', '样品']], { rules });
    ok(await review(lab, await signed(lab, of(own, 0))));
  });
});
