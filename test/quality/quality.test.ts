import { expect } from 'chai';
import { check } from '../../lib/kernel/schema.ts';
import type { BudgetCoverage } from '../../lib/quality/budgets.view.tsx';
import { budgetsPage, qualityPage } from '../../lib/quality/pages.tsx';
import { choices, before as earlier, periodOf } from '../../lib/quality/period.ts';
import { stateOf } from '../../lib/quality/scenes.ts';
import type { QualitySheet } from '../../lib/quality/show.ts';
import type { Figure } from '../../lib/quality/standing.ts';
import { arrangeBatch } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { accredit, reviewed } from './arrange.ts';

describe('periods of the management review', () => {
  const span = (name: string) => {
    const { from, to, since, until } = periodOf(name, '2026-11-23');
    return [from, to, since, until];
  };

  it('are years and quarters by the clock of the laboratory', () => {
    expect(span('2025')).to.deep.equal([
      '2025-01-01',
      '2025-12-31',
      '2024-12-31T16:00:00.000Z',
      '2025-12-31T16:00:00.000Z',
    ]);
    expect(span('2026Q1')).to.deep.equal([
      '2026-01-01',
      '2026-03-31',
      '2025-12-31T16:00:00.000Z',
      '2026-03-31T16:00:00.000Z',
    ]);
    expect(span('2024Q4').slice(0, 2)).to.deep.equal(['2024-10-01', '2024-12-31']);
    expect(periodOf(undefined, '2026-11-23').name).to.equal('2026');
    expect(earlier(periodOf('2026', '2026-11-23')).name).to.equal('2025');
    expect(earlier(periodOf('2026Q1', '2026-11-23')).name).to.equal('2025Q4');
    expect(choices(periodOf('2026', '2026-05-01'), '2026-05-01')).to.deep.equal([
      '2024',
      '2025',
      '2026',
      '2026Q1',
      '2026Q2',
    ]);
  });

  for (const wrong of ['2027', '2026Q5', '1999', 'Q1', '2026Q4x'])
    it(`quality.period: ${wrong} is none`, () => {
      expect(() => periodOf(wrong, '2026-11-23'))
        .to.throw()
        .with.nested.property('reasons[0].id', 'quality.period');
    });
});

describe('the state of a parameter on the map', () => {
  const line = {
    ...{
      code: 'D-1',
      name: { zh: '甲', en: 'a' },
      class: 'drug' as const,
      standing: 'held' as const,
      people: 1,
      instruments: 1,
    },
    ...{ lacking: [], lastTest: '2026-01-01', gaps: [] },
    control: { on: '2026-01-01', ok: true, until: '2027-01-01' },
    proficiency: { on: '2026-01-01', ok: true, until: '2027-01-01' },
  };
  const bad = { on: '2026-01-01', ok: false, until: '2027-01-01' };
  const cases: [string, object, string][] = [
    ['everything there', {}, 'ok'],
    ['suspended in the annex', { standing: 'suspended', proficiency: bad }, 'suspended'],
    ['run out', { standing: 'expired' }, 'suspended'],
    ['the last round unsatisfactory', { proficiency: bad, gaps: ['proficiency'] }, 'failed'],
    ['the last control not met', { control: bad, gaps: ['control'] }, 'failed'],
    ['nobody to test it', { people: 0, gaps: ['people'] }, 'none'],
    ['never watched at all', { control: null, proficiency: null, gaps: ['control', 'proficiency'] }, 'none'],
    ['no round yet', { proficiency: null, gaps: ['proficiency'] }, 'due'],
  ];
  for (const [title, over, state] of cases)
    it(`${title}: ${state}`, () => expect(stateOf({ ...line, ...over } as typeof line)).to.equal(state));
});

