import { expect } from 'chai';
import { uncertaintyOf } from '../../lib/uncertainty/index.ts';
import type { BudgetList } from '../../lib/uncertainty/list.ts';
import type { BudgetSheet, NewSheet } from '../../lib/uncertainty/show.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';

/** QUAM A1 as a laboratory would type it. */
const cadmium = {
  budgetTitle: '镉标准溶液的配制',
  equation: '1000*m*P/V',
  unit: 'mg/L',
  lines: [
    {
      symbol: 'm',
      name: '金属镉质量',
      unit: 'mg',
      estimate: '100.28',
      kind: 'standard',
      spread: '0.05',
      origin: '天平证书',
    },
    { symbol: 'P', name: '纯度', estimate: '0.9999', kind: 'rectangular', spread: '0.0001' },
    {
      symbol: 'V',
      name: '容量瓶体积',
      unit: 'mL',
      estimate: '100.0',
      kind: 'triangular',
      spread: '0.1',
      origin: 'JJG 196',
    },
    { symbol: 'V', kind: 'deviation', spread: '0.02', dof: '9' },
    { symbol: 'V', kind: 'rectangular', spread: '0.084' },
    { kind: 'standard', scale: 'absolute' },
  ],
  correlations: [{}],
  coverageWay: 'k',
  k: '2',
  use: 'relative',
  rules: [
    { ruleKind: 'guarded', ruleOf: 'U', ruleBasis: '委托合同' },
    { ruleKind: 'standard', forSpecification: 'YBZ-1', ruleBasis: '《中国药典》凡例' },
    { ruleKind: 'standard' },
  ],
};

