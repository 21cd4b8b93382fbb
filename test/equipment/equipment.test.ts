import { expect } from 'chai';
import { validity } from '../../lib/core/validity.ts';
import { instrumentFacts, usesOf } from '../../lib/equipment/index.ts';
import type { InstrumentList, MonthCalendar } from '../../lib/equipment/list.ts';
import type { EventSheet } from '../../lib/equipment/show.ts';
import type { Readings } from '../../lib/forms/index.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { testOf } from '../../lib/testing/store.ts';
import { arrangeBatch } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { asOf, balance, certificate, Instrument, passed } from './arrange.ts';

const PDF = Buffer.from('%PDF-1.7 a certificate').toString('base64');

/** What is typed into the ledger, and what is refused of it. */
const wrong: [says: string, over: object, id: string, field: string][] = [
  ['a number that no barcode holds', { number: '天平1' }, 'equipment.number', 'number'],
  ['a number that is in the ledger, written otherwise', { number: ' yq-100 ' }, 'equipment.twice', 'number'],
  ['no interval', { interval_months: undefined }, 'equipment.interval', 'interval_months'],
  ['an interval of no months', { interval_months: 0 }, 'equipment.interval-range', 'interval_months'],
  ['an interval beyond the practice', { interval_months: 121 }, 'equipment.interval-range', 'interval_months'],
  ['强检 that is only calibrated', { traceability: 'calibration' }, 'equipment.mandatory', 'traceability'],
  ['a value in words', { value: '八万' }, 'equipment.value', 'value'],
  ['a value below nothing', { value: '-1' }, 'equipment.value', 'value'],
  ['a parameter that the catalogue does not know', { servesText: 'T-NONE' }, 'equipment.serves', 'serves'],
  ['acceptance before purchase', { accepted_on: '2023-12-31' }, 'equipment.dates-crossed', 'accepted_on'],
];

/** What is recorded of a calibration, and what is refused of it. */
const wrongEvents: [says: string, over: object, id: string][] = [
  ['a day that has not come', { done_on: '2026-11-24' }, 'equipment.done-later'],
  ['no certificate number', { certificate_no: undefined }, 'equipment.certificate'],
  ['a certificate that ends before it begins', { stated_to: '2026-11-19' }, 'equipment.stated-to'],
  ['a point without its nominal value', { points: [{ found: '1.0' }] }, 'equipment.point'],
  ['a point in words', { points: [{ nominal: '一克' }] }, 'number.word'],
  ['a file that is no certificate', { file: { name: 'x.exe', data: 'TVqQ' } }, 'equipment.file-type'],
];

const failed = { ...passed, range: 'not-ok' };
/** What a confirmation says, and what is refused of it. */
const wrongConfirmations: [says: string, over: object, id: string][] = [
  ['满足 in spite of a check that failed', { checks: failed }, 'equipment.contradiction'],
  ['限用 without a failed check', { conclusion: 'limited', limits: [] }, 'equipment.no-shortcoming'],
  ['限用 without limits', { conclusion: 'limited', checks: failed }, 'equipment.limits'],
  ['不满足 without a reason', { conclusion: 'unfit', checks: failed }, 'equipment.remark'],
  [
    'limits without a unit',
    { conclusion: 'limited', checks: failed, limits: [{ quantity: '称量', low: '1' }] },
    'equipment.limit-incomplete',
  ],
  [
    'limits that cross',
    { conclusion: 'limited', checks: failed, limits: [{ quantity: '称量', low: '200', high: '1', unit: 'g' }] },
    'equipment.limit-crossed',
  ],
];

