import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { addLaboratories, alike, identity, ok, plan, Round, water } from './arrange.ts';

/** Ten units of which each differs from the next by more than σpt allows. */
const unlike = Array.from({ length: 10 }, (_, i) => `${(9 + i * 0.2).toFixed(2)} ${(9 + i * 0.2).toFixed(2)}`).join(
  '\n',
);

eachEngine('exceptions of a comparison', (engine) => {
  let lab: Lab;
  let round: Round;

  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    round = new Round(lab);
    await addLaboratories(lab, 2);
  });
  after(() => lab.close());

  const post = async (path: string, body: object, login = 'quality') =>
    (await round.as(login)).post(`/comparisons/${round.id}/${path}`, body);
  const file = async (path: string, login = 'quality') =>
    (await round.as(login)).get(`/comparisons/${round.id}/${path}`);

  it('has nothing to print before there are units', async () => {
    await round.planned([water], { ...plan, pairs: false });
    expect((await file('labels')).refusals()).to.deep.equal(['comparison.no-units']);
    expect((await file('packing')).refusals()).to.deep.equal(['comparison.not-packed']);
    expect((await file('participants/01M82YNHNFEPRXT89E1P07YYVQ/report')).refusals()).to.deep.equal([
      'comparison.not-evaluated',
    ]);
  });

  it('judges by a target typed in where σpt follows from the results, and says in which lines something is wrong', async () => {
    const robust = {
      itemName: '灰分',
      itemKind: 'number',
      itemUnit: '%',
      itemDecimals: 1,
      assignedSource: 'consensus',
      sigmaWay: 'robust',
    };
    const { id } = await ok(post('items', robust));
    expect((await round.check(id, 'B', unlike)).refusals()).to.deep.equal(['comparison.check-sample']);
    expect((await round.check(id, 'A', unlike)).refusals()).to.deep.equal(['comparison.check-sigma']);
    await ok(round.check(id, 'A', alike, { checkSigma: '0.3' }));
    expect((await round.check(id, 'A', alike, { checkKind: 'stability' })).refusals()).to.deep.equal([
      'comparison.check-late-stability',
    ]);
  });

  it('does not send out units that are not alike, unless somebody else decides so with a reason', async () => {
    const [first] = (await round.sheet()).items;
    expect((await round.move('decision', 'technical', { reason: '见附件' })).refusals()).to.deep.equal([
      'comparison.nothing-to-decide',
    ]);
    await ok(round.check(first?.id ?? '', 'A', unlike));
    expect((await round.check(first?.id ?? '', 'A', 'x 1\n'.repeat(10))).status).to.equal(422);
    await ok(post('units', { unitCount: 250 }));
    expect((await post('units', { unitCount: 251 })).status).to.equal(422);
    await ok(post('units', { unitCount: 250 }));
    expect((await post('units', { unitCount: 1 })).refusals()).to.deep.equal(['comparison.units-many']);
    const { version } = await round.sheet();
    const { id: _id, ...changed } = { id: round.id, ...plan, pairs: true, version };
    expect((await (await round.as('quality')).post(`/comparisons/${round.id}`, changed)).refusals()).to.deep.equal([
      'comparison.samples-fixed',
    ]);
    await ok(round.move('checked'));
    expect(
      (
        await (await round.as('quality')).post(`/comparisons/${round.id}`, { ...plan, version: version + 1 })
      ).refusals(),
    ).to.deep.equal(['comparison.fixed']);
    expect((await post('items', identity)).refusals()).to.deep.equal(['comparison.fixed']);
    await round.invited();
    expect((await round.check(first?.id ?? '', 'A', alike)).refusals()).to.deep.equal([
      'comparison.check-late-homogeneity',
    ]);
    for (const login of ['participant', 'participant2', 'lab1']) await ok(round.answer(login, 'acceptance'));
    await ok(round.answer('lab2', 'refusal', { reason: '设备检修' }));
    expect((await round.move('dispatch')).refusals()).to.deep.equal(['comparison.inhomogeneous']);
    expect((await round.move('decision', 'quality', { reason: '差异可接受' })).refusals()).to.deep.equal([
      'comparison.own-decision',
    ]);
    await ok(round.move('decision', 'technical', { reason: '差异可接受' }));
    await ok(round.move('dispatch'));
    expect((await post('units', { unitCount: 1 })).refusals()).to.deep.equal(['comparison.units-late']);
  });

  it('takes the stability test as two series, and evaluates nothing where nobody reported', async () => {
    const [first] = (await round.sheet()).items;
    const stability = (readings: string) => round.check(first?.id ?? '', 'A', readings, { checkKind: 'stability' });
    expect((await stability('10.0 10.1')).refusals()).to.deep.equal(['comparison.check-series']);
    for (const login of ['participant', 'participant2', 'lab1']) await round.received(login);
    round.at('2026-12-10T17:00:01+08:00');
    await ok(round.move('closing'));
    await ok(round.check(first?.id ?? '', 'A', '10.00 10.01\n10.90 10.91', { checkKind: 'stability' }));
    expect((await round.move('evaluation')).refusals()).to.deep.equal(['comparison.nothing-reported']);
  });

  it('lets laboratories report late one by one; what is kept out is decided with a reason and may be taken back', async () => {
    const { participants } = await round.sheet();
    const absent = participants.find(({ organisation }) => organisation.startsWith('丁县'))!;
    const late = (one: { id: string; version: number }) =>
      post(`participants/${one.id}/late`, { version: one.version, reason: '快递延误' });
    expect((await late(absent)).refusals()).to.deep.equal(['comparison.late-part']);
    for (const one of participants.filter(({ id }) => id !== absent.id)) await ok(late(one));
    const values = { '1A': '10.02', '2A': '1.2' };
    for (const login of ['participant', 'participant2']) await ok(round.submit(login, values));
    // All are late: no consensus can be made of nothing.
    expect((await round.move('evaluation')).refusals()).to.deep.equal(['statistics.few']);
    const one = (await round.sheet()).participants.find(({ submitted }) => submitted)!;
    const exclusion = async (keptOut: boolean) => {
      const { version } = (await round.sheet()).participants.find(({ id }) => id === one.id)!;
      return post(`participants/${one.id}/exclusion`, { version, keptOut, reason: '单位差错' });
    };
    await ok(exclusion(true));
    await ok(exclusion(false));
    expect(
      (await post(`participants/${one.id}/actions`, { asked: '原因', dueOn: '2027-01-01' })).refusals(),
    ).to.deep.equal(['comparison.action-state']);
    const own = await round.own('participant');
    expect(own.entry).to.equal('late');
    await ok(round.move('cancellation', 'quality', { reason: '样品不足' }));
    expect((await exclusion(true)).refusals()).to.deep.equal(['comparison.exclusion-state']);
    expect((await late(one)).refusals()).to.deep.equal(['comparison.late-state']);
    expect((await file('results.xlsx')).refusals()).to.deep.equal(['comparison.sealed']);
  });

  it('holds eight items and no more, and asks for enough units before it dispatches', async () => {
    await round.planned([identity], {
      ...plan,
      schemeNo: 'BD-2027-02',
      closesAt: '2027-02-10T17:00',
      reportOn: '2027-03-01',
    });
    for (let i = 0; i < 7; i++) await ok(post('items', { ...identity, itemName: `鉴别${i}` }));
    expect((await post('items', identity)).refusals()).to.deep.equal(['comparison.items-full']);
    await ok(post('units', { unitCount: 1 }));
    for (const { id } of (await round.sheet()).items)
      for (const [sample, answer] of [
        ['A', '三七'],
        ['B', '人参'],
      ] as const)
        await ok(round.check(id, sample, Array(10).fill(answer).join('\n')));
    await ok(round.move('checked'));
    await round.invited();
    for (const login of ['participant', 'participant2']) await ok(round.answer(login, 'acceptance'));
    expect((await round.move('dispatch')).refusals()).to.deep.equal(['comparison.units-short']);
    expect((await round.own('participant')).state).to.equal('joined');
  });
});