eachEngine('the quality dashboard', (engine) => {
  let lab: Lab;
  let quality: Client;
  let codes: string[];
  let sampleId: string;
  before(async function () {
    this.timeout(120_000);
    lab = await startLab(engine);
    quality = await lab.as('quality');
    codes = await accredit(lab, 274);
    sampleId = (await arrangeBatch(lab, { fails: true })).sampleId;
  });
  after(() => lab.close());

  const sheet = async (who = quality, query = '') => {
    const answer = await who.get(`/quality${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.json<QualitySheet>();
  };
  const figure = ({ sections }: QualitySheet, key: string): Figure | undefined =>
    sections.flatMap(({ figures }) => figures).find((one) => one.key === key);
  const fact = ({ groups }: QualitySheet, key: string) =>
    groups.flatMap(({ facts }) => facts).find((one) => one.key === key);

  it('is for those who answer for quality', async () => {
    for (const login of ['analyst', 'sampler', 'reviewer', 'participant', 'authority'])
      expect((await (await lab.as(login)).get('/quality')).refusals(), login).to.deep.equal(['access.denied']);
    for (const login of ['head', 'technical', 'auditor']) await sheet(await lab.as(login));
  });

  it('shows all parameters of the annex as a map, and what each lacks leads to its list', async () => {
    const data = await sheet();
    check(qualityPage(() => Promise.reject(new Error('none'))).answer, data);
    expect(data.lines).to.have.length(274);
    expect(figure(data, 'noPeople')).to.include({ count: 274, weight: 'act', href: '/capability/coverage?gap=people' });
    const list = (await quality.get('/capability/coverage?gap=people')).json<{ lines: object[]; gap: string }>();
    expect([list.gap, list.lines.length]).to.deep.equal(['people', 274]);
    const page = (await quality.page('/quality')).text;
    expect(page).to.contain('274 个参数的覆盖情况').and.contain(`/parameters/${codes[0]}`).and.contain('需要处理');
    // Every number opens what it counts.
    for (const { href } of data.sections.flatMap(({ figures }) => figures)) {
      const opened = await quality.page(href);
      expect(opened.status, `${href} ${opened.status}`).to.equal(200);
    }
    for (const { href } of data.groups.flatMap(({ facts }) => facts))
      expect((await quality.page(href)).status, href).to.equal(200);
  });

  it('counts what is suspended, ends, is overdue, and says which of it is late', async () => {
    await lab.act('quality', async (act) => {
      await act.db('capabilities').where({ parameter_code: codes[0] }).update({ state: 'suspended' });
      await act.db('capabilities').where({ parameter_code: codes[1] }).update({ valid_to: '2026-12-31' });
      await act.db('capabilities').where({ parameter_code: codes[2] }).update({ valid_to: '2026-01-31' });
      const person = (await lab.user('analyst')).id;
      for (const [planned_on, topic] of [
        ['2026-11-01', '天平'],
        ['2026-12-01', '液相'],
        ['2027-06-01', '气相'],
      ])
        await act.insert('trainings', {
          ...{ user_id: person, kind: 'training', topic, way: null, planned_on, done_on: null, hours: null },
          ...{ assessor_id: null, result: null, note: null, document: null, created_at: act.now },
        });
    });
    const data = await sheet();
    expect(figure(data, 'suspended')).to.include({ count: 1, weight: 'act' });
    expect(figure(data, 'annexEnds')).to.include({ count: 1, weight: 'watch' });
    expect(figure(data, 'expired')).to.include({ count: 1, weight: 'act' });
    expect(figure(data, 'trainings')).to.deep.include({ count: 2, late: 1, next: '2026-12-01', weight: 'act' });
    const people = (await quality.get('/competence/people?show=training')).json<{ people: { name: string }[] }>()
      .people;
    expect(people.map(({ name }) => name)).to.deep.equal(['李检']);
    expect((await quality.page('/competence/people?show=training')).text).to.contain('2026-11-01');
  });

  it('names the numeric parameters that have no uncertainty budget', async () => {
    const { lines, counts } = (await quality.get('/quality/budgets')).json<BudgetCoverage>();
    check(budgetsPage(() => Promise.reject(new Error('none'))).answer, (await quality.get('/quality/budgets')).json());
    expect(lines.length).to.be.greaterThan(50).and.lessThan(274);
    expect(counts.find(({ view }) => view === 'missing')?.count).to.equal(lines.length);
    expect(figure(await sheet(), 'budgetMissing')?.count).to.equal(lines.length);
    for (const { code } of lines) {
      const parameter = lab.app.catalogue.parameter(code);
      expect(['number', 'plates-chp', 'plates-cosmetic']).to.include(
        lab.app.catalogue.form(parameter.form)['x-result'].kind,
      );
    }
    expect((await quality.page('/quality/budgets?view=old')).text).to.contain('没有需要复审');
  });

  it('tells neither blind control nor sealed records to whoever may not know of internal samples', async () => {
    const owner = (await lab.user('technical')).id;
    await lab.act('technical', async (act) => {
      const plan = await act.insert<{ id: string; version: number; created_at: string }>('qc_plans', {
        ...{ number: 'ZK-1', year: 2026, title: '计划', state: 'approved', author_id: owner },
        ...{ decided_by: null, decided_at: null, returned_reason: null, created_at: act.now },
      });
      for (const method of ['blind', 'recovery'])
        await act.insert('qc_lines', {
          ...{ plan_id: plan.id, parameter_code: codes[3], method, planned_on: '2026-10-01', criterion: {} },
          ...{
            responsible_id: null,
            remark: null,
            state: 'not-ok',
            sample_id: null,
            reference_test_id: null,
            data: null,
          },
          ...{ judgement: null, done_on: '2026-10-02', judged_by: null, dropped_reason: null, created_at: act.now },
        });
      for (const sealed of [0, 1])
        await act.insert('improvements', {
          ...{
            number: `BF-${sealed}`,
            kind: 'work',
            source: 'control',
            origin: null,
            title: '质控不合格',
            finding: '超限',
          },
          ...{ requirement: null, found_on: '2026-10-02', found_by: owner, department: null, parameter_code: null },
          ...{
            parameter_name: null,
            instrument_no: null,
            person_id: null,
            involved: [],
            complaint: null,
            owner_id: owner,
          },
          ...{
            state: 'found',
            significance: null,
            corrective: null,
            stopped: 0,
            tell: 0,
            category: null,
            elsewhere: 0,
          },
          ...{ sealed, due_on: '2026-11-01', verify_from: null, executors: [], round: 1, reopened: 0, closed_by: null },
          ...{ closed_at: null, created_at: act.now },
        });
    });
    const [all, some] = [await sheet(), await sheet(await lab.as('head'))];
    expect([fact(all, 'qcBad')?.count, fact(some, 'qcBad')?.count]).to.deep.equal([2, 1]);
    expect(figure(all, 'work')).to.include({ count: 2, late: 2, weight: 'act' });
    expect(figure(some, 'work')).to.include({ count: 1, late: 1 });
    expect([fact(all, 'workFound')?.count, fact(some, 'workFound')?.count]).to.deep.equal([2, 1]);
    expect(some.origins).to.deep.equal([{ source: 'control', count: 1 }]);
    const paper = (await pdfText((await (await lab.as('head')).get('/quality/review.pdf')).bytes)).join('');
    expect(paper).not.to.contain('BF-1');
  });

  it('prints the same as input of the management review, for the period that was chosen', async () => {
    const answer = await quality.get('/quality/review.pdf?period=2026Q4');
    expect(answer.headers.get('content-type')).to.contain('application/pdf');
    const text = (await pdfText(answer.bytes)).join('').replace(/\s/g, '');
    for (const words of [
      '管理评审输入',
      '2026年第4季度',
      '2026-10-01至2026-12-31',
      '274个参数',
      '暂停的能力附表项目',
      '不符合工作来源',
    ])
      expect(text, words).to.contain(words);
    expect((await quality.get('/quality/review.pdf?period=2031')).refusals()).to.deep.equal(['quality.period']);
    expect((await quality.get('/quality?period=nonsense')).refusals()).to.deep.equal(['quality.period']);
    const [now, then] = [await sheet(quality, '?period=2026Q4'), await sheet(quality, '?period=2026Q3')];
    expect(fact(now, 'qcBad')).to.include({ count: 2, before: 0 });
    expect(fact(then, 'qcBad')).to.include({ count: 0 });
  });

  it('opens with 274 parameters and 10,000 results', async function () {
    this.timeout(120_000);
    await reviewed(lab, sampleId, codes, 10_000);
    expect(fact(await sheet(), 'tests')?.count).to.be.greaterThan(9_999);
    expect((await quality.page('/quality')).status).to.equal(200);
  });
});