eachEngine('仪器设备', (engine) => {
  let lab: Lab;
  let keeper: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    await Instrument.add(lab, 'YQ-100');
  });
  after(() => lab?.close());
  const at = async (time: string) => {
    lab.at(time);
    keeper = await asOf(lab, 'equipment');
  };
  beforeEach(() => at('2026-11-23T09:00:00+08:00'));

  describe('the ledger', () => {
    for (const [says, over, id, field] of wrong)
      it(`refuses ${says}`, async () => {
        const answer = await keeper.post('/instruments', { ...balance, number: 'YQ-W', ...over });
        expect(answer.status).to.equal(422);
        expect(answer.json<{ problems: { id: string; field: string }[] }>().problems[0]).to.include({ id, field });
      });

    it('takes every field and gives it back; begins in stock, with that state in its history', async () => {
      const own = await Instrument.add(lab, 'yq-101', { servesText: 'T-CHK-ASH、T-CHK-AIA', factors: '+0.1 mg' });
      const { instrument, states, standing } = await own.sheet();
      const { mandatory: _tick, ...typed } = balance;
      expect(instrument).to.include({ ...typed, number: 'YQ-101', mandatory: 1, state: 'stocked', factors: '+0.1 mg' });
      expect(instrument.serves).to.deep.equal(['T-CHK-ASH', 'T-CHK-AIA']);
      expect(states.map(({ state, to_at }) => [state, to_at])).to.deep.equal([['stocked', null]]);
      expect(standing).to.equal('grey');
    });

    it('moves the due date with the interval, and refuses who read an older version', async () => {
      const own = await Instrument.inUse(lab, 'YQ-102');
      const { version, instrument } = await own.sheet();
      expect(instrument.due_on).to.equal('2027-11-20');
      const change = { ...balance, number: 'YQ-102', interval_months: 6, version };
      expect((await keeper.post(`/instruments/${own.id}`, change)).status).to.equal(200);
      expect((await own.sheet()).instrument.due_on).to.equal('2027-05-20');
      expect((await keeper.post(`/instruments/${own.id}`, change)).refusals()).to.deep.equal(['record.stale']);
    });

    it('is opened by its barcode', async () => {
      const found = (await keeper.get('/scan?code=YQ-100')).json();
      expect(found).to.include({ kind: 'instrument' });
    });

    it('is kept by its keeper alone, and answers for what does not exist', async () => {
      for (const login of ['analyst', 'technical', 'head', 'auditor'])
        expect((await (await asOf(lab, login)).post('/instruments', { ...balance, number: 'YQ-X' })).status).to.equal(
          403,
        );
      const answer = await keeper.get('/instruments/01ARZ3NDEKTSV4RRFFQ69G5FAV');
      expect([answer.status, ...answer.refusals()]).to.deep.equal([404, 'equipment.missing']);
    });
  });

  describe('the life cycle', () => {
    it('在库 → 验收 → 启用 needs a confirmed certificate, and keeps each state with its times', async () => {
      const own = await Instrument.add(lab, 'YQ-200');
      expect((await own.release('enable')).refusals()).to.deep.equal(['machine.state']);
      await own.move('inspect');
      expect((await own.release('enable')).refusals()).to.deep.equal(['equipment.uncalibrated']);
      await own.record();
      expect((await own.release('enable')).refusals()).to.deep.equal(['equipment.uncalibrated']);
      await own.confirmed({ certificate_no: 'JD-2' });
      expect((await own.release('enable', {}, 'equipment')).status).to.equal(403);
      expect((await own.release('enable')).status).to.equal(200);
      const { instrument, states, standing } = await own.sheet();
      expect(standing).to.equal('green');
      expect(instrument).to.include({ state: 'enabled', enabled_on: '2026-11-23', due_on: '2027-11-20' });
      const times = states.toReversed();
      expect(times.map(({ state }) => state)).to.deep.equal(['stocked', 'acceptance', 'enabled']);
      expect(times[0]?.to_at).to.equal(times[1]?.from_at);
      expect(times[2]?.to_at).to.equal(null);
    });

    it('stops for a cause in words, and comes back only after a check (G001 6.4.4)', async () => {
      const own = await Instrument.inUse(lab, 'YQ-201');
      expect((await own.move('stop', { reason: '示值漂移' })).refusals()).to.deep.equal(['equipment.cause']);
      expect((await own.move('stop', { cause: 'fault' })).refusals()).to.deep.equal(['equipment.reason']);
      expect((await own.move('stop', { cause: 'fault', reason: '示值漂移' })).status).to.equal(200);
      expect((await own.sheet()).standing).to.equal('red');
      const page = await (await asOf(lab, 'technical')).page(`/instruments/${own.id}`);
      expect(page.text).to.contain('停用（2026-11-23）后没有检定、校准或核查的确认记录');
      expect((await own.release('enable')).refusals()).to.deep.equal(['equipment.recheck']);
      // The runs of a stopped instrument can be recorded: how else would it come back.
      const check = { kind: 'check', done_on: '2026-11-23', certificate_no: undefined };
      expect((await own.record({ ...check, kind: 'repair' })).status).to.equal(201);
      await own.confirmed(check);
      expect((await own.release('enable')).status).to.equal(200);
      expect((await own.sheet()).instrument).to.include({ state: 'enabled', cause: null, due_on: '2027-11-20' });
    });

    it('is laid up and used again without a check', async () => {
      const own = await Instrument.inUse(lab, 'YQ-202');
      await own.move('stop', { cause: 'sealed', reason: '任务少，封存' });
      expect((await own.release('enable')).status).to.equal(200);
    });

    it('limits the use to what is data', async () => {
      const own = await Instrument.inUse(lab, 'YQ-203');
      expect((await own.release('limit')).refusals()).to.deep.equal(['equipment.limits']);
      const limits = [{ quantity: '称量', low: '10', high: '２００', unit: 'g' }, {}];
      expect((await own.release('limit', { limits })).status).to.equal(200);
      const { instrument, standing } = await own.sheet();
      expect(standing).to.equal('yellow');
      expect(instrument.limits).to.deep.equal([{ quantity: '称量', low: '10', high: '200', unit: 'g' }]);
    });

    it('ends with 降级 and 报废: nothing is written on it any more', async () => {
      const own = await Instrument.inUse(lab, 'YQ-204');
      await own.move('stop', { cause: 'other', reason: '更新换代' });
      expect((await own.move('scrap')).refusals()).to.deep.equal(['equipment.reason']);
      for (const move of ['downgrade', 'scrap'])
        expect((await own.move(move, { reason: '批准报废' })).status, move).to.equal(200);
      expect((await own.record()).refusals()).to.deep.equal(['equipment.scrapped']);
      const { version } = await own.sheet();
      const change = await keeper.post(`/instruments/${own.id}`, { ...balance, number: 'YQ-204', version });
      expect(change.refusals()).to.deep.equal(['equipment.scrapped']);
    });

    it('stops by itself on the day after its last day, and cannot be released until it is calibrated', async () => {
      const own = await Instrument.inUse(lab, 'YQ-205');
      await at('2027-11-20T23:00:00+08:00');
      expect(await own.sheet()).to.include({ standing: 'green', days: 0 });
      await at('2027-11-21T00:30:00+08:00');
      expect(await own.sheet()).to.include({ standing: 'red', why: 'overdue', days: -1 });
      expect((await (await asOf(lab, 'analyst')).page(`/instruments/${own.id}`)).text).to.contain('已超期，自动停用');
      await own.move('stop', { cause: 'other', reason: '超期' });
      expect((await own.release('enable')).refusals()).to.deep.equal(['equipment.overdue']);
      await own.confirmed({ done_on: '2027-11-21', certificate_no: 'JD-2027' });
      expect((await own.release('enable')).status).to.equal(200);
    });
  });

  describe('certificates', () => {
    let own: Instrument;
    before(async () => {
      own = await Instrument.add(lab, 'YQ-300', { traceability: 'calibration', mandatory: undefined });
    });

    for (const [says, over, id] of wrongEvents)
      it(`refuses ${says}`, async () => expect((await own.record(over)).refusals()).to.deep.equal([id]));

    for (const [says, over, id] of wrongConfirmations)
      it(`refuses ${says}`, async () =>
        expect((await own.confirm(await own.record(), over)).refusals()).to.deep.equal([id]));

    it('are confirmed by another person than who recorded and who keeps the instrument, once', async () => {
      const kept = await Instrument.add(lab, 'YQ-302', { custodian: '许技' });
      const event = await kept.record();
      expect((await kept.confirm(event)).refusals()).to.deep.equal(['equipment.own-instrument']);
      expect((await kept.confirm(event, {}, 'equipment')).status).to.equal(403);
      expect((await kept.confirm(event, {}, 'analyst')).status).to.equal(403);
      expect((await kept.confirm(event, {}, 'head')).status).to.equal(200);
      expect((await kept.confirm(event, {}, 'head')).refusals()).to.deep.equal(['record.stale']);
      const sheet = (await keeper.get(`/instrument-events/${event.json<{ id: string }>().id}`)).json<EventSheet>();
      expect(sheet.event).to.include({
        recorder: '秦仪',
        confirmer: '王主任',
        due_on: '2027-11-20',
        state: 'confirmed',
      });
      expect(sheet.event.points).to.deep.equal(certificate.points);
    });

    it('of a repair are not confirmed, and a calibration without any evidence is not fit', async () => {
      const repair = await own.record({ kind: 'repair', certificate_no: undefined });
      expect((await own.confirm(repair)).refusals()).to.deep.equal(['equipment.nothing-to-confirm']);
      const bare = await own.record({ kind: 'calibration', points: [] });
      expect((await own.confirm(bare)).refusals()).to.deep.equal(['equipment.no-evidence']);
    });

    it('are kept as files with their bytes', async () => {
      const event = await own.record({ file: { name: 'C:\\证书\\JD 1.pdf', data: PDF } });
      const { id } = event.json<{ id: string }>();
      const file = await (await asOf(lab, 'analyst')).get(`/instrument-events/${id}/file`);
      expect(file.headers.get('content-type')).to.contain('application/pdf');
      expect(file.bytes.toString('base64')).to.equal(PDF);
      const none = (await own.record()).json<{ id: string }>();
      expect((await keeper.get(`/instrument-events/${none.id}/file`)).status).to.equal(404);
    });

    it('are withdrawn by who recorded them, with a reason, before anybody confirmed them', async () => {
      const event = (await own.record()).json<{ id: string; version: number }>();
      const withdraw = async (login: string, reason: string) =>
        (await asOf(lab, login)).post(`/instrument-events/${event.id}/withdrawal`, { version: event.version, reason });
      expect((await withdraw('technical', '错录')).status).to.equal(403);
      expect((await withdraw('equipment', ' ')).refusals()).to.deep.equal(['equipment.reason']);
      expect((await withdraw('equipment', '证书号错录')).status).to.equal(200);
      expect((await withdraw('equipment', '证书号错录')).refusals()).to.deep.equal(['record.stale']);
    });

    it('不满足 stops the instrument, 限用 makes it yellow, 满足 does not make it green again by itself', async () => {
      const used = await Instrument.inUse(lab, 'YQ-303');
      const limits = [{ quantity: '称量', low: '1', high: '100', unit: 'g' }];
      await used.confirmed({ certificate_no: 'JD-L' }, { checks: failed, conclusion: 'limited', limits });
      expect((await used.sheet()).standing).to.equal('yellow');
      await used.confirmed({ certificate_no: 'JD-F' });
      expect((await used.sheet()).standing).to.equal('yellow');
      const check = { kind: 'check', certificate_no: undefined, done_on: '2026-11-23' };
      await used.confirmed(check, { checks: failed, conclusion: 'unfit', remark: '200 g 点超差' });
      const { instrument, standing } = await used.sheet();
      expect(standing).to.equal('red');
      expect(instrument).to.include({ state: 'stopped', cause: 'unfit', due_on: null });
      expect((await used.release('enable')).refusals()).to.include('equipment.uncalibrated');
    });
  });

  describe('what is due', () => {
    it('is counted by the reminders, the nearest first in the list, and stands in the calendar of its month', async () => {
      await at('2027-11-14T09:00:00+08:00');
      const near = await Instrument.add(lab, 'YQ-400', { interval_months: 6, mandatory: undefined });
      await near.move('inspect');
      await near.confirmed({ done_on: '2027-06-30' });
      const list = async (query = '') => (await keeper.get(`/instruments${query}`)).json<InstrumentList>();
      const { reminders } = await list();
      expect(reminders.map(({ days }) => days)).to.deep.equal([60, 30, 7]);
      const due = (await list('?within=60')).lines;
      expect(due.map(({ number }) => number)).to.include('YQ-400');
      expect(due.map(({ due_on }) => due_on)).to.deep.equal(due.map(({ due_on }) => due_on).sort());
      const calendar = (await keeper.get('/instruments/calendar?month=2027-12')).json<MonthCalendar>();
      const day = calendar.weeks.flat().find(({ date }) => date === '2027-12-30');
      expect(day?.due.map(({ number, days }) => [number, days])).to.deep.equal([['YQ-400', 46]]);
      expect(calendar.weeks[0]?.[0]?.date).to.equal('2027-11-29');
      expect([calendar.before, calendar.after]).to.deep.equal(['2027-11', '2028-01']);
      expect((await keeper.page('/instruments/calendar?month=2027-12')).text).to.contain('YQ-400');
    });
  });

  describe('the use log', () => {
    it('is written by the tests whose header names the instrument, and follows what is changed there', async () => {
      const own = await Instrument.add(lab, 'YQ-500');
      const { testIds, sampleNumber } = await arrangeBatch(lab, { tests: 'testing', state: 'testing' });
      const [first = '', second = ''] = testIds;
      const name = (id: string, readings: object) =>
        lab.act('analyst', async (act) =>
          act.update<TestRow>('tests', await testOf(act.db, id), { readings: readings as Readings }),
        );
      const header = { started: '2026-11-23T08:00', finished: '2026-11-23T10:30' };
      await name(first, {
        common: { ...header, instruments: [{ no: ' yq-500' }, { no: 'YQ-500' }, { name: '无号' }] },
      });
      await name(second, { common: { instruments: 'nothing of the kind' } });
      const { uses, used } = await own.sheet();
      expect(used).to.equal(1);
      expect(uses[0]).to.include({
        sample_no: sampleNumber,
        start: header.started,
        end: header.finished,
        analyst: '李检',
      });
      expect((await keeper.page(`/instruments/${own.id}`)).text).to.contain(sampleNumber);
      await name(first, { common: { instruments: [{ no: 'YQ-501' }] } });
      expect((await usesOf(lab.app.db.read, 'YQ-500', 10)).total).to.equal(0);
      expect((await usesOf(lab.app.db.read, 'yq-501', 10)).total).to.equal(1);
    });
  });

  describe('the facts for the check at the bench', () => {
    const reasons = async (no: string, from: string, to = from) => {
      const instruments = await instrumentFacts(lab.app.db.read, [no]);
      const need = { parameter: 'T-CHK-ASH', groups: [], class: 'tcm', internal: true, instruments: [{ no }] };
      const none = { materials: [], people: [], methods: [], capabilities: [], rooms: [] };
      const practice = { factor: { low: '0.95', high: '1.05' }, quantities: [] };
      return validity(need, { instruments, ...none, practice }, { from, to })
        .map(({ id }) => id)
        .filter((id) => id.startsWith('validity.instrument'));
    };

    it('tell for any moment whether it was in use, in calibration and within its life', async () => {
      await at('2026-11-23T10:00:00+08:00');
      const own = await Instrument.inUse(lab, 'YQ-600', { mandatory: undefined });
      await at('2026-11-25T14:00:00+08:00');
      await own.move('stop', { cause: 'fault', reason: '漂移' });
      await at('2026-11-27T08:00:00+08:00');
      await own.confirmed({ kind: 'check', done_on: '2026-11-27', certificate_no: undefined });
      await own.release('enable');
      const [fact] = await instrumentFacts(lab.app.db.read, ['YQ-600']);
      expect(fact?.history.map(({ state, from }) => [state, from])).to.deep.include.members([
        ['enabled', '2026-11-23T10:00'],
        ['stopped', '2026-11-25T14:00'],
        ['enabled', '2026-11-27T08:00'],
      ]);
      expect(fact?.calibrations).to.deep.equal([
        { from: '2026-11-23T10:00', validTo: '2027-11-20', conclusion: 'fit' },
      ]);
      expect(fact?.checks.map(({ on, kind }) => [on, kind])).to.deep.equal([
        ['2026-11-20', 'verification'],
        ['2026-11-27', 'check'],
      ]);
      expect(await reasons('YQ-600', '2026-11-24T09:00', '2026-11-24T10:00')).to.deep.equal([]);
      expect(await reasons('yq-600', '2026-11-24T09:00')).to.deep.equal([]);
      expect(await reasons('YQ-600', '2026-11-25T13:00', '2026-11-25T15:00')).to.deep.equal([
        'validity.instrument-stopped',
      ]);
      expect(await reasons('YQ-600', '2026-11-28')).to.deep.equal([]);
      expect(await reasons('YQ-600', '2027-11-21')).to.deep.equal(['validity.instrument-overdue']);
      expect(await reasons('YQ-NONE', '2026-11-24')).to.deep.equal(['validity.instrument-unknown']);
    });

    it('tell what was found unfit from the day of the calibration itself, not from its entry', async () => {
      await at('2026-11-23T10:00:00+08:00');
      const own = await Instrument.inUse(lab, 'YQ-601', { mandatory: undefined });
      await at('2026-12-10T10:00:00+08:00');
      const late = { kind: 'calibration', done_on: '2026-12-01', certificate_no: 'XZ-9' };
      await own.confirmed(late, { checks: failed, conclusion: 'unfit', remark: '200 g 点超差' });
      expect(await reasons('YQ-601', '2026-11-30')).to.deep.equal([]);
      expect(await reasons('YQ-601', '2026-12-02')).to.include('validity.instrument-unfit');
    });
  });
});
