import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { baseline, chartOf, chartWithLimits, importPoints, ok, openChart, point, prepared, signed } from './rig.ts';

eachEngine('control charts', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('is opened with known parameters, the right subgroup and at least one rule that rejects', async () => {
    const analyst = await lab.as('analyst');
    const input = {
      chartTitle: '铅质控样',
      chartKind: 'xbar-r',
      codes: 'C-EL-AS',
      plottedQuantity: '含量',
      subgroup: 1,
    };
    expect((await analyst.post('/control/charts', input)).refusals()).to.deep.equal(['control.subgroup']);
    expect(
      (await analyst.post('/control/charts', { ...input, subgroup: 2, codes: 'X-1 X-2' })).refusals(),
    ).to.deep.equal(['control.parameter', 'control.parameter']);
    expect((await analyst.post('/control/charts', { ...input, subgroup: 2, codes: ' , ' })).refusals()).to.deep.equal([
      'control.parameter-missing',
    ]);
    expect(
      (await analyst.post('/control/charts', { ...input, subgroup: 2, chartTitle: 'x' })).refusals(),
    ).to.deep.equal(['control.words']);
    const id = await openChart(lab, { ...input, chartKind: 'xbar-r', subgroup: 2 });
    const { version } = await chartOf(analyst, id);
    const rules = (own: string[]) =>
      analyst.post(`/control/charts/${id}/rules`, { version, rules: own, reason: '试用' });
    expect((await rules(['1-2s'])).refusals()).to.deep.equal(['control.no-rules']);
    ok(await rules(['1-3s', 'pattern-2']));
    expect((await point(analyst, id, '1.0')).refusals()).to.deep.equal(['control.readings']);
    expect((await point(analyst, id, '1.0 <2')).refusals()).to.deep.equal(['control.value-bound']);
    expect((await point(analyst, id, '1.0 2', 'morgen')).refusals()).to.deep.equal(['control.moment']);
    expect((await point(analyst, id, '1.0 2', '2027-01-01 09:00')).refusals()).to.deep.equal(['control.future']);
    ok(await point(analyst, id, '1.0 2.0'));
    expect((await point(analyst, id, '1.0 2.0', '2026-11-21 09:00')).refusals()).to.deep.equal(['control.order']);
    const [first] = (await chartOf(analyst, id)).points;
    expect(first).to.include({ value: '1.5', spread: '1', verdict: 'baseline' });
  });

  it('limits need twenty points and a second person; old points keep theirs, new ones get the new version', async () => {
    const [analyst, quality] = [await lab.as('analyst2'), await lab.as('quality')];
    const id = await openChart(lab);
    ok(await importPoints(analyst, id, baseline.slice(0, 19)));
    const propose = (more: object = {}) =>
      analyst.post(`/control/charts/${id}/limits`, { reason: '首次建立', ...more });
    expect((await propose()).refusals()).to.deep.equal(['control.few']);
    expect((await propose({ target: '100', givenSd: '1' })).refusals()).to.deep.equal(['control.given-kind']);
    ok(await importPoints(analyst, id, baseline.slice(19), '2026-10-25'));
    const limits = ok<{ id: string; version: number }>(await propose());
    expect((await propose()).refusals()).to.deep.equal(['control.limits-waiting']);
    ok(await quality.post(`/control/limits/${limits.id}/return`, { version: 1, reason: '请核对第3点' }));
    const again = ok<{ id: string; version: number }>(
      await quality.post(`/control/charts/${id}/limits`, { reason: '核对无误' }),
    );
    expect((await quality.post(`/control/limits/${again.id}/approval`, { version: 1 })).refusals()).to.deep.equal([
      'control.limits-own',
    ]);
    expect((await analyst.post(`/control/limits/${again.id}/approval`, { version: 1 })).status).to.equal(403);
    ok(await (await lab.as('technical')).post(`/control/limits/${again.id}/approval`, { version: 1 }));
    ok(await point(analyst, id, '100.0', '2026-11-20 09:00'));
    const { centre = '', sigma = '' } = (await chartOf(analyst, id)).limits.at(-1) ?? {};
    ok(await point(analyst, id, (Number(centre) + 2.5 * Number(sigma)).toFixed(4), '2026-11-21 09:00'));
    const chart = await chartOf(analyst, id);
    const current = chart.limits.at(-1);
    expect(current).to.include({ n: 2, state: 'approved', from_seq: 25 });
    expect(chart.points.map(({ limits_n }) => limits_n)).to.deep.equal([...baseline.map(() => null), 2, 2]);
    expect(chart.points.at(-1)).to.include({ verdict: 'warning' });
    expect(chart.points.at(-1)?.violations).to.deep.equal(['1-2s']);
    expect(chart.points[0]).to.include({ verdict: 'baseline', limits_n: null });
  });

  it('equal values give no limits; a given target and s do, on a Levey-Jennings chart', async () => {
    const [analyst, quality] = [await lab.as('analyst2'), await lab.as('quality')];
    const id = await openChart(lab, { chartKind: 'levey-jennings' });
    ok(
      await importPoints(
        analyst,
        id,
        baseline.map(() => '100.0'),
      ),
    );
    const propose = (more: object) => analyst.post(`/control/charts/${id}/limits`, { reason: '证书值', ...more });
    expect((await propose({})).refusals()).to.deep.equal(['control.no-spread']);
    expect((await propose({ target: '100', givenSd: '0' })).refusals()).to.deep.equal(['control.positive']);
    const { id: limits } = ok<{ id: string }>(await propose({ target: '100', givenSd: '1.5' }));
    ok(await quality.post(`/control/limits/${limits}/approval`, { version: 1 }));
    expect((await chartOf(analyst, id)).limits[0]).to.include({ lower: '95.5', upper: '104.5', centre: '100' });
    const verdict = async (value: string, hour: string) =>
      ok<{ verdict: string }>(await point(analyst, id, value, `2026-11-22 ${hour}:00`)).verdict;
    expect([await verdict('103.0', '09'), await verdict('104.5', '10'), await verdict('95.49', '11')]).to.deep.equal([
      'in',
      'warning',
      'out',
    ]);
  });

  it('excluded points stay visible with their reason and count no more; annotations stand between points', async () => {
    const [analyst, quality] = [await lab.as('analyst2'), await lab.as('quality')];
    const id = await openChart(lab);
    ok(await importPoints(analyst, id, [...baseline.slice(0, 12), '140.0', ...baseline.slice(12)]));
    const limits = ok<{ id: string }>(await analyst.post(`/control/charts/${id}/limits`, { reason: '首次建立' }));
    const seen = await chartOf(quality, id);
    expect(seen.baselineOut).to.include(13);
    const spike = seen.points.find(({ seq }) => seq === 13);
    ok(await quality.post(`/control/limits/${limits.id}/return`, { version: 1, reason: '第13点须查明' }));
    const exclude = (reason: string) =>
      quality.post(`/control/points/${spike?.id}/exclusion`, { version: spike?.version, reason });
    expect((await exclude('x')).refusals()).to.deep.equal(['control.words']);
    ok(await exclude('加标量误加一倍，有记录'));
    expect(
      (await quality.post(`/control/points/${spike?.id}/exclusion`, { version: 2, reason: '再次' })).refusals(),
    ).to.deep.equal(['control.excluded']);
    ok(await analyst.post(`/control/charts/${id}/limits`, { reason: '剔除后重算' }));
    ok(
      await analyst.post(`/control/charts/${id}/notes`, {
        noteKind: 'lot',
        words: '换加标溶液批号',
        onDay: '2026-10-11',
      }),
    );
    expect(
      (
        await analyst.post(`/control/charts/${id}/notes`, { noteKind: 'lot', words: '将来', onDay: '2027-10-11' })
      ).refusals(),
    ).to.deep.equal(['control.future']);
    const after = await chartOf(analyst, id);
    expect(after.baselineOut).to.deep.equal([]);
    expect(after.points.find(({ seq }) => seq === 13)).to.include({
      excluded: '加标量误加一倍，有记录',
      value: '140.0',
    });
    expect(Number(after.limits.at(-1)?.upper)).to.be.lessThan(110);
    expect(after.notes).to.have.length(1);
    expect(after.notes[0]).to.include({ after_seq: 10 });
    const page = await analyst.page(`/control/charts/${id}`);
    expect(page.text).to.include('加标量误加一倍').and.include('换加标溶液批号').and.include('<svg');
  });

  it('takes a file whole or not at all, each fault by its row', async () => {
    const analyst = await lab.as('analyst2');
    const id = await openChart(lab);
    const data = Buffer.from(
      '时间,测定值,仪器编号\n2026-10-01 09:00,100.1,E-1\n昨天,99\n2026-10-03 09:00,<5\n',
    ).toString('base64');
    const refused = await analyst.post(`/control/charts/${id}/import`, { file: { name: 'a.csv', data } });
    expect(refused.refusals()).to.deep.equal(['control.row', 'control.row']);
    expect(refused.text).to.include('第3行').and.include('第4行');
    expect((await chartOf(analyst, id)).points).to.deep.equal([]);
    const many = Buffer.from(
      ['时间,测定值', ...Array.from({ length: 5001 }, () => '2026-10-01 09:00,1')].join('\n'),
    ).toString('base64');
    expect(
      (await analyst.post(`/control/charts/${id}/import`, { file: { name: 'a.csv', data: many } })).refusals(),
    ).to.deep.equal(['control.too-many']);
    const book = await analyst.get(`/control/charts/${id}/points.xlsx?template=true`);
    expect(book.status).to.equal(200);
  });

  it('a closed chart takes no points until it is opened again', async () => {
    const [analyst, quality] = [await lab.as('analyst2'), await lab.as('quality')];
    const id = await openChart(lab);
    const move = async (chartMove: string) =>
      quality.post(`/control/charts/${id}/state`, {
        version: (await chartOf(quality, id)).version,
        chartMove,
        reason: '停用方法',
      });
    ok(await move('close'));
    expect((await point(analyst, id, '100')).refusals()).to.deep.equal(['machine.state']);
    ok(await move('reopen'));
    ok(await point(analyst, id, '100'));
  });

  it('a signed record feeds the chart with its recovery, instrument and analyst; signed anew with another value it replaces its point', async () => {
    const quality = await lab.as('quality');
    const id = await chartWithLimits(lab);
    const batch = await prepared(lab);
    const test = await signed(lab, batch, '100.7');
    const fed = (await chartOf(quality, id)).points.at(-1);
    expect(fed).to.include({
      value: '100.7',
      test_id: batch.test,
      verdict: 'in',
      instrument: 'E-0012',
      analyst_id: (await lab.user('analyst')).id,
    });
    const returned = ok<{ version: number }>(
      await (await lab.as('reviewer')).post(`/tests/${batch.test}/return`, {
        version: test.version,
        reason: '核对回收率',
      }),
    );
    await signed(lab, { test: batch.test, version: returned.version }, '100.9', 'analyst', '抄录错误');
    const points = (await chartOf(quality, id)).points.filter(({ test_id }) => test_id === batch.test);
    expect(points.map(({ value, excluded }) => [value, excluded !== null])).to.deep.equal([
      ['100.7', true],
      ['100.9', false],
    ]);
    const elsewhere = await openChart(lab, { instrument: 'E-9999' });
    await signed(lab, await prepared(lab));
    expect((await chartOf(quality, elsewhere)).points).to.deep.equal([]);
  });

  it('draws chart, CUSUM and EWMA, and the paper for the file', async () => {
    const quality = await lab.as('quality');
    const id = await chartWithLimits(lab);
    ok(await point(await lab.as('analyst2'), id, '100.5'));
    for (const view of ['chart', 'cusum', 'ewma']) {
      const page = await quality.page(`/control/charts/${id}?view=${view}`);
      expect(page.status, view).to.equal(200);
      expect(page.text).to.include('<svg');
    }
    const paper = await quality.get(`/control/charts/${id}/chart.pdf`);
    expect(paper.status).to.equal(200);
    expect(paper.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
  });
});
