import { expect } from 'chai';
import type { PageRoute, PostRoute } from '../../lib/kernel/routes.ts';
import { misfits } from '../../lib/kernel/schema.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import { testingSlice } from '../../lib/testing/index.ts';
import { eachEngine } from '../support/engines.ts';
import { reviewEach } from '../support/review.ts';
import { all, arrangeWorld, excursion } from '../validity/world.ts';
import {
  appearance,
  bound,
  common,
  disintegration,
  drying,
  ok,
  PASSWORD,
  type Rig,
  save,
  specification,
  startRig,
} from './rig.ts';

eachEngine('testing: answers fit their schemas', (engine) => {
  let rig: Rig;
  const seen = new Set<string>();
  const routes = testingSlice().routes;
  before(async () => {
    rig = await startRig(engine);
  });
  after(() => rig.close());

  const fits = (name: string, answer: unknown): void => {
    const route = routes.find((one): one is PageRoute | PostRoute => one.name === name && one.kind !== 'file');
    expect(route, name).not.to.equal(undefined);
    expect(misfits(route?.answer ?? {}, answer), name).to.deep.equal([]);
    seen.add(name);
  };

  it('all the way from plan to approval', async () => {
    const [head, analyst, reviewer] = [await rig.as('head'), await rig.as('analyst'), await rig.as('reviewer')];
    const batch = await rig.batch();
    const at = `/samples/${batch.id}`;
    fits('task.list', ok(await head.get('/tasks')));
    fits('sample.plan-page', ok(await head.get(`${at}/plan`)));
    fits(
      'sample.plan',
      ok(await head.post(`${at}/plan`, { specification: specification.code, version: batch.version })),
    );
    const planned = await rig.tests(batch.id);
    fits(
      'test.assign',
      ok(
        await head.post(`${at}/assignment`, {
          tests: planned.map(({ id }) => id),
          analyst: (await rig.user('analyst')).id,
        }),
      ),
    );
    fits('sample.distribution', ok(await head.get(`${at}/distribution`)));
    const shares = planned.map(({ id: test }) => ({ test }));
    const analystId = (await rig.user('analyst')).id;
    const [first, ...rest] = shares;
    fits(
      'test.distribute',
      ok(await head.post(`${at}/distribution`, { shares: [{ ...first, analyst: analystId }, ...rest] })),
    );
    const { version } = ok<{ version: number }>(await head.get(`${at}/plan`));
    fits('sample.uncertainty', ok(await head.post(`${at}/uncertainty`, { version, reportUncertainty: true })));
    fits('sample.assignment', ok(await head.get(`${at}/assignment`)));
    const assigned = await rig.tests(batch.id);
    for (const [i, readings] of [appearance, drying, disintegration].entries())
      fits('test.record', ok(await save(analyst, assigned[i], readings)));
    fits('test.mine', ok(await analyst.get('/tests')));
    fits('test.show', ok(await analyst.get(`/tests/${planned[1]?.id ?? ''}`)));
    const photographed = ok<{ id: string; version: number }>(
      await analyst.post(`/tests/${planned[0]?.id ?? ''}/attachments`, {
        file: { name: '称量.csv', data: Buffer.from('1,2').toString('base64') },
      }),
    );
    fits('test.attach', photographed);
    const [{ hash } = { hash: '' }] = ok<{ attachments: { hash: string }[] }>(
      await analyst.get(`/tests/${photographed.id}`),
    ).attachments;
    fits(
      'test.withdraw-attachment',
      ok(
        await analyst.post(`/tests/${photographed.id}/withdrawals`, {
          hash,
          reason: '传错文件',
        }),
      ),
    );
    const recorded = await rig.tests(batch.id);
    fits(
      'test.submit',
      ok(
        await analyst.post(`/tests/${recorded[0]?.id ?? ''}/submission`, {
          version: recorded[0]?.version,
          password: PASSWORD,
        }),
      ),
    );
    fits(
      'test.submit-set',
      ok(await analyst.post('/submissions', { tests: bound(recorded.slice(1)), password: PASSWORD })),
    );
    fits('review.list', ok(await reviewer.get('/reviews')));
    fits('review.show', ok(await reviewer.get(`/tests/${planned[1]?.id ?? ''}/review`)));
    const submitted = await rig.tests(batch.id);
    fits(
      'test.return',
      ok(
        await reviewer.post(`/tests/${submitted[0]?.id ?? ''}/return`, {
          version: submitted[0]?.version,
          reason: '请补充',
        }),
      ),
    );
    ok(
      await analyst.post('/submissions', { tests: bound((await rig.tests(batch.id)).slice(0, 1)), password: PASSWORD }),
    );
    fits('test.review-one', ok(await reviewEach(reviewer, await rig.tests(batch.id))));
    fits('approval.list', ok(await head.get('/approvals')));
    fits('approval.show', ok(await head.get(`${at}/approval`)));
    fits(
      'sample.send-back',
      ok(await head.post(`${at}/approval/return`, { tests: [planned[0]?.id], reason: '再核对' })),
    );
    ok(
      await analyst.post('/submissions', { tests: bound((await rig.tests(batch.id)).slice(0, 1)), password: PASSWORD }),
    );
    ok(await reviewEach(reviewer, (await rig.tests(batch.id)).slice(0, 1)));
    fits(
      'sample.approve',
      ok(await head.post(`${at}/approval`, { hashes: bound(await rig.tests(batch.id)), password: PASSWORD })),
    );
  });

  it('setting a reason aside', async () => {
    const world = await arrangeWorld(rig);
    await world.set(all('warn'));
    await world.add('excursions', await excursion(rig, 'R-301'));
    const [analyst, technical] = [await rig.as('analyst'), await rig.as('technical')];
    const key = (await world.told())[0]?.key ?? '';
    const at = `/tests/${world.testId}/overrides`;
    fits('override.new', ok(await analyst.get(`${at}?key=${key}`)));
    const asked = ok<{ id: string; version: number }>(await analyst.post(at, { key, reason: '短时超出' }));
    fits('override.ask', asked);
    fits('override.list', ok(await technical.get('/overrides')));
    fits('override.show', ok(await technical.get(`/overrides/${asked.id}`)));
    const decision = { decision: 'decline', reason: '须重做', password: PASSWORD, version: 1 };
    fits('override.decide', ok(await technical.post(`/overrides/${asked.id}/decision`, decision)));
    const again = ok<{ id: string; version: number }>(await analyst.post(at, { key, reason: '补充评估' }));
    fits('override.withdraw', ok(await analyst.post(`/overrides/${again.id}/withdrawal`, { version: 1 })));
  });

  it('a set, and times that cannot both be true', async () => {
    const [reviewer, quality] = [await rig.as('reviewer'), await rig.as('quality')];
    const signed = async (login: string, instruments: object[]): Promise<TestAnswer> => {
      const client = await rig.as(login);
      const [test] = (await rig.assigned(login)).tests;
      const head = { ...common, started: '2026-11-23T08:10', finished: '2026-11-23T08:50', instruments };
      const saved = ok<{ version: number }>(await save(client, test, { ...appearance, common: head }));
      const input = { version: saved.version, password: PASSWORD };
      return ok<TestAnswer>(await client.post(`/tests/${test?.id ?? ''}/submission`, input));
    };
    const clean = await signed('analyst', []);
    fits('test.review', ok(await reviewer.post('/reviews', { tests: bound([clean]), password: PASSWORD })));
    for (const login of ['analyst', 'analyst2'])
      await signed(login, [{ no: 'E-0201', name: '高效液相色谱仪', validTo: '2027-01-10' }]);
    const listed = ok<{ rows: { id: string; version: number }[] }>(await quality.get('/plausibility'));
    fits('plausibility.list', listed);
    const [{ id, version } = { id: '', version: 0 }] = listed.rows;
    fits('plausibility.show', ok(await quality.get(`/plausibility/${id}`)));
    const explained = await quality.post(`/plausibility/${id}/explanation`, { version, reason: '已核对仪器日志' });
    fits('plausibility.explain', ok(explained));
  });

  it('covered every page and act of the slice', () => {
    expect(
      routes.filter((route) => route.kind !== 'file' && !seen.has(route.name)).map(({ name }) => name),
    ).to.deep.equal([]);
  });
});
