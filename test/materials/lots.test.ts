import { expect } from 'chai';
import { validity } from '../../lib/core/validity.ts';
import { materialContents, materialFacts } from '../../lib/materials/index.ts';
import type { MaterialList } from '../../lib/materials/list.ts';
import type { ShownMaterial } from '../../lib/materials/show.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, PASSWORD, signIn, startLab } from '../support/lab.ts';

interface Lot {
  id: string;
  version: number;
  number: string;
  end: string | null;
}

const TODAY = '2026-11-23';
const reagent = {
  kind: 'reagent',
  name: '盐酸',
  unit: 'mL',
  amount: '500',
  receivedOn: '2026-11-01',
  expiry: '2028-06-30',
};
const base = {
  kind: 'reference',
  name: '无水碳酸钠（基准）',
  catalogueNo: '100000',
  lotNo: '202501',
  content: '100.0',
  basis: 'dried',
  unit: 'g',
  amount: '10',
  receivedOn: '2026-11-01',
};
const readings = (...masses: string[]) => masses.map((mass) => ({ mass, volume: '20.02', blank: '0.02' }));
/** T 10 mg/mL: 0.2 g and 20.00 mL are F 1. */
const titration = { doneOn: TODAY, atTemperature: '25', titre: '10' };

eachEngine('标准物质与耗材', (engine) => {
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
  afterEach(() => lab.at(`${TODAY}T09:00:00+08:00`));

  /** Another day: sessions have ended by then. */
  const later = async (day: string): Promise<void> => {
    lab.at(`${day}T09:00:00+08:00`);
    keeper = await signIn(lab.url, 'material', lab.app);
  };
  const lot = async (body: object): Promise<Lot> => {
    const answer = await keeper.post('/materials', body);
    expect(answer.status, answer.text).to.equal(201);
    return answer.json<Lot>();
  };
  const shown = async ({ id }: { id: string }) => (await keeper.get(`/materials/${id}`)).json<ShownMaterial>();
  const step = async ({ id }: { id: string }, path: string, body: object, who = keeper): Promise<Answer> => {
    const { version } = await shown({ id });
    return who.post(`/materials/${id}/${path}`, { version, ...body });
  };
  const move = ({ id }: Lot, kind: string, amount: string | null, who = keeper) =>
    who.post(`/materials/${id}/moves`, { kind, ...(amount !== null && { amount }), purpose: '含量测定 Y2026-00001' });
  const refused = (answer: Answer, ...ids: string[]) => {
    expect(answer.refusals(), answer.text).to.deep.equal(ids);
    expect(answer.status).to.be.within(400, 422);
    expect(answer.text).not.to.match(/\{\w+\}/);
  };

  it('gives a lot its number, which its barcode opens', async () => {
    const one = await lot(reagent);
    expect(one.number).to.match(/^ML2026-\d{5}$/);
    const found = await keeper.page(`/scan?code=${one.number}`);
    expect(found.headers.get('location')).to.equal(`/materials/${one.id}`);
  });

  const wrong: [says: string, change: object, ids: string[]][] = [
    ['a day to come', { receivedOn: '2026-11-24' }, ['material.future']],
    ['a reagent without expiry', { expiry: undefined }, ['material.expiry-needed']],
    ['what expired before it came', { expiry: '2026-10-31' }, ['material.expired-already']],
    ['a content without its basis', { content: '99.5' }, ['material.basis']],
    ['a basis without a content', { basis: 'dried' }, ['material.basis']],
    ['a content beyond any per cent', { content: '1000', basis: 'as-is' }, ['material.percent']],
    ['a censored amount', { amount: '<5' }, ['material.amount']],
    ['nothing', { amount: '0' }, ['material.amount']],
    ['a word for a number', { amount: '许多' }, ['number.word']],
    [
      'a parent that nobody knows',
      { kind: 'solution', ingredients: [{ lot: 'ML2026-99999', amount: '1' }] },
      ['material.unknown'],
    ],
  ];
  for (const [says, change, ids] of wrong)
    it(`refuses ${says}`, async () => refused(await keeper.post('/materials', { ...reagent, ...change }), ...ids));

  it('is kept by those who may only', async () => {
    const auditor = await lab.as('auditor');
    expect((await auditor.post('/materials', reagent)).status).to.equal(403);
    expect((await auditor.get('/materials')).status).to.equal(200);
    expect((await (await lab.as('sampler')).get('/materials')).status).to.equal(403);
  });

  describe('the ledger', () => {
    it('writes each line with what is left, and refuses what is not there', async () => {
      const one = await lot({ ...reagent, amount: '0.3' });
      expect((await move(one, 'issue', '0.1')).json()).to.include({ state: 'done', balance: '0.2' });
      expect((await move(one, 'issue', '0.2')).json()).to.include({ balance: '0' });
      refused(await move(one, 'issue', '0.0000001'), 'material.too-much');
      expect((await move(one, 'receipt', '5')).json()).to.include({ balance: '5' });
      expect((await move(one, 'log', null)).json()).to.include({ balance: '5' });
      const { moves, balance } = await shown(one);
      expect(moves.map((line) => [line.seq, line.kind, line.amount, line.balance])).to.deep.equal([
        [1, 'receipt', '0.3', '0.3'],
        [2, 'issue', '0.1', '0.2'],
        [3, 'issue', '0.2', '0'],
        [4, 'receipt', '5', '5'],
        [5, 'log', '0', '5'],
      ]);
      expect(balance).to.equal('5');
    });

    it('lets ten who take at the same time have no more than there is', async () => {
      const one = await lot({ ...reagent, amount: '5' });
      const answers = await Promise.all(Array.from({ length: 10 }, () => move(one, 'issue', '1')));
      expect(answers.filter(({ status }) => status === 201)).to.have.length(5);
      expect((await shown(one)).balance).to.equal('0');
    });

    it('closes a lot at zero only, and then takes nothing more', async () => {
      const one = await lot({ ...reagent, amount: '5' });
      refused(await step(one, 'closing', { reason: '用完' }), 'material.not-zero');
      await move(one, 'disposal', '5');
      expect((await step(one, 'closing', { reason: '用完' })).status).to.equal(200);
      refused(await move(one, 'receipt', '1'), 'material.closed');
    });
  });

  describe('a controlled chemical: two keys', () => {
    const acid = { ...reagent, kind: 'controlled', name: '丙酮', amount: '500' };
    const waiting = async (one: Lot) => (await shown(one)).moves.find(({ state }) => state === 'waiting')!.id;
    const confirm = (one: Lot, id: string, who: Client, decision = 'done', password = PASSWORD) =>
      who.post(`/materials/${one.id}/confirmations`, { move: id, decision, password });

    it('counts a line only when another person confirmed it with the password', async () => {
      const one = await lot(acid);
      expect((await shown(one)).balance).to.equal('0');
      const line = await waiting(one);
      const toDo = (await keeper.get('/materials?view=to-do')).json<MaterialList>().lines;
      expect(toDo.find(({ id }) => id === one.id)?.waiting).to.equal(true);
      refused(await confirm(one, line, keeper), 'material.two-keys');
      refused(await confirm(one, line, analyst, 'done', 'wrong password'), 'session.wrong');
      expect((await confirm(one, line, analyst)).json()).to.include({ state: 'done', balance: '500' });
      refused(await confirm(one, line, analyst), 'material.not-waiting');
      const signature = await lab.app.db.read('signatures').where({ entity_id: line }).first<{ meaning: string }>();
      expect(signature?.meaning).to.equal('approve');
    });

    it('keeps a declined line, which counts nothing', async () => {
      const one = await lot(acid);
      expect((await confirm(one, await waiting(one), analyst, 'declined')).json()).to.include({ state: 'declined' });
      expect((await shown(one)).balance).to.equal('0');
    });

    it('accounts for an issue to the last digit, and closes only when all is accounted for', async () => {
      const one = await lot(acid);
      await confirm(one, await waiting(one), analyst);
      await move(one, 'issue', '100', analyst);
      const issue = await waiting(one);
      refused(
        await analyst.post(`/materials/${one.id}/settlements`, { move: issue, used: '60', returned: '40' }),
        'material.not-issue',
      );
      await confirm(one, issue, keeper);
      const settle = (used: string, returned: string) =>
        analyst.post(`/materials/${one.id}/settlements`, { move: issue, used, returned });
      refused(await settle('60', '39.9'), 'material.not-balanced');
      expect((await settle('60.5', '39.5')).json()).to.include({ state: 'waiting' });
      refused(await settle('60.5', '39.5'), 'material.settled');
      refused(await step(one, 'closing', { reason: '用完' }), 'material.open-lines');
      expect((await confirm(one, await waiting(one), keeper)).json()).to.include({ balance: '439.5' });
      await move(one, 'disposal', '439.5');
      await confirm(one, await waiting(one), analyst2);
      expect((await step(one, 'closing', { reason: '移交处置' })).status).to.equal(200);
    });
  });

  describe('opening, block, certificate', () => {
    it('shortens the end after opening, once', async () => {
      const one = await lot(reagent);
      refused(await step(one, 'opening', { openedOn: '2026-10-31' }), 'material.before');
      refused(await step(one, 'opening', { openedOn: '2026-11-24' }), 'material.future');
      expect((await step(one, 'opening', { openedOn: '2026-11-20' })).json()).to.include({ end: '2027-11-20' });
      refused(await step(one, 'opening', { openedOn: '2026-11-20' }), 'material.opened');
    });

    it('blocks with a reason and lifts the block', async () => {
      const one = await lot(reagent);
      refused(await step(one, 'blocks', { blocked: 'no', reason: '误停' }), 'material.not-blocked');
      await step(one, 'blocks', { blocked: 'yes', reason: '生产单位召回' });
      refused(await step(one, 'blocks', { blocked: 'yes', reason: '召回' }), 'material.blocked-already');
      refused(await move(one, 'issue', '1'), 'material.blocked');
      await step(one, 'blocks', { blocked: 'no', reason: '召回不涉及本批' });
      expect((await move(one, 'issue', '1')).status).to.equal(201);
    });

    it('keeps a certificate as it was given, and nothing that is none', async () => {
      const one = await lot(base);
      expect((await keeper.get(`/materials/${one.id}/certificate`)).refusals()).to.deep.equal([
        'material.no-certificate',
      ]);
      const data = (text: string) => ({ file: { name: '证书.pdf', data: Buffer.from(text).toString('base64') } });
      refused(await step(one, 'certificates', data('<html>')), 'material.file');
      await step(one, 'certificates', data('%PDF-1.4 x'));
      expect((await keeper.get(`/materials/${one.id}/certificate`)).text).to.equal('%PDF-1.4 x');
    });

    it('refuses whoever read the lot before somebody else changed it', async () => {
      const one = await lot(reagent);
      await step(one, 'opening', { openedOn: TODAY });
      refused(
        await keeper.post(`/materials/${one.id}/blocks`, { version: one.version, blocked: 'yes', reason: 'x' }),
        'record.stale',
      );
    });
  });

  describe('a titrant: 初标 and 复标', () => {
    const titrant = {
      kind: 'titrant',
      name: '盐酸滴定液',
      concentration: '0.1 mol/L',
      unit: 'mL',
      amount: '1000',
      receivedOn: '2026-11-20',
    };
    const standardise = async (one: Lot, who: Client, masses: string[], change: object = {}) => {
      const sodium = await lot(base);
      return who.post(`/materials/${one.id}/standardisations`, {
        ...titration,
        base: sodium.number,
        readings: readings(...masses),
        ...change,
      });
    };
    const good = ['0.2004', '0.2004', '0.2004'];

    it('gets F from two persons, valid for three months, and may then be issued', async () => {
      const one = await lot(titrant);
      refused(await move(one, 'issue', '100'), 'material.unstandardised');
      expect((await standardise(one, analyst, good)).json()).to.include({
        part: 'first',
        accepted: true,
        factor: null,
      });
      refused(await standardise(one, analyst, good), 'material.same-person');
      const second = await standardise(one, analyst2, ['0.2005', '0.2004', '0.2003']);
      expect(second.json()).to.include({ part: 'second', accepted: true, factor: '1.002', validTo: '2027-02-23' });
      expect(await shown(one)).to.include({ factor: '1.002', end: '2027-02-23', standing: 'ready' });
      expect((await move(one, 'issue', '100')).status).to.equal(201);
      await later('2027-02-24');
      refused(await move(one, 'issue', '100'), 'material.expired');
    });

    it('keeps titrations outside the limits on record, without F, and lets the person titrate again', async () => {
      const one = await lot(titrant);
      const apart = (await standardise(one, analyst, ['0.1990', '0.2000', '0.2010'])).json<{
        reasons: { id: string }[];
      }>();
      expect(apart.reasons.map(({ id }) => id)).to.deep.equal(['material.within']);
      expect((await standardise(one, analyst, good)).json()).to.include({ part: 'first', accepted: true });
      expect((await shown(one)).standardisations).to.have.length(2);
    });

    it('starts a new round when the two persons differ', async () => {
      const one = await lot(titrant);
      await standardise(one, analyst, good);
      const second = (await standardise(one, analyst2, ['0.2010', '0.2010', '0.2010'])).json<{
        reasons: { id: string }[];
      }>();
      expect(second.reasons.map(({ id }) => id)).to.deep.equal(['material.between']);
      const { standing, turn } = await shown(one);
      expect({ standing, turn }).to.deep.equal({ standing: 'unstandardised', turn: 'first' });
    });

    it('trusts an earlier F no longer when a new round fails', async () => {
      const one = await lot(titrant);
      await standardise(one, analyst, good);
      await standardise(one, analyst2, good);
      await standardise(one, analyst, ['0.2200', '0.2200', '0.2200']);
      const out = (await standardise(one, analyst2, ['0.2200', '0.2200', '0.2200'])).json<{
        reasons: { id: string }[];
      }>();
      expect(out.reasons.map(({ id }) => id)).to.deep.equal(['material.factor']);
      expect(await shown(one)).to.include({ factor: null, standing: 'unstandardised' });
    });

    const bad: [says: string, change: object, id: string][] = [
      ['two titrations', { readings: readings('0.2', '0.2') }, 'material.readings'],
      [
        'a volume below its blank',
        { readings: [...readings('0.2', '0.2'), { mass: '0.2', volume: '0.01', blank: '0.02' }] },
        'material.volume',
      ],
      ['a mass of nothing', { readings: readings('0.2', '0.2', '0') }, 'material.amount'],
      ['a day before it was made', { doneOn: '2026-11-19' }, 'material.before'],
      ['a titre of nothing', { titre: '0' }, 'material.amount'],
    ];
    for (const [says, change, id] of bad)
      it(`refuses ${says}`, async () => refused(await standardise(await lot(titrant), analyst, good, change), id));

    it('refuses a base substance without a content, one that needs its loss, and what is no titrant', async () => {
      const one = await lot(titrant);
      const acid = await lot(reagent);
      refused(await standardise(one, analyst, good, { base: acid.number }), 'material.no-content');
      const wet = await lot({ ...base, basis: 'anhydrous' });
      refused(await standardise(one, analyst, good, { base: wet.number }), 'material.loss');
      refused(await standardise(acid, analyst, good), 'material.not-titrant');
    });
  });

  describe('what was made from what', () => {
    it('ends with the lot it was made from, blocks with it, and is not made from an expired one', async () => {
      const acid = await lot({ ...reagent, expiry: '2026-12-10' });
      const stock = await lot({
        kind: 'solution',
        name: '贮备液',
        unit: 'mL',
        amount: '100',
        receivedOn: TODAY,
        ingredients: [{ lot: acid.number, amount: '1' }],
      });
      const work = await lot({
        kind: 'solution',
        name: '工作液',
        unit: 'mL',
        amount: '100',
        receivedOn: TODAY,
        ingredients: [{ lot: ` ${stock.number.toLowerCase()} `, amount: '1' }],
      });
      expect(await shown(work)).to.include({ end: '2026-12-10', standing: 'soon' });
      await step(acid, 'blocks', { blocked: 'yes', reason: '标签不符' });
      expect((await shown(work)).standing).to.equal('parent');
      refused(await move(work, 'issue', '1'), 'material.blocked');
      await step(acid, 'blocks', { blocked: 'no', reason: '已核实' });
      await later('2026-12-11');
      expect((await shown(work)).standing).to.equal('parent');
      refused(
        await keeper.post('/materials', {
          kind: 'solution',
          name: '稀释液',
          unit: 'mL',
          amount: '1',
          receivedOn: '2026-12-11',
          ingredients: [{ lot: work.number, amount: '1' }],
        }),
        'material.expired',
      );
      const { lines } = (await keeper.get('/materials?view=expired')).json<MaterialList>();
      expect(lines.map(({ number }) => number)).to.include.members([acid.number, stock.number, work.number]);
    });

    it('outlives a lot that was used up and closed, from which nothing more is made', async () => {
      const acid = await lot({ ...reagent, amount: '5' });
      const made = {
        kind: 'solution',
        name: '贮备液',
        unit: 'mL',
        amount: '9',
        receivedOn: TODAY,
        ingredients: [{ lot: acid.number, amount: '1' }],
      };
      const stock = await lot(made);
      await move(acid, 'disposal', '4');
      await step(acid, 'closing', { reason: '用完' });
      await later('2026-11-25');
      expect((await shown(stock)).standing).to.equal('ready');
      const [fact] = await materialFacts(lab.app.db.read, [stock.number], '2026-11-25');
      expect(fact?.parents[0]?.validTo).to.equal('2028-06-30');
      const [used] = await materialFacts(lab.app.db.read, [acid.number], '2026-11-25');
      expect(used?.validTo).to.equal(TODAY);
      refused(await keeper.post('/materials', { ...made, receivedOn: '2026-11-25' }), 'material.closed');
    });

    it('counts the passages of a strain, five at most', async () => {
      const strain = {
        kind: 'strain',
        name: '金黄色葡萄球菌 CMCC(B)26003',
        unit: '支',
        amount: '2',
        receivedOn: TODAY,
        expiry: '2027-11-01',
      };
      let from = await lot(strain);
      for (let passage = 1; passage <= 5; passage += 1) {
        from = await lot({ ...strain, ingredients: [{ lot: from.number }] });
        expect((await shown(from)).passage).to.equal(passage);
      }
      refused(await keeper.post('/materials', { ...strain, ingredients: [{ lot: from.number }] }), 'material.passages');
      refused(await keeper.post('/materials', { ...strain, passage: 6 }), 'material.passages');
    });

    it('lets a medium be used once its suitability fits', async () => {
      const medium = await lot({ kind: 'media', name: '胰酪大豆胨琼脂', unit: 'mL', amount: '500', receivedOn: TODAY });
      refused(await move(medium, 'issue', '100'), 'material.unsuitable');
      await step(medium, 'suitability', { doneOn: TODAY, conclusion: 'unfit', note: '回收比值 0.3' });
      refused(await move(medium, 'issue', '100'), 'material.unsuitable');
      await step(medium, 'suitability', { doneOn: TODAY, conclusion: 'fit', note: '回收比值 0.9' });
      expect((await move(medium, 'issue', '100')).status).to.equal(201);
      refused(
        await step(await lot(reagent), 'suitability', { doneOn: TODAY, conclusion: 'fit', note: 'x' }),
        'material.not-media',
      );
    });
  });

  it('tells the validity check what it asks: ends, parents, F in force on the day, and why not', async () => {
    const acid = await lot({ ...reagent, expiry: '2026-12-10' });
    const made = {
      kind: 'solution',
      name: '贮备液',
      unit: 'mL',
      amount: '9',
      receivedOn: TODAY,
      ingredients: [{ lot: acid.number, amount: '1' }],
    };
    const stock = await lot(made);
    const titrant = await lot({ ...made, kind: 'titrant', name: '盐酸滴定液' });
    const medium = await lot({ ...made, kind: 'media', name: '琼脂' });
    const numbers = [stock.number, titrant.number, medium.number];
    const facts = await materialFacts(lab.app.db.read, [...numbers, 'ML2026-99999'], TODAY);
    expect(facts.map(({ lot: no, from, validTo, parents }) => [no, from, validTo, parents[0]?.validTo])).to.deep.equal([
      [stock.number, TODAY, '2027-05-23', '2026-12-10'],
      [titrant.number, TODAY, '2099-12-31', '2026-12-10'],
      [medium.number, TODAY, '2026-12-23', '2026-12-10'],
    ]);
    const reasons = (from: string, to: string) =>
      validity(
        { parameter: 'X', class: 'drug', groups: [], internal: true, materials: numbers.map((no) => ({ lot: no })) },
        {
          instruments: [],
          materials: facts,
          people: [],
          methods: [],
          capabilities: [],
          rooms: [],
          practice: { factor: { low: '0.95', high: '1.05' }, quantities: [] },
        },
        { from, to },
      ).map(({ id, params }) => `${params?.lot} ${id}`);
    expect(reasons(TODAY, TODAY)).to.deep.equal([
      `${titrant.number} validity.titrant-not-standardised`,
      `${medium.number} validity.material-blocked`,
    ]);
    expect(reasons(TODAY, '2026-12-11')).to.include(`${stock.number} validity.material-parent-expired`);
  });

  it('gives the record the content as weighed', async () => {
    const wet = await lot({ ...base, content: '99.6', loss: '0.5' });
    const contents = await materialContents(lab.app.db.read, [wet.number], false);
    expect(contents.get(wet.number)).to.deep.equal({ percent: '99.102', stated: '99.6', basis: 'dried', loss: '0.5' });
    expect((await materialContents(lab.app.db.read, [wet.number], true)).get(wet.number)?.percent).to.equal('99.6');
  });
});
