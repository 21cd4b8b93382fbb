import { expect } from 'chai';
import { list } from '../../lib/kernel/tables.ts';
import { completeRound, dueProficiency, lastProficiency } from '../../lib/proficiency/index.ts';
import type { PlanSheet } from '../../lib/proficiency/show-plans.ts';
import { internalOf } from '../../lib/samples/index.ts';
import { readSheet, readTable, writeSheet } from '../../lib/sheets/index.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { annex, ordinary, paper, Round, taken } from './arrange.ts';

eachEngine('the yearly plan of proficiency tests', (engine) => {
  let lab: Lab;
  let plan: { id: string; version: number };
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    await annex(lab, ['T-CHK-ASH', 'T-CHK-AIA', 'T-CHK-WATER-2', 'T-CHK-WATER-4', 'T-ID-TLC', 'D-ASSAY-AB-TURB']);
    await taken(await lab.as('quality'), '/proficiency/providers', { name: '甲提供者', accreditedTo: '2026-01-31' });
  });
  after(() => lab.close());

  const sheet = async (): Promise<PlanSheet> =>
    (await (await lab.as('quality')).get(`/proficiency/plans/${plan.id}`)).json<PlanSheet>();
  const post = async (login: string, path: string, body: object = {}) =>
    (await lab.as(login)).post(`/proficiency/plans/${plan.id}${path}`, {
      version: (await sheet()).plan.version,
      ...body,
    });

  it('proposes every sub-field of the annex that is due, its parameters without a round first', async () => {
    const quality = await lab.as('quality');
    expect((await quality.post('/proficiency/plans', { year: 2020 })).refusals()).to.deep.equal([
      'proficiency.plan-year',
    ]);
    plan = await taken(quality, '/proficiency/plans', { year: 2027 });
    expect((await quality.post('/proficiency/plans', { year: 2027 })).refusals()).to.deep.equal([
      'proficiency.plan-twice',
    ]);
    const { lines } = await sheet();
    expect(lines.map(({ subfield }) => subfield).sort()).to.deep.equal(['drug/生物检定', 'tcm/理化分析']);
    expect(
      lines.every(
        ({ ground, parameters, month }) => ground === 'never' && parameters.length <= 3 && month.startsWith('2027-'),
      ),
    ).to.equal(true);
    expect((await quality.get('/proficiency/subfields')).json<{ lines: unknown[] }>().lines).to.have.length(
      lines.length,
    );
  });

  it('takes lines by hand and from a workbook, each fault by its row', async () => {
    const line = {
      scheme: '炮制品水分',
      month: '2027-05',
      parameterCodes: 'T-CHK-WATER-2',
      cost: '2000',
      provider: '甲提供者',
    };
    const ids = async (more: object) => (await post('quality', '/lines', { ...line, ...more })).refusals();
    expect(await ids({ month: '2026-13' })).to.deep.equal(['proficiency.month']);
    expect(await ids({ parameterCodes: 'X-1' })).to.deep.equal(['proficiency.unknown-code']);
    expect(await ids({ parameterCodes: 'T-CHK-ASH D-ASSAY-AB-TURB' })).to.deep.equal(['proficiency.subfields']);
    expect(await ids({ parameterCodes: ' ' })).to.deep.equal(['proficiency.codes']);
    expect(await ids({ cost: '-5' })).to.deep.equal(['proficiency.cost']);
    expect(await ids({ provider: '乙' })).to.deep.equal(['proficiency.provider']);
    expect((await post('quality', '/lines', line)).status).to.equal(200);

    const heads = ['活动名称', '主办单位', '时间', '项目（参数编号）', '完成期限', '费用（元）'];
    const file = async (rows: string[][]) => {
      const body = await writeSheet({
        name: '计划',
        lists: '选项',
        columns: heads.map((head) => ({ head, width: 12 })),
        rows,
        spare: 0,
      });
      return { name: 'plan.xlsx', data: body.toString('base64') };
    };
    const good = ['灰分测定', '甲提供者', '2027-06', 'T-CHK-ASH', '2027-07-31', '1800'];
    const bad = ['', '乙', '2027', 'X-9', '2027-02-31', 'abc'];
    const refused = await post('quality', '/import', { file: await file([good, bad]) });
    expect(refused.refusals().sort()).to.deep.equal([
      ...['proficiency.row-code', 'proficiency.row-date', 'proficiency.row-month', 'proficiency.row-number'],
      ...['proficiency.row-provider', 'proficiency.row-scheme'],
    ]);
    const none = ['甲', '', '2027-06', '、', '', ''];
    const two = ['乙', '', '2027-06', 'T-CHK-ASH D-ASSAY-AB-TURB', '', ''];
    expect((await post('quality', '/import', { file: await file([none, two]) })).refusals().sort()).to.deep.equal([
      ...['proficiency.row-codes', 'proficiency.row-subfields'],
    ]);
    expect((await post('quality', '/import', { file: await file([good]) })).json()).to.include({ added: 1 });
    expect((await post('quality', '/import', { file: await file([good]) })).json()).to.include({ added: 0 });
  });

  it('is approved by another person, and changed afterwards only with a reason', async () => {
    const reasonless = async (path: string) => (await post('technical', path)).refusals();
    expect((await post('quality', '/propose')).status).to.equal(200);
    expect((await post('quality', '/approve')).refusals()).to.deep.equal(['proficiency.plan-own']);
    expect(await reasonless('/return')).to.deep.equal(['proficiency.reason']);
    expect(
      (await post('quality', '/lines', { scheme: 'x', month: '2027-05', parameterCodes: 'T-CHK-ASH' })).refusals(),
    ).to.deep.equal(['proficiency.plan-closed']);
    const early = await sheet();
    const take = { provider: '甲提供者', scheme: '灰分', parameterCodes: 'T-CHK-ASH', deadline: '2027-07-31T17:00' };
    const quality = await lab.as('quality');
    expect((await quality.post('/proficiency/rounds', { ...take, line: early.lines[0]?.id })).refusals()).to.deep.equal(
      ['proficiency.plan-not-approved'],
    );
    expect((await post('technical', '/approve')).status).to.equal(200);
    expect((await quality.post('/proficiency/rounds', { ...take, line: early.lines[0]?.id })).status).to.equal(201);
    expect((await quality.post('/proficiency/rounds', { ...take, line: early.lines[0]?.id })).refusals()).to.deep.equal(
      ['proficiency.line-used'],
    );

    expect((await post('quality', '/amend', { reason: '提供者调整计划' })).status).to.equal(200);
    const { lines } = await sheet();
    const change = async (at: number, more: object) => {
      const { id, version, scheme, month, parameters } = lines[at]!;
      return quality.post(`/proficiency/lines/${id}`, {
        version,
        scheme,
        month,
        parameterCodes: parameters.join(' '),
        ...more,
      });
    };
    expect((await change(1, { cost: '2500' })).refusals()).to.deep.equal(['proficiency.reason']);
    expect((await change(1, { cost: '2500', reason: '费用调整' })).status).to.equal(200);
    expect(
      (
        await change(
          lines.findIndex(({ round }) => round !== null),
          { drop: true, reason: '取消' },
        )
      ).refusals(),
    ).to.deep.equal(['proficiency.line-taken']);
    expect((await sheet()).plan.revision).to.equal(1);
  });

  it('comes as workbook and paper', async () => {
    const quality = await lab.as('quality');
    const book = await quality.get(`/proficiency/plans/${plan.id}/plan.xlsx`);
    const rows = readTable(await readSheet(book.bytes), [
      { key: 'scheme', heads: ['活动名称'] },
      { key: 'cost', heads: ['费用（元）'] },
    ]);
    expect(rows.map(({ cells }) => cells.scheme)).to.include('灰分测定');
    const pdf = await quality.get(`/proficiency/plans/${plan.id}/plan.pdf`);
    expect(pdf.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
    expect((await (await lab.as('analyst')).get(`/proficiency/plans/${plan.id}`)).status).to.equal(403);
  });

  it('keeps each provider once', async () => {
    const quality = await lab.as('quality');
    expect((await quality.post('/proficiency/providers', { name: '甲提供者' })).refusals()).to.deep.equal([
      'proficiency.provider-twice',
    ]);
    const { providers } = (await quality.get('/proficiency/providers')).json<{
      providers: { id: string; version: number }[];
    }>();
    const changed = await quality.post(`/proficiency/providers/${providers[0]?.id}`, {
      version: providers[0]?.version,
      name: '甲提供者',
      inUse: false,
    });
    expect(changed.status).to.equal(200);
  });

  it('needs at least one line before it is handed over', async () => {
    const other = await startLab('sqlite');
    const quality = await other.as('quality');
    const empty = await taken(quality, '/proficiency/plans', { year: 2026 });
    const answer = await quality.post(`/proficiency/plans/${empty.id}/propose`, { version: empty.version });
    expect(answer.refusals()).to.deep.equal(['proficiency.plan-empty']);
    await other.close();
  });
});

