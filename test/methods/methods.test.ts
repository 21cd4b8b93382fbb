import { expect } from 'chai';
import type { CapabilityRow } from '../../lib/capability/index.ts';
import { editionFor, methodFacts, methodFaults } from '../../lib/methods/index.ts';
import type { SopSheet } from '../../lib/methods/sops.show.ts';
import type { StandardList, StandardSheet } from '../../lib/methods/standards.show.ts';
import type { VerificationSheet } from '../../lib/methods/verifications.show.ts';
import { type Watch, watchState } from '../../lib/methods/watch.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';

const pdf = Buffer.from('%PDF-1.4 example').toString('base64');
const rule = { months: 12, reminderDays: 30 };
const watched: [last: string | null, today: string, due: string | null, state: string][] = [
  [null, '2026-11-23', null, 'never'],
  ['2025-11-23', '2026-11-23', '2026-11-23', 'soon'],
  ['2025-11-22', '2026-11-23', '2026-11-22', 'late'],
  ['2025-12-23', '2026-11-23', '2026-12-23', 'soon'],
  ['2025-12-24', '2026-11-23', '2026-12-24', 'done'],
  ['2024-02-29', '2025-01-01', '2025-02-28', 'done'],
];

describe('when a standard is looked up again', () => {
  for (const [last, today, due, state] of watched)
    it(`last ${last ?? 'never'}, today ${today}: ${state}`, () =>
      expect(watchState(last, rule, today)).to.deep.equal({ due, state }));
});

