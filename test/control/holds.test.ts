import { expect } from 'chai';
import { playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';
import {
  approve,
  baseline,
  chartOf,
  chartWithLimits,
  importPoints,
  LEAD,
  ok,
  openChart,
  point,
  prepared,
  review,
  signed,
} from './rig.ts';

interface Alarm {
  id: string;
  version: number;
  alarm: { state: string; since: string; rules: string[]; cause: string | null };
  holds: { id: string; state: string; test: string; reported: boolean }[];
  back: boolean;
  why: { id: string }[];
}

eachEngine('results held by a chart', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  const alarmOf = async (client: Client, chart: string): Promise<Alarm> => {
    const open = (await chartOf(client, chart)).alarms.find(({ state }) => state === 'open');
    return ok<Alarm>(await client.get(`/control/alarms/${open?.id}`));
  };
  const close = async (client: Client, chart: string): Promise<void> => {
    const version = (await chartOf(client, chart)).version;
    ok(await client.post(`/control/charts/${chart}/state`, { version, chartMove: 'close', reason: '测试结束' }));
  };

  it('out of control: everything signed since the last good point is neither reviewed nor approved until it is settled by somebody else', async () => {
    const [analyst, quality, technical] = [
      await lab.as('analyst2'),
      await lab.as('quality'),
      await lab.as('technical'),
    ];
    const chart = await chartWithLimits(lab);
    const early = await prepared(lab);
    // Fed in control, so what was signed up to it stands.
    await signed(lab, early, '100.2');
    const late = await prepared(lab);
    const held = await signed(lab, late, '112');
    const alarm = await alarmOf(quality, chart);
    expect(alarm.alarm.rules).to.include('1-3s');
    expect(alarm.holds.map(({ test, state }) => [test, state])).to.deep.equal([[late.test, 'open']]);

    const refused = await review(lab, held);
    expect(refused.refusals()).to.deep.equal(['hold.open']);
    expect(refused.text).to.include('1-3s').and.include('第26点');
    const bench = await (await lab.as('analyst')).page(`/tests/${late.test}`);
    expect(bench.text).to.include('结果已扣留');
    expect((await (await lab.as('reviewer')).page(`/tests/${late.test}/review`)).text).to.include('结果已扣留');
    expect((await quality.page('/control')).text).to.include('失控，结果已扣留');

    // Signing goes on, and what is signed meanwhile is held as well.
    const third = await prepared(lab);
    const other = await signed(lab, third, '100.1');
    expect((await review(lab, other)).refusals()).to.deep.equal(['hold.open']);

    const now = await alarmOf(quality, chart);
    expect(now.holds).to.have.length(2);
    expect(now.back, 'the point fed by the third record is in control').to.equal(true);
    const settle = (client: Client, body: object) =>
      client.post(`/control/alarms/${now.id}/release`, {
        version: now.version,
        cause: '加标溶液配制错误',
        measures: '重配并复测质控样',
        ...body,
      });
    const verdicts = now.holds.map(({ id, test }) => ({
      hold: id,
      holdVerdict: test === late.test ? 'retest' : 'released',
    }));
    expect((await settle(quality, { verdicts: verdicts.slice(0, 1) })).refusals()).to.deep.equal(['hold.verdict']);
    expect((await settle(quality, { verdicts, cause: 'x' })).refusals()).to.deep.equal(['control.words']);
    expect((await settle(analyst, { verdicts })).status).to.equal(403);
    ok(await settle(technical, { verdicts }));
    expect((await settle(quality, { verdicts })).status).to.equal(412);

    ok(await review(lab, other));
    // To be tested again: returned, recorded and signed anew, then free.
    expect((await review(lab, held)).refusals()).to.deep.equal(['hold.retest']);
    const returned = ok<{ version: number }>(
      await (await lab.as('reviewer')).post(`/tests/${late.test}/return`, {
        version: held.version,
        reason: '失控后复测',
      }),
    );
    const anew = await signed(lab, { test: late.test, version: returned.version }, '99.9', 'analyst', '失控后复测');
    ok(await review(lab, anew));
    ok(await approve(lab, late.sample));
    const trail = await lab.app.db.read('audit').where({ entity: 'result_holds' }).pluck('body');
    expect(trail.join()).to.include('加标溶液配制错误');
    await close(quality, chart);
  });

  it('is not settled while the chart has not come back, nor by whoever produced a held result or the point', async () => {
    const [analyst, quality] = [await lab.as('analyst2'), await lab.as('quality')];
    const chart = await chartWithLimits(lab, { feedKind: 'blank' });
    ok(await point(quality, chart, '150'));
    const alarm = await alarmOf(quality, chart);
    const settle = async (client: Client) =>
      client.post(`/control/alarms/${alarm.id}/release`, {
        version: alarm.version,
        cause: '原因不明',
        measures: '重测',
        verdicts: alarm.holds.map(({ id }) => ({ hold: id, holdVerdict: 'released' })),
      });
    expect((await settle(quality)).refusals()).to.include('hold.own');
    expect((await settle(await lab.as('technical'))).refusals()).to.deep.equal(['hold.still-out']);
    const own = (await chartOf(quality, chart)).points.at(-1);
    expect(
      (
        await quality.post(`/control/points/${own?.id}/exclusion`, { version: own?.version, reason: '误操作' })
      ).refusals(),
    ).to.deep.equal(['hold.own']);
    ok(await point(analyst, chart, '100.2', '2026-11-22 10:00'));
    ok(await settle(await lab.as('technical')));
    await close(quality, chart);
  });

  it('a report is not issued while a result in it is held, however far the batch has come', async () => {
    const [quality, signatory] = [await lab.as('quality'), await lab.as('signatory')];
    const batch = await playBatch(lab, 'approved');
    const codes = await lab.app.db.read('tests').where({ sample_id: batch.sampleId }).pluck('parameter_code');
    const chart = await chartWithLimits(lab, { codes: codes[0] ?? '', feedKind: 'control' });
    ok(await point(await lab.as('analyst2'), chart, '150', '2026-11-22 11:00'));
    const issue = async () => {
      const report = ok<{ version: number; contentHash: string }>(await signatory.get(`/reports/${batch.reportId}`));
      return signatory.post(`/reports/${batch.reportId}/issue`, {
        version: report.version,
        hash: report.contentHash,
        password: PASSWORD,
      });
    };
    expect((await issue()).refusals()).to.deep.equal(['hold.open']);
    ok(await point(await lab.as('analyst2'), chart, '100', '2026-11-22 12:00'));
    const alarm = await alarmOf(quality, chart);
    const verdicts = alarm.holds.map(({ id }) => ({ hold: id, holdVerdict: 'released' }));
    ok(
      await quality.post(`/control/alarms/${alarm.id}/release`, {
        version: alarm.version,
        cause: '质控样变质',
        measures: '更换质控样，结果不受影响',
        verdicts,
      }),
    );
    ok(await issue());
    await close(quality, chart);
  });

  it('a chart of one instrument holds only what was read on it', async () => {
    const quality = await lab.as('quality');
    const own = await openChart(lab, { instrument: 'E-0012', feedKind: 'control' });
    const other = await openChart(lab, { instrument: 'E-7777', feedKind: 'control' });
    const batch = await prepared(lab);
    await signed(lab, batch);
    for (const chart of [own, other]) {
      ok(await importPoints(await lab.as('analyst2'), chart, baseline));
      const { id } = ok<{ id: string }>(
        await (await lab.as('analyst2')).post(`/control/charts/${chart}/limits`, { reason: '首次' }),
      );
      ok(await quality.post(`/control/limits/${id}/approval`, { version: 1 }));
      ok(await point(await lab.as('analyst2'), chart, '150', '2026-11-22 09:00'));
    }
    expect((await alarmOf(quality, own)).holds.map(({ test }) => test)).to.include(batch.test);
    expect((await alarmOf(quality, other)).holds).to.deep.equal([]);
    for (const chart of [own, other]) await close(quality, chart);
  });

  it('whatever comes in whatever order, nothing is reviewed while its hold is open', async () => {
    const quality = await lab.as('quality');
    const analyst2 = await lab.as('analyst2');
    const chart = await chartWithLimits(lab, { feedKind: 'control' });
    let state = 12345;
    const draw = (most: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % most;
    };
    let minute = 0;
    const at = () => {
      minute += 1;
      return `2026-11-22 ${String(13 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    };
    const waiting: { id: string; hash: string }[] = [];
    for (let step = 0; step < 24; step += 1) {
      const act = draw(4);
      if (act === 0) waiting.push(await signed(lab, await prepared(lab)));
      if (act === 1) ok(await point(analyst2, chart, draw(2) === 0 ? '160' : '100', at()));
      if (act === 2) {
        const alarm = (await chartOf(quality, chart)).alarms.find(({ state: own }) => own === 'open');
        if (!alarm) continue;
        ok(await point(analyst2, chart, '100', at()));
        const sheet = ok<Alarm>(await quality.get(`/control/alarms/${alarm.id}`));
        const verdicts = sheet.holds
          .filter(({ state: own }) => own === 'open')
          .map(({ id }) => ({ hold: id, holdVerdict: 'released' }));
        ok(
          await quality.post(`/control/alarms/${alarm.id}/release`, {
            version: sheet.version,
            cause: '已查明',
            measures: '已纠正',
            verdicts,
          }),
        );
      }
      if (act === 3) {
        const test = waiting.shift();
        if (!test) continue;
        const open = await lab.app.db
          .read('result_holds')
          .where({ test_id: test.id })
          .whereIn('state', ['open', 'retest']);
        const answer = await review(lab, test);
        expect(answer.status < 300, `step ${step}`).to.equal(open.length === 0);
        if (open.length > 0) waiting.push(test);
      }
      const reviewedHeld = await lab.app.db
        .read('tests')
        .join('result_holds', 'result_holds.test_id', 'tests.id')
        .where({ 'result_holds.state': 'open', 'tests.parameter_code': LEAD })
        .where('tests.reviewed_at', '>', lab.app.db.read.raw('result_holds.created_at'));
      expect(reviewedHeld).to.deep.equal([]);
    }
    await close(quality, chart);
  }).timeout(120_000);
});
