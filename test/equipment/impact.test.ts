import { join } from 'node:path';
import { expect } from 'chai';
import { recordEvent } from '../../lib/equipment/events.ts';
import { impactPage } from '../../lib/equipment/impact.pages.tsx';
import type { ImpactInput, ImpactLine, ImpactList } from '../../lib/equipment/impact.ts';
import { openNonconformities } from '../../lib/equipment/index.ts';
import { nonconformitiesPage, nonconformityPage } from '../../lib/equipment/nonconformities.pages.tsx';
import type { NonconformityList, NonconformitySheet } from '../../lib/equipment/nonconformities.ts';
import { migrate } from '../../lib/kernel/migrate.ts';
import { check } from '../../lib/kernel/schema.ts';
import { decode } from '../../lib/kernel/tables.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { arrangeBatch } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Lab, startLab } from '../support/lab.ts';
import { asOf, certificate, Instrument, passed } from './arrange.ts';

const failed = { ...passed, range: 'not-ok' };
const unfit = { checks: failed, conclusion: 'unfit', remark: '200 g 点超差' };
const bad = { kind: 'calibration', done_on: '2026-12-01', certificate_no: 'XZ-9' };

/** Writes tests of one batch whose header names an instrument on a day; returns their ids. */
async function used(
  lab: Lab,
  batch: { sampleId: string; testIds: string[] },
  uses: { no?: string; from?: string; to?: string; at?: string }[],
): Promise<string[]> {
  const model = decode<TestRow>('tests', await lab.app.db.read('tests').where({ id: batch.testIds[1] }).first());
  const last = await lab.app.db.read('tests').where({ sample_id: batch.sampleId }).max<{ n: number }[]>({ n: 'seq' });
  const rows = uses.map(({ no, from, to, at = '2026-10-01T01:00:00.000Z' }, i) => ({
    ...{ ...model, id: lab.app.ids.next(), seq: Number(last[0]?.n) + i + 1, started_at: at, outcome: null },
    item: JSON.stringify(model.item),
    attachments: null,
    readings: JSON.stringify({
      common: {
        ...(from && { started: `${from}T09:00` }),
        ...(to && { finished: `${to}T10:00` }),
        ...(no && { instruments: [{ no }] }),
      },
    }),
  }));
  await lab.app.db.write.transaction((trx) => trx.batchInsert('tests', rows, 400));
  return rows.map(({ id }) => id);
}

