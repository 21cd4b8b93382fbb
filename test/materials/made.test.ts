import { expect } from 'chai';
import { factorAt } from '../../lib/materials/index.ts';
import type { ShownMaterial } from '../../lib/materials/show.ts';
import { comparedFactor } from '../../lib/materials/titrant.ts';
import { converted } from '../../lib/materials/units.ts';
import { arrangeBatch } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';

interface Lot {
  id: string;
  version: number;
  number: string;
}

const TODAY = '2026-11-23';
const root = new URL('../..', import.meta.url).pathname;
const refusalOf = (run: () => unknown): string => {
  try {
    run();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('amounts in other units', () => {
  const cases: [amount: string, from: string, to: string, is: string][] = [
    ['2.5', 'g', 'mg', '2500'],
    ['2500', 'mg', 'g', '2.5'],
    ['0.0005', 'kg', 'g', '0.5'],
    ['1', 'μg', 'g', '0.000001'],
    ['1', 'µg', 'mg', '0.001'],
    ['1.20', 'L', 'mL', '1200'],
    ['250', 'μL', 'ml', '0.25'],
    ['3', '支', '支', '3'],
    ['7', 'ＭＬ', 'mL', '7'],
  ];
  for (const [amount, from, to, is] of cases)
    it(`${amount} ${from} is ${is} ${to}`, () => expect(converted(amount, from, to, 'unit')).to.equal(is));
  for (const [from, to] of [
    ['g', 'mL'],
    ['瓶', 'g'],
    ['支', '瓶'],
  ] as const)
    it(`${from} does not become ${to}`, () =>
      expect(refusalOf(() => converted('1', from, to, 'unit'))).to.equal('material.unit'));
});

describe('a titrant and temperatures', () => {
  const lot = { number: 'ML2026-00001', name: '高氯酸滴定液' };
  const standard = { factor: '1.000', temperature: '20', done_on: TODAY };
  // N1 = N0 ÷ [1 + 0.0011 (t1 − t0)], by hand: 1 ÷ 1.0055 = 0.994530…, 1 ÷ 0.989 = 1.011122…
  const cases: [celsius: string, factor: string][] = [
    ['20', '1.000'],
    ['25', '0.9945'],
    ['30', '0.9891'],
    ['10', '1.011'],
  ];
  for (const [celsius, factor] of cases)
    it(`perchloric acid standardised at 20 ℃ is ${factor} at ${celsius} ℃`, () =>
      expect(factorAt(root, lot, standard, celsius)).to.equal(factor));
  for (const celsius of ['30.1', '9.9'])
    it(`is to be standardised again for ${celsius} ℃, more than ten degrees away`, () =>
      expect(refusalOf(() => factorAt(root, lot, standard, celsius))).to.equal('material.temperature'));
  it('leaves F of an aqueous titrant as it is within ten degrees', () =>
    expect(factorAt(root, { ...lot, name: '盐酸滴定液' }, { ...standard, factor: '1.002' }, '30')).to.equal('1.002'));
});

describe('standardising by comparison', () => {
  it('is F1 × (V1 − V0) × k ÷ V', () => {
    // 25.00 mL take 25.05 − 0.05 mL of a titrant of F 1.0020, 1 mL for 1 mL.
    const even = comparedFactor({ mass: '25.00', volume: '25.05', blank: '0.05' }, '1.0020', '1');
    expect(even.toFixed()).to.equal('1.002');
    // 0.05 mol/L against 0.1 mol/L: 2 mL answer 1 mL.
    expect(comparedFactor({ mass: '20', volume: '10.1', blank: '0' }, '1', '2').toFixed()).to.equal('1.01');
  });
});

eachEngine('配制: what goes into a lot', (engine) => {
  let lab: Lab;
  let keeper: Client;
  let analyst: Client;
  let analyst2: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, `${TODAY}T09:00:00+08:00`);
    keeper = await lab.as('material');
    analyst = await lab.as('analyst');
    analyst2 = await lab.as('analyst2');
  });
  after(() => lab?.close());

  const reagent = {
    ...{ kind: 'reagent', name: '无水碳酸钠', unit: 'g', amount: '10' },
    ...{ receivedOn: '2026-11-01', expiry: '2028-06-30' },
  };
  const solution = { kind: 'solution', name: '贮备液', unit: 'mL', amount: '1000', receivedOn: TODAY };
  const lot = async (body: object, who = keeper): Promise<Lot> => {
    const answer = await who.post('/materials', body);
    expect(answer.status, answer.text).to.equal(201);
    return answer.json<Lot>();
  };
  const shown = async ({ id }: { id: string }) => (await keeper.get(`/materials/${id}`)).json<ShownMaterial>();
  const refused = (answer: Answer, ...ids: string[]) => {
    expect(answer.refusals(), answer.text).to.deep.equal(ids);
    expect(answer.status).to.be.within(400, 422);
    expect(answer.text).not.to.match(/\{\w+\}/);
  };

  it('is taken off the stock of each parent, in the unit of the parent, with a line that leads to the new lot', async () => {
    const powder = await lot(reagent);
    const water = await lot({ ...reagent, name: '水', unit: 'mL', amount: '2000' });
    const made = await lot({
      ...solution,
      ingredients: [
        { lot: powder.number, amount: '5300', unit: 'mg' },
        {},
        { lot: water.number, amount: '1', unit: 'L' },
      ],
    });
    const { balance, moves, children } = await shown(powder);
    expect(balance).to.equal('4.7');
    expect(moves.at(-1)).to.include({ kind: 'issue', amount: '5.3', balance: '4.7', child: made.id, open: false });
    expect(moves.at(-1)?.purpose).to.equal(`配制 ${made.number} 贮备液`);
    expect(children.map(({ number }) => number)).to.deep.equal([made.number]);
    expect((await shown(water)).balance).to.equal('1000');
    expect((await shown(made)).parents.map(({ number }) => number)).to.have.members([powder.number, water.number]);
    const page = await keeper.page(`/materials/${powder.id}`);
    expect(page.text).to.contain(`href="/materials/${made.id}"`);
  });

  it('is refused where more is taken than is left, and then nothing is made and nothing taken', async () => {
    const powder = await lot(reagent);
    const other = await lot(reagent);
    const before = (await keeper.get('/materials?q=贮备液')).text;
    const answer = await keeper.post('/materials', {
      ...solution,
      ingredients: [
        { lot: other.number, amount: '1' },
        { lot: powder.number, amount: '10.0001' },
      ],
    });
    refused(answer, 'material.parent-too-much');
    expect(answer.text).to.contain(`${powder.number} 结存 10 g，不够取用 10.0001 g`);
    expect((await shown(powder)).balance).to.equal('10');
    expect((await shown(other)).balance).to.equal('10');
    expect((await keeper.get('/materials?q=贮备液')).text).to.equal(before);
  });

  it('says how much of which lot, each once, in a unit that follows', async () => {
    const powder = await lot(reagent);
    const make = (...ingredients: object[]) => keeper.post('/materials', { ...solution, ingredients });
    refused(await make({ lot: powder.number }), 'material.parent-amount');
    refused(await make({ amount: '1' }), 'material.parent-lot');
    refused(await make({ lot: powder.number, amount: '1', unit: 'mL' }), 'material.unit');
    const line = { lot: powder.number, amount: '1' };
    refused(await make(line, line), 'material.parent-twice');
    refused(await make({ ...line, amount: '0' }), 'material.amount');
  });

  it('of a controlled chemical waits for the second key, balances to zero, and blocks the new lot until then', async () => {
    const acid = await lot({ ...reagent, kind: 'controlled', name: '硫酸', unit: 'mL', amount: '100' });
    const turn = async (of: Lot, decision: string, who: Client) => {
      const move = (await shown(of)).moves.find(({ state }) => state === 'waiting')?.id;
      return who.post(`/materials/${of.id}/confirmations`, { move, decision, password: PASSWORD });
    };
    await turn(acid, 'done', analyst);
    const made = await lot({ ...solution, ingredients: [{ lot: acid.number, amount: '60' }] });
    expect(await shown(made)).to.include({ standing: 'blocked' });
    expect((await shown(made)).blocked?.reason).to.contain(acid.number);
    expect((await shown(acid)).balance).to.equal('100');
    refused(await turn(acid, 'done', keeper), 'material.two-keys');
    expect((await turn(acid, 'done', analyst)).json()).to.include({ balance: '40' });
    expect(await shown(made)).to.include({ standing: 'ready', blocked: null });
    const declined = await lot({ ...solution, ingredients: [{ lot: acid.number, amount: '40' }] });
    await turn(acid, 'declined', analyst2);
    expect((await shown(declined)).blocked?.reason).to.contain('未获第二人同意');
    await lot({ ...solution, ingredients: [{ lot: acid.number, amount: '40' }] });
    await turn(acid, 'done', analyst2);
    const { balance, version, mayClose } = await shown(acid);
    expect({ balance, mayClose }).to.deep.equal({ balance: '0', mayClose: true });
    const closed = await keeper.post(`/materials/${acid.id}/closing`, { version, reason: '用完' });
    expect(closed.status, closed.text).to.equal(200);
  });

  it('lists every lot that a withdrawn one went into, down to the last, none of which may be used', async () => {
    const powder = await lot(reagent);
    const first = await lot({ ...solution, ingredients: [{ lot: powder.number, amount: '1' }] });
    const second = await lot({ ...solution, name: '使用液', ingredients: [{ lot: first.number, amount: '10' }] });
    const { version } = await shown(powder);
    await keeper.post(`/materials/${powder.id}/blocks`, { version, blocked: 'yes', reason: '生产单位召回' });
    const { children } = await shown(powder);
    expect(children.map(({ number, standing }) => [number, standing])).to.deep.equal([
      [first.number, 'parent'],
      [second.number, 'parent'],
    ]);
    refused(
      await keeper.post('/materials', { ...solution, ingredients: [{ lot: second.number, amount: '1' }] }),
      'material.blocked',
    );
  });

  describe('a titrant by comparison', () => {
    const titrant = { ...solution, kind: 'titrant', concentration: '0.1 mol/L', receivedOn: TODAY };
    const three = (volume: string) => Array.from({ length: 3 }, () => ({ mass: '25.00', volume, blank: '0' }));
    const body = { doneOn: TODAY, atTemperature: '25', titre: '1', way: 'comparison' };
    const standard = async (): Promise<Lot> => {
      const own = await lot({ ...titrant, name: '盐酸滴定液' });
      const base = await lot({ ...reagent, content: '100.0', basis: 'as-is' });
      const readings = Array.from({ length: 3 }, () => ({ mass: '0.2004', volume: '20.00', blank: '0' }));
      for (const who of [analyst, analyst2])
        await who.post(`/materials/${own.id}/standardisations`, {
          ...{ ...body, way: 'direct', titre: '10', base: base.number, readings },
        });
      expect((await shown(own)).factor).to.equal('1.002');
      return own;
    };

    it('takes F of the other titrant, by two persons in the same way', async () => {
      const known = await standard();
      const own = await lot({ ...titrant, name: '氢氧化钠滴定液' });
      const send = (who: Client, over: object) =>
        who.post(`/materials/${own.id}/standardisations`, {
          ...body,
          base: known.number,
          readings: three('25.00'),
          ...over,
        });
      const raw = await lot({ ...titrant, name: '硫酸滴定液' });
      refused(await send(analyst, { base: raw.number }), 'material.unstandardised');
      const powder = await lot({ ...reagent, content: '100.0', basis: 'as-is' });
      refused(await send(analyst, { base: powder.number }), 'material.not-standard');
      expect((await send(analyst, {})).json()).to.include({ part: 'first', accepted: true });
      refused(await send(analyst2, { way: 'direct', base: powder.number }), 'material.other-way');
      expect((await send(analyst2, {})).json()).to.include({ part: 'second', factor: '1.002' });
      const { standardisations, temperature } = await shown(own);
      expect(standardisations.map(({ way, base }) => [way, base])).to.deep.equal([
        ['comparison', known.number],
        ['comparison', known.number],
      ]);
      expect(temperature).to.include({ at: '25', low: '15', high: '35', corrects: false });
      expect((await keeper.page(`/materials/${own.id}`)).text).to.contain('使用温度在 15～35 ℃');
    });
  });

  it('knows which tests used a lot or a column, as their records say', async () => {
    const column = await lot({
      ...reagent,
      kind: 'column',
      name: 'C18 柱',
      unit: '支',
      amount: '1',
      expiry: undefined,
    });
    const { testIds } = await arrangeBatch(lab);
    const [id = ''] = testIds;
    const row = await lab.app.db.read('tests').where({ id }).first<{ readings: string }>();
    const readings = JSON.parse(row.readings ?? '{}') as { common?: object };
    const common = { ...readings.common, materials: [{ name: 'C18', lot: ` ${column.number.toLowerCase()} ` }] };
    await lab.app.db
      .write('tests')
      .where({ id })
      .update({ readings: JSON.stringify({ ...readings, common }) });
    const { uses, used } = await shown(column);
    expect({ used, tests: uses.map(({ test_id }) => test_id) }).to.deep.equal({ used: 1, tests: [id] });
    expect((await keeper.page(`/materials/${column.id}`)).text).to.contain('使用记录');
    await lab.app.db
      .write('tests')
      .where({ id })
      .update({ readings: JSON.stringify({ ...readings, common: {} }) });
    expect((await shown(column)).used).to.equal(0);
  });
});
