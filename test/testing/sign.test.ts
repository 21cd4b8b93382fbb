import { expect } from 'chai';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import { approve } from '../../lib/testing/approve.ts';
import { type Approved, contentHash, reopen } from '../../lib/testing/index.ts';
import { testsOf } from '../../lib/testing/store.ts';
import { eachEngine } from '../support/engines.ts';
import type { Answer, Client } from '../support/lab.ts';
import { reviewEach } from '../support/review.ts';
import {
  appearance,
  bound,
  disintegration,
  disintegrationUndecided,
  drying,
  ok,
  PASSWORD,
  type Rig,
  save,
  startRig,
} from './rig.ts';

interface Signature {
  entity_id: string;
  meaning: string;
  user_name: string;
  role: string;
  record_hash: string;
  set_id: string;
}

eachEngine('testing: submit, review, approve', (engine) => {
  let rig: Rig;
  before(async () => {
    rig = await startRig(engine);
  });
  after(() => rig.close());

  const signatures = (tests: readonly TestAnswer[]): Promise<Signature[]> =>
    rig.app.db
      .read('signatures')
      .whereIn(
        'entity_id',
        tests.map(({ id }) => id),
      )
      .orderBy('id');
  const sampleState = async (id: string): Promise<string> =>
    (await rig.app.db.read('samples').where({ id }).first<{ state: string }>('state')).state;
  const states = async (id: string): Promise<string[]> => (await rig.tests(id)).map(({ state }) => state);
  const submitOne = (client: Client, test: TestAnswer | undefined, password = PASSWORD): Promise<Answer> =>
    client.post(`/tests/${test?.id ?? ''}/submission`, { password }, { ifMatch: `"${test?.version ?? 0}"` });
  const reviewSet = (client: Client, tests: readonly TestAnswer[], password = PASSWORD): Promise<Answer> =>
    client.post('/reviews', { tests: bound(tests), password });
  const reviewAll = (client: Client, tests: readonly TestAnswer[]): Promise<Answer> => reviewEach(client, tests);
  const approveBatch = (client: Client, batch: { id: string; tests: readonly TestAnswer[] }): Promise<Answer> =>
    client.post(`/samples/${batch.id}/approval`, { hashes: bound(batch.tests), password: PASSWORD });

  describe('submit', () => {
    it('DI-11 DI-13 signs one record: meaning, printed name, role, bound to the hash that the page showed', async () => {
      const { id, tests } = await rig.recorded();
      const [, test] = tests;
      const submitted = ok<TestAnswer>(await submitOne(await rig.as('analyst'), test));
      expect(submitted).to.include({ state: 'submitted', hash: test?.hash });
      const [signature] = await signatures([submitted]);
      expect(signature).to.include({ meaning: 'test', user_name: '李检', role: 'analyst', record_hash: test?.hash });
      expect(await states(id)).to.deep.equal(['testing', 'submitted', 'testing']);
    });

    it('DI-12 signs nothing with a wrong or missing password', async () => {
      const { id, tests } = await rig.recorded();
      const analyst = await rig.as('analyst');
      expect((await submitOne(analyst, tests[1], 'not the password')).status).to.equal(401);
      const missing = await analyst.post(
        `/tests/${tests[1]?.id ?? ''}/submission`,
        {},
        { ifMatch: `"${tests[1]?.version ?? 0}"` },
      );
      expect(missing.status).to.equal(422);
      expect(await states(id)).to.deep.equal(['testing', 'testing', 'testing']);
      expect(await signatures(tests)).to.have.length(0);
    });

    it('refuses a record with gaps and names every one: submit.missing', async () => {
      const { tests } = await rig.assigned();
      const analyst = await rig.as('analyst');
      const { common: _common, ...body } = drying;
      const { version } = ok<{ version: number }>(
        await save(analyst, tests[1], { ...body, samples: [drying.samples[0]] }),
      );
      const answer = await analyst.post(`/tests/${tests[1]?.id ?? ''}/submission`, { password: PASSWORD, version });
      expect(answer.status).to.equal(409);
      const { problems } = answer.json<{ problems: { id: string; field: string; text: string }[] }>();
      expect(new Set(problems.map(({ id }) => id))).to.deep.equal(new Set(['submit.missing']));
      expect(problems.map(({ field }) => field)).to.include.members([
        'samples.1.m',
        'samples.1.m_2',
        'common.portion',
        'common.started',
      ]);
      expect(problems.find(({ field }) => field === 'samples.1.m')?.text).to.contain('供试品');
    });

    it('refuses a record outside its precision rule, by the rule’s name', async () => {
      const { tests } = await rig.assigned();
      const analyst = await rig.as('analyst');
      const off = {
        ...drying,
        samples: [drying.samples[0], { m_1: '21.0876', m: '1.0015', m_p: '22.0804', m_2: '22.0802' }],
      };
      const { version } = ok<{ version: number }>(await save(analyst, tests[1], off));
      const answer = await analyst.post(`/tests/${tests[1]?.id ?? ''}/submission`, { password: PASSWORD, version });
      expect(answer.refusals()).to.deep.equal(['record.precision']);
    });

    it('refuses an undecided result: a further stage is due', async () => {
      const { tests } = await rig.assigned();
      const analyst = await rig.as('analyst');
      const { version, verdict } = ok<{ version: number; verdict: string | null }>(
        await save(analyst, tests[2], disintegrationUndecided),
      );
      const answer = await analyst.post(`/tests/${tests[2]?.id ?? ''}/submission`, { password: PASSWORD, version });
      expect(answer.status).to.equal(409);
      expect(answer.refusals()[0]).to.be.oneOf(['submit.undecided', 'submit.missing']);
      expect(verdict).to.not.equal('conforms');
    });

    it('refuses a record that was never begun, a stale page, and another analyst', async () => {
      const { tests } = await rig.assigned();
      const analyst = await rig.as('analyst');
      expect((await submitOne(analyst, tests[0])).refusals()).to.deep.equal(['machine.state']);
      const recorded = await rig.recorded();
      expect((await submitOne(analyst, { ...(recorded.tests[0] as TestAnswer), version: 1 })).status).to.equal(412);
      expect((await submitOne(await rig.as('analyst2'), recorded.tests[0])).refusals()).to.deep.equal([
        'test.not-mine',
      ]);
    });

    it('signs a set by one password, all in one set', async () => {
      const { id, tests } = await rig.recorded();
      ok(await (await rig.as('analyst')).post('/submissions', { tests: bound(tests), password: PASSWORD }));
      const signed = await signatures(tests);
      expect(signed.map(({ meaning }) => meaning)).to.deep.equal(['test', 'test', 'test']);
      expect(new Set(signed.map(({ set_id }) => set_id)).size).to.equal(1);
      expect(await states(id)).to.deep.equal(['submitted', 'submitted', 'submitted']);
    });

    it('DI-13 refuses a set of which one record changed since it was shown, and names it; none is signed', async () => {
      const { tests } = await rig.recorded();
      const analyst = await rig.as('analyst');
      ok(await save(analyst, tests[1], { hours: '4' }, '抄录笔误'));
      const answer = await analyst.post('/submissions', { tests: bound(tests), password: PASSWORD });
      expect([answer.status, answer.refusals()]).to.deep.equal([409, ['sign.changed']]);
      expect(answer.text).to.contain('干燥失重');
      expect(await signatures(tests)).to.have.length(0);
    });

    it('refuses a record that is listed twice, an empty set, a hash that is none', async () => {
      const { tests } = await rig.recorded();
      const analyst = await rig.as('analyst');
      const [one] = bound(tests);
      expect((await analyst.post('/submissions', { tests: [one, one], password: PASSWORD })).refusals()).to.deep.equal([
        'sign.twice',
      ]);
      for (const list of [[], [{ id: one?.id, hash: 'x' }], undefined])
        expect((await analyst.post('/submissions', { tests: list, password: PASSWORD })).status).to.equal(422);
    });
  });

  describe('review', () => {
    it('signs one by one; when the last one is reviewed the batch is tested', async () => {
      const { id, tests } = await rig.submitted();
      const reviewer = await rig.as('reviewer');
      ok(await reviewAll(reviewer, tests.slice(0, 2)));
      expect(await sampleState(id)).to.equal('testing');
      ok(await reviewAll(reviewer, tests.slice(2)));
      expect(await sampleState(id)).to.equal('tested');
      const row = await rig.app.db
        .read('tests')
        .where({ id: tests[0]?.id })
        .first<{ reviewer_id: string; reviewed_at: string }>();
      expect(row.reviewer_id).to.equal((await rig.user('reviewer')).id);
      expect((await signatures(tests)).filter(({ meaning }) => meaning === 'review')).to.have.length(3);
    });

    it('DI-10 10.8 refuses the analyst as reviewer, whatever roles he holds', async () => {
      const batch = await rig.assigned('analyst2');
      const analyst = await rig.as('analyst2');
      ok(await save(analyst, batch.tests[0], appearance));
      const [test] = await rig.tests(batch.id);
      ok(await submitOne(analyst, test));
      const [submitted] = await rig.tests(batch.id);
      expect((await reviewSet(analyst, submitted ? [submitted] : [])).refusals()).to.deep.equal(['review.own']);
      const answer = await analyst.post(`/tests/${submitted?.id ?? ''}/return`, {
        version: submitted?.version,
        reason: '自己退回',
      });
      expect(answer.refusals()).to.deep.equal(['review.own']);
      const list = ok<{ waiting: { id: string }[]; others: { id: string }[] }>(await analyst.get('/reviews'));
      expect(list.others.map(({ id }) => id)).to.include(submitted?.id).and.to.not.be.empty;
      expect(list.waiting.map(({ id }) => id)).not.to.include(submitted?.id);
    });

    it('refuses a sampling officer as reviewer: test.sampler', async () => {
      const { tests } = await rig.submitted(['many', 'sampler']);
      expect((await reviewSet(await rig.as('many'), tests)).refusals()).to.deep.equal([
        'test.sampler',
        'test.sampler',
        'test.sampler',
      ]);
    });

    it('refuses a wrong password, a record not submitted, and people without the permission', async () => {
      const { tests } = await rig.recorded();
      const reviewer = await rig.as('reviewer');
      expect((await reviewSet(reviewer, tests)).refusals()).to.deep.equal([
        'machine.state',
        'machine.state',
        'machine.state',
      ]);
      const submitted = await rig.submitted();
      expect((await reviewSet(reviewer, submitted.tests, 'guess')).status).to.equal(401);
      for (const login of ['analyst', 'head', 'admin'])
        expect((await reviewSet(await rig.as(login), submitted.tests)).status, login).to.equal(403);
      expect((await signatures(submitted.tests)).some(({ meaning }) => meaning === 'review')).to.equal(false);
    });

    it('gives a record back with a reason; the analyst changes it, submits it again, and the old signature no longer fits', async () => {
      const { id, tests } = await rig.submitted();
      const [, test] = tests;
      const reviewer = await rig.as('reviewer');
      for (const reason of ['', ' ', '\u200B\u200B', '改']) {
        const refused = await reviewer.post(`/tests/${test?.id ?? ''}/return`, { version: test?.version, reason });
        expect(refused.refusals(), JSON.stringify(reason)).to.deep.equal(['return.reason']);
      }
      const back = ok<TestAnswer>(
        await reviewer.post(`/tests/${test?.id ?? ''}/return`, { version: test?.version, reason: '请核对干燥时间' }),
      );
      expect(back).to.include({ state: 'returned', returned_reason: '请核对干燥时间' });
      const analyst = await rig.as('analyst');
      const saved = ok<{ state: string; version: number }>(await save(analyst, back, { hours: '4' }, '核对后更正'));
      expect(saved.state).to.equal('testing');
      const again = ok<TestAnswer>(
        await analyst.post(`/tests/${back.id}/submission`, { version: saved.version, password: PASSWORD }),
      );
      const signed = await signatures([again]);
      expect(signed.map(({ record_hash }) => record_hash === again.hash)).to.deep.equal([false, true]);
      const page = (await reviewer.page(`/tests/${back.id}/review`)).text;
      expect(page).to.contain('Δ').and.to.contain('核对后更正').and.to.contain('得出结果后又修改 1 次');
      ok(await reviewAll(reviewer, await rig.tests(id)));
    });

    it('works as a form, which is shown again without the password that was wrong', async () => {
      const { id, tests } = await rig.submitted();
      const reviewer = await rig.as('reviewer');
      for (const test of tests) {
        const path = `/tests/${test.id}/review`;
        expect((await reviewer.page(path)).text).to.contain(test.hash);
        const wrong = await reviewer.form(path, { hash: test.hash, password: 'guess' });
        expect(wrong.status).to.equal(401);
        expect(wrong.text).not.to.contain('guess');
        expect((await reviewer.form(path, { hash: test.hash, password: PASSWORD })).status).to.equal(303);
      }
      expect(await sampleState(id)).to.equal('tested');
    });
  });

  describe('approve', () => {
    const alone = (batch: { id: string; tests: readonly TestAnswer[] }, approved?: Approved) =>
      rig.act('head', (act) =>
        approve({ ...act, sign: () => Promise.resolve() }, { id: batch.id, hashes: bound(batch.tests) }, approved),
      );

    it('locks all records, signs each, gives the batch its verdict, and drafts the report in the same act', async () => {
      const batch = await rig.reviewed();
      const done = ok<{ state: string; verdict: string }>(await approveBatch(await rig.as('head'), batch));
      expect(done).to.include({ state: 'approved', verdict: 'conforms' });
      expect(await states(batch.id)).to.deep.equal(['locked', 'locked', 'locked']);
      const signed = (await signatures(batch.tests)).filter(({ meaning }) => meaning === 'approve');
      expect(signed.map(({ user_name, role }) => [user_name, role])).to.deep.equal(
        Array.from({ length: 3 }, () => ['王主任', 'department-head']),
      );
      const row = await rig.app.db
        .read('samples')
        .where({ id: batch.id })
        .first<{ approved_by: string }>('approved_by');
      expect(row.approved_by).to.equal((await rig.user('head')).id);
    });

    it('one item out of its limit makes the whole batch nonconforming', async () => {
      const batch = await rig.assigned();
      const analyst = await rig.as('analyst');
      for (const [i, readings] of [{ ...appearance, conforms: 'no' }, drying, disintegration].entries())
        ok(await save(analyst, batch.tests[i], readings));
      ok(await analyst.post('/submissions', { tests: bound(await rig.tests(batch.id)), password: PASSWORD }));
      ok(await reviewAll(await rig.as('reviewer'), await rig.tests(batch.id)));
      const done = ok<{ verdict: string }>(
        await approveBatch(await rig.as('head'), { id: batch.id, tests: await rig.tests(batch.id) }),
      );
      expect(done.verdict).to.equal('fails');
    });

    it('1.2 a batch of risk monitoring is approved without a verdict: it gives data, no statement of conformity', async () => {
      const batch = await rig.reviewed();
      const sampling = await rig.app.db
        .read('samples')
        .join('samplings', 'samplings.id', 'samples.sampling_id')
        .where({ 'samples.id': batch.id })
        .first<{ id: string }>('samplings.id');
      await rig.app.db.write('samplings').where({ id: sampling.id }).update({ work_kind: 'FX' });
      const done = ok<{ verdict: string | null }>(
        await approveBatch(await rig.as('head'), { id: batch.id, tests: await rig.tests(batch.id) }),
      );
      await rig.app.db.write('samplings').where({ id: sampling.id }).update({ work_kind: 'JD' });
      expect(done.verdict).to.equal(null);
    });

    it('undoes the approval when what follows in the same act fails', async () => {
      const batch = await rig.reviewed();
      const failed = await alone(batch, () => Promise.reject(new Error('no report'))).then(
        () => '',
        (error: unknown) => (error as Error).message,
      );
      expect(failed).to.equal('no report');
      expect([await sampleState(batch.id), await states(batch.id)]).to.deep.equal([
        'tested',
        ['reviewed', 'reviewed', 'reviewed'],
      ]);
    });

    it('10.20 refuses a batch with an open item, by its name', async () => {
      const batch = await rig.submitted();
      ok(await reviewAll(await rig.as('reviewer'), batch.tests.slice(0, 2)));
      const answer = await approveBatch(await rig.as('head'), batch);
      expect([answer.status, answer.refusals()]).to.deep.equal([409, ['approval.open']]);
      expect(answer.text).to.contain('崩解时限');
    });

    it('refuses a part of the batch, a changed record, and a second approval', async () => {
      const batch = await rig.reviewed();
      const head = await rig.as('head');
      expect((await approveBatch(head, { id: batch.id, tests: batch.tests.slice(1) })).refusals()).to.deep.equal([
        'approval.incomplete',
      ]);
      const other = batch.tests.map((test) => ({ ...test, hash: '0'.repeat(64) }));
      expect((await approveBatch(head, { id: batch.id, tests: other })).refusals()).to.deep.equal([
        'sign.changed',
        'sign.changed',
        'sign.changed',
      ]);
      ok(await approveBatch(head, batch));
      expect((await approveBatch(head, batch)).refusals()).to.deep.equal(['approval.state']);
    });

    it('refuses as approver who analysed, reviewed or drew the batch', async () => {
      const batch = await rig.submitted();
      const many = await rig.as('many');
      ok(await reviewAll(many, batch.tests));
      expect(new Set((await approveBatch(many, batch)).refusals())).to.deep.equal(new Set(['approval.chain']));
      const drawn = await rig.submitted(['many', 'sampler']);
      ok(await reviewAll(await rig.as('reviewer'), drawn.tests));
      expect(new Set((await approveBatch(many, drawn)).refusals())).to.deep.equal(new Set(['test.sampler']));
      expect((await many.page(`/samples/${drawn.id}/approval`)).text).to.contain('您是本批样品的抽样员');
    });

    it('sends items back with a reason; the batch is in testing again until they are reviewed anew', async () => {
      const batch = await rig.reviewed();
      const head = await rig.as('head');
      const list = [batch.tests[1]?.id];
      const path = `/samples/${batch.id}/approval/return`;
      expect((await head.post(path, { tests: list, reason: '\u3000' })).refusals()).to.deep.equal(['return.reason']);
      ok(await head.post(path, { tests: list, reason: '请复核称样量' }));
      expect([await sampleState(batch.id), await states(batch.id)]).to.deep.equal([
        'testing',
        ['reviewed', 'returned', 'reviewed'],
      ]);
      expect((await head.post(path, { tests: list, reason: '再退一次' })).refusals()).to.deep.equal(['approval.state']);
      const analyst = await rig.as('analyst');
      const test = (await rig.tests(batch.id))[1];
      ok(await submitOne(analyst, test));
      ok(await reviewAll(await rig.as('reviewer'), (await rig.tests(batch.id)).slice(1, 2)));
      expect(await sampleState(batch.id)).to.equal('tested');
    });

    it('reopens an approved batch when the signatory gives its report back', async () => {
      const batch = await rig.reviewed();
      await alone(batch);
      await rig.act('signatory', (act) => reopen(act, batch.id, '结论有误'));
      expect([await sampleState(batch.id), await states(batch.id)]).to.deep.equal([
        'tested',
        ['reviewed', 'reviewed', 'reviewed'],
      ]);
      const again = await rig
        .act('signatory', (act) => reopen(act, batch.id, '结论有误'))
        .then(
          () => '',
          (error: unknown) => (error as Error).message,
        );
      expect(again).to.equal('approval.not-approved');
      ok(await approveBatch(await rig.as('head'), batch));
    });

    it('works as a form and lists what waits', async () => {
      const batch = await rig.reviewed();
      const head = await rig.as('head');
      expect((await head.page('/approvals')).text).to.contain(`/samples/${batch.id}/approval`);
      expect((await head.page(`/samples/${batch.id}/approval`)).text).to.contain('签名审核通过并锁定');
      const lines = bound(batch.tests).map((one): [string, string] => ['hashes', `${one.id}:${one.hash}`]);
      expect((await head.form(`/samples/${batch.id}/approval`, [...lines, ['password', PASSWORD]])).status).to.equal(
        303,
      );
    });
  });

  describe('papers', () => {
    it('prints the filled and the blank record, and the blank form; each print of a record is an event', async () => {
      const { tests } = await rig.submitted();
      const analyst = await rig.as('analyst');
      for (const path of [
        `/tests/${tests[1]?.id ?? ''}/record.pdf`,
        `/tests/${tests[1]?.id ?? ''}/blank.pdf`,
        '/forms/loss-on-drying/blank.pdf',
      ]) {
        const answer = await analyst.page(path);
        expect(answer.status, path).to.equal(200);
        expect(answer.bytes.subarray(0, 5).toString(), path).to.equal('%PDF-');
      }
      const prints = await rig.app.db
        .read('audit')
        .where({ entity_id: tests[1]?.id })
        .whereIn('action', ['test.print', 'test.print-blank']);
      expect(prints).to.have.length(2);
      expect((await analyst.page('/forms/nothing/blank.pdf')).status).to.equal(404);
    });
  });

  it('has one hash for page, signature and database', async () => {
    const batch = await rig.submitted();
    const rows = await testsOf(rig.app.db.read, batch.id);
    expect(rows.map(contentHash)).to.deep.equal(batch.tests.map(({ hash }) => hash));
    expect((await signatures(batch.tests)).map(({ record_hash }) => record_hash).sort()).to.deep.equal(
      rows.map(contentHash).sort(),
    );
  });

  it('keeps the trail and the rows in agreement', async () => {
    expect((await verifyTrail(rig.app.db.read)).faults).to.deep.equal([]);
  });
});
