import { expect } from 'chai';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import type { Oddity } from '../../lib/testing/unusual.ts';
import { eachEngine } from '../support/engines.ts';
import type { Answer, Client } from '../support/lab.ts';
import { reviewEach } from '../support/review.ts';
import { bound, common, drying, ok, PASSWORD, type Rig, save, startRig } from './rig.ts';

interface Line {
  id: string;
  together: boolean;
  unusual: { count: number; worst: Oddity | null };
}
interface List {
  waiting: Line[];
  next: string | null;
  others: { id: string }[];
  othersNext: string | null;
}

/** Masses that no other batch has. */
let n = 0;
function dried(): typeof drying {
  n += 1;
  const shift = (text: string) => (Number(text) + n / 100).toFixed(4);
  return {
    ...drying,
    samples: drying.samples.map(({ m_1, m, m_p, m_2 }) => ({ m_1: shift(m_1), m, m_p: shift(m_p), m_2: shift(m_2) })),
  };
}
const headed = <T extends { common: typeof common }>(readings: T, head: object): T => ({
  ...readings,
  common: { ...common, ...head },
});
const liquid = (no: string) => ({ instruments: [{ no, name: '高效液相色谱仪', validTo: '2027-01-10' }] });

eachEngine('testing: the review of records', (engine) => {
  let rig: Rig;
  let reviewer: Client;
  const WORK = '2026-11-23T16:50:00+08:00';
  before(async () => {
    rig = await startRig(engine);
    for (const login of ['analyst', 'analyst2', 'head', 'quality']) await rig.as(login);
    reviewer = await rig.as('reviewer');
  });
  after(() => rig.close());
  beforeEach(() => now(WORK));

  /** Moves the clock; everybody is still at the keyboard. */
  async function now(time: string): Promise<void> {
    rig.at(time);
    await rig.app.db.write('sessions').update({
      ...{ locked: 0, seen_at: new Date(time).toISOString(), ends_at: '2026-12-31T00:00:00.000Z' },
    });
  }

  /** A loss on drying that was recorded and signed; `then` types on before the signature. */
  async function signed(
    readings: object,
    { login = 'analyst', then }: { login?: string; then?: (client: Client, test: TestAnswer) => Promise<unknown> } = {},
  ): Promise<TestAnswer> {
    const batch = await rig.assigned(login);
    const client = await rig.as(login);
    const [, test] = batch.tests;
    const saved = ok<{ test: TestAnswer }>(await save(client, test, readings));
    await then?.(client, saved.test);
    const done = (await rig.tests(batch.id)).find(({ id }) => id === test?.id);
    return ok<TestAnswer>(
      await client.post(`/tests/${test?.id ?? ''}/submission`, { version: done?.version, password: PASSWORD }),
    );
  }
  const oddities = async ({ id }: { id: string }): Promise<Oddity[]> =>
    ok<{ oddities: Oddity[] }>(await reviewer.get(`/tests/${id}/review`)).oddities;
  const lines = async (): Promise<Line[]> => {
    const found: Line[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: List = ok<List>(await reviewer.get(`/reviews${after === '' ? '' : `?after=${after}`}`));
      found.push(...page.waiting);
      after = page.next;
    }
    return found;
  };
  const lineOf = async ({ id }: { id: string }): Promise<Line | undefined> =>
    (await lines()).find((line) => line.id === id);
  const inSet = (client: Client, tests: readonly TestAnswer[]): Promise<Answer> =>
    client.post('/reviews', { tests: bound(tests), password: PASSWORD });
  const giveBack = (test: TestAnswer, body: object): Promise<Answer> =>
    reviewer.post(`/tests/${test.id}/return`, { version: test.version, ...body });

  describe('a set', () => {
    it('signs records with nothing unusual by one password', async () => {
      const set = [await signed(dried()), await signed(dried())];
      for (const test of set) expect(await oddities(test)).to.deep.equal([]);
      expect(await lineOf(set[0] ?? { id: '' })).to.deep.include({
        together: true,
        unusual: { count: 0, worst: null },
      });
      const page = (await reviewer.page('/reviews')).text;
      for (const { id, hash } of set) expect(page).to.contain(`${id}:${hash}`);
      const fields = bound(set).map(({ id, hash }): [string, string] => ['tests', `${id}:${hash}`]);
      expect((await reviewer.form('/reviews', [...fields, ['password', PASSWORD]])).status).to.equal(303);
      expect(
        await rig.app.db
          .read('tests')
          .whereIn(
            'id',
            set.map(({ id }) => id),
          )
          .pluck('state'),
      ).to.deep.equal(['reviewed', 'reviewed']);
    });

    it('refuses review.unusual for each record that has to be looked at by itself; none is signed', async () => {
      const clean = await signed(dried());
      const odd = await signed(headed(dried(), { finished: '2026-11-23T08:00' }));
      const refused = await inSet(reviewer, [clean, odd]);
      expect([refused.status, refused.refusals()]).to.deep.equal([409, ['review.unusual']]);
      expect(refused.text).to.contain('tests.1').and.to.contain('2 干燥失重');
      expect((await reviewer.page('/reviews')).text)
        .to.contain(`${clean.id}:${clean.hash}`)
        .and.not.to.contain(`${odd.id}:`);
      expect((await reviewEach(reviewer, [odd])).status).to.equal(200);
      expect((await inSet(reviewer, [clean])).status).to.equal(200);
    });
  });

  describe('what is unusual, ranked', () => {
    const correct = (field: string, value: string) => async (client: Client, test: TestAnswer) =>
      ok(
        await client.post(`/tests/${test.id}/readings`, { version: test.version, field, value, reason: '核对后更正' }),
      );
    let turn = 0;
    const wetness = () => {
      turn += 1;
      return turn % 7;
    };
    const wet = () => ({
      ...dried(),
      samples: [
        { m_1: '20.3158', m: '1.0042', m_p: '21.3001', m_2: '21.3000' },
        { m_1: '21.0876', m: '1.0015', m_p: '22.0691', m_2: '22.0690' },
      ].map((row) => ({ ...row, m_1: (Number(row.m_1) + wetness() / 10000).toFixed(4) })),
    });
    const seeded: [string, string, () => Promise<TestAnswer>][] = [
      ['out of its limit', 'fails', () => signed(wet())],
      [
        'readings of another batch, figure by figure',
        'copied',
        async () => {
          const readings = dried();
          await signed(readings);
          return signed(readings);
        },
      ],
      ['finished before it was started', 'order', () => signed(headed(dried(), { finished: '2026-11-23T08:30' }))],
      ['finished in the future', 'future', () => signed(headed(dried(), { finished: '2026-11-23T18:00' }))],
      [
        'started before the sample was received',
        'receipt',
        () => signed(headed(dried(), { started: '2026-11-20T09:00' })),
      ],
      [
        'three hours of drying in two',
        'short',
        () => signed(headed(dried(), { started: '2026-11-23T14:40', finished: '2026-11-23T16:40' })),
      ],
      [
        'changed once the result stood there',
        'changed-late',
        () => signed(dried(), { then: correct('temperature_dry', '104') }),
      ],
      [
        'typed before the test began',
        'early',
        async () => {
          await now('2026-11-23T09:00:00+08:00');
          return signed(dried(), { then: () => now(WORK) });
        },
      ],
      [
        'typed two days after the test',
        'late',
        async () => {
          await now('2026-11-25T16:50:00+08:00');
          return signed(dried());
        },
      ],
      [
        'typed at night',
        'hours',
        async () => {
          await now('2026-11-23T23:30:00+08:00');
          return signed(dried());
        },
      ],
      ['begun on a Sunday', 'started-out', () => signed(headed(dried(), { started: '2026-11-22T09:10' }))],
    ];
    for (const [words, id, seed] of seeded)
      it(`puts first what is ${words}: ${id}`, async () => {
        const test = await seed();
        await now(WORK);
        expect((await oddities(test))[0]?.id).to.equal(id);
        expect(await lineOf(test)).to.deep.include({ together: false });
        expect((await lineOf(test))?.unusual.worst?.id).to.equal(id);
        const page = (await reviewer.page(`/tests/${test.id}/review`)).text;
        expect(page.split('class="oddities"')[1]?.split('</ol>')[0]).not.to.match(/unusual\.|\{\w+\}/);
        expect((await inSet(reviewer, [test])).refusals()).to.deep.equal(['review.unusual']);
      });

    it('ranks the most serious of several first, and leads to the cell', async () => {
      const test = await signed(headed(wet(), { finished: '2026-11-23T08:30' }), {
        then: correct('temperature_dry', '104'),
      });
      const ids = (await oddities(test)).map(({ id }) => id);
      expect(ids.slice(0, 3)).to.deep.equal(['fails', 'order', 'changed-late']);
      const page = (await reviewer.page(`/tests/${test.id}/review`)).text;
      expect(page).to.contain('href="#cell-temperature_dry"').and.to.contain('id="cell-temperature_dry"');
    });

    it('only tells that many cells were saved one by one within a second', async () => {
      const test = await signed(dried(), {
        then: async (client, { id, version }) => {
          let last = version;
          for (const [field, value] of [
            ['samples.2.m_1', '20.1234'],
            ['samples.2.m_1', ''],
          ] as const) {
            const saved = ok<{ version: number }>(
              await client.post(`/tests/${id}/readings`, { version: last, field, value, reason: '多录一行' }),
            );
            last = saved.version;
          }
        },
      });
      expect((await oddities(test)).map(({ id }) => id)).to.not.include('fast');
    });

    it('says since the review what has come up after it: an instrument that was overdue when it was used', async () => {
      const test = await signed(dried());
      expect((await inSet(reviewer, [test])).status).to.equal(200);
      await rig.act('equipment', async (act) => {
        await act.insert('instruments', {
          ...{ number: 'E-0012', name: '天平', maker: null, model: null, serial: null, software: null, range: null },
          ...{ accuracy: null, traceability: 'calibration', interval_months: 12, custodian: null, department: null },
          ...{ room: null, value: null, purchased_on: null, accepted_on: null, enabled_on: null, mandatory: 0 },
          ...{
            serves: [],
            factors: null,
            note: null,
            state: 'enabled',
            limits: null,
            cause: null,
            due_on: '2026-11-01',
          },
        });
      });
      try {
        expect((await oddities(test)).map(({ id }) => id)).to.include('overdue');
        const head = await rig.as('head');
        const sample = ok<{ sample: { id: string } }>(await head.get(`/tests/${test.id}`)).sample.id;
        const { tests } = ok<{ tests: { id: string; oddities: { oddity: Oddity; fresh: boolean }[] }[] }>(
          await head.get(`/samples/${sample}/approval`),
        );
        const told = tests.find(({ id }) => id === test.id)?.oddities ?? [];
        expect(told.filter(({ fresh }) => fresh).map(({ oddity }) => oddity.id)).to.include('overdue');
        expect((await head.page(`/samples/${sample}/approval`)).text).to.contain('复核后新出现');
      } finally {
        await rig.app.db.write('instruments').where({ number: 'E-0012' }).delete();
      }
    });

    it('counts as given back what came back before', async () => {
      const test = await signed(dried());
      const back = ok<TestAnswer>(await giveBack(test, { reason: '请核对干燥时间' }));
      const analyst = await rig.as('analyst');
      ok(await analyst.post(`/tests/${back.id}/submission`, { version: back.version, password: PASSWORD }));
      const [found] = await oddities(test);
      expect(found).to.deep.include({ id: 'returned', params: { reason: '请核对干燥时间', count: 1 } });
    });
  });

  describe('back to the cell', () => {
    it('marks exactly the cells that were ticked, until the record is signed again; the trail keeps them', async () => {
      const readings = dried();
      const test = await signed(readings);
      const page = (await reviewer.page(`/tests/${test.id}/review`)).text;
      expect(page).to.contain('value="samples.0.m_2"').and.to.contain('form="return"');
      const reason = '与天平打印条不一致';
      const ticked: [string, string][] = [
        ['cells', 'samples.0.m_2'],
        ['cells', 'common.finished'],
      ];
      const posted = await reviewer.form(`/tests/${test.id}/return`, [
        ...ticked,
        ['version', String(test.version)],
        ['reason', reason],
      ]);
      expect(posted.status).to.equal(303);
      const analyst = await rig.as('analyst');
      const bench = (await analyst.page(`/tests/${test.id}`)).text;
      expect(bench.split(`复核退回：${reason}`)).to.have.length(3);
      expect(bench).to.contain('id="f-readings-samples-0-m_2-back"').and.to.contain('data-back');
      expect(bench).to.contain('href="#f-readings-samples-0-m_2"');
      const { version } = ok<{ version: number }>(await analyst.get(`/tests/${test.id}`));
      const saved = ok<{ version: number }>(
        await analyst.post(`/tests/${test.id}/readings`, {
          ...{ version, field: 'samples.0.m_2', value: readings.samples[0]?.m_p, reason: '按打印条更正' },
        }),
      );
      expect((await analyst.page(`/tests/${test.id}`)).text).to.contain(`复核退回：${reason}`);
      ok(await analyst.post(`/tests/${test.id}/submission`, { version: saved.version, password: PASSWORD }));
      expect((await reviewer.page(`/tests/${test.id}/review`)).text).not.to.contain('复核退回');
      const events: { body: string }[] = await rig.app.db
        .read('audit')
        .where({ entity_id: test.id, action: 'test.return' });
      expect(events.map(({ body }) => body).join())
        .to.contain('samples.0.m_2')
        .and.to.contain(reason);
    });

    it('takes a reason of its own for each cell', async () => {
      const test = await signed(dried());
      const cells = [{ path: 'hours', reason: '干燥时间？' }, 'temperature_dry'];
      ok(await giveBack(test, { reason: '请核对', cells }));
      const { returnedCells } = ok<{ returnedCells: object[] }>(await reviewer.get(`/tests/${test.id}`));
      expect(returnedCells).to.deep.equal([
        { path: 'hours', reason: '干燥时间？' },
        { path: 'temperature_dry', reason: '请核对' },
      ]);
    });

    it('refuses return.cell for what the record does not have, and a cell without a reason', async () => {
      const test = await signed(dried());
      for (const path of ['nothing', 'samples', 'samples.0', '__proto__.x'])
        expect((await giveBack(test, { reason: '请核对', cells: [path] })).refusals(), path).to.deep.equal([
          'return.cell',
        ]);
      expect(
        (await giveBack(test, { reason: '请核对', cells: [{ path: 'hours', reason: ' ' }] })).refusals(),
      ).to.deep.equal(['return.reason']);
    });
  });

  describe('times and places that cannot both be true', () => {
    interface Finding {
      id: string;
      version: number;
      kind: string;
      test_id: string;
      other_id: string;
      subject_name: string;
    }
    const findings = async (query = ''): Promise<Finding[]> =>
      ok<{ rows: Finding[] }>(await reviewer.get(`/plausibility${query}`)).rows;
    const of = async (test: TestAnswer, query = ''): Promise<Finding[]> =>
      (await findings(query)).filter(({ test_id, other_id }) => [test_id, other_id].includes(test.id));
    const overlap = async (no: string): Promise<[TestAnswer, TestAnswer]> => [
      await signed(headed(dried(), liquid(no))),
      await signed(headed(dried(), { ...liquid(no), started: '2026-11-23T12:00' }), { login: 'analyst2' }),
    ];

    it('one instrument does not run two sequences at once; a balance may', async () => {
      const [first, second] = await overlap('E-0201');
      expect((await oddities(second))[0]).to.deep.include({ id: 'implausible' });
      expect((await oddities(first))[0]).to.deep.include({ id: 'implausible' });
      expect((await of(second)).map(({ kind, subject_name }) => [kind, subject_name])).to.deep.equal([
        ['sequence', '高效液相色谱仪 E-0201'],
      ]);
      const shared = [await signed(dried()), await signed(dried(), { login: 'analyst2' })];
      for (const test of shared) expect(await oddities(test)).to.deep.equal([]);
    });

    it('records of one sequence by one analyst do not clash, nor sequences one after the other', async () => {
      const same = [await signed(headed(dried(), liquid('E-0202'))), await signed(headed(dried(), liquid('E-0202')))];
      for (const test of same) expect(await oddities(test)).to.deep.equal([]);
      const after = await signed(
        headed(dried(), { ...liquid('E-0202'), started: '2026-11-23T16:40', finished: '2026-11-23T19:45' }),
        {
          login: 'analyst2',
          then: () => now('2026-11-23T19:50:00+08:00'),
        },
      );
      expect((await oddities(after)).map(({ id }) => id)).not.to.include('implausible');
    });

    it('one person does not weigh in two rooms in the same minute, and a balance is not in both', async () => {
      await now('2026-11-23T16:45:10+08:00');
      await signed(headed(dried(), { room: 'R-101' }));
      await now('2026-11-23T16:45:30+08:00');
      const second = await signed(headed(dried(), { room: 'R-102' }));
      await now('2026-11-23T16:48:00+08:00');
      const later = await signed(headed(dried(), { room: 'R-103' }));
      expect((await of(second)).map(({ kind }) => kind).sort()).to.deep.equal(['balance', 'rooms']);
      expect(await of(later)).to.deep.equal([]);
      const page = (await reviewer.page(`/tests/${second.id}/review`)).text;
      expect(page).to.contain('李检 在 2026-11-23 16:45 同一分钟在另一房间称量');
    });

    it('is signed only with an explanation, which both records then tell', async () => {
      const [first, second] = await overlap('E-0203');
      const refused = await reviewEach(reviewer, [first]);
      expect([refused.status, refused.refusals()]).to.deep.equal([409, ['review.implausible']]);
      expect((await reviewer.page(`/tests/${first.id}/review`)).text).to.contain('name="explanation"');
      ok(await reviewEach(reviewer, [first], { explanation: '已核对仪器日志，序列12:10结束' }));
      expect((await oddities(second))[0]).to.deep.include({ id: 'explained' });
      expect((await inSet(reviewer, [second])).status).to.equal(200);
      const [event] = await rig.app.db
        .read('audit')
        .where({ entity: 'implausibilities' })
        .orderBy('seq', 'desc')
        .limit(1);
      expect((event as { body: string }).body).to.contain('已核对仪器日志');
    });

    it('is explained on its own page by somebody who had no hand in it: plausibility.own, .reason, .state', async () => {
      const [, second] = await overlap('E-0204');
      const [finding] = await of(second);
      const at = `/plausibility/${finding?.id ?? ''}`;
      const explain = async (login: string, reason: string, version = finding?.version ?? 0) =>
        (await rig.as(login)).post(`${at}/explanation`, { version, reason });
      expect((await explain('analyst2', '序列登记有误')).refusals()).to.deep.equal(['plausibility.own']);
      expect((await explain('reviewer', ' ')).refusals()).to.deep.equal(['plausibility.reason']);
      expect((await explain('analyst', '序列登记有误')).status).to.equal(403);
      ok(await explain('quality', '序列登记有误，已核对'));
      expect((await explain('reviewer', '再说明一次', (finding?.version ?? 0) + 1)).refusals()).to.deep.equal([
        'plausibility.state',
      ]);
      expect((await reviewer.page(at)).text)
        .to.contain('序列登记有误，已核对')
        .and.to.contain('褚质');
      expect(await of(second)).to.deep.equal([]);
      expect(await of(second, '?state=explained')).to.have.length(1);
    });

    it('is gone once a correction cleared it', async () => {
      const [, second] = await overlap('E-0205');
      const back = ok<TestAnswer>(await giveBack(second, { reason: '开始时间有误', cells: ['common.started'] }));
      const analyst = await rig.as('analyst2');
      const saved = ok<{ version: number }>(
        await save(analyst, back, { common: { ...liquid('E-0206') } }, '仪器编号更正'),
      );
      ok(await analyst.post(`/tests/${second.id}/submission`, { version: saved.version, password: PASSWORD }));
      expect(await of(second)).to.deep.equal([]);
      expect(await of(second, '?state=gone')).to.have.length(1);
    });

    it('is listed by instrument, person, kind and day', async () => {
      const page = (await reviewer.page('/plausibility')).text;
      expect(page).to.contain('仪器序列重叠').and.to.contain('高效液相色谱仪 E-0201');
      expect((await findings('?q=E-0201')).map(({ subject_name }) => subject_name)).to.deep.equal([
        '高效液相色谱仪 E-0201',
      ]);
      for (const { kind } of await findings('?kind=rooms')) expect(kind).to.equal('rooms');
      expect(await findings('?from=2026-12-01')).to.deep.equal([]);
      expect(await findings('?to=2026-11-22')).to.deep.equal([]);
      expect((await (await rig.as('analyst')).get('/plausibility')).status).to.equal(403);
    });
  });

  describe('the raw files', () => {
    it('stand beside the record: the lines of a table, a picture', async () => {
      const batch = await rig.assigned();
      const analyst = await rig.as('analyst');
      const [, test] = batch.tests;
      const data = Buffer.from('峰,保留时间,面积\r\n1,3.214,120345\r\n2,5.870,98211\r\n').toString('base64');
      ok(
        await analyst.post(`/tests/${test?.id ?? ''}/attachments`, { file: { name: '色谱.csv', data }, note: '峰表' }),
      );
      const page = (await reviewer.page(`/tests/${test?.id ?? ''}/review`)).text;
      expect(page).to.contain('色谱.csv').and.to.contain('<td>3.214</td>').and.to.contain('>保留时间</th>');
    });
  });

  describe('whoever typed in a record', () => {
    it('does not review it, neither by itself nor in a set, nor approve its batch', async () => {
      const batch = await rig.submitted();
      const [test] = batch.tests;
      const hands = JSON.stringify([(await rig.user('reviewer')).id, (await rig.user('head')).id]);
      await rig.app.db.write('tests').where({ id: test?.id }).update({ hands });
      const mine = test ? [test] : [];
      expect((await inSet(reviewer, mine)).refusals()).to.deep.equal(['review.own']);
      expect((await reviewEach(reviewer, mine)).refusals()).to.deep.equal(['review.own']);
      const list = ok<List>(await reviewer.get('/reviews'));
      expect(list.others.map(({ id }) => id)).to.include(test?.id);
      expect(list.waiting.map(({ id }) => id)).not.to.include(test?.id);
      ok(await reviewEach(await rig.as('analyst2'), batch.tests));
      const approved = await (await rig.as('head')).post(`/samples/${batch.id}/approval`, {
        hashes: bound(await rig.tests(batch.id)),
        password: PASSWORD,
      });
      expect(approved.refusals()).to.include('approval.chain');
    });
  });

  describe('the list', () => {
    it('goes on page by page: every record once, by due date', async function () {
      this.timeout(60_000);
      const before = (await lines()).length;
      for (let i = 0; i < 20; i += 1) {
        const batch = await rig.recorded();
        ok(await (await rig.as('analyst')).post('/submissions', { tests: bound(batch.tests), password: PASSWORD }));
      }
      const found = await lines();
      expect(found).to.have.length(before + 60);
      expect(new Set(found.map(({ id }) => id)).size).to.equal(found.length);
      const first = ok<List>(await reviewer.get('/reviews'));
      expect(first.waiting).to.have.length(50);
      expect((await reviewer.page('/reviews')).text).to.contain(
        new URLSearchParams({ after: first.next ?? '?' }).toString(),
      );
    });
  });
});
