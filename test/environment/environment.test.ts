import { expect } from 'chai';
import { missingToday, roomFacts } from '../../lib/environment/index.ts';
import type { EnvironmentSheet, ExcursionSheet, RoomSheet } from '../../lib/environment/show.ts';
import { writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

const TOKEN = 'a-token-that-a-page-offered-0001';

eachEngine('环境监控', (engine) => {
  let lab: Lab;
  let analyst: Client;
  let head: Client;
  let technical: Client;
  let room: string;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T16:00:00+08:00');
    [analyst, head, technical] = await Promise.all([lab.as('analyst'), lab.as('head'), lab.as('technical')]);
    const made = await technical.post('/environment/rooms', {
      code: 'R-301',
      name: '天平室一',
      kind: '天平室',
      temperatureLow: '15',
      temperatureHigh: '30',
      humidityHigh: '75',
      basis: '《中国药典》2025年版四部 通则',
    });
    room = made.json<{ id: string }>().id;
  });
  after(() => lab?.close());

  const read = (at: string, values: object, by = analyst) =>
    by.post(`/environment/rooms/${room}/readings`, { at, ...values });
  const sheet = async () => (await analyst.get('/environment')).json<EnvironmentSheet>();
  const show = async (days = 7) => (await analyst.get(`/environment/rooms/${room}?days=${days}`)).json<RoomSheet>();
  const excursion = async (id: string) => (await analyst.get(`/environment/excursions/${id}`)).json<ExcursionSheet>();
  const push = (readings: object[], token: string | null = TOKEN) =>
    fetch(`${lab.url}/api/v1/environment/readings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ readings }),
    });
  const problems = async (response: Response) =>
    ((await response.json()) as { problems: { id: string; text: string }[] }).problems;

  describe('rooms', () => {
    const wrong: [says: string, body: object, id: string][] = [
      ['a number twice', { code: 'R-301', name: 'x', temperatureHigh: '30', basis: 'b' }, 'environment.code-taken'],
      ['no limits at all', { code: 'R-9', name: 'x', basis: 'b' }, 'environment.no-limits'],
      ['own limits without a basis', { code: 'R-9', name: 'x', temperatureHigh: '30' }, 'environment.no-basis'],
      [
        'ends that cross',
        { code: 'R-9', name: 'x', temperatureLow: '31', temperatureHigh: '30', basis: 'b' },
        'environment.crossed',
      ],
      ['a limit that is no number', { code: 'R-9', name: 'x', temperatureLow: 'cold', basis: 'b' }, 'number.word'],
    ];
    for (const [says, body, id] of wrong)
      it(`refuses ${says}`, async () => {
        expect((await technical.post('/environment/rooms', body)).refusals()).to.include(id);
      });

    it('takes the limits that parameters name for the kind of room, with their basis', async () => {
      const made = await technical.post('/environment/rooms', { code: 'R-302', name: '天平室二', kind: '天平室' });
      const own = (await analyst.get(`/environment/rooms/${made.json<{ id: string }>().id}`)).json<RoomSheet>();
      expect(own.limits).to.deep.equal({ temperature: { low: '15', high: '30' }, humidity: { high: '75' } });
      expect(own.basis).not.to.equal('');
    });

    it('is kept by those who answer for it', async () => {
      const answer = await analyst.post('/environment/rooms', { code: 'R-9', name: 'x', temperatureHigh: '30' });
      expect(answer.status).to.equal(403);
    });

    it('changes limits for readings to come, with their basis, and refuses who read an older state', async () => {
      const own = (await sheet()).rooms.find(({ code }) => code === 'R-302');
      const { id, version } = (await analyst.get(`/environment/rooms/${own?.id}`)).json<RoomSheet>();
      const change = { version, basis: '程序文件 CX-20', temperatureLow: '18', temperatureHigh: '25', active: true };
      expect((await technical.post(`/environment/rooms/${id}/limits`, change)).status).to.equal(200);
      expect((await technical.post(`/environment/rooms/${id}/limits`, change)).refusals()).to.deep.equal([
        'record.stale',
      ]);
      const closed = { ...change, version: version + 1, active: false };
      await technical.post(`/environment/rooms/${id}/limits`, closed);
      const answer = await analyst.post(`/environment/rooms/${id}/readings`, {
        at: '2026-11-23 08:00',
        temperature: '20',
      });
      expect(answer.refusals()).to.deep.equal(['environment.room-closed']);
    });
  });

  describe('reading by hand', () => {
    const wrong: [says: string, at: string, values: object, id: string][] = [
      ['a time to come', '2026-11-23T23:00', { temperature: '22' }, 'environment.future'],
      ['no time', 'this morning', { temperature: '22' }, 'environment.moment'],
      ['nothing read', '2026-11-23T08:30', {}, 'environment.nothing'],
      ['a word', '2026-11-23T08:30', { temperature: 'warm' }, 'environment.value'],
      ['a censored value', '2026-11-23T08:30', { humidity: '<20' }, 'environment.value'],
    ];
    for (const [says, at, values, id] of wrong)
      it(`refuses ${says}`, async () => expect((await read(at, values)).refusals()).to.deep.equal([id]));

    it('reminds of rooms that were not read in a part of the working day that has begun', async () => {
      const missing = async (at: string) =>
        (await missingToday(lab.app, lab.app.db.read, at)).map(({ code, round, late }) => [code, round, late]);
      expect(await missing('2026-11-23T07:30:00+08:00')).to.deep.equal([]);
      expect(await missing('2026-11-23T09:00:00+08:00')).to.deep.equal([['R-301', 'morning', false]]);
      await read('2026-11-23T08:30', { temperature: '22.4', humidity: '51' });
      expect(await missing('2026-11-23T12:30:00+08:00')).to.deep.equal([]);
      expect(await missing('2026-11-23T14:00:00+08:00')).to.deep.equal([['R-301', 'afternoon', false]]);
      expect(await missing('2026-11-23T18:30:00+08:00')).to.deep.equal([['R-301', 'afternoon', true]]);
      expect(await missing('2026-11-22T18:30:00+08:00')).to.deep.equal([]); // a Sunday
      expect((await sheet()).missing.map(({ round }) => round)).to.deep.equal(['afternoon']);
    });

    it('keeps each value once and refuses another one for the same moment', async () => {
      const again = await read('2026-11-23T08:30', { temperature: '22.4' });
      expect(again.json()).to.include({ added: 0, same: 1 });
      const other = await read('2026-11-23T08:30', { temperature: '23' });
      expect(other.refusals()).to.deep.equal(['environment.differs']);
      expect(other.text).to.contain('天平室一 2026-11-23 08:30 的温度已记录为 22.4');
    });
  });

  describe('readings from sensors', () => {
    it('registers a sensor by the token that the page offers and keeps only its digest', async () => {
      expect((await technical.get(`/environment/rooms/${room}`)).json<RoomSheet>().token).to.match(/^[\w-]{32}$/);
      expect((await show()).token).to.equal(null);
      const made = await technical.post(`/environment/rooms/${room}/sensors`, { sensor: 'TH-01', token: TOKEN });
      expect(made.status).to.equal(200);
      const again = await technical.post(`/environment/rooms/${room}/sensors`, { sensor: 'TH-02', token: TOKEN });
      expect(again.refusals()).to.deep.equal(['environment.token-taken']);
      for (const table of ['sensors', 'audit', 'idempotency'])
        expect(JSON.stringify(await lab.app.db.read(table).select('*')), table).not.to.contain(TOKEN);
    });

    it('takes readings with the token alone, and the same delivery again changes nothing', async () => {
      const readings = [
        { at: '2026-11-23T00:40:00Z', temperature: '21.9', humidity: '50' },
        { at: '2026-11-23T08:45', temperature: '22.0' },
      ];
      expect(await (await push(readings)).json()).to.deep.equal({ added: 3, same: 0 });
      expect(await (await push(readings)).json()).to.deep.equal({ added: 0, same: 3 });
      const { readings: shown } = await show();
      expect(shown.filter(({ source }) => source === 'TH-01').map(({ at }) => at)).to.deep.equal([
        '2026-11-23T08:45',
        '2026-11-23T08:40',
      ]);
    });

    it('counts a delivery once that arrives twice at the same time', async () => {
      const readings = [{ at: '2026-11-23T08:50', temperature: '22.1' }];
      const answers = await Promise.all([push(readings), push(readings), push(readings)]);
      const counts = (await Promise.all(answers.map((one) => one.json()))) as { added: number }[];
      expect(counts.reduce((sum, { added }) => sum + added, 0)).to.equal(1);
    });

    const bad: [says: string, token: string | null][] = [
      ['no token', null],
      ['a wrong token', 'a-token-that-no-page-offered-0002'],
      ['a token too short to be one', 'short'],
    ];
    for (const [says, token] of bad)
      it(`refuses ${says} with 401`, async () => {
        const answer = await push([{ at: '2026-11-23T08:55', temperature: '22' }], token);
        expect(answer.status).to.equal(401);
        expect((await problems(answer)).map(({ id }) => id)).to.deep.equal(['environment.token']);
      });

    it('refuses the whole delivery for a time to come, by its row, but bears a clock that is a little ahead', async () => {
      const ahead = { at: '2026-11-23T16:01', temperature: '22.2' };
      const answer = await push([ahead, { at: '2026-11-23T16:40', temperature: '22' }]);
      expect(answer.status).to.equal(422);
      const [problem] = await problems(answer);
      expect(problem?.id).to.equal('environment.future-row');
      expect(problem?.text).to.contain('第 2 行');
      expect((await push([ahead])).status).to.equal(200);
    });

    it('shows a stranger only how to send, whatever is posted', async () => {
      const answer = await fetch(`${lab.url}/environment/readings`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'readings.0.at=x',
      });
      const text = await answer.text();
      expect(answer.status).to.be.oneOf([401, 422]);
      expect(text).not.to.contain('天平室一');
    });

    it('takes nothing more from a sensor that was stopped', async () => {
      const { sensors } = await show();
      await technical.post(`/environment/sensors/${sensors[0]?.id}/stop`, {});
      expect((await push([{ at: '2026-11-23T08:56', temperature: '22' }])).status).to.equal(401);
    });
  });

  describe('a file of readings', () => {
    const send = async (name: string, data: Buffer) =>
      analyst.post('/environment/import', { file: { name, data: data.toString('base64') } });
    const csv = (...lines: string[]) =>
      send('记录.csv', Buffer.from(['房间编号,时间,温度,相对湿度', ...lines].join('\r\n')));

    it('is taken whole, and what is there already is passed over', async () => {
      const lines = ['R-301,2026-11-20 09:00,22.1,50', 'R-301,2026/11/20 15:00,22.3,'];
      expect((await csv(...lines)).json()).to.deep.equal({ added: 3, same: 0 });
      expect((await csv(...lines)).json()).to.deep.equal({ added: 0, same: 3 });
    });

    it('may be a workbook', async () => {
      const heads = ['房间编号', '时间', '温度'];
      const book = await writeSheet({
        name: '环境记录',
        lists: '选项',
        columns: heads.map((one) => ({ head: one, width: 12 })),
        rows: [['R-301', '2026-11-19 09:00', '22.1']],
        spare: 0,
      });
      expect((await send('记录.xlsx', book)).json()).to.deep.equal({ added: 1, same: 0 });
      const template = await analyst.get('/environment/readings.xlsx');
      expect(template.status).to.equal(200);
    });

    it('is refused whole with every fault by its row', async () => {
      const before = (await show(31)).points.length;
      const answer = await csv(
        'R-301,2026-11-20 10:00,22.1,50',
        'R-999,2026-11-20 10:00,22.1,50',
        'R-301,yesterday,22.1,50',
        'R-301,2027-01-01 10:00,22.1,50',
        'R-301,2026-11-20 10:00,,',
        'R-301,2026-11-20 10:05,warm,50',
      );
      expect(answer.refusals()).to.deep.equal([
        'environment.room-row',
        'environment.moment-row',
        'environment.future-row',
        'environment.nothing-row',
        'environment.value-row',
      ]);
      for (const row of [3, 4, 5, 6, 7]) expect(answer.text).to.contain(`第 ${row} 行`);
      expect((await show(31)).points.length).to.equal(before);
    });

    it('is refused when it has too many rows', async () => {
      const lines = Array.from({ length: 20_001 }, (_, i) => `R-301,2026-11-18 00:00,${i},`);
      expect((await csv(...lines)).refusals()).to.deep.equal(['environment.too-many']);
    });
  });

  describe('out of limits', () => {
    let id: string;
    const facts = (from: string, to: string) => roomFacts(lab.app.db.read, 'R-301', from, to);

    it('is found when it is written, goes on with the next reading, and ends with the first one within', async () => {
      await read('2026-11-23T13:00', { temperature: '30.5' });
      await read('2026-11-23T14:00', { temperature: '32' });
      const [open] = (await sheet()).open;
      expect(open).to.include({
        began: '2026-11-23T13:00',
        ended: null,
        worst: '32',
        quantity: 'temperature',
        state: 'open',
      });
      id = open?.id ?? '';
      expect((await facts('2026-11-23T15:00', '2026-11-23T15:30'))?.excursions).to.have.length(1);
      await read('2026-11-23T15:00', { temperature: '29' });
      expect(await excursion(id)).to.include({ ended: '2026-11-23T15:00', worst: '32' });
      expect((await facts('2026-11-23T15:01', '2026-11-23T15:30'))?.excursions).to.deep.equal([]);
      expect((await sheet()).open).to.have.length(1);
    });

    it('is one with an earlier reading that comes late', async () => {
      await read('2026-11-23T12:30', { temperature: '30.2' });
      expect(await excursion(id)).to.include({ began: '2026-11-23T12:30', ended: '2026-11-23T15:00' });
      expect((await sheet()).open).to.have.length(1);
    });

    it('cannot be closed or approved before it was judged', async () => {
      const { version } = await excursion(id);
      for (const move of ['close', 'approve']) {
        const answer = await head.post(`/environment/excursions/${id}/${move}`, { version, measures: 'x' });
        expect(answer.refusals()).to.deep.equal(['machine.state']);
      }
    });

    it('is judged by one and closed by another; what was closed still bars the tests', async () => {
      let { version } = await excursion(id);
      const judged = { version, cause: '空调故障', judgement: '无进行中的检验' };
      expect((await head.post(`/environment/excursions/${id}/assess`, judged)).status).to.equal(200);
      expect((await head.post(`/environment/excursions/${id}/assess`, judged)).refusals()).to.deep.equal([
        'record.stale',
      ]);
      version = (await excursion(id)).version;
      const measures = { version, measures: '维修空调并观察一天' };
      const own = await head.post(`/environment/excursions/${id}/close`, measures);
      expect(own.refusals()).to.deep.equal(['environment.own']);
      expect((await analyst.post(`/environment/excursions/${id}/close`, measures)).status).to.equal(403);
      expect((await technical.post(`/environment/excursions/${id}/close`, measures)).status).to.equal(200);
      expect((await facts('2026-11-23', '2026-11-23'))?.excursions).to.deep.equal([
        { from: '2026-11-23T12:30', to: '2026-11-23T15:00', quantity: 'temperature' },
      ]);
    });

    it('is opened again when it proves worse than what was judged', async () => {
      await read('2026-11-23T14:30', { temperature: '35' });
      expect(await excursion(id)).to.include({ state: 'open', worst: '35' });
    });

    it('counts as an approved deviation up to its moment, and no further', async () => {
      await read('2026-11-23T15:30', { humidity: '80' });
      const open = (await sheet()).open.find(({ quantity }) => quantity === 'humidity');
      const path = `/environment/excursions/${open?.id}`;
      const version = async () => (await excursion(open?.id ?? '')).version;
      await analyst.post(`${path}/assess`, { version: await version(), cause: '梅雨', judgement: '称量不受影响' });
      const give = async (until?: string) =>
        technical.post(`${path}/approve`, {
          version: await version(),
          measures: '加开除湿机',
          ...(until && { until }),
        });
      const closed = await technical.post(`${path}/close`, { version: await version(), measures: 'x' });
      expect(closed.refusals()).to.deep.equal(['environment.still-out']);
      expect((await give()).refusals()).to.deep.equal(['environment.until-missing']);
      expect((await give('2026-11-23T10:00')).refusals()).to.deep.equal(['environment.until-past']);
      expect((await give('soon')).refusals()).to.deep.equal(['environment.moment']);
      expect((await give('2026-11-23T18:00')).status).to.equal(200);
      expect((await facts('2026-11-23T16:00', '2026-11-24'))?.excursions).to.deep.equal([
        { from: '2026-11-23T15:30', to: '2026-11-23T18:00', quantity: 'humidity', approvedDeviation: 'PL2026-001' },
        { from: '2026-11-23T18:01', quantity: 'humidity' },
      ]);
    });
  });

  describe('pages', () => {
    it('draws every page for those who may see it', async () => {
      const { open } = await sheet();
      expect(open).to.have.length(1);
      const pages = [
        '/environment',
        `/environment/rooms/${room}`,
        `/environment/excursions/${open[0]?.id}`,
        '/environment/push',
      ];
      for (const path of pages) {
        const answer = await technical.page(path);
        expect(answer.status, path).to.equal(200);
        expect(answer.text, path).not.to.match(/environment\.\w+|undefined|NaN/);
      }
      expect((await (await lab.as('sampler')).page('/environment')).status).to.equal(403);
    });
  });
});
