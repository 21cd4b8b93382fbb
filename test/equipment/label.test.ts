import { expect } from 'chai';
import { obstacles } from '../../lib/core/machine.ts';
import { Refusal } from '../../lib/core/refusal.ts';
import { eventMachine } from '../../lib/equipment/index.ts';
import { type InstrumentLabel, instrumentLabelsPdf } from '../../lib/equipment/label.pdf.ts';
import { codesOf, piecesOf, textOf } from '../pdf/read.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { Instrument } from './arrange.ts';

const META = { author: '示例市药品检验所', created: '2026-11-23T01:00:00.000Z' };
const green: InstrumentLabel = {
  number: 'YQ-001',
  name: '电子分析天平',
  standing: 'green',
  doneOn: '2026-11-20',
  validTo: '2027-11-20',
  confirmedBy: '许技',
  remark: null,
};
const yellow: InstrumentLabel = { ...green, standing: 'yellow', remark: '称量 10–200 g' };
const red: InstrumentLabel = { ...green, standing: 'red', remark: '超期' };

describe('the label of an instrument', () => {
  it('bears the word of its colour, the day and a barcode that a scanner reads', async () => {
    const pdf = await instrumentLabelsPdf([green, yellow, red], META);
    const pages = await textOf(pdf);
    expect(pages[0]).to.contain('合格').and.to.contain('有效期至：2027-11-20').and.to.contain('确认人：许技');
    expect(pages[1]).to.contain('准用').and.to.contain('限用：称量10–200g');
    expect(pages[2]).to.contain('停用').and.to.contain('原因：超期');
    for (const page of [1, 2, 3]) expect(await codesOf(pdf, page)).to.deep.equal(['YQ-001']);
  });

  it('keeps every text inside, however long the name and the limits, and scans with the longest number', async () => {
    const number = 'YQ-2026-ABCDEF-0123456789';
    const long = {
      ...yellow,
      number,
      name: '超高效液相色谱-三重四极杆串联质谱联用仪（含自动进样器与柱温箱）'.repeat(2),
    };
    const limits = '称量 10–200 g；波长 200–400 nm；温度 20–60 ℃；流速 0.1–2.0 ml/min；压力 ≤ 40 MPa';
    const pdf = await instrumentLabelsPdf([{ ...long, remark: limits }], META);
    const [pieces] = await piecesOf(pdf);
    for (const piece of pieces ?? []) expect(piece.x + piece.width).to.be.at.most((60 * 72) / 25.4 - 5);
    expect(await codesOf(pdf, 1)).to.deep.equal([number]);
  });

  it('refuses a number whose bars would be too thin', async () => {
    const refusal = await instrumentLabelsPdf([{ ...green, number: 'A'.repeat(40) }], META).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(Refusal);
    expect((refusal as Refusal).reasons[0]?.id).to.equal('paper.wide');
  });
});

describe('who may take a record back', () => {
  it('only who recorded it', () => {
    const other = { id: 'other', roles: ['equipment-manager'], may: () => true };
    const event = { state: 'recorded' as const, kind: 'check' as const, recorded_by: 'me', custodian: null, name: '' };
    expect(obstacles(eventMachine, 'withdraw', event, other).map(({ id }) => id)).to.deep.equal([
      'equipment.not-recorder',
    ]);
    expect(
      obstacles(eventMachine, 'confirm', { ...event, recorded_by: 'other' }, other).map(({ id }) => id),
    ).to.include('equipment.own-record');
  });
});

eachEngine('the label by the page', (engine) => {
  let lab: Lab;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
  });
  after(() => lab?.close());

  it('is printed as the instrument stands today, and not before it is in use', async () => {
    const own = await Instrument.add(lab, 'YQ-700');
    const label = async () => (await lab.as('equipment')).get(`/instruments/${own.id}/label`);
    expect((await label()).refusals()).to.deep.equal(['equipment.no-label']);
    await own.move('inspect');
    await own.confirmed();
    await own.release('enable');
    const printed = await label();
    expect((await textOf(printed.bytes))[0])
      .to.contain('合格')
      .and.to.contain('2027-11-20')
      .and.to.contain('许技');
    expect(await codesOf(printed.bytes)).to.deep.equal(['YQ-700']);
    await own.release('limit', { limits: [{ quantity: '称量', high: '100', unit: 'g' }] });
    expect((await textOf((await label()).bytes))[0])
      .to.contain('准用')
      .and.to.contain('称量≤100g');
    await own.move('stop', { cause: 'fault', reason: '漂移' });
    expect((await textOf((await label()).bytes))[0])
      .to.contain('停用')
      .and.to.contain('原因：故障');
  });
});