eachEngine('methods and standards', (engine) => {
  let lab: Lab;
  let technical: Client;
  let quality: Client;
  let analyst: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    [technical, quality, analyst] = [await lab.as('technical'), await lab.as('quality'), await lab.as('analyst')];
  });
  after(() => lab?.close());

  const register = async (query = '') => (await analyst.get(`/methods${query}`)).json<StandardList>();
  const idOf = async (number: string) =>
    (await register(`?q=${encodeURIComponent(number)}`)).lines.find((line) => line.number === number)?.id ?? '';
  const sheet = async (number: string, query = '') =>
    (await analyst.get(`/methods/standards/${await idOf(number)}${query}`)).json<StandardSheet>();

  it('takes what the catalogue cites, with no date of its own making, and only once', async () => {
    const first = (await technical.post('/methods/catalogue', {})).json<{ added: number; known: number }>();
    expect(first.added).to.be.greaterThan(50);
    expect((await technical.post('/methods/catalogue', {})).json()).to.deep.equal({ added: 0, known: first.added });
    const mask = await sheet('YY 0469-2011');
    expect(mask).to.include({
      to: '2026-11-30',
      standing: 'in-force',
      appliesBy: 'test',
      origin: 'catalogue',
    });
    expect(mask.editions.map(({ number }) => number)).to.include.members(['YY 0469-2011', 'YY 0469-2023']);
    const { parameters, specifications } = lab.app.catalogue;
    const cited = [...[...parameters.values()].flatMap(({ basis }) => basis), ...specifications.values()];
    const stated = new Set(cited.flatMap(({ validFrom, validTo }) => [validFrom, validTo]));
    const dates = (await register()).lines.flatMap(({ from, to }) => [from, to]).filter((day) => day !== null);
    expect(dates.filter((day) => !stated.has(day))).to.deep.equal([]);
    expect((await sheet('《中国药典》2025年版四部')).appliesBy).to.equal('production');
  });

  it('chooses the edition by production date and tells it to the check of validity', async () => {
    expect((await sheet('《中国药典》2025年版四部', '?production=2025-06-01')).chosen).to.equal(
      '《中国药典》2020年版四部',
    );
    expect((await sheet('《中国药典》2025年版四部', '?production=2025-12-01')).chosen).to.equal(
      '《中国药典》2025年版四部',
    );
    const { read } = lab.app.db;
    expect(await editionFor(read, 'YY 0469-2011', { test: '2026-12-01' })).to.equal('YY 0469-2023');
    // A parameter that cites both editions works by the one in force.
    for (const day of ['2026-11-30', '2026-12-01'])
      expect(await methodFaults(read, ['YY 0469-2011', 'YY 0469-2023'], { test: day }), day).to.deep.equal([]);
    expect((await methodFaults(read, ['YY 0469-2011'], { test: '2026-12-01' })).map(({ id }) => id)).to.deep.equal([
      'method.ended',
    ]);
    const facts = await methodFacts(read, ['YY 0469-2011']);
    expect(facts.map(({ standard, edition, from, to }) => [standard, edition, from, to])).to.have.deep.members([
      ['YY 0469-2011', '2011', (await sheet('YY 0469-2011')).from ?? undefined, '2026-11-30'],
      ['YY 0469-2011', '2023', '2026-12-01', undefined],
    ]);
    expect(await methodFacts(read, ['GB 0-0000'])).to.deep.equal([]);
  });

  const entry = { standardNo: 'GB 1-2020', appliesBy: 'test', inForceFrom: '2020-06-01' };
  const wrong: [says: string, body: object, ids: string[]][] = [
    ['a number twice', { ...entry, standardNo: 'YY0469—2011' }, ['standard.taken']],
    [
      'days in the wrong order',
      { ...entry, issuedOn: '2020-07-01', inForceTo: '2020-05-01' },
      ['standard.dates-crossed', 'standard.dates-crossed'],
    ],
    ['an unknown predecessor', { ...entry, replacesNo: 'GB 1-1999' }, ['standard.unknown']],
    [
      'itself as predecessor',
      { ...entry, standardNo: 'GB 8368-2018', replacesNo: 'GB 8368-2018' },
      ['standard.replaces-itself'],
    ],
  ];
  for (const [says, body, ids] of wrong)
    it(`refuses to enter ${says}`, async () => {
      expect((await technical.post('/methods/standards', body)).refusals()).to.deep.equal(ids);
    });

  it('is entered, corrected with a reason, and keeps its number and its document', async () => {
    const made = (await technical.post('/methods/standards', entry)).json<{ id: string; version: number }>();
    const path = `/methods/standards/${made.id}`;
    const change = { ...entry, standardEdition: '2020', docTitle: '示例标准', version: 1, reason: '补登名称' };
    expect((await technical.post(path, { ...change, standardNo: 'GB 2-2020' })).refusals()).to.deep.equal([
      'standard.number-fixed',
    ]);
    expect((await technical.post(path, change)).status).to.equal(200);
    expect((await technical.post(path, change)).status).to.equal(412);
    const file = { version: 2, file: { name: 'x.pdf', data: pdf } };
    expect((await technical.get(`${path}/file`)).refusals()).to.deep.equal(['method.no-file']);
    expect(
      (await technical.post(`${path}/file`, { version: 2, file: { name: 'x.exe', data: 'AAAA' } })).refusals(),
    ).to.deep.equal(['method.file-type']);
    expect((await technical.post(`${path}/file`, file)).status).to.equal(200);
    expect((await analyst.get(`${path}/file`)).text).to.equal('%PDF-1.4 example');
    expect((await analyst.post(path, { ...change, version: 3 })).status).to.equal(403);
    expect((await technical.get('/methods/standards/01ARZ3NDEKTSV4RRFFQ69G5FAV')).refusals()).to.deep.equal([
      'method.missing',
    ]);
  });

  it('records the watch: many unchanged at once, others one by one, and tells who is due', async () => {
    const ids = [await idOf('GB 8368-2018'), await idOf('GB 15810-2019')];
    const check = {
      standards: ids,
      checkedOn: '2026-11-20',
      checkedAt: '全国标准信息公共服务平台',
      checkResult: 'unchanged',
    };
    const refused: [object, string[]][] = [
      [{ ...check, checkedOn: '2026-11-24' }, ['check.future']],
      [{ ...check, standards: [] }, ['check.none']],
      [{ ...check, checkResult: 'amended' }, ['check.one']],
      [{ ...check, standards: [ids[0]], checkResult: 'superseded' }, ['check.successor']],
      [{ ...check, successorNo: 'GB 8368-2030' }, ['check.not-needed']],
      [
        { ...check, standards: [ids[0]], checkResult: 'superseded', successorNo: 'GB8368-2018' },
        ['check.successor-itself'],
      ],
      [{ ...check, standards: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'] }, ['method.missing']],
    ];
    for (const [body, want] of refused)
      expect((await technical.post('/methods/checks', body)).refusals()).to.deep.equal(want);
    expect((await technical.post('/methods/checks', check)).json()).to.deep.equal({ recorded: 2, successor: null });
    const watch = (await analyst.get('/methods/watch?show=done')).json<Watch>();
    expect(watch.lines.map(({ number, due }) => [number, due])).to.deep.equal([
      ['GB 15810-2019', '2027-11-20'],
      ['GB 8368-2018', '2027-11-20'],
    ]);
  });

  it('lists what a superseded standard touches, enters its successor and ends it the day before', async () => {
    const line: Omit<CapabilityRow, 'id' | 'version' | 'created_at'> = {
      scheme: 'CMA',
      annex_no: null,
      parameter_code: 'M-CHEM-EVAP',
      object: null,
      item: '蒸发残渣',
      standards: 'GB8368—2018 7.4',
      scope: null,
      note: null,
      certificate: 'C1',
      approved_on: null,
      valid_to: null,
      site: '本所',
      state: 'held',
      project: null,
    };
    await lab.act('quality', (act) => act.insert<CapabilityRow>('capabilities', line));
    const before = await sheet('GB 8368-2018');
    expect(before.impact.capabilities.map(({ code }) => code)).to.deep.equal(['M-CHEM-EVAP']);
    const cited = [...lab.app.catalogue.parameters.values()].filter(({ basis }) =>
      basis.some(({ standard }) => standard === 'GB 8368-2018'),
    );
    expect(before.impact.parameters.map(({ code }) => code)).to.have.members(cited.map(({ code }) => code));
    expect(cited.length).to.be.greaterThan(0);
    const answer = await technical.post('/methods/checks', {
      standards: [before.id],
      checkedOn: '2026-11-23',
      checkedAt: '国家药监局公告',
      checkResult: 'superseded',
      successorNo: 'GB 8368-2026',
      successorFrom: '2027-06-01',
    });
    expect(answer.status).to.equal(201);
    const after = await sheet('GB 8368-2018');
    expect(after).to.include({ to: '2027-05-31', standing: 'in-force' });
    expect(after.replacedBy.map(({ number }) => number)).to.deep.equal(['GB 8368-2026']);
    expect(await sheet('GB 8368-2026')).to.include({ from: '2027-06-01', standing: 'coming' });
  });

  it('SOP: a version is written by one, approved by another, read by all, and gone through again', async () => {
    const body = { sopNo: 'SOP-001', docTitle: '天平操作规程', readers: ['analyst'] };
    expect((await analyst.post('/methods/sops', { ...body, readers: [] })).refusals()).to.deep.equal(['sop.readers']);
    const { id } = (await analyst.post('/methods/sops', body)).json<{ id: string }>();
    expect((await analyst.post('/methods/sops', body)).refusals()).to.deep.equal(['sop.taken']);
    const version = {
      versionLabel: 'A/0',
      inForceFrom: '2026-11-23',
      changeNote: '首次发布',
      file: { name: 'a.pdf', data: pdf },
    };
    const path = `/methods/sops/${id}/versions`;
    const review = { reviewedOn: '2026-11-23', reviewOutcome: 'keep' };
    expect((await analyst.post(path, { ...version, inForceFrom: '2026-11-22' })).refusals()).to.deep.equal([
      'sop.from-past',
    ]);
    expect((await analyst.post(`/methods/sops/${id}/reviews`, review)).refusals()).to.deep.equal(['sop.not-in-use']);
    const made = (await quality.post(path, version)).json<{ id: string; version: number }>();
    expect((await analyst.post(path, version)).refusals()).to.deep.equal(['sop.label-taken']);
    expect((await analyst.post(path, { ...version, versionLabel: 'A/1' })).refusals()).to.deep.equal([
      'sop.open-draft',
    ]);
    const approval = `/methods/sop-versions/${made.id}/approval`;
    const reading = `/methods/sop-versions/${made.id}/readings`;
    expect((await analyst.post(reading, {})).refusals()).to.deep.equal(['sop.not-approved']);
    expect((await quality.post(approval, { version: 1, password: PASSWORD })).refusals()).to.deep.equal(['method.own']);
    expect((await technical.post(approval, { version: 1, password: 'wrong' })).status).to.equal(401);
    expect((await technical.post(approval, { version: 1, password: PASSWORD })).status).to.equal(200);
    expect((await analyst.post(reading, {})).status).to.equal(201);
    expect((await analyst.post(reading, {})).refusals()).to.deep.equal(['sop.read-already']);
    const show = async () => (await analyst.get(`/methods/sops/${id}`)).json<SopSheet>();
    const sop = await show();
    expect(sop).to.include({ current: 'A/0' });
    expect(sop.review).to.deep.equal({ due: '2028-11-23', state: 'done' });
    expect(sop.reading?.done.map(({ name }) => name)).to.deep.equal(['李检']);
    expect(sop.reading?.open).to.have.members(['吴验', '韩多']);
    expect(
      (await analyst.post(`/methods/sops/${id}/reviews`, { ...review, reviewedOn: '2026-11-24' })).refusals(),
    ).to.deep.equal(['sop.review-future']);
    expect((await analyst.post(`/methods/sops/${id}/reviews`, review)).status).to.equal(201);
    // The next version takes its place on its first day only, and has to be read again.
    const next = (await quality.post(path, { ...version, versionLabel: 'A/1', inForceFrom: '2026-12-01' })).json<{
      id: string;
    }>();
    expect(
      (await quality.post(`/methods/sop-versions/${next.id}/drop`, { version: 1, reason: '文件有误' })).status,
    ).to.equal(200);
    const again = (await quality.post(path, { ...version, versionLabel: 'A/2', inForceFrom: '2026-12-01' })).json<{
      id: string;
    }>();
    await technical.post(`/methods/sop-versions/${again.id}/approval`, { version: 1, password: PASSWORD });
    const later = await show();
    expect(later.current).to.equal('A/0');
    expect(later.versions.map(({ label, state }) => [label, state])).to.deep.equal([
      ['A/2', 'approved'],
      ['A/1', 'dropped'],
      ['A/0', 'superseded'],
    ]);
    expect(later.reading?.done).to.deep.equal([]);
    expect(
      (await quality.post(`/methods/sop-versions/${again.id}/withdrawal`, { version: 2, reason: '停用' })).status,
    ).to.equal(200);
  });

  it('verification: computed from what was entered, concluded by another, never as fit against its limits', async () => {
    const open = { parameterCode: 'T-CHK-ASH', kind: 'verification' };
    expect((await analyst.post('/methods/verifications', { ...open, parameterCode: 'X' })).refusals()).to.deep.equal([
      'verification.parameter',
    ]);
    const made = (await analyst.post('/methods/verifications', open)).json<{ id: string; number: string }>();
    expect(made.number).to.equal('FV-2026-001');
    const path = `/methods/verifications/${made.id}`;
    expect((await analyst.post(`${path}/proposal`, { version: 1 })).refusals()).to.deep.equal(['verification.nothing']);
    expect((await analyst.post(path, { version: 1, precision: '5' })).refusals()).to.deep.equal(['verification.few']);
    await analyst.post(path, { version: 1, precision: '98 100 102' });
    expect((await analyst.post(`${path}/proposal`, { version: 2 })).refusals()).to.deep.equal([
      'verification.no-limit',
    ]);
    await analyst.post(path, { version: 2, precision: '98 100 102', rsdMost: '1.9' });
    expect((await technical.post(path, { version: 3, precision: '1 2' })).refusals()).to.deep.equal([
      'method.not-author',
    ]);
    expect((await analyst.post(`${path}/proposal`, { version: 3 })).status).to.equal(200);
    const conclude = { version: 4, fitness: 'fit', password: PASSWORD };
    expect((await analyst.post(`${path}/conclusion`, conclude)).status).to.equal(403);
    expect((await technical.post(`${path}/conclusion`, conclude)).refusals()).to.deep.equal(['verification.not-met']);
    expect((await technical.post(`${path}/return`, { version: 4, reason: '补做精密度' })).status).to.equal(200);
    await analyst.post(path, { version: 5, precision: '99 100 101', rsdMost: '1.9' });
    await analyst.post(`${path}/proposal`, { version: 6 });
    expect((await technical.post(`${path}/conclusion`, { ...conclude, version: 7 })).status).to.equal(200);
    const shown = (await analyst.get(path)).json<VerificationSheet>();
    expect(shown).to.include({ state: 'concluded', conclusion: 'fit' });
    expect(shown.computed?.precision).to.deep.equal({ n: 3, mean: '100', sd: '1', rsd: '1' });
    const signed = await lab.app.db
      .read('signatures')
      .where({ entity: 'verifications', entity_id: made.id })
      .pluck('meaning');
    expect(signed).to.deep.equal(['approve']);
  });

  it('draws every page', async () => {
    const paths = [
      '/methods',
      '/methods/watch',
      '/methods/standards/new',
      '/methods/sops',
      '/methods/sops/new',
      '/methods/verifications',
      '/methods/verifications/new',
      `/methods/standards/${await idOf('GB 8368-2018')}`,
    ];
    for (const path of paths) {
      const page = await technical.page(path);
      expect(page.status, path).to.equal(200);
      expect(page.text.replace(/data-words="[^"]*"/, ''), path).not.to.match(
        /undefined|\[object Object\]|NaN|>\{\w+\}</,
      );
    }
  });
});
