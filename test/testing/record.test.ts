import { expect } from 'chai';
import type { Refusal } from '../../lib/core/refusal.ts';
import { find } from '../../lib/kernel/tables.ts';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import type { SampleRow } from '../../lib/samples/rows.ts';
import { record } from '../../lib/testing/record.ts';
import type { RecordAnswer } from '../../lib/testing/record-answer.ts';
import { chinaTime } from '../../lib/ui/index.ts';
import { eachEngine } from '../support/engines.ts';
import { appearance, common, drying, ok, PASSWORD, type Rig, save, startRig } from './rig.ts';

interface Saved {
  version: number;
  state: string;
  changed: string[];
  result_text: string | null;
  verdict: string | null;
  complete: boolean;
}

eachEngine('testing: record', (engine) => {
  let rig: Rig;
  before(async () => {
    rig = await startRig(engine);
  });
  after(() => rig.close());

  const show = async (id: string): Promise<RecordAnswer> =>
    ok<RecordAnswer>(await (await rig.as('analyst')).get(`/tests/${id}`));
  const drier = async () => {
    const { id, tests } = await rig.assigned();
    const [, test] = tests;
    if (!test) throw new Error('no test');
    return { sample: id, test };
  };

  it('saves the first readings without a reason, starts test and batch, keeps 12.50 as typed', async () => {
    const { sample, test } = await drier();
    const saved = ok<Saved>(await save(await rig.as('analyst'), test, { common, hours: '3.50' }));
    expect(saved).to.include({ version: test.version + 1, state: 'testing', complete: false, verdict: null });
    const record = await show(test.id);
    expect(record.readings.hours).to.equal('3.50');
    expect(record.test.state).to.equal('testing');
    expect(await rig.app.db.read('samples').where({ id: sample }).first('state')).to.deep.equal({ state: 'testing' });
    const row = await rig.app.db
      .read('tests')
      .where({ id: test.id })
      .first<{ started_at: string | null }>('started_at');
    expect(row.started_at).to.match(/^2026-11-2\dT.*Z$/);
  });

  it('computes, rounds once and judges; the answer carries the new state', async () => {
    const { test } = await drier();
    const saved = ok<Saved>(await save(await rig.as('analyst'), test, drying));
    expect(saved).to.include({ verdict: 'conforms', complete: true, result_text: '0.4%' });
    const row = await rig.app.db
      .read('tests')
      .where({ id: test.id })
      .first<{ result_exact: string; verdict: string }>('result_exact', 'verdict');
    expect(row.result_exact).to.match(/^0\.39885\d+$/);
    expect(row.verdict).to.equal('conforms');
  });

  it('B002 reads full-width figures, and keeps them as typed', async () => {
    const { test } = await drier();
    ok(await save(await rig.as('analyst'), test, { ...drying, hours: '３' }));
    const record = await show(test.id);
    expect(record.readings.hours).to.equal('３');
    expect(record.test.verdict).to.equal('conforms');
  });

  it('DI-03 refuses a change of a saved value without a reason, and one of blanks or ZWSP; nothing is written', async () => {
    const { test } = await drier();
    const analyst = await rig.as('analyst');
    const { version } = ok<Saved>(await save(analyst, test, drying));
    for (const reason of [undefined, ' ', '\u200B\u200B', '改']) {
      const answer = await save(analyst, { id: test.id, version }, { hours: '4', samples: [{ m: '' }] }, reason);
      expect(answer.status).to.equal(422);
      expect(
        answer.json<{ problems: { id: string; field: string }[] }>().problems.map(({ id, field }) => [id, field]),
      ).to.deep.equal([
        ['record.reason', 'hours'],
        ['record.reason', 'samples.0.m'],
      ]);
    }
    const record = await show(test.id);
    expect([record.version, record.readings.hours]).to.deep.equal([version, '3']);
  });

  it('DI-04 keeps every value that ever stood there, with who, when and why', async () => {
    const { test } = await drier();
    const analyst = await rig.as('analyst');
    let version = test.version;
    const typed = ['3', '4', '5', '6', '7', '8'];
    for (const hours of typed)
      version = ok<Saved>(
        await save(analyst, { id: test.id, version }, { hours }, hours === '3' ? undefined : `第${hours}次更正`),
      ).version;
    const { changes } = await show(test.id);
    expect(changes.map((change) => change.new)).to.deep.equal(typed);
    expect(changes.map((change) => change.old)).to.deep.equal([null, '3', '4', '5', '6', '7']);
    expect(changes[5]).to.include({ path: 'hours', by: '李检', reason: '第8次更正' });
    expect(changes.every((change, i) => i === 0 || change.at >= (changes[i - 1]?.at ?? ''))).to.equal(true);
  });

  it('clears a value with a reason, and the record is incomplete again', async () => {
    const { test } = await drier();
    const analyst = await rig.as('analyst');
    const { version } = ok<Saved>(await save(analyst, test, drying));
    const saved = ok<Saved>(
      await save(analyst, { id: test.id, version }, { samples: [{}, { m_2: '' }] }, '天平读错，重称'),
    );
    expect(saved).to.include({ complete: false, verdict: null, result_text: null });
    expect((await show(test.id)).outcome.missing.map(({ field }) => field)).to.deep.equal(['samples.1.m_2']);
  });

  it('saves the same text again without a change of the version', async () => {
    const { test } = await drier();
    const analyst = await rig.as('analyst');
    const { version } = ok<Saved>(await save(analyst, test, { hours: '3' }));
    expect(ok<Saved>(await save(analyst, { id: test.id, version }, { hours: '3' }))).to.deep.include({
      version,
      changed: [],
    });
  });

  const bad: [string, object, string, string][] = [
    ['B004 1,234.5', { hours: '1,234.5' }, 'number.grouping', 'hours'],
    ['B011 0x10', { samples: [{ m: '0x10' }] }, 'number.notation', 'samples.0.m'],
    ['B014 NaN', { hours: 'NaN' }, 'number.word', 'hours'],
    ['B026 1.2.3', { samples: [{}, { m_1: '1.2.3' }] }, 'number.form', 'samples.1.m_1'],
    ['B005 <0.05 where a figure is needed', { hours: '<0.05' }, 'record.censored', 'hours'],
    [
      'a date that does not exist',
      { common: { instruments: [{ validTo: '2027-02-30' }] } },
      'record.date',
      'common.instruments.0.validTo',
    ],
    ['a field that the form does not have', { colour: '白' }, 'record.shape', 'colour'],
    ['a column that the form does not have', { samples: [{ colour: '白' }] }, 'record.shape', 'samples.0.colour'],
    ['a group where the form has a figure', { hours: { m: '1' } }, 'record.shape', 'hours'],
    ['a JSON number', { hours: 3.5 }, 'readings.text', 'hours'],
    ['nothing at all', {}, 'readings.none', 'readings'],
  ];
  for (const [what, readings, id, field] of bad) {
    it(`refuses ${what}: ${id} at ${field}`, async () => {
      const { test } = await drier();
      const answer = await save(await rig.as('analyst'), test, readings);
      expect(
        answer
          .json<{ problems: { id: string; field: string }[] }>()
          .problems.map((problem) => [problem.id, problem.field]),
      ).to.deep.equal([[id, field]]);
      expect(answer.status).to.equal(422);
      expect(await show(test.id)).to.deep.include({ version: test.version, readings: {} });
    });
  }

  it('refuses a word that its list does not have: record.choice', async () => {
    const { tests } = await rig.assigned();
    const answer = await save(await rig.as('analyst'), tests[0], { ...appearance, conforms: 'maybe' });
    expect(answer.refusals()).to.deep.equal(['record.choice']);
  });

  it('B028 keeps a zero that stops the calculation: a problem, no verdict', async () => {
    const { test } = await drier();
    const saved = ok<Saved>(
      await save(await rig.as('analyst'), test, {
        ...drying,
        samples: [{ ...drying.samples[0], m: '0' }, drying.samples[1]],
      }),
    );
    expect(saved).to.include({ verdict: null, complete: false });
    expect((await show(test.id)).outcome.problems.map(({ id }) => id)).to.include('formula.zero');
  });

  it('FT-06 of two at once one saves, the other gets 412 with the values now stored, who and when', async () => {
    const { test } = await drier();
    const analyst = await rig.as('analyst');
    const answers = await Promise.all([
      save(analyst, test, { hours: '3' }),
      save(analyst, test, { temperature_dry: '105' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 412]);
    const stale = answers.find(({ status }) => status === 412);
    expect(stale?.refusals()).to.deep.equal(['record.stale']);
    expect(stale?.text)
      .to.contain('李检')
      .and.to.satisfy((text: string) => text.includes('hours') || text.includes('temperature_dry'));
  });

  it('FT-06 names version, values by cell, who and when in the refusal of the slower one', async () => {
    const { test } = await drier();
    ok(await save(await rig.as('analyst'), test, { hours: '3' }));
    const late = { id: test.id, version: test.version, field: 'readings.temperature_dry', value: '105' };
    const refusal = await rig
      .act('analyst', (act) => record(act, late))
      .then(
        () => undefined,
        (error: unknown) => error as Refusal,
      );
    expect(refusal?.kind).to.equal('stale');
    expect(refusal?.data).to.deep.include({
      version: test.version + 1,
      by: '李检',
      readings: { hours: '3' },
      values: { 'readings.hours': '3' },
    });
  });

  it('does not collide over different tests of one batch', async () => {
    const { tests } = await rig.assigned();
    const analyst = await rig.as('analyst');
    const answers = await Promise.all([save(analyst, tests[0], appearance), save(analyst, tests[1], drying)]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
  });

  it('asks for the version that was read', async () => {
    const { test } = await drier();
    const answer = await (await rig.as('analyst')).post(`/tests/${test.id}/readings`, { readings: { hours: '3' } });
    expect([answer.status, answer.refusals()]).to.deep.equal([428, ['request.precondition']]);
  });

  it('refuses anybody but the assigned analyst: test.not-mine, and 403 without the permission', async () => {
    const { test } = await drier();
    expect((await save(await rig.as('analyst2'), test, drying)).refusals()).to.deep.equal(['test.not-mine']);
    for (const login of ['reviewer', 'head', 'admin', 'auditor'])
      expect((await save(await rig.as(login), test, drying)).status, login).to.equal(403);
  });

  it('B029 refuses a change after the signature, and says who signed and when', async () => {
    const { tests } = await rig.submitted();
    const [, test] = tests;
    const answer = await save(await rig.as('analyst'), test, { hours: '4' }, '补正');
    expect([answer.status, answer.refusals()]).to.deep.equal([409, ['test.closed']]);
    const { signatures } = await show(test?.id ?? '');
    expect(answer.text)
      .to.contain('李检')
      .and.to.contain(chinaTime(signatures[0]?.at ?? ''));
  });

  it('refuses every act on a batch that was terminated', async () => {
    const { sample, test } = await drier();
    await rig.act('head', async (act) => {
      const row = await find<SampleRow>(act.db, 'samples', { id: sample });
      if (row) await act.update<SampleRow>('samples', row, { state: 'terminated' });
    });
    expect((await save(await rig.as('analyst'), test, drying)).refusals()).to.deep.equal(['test.terminated']);
  });

  it('answers 404 for a test that does not exist', async () => {
    const analyst = await rig.as('analyst');
    expect((await analyst.get('/tests/01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).to.equal(404);
    expect((await save(analyst, { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', version: 1 }, drying)).status).to.equal(404);
  });

  describe('at the bench', () => {
    const cell = async (test: { id: string; version: number }, body: object) =>
      (await rig.as('analyst')).post(`/tests/${test.id}/readings`, body, { ifMatch: `"${test.version}"` });

    it('takes one cell by its name, with or without the prefix of the page', async () => {
      const { test } = await drier();
      const first = ok<Saved>(await cell(test, { field: 'readings.samples.1.m', value: '1.0015' }));
      expect(first.changed).to.deep.equal(['samples.1.m']);
      ok(await cell({ id: test.id, version: first.version }, { field: 'hours', value: '3' }));
      expect((await show(test.id)).readings).to.deep.equal({ samples: [{}, { m: '1.0015' }], hours: '3' });
    });

    it('asks for the reason at the field `reason`, which the island prompts for', async () => {
      const { test } = await drier();
      const { version } = ok<Saved>(await cell(test, { field: 'readings.hours', value: '3' }));
      const answer = await cell({ id: test.id, version }, { field: 'readings.hours', value: '4' });
      expect(
        answer.json<{ problems: { id: string; field: string }[] }>().problems.map(({ id, field }) => [id, field]),
      ).to.deep.equal([['record.reason', 'reason']]);
      ok(await cell({ id: test.id, version }, { field: 'readings.hours', value: '4', reason: '抄错' }));
    });

    it('answers a fragment: the new version and the outcome with the form to sign', async () => {
      const { tests } = await rig.recorded();
      const analyst = await rig.as('analyst');
      const [, test] = tests;
      const response = await fetch(`${rig.url}/tests/${test?.id ?? ''}/readings`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: analyst.cookie,
          'x-csrf-token': analyst.csrf,
          'if-match': `"${test?.version ?? 0}"`,
          'x-fragment': 'outcome',
        },
        body: JSON.stringify({ field: 'readings.hours', value: '4', reason: '抄错' }),
      });
      const { version, html } = (await response.json()) as { version: number; html: string };
      expect(version).to.equal((test?.version ?? 0) + 1);
      expect(html).to.contain('0.4%').and.to.contain(`name="version" value="${version}"`);
    });

    it('draws the page: cells, their island, limits and the frozen form; others see it read-only', async () => {
      const { test } = await drier();
      const page = (await (await rig.as('analyst')).page(`/tests/${test.id}`)).text;
      expect(page)
        .to.contain('data-bench')
        .and.to.contain(`data-save-url="/tests/${test.id}/readings"`)
        .and.to.contain('name="readings.samples.1.m_2"')
        .and.to.contain('不得过0.5%');
      const other = (await (await rig.as('analyst2')).page(`/tests/${test.id}`)).text;
      expect(other).to.contain('只能由被分配的检验人办理').and.not.to.contain('data-bench');
    });
  });

  it('shows the analyst what waits: returned first with its reason, open, ready to sign', async () => {
    const analyst = await rig.as('analyst');
    const { tests } = await rig.submitted();
    const [first] = tests;
    ok(
      await (await rig.as('reviewer')).post(`/tests/${first?.id ?? ''}/return`, {
        version: first?.version,
        reason: '请核对性状描述',
      }),
    );
    await rig.recorded();
    const mine = ok<{ returned: { id: string }[]; open: unknown[]; ready: { id: string; hash: string }[] }>(
      await analyst.get('/tests'),
    );
    expect(mine.returned.map(({ id }) => id)).to.include(first?.id);
    expect(mine.ready.length).to.be.greaterThan(2);
    const page = (await analyst.page('/tests')).text;
    expect(page).to.contain('请核对性状描述').and.to.contain('name="tests"');
    const signed = await analyst.form('/submissions', [
      ...mine.ready.map(({ id, hash }): [string, string] => ['tests', `${id}:${hash}`]),
      ['password', PASSWORD],
    ]);
    expect([signed.status, signed.headers.get('location')]).to.deep.equal([303, '/tests']);
  });

  it('keeps the trail and the rows in agreement', async () => {
    expect((await verifyTrail(rig.app.db.read)).faults).to.deep.equal([]);
  });
});
