import { expect } from 'chai';
import { concludeCase } from '../../lib/disposals/index.ts';
import { trackClosing } from '../../lib/tracks/index.ts';
import { textOf } from '../pdf/read.ts';
import { arrangeBatch, issued } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Lab, startLab } from '../support/lab.ts';
import { arrangePeople, as, Disposal } from './arrange.ts';

eachEngine('seizures, recalls, penalties and transfers of a track', (engine) => {
  let lab: Lab;
  let one: Disposal;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-03-02T09:00:00+08:00');
    await arrangePeople(lab);
  });
  beforeEach(async () => {
    lab.at('2026-03-02T09:00:00+08:00');
    one = await Disposal.open(lab);
    lab.at('2026-05-20T10:00:00+08:00');
  });
  after(() => lab.close());

  const done = async (answer: Promise<Answer>) => {
    const { status, text } = await answer;
    expect(status, text).to.equal(200);
  };
  const refused = async (answer: Promise<Answer>, status: number, id: string) => {
    const given = await answer;
    expect([given.status, given.refusals()], given.text).to.deep.equal([status, [id]]);
  };

  const seizure = {
    ...{ number: '乙市监查〔2026〕1号', kind: 'sealed', seizedGoods: '示例片 0.5g', amount: '200', unit: '盒' },
    ...{ sealNo: 'F001', place: '成品库', keeper: '周某', seizedOn: '2026-03-09' },
  };

  it('D11, D12: a seizure is decided in 7 days; tested, the measure stands still and 15 days run from the report', async () => {
    await done(one.step('seize', seizure));
    // 7 days end on Monday 16 March; 30 days on Wednesday 8 April.
    expect(await one.clocks()).to.include({ D11: 'running 2026-03-16', D12: 'running 2026-04-08' });
    await refused(one.step('seizure-test', { testedOn: '2026-03-08', testNo: 'YA1' }), 422, 'track.before');
    await done(one.step('seizure-test', { testedOn: '2026-03-11', testNo: 'YA1' }));
    const paused = await one.clocks();
    expect(paused.D11).to.match(/^cancelled/);
    expect(paused.D12).to.match(/^paused/);
    await refused(one.step('seizure-decide', { decidedOn: '2026-03-20', decision: 'destroy' }), 409, 'machine.state');
    await done(one.step('seizure-report', { reportedOn: '2026-04-01', reportNo: 'R1' }));
    // 15 days from the report: 16 April. The measure stood still for 21 days: 8 April + 21 = 29 April.
    expect(await one.clocks()).to.include({ D11b: 'running 2026-04-16', D12: 'running 2026-04-29' });
    await refused(one.step('seizure-test', { testedOn: '2026-04-02', testNo: 'YA2' }), 409, 'track.tested-before');
    await refused(one.step('seizure-decide', { decidedOn: '2026-03-31', decision: 'destroy' }), 422, 'track.before');
    await done(one.step('seizure-decide', { decidedOn: '2026-04-10', decision: 'confiscate' }));
    const { D11b, D12 } = await one.clocks();
    expect([D11b, D12].map((text) => text?.split(' ')[0])).to.deep.equal(['done', 'done']);
  });

  it('the report that this institute signs on seized goods ends the pause by itself', async () => {
    const goods = await arrangeBatch(lab, {});
    await done(one.step('seize', seizure));
    await done(one.step('seizure-test', { testedOn: '2026-05-11', testNo: goods.sampleNumber }));
    const report = await issued(await as(lab, 'signatory'), goods.reportId);
    const clocks = await one.clocks();
    expect(clocks.D12).to.match(/^running/);
    // 15 days from 20 May.
    expect(clocks.D11b).to.equal('running 2026-06-04');
    const facts = (await one.section('control')).registers[0]?.lines[0]?.facts.map(({ value }) => value) ?? [];
    expect(facts).to.include.members([report.number, '2026-05-20']);
  });

  const recall = {
    ...{ level: '2', kind: 'ordered', decidedOn: '2026-03-09', scope: '甲县、乙县', amount: '120', unit: '盒' },
  } as const;

  it('R1: level 2 is told within 3 days, then reported on every 3 days, with its percentage', async () => {
    await refused(one.step('recall', { ...recall, amount: '0' }), 422, 'track.recall-nothing');
    await done(one.step('recall', recall));
    const at = { register: 1 };
    expect(await one.clocks()).to.include({ 'R1-2': 'running 2026-03-12' });
    await refused(one.step('recall-report', { onDay: '2026-03-10', recalled: '1' }, at), 409, 'machine.state');
    await done(one.step('recall-notice', { notifiedOn: '2026-03-10', noticeNo: '召回通知1号' }, at));
    expect(await one.clocks()).to.include({ 'R1-2-report': 'running 2026-03-13' });
    await refused(
      one.step('recall-end', { endedOn: '2026-03-12', conclusion: '完成' }, at),
      409,
      'track.recall-unreported',
    );
    await done(one.step('recall-report', { onDay: '2026-03-12', recalled: '60', note: '' }, at));
    // 15 March is a Sunday: the term ends on Monday.
    expect(await one.clocks()).to.include({ 'R1-2-report': 'running 2026-03-16' });
    await refused(one.step('recall-report', { onDay: '2026-03-15', recalled: '59' }, at), 422, 'track.recalled-less');
    await refused(one.step('recall-report', { onDay: '2026-03-15', recalled: '121' }, at), 422, 'track.recalled-more');
    await refused(one.step('recall-report', { onDay: '2026-03-11', recalled: '90' }, at), 422, 'track.before');
    await done(one.step('recall-report', { onDay: '2026-03-15', recalled: '90' }, at));
    const facts = (await one.section('control')).registers[1]?.lines[0]?.facts.map(({ value }) => value) ?? [];
    expect(facts).to.include('90 盒 (75.0%)');
    await done(one.step('recall-end', { endedOn: '2026-03-20', conclusion: '已召回90盒，其余已售出使用' }, at));
    expect((await one.clocks())['R1-2-report']).to.match(/^done/);
  });

  for (const [level, told, progress] of [
    ['1', '2026-03-10', '2026-03-11'],
    ['3', '2026-03-16', '2026-03-17'],
  ] as const)
    it(`R1: level ${level} is told by ${told}, the first progress by ${progress}`, async () => {
      await done(one.step('recall', { ...recall, level }));
      expect((await one.clocks())[`R1-${level}`]).to.equal(`running ${told}`);
      await done(one.step('recall-notice', { notifiedOn: '2026-03-10', noticeNo: '1号' }, { register: 1 }));
      expect((await one.clocks())[`R1-${level}-report`]).to.equal(`running ${progress}`);
    });

  const filing = { filingNo: '乙市监案〔2026〕8号', filedOn: '2026-03-09', party: '示例制药有限公司' };
  const decision = {
    ...{
      decisionNo: '乙市监罚〔2026〕8号',
      decidedOn: '2026-04-28',
      facts: '生产劣药',
      articles: '药品管理法第一百一十七条',
    },
    ...{ measures: ['fine', 'income'], fine: '1234567.80', income: '3200.5' },
  };
  const at = { of: 'penalty' } as const;

  it('D13, D15, D16: filed to decided, decided to served and published; amounts keep their digits', async () => {
    await done(one.step('case-file', { ...filing, elsewhere: '邻省' }, at));
    // 90 days from 9 March end on Sunday 7 June, so on Monday.
    expect(await one.clocks()).to.include({ D13: 'running 2026-06-08' });
    await refused(
      one.step('penalty-serve', { servedOn: '2026-04-29', way: 'direct', receiver: '张某' }, at),
      409,
      'machine.state',
    );
    await refused(one.step('penalty-decide', { ...decision, fine: '1e6' }, at), 422, 'number.exponent');
    await refused(one.step('penalty-decide', { ...decision, fine: '100.005' }, at), 422, 'track.money');
    await refused(one.step('penalty-decide', { ...decision, fine: '' }, at), 422, 'track.required');
    await refused(one.step('penalty-decide', { ...decision, decidedOn: '2026-03-08' }, at), 422, 'track.before');
    await done(one.step('penalty-decide', decision, at));
    // 7, 20 and 10 working days from 28 April over Labour Day (1, 4 and 5 May off, Saturday 9 May at work).
    expect(await one.clocks()).to.include({
      ...{ D15: 'running 2026-05-11', D16: 'running 2026-05-28', D16b: 'running 2026-05-14' },
    });
    const row = await lab.app.db
      .read('track_penalties')
      .where({ case_id: one.caseId })
      .first<{ fine: string; income: string }>();
    expect([row.fine, row.income]).to.deep.equal(['1234567.80', '3200.5']);
    const facts = (await one.section('penalty')).registers[0]?.lines[0]?.facts.map(({ value }) => value) ?? [];
    expect(facts).to.include.members(['1,234,567.80 元', '3,200.5 元', '罚款、没收违法所得']);
    await done(one.step('penalty-serve', { servedOn: '2026-05-06', way: 'direct', receiver: '张某' }, at));
    await refused(
      one.step('penalty-serve', { servedOn: '2026-05-07', way: 'direct', receiver: '张某' }, at),
      409,
      'track.recorded',
    );
    // What follows a decision is recorded though the section has passed.
    await done(one.write('penalty', true));
    await done(one.audit('penalty', 'pass'));
    await refused(one.step('case-file', filing, at), 409, 'track.section-passed');
    await done(one.step('penalty-publish', { publishedOn: '2026-05-10', publishedAt: '国家企业信用信息公示系统' }, at));
    await done(one.step('penalty-pass-on', { passedOn: '2026-05-11' }, at));
    const states = Object.entries(await one.clocks()).filter(([rule]) => rule.startsWith('D1'));
    expect(states.map(([rule, text]) => `${rule} ${text.split(' ')[0]}`)).to.include.members([
      'D13 done',
      'D15 done',
      'D16 done',
      'D16b done',
    ]);
  });

  it('a case may be dropped; a party of this province is passed on to nobody', async () => {
    await done(one.step('case-file', filing, at));
    await done(one.step('penalty-decide', { ...decision, measures: ['warning'] }, at));
    await refused(one.step('penalty-pass-on', { passedOn: '2026-05-11' }, at), 409, 'track.not-elsewhere');
    await done(one.step('case-file', { ...filing, filingNo: '乙市监案〔2026〕9号', party: '周某' }, at));
    await done(one.step('case-drop', { droppedOn: '2026-04-01', reason: '违法事实不能成立' }, at));
    expect((await one.clocks()).D13).to.match(/^cancelled/);
  });

  const crime = {
    ...{ kind: 'crime', toBody: '乙县公安局', party: '示例制药有限公司', facts: '在片剂中添加化学药' },
    ...{ articles: '刑法第一百四十一条', officer1: '乙县yi', officer2: '孙某', reportedOn: '2026-05-18' },
    papers: ['letter', 'investigation', 'goods', 'report'],
    goods: [
      { name: '示例片', batch: 'B1', amount: '200', unit: '盒', sealNo: 'F001', place: '成品库', keeper: '周某' },
    ],
  };
  const moved = { of: 'transfer' } as const;

  it('T1 to T5: two officers report, the head decides, 24 hours, receipt, the police file, the goods follow', async () => {
    await refused(one.step('transfer', { ...crime, officer2: '乙县yi' }, moved), 422, 'track.two-officers');
    await refused(one.step('transfer', { ...crime, goods: [] }, moved), 422, 'track.goods-none');
    await refused(
      one.step('transfer', { ...crime, goods: [{ name: '示例片', amount: 'x', unit: '盒' }] }, moved),
      422,
      'number.word',
    );
    await done(one.step('transfer', crime, moved));
    expect(await one.clocks()).to.include({ T1: 'running 2026-05-21' });
    expect((await one.sheet()).sections.find(({ section }) => section === 'transfer')?.needed).to.equal(true);
    await refused(one.step('transfer-decide', { decision: 'approve' }, moved), 409, 'track.own-decision');
    await refused(
      one.step('transfer-send', { sentAt: '2026-05-20T09:00', sentHow: '专人' }, moved),
      409,
      'machine.state',
    );
    await done(one.step('transfer-decide', { decision: 'approve' }, { ...moved, login: 'yi2' }));
    const { clocks } = await one.sheet();
    expect(clocks.find(({ rule }) => rule === 'T2')?.dueAt?.slice(0, 16)).to.equal('2026-05-21T02:00');
    await refused(
      one.step('transfer-send', { sentAt: '2026-05-20T09:59', sentHow: '专人' }, moved),
      422,
      'track.sent-early',
    );
    await refused(
      one.step('transfer-send', { sentAt: '2026-05-20T23:00', sentHow: '专人' }, moved),
      422,
      'track.time-future',
    );
    await refused(one.step('transfer-send', { sentAt: 'noon', sentHow: '专人' }, moved), 422, 'track.time');
    lab.at('2026-05-20T15:00:00+08:00');
    await done(one.step('transfer-send', { sentAt: '2026-05-20T14:00', sentHow: '专人送达' }, moved));
    expect(await one.clocks()).to.include({ T3: 'running 2026-05-25' });
    await refused(
      one.step('transfer-receive', { receivedAt: '2026-05-20T13:00', receivedBy: '吴警官' }, moved),
      422,
      'track.received-early',
    );
    await done(
      one.step('transfer-receive', { receivedAt: '2026-05-20T14:30', receivedBy: '吴警官', receiptNo: '回1' }, moved),
    );
    await refused(
      one.step('transfer-answer', { outcome: 'refused', outcomeOn: '2026-05-20' }, moved),
      422,
      'track.required',
    );
    await done(one.step('transfer-answer', { outcome: 'filed', outcomeOn: '2026-05-20', outcomeNo: '立1' }, moved));
    expect(await one.clocks()).to.include({ T5: 'running 2026-05-25' });
    await refused(
      one.step('transfer-review', { review: 'accepted', reviewOn: '2026-05-20' }, moved),
      409,
      'track.outcome-other',
    );
    await done(one.step('transfer-goods', { goodsOn: '2026-05-20' }, moved));
    const states = Object.entries(await one.clocks()).filter(([rule]) => rule.startsWith('T'));
    expect(states.map(([rule, text]) => `${rule} ${text.split(' ')[0]}`)).to.deep.equal([
      'T1 done',
      'T2 done',
      'T3 done',
      'T5 done',
    ]);
    const track = await one.sheet();
    expect(track.documents.map(({ kind }) => kind)).to.deep.equal(['track-transfer']);
    const [line] = (await one.section('transfer')).registers[0]?.lines ?? [];
    const letter = await (await as(lab, 'yi')).get(one.path(`/transfers/${line?.id}/letter.pdf`));
    const text = (await textOf(letter.bytes)).join('');
    for (const word of ['涉嫌犯罪案件移送书', '乙县公安局', '刑法第一百四十一条', '涉案物品清单', 'F001', '调查报告'])
      expect(text).to.include(word);
  });

  it('T4: the police refuse, and within 3 days a review is asked for; a head may decline a transfer', async () => {
    await done(one.step('transfer', { ...crime, papers: ['letter', 'goods'] }, moved));
    await done(one.step('transfer-decide', { decision: 'approve' }, { ...moved, login: 'shi' }));
    const missing = await one.step('transfer-send', { sentAt: '2026-05-20T10:00', sentHow: '专人' }, moved);
    expect(missing.refusals()).to.deep.equal(['track.papers-missing']);
    expect(missing.text).to.include('调查报告').and.to.include('检验报告');
    await lab.app.db
      .write('track_transfers')
      .where({ case_id: one.caseId })
      .update({ papers: JSON.stringify(crime.papers) });
    lab.at('2026-05-20T10:05:00+08:00');
    await done(one.step('transfer-send', { sentAt: '2026-05-20T10:01', sentHow: '专人' }, moved));
    await done(one.step('transfer-receive', { receivedAt: '2026-05-20T10:02', receivedBy: '吴警官' }, moved));
    const refusal = { outcome: 'refused', outcomeOn: '2026-05-20', outcomeReason: '没有犯罪事实' };
    await done(one.step('transfer-answer', refusal, moved));
    expect(await one.clocks()).to.include({ T4: 'running 2026-05-25' });
    await done(one.step('transfer-review', { review: 'procuratorate', reviewOn: '2026-05-20' }, moved));
    expect((await one.clocks()).T4).to.match(/^done/);

    await done(one.step('transfer', crime, moved));
    await refused(
      one.step('transfer-decide', { decision: 'decline' }, { ...moved, login: 'yi2' }),
      422,
      'track.required',
    );
    await done(one.step('transfer-decide', { decision: 'decline', reason: '不构成犯罪' }, { ...moved, login: 'yi2' }));
    expect((await one.section('transfer')).registers[0]?.lines.at(-1)?.state).to.equal('declined');
  });

  it('a clue goes to another body without the terms of a crime, and is finished by the answer', async () => {
    const clue = { ...crime, kind: 'clue', toBody: '丙市市场监督管理局', papers: ['letter'], goods: [] };
    await done(one.step('transfer', clue, moved));
    await done(one.step('transfer-decide', { decision: 'approve' }, { ...moved, login: 'yi2' }));
    lab.at('2026-05-20T10:05:00+08:00');
    await done(one.step('transfer-send', { sentAt: '2026-05-20T10:01', sentHow: '公文' }, moved));
    await done(one.step('transfer-receive', { receivedAt: '2026-05-20T10:02', receivedBy: '何某' }, moved));
    await done(one.step('transfer-answer', { outcome: 'filed', outcomeOn: '2026-05-20' }, moved));
    expect(Object.keys(await one.clocks()).filter((rule) => rule.startsWith('T'))).to.deep.equal([]);
    expect((await one.section('transfer')).registers[0]?.lines[0]?.state).to.equal('followed-up');
  });

  it('10.27 a penalty does not replace a transfer: with signs of a crime both pages and paper say so', async () => {
    await done(one.write('cause', true, { causes: ['adulteration'] }));
    expect((await one.sheet()).cautions.map(({ id }) => id)).to.deep.equal(['track.caution-crime']);
    await done(one.step('case-file', filing, at));
    await done(one.step('penalty-decide', decision, at));
    expect((await one.section('penalty')).cautions.map(({ id }) => id)).to.deep.equal(['track.caution-fine']);
    const paper = await (await as(lab, 'yi')).get(one.path('/sheet.pdf'));
    expect((await textOf(paper.bytes)).join('')).to.include('不得以行政处罚代替移送');
    await done(one.step('transfer', crime, moved));
    expect((await one.sheet()).cautions).to.deep.equal([]);
  });

  it('a sealed quantity that differs from the seizures is pointed at', async () => {
    await done(one.step('seize', seizure));
    await done(one.write('control', false, { sealed: '190', recallDone: 'no', stoppedOn: '2026-03-10' }));
    expect((await one.section('control')).cautions.map(({ id }) => id)).to.deep.equal([
      'track.caution-balance',
      'track.caution-sealed',
    ]);
  });

  it('10.26 what is unfinished on a track keeps the case open', async () => {
    const closing = async () => (await trackClosing(lab.app.db.read, one.caseId)).map(({ id }) => id);
    expect(await closing()).to.deep.equal(['track.open', 'track.open']);
    await done(one.step('seize', seizure));
    await done(one.step('recall', recall));
    await done(one.step('case-file', filing, at));
    await done(one.step('transfer', crime, moved));
    const ids = await closing();
    for (const id of ['seizure-open', 'recall-open', 'penalty-running', 'transfer-open', 'clock-open'])
      expect(ids, id).to.include(`track.${id}`);
    await lab.app.db.write('case_tracks').where({ case_id: one.caseId }).update({ state: 'cancelled' });
    expect(await closing()).to.deep.equal([]);
  });

  it('a case that is revoked ends the terms of its registers too', async () => {
    await done(one.step('seize', seizure));
    await done(one.step('recall', recall));
    await done(one.step('case-file', filing, at));
    await done(one.step('transfer', crime, moved));
    const open = async () =>
      Object.entries(await one.clocks())
        .filter(([, text]) => /^(running|paused)/.test(text))
        .map(([rule]) => rule);
    expect(await open()).to.include.members(['D12', 'R1-2', 'D13', 'T1']);
    await lab.act('quality', (act) => concludeCase(act, one.caseId, 'overturned', { reason: '复验推翻' }));
    expect(await open()).to.deep.equal([]);
    expect(await lab.app.db.read('case_scopes').where({ case_id: one.caseId, organisation_id: '' }).first()).to.include(
      {
        state: 'revoked',
        next_due: null,
      },
    );
  });

  it('nobody but the authority in charge records an act, and none that does not exist or is stale', async () => {
    await refused(one.step('seize', seizure, { login: 'shi' }), 403, 'track.not-own');
    await refused(one.step('seize', seizure, { login: 'jia' }), 404, 'record.missing');
    expect((await one.step('seize', seizure, { login: 'quality' })).status).to.equal(403);
    await refused(one.step('fly', {}, { ref: 'new' }), 404, 'record.missing');
    await done(one.step('seize', seizure));
    const [line] = (await one.section('control')).registers[0]?.lines ?? [];
    const body = { version: 9, data: { decidedOn: '2026-04-10', decision: 'destroy' } };
    await refused((await as(lab, 'yi')).post(one.path(`/steps/seizure-decide/${line?.id}`), body), 412, 'record.stale');
    await refused(
      (await as(lab, 'yi')).post(one.path(`/steps/seizure-decide/${one.track}`), body),
      404,
      'record.missing',
    );
    const file = { name: 'notice.txt', data: Buffer.from('text').toString('base64') };
    const withFile = { version: line?.version, data: body.data, file };
    await refused(
      (await as(lab, 'yi')).post(one.path(`/steps/seizure-decide/${line?.id}`), withFile),
      422,
      'track.file-type',
    );
    await done(
      (await as(lab, 'yi')).post(one.path(`/steps/seizure-decide/${line?.id}`), {
        ...withFile,
        file: { name: 'n.pdf', data: Buffer.from('%PDF-1.4').toString('base64') },
      }),
    );
    expect((await one.sheet()).documents).to.have.length(1);
  });
});