eachEngine('a year of proficiency tests', (engine) => {
  it('takes every sub-field of the annex from the plan to its verdict', async function () {
    this.timeout(120_000);
    const lab = await startLab(engine, '2026-01-05T09:00:00+08:00');
    // One parameter of each sub-field that the catalogue knows, and seven more.
    const parameters = [...lab.app.catalogue.parameters.values()];
    const first = new Map(parameters.map((one) => [`${one.class}/${one.competence}`, one]));
    const codes = [...first.values()].map(({ code }) => code);
    const more = parameters
      .filter(({ code }) => !codes.includes(code))
      .slice(0, Math.max(0, 40 - codes.length))
      .map(({ code }) => code);
    await annex(lab, [...codes, ...more]);
    const quality = await lab.as('quality');
    await taken(quality, '/proficiency/providers', { name: '甲提供者', accreditationNo: 'CNAS PT0001' });
    const plan = await taken(quality, '/proficiency/plans', { year: 2026 });
    let { version } = plan;
    // The busiest sub-fields take part twice, so that the year has forty rounds.
    for (const [i, code] of more.entries()) {
      const line = { scheme: `第二轮${i + 1}`, month: `2026-${String(i + 5).padStart(2, '0')}`, parameterCodes: code };
      ({ version } = await taken(quality, `/proficiency/plans/${plan.id}/lines`, { version, ...line }));
    }
    const proposed = await taken(quality, `/proficiency/plans/${plan.id}/propose`, { version });
    await taken(await lab.as('technical'), `/proficiency/plans/${plan.id}/approve`, { version: proposed.version });
    const { lines } = (await quality.get(`/proficiency/plans/${plan.id}`)).json<PlanSheet>();
    expect(lines).to.have.length(first.size + more.length);
    expect(lines.length).to.be.at.least(40);

    const verdicts = ['satisfactory', 'questionable', 'unsatisfactory'] as const;
    let rounds = 0;
    for (const [i, line] of lines.entries()) {
      const round = await new Round(lab).open(line.parameters, {
        line: line.id,
        scheme: line.scheme,
        provider: '甲提供者',
        deadline: '2026-01-20T17:00',
      });
      await round.step('quality', 'registration', { labCode: `L${i}` });
      await round.step('quality', 'receipt', { receivedOn: '2026-01-05', itemCondition: 'intact', statement: '符合' });
      await round.step('quality', 'assignment', { ...ordinary, dueOn: '2026-01-15' });
      // What the bench does is tested elsewhere; here its results are put in place.
      const { sample, items } = await round.reload();
      await lab.act('head', async (act) => {
        for (const test of await list<TestRow>(act.db, 'tests', { sample_id: sample?.id }, 'seq'))
          await act.update<TestRow>('tests', test, { result_text: '10.05', analyst_id: null });
        const internal = await internalOf(act.db, sample?.id ?? '');
        if (internal) await completeRound(act, internal);
      });
      await round.reload();
      const itemAnswers = items
        .filter(({ kind }) => kind === 'qualitative')
        .map(({ id }) => ({ item: id, answer: '三七' }));
      await round.step('technical', 'confirmation', { itemAnswers });
      await round.step('quality', 'submission', { handedInAt: round.nowLocal(), file: paper });
      await round.step('quality', 'report', { reportOn: '2026-01-05', file: paper });
      const wanted = verdicts[i % 10 === 9 ? 2 : i % 10 === 4 ? 1 : 0];
      const assigned = { satisfactory: '10.00', questionable: '9.80', unsatisfactory: '9.00' }[
        wanted ?? 'satisfactory'
      ];
      for (const [at, { kind }] of items.entries())
        await round.figures(
          at,
          kind === 'number' ? { assigned, ptSigma: '0.1', scoreKind: 'z' } : { providerVerdict: wanted },
        );
      await round.reload();
      await round.evaluate();
      rounds += 1;
    }
    expect(rounds).to.equal(lines.length);
    const last = await lastProficiency(lab.app.db.read);
    expect([...new Set(lines.flatMap(({ parameters: own }) => own))].every((code) => last.has(code))).to.equal(true);
    const bad = Math.floor(lines.length / 10);
    const files = (await quality.get('/proficiency/correctives')).json<{
      lines: { kind: string; parameter_code: string }[];
    }>().lines;
    expect(files.length).to.be.at.least(bad);
    expect(await lab.app.db.read('capabilities').where({ state: 'suspended' }).pluck('parameter_code')).to.have.members(
      files.map((file) => file.parameter_code),
    );
    const query = {
      app: lab.app,
      db: lab.app.db.read,
      user: await lab.user('quality'),
      now: '2026-07-10T01:00:00.000Z',
      today: '2026-07-10',
    };
    expect((await dueProficiency(query)).every(({ kind, term }) => kind === 'corrective' && term === 'late')).to.equal(
      true,
    );
    const { lines: subfields } = (await quality.get('/proficiency/subfields')).json<{
      lines: { ground: string | null }[];
    }>();
    expect(subfields.filter(({ ground }) => ground === 'never')).to.have.length(0);
    await lab.close();
  });
});