eachEngine('uncertainty budgets', (engine) => {
  let lab: Lab;
  let analyst: Client;
  let technical: Client;
  let quality: Client;
  let code = '';
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T23:55:00+08:00');
    [analyst, technical, quality] = [await lab.as('analyst'), await lab.as('technical'), await lab.as('quality')];
    code = [...lab.app.catalogue.parameters.values()].find(({ unit }) => unit === '%')?.code ?? '';
  });
  after(() => lab?.close());

  const open = async (who: Client = analyst, more: object = {}) =>
    (await who.post('/uncertainty', { parameterCode: code, ...more })).json<{ id: string; version: number }>();
  const sheet = async (id: string, query = '') => (await analyst.get(`/uncertainty/${id}${query}`)).json<BudgetSheet>();
  /** Makes an act on the budget as it stands now. */
  const act = async (who: Client, id: string, path: string, body: object = {}) =>
    await who.post(`/uncertainty/${id}${path}`, { version: (await sheet(id)).version, ...body });
  const saved = async (body: object = cadmium): Promise<string> => {
    const { id } = await open();
    const answer = await act(analyst, id, '', body);
    expect(answer.status, answer.text).to.be.lessThan(300);
    return id;
  };

  it('is written by one person, confirmed by another, and superseded by its next version', async () => {
    const id = await saved();
    const draft = await sheet(id);
    expect(draft.computed?.report).to.deep.equal({ y: '1002.7', U: '1.7', relative: '0.17' });
    expect(draft.body.lines).to.have.length(5);
    expect(draft.body.rules).to.have.length(2);
    expect((await act(analyst, id, '/proposal')).status).to.be.lessThan(300);
    expect((await act(analyst, id, '/confirmation', { password: PASSWORD })).status).to.equal(403);
    const confirmed = await act(technical, id, '/confirmation', { password: PASSWORD });
    expect(confirmed.status, confirmed.text).to.be.lessThan(300);
    expect(await sheet(id)).to.include({ state: 'confirmed', validFrom: '2026-11-23', confirmedBy: '许技' });

    lab.at('2026-11-24T00:01:00+08:00'); // the next day, in the same session
    const next = (await act(analyst, id, '/revision')).json<{ id: string }>();
    await act(analyst, next.id, '', { ...cadmium, k: '3' });
    await act(analyst, next.id, '/proposal');
    await act(quality, next.id, '/confirmation', { password: PASSWORD });
    expect(await sheet(id)).to.include({ state: 'superseded', validTo: '2026-11-24' });
    expect((await sheet(next.id)).versions.map(({ state }) => state).slice(0, 2)).to.deep.equal([
      'confirmed',
      'superseded',
    ]);
    const { read } = lab.app.db;
    const result = { exact: '50.04', rounded: '50.0' };
    expect(await uncertaintyOf(read, code, result, '2026-11-22')).to.equal(null);
    expect(await uncertaintyOf(read, code, result, '2026-11-23')).to.include({ U: '0.084', k: '2' });
    expect(await uncertaintyOf(read, code, result, '2026-11-24')).to.include({ U: '0.13', k: '3' });
  });

  it('decides by the rule of the specification, and says so in words', async () => {
    const { read } = lab.app.db;
    const limit = { kind: 'max', value: '50.0' } as const;
    const result = { exact: '50.04', rounded: '50.0', unit: '%', limit };
    const strict = await uncertaintyOf(read, code, result, '2026-11-24');
    expect(strict?.decision?.word).to.equal('fails');
    expect(strict?.near).to.equal(true);
    expect(strict?.words.zh).to.contain('U = 0.13 %').and.to.contain('委托合同').and.to.contain('不符合');
    const book = await uncertaintyOf(read, code, { ...result, specification: 'YBZ-1' }, '2026-11-24');
    expect(book?.decision?.word).to.equal('conforms');
    expect(book?.words.en).to.contain('simple acceptance');
    expect(Number(book?.probability)).to.be.greaterThan(0).and.lessThan(0.5);
    expect(await uncertaintyOf(read, code, { exact: '未检出', rounded: '未检出' }, '2026-11-24')).to.equal(null);
    expect(await uncertaintyOf(read, 'no such', result, '2026-11-24')).to.equal(null);
  });

  it('gives U as it stands, or by the level, only for the results it covers', async () => {
    const unit = lab.app.catalogue.parameters.get(code)?.unit ?? '';
    const level = { use: 'level', unit, fixedPart: '0.3', sharePart: '4', low: '1', high: '100' };
    const id = await saved({ ...cadmium, ...level });
    await act(analyst, id, '/proposal');
    await act(technical, id, '/confirmation', { password: PASSWORD });
    const at = (exact: string) => uncertaintyOf(lab.app.db.read, code, { exact, rounded: exact }, '2026-11-25');
    expect(await at('10')).to.include({ U: '0.50' });
    expect(await at('0.9')).to.equal(null);
    expect(await at('100.1')).to.equal(null);
    const fixed = await saved({ ...cadmium, use: 'absolute', unit });
    await act(analyst, fixed, '/proposal');
    await act(technical, fixed, '/confirmation', { password: PASSWORD });
    expect(await at('10')).to.include({ U: '1.7' });
  });

  it('keeps unfinished work and says at each field what is missing', async () => {
    const id = await saved({ ...cadmium, equation: '1000*m*P/V*q', lines: cadmium.lines.slice(0, 3) });
    const draft = await sheet(id);
    expect(draft.computed).to.equal(null);
    expect(draft.faults.map(({ id: own, field }) => [own, field])).to.deep.include([
      'uncertainty.unknown-symbol',
      'equation',
    ]);
    expect((await act(analyst, id, '/proposal')).refusals()).to.include('uncertainty.unknown-symbol');
    expect((await analyst.get(`/uncertainty/${id}/budget.pdf`)).refusals()).to.deep.equal([
      'uncertainty.not-calculated',
    ]);
    const page = await analyst.page(`/uncertainty/${id}`);
    expect(page.text).to.contain('没有名为 q 的输入量');
  });

  it('saves the form of a browser, rows and all', async () => {
    const { id, version } = await open();
    const answer = await analyst.form(`/uncertainty/${id}`, {
      version: String(version),
      equation: 'a + b',
      'lines.0.symbol': 'a',
      'lines.0.kind': 'readings',
      'lines.0.readings': '1.01 1.02，1.03',
      'lines.2.symbol': 'b',
      'lines.2.kind': 'certificate',
      'lines.2.estimate': '２.0',
      'lines.2.spread': '0.02',
      'lines.2.factor': '2',
      'lines.3.kind': 'readings',
      coverageWay: 't',
      p: '0.95',
      digits: '2',
      rounding: 'up',
      use: 'relative',
      'rules.0.ruleKind': 'standard',
    });
    expect(answer.status, answer.text).to.equal(303);
    const { computed, body } = await sheet(id);
    expect(body.lines.map(({ symbol }) => symbol)).to.deep.equal(['a', 'b']);
    expect(computed?.report).to.include({ y: '3.020' });
    expect(Number(computed?.u)).to.be.closeTo(Math.hypot(0.01 / Math.sqrt(3), 0.01), 1e-9);
  });

  it('tries other numbers and keeps nothing of it', async () => {
    const id = await saved();
    const { tried, computed } = await sheet(id, '?trial.m=50.14');
    expect(tried?.outcome?.report.y).to.equal('501.3');
    expect(computed?.report.y).to.equal('1002.7');
    expect((await sheet(id, '?trial.V=0')).tried?.faults.map(({ id: own }) => own)).to.deep.equal(['formula.zero']);
    expect((await sheet(id)).tried).to.equal(null);
  });

  it('checks by Monte Carlo while it is not confirmed', async () => {
    const id = await saved();
    await act(analyst, id, '/monte-carlo', { trials: 20_000, seed: 5 });
    const { simulated } = await sheet(id);
    expect(simulated).to.include({ trials: 20_000, seed: 5 });
    expect(Number(simulated?.u)).to.be.closeTo(0.834, 0.03);
    expect((await act(analyst, id, '/monte-carlo', { trials: 5 })).refusals()).to.deep.equal(['uncertainty.trials']);
    expect((await act(technical, id, '/monte-carlo')).refusals()).to.deep.equal(['uncertainty.not-author']);
    await act(analyst, id, '', cadmium);
    expect((await sheet(id)).simulated).to.equal(null);
  });

  it('begins with a formula of the record: what other formulas give is put in, what is read becomes an input', async () => {
    const { steps } = (await analyst.get(`/uncertainty/new?parameter=${code}`)).json<NewSheet>();
    const result = steps.find((one) => one.result) ?? steps.at(-1);
    const { id } = await open(analyst, { step: result?.id });
    const { body } = await sheet(id);
    expect(body.equation).to.be.a('string').with.length.greaterThan(0);
    const names = new Set(steps.map((one) => one.id));
    expect(body.lines.length).to.be.greaterThan(0);
    expect(body.lines.filter(({ symbol }) => names.has(symbol))).to.deep.equal([]);
    expect(body.lines.every(({ name }) => Boolean(name))).to.equal(true);
  });

  it('is found by number, parameter and state', async () => {
    const list = async (query: string) => (await analyst.get(`/uncertainty${query}`)).json<BudgetList>();
    const [first] = (await list('')).lines;
    expect((await list(`?q=${first?.number}`)).lines.map(({ id }) => id)).to.deep.equal([first?.id]);
    expect((await list(`?q=${encodeURIComponent(code)}`)).lines.length).to.be.greaterThan(3);
    expect((await list('?q=nothing%20such')).lines).to.deep.equal([]);
    expect((await list('?state=confirmed')).lines.map(({ state }) => state)).to.deep.equal(['confirmed']);
  });

  it('draws every page for those who may read it', async () => {
    const own = (await analyst.get('/uncertainty')).json<BudgetList>().lines;
    const paths = ['', '?q=BQ', '?state=dropped', '/new', `/new?parameter=${code}`, ...own.map(({ id }) => `/${id}`)];
    for (const path of paths) {
      const page = await analyst.page(`/uncertainty${path}`);
      expect(page.status, path).to.equal(200);
      expect(page.text, path).to.contain('测量不确定度');
    }
    const reviewed = await technical.page(`/uncertainty/${own.at(-1)?.id ?? ''}?trial.m=50`);
    expect(reviewed.text).to.contain('试算').and.to.contain('各输入量对合成方差的贡献');
  });

  it('prints the report with result, inputs and both names', async () => {
    const id = (await analyst.get('/uncertainty?state=confirmed')).json<BudgetList>().lines[0]?.id ?? '';
    const paper = await analyst.get(`/uncertainty/${id}/budget.pdf`);
    expect(paper.status).to.equal(200);
    const text = (await pdfText(paper.bytes)).join('\n');
    for (const part of ['测量不确定度评定报告', '1002.7 ± 1.7', '李检', '许技', '委托合同', '金属镉质量'])
      expect(text).to.contain(part);
  });

  it('refuses what is not this person’s to do, and what is not there', async () => {
    const id = await saved();
    expect((await act(technical, id, '', cadmium)).refusals()).to.deep.equal(['uncertainty.not-author']);
    const mine = await open(technical);
    await act(technical, mine.id, '', cadmium);
    await act(technical, mine.id, '/proposal');
    expect((await act(technical, mine.id, '/confirmation', { password: PASSWORD })).refusals()).to.deep.equal([
      'uncertainty.own',
    ]);
    expect((await act(quality, mine.id, '/return', { reason: '天平证书已过期' })).status).to.be.lessThan(300);
    expect(await sheet(mine.id)).to.include({ state: 'draft', reason: '天平证书已过期' });
    expect((await act(analyst, id, '/revision')).refusals()).to.deep.equal(['uncertainty.revise']);
    expect((await analyst.post('/uncertainty', { parameterCode: 'X' })).refusals()).to.deep.equal([
      'uncertainty.parameter',
    ]);
    expect((await analyst.post('/uncertainty', { parameterCode: code, step: 'x' })).refusals()).to.deep.equal([
      'uncertainty.step',
    ]);
    expect((await analyst.get('/uncertainty/01ARZ3NDEKTSV4RRFFQ69G5FAV')).refusals()).to.deep.equal([
      'uncertainty.missing',
    ]);
    expect((await act(analyst, id, '', { ...cadmium, version: 1 })).refusals()).to.deep.equal(['record.stale']);
    const confirmed = (await analyst.get('/uncertainty?state=confirmed')).json<BudgetList>().lines[0];
    expect((await act(analyst, confirmed?.id ?? '', '/monte-carlo')).refusals()).to.deep.equal([
      'uncertainty.simulate',
    ]);
    const sampler = await lab.as('sampler');
    expect((await sampler.get('/uncertainty')).status).to.equal(403);
  });

  for (const [refusal, change] of [
    ['uncertainty.unit', { use: 'absolute' }],
    ['uncertainty.rule-basis', { rules: [{ ruleKind: 'simple', factor: '1' }] }],
    ['uncertainty.number', { low: '-1' }],
    ['number.empty', { use: 'level', unit: '%' }],
    ['uncertainty.k-range', { k: '7' }],
    ['uncertainty.rule', { rules: [{ ruleBasis: '合同' }] }],
  ] as const) {
    it(`does not hand over what would give ${refusal}`, async () => {
      const id = await saved({ ...cadmium, ...change });
      expect((await act(analyst, id, '/proposal')).refusals()).to.include(refusal);
    });
  }
});
