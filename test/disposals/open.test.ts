import { expect } from 'chai';
import { may, permissions } from '../../lib/kernel/access.ts';
import { slices } from '../../lib/slices.ts';
import { textOf } from '../pdf/read.ts';
import { arrangeBatch, type BatchChange, issued, shown } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, signIn, startLab } from '../support/lab.ts';

interface ShownCase {
  id: string;
  number: string;
  state: string;
  items: { name: string; requirement: string; result: string }[];
  reportNumber: string;
  producer: string;
  notified: unknown;
  term: { rule: string; basis: string; startedOn: string; dueOn: string; provisional: boolean; running: boolean };
}

eachEngine('opening a disposal case', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine, '2026-01-12T09:00:00+08:00');
  });
  after(() => lab.close());

  /** A batch whose report is issued at a moment; its case, if one opened. */
  const issuedAt = async (at: string, change: BatchChange = {}): Promise<ShownCase | null> => {
    lab.at(at);
    const { reportId } = await arrangeBatch(lab, { fails: true, ...change });
    const signatory = await signIn(lab.url, 'signatory', lab.app);
    const { caseId } = await issued(signatory, reportId);
    return caseId === null ? null : (await signatory.get(`/cases/${caseId}`)).json<ShownCase>();
  };
  const casesOf = (reportId: string) => lab.app.db.read('cases').where({ report_id: reportId });

  it('1.10 a report that does not conform opens one case with the failed items as the report prints them', async () => {
    const opened = await issuedAt('2026-01-12T09:00:00+08:00');
    expect(opened).to.deep.include({ number: 'HC2026-0001', state: 'opened', notified: null });
    expect(opened?.items).to.deep.equal([{ name: '总灰分', requirement: '不得过5.0%', result: '8.1%' }]);
    expect(await lab.app.db.read('cases')).to.have.length(1);
    const clocks = await lab.app.db.read('clocks').where({ entity: 'cases', entity_id: opened?.id });
    expect(clocks.map(({ state, owner_role }) => [state, owner_role])).to.deep.equal([['running', 'reception']]);
    const code = await lab.app.db.read('barcodes').where({ code: 'HC2026-0001' }).first();
    expect(code).to.include({ kind: 'case', entity_id: opened?.id });
  });

  it('1.10 a conforming report opens none, nor does risk monitoring (domain 1.2)', async () => {
    expect(await issuedAt('2026-01-12T09:10:00+08:00', { fails: false })).to.equal(null);
    expect(await issuedAt('2026-01-12T09:20:00+08:00', { workKind: 'FX' })).to.equal(null);
    expect(await lab.app.db.read('cases')).to.have.length(1);
  });

  it('1.10 a case that cannot be opened stops the issue as a whole: no report goes out without its term', async () => {
    const { reportId, sampleId } = await arrangeBatch(lab, { fails: true });
    const signatory = await signIn(lab.url, 'signatory', lab.app);
    const { clock } = lab.app.rules;
    lab.app.rules.clock = () => undefined;
    await issued(signatory, reportId).then(
      () => expect.fail('was issued'),
      (error: Error) => expect(error.message).to.match(/^500 /),
    );
    lab.app.rules.clock = clock;
    expect(await shown(signatory, reportId)).to.include({ state: 'drafted', pdfHash: null });
    expect(await casesOf(reportId)).to.deep.equal([]);
    expect(await lab.app.db.read('samples').where({ id: sampleId }).first('state')).to.deep.equal({
      state: 'approved',
    });
    await issued(signatory, reportId);
    expect((await casesOf(reportId))[0]).to.include({ number: 'HC2026-0002' });
  });

  for (const [productClass, rule, law] of [
    ['drug', 'D3', '34号'],
    ['tcm', 'D3', '34号'],
    ['device', 'E3', '9号'],
    ['cosmetic', 'C3', '2023年第5号'],
  ] as const)
    it(`1.3 ${rule} the first term of a ${productClass} names its rule and its law`, async () => {
      const opened = await issuedAt('2026-03-02T10:00:00+08:00', { productClass });
      expect(opened?.term).to.include({ rule, startedOn: '2026-03-02', dueOn: '2026-03-04', running: true });
      expect(opened?.term.basis).to.include(law);
    });

  for (const [what, at, dueOn] of [
    ['over the National Day', '2026-09-29T16:00:00+08:00', '2026-10-08'],
    ['over Labour Day', '2026-04-29T16:00:00+08:00', '2026-05-06'],
    ['to a Saturday that is a working day', '2026-02-12T16:00:00+08:00', '2026-02-14'],
    ['from a day that in London is still the day before', '2026-03-10T00:30:00+08:00', '2026-03-12'],
  ] as const)
    it(`1.3 two working days ${what}: issued ${at.slice(0, 10)}, due ${dueOn}`, async () => {
      const opened = await issuedAt(at);
      expect(opened?.term).to.include({ startedOn: at.slice(0, 10), dueOn, provisional: false });
    });

  it('10.35 a term that ends behind the loaded calendar is marked provisional, on the page and on the list', async () => {
    const opened = await issuedAt('2026-12-30T10:00:00+08:00');
    expect(opened?.term.provisional).to.equal(true);
    expect(opened?.term.dueOn.slice(0, 4)).to.equal('2027');
    const quality = await signIn(lab.url, 'quality', lab.app);
    for (const path of [`/cases/${opened?.id}`, '/cases', '/'])
      expect((await quality.page(path)).text, path).to.include('class="due-mark"');
  });

  it('1.10 the letter names producer, batch, item, report and the last day', async () => {
    const opened = await issuedAt('2026-09-29T10:00:00+08:00', { producer: '龙泉示例药业有限公司' });
    const reception = await signIn(lab.url, 'reception', lab.app);
    const letter = await reception.get(`/cases/${opened?.id}/notice.pdf`);
    expect([letter.status, letter.headers.get('content-type')]).to.deep.equal([200, 'application/pdf']);
    const text = (await textOf(letter.bytes)).join('');
    const named = [opened?.number ?? '', opened?.reportNumber ?? '', '示例大药房', '总灰分', '8.1%', '2026年10月8日'];
    for (const word of [...named, '龙泉示例药业有限公司', '国药监药管〔2019〕34号']) expect(text).to.include(word);
  });

  it('4 SE-11 the authority reads cases and their letters, and nothing else of the laboratory', async () => {
    const own = permissions.filter((permission) => may(['authority'], permission));
    const given = [
      ...['case.read', 'case.deliver', 'clock.read', 'track.assign', 'track.fill', 'track.audit'],
      ...['notice.read', 'notice.release', 'signal.read'],
    ];
    expect(own.filter((permission) => !given.includes(permission))).to.deep.equal([]);
    const { id } = (await lab.app.db.read('cases').first('id')) as { id: string };
    const authority = await signIn(lab.url, 'authority', lab.app);
    for (const path of [`/cases/${id}`, '/cases', `/cases/${id}/notice.pdf`])
      expect((await authority.get(path)).status, path).to.equal(200);
    const closed = slices
      .flatMap(({ routes }) => routes)
      .filter(({ kind, needs }) => kind !== 'post' && !['public', 'signed-in', ...own].includes(needs))
      .map(({ path }) => path.replace(':id', id));
    expect(closed.length).to.be.above(20);
    for (const path of closed) expect((await authority.get(path)).status, path).to.equal(403);
    const home = await authority.get('/');
    expect(home.json()).to.deep.include({ kind: null, work: [] });
  });
});
