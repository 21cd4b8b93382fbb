import { expect } from 'chai';
import { readyOn } from '../../lib/capability/coverage.ts';
import {
  type CapabilityFact,
  type Outside,
  reportMarks,
  type Standing,
  standingOn,
} from '../../lib/capability/index.ts';
import { type CapabilityRow, type ChangeRow, stateOn } from '../../lib/capability/rows.ts';
import type { InstrumentFact } from '../../lib/core/validity-types.ts';

const held = { state: 'suspended', approved_on: '2025-03-01', valid_to: '2031-02-28' } as CapabilityRow;
const step = (before: ChangeRow['before'], after: ChangeRow['after'], from_day: string) => ({
  before,
  after,
  from_day,
});
const changes = [
  step('applied', 'held', '2025-03-01'),
  step('held', 'suspended', '2026-05-10'),
  step('suspended', 'held', '2026-11-06'),
  step('held', 'suspended', '2026-11-20'),
];

/** The state of any day stays readable. */
const days: [day: string, standing: Standing][] = [
  ['2025-02-28', 'applied'],
  ['2025-03-01', 'held'],
  ['2026-05-09', 'held'],
  ['2026-05-10', 'suspended'],
  ['2026-11-05', 'suspended'],
  ['2026-11-06', 'held'],
  ['2026-11-20', 'suspended'],
];

const line = (
  scheme: 'CMA' | 'CNAS',
  parameter: string,
  standing: Standing,
  standards = 'GB 1-2020 5.1；GB 2-2020',
): CapabilityFact => ({
  scheme,
  parameter,
  standing,
  standards,
  scope: null,
  site: '本所',
  certificate: 'C1',
});
const item = (seq: number, code: string, standards = ['GB 1-2020']) => ({ seq, name: `项目${seq}`, code, standards });

/** One item against the annex of the day of issue: why it is outside CMA, null when inside. */
const scopes: [says: string, annex: CapabilityFact[], standards: string[], outside: Outside | null][] = [
  ['held, with the standard of the test', [line('CMA', 'A', 'held')], ['GB 1-2020'], null],
  ['the standard written otherwise', [line('CMA', 'A', 'held')], ['GB1-2020'], null],
  ['held for another standard', [line('CMA', 'A', 'held')], ['GB 3-2020'], 'other-standard'],
  ['suspended on the day', [line('CMA', 'A', 'suspended')], ['GB 1-2020'], 'suspended'],
  ['ended', [line('CMA', 'A', 'expired')], ['GB 1-2020'], 'expired'],
  ['not yet', [line('CMA', 'A', 'not-yet')], ['GB 1-2020'], 'not-yet'],
  ['only applied for', [line('CMA', 'A', 'applied')], ['GB 1-2020'], 'applied'],
  ['cancelled', [line('CMA', 'A', 'cancelled')], ['GB 1-2020'], 'cancelled'],
  ['the other scheme only', [line('CNAS', 'A', 'held')], ['GB 1-2020'], 'unnamed'],
  ['another parameter', [line('CMA', 'B', 'held')], ['GB 1-2020'], 'unnamed'],
  ['two sites, one of them suspended', [line('CMA', 'A', 'suspended'), line('CMA', 'A', 'held')], ['GB 1-2020'], null],
];

const instrument = (change: Partial<InstrumentFact>): InstrumentFact => ({
  no: '1',
  name: '天平',
  history: [{ state: 'enabled', from: '2026-01-01T08:00' }],
  calibrations: [{ from: '2026-01-01T08:00', validTo: '2026-12-31', conclusion: 'fit' }],
  ...change,
});
const ready: [says: string, fact: InstrumentFact, day: string, is: boolean][] = [
  ['green and calibrated', instrument({}), '2026-11-23', true],
  ['the last day of the certificate', instrument({}), '2026-12-31', true],
  ['the day after', instrument({}), '2027-01-01', false],
  ['red', instrument({ history: [{ state: 'stopped', from: '2026-02-01' }] }), '2026-11-23', false],
  ['yellow', instrument({ history: [{ state: 'limited', from: '2026-02-01' }] }), '2026-11-23', true],
  [
    'unfit',
    instrument({ calibrations: [{ from: '2026-02-01', validTo: '2099-12-31', conclusion: 'unfit' }] }),
    '2026-11-23',
    false,
  ],
  ['no certificate', instrument({ calibrations: [] }), '2026-11-23', false],
  ['no certificate needed', instrument({ calibrations: [], exempt: true }), '2026-11-23', true],
  ['before it was put to use', instrument({}), '2025-12-31', false],
];

describe('the scope of a report', () => {
  for (const [day, standing] of days)
    it(`the line stood on ${day} as ${standing}`, () => expect(standingOn(held, day, changes)).to.equal(standing));

  it('a line without changes stands as it stands; before the first change as it was before', () => {
    expect(stateOn({ state: 'cancelled' }, [], '2020-01-01')).to.equal('cancelled');
    expect(stateOn({ state: 'held' }, [step('suspended', 'held', '2026-01-01')], '2025-12-31')).to.equal('suspended');
  });

  for (const [says, annex, standards, outside] of scopes)
    it(`${says}: ${outside ?? 'inside'}`, () => {
      const [only] = reportMarks([item(1, 'A', standards)], annex, 'drug').items;
      expect(only?.outside.CMA).to.equal(outside);
    });

  it('bears the mark with one item inside and declares the others', () => {
    const marks = reportMarks([item(1, 'A'), item(2, 'B')], [line('CMA', 'A', 'held')], 'drug');
    expect(marks).to.deep.include({
      may: { CMA: true, CNAS: false },
      declare: { CMA: [2], CNAS: [1, 2] },
      refusals: [],
    });
    expect(reportMarks([item(1, 'B')], [line('CMA', 'A', 'held')], 'drug').may.CMA).to.equal(false);
    expect(reportMarks([], [], 'drug').may.CMA).to.equal(false);
  });

  it('a cosmetics report with any item outside CMA is refused, by that item', () => {
    const annex = [line('CMA', 'A', 'held'), line('CMA', 'B', 'suspended'), line('CNAS', 'B', 'held')];
    const marks = reportMarks([item(1, 'A'), item(2, 'B')], annex, 'cosmetic');
    expect(marks.refusals).to.deep.equal([
      { id: 'capability.cosmetic-outside', params: { seq: 2, item: '项目2', code: 'B' } },
    ]);
    expect(reportMarks([item(1, 'A')], annex, 'cosmetic').refusals).to.deep.equal([]);
  });

  for (const [says, fact, day, is] of ready)
    it(`an instrument ${is ? 'is' : 'is not'} ready: ${says}`, () => expect(readyOn(fact, day)).to.equal(is));
});
