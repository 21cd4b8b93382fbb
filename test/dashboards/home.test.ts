import { expect } from 'chai';
import type { Work } from '../../lib/dashboards/work.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { testOf } from '../../lib/testing/store.ts';
import { type Arranged, arrangeBatch, issued, shown } from '../reports/arrange.ts';
import { registered } from '../samplings/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';

interface Home {
  kind: string | null;
  work: Work[];
  counts: { kind: string; count: number; late: number }[];
}

const roles = [
  'sampler',
  'reception',
  'custodian',
  'analyst',
  'analyst2',
  'reviewer',
  'head',
  'signatory',
  'quality',
  'auditor',
  'authority',
  'admin',
] as const;

// The laboratory's day is 2026-11-23, a Monday.
const LATE = '2026-11-20';
const SOON = '2026-11-25';
const FAR = '2026-12-28';

eachEngine('what waits for each person', (engine) => {
  let lab: Lab;
  let samplingId: string;
  let caseId: string;
  const batches: Record<string, Arranged> = {};
  before(async () => {
    lab = await startLab(engine);
    samplingId = (await registered(lab)).id;
    const arranged: [string, Parameters<typeof arrangeBatch>[1]][] = [
      ['accepted', { state: 'accepted', dueOn: FAR }],
      ['assigned', { state: 'assigned', tests: 'assigned', reviewer: null, dueOn: FAR }],
      ['late', { state: 'testing', tests: 'testing', reviewer: null, dueOn: LATE }],
      ['returned', { state: 'testing', tests: 'returned', dueOn: FAR }],
      ['submitted', { state: 'testing', tests: 'submitted', reviewer: null, dueOn: SOON }],
      ['ofAnalyst2', { state: 'testing', tests: 'submitted', analyst: 'analyst2', reviewer: null, dueOn: LATE }],
      ['tested', { state: 'tested', tests: 'reviewed', dueOn: SOON }],
      ['approved', { dueOn: '2027-01-19' }],
      ['givenBack', { dueOn: FAR }],
    ];
    for (const [name, change] of arranged) batches[name] = await arrangeBatch(lab, change);
    const signatory = await lab.as('signatory');
    const { reportId } = await arrangeBatch(lab, { fails: true });
    caseId = (await issued(signatory, reportId)).caseId ?? '';
    const back = batches.givenBack?.reportId ?? '';
    const { version } = await shown(signatory, back);
    await signatory.post(`/reports/${back}/return`, { version, reason: '结论措辞有误' });
  });
  after(() => lab.close());

  const home = async (login: string, query = ''): Promise<Home> =>
    (await (await lab.as(login)).get(`/${query}`)).json();
  const test = (name: string, i: number) => `/tests/${batches[name]?.testIds[i]}`;
  const sample = (name: string, page: string) => `/samples/${batches[name]?.sampleId}/${page}`;

  const expected = (): Record<(typeof roles)[number], [kind: string, href: string][]> => ({
    sampler: [],
    reception: [
      ['notify', `/cases/${caseId}`],
      ['receive', `/samplings/${samplingId}/receipt`],
    ],
    custodian: [],
    analyst: [
      ['returned', test('returned', 0)],
      ['returned', test('returned', 1)],
      ['test', test('late', 0)],
      ['test', test('late', 1)],
      ['test', test('assigned', 0)],
      ['test', test('assigned', 1)],
    ],
    // A reviewer as well, but not of what he tested himself.
    analyst2: [
      ['review', `${test('submitted', 0)}/review`],
      ['review', `${test('submitted', 1)}/review`],
    ],
    reviewer: [
      ['review', `${test('ofAnalyst2', 0)}/review`],
      ['review', `${test('ofAnalyst2', 1)}/review`],
      ['review', `${test('submitted', 0)}/review`],
      ['review', `${test('submitted', 1)}/review`],
    ],
    head: [
      ['returned', sample('givenBack', 'approval')],
      ['approve', sample('tested', 'approval')],
      ['plan', sample('accepted', 'plan')],
    ],
    signatory: [['issue', `/reports/${batches.approved?.reportId}`]],
    quality: [['notify', `/cases/${caseId}`]],
    auditor: [],
    authority: [],
    admin: [],
  });

  for (const login of roles)
    it(`${login}: exactly his own, returned first, late before others, then by due date; each link opens`, async () => {
      const { work } = await home(login);
      expect(work.map(({ kind, href }) => [kind, href])).to.deep.equal(expected()[login]);
      const client = await lab.as(login);
      for (const { href } of work.filter(({ kind }) => kind !== 'test' && kind !== 'review' && kind !== 'returned'))
        expect((await client.page(href)).status, href).to.equal(200);
    });

  it('counts each kind and how many of it are late', async () => {
    expect((await home('analyst')).counts).to.deep.equal([
      { kind: 'returned', count: 2, late: 0 },
      { kind: 'test', count: 4, late: 2 },
    ]);
    expect((await home('head')).counts).to.deep.equal([
      { kind: 'returned', count: 1, late: 0 },
      { kind: 'plan', count: 1, late: 0 },
      { kind: 'approve', count: 1, late: 0 },
    ]);
    expect((await home('auditor')).counts).to.deep.equal([]);
  });

  it('shows one kind alone and still counts all; a kind that is none is refused', async () => {
    const one = await home('analyst', '?kind=test');
    expect([one.kind, new Set(one.work.map(({ kind }) => kind)), one.counts.length]).to.deep.equal([
      'test',
      new Set(['test']),
      2,
    ]);
    expect((await home('analyst', '?kind=issue')).work).to.deep.equal([]);
    expect((await (await lab.as('analyst')).get('/?kind=gossip')).refusals()).to.deep.equal(['schema.enum']);
  });

  it('1.3 a term is late from the day after, amber within three working days, and 10.35 provisional behind the calendar', async () => {
    const terms = Object.fromEntries(
      (await home('reviewer')).work.map(({ dueOn, term, days }) => [dueOn, [term, days]]),
    );
    expect(terms).to.deep.equal({ [LATE]: ['late', 1], [SOON]: ['amber', 2] });
    const [report] = (await home('signatory')).work;
    expect([report?.term, report?.provisional]).to.deep.equal(['on-time', true]);
    expect((await (await lab.as('signatory')).page('/')).text).to.include('due-mark');
    expect((await home('head')).work.map(({ provisional }) => provisional)).to.deep.equal([false, false, false]);
  });

  it('DI-10 who holds many duties sees nothing of a batch that he may not touch', async () => {
    const hrefs = async () => new Set((await home('many')).work.map(({ href }) => href));
    const foreign = await hrefs();
    for (const href of [`/reports/${batches.approved?.reportId}`, sample('tested', 'approval')])
      expect(foreign.has(href), href).to.equal(true);
    const sampled = await arrangeBatch(lab, { officers: ['sampler', 'many'] });
    const approved = await arrangeBatch(lab, { approvedBy: 'many' });
    const tested = await arrangeBatch(lab, { analyst: 'many', state: 'tested', tests: 'reviewed' });
    const reviewed = await arrangeBatch(lab, { reviewer: 'many', state: 'tested', tests: 'reviewed' });
    const drawn = await arrangeBatch(lab, {
      officers: ['many', 'sampler'],
      state: 'testing',
      tests: 'submitted',
      reviewer: null,
    });
    for (const batch of [sampled, approved, tested, reviewed, drawn])
      for (const href of await hrefs())
        expect(
          [batch.reportId, batch.sampleId, ...batch.testIds].some((id) => id !== '' && href.includes(id)),
          href,
        ).to.equal(false);
  });

  it('a long list never hides what came back: 220 items due earlier stand behind it', async () => {
    const { testIds } = await arrangeBatch(lab, { state: 'assigned', tests: 'assigned', reviewer: null, dueOn: LATE });
    await lab.act('head', async (act) => {
      const { id: _id, version: _version, created_at: _created, ...line } = await testOf(act.db, testIds[0] ?? '');
      await act.insertAll<TestRow>(
        'tests',
        Array.from({ length: 220 }, (_, i) => ({ ...line, seq: i + 10 })),
      );
    });
    const { work } = await home('analyst');
    expect(work.slice(0, 2).map(({ href }) => href)).to.deep.equal([test('returned', 0), test('returned', 1)]);
  });

  it('a task that is done leaves the list at once, and the next person has it', async () => {
    const { reportId, sampleId } = await arrangeBatch(lab, { fails: true });
    const has = async (login: string, part: string) => (await home(login)).work.some(({ href }) => href.includes(part));
    expect(await has('signatory', reportId)).to.equal(true);
    const report = await issued(await lab.as('signatory'), reportId);
    expect([await has('signatory', reportId), await has('head', sampleId)]).to.deep.equal([false, false]);
    expect(await has('quality', report.caseId ?? '-')).to.equal(true);
    const recorded = {
      version: 1,
      notifiedOn: '2026-11-23',
      notifiedTo: '示例市市场监督管理局',
      notifiedHow: 'system',
    };
    await (await lab.as('reception')).post(`/cases/${report.caseId}/notification`, recorded);
    expect(await has('quality', report.caseId ?? '-')).to.equal(false);
  });

  it('whom nothing waits for is told so; without a session there is no home', async () => {
    expect((await (await lab.as('auditor')).page('/')).text).to.include('目前没有等待您办理的事项');
    expect((await lab.stranger.get('/')).status).to.equal(401);
    const away = await lab.stranger.page('/');
    expect([away.status, away.headers.get('location')]).to.deep.equal([303, '/session/new?next=%2F']);
  });
});
