import { expect } from 'chai';
import { entryReasons, registeredEntries } from '../../lib/materials/index.ts';
import { reasonText } from '../../lib/messages/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

const TODAY = '2026-11-23';

eachEngine('what a record takes over from the register', (engine) => {
  let lab: Lab;
  let keeper: Client;
  const lots: Record<string, string> = {};
  const lot = async (body: object) => {
    const answer = await keeper.post('/materials', { unit: 'mg', amount: '50', receivedOn: '2026-11-01', ...body });
    expect(answer.status, answer.text).to.equal(201);
    return answer.json<{ id: string; number: string }>();
  };
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, `${TODAY}T09:00:00+08:00`);
    keeper = await lab.as('material');
    const reference = { kind: 'reference', name: '黄芩苷', content: '98.2' };
    lots.dried = (await lot({ ...reference, basis: 'dried', loss: '4.0' })).number;
    lots.anhydrous = (await lot({ ...reference, content: '95.0', basis: 'anhydrous', loss: '2' })).number;
    lots.asIs = (await lot({ ...reference, content: '99.5', basis: 'as-is' })).number;
    const base = await lot({ kind: 'reference', name: '碳酸钠', content: '100', basis: 'as-is' });
    const reading = { mass: '0.2004', volume: '20.00', blank: '0' };
    const body = {
      doneOn: TODAY,
      atTemperature: '20',
      base: base.number,
      titre: '10',
      readings: [reading, reading, reading],
    };
    for (const [key, name] of [
      ['water', '盐酸滴定液'],
      ['acetic', '高氯酸滴定液'],
    ] as const) {
      const titrant = await lot({ kind: 'titrant', name, receivedOn: TODAY });
      for (const who of ['analyst', 'analyst2'])
        await (await lab.as(who)).post(`/materials/${titrant.id}/standardisations`, body);
      lots[key] = titrant.number;
    }
  });
  after(() => lab?.close());

  const root = new URL('../..', import.meta.url).pathname;
  const head = (key: string, F?: string, temperature = '25') => ({
    common: { temperature, materials: [{ lot: ` ${lots[key]?.toLowerCase()} `, ...(F && { F }) }] },
  });
  const told = (readings: Record<string, unknown>) => entryReasons(root, lab.app.db.read, readings, TODAY);

  // 98.2 × 0.96 = 94.272; 95.0 × 0.98 = 93.1; F 1.002, at 30 ℃ in acetic acid 1.002 ÷ 1.011 = 0.99110.
  const cases: [says: string, readings: () => Record<string, unknown>, ids: string[]][] = [
    ['the content as stated', () => ({ ...head('dried', '98.2'), purity: '98.2' }), []],
    ['the content as converted, rounded to what was typed', () => ({ ...head('dried'), purity: '94.3' }), []],
    ['the content as converted with all digits', () => ({ ...head('dried'), purity: '94.272' }), []],
    ['another content in the calculation', () => ({ ...head('dried', '98.2'), purity: '94.2' }), ['material-content']],
    ['another content in the header', () => head('dried', '99.2'), ['material-content']],
    [
      'a dried content in a list of reference substances',
      () => ({ ...head('dried'), references: [{ purity: '97' }] }),
      ['material-content'],
    ],
    ['an anhydrous content with the water', () => ({ ...head('anhydrous'), purity: '95.0', water: '2.0' }), []],
    ['an anhydrous content as converted', () => ({ ...head('anhydrous'), purity: '93.1', water: '0' }), []],
    ['an anhydrous content without the water', () => ({ ...head('anhydrous'), purity: '95.0' }), ['material-water']],
    ['a content as is', () => ({ ...head('asIs'), purity: '99.50' }), []],
    ['F as standardised', () => ({ ...head('water', '1.002'), F: '1.002' }), []],
    ['another F in the calculation', () => ({ ...head('water'), F: '1.003' }), ['titrant-entered']],
    [
      'another F in the header and the calculation',
      () => ({ ...head('water', '1.020'), F: '1.020' }),
      ['titrant-entered', 'titrant-entered'],
    ],
    ['a temperature ten degrees away', () => ({ ...head('water', '1.002', '30'), F: '1.002' }), []],
    ['a temperature farther away', () => ({ ...head('water', '1.002', '30.5'), F: '1.002' }), ['titrant-temperature']],
    ['F recalculated for the temperature', () => ({ ...head('acetic', undefined, '30'), F: '0.9911' }), []],
    ['nothing that is known', () => ({ common: { materials: [{ lot: '进口批号 7' }] }, purity: '90', F: '2' }), []],
    ['nothing at all', () => ({}), []],
    ['words where numbers belong', () => ({ ...head('dried', '约98'), purity: '<5' }), []],
  ];
  for (const [says, readings, ids] of cases)
    it(`${says}: ${ids.length === 0 ? 'agrees' : 'is told'}`, async () => {
      const reasons = await told(readings());
      expect(reasons.map(({ id }) => id)).to.deep.equal(ids.map((id) => `validity.${id}`));
      for (const reason of reasons)
        for (const lang of ['zh', 'en'] as const) expect(reasonText(lang, reason)).not.to.match(/[{}]|refusal/);
    });

  // What is filled in is what the check above accepts; nothing that was typed is touched.
  const fills: [says: string, readings: () => Record<string, unknown>, known: string[], filled: object][] = [
    ['F in force', () => head('water'), ['F'], { 'common.materials.0.F': '1.002', F: '1.002' }],
    ['F at 30 ℃ in acetic acid', () => head('acetic', undefined, '30'), ['F'], { F: '0.9911' }],
    ['no F beyond the temperatures of the rule', () => head('acetic', undefined, '31'), ['F'], {}],
    ['a dried content converted', () => head('dried'), ['purity'], { purity: '94.272' }],
    ['an anhydrous content converted', () => head('anhydrous'), ['purity'], { purity: '93.1' }],
    [
      'an anhydrous content as stated beside its water, where the form takes it off',
      () => head('anhydrous'),
      ['purity', 'water'],
      { purity: '95.0', water: '2' },
    ],
    ['a content as it is', () => head('asIs'), ['purity'], { purity: '99.5' }],
    ['nothing over what was typed', () => ({ ...head('asIs', '99.4'), purity: '99.4' }), ['purity'], {}],
    ['nothing for a lot that nobody registered', () => ({ common: { materials: [{ lot: 'X-1' }] } }), ['F'], {}],
  ];
  for (const [says, readings, known, filled] of fills)
    it(`fills in ${says}`, async () => {
      const found = await registeredEntries(root, lab.app.db.read, { readings: readings(), known }, TODAY);
      const values = Object.fromEntries(found.map(({ field, value }) => [field, value]));
      expect(values).to.include(filled);
      const untouched = ['F', 'purity', 'water'].filter((field) => !(field in filled));
      for (const field of untouched) expect(values, says).not.to.have.property(field);
    });

  it('points to the field of the record and says what would be right', async () => {
    const [reason] = await told({ ...head('dried', '98.2'), references: [{ purity: '98.2' }, { purity: '94.0' }] });
    expect(reason?.field).to.equal('references.1.purity');
    expect(reason && reasonText('zh', reason)).to.contain('登记的含量为 94.272 %，记录中为 94.0 %');
  });
});