eachEngine('影响评估', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  const at = (time: string): void => lab.at(time);
  const list = async (own: Instrument, asked: Partial<ImpactInput> = {}, login = 'technical'): Promise<ImpactList> => {
    const query = new URLSearchParams(asked as Record<string, string>).toString();
    const answer = await (await asOf(lab, login)).get(`/instruments/${own.id}/impact?${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.json<ImpactList>();
  };
  const keyOf = ({ test_id, version }: ImpactLine): string => `${test_id}_${version}`;
  const judge = async (own: Instrument, body: object, login = 'technical'): Promise<Answer> =>
    (await asOf(lab, login)).post(`/instruments/${own.id}/impact`, {
      judgement: 'unaffected',
      reason: '称样量大，偏差可忽略',
      ...body,
    });

  /** An instrument that was good on 2026-11-20, with the tests given, and found unfit on 2026-12-01. */
  async function doubted(
    number: string,
    uses: { no?: string; from?: string; to?: string; at?: string }[],
    say = unfit,
  ) {
    at('2026-11-23T10:00:00+08:00');
    const own = await Instrument.inUse(lab, number, { mandatory: undefined });
    const batch = await arrangeBatch(lab);
    const ids = await used(lab, batch, uses);
    at('2026-12-10T10:00:00+08:00');
    await own.confirmed(bad, say);
    return { own, batch, ids };
  }

  it('finds exactly the tests from the last good check until the bad calibration was confirmed among hundreds', async () => {
    const days = Array.from({ length: 400 }, (_, i) =>
      new Date(Date.UTC(2026, 9, 20) + (i % 60) * 86_400_000).toISOString().slice(0, 10),
    );
    const uses = days.map((from, i) => ({ no: i % 3 === 0 ? ' im-100 ' : 'IM-199', from, to: from }));
    const { own, batch, ids } = await doubted('IM-100', uses);
    const expected = ids.filter((_, i) => i % 3 === 0 && days[i]! >= certificate.done_on && days[i]! <= '2026-12-10');
    expect(expected.length).to.be.greaterThan(20);
    const answer = await list(own);
    check(impactPage.answer, answer);
    const { lines, counts, doubt } = answer;
    expect(lines.map(({ test_id }) => test_id)).to.have.members(expected);
    expect(counts).to.deep.equal({
      total: expected.length,
      unjudged: expected.length,
      unaffected: 0,
      retest: 0,
      amend: 0,
    });
    expect(doubt).to.include({ from: '2026-11-20', to: '2026-12-10', done_on: '2026-12-01', conclusion: 'unfit' });
    const report = await lab.app.db.read('reports').where({ id: batch.reportId }).first<{ number: string }>();
    expect(lines[0]).to.include({ sample_no: batch.sampleNumber, result: '3.2%', verdict: 'conforms', version: 0 });
    expect(lines[0]?.reports).to.deep.equal([{ id: batch.reportId, number: report.number, state: 'drafted' }]);
    const page = await (await asOf(lab, 'technical')).page(`/instruments/${own.id}/impact`);
    expect(page.text).to.contain(batch.sampleNumber).and.contain('需更改报告');
    expect((await own.sheet()).unjudged).to.equal(expected.length);
    expect((await (await asOf(lab, 'technical')).page(`/instruments/${own.id}`)).text).to.contain(
      `${expected.length} 项已做检验待评估影响`,
    );
  });

  it('counts a test of several days with each of them, and one without bench times by the day in China it was begun', async () => {
    const { own, ids } = await doubted('IM-110', [
      { no: 'IM-110', from: '2026-11-18', to: '2026-11-20' },
      { no: 'IM-110', from: '2026-11-18', to: '2026-11-19' },
      { no: 'IM-110', from: '2026-11-30', to: '2026-12-02' },
      { no: 'IM-110', from: '2026-12-01', to: '2026-12-02' },
      { no: 'IM-110', at: '2026-11-19T16:30:00.000Z' },
      { no: 'IM-110', at: '2026-11-30T16:30:00.000Z' },
    ]);
    const { lines } = await list(own);
    expect(lines.map(({ test_id }) => ids.indexOf(test_id))).to.have.members([0, 2, 3, 4, 5]);
  });

  it('ends with the day of the confirmation, or before the next good check where that came first', async () => {
    const days = ['2026-12-01', '2026-12-03', '2026-12-05', '2026-12-10', '2026-12-11'];
    const uses = days.map((from) => ({ no: 'IM-115', from, to: from }));
    const { own, ids } = await doubted('IM-115', uses);
    const found = async () => (await list(own)).lines.map(({ test_id }) => days[ids.indexOf(test_id)]);
    expect(await found()).to.deep.equal(['2026-12-10', '2026-12-05', '2026-12-03', '2026-12-01']);
    await own.confirmed({ ...bad, done_on: '2026-12-05', certificate_no: 'XZ-10' });
    expect(await found()).to.deep.equal(['2026-12-03', '2026-12-01']);
  });

  it('goes back to any good check, starts anew with 限用, and leaves an instrument that was never bad alone', async () => {
    const limited = {
      checks: failed,
      conclusion: 'limited',
      remark: '小称量超差',
      limits: [{ quantity: '称量', low: '10', high: '200', unit: 'g' }],
    };
    const uses = ['2026-11-19', '2026-11-21', '2026-12-05'].map((from) => ({ no: 'IM-120', from, to: from }));
    const { own, ids } = await doubted('IM-120', uses, limited);
    expect((await list(own)).lines.map(({ test_id }) => test_id)).to.deep.equal([ids[2], ids[1]]);
    const later = { kind: 'check', done_on: '2026-12-09', certificate_no: undefined };
    const event = (await own.confirmed(later, unfit)).json<{ id: string }>().id;
    const newest = await list(own);
    expect([newest.doubt?.id, newest.doubts.length]).to.deep.equal([event, 2]);
    expect(newest.lines.map(({ test_id }) => test_id)).to.deep.equal([ids[2]]);
    expect((await own.sheet()).unjudged).to.equal(3);
    const never = await Instrument.inUse(lab, 'IM-121', { mandatory: undefined });
    expect((await list(never)).doubt).to.equal(null);
    expect((await never.sheet()).unjudged).to.equal(null);
  });

  describe('the judgement', () => {
    const uses = (no: string) => Array.from({ length: 4 }, () => ({ no, from: '2026-11-25', to: '2026-11-25' }));

    it('is made for one or many, can be changed, and the trail has each', async () => {
      const { own } = await doubted('IM-200', uses('IM-200'));
      const { lines, doubt } = await list(own);
      const event = doubt?.id;
      const [first, ...rest] = lines.map(keyOf);
      expect((await judge(own, { event, lines: rest })).json()).to.deep.equal({ judged: 3 });
      await judge(own, { event, lines: [first], judgement: 'retest', reason: '称样量 20 mg，须复测' }, 'head');
      const { counts } = await list(own);
      expect(counts).to.deep.equal({ total: 4, unjudged: 0, unaffected: 3, retest: 1, amend: 0 });
      const [retest] = (await list(own, { show: 'retest' })).lines;
      expect(retest).to.include({ judgement: 'retest', by: '王主任', version: 1, reason: '称样量 20 mg，须复测' });
      const again = { event, lines: [keyOf(retest!)], judgement: 'amend', reason: '复测结果不同' };
      expect((await judge(own, again)).status).to.equal(200);
      expect((await judge(own, again)).refusals()).to.deep.equal(['record.stale']);
      const trail = await lab.app.db.read('audit').where({ entity: 'instrument_impacts', action: 'equipment.judge' });
      expect(trail.length).to.equal(5);
      expect((await own.sheet()).unjudged).to.equal(0);
      const form = await (await asOf(lab, 'technical')).form(`/instruments/${own.id}/impact`, [
        ['event', event ?? ''],
        ['show', 'all'],
        ...(await list(own, { show: 'all' })).lines.map((line): [string, string] => ['lines', keyOf(line)]),
        ['judgement', 'unaffected'],
        ['reason', '复核后不受影响'],
      ]);
      expect(form.status).to.equal(303);
      expect((await list(own)).counts.unaffected).to.equal(4);
    });

    it('is refused where it does not stand', async () => {
      const { own, ids } = await doubted('IM-210', [...uses('IM-210'), { no: 'IM-210', from: '2026-11-01' }]);
      const { lines, doubt } = await list(own);
      const event = doubt?.id;
      const line = keyOf(lines[0]!);
      const events = await lab.app.db.read('instrument_events').where({ instrument_id: own.id, conclusion: 'fit' });
      const refused = async (body: object) => (await judge(own, { event, lines: [line], ...body })).refusals();
      expect(await refused({ event: (events[0] as { id: string }).id })).to.deep.equal(['equipment.impact-event']);
      expect(await refused({ lines: [] })).to.deep.equal(['equipment.impact-none']);
      expect(await refused({ lines: undefined })).to.deep.equal(['equipment.impact-none']);
      expect(await refused({ lines: [line, `${ids[4]}_0`] })).to.deep.equal(['equipment.impact-outside']);
      expect(await refused({ reason: ' ' })).to.deep.equal(['equipment.reason']);
      expect((await judge(own, { event, lines: [line] }, 'equipment')).status).to.equal(403);
      expect((await list(own)).counts.unjudged).to.equal(4);
    });

    it('is not for who recorded the calibration', async () => {
      at('2026-11-23T10:00:00+08:00');
      const own = await Instrument.inUse(lab, 'IM-220', { mandatory: undefined });
      await used(lab, await arrangeBatch(lab), uses('IM-220'));
      at('2026-12-10T10:00:00+08:00');
      const recorded = await lab.act('head', (act) =>
        recordEvent(act, { ...certificate, ...bad, kind: 'calibration', id: own.id }),
      );
      const { id: event, version } = recorded;
      const confirmed = await (await asOf(lab, 'technical')).post(`/instrument-events/${event}`, { version, ...unfit });
      expect(confirmed.status, confirmed.text).to.equal(200);
      const { lines, obstacles } = await list(own, {}, 'head');
      expect(obstacles.map(({ id }) => id)).to.deep.equal(['equipment.impact-own-record']);
      const body = { event, lines: lines.map(keyOf) };
      expect((await judge(own, body, 'head')).refusals()).to.deep.equal(['equipment.impact-own-record']);
      expect((await judge(own, body)).json()).to.deep.equal({ judged: 4 });
    });
  });

  describe('the nonconforming work that follows', () => {
    const at2 = (id: string) => `/nonconformities/${id}`;
    const sheet = async (id: string, login = 'technical') =>
      (await (await asOf(lab, login)).get(at2(id))).json<NonconformitySheet>();
    const act = async (id: string, path: string, body: object, login: string) => {
      const { version } = await sheet(id);
      return (await asOf(lab, login)).post(`${at2(id)}/${path}`, { version, ...body });
    };

    it('stays open until another person closed it, and stands with its test and report', async () => {
      const { own, ids, batch } = await doubted('IM-400', [{ no: 'IM-400', from: '2026-11-25', to: '2026-11-25' }]);
      const { lines, doubt } = await list(own);
      const judged = { event: doubt?.id, lines: lines.map(keyOf), judgement: 'amend', reason: '200 g 点超差' };
      expect((await judge(own, judged)).status).to.equal(200);
      const technical = await asOf(lab, 'technical');
      const open = (await technical.get('/nonconformities')).json<NonconformityList>();
      check(nonconformitiesPage.answer, open);
      const line = open.lines.find(({ test_id }) => test_id === ids[0])!;
      expect(line).to.include({ asks: 'amend', state: 'open', sample_no: batch.sampleNumber, instrument: 'IM-400' });
      expect(line.number).to.match(/^BF2026-\d{4}$/);
      expect(line.reports.map(({ id }) => id)).to.deep.equal([batch.reportId]);
      check(nonconformityPage.answer, await sheet(line.id));
      expect((await act(line.id, 'measure', { measure: ' ' }, 'technical')).refusals()).to.deep.equal([
        'equipment.reason',
      ]);
      const early = await act(line.id, 'decision', { decision: 'close' }, 'quality');
      expect(early.refusals()).to.deep.equal(['machine.state']);
      expect((await act(line.id, 'measure', { measure: '报告已更正为 B2' }, 'head')).status).to.equal(200);
      const own1 = await act(line.id, 'decision', { decision: 'close' }, 'technical');
      expect(own1.refusals()).to.deep.equal(['equipment.work-own']);
      const bare = await act(line.id, 'decision', { decision: 'reopen' }, 'quality');
      expect(bare.refusals()).to.deep.equal(['equipment.reason']);
      expect(await openNonconformities(lab.app.db.read, ids)).to.deep.equal(new Map([[ids[0], [line.number]]]));
      expect((await act(line.id, 'decision', { decision: 'close' }, 'quality')).json()).to.include({ state: 'closed' });
      expect(await openNonconformities(lab.app.db.read, ids)).to.deep.equal(new Map());
      expect((await technical.page(at2(line.id))).text)
        .to.contain('已关闭')
        .and.contain('报告已更正为 B2');
    });

    it('is dropped when the test is judged untouched after all, and raised again when not', async () => {
      const { own, ids } = await doubted('IM-410', [{ no: 'IM-410', from: '2026-11-25', to: '2026-11-25' }]);
      const event = (await list(own)).doubt?.id;
      const say = async (judgement: string) => {
        const { lines } = await list(own, { show: 'all' });
        const answer = await judge(own, { event, lines: lines.map(keyOf), judgement, reason: '依据' });
        expect(answer.status, answer.text).to.equal(200);
        const row = await lab.app.db.read('nonconformities').where({ test_id: ids[0] });
        return row.map(({ state, asks }: { state: string; asks: string }) => `${state} ${asks}`);
      };
      expect(await say('unaffected')).to.deep.equal([]);
      expect(await say('retest')).to.deep.equal(['open retest']);
      expect(await say('unaffected')).to.deep.equal(['dropped retest']);
      expect(await say('amend')).to.deep.equal(['open amend']);
    });
  });

  if (engine === 'sqlite')
    it('pages through 20 000 uses without losing or repeating one', async () => {
      const many = Array.from({ length: 20_000 }, (_, i) => {
        const from = `2026-11-${String(10 + (i % 20)).padStart(2, '0')}`;
        return { no: 'IM-300', from, to: from };
      });
      const { own, ids } = await doubted('IM-300', many);
      const expected = ids.filter((_, i) => many[i]!.from >= '2026-11-20');
      const seen: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const page: ImpactList = await list(own, next === '' ? {} : { after: next });
        expect(page.lines.length).to.be.at.most(200);
        expect(page.counts.total).to.equal(10_000);
        seen.push(...page.lines.map(({ test_id }) => test_id));
        next = page.next;
      }
      expect(seen.length).to.equal(expected.length);
      expect(new Set(seen)).to.deep.equal(new Set(expected));
    }).timeout(60_000);

  it('knows the days of the uses that were there before it', async () => {
    const { db } = lab.app;
    const uses = () => db.read('instrument_uses').orderBy(['number', 'test_id']);
    const before = await uses();
    expect(before.length).to.be.greaterThan(400);
    await db.write.schema.dropTable('instrument_impacts');
    await db.write('migrations').where({ name: '0019_impacts' }).del();
    const folder = join(import.meta.dirname, '..', '..', 'migrations');
    expect(await migrate(db, folder)).to.deep.equal(['0019_impacts']);
    expect(await uses()).to.deep.equal(before);
  });
});
