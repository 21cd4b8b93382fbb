import { expect } from 'chai';
import { caseBy } from '../disposals/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { arrangePeople, as, Disposal, type Name } from './arrange.ts';

eachEngine('the sections of a track', (engine) => {
  let lab: Lab;
  let ids: Record<string, string>;
  let one: Disposal;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    ids = await arrangePeople(lab);
  });
  beforeEach(async () => {
    one = await Disposal.open(lab);
  });
  after(() => lab.close());

  const done = async (answer: Promise<{ status: number; text: string }>, status = 200) => {
    const { status: got, text } = await answer;
    expect(got, text).to.equal(status);
  };
  const refused = async (
    answer: Promise<{ status: number; refusals(): string[]; text: string }>,
    status: number,
    id: string,
  ) => {
    const given = await answer;
    expect([given.status, given.refusals()], given.text).to.deep.equal([status, [id]]);
  };

  it('1.11 each authority finds its track; the terms of the case are its own', async () => {
    const track = await one.sheet();
    expect(track).to.deep.include({ state: 'assigned', kind: 'production', mayFill: true });
    expect(track.authority?.id).to.equal(ids.yi);
    expect(track.sections.filter(({ needed }) => needed).map(({ section }) => section)).to.deep.equal([
      'start',
      'control',
      'cause',
      'penalty',
      'no-penalty',
      'rectification',
    ]);
    expect(await one.clocks()).to.deep.equal({
      N1a: 'running 2026-11-30',
      N1b: 'running 2026-12-14',
      N1c: 'running 2027-02-22',
    });
  });

  it('a draft may lack what is required but not be wrong; a submission ends the clock that waited for it', async () => {
    await done(one.write('start', false, { startedOn: '', riskHarm: '' }));
    expect((await one.section('start')).sectionState).to.equal('filled');
    await refused(one.write('start', false, { reportOn: '2026-11-24' }), 422, 'track.future');
    await refused(one.write('start', false, { reportOn: 'yesterday' }), 422, 'track.date');
    await refused(one.write('start', false, { riskHarm: 'huge' }), 422, 'track.option');
    await refused(one.write('start', false, { firstMeasures: 'x'.repeat(2001) }), 422, 'track.long');
    await refused(one.write('start', true, { startedOn: '' }), 422, 'track.required');
    await refused(
      one.write('start', true, { reportOn: '2026-11-23', startedOn: '2026-11-20' }),
      422,
      'track.started-early',
    );
    await done(one.write('start', true));
    const clocks = await one.clocks();
    expect(clocks.N1a).to.match(/^done/);
    // The clue is dealt with within 15 working days of the report (D14).
    expect(clocks.D14).to.equal('running 2026-12-14');
    expect(await one.sheet()).to.include({ startedOn: '2026-11-23', state: 'assigned' });
    const { state, events } = await caseBy(await as(lab, 'quality'), one.caseId);
    expect(state).to.equal('handling');
    expect(events.map(({ kind }) => kind)).to.include('section-submitted');
  });

  it('1.11 quantities that do not balance are named, and pass only with their reason', async () => {
    await refused(one.write('control', true, { sold: '590' }), 422, 'track.balance');
    await refused(one.write('control', true, { sold: '610' }), 422, 'track.balance-over');
    await refused(one.write('control', true, { sold: '30箱' }), 422, 'track.unit-unknown');
    await refused(one.write('control', true, { sold: '-5' }), 422, 'track.negative');
    await refused(one.write('control', true, { other: '3' }), 422, 'track.required');
    const answer = await one.write('control', true, { sold: '590' });
    expect(answer.text).to.include('总量 1000 盒，各项之和 990 盒，少 10 盒');
    await done(one.write('control', true, { sold: '590', differenceNote: '运输破损10盒' }));
    const section = await one.section('control');
    expect(section.balance).to.include({ total: '1000', sum: '990', difference: '10', balanced: false });
    expect(section.cautions.map(({ id }) => id)).to.include.members(['track.caution-balance', 'track.caution-recall']);
    expect((await one.clocks()).N1b).to.match(/^done/);
  });

  it('11.9 whoever wrote in a section does not audit it; another person passes it or sends it back with a reason', async () => {
    await done(one.write('cause', true));
    await refused(one.audit('cause', 'pass', 'yi'), 409, 'track.own-audit');
    await refused(one.audit('cause', 'return', 'yi2', { reason: ' ' }), 422, 'track.reason');
    await done(one.audit('cause', 'return', 'yi2', { reason: '原因分析不具体' }));
    expect(await one.section('cause')).to.include({ sectionState: 'returned', reason: '原因分析不具体' });
    expect((await one.sheet()).state).to.equal('returned');
    // Now the second person mends it, and the first may not audit what he wrote before.
    await done(one.write('cause', true, { causeWords: '干燥温度偏高2℃，未按批记录复核' }, 'yi2'));
    for (const login of ['yi', 'yi2']) await refused(one.audit('cause', 'pass', login), 409, 'track.own-audit');
    await refused(one.audit('cause', 'pass', 'jia'), 404, 'record.missing');
    // The city stands above the county.
    await done(one.audit('cause', 'pass', 'shi'));
    await refused(one.write('cause', false), 409, 'machine.state');
    await refused(one.audit('cause', 'reopen', 'shi'), 422, 'track.reason');
    await done(one.audit('cause', 'reopen', 'shi', { reason: '发现新证据' }));
    expect((await one.section('cause')).sectionState).to.equal('returned');
  });

  const passed = async (...names: Name[]) => {
    for (const name of names) {
      await done(one.write(name, true));
      await done(one.audit(name, 'pass'));
    }
  };

  it('1.11 a track passes with sections 1 to 3, penalty or none, and 6; its sheet is filed', async () => {
    await passed('start', 'control', 'cause', 'no-penalty');
    expect((await one.sheet()).state).to.equal('assigned');
    await done(one.write('rectification', true));
    expect((await one.sheet()).state).to.equal('filled');
    await done(one.audit('rectification', 'pass'));
    const track = await one.sheet();
    expect(track).to.include({ state: 'passed', doneOn: '2026-11-23' });
    expect(track.documents.map(({ kind }) => kind)).to.deep.equal(['track-sheet']);
    const paper = await (await as(lab, 'yi')).get(one.path(`/documents/${track.documents[0]?.id}`));
    expect([paper.status, paper.headers.get('content-type')]).to.deep.equal([200, 'application/pdf']);
    expect((await one.clocks()).D14).to.match(/^done/);
    const refusal = { version: track.version, organisation: ids.jia };
    await refused((await as(lab, 'quality')).post(one.path('/assignment'), refusal), 409, 'track.passed');
    // Reopened, it is not passed any more.
    await done(one.audit('cause', 'reopen', 'yi2', { reason: '补充材料' }));
    expect(await one.sheet()).to.include({ state: 'returned', doneOn: null });
  });

  it('penalty and no penalty exclude each other', async () => {
    await done(one.write('no-penalty', true));
    await refused(one.write('penalty', true), 422, 'track.either');
    await done(one.audit('no-penalty', 'return', 'yi2', { reason: '应当立案' }));
    await refused(one.write('penalty', true), 422, 'track.penalty-none');
    await done(
      one.step('case-file', { filingNo: '乙市监案〔2026〕1号', filedOn: '2026-11-23', party: '示例制药有限公司' }),
    );
    await refused(one.write('penalty', true), 422, 'track.penalty-open');
    await refused(one.write('no-penalty', true), 422, 'track.either');
    await refused(one.write('transfer', true, { told: 'no', toldBody: '', toldOn: '' }), 422, 'track.transfer-none');
  });

  it('re-sampling names another batch of the same producer or sampled unit, and its report is told', async () => {
    const { arrangeBatch, issued } = await import('../reports/arrange.ts');
    const { sampleNumber, reportId } = await arrangeBatch(lab, {});
    const foreign = await arrangeBatch(lab, { producer: '别家制药有限公司' });
    await lab.app.db.write('samplings').where({ id: foreign.samplingId }).update({ sampled_unit: '别家药房' });
    const again = { resample: 'institute', whyNoResample: '' };
    await refused(one.write('rectification', true, { ...again, resampleNo: 'YA-none' }), 422, 'track.resample-unknown');
    await refused(
      one.write('rectification', true, { ...again, resampleNo: foreign.sampleNumber }),
      422,
      'track.resample-unknown',
    );
    await done(one.write('rectification', true, { ...again, resampleNo: sampleNumber }));
    expect((await one.section('rectification')).resampled).to.include({ number: sampleNumber, verdict: null });
    await issued(await as(lab, 'signatory'), reportId);
    expect((await one.section('rectification')).resampled).to.include({ verdict: 'conforms' });
  });

  it('an authority that does not accept the report gives the track back, and another is put in charge', async () => {
    const no = {
      accepted: 'no',
      refusal: '标示生产单位已迁往甲县',
      startedOn: '',
      riskHarm: '',
      riskSpread: '',
      riskEvents: '',
      riskOverall: '',
    };
    await done(one.write('start', true, no));
    await done(one.audit('start', 'pass'));
    expect(await one.sheet('quality')).to.deep.include({ state: 'open', authority: null });
    expect((await (await as(lab, 'yi')).get(one.path())).status).to.equal(404);
    const { version } = await one.sheet('quality');
    const given = { version, organisation: ids.jia, handler: '赵办', phone: '0000-2222222' };
    await done((await as(lab, 'quality')).post(one.path('/assignment'), given));
    expect(await one.sheet('jia')).to.deep.include({ state: 'assigned', handler: '赵办', mayFill: true });
    const owners = (await lab.app.db
      .read('clocks')
      .where({ entity_id: one.track, state: 'running' })
      .pluck('owner_org')) as string[];
    expect(new Set(owners)).to.deep.equal(new Set([ids.jia]));
  });

  it('only the institute and an authority above put another authority in charge, and only before anything was handed in', async () => {
    const { version } = await one.sheet();
    const to = (organisation: string | undefined, more: object = {}) => ({ version, organisation, ...more });
    await refused((await as(lab, 'yi')).post(one.path('/assignment'), to(ids.jia)), 403, 'track.assign-own');
    await refused((await as(lab, 'quality')).post(one.path('/assignment'), to(one.caseId)), 422, 'track.authority');
    await done((await as(lab, 'yi')).post(one.path('/assignment'), to(ids.yi, { handler: '钱办' })));
    expect((await one.sheet()).authorities).to.have.length(1);
    await refused((await as(lab, 'shi')).post(one.path('/assignment'), to(ids.yi)), 412, 'record.stale');
    await done(one.write('cause', true));
    const now = (await one.sheet()).version;
    const other = { version: now, organisation: ids.jia };
    await refused((await as(lab, 'shi')).post(one.path('/assignment'), other), 409, 'track.assigned-filled');
  });

  it('papers and pictures are attached while a section is written, and stay in the record when taken back', async () => {
    const pdf = { name: 'invoice.pdf', data: Buffer.from('%PDF-1.7 invoice').toString('base64') };
    const add = async (file: object, login = 'yi') => {
      const { sectionVersion: version } = await one.section('cause', 'quality');
      return (await as(lab, login)).post(one.path('/sections/cause/files'), { version, file });
    };
    await refused(add({ name: 'x.exe', data: Buffer.from('MZ').toString('base64') }), 422, 'track.file-type');
    await done(add(pdf));
    const [file] = (await one.section('cause')).files;
    const get = async (login: string) => (await as(lab, login)).get(one.path(`/files/${file?.hash}`));
    expect((await get('yi')).bytes.toString()).to.equal('%PDF-1.7 invoice');
    expect((await get('jia')).status).to.equal(404);
    const { sectionVersion: version } = await one.section('cause');
    const back = { version, hash: file?.hash };
    await refused(
      (await as(lab, 'yi')).post(one.path('/sections/cause/files/withdrawal'), { ...back, hash: 'a'.repeat(64) }),
      404,
      'record.missing',
    );
    await done((await as(lab, 'yi')).post(one.path('/sections/cause/files/withdrawal'), back));
    expect((await one.section('cause')).files).to.deep.include({ ...file, dropped: true });
    await done(one.write('cause', true));
    await refused(add(pdf), 409, 'machine.state');
    await lab.app.db
      .write('track_sections')
      .where({ track_id: one.track, section: 'cause' })
      .update({
        state: 'filled',
        files: JSON.stringify(Array.from({ length: 50 }, () => ({ ...file, by: '', at: '' }))),
      });
    await refused(add(pdf), 422, 'track.files-many');
  });

  it('nothing is written on a track that was cancelled or whose case is closed', async () => {
    await lab.app.db.write('case_tracks').where({ id: one.track }).update({ state: 'cancelled' });
    await refused(one.write('cause', false), 409, 'track.cancelled');
    await refused(one.step('seize', seizure), 409, 'track.cancelled');
    const { version } = await one.sheet();
    await refused(
      (await as(lab, 'quality')).post(one.path('/assignment'), { version, organisation: ids.yi }),
      409,
      'track.cancelled',
    );
    await lab.app.db.write('case_tracks').where({ id: one.track }).update({ state: 'assigned' });
    await lab.app.db.write('cases').where({ id: one.caseId }).update({ state: 'closed' });
    await refused(one.write('cause', false), 409, 'track.case-closed');
    await refused(one.step('seize', seizure), 409, 'track.case-closed');
    await refused(
      (await as(lab, 'quality')).post(one.path('/assignment'), { version, organisation: ids.yi }),
      409,
      'track.case-closed',
    );
  });

  const seizure = {
    ...{ number: '乙市监查〔2026〕1号', kind: 'sealed', seizedGoods: '示例片', amount: '200', unit: '盒' },
    ...{ place: '成品库', keeper: '周某', seizedOn: '2026-11-23' },
  };
});
