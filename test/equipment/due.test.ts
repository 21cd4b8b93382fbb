import { expect } from 'chai';
import { dueAfter, dueOf, type Standing, standingOn, traces } from '../../lib/equipment/due.ts';
import type { EventKind, EventRow, InstrumentRow, Traceability } from '../../lib/equipment/rows.ts';

/** Calibrated on, months, what the certificate states → the last day. */
const dueDays: [done: string, months: number | null, stated: string | null, due: string | null][] = [
  ['2026-03-15', 12, null, '2027-03-15'],
  ['2026-01-31', 1, null, '2026-02-28'],
  ['2024-01-31', 1, null, '2024-02-29'],
  ['2024-02-29', 12, null, '2025-02-28'],
  ['2024-02-29', 48, null, '2028-02-29'],
  ['2026-08-31', 6, null, '2027-02-28'],
  ['2027-08-31', 6, null, '2028-02-29'],
  ['2026-10-31', 1, null, '2026-11-30'],
  ['2026-12-31', 2, null, '2027-02-28'],
  ['2026-11-23', 24, null, '2028-11-23'],
  ['2026-03-15', 12, '2027-03-14', '2027-03-14'],
  ['2026-03-15', 12, '2028-03-14', '2027-03-15'],
  ['2026-03-15', null, '2027-03-14', '2027-03-14'],
  ['2026-03-15', null, null, null],
];

type Done = Pick<EventRow, 'id' | 'kind' | 'done_on' | 'stated_to' | 'state' | 'conclusion'>;
let serial = 0;
const done = (done_on: string, over: Partial<Done> = {}): Done => {
  serial += 1;
  const good = { kind: 'calibration', stated_to: null, state: 'confirmed', conclusion: 'fit' } as const;
  return { id: String(serial).padStart(4, '0'), ...good, done_on, ...over };
};
const yearly = { traceability: 'calibration' as Traceability, mandatory: 0 as const, interval_months: 12 };

const afterwards: [says: string, events: Done[], due: string | null][] = [
  ['nothing was done', [], null],
  ['a calibration that nobody confirmed', [done('2026-01-10', { state: 'recorded', conclusion: null })], null],
  ['one that was withdrawn', [done('2026-01-10', { state: 'withdrawn', conclusion: null })], null],
  ['the latest counts, however they were recorded', [done('2026-06-01'), done('2025-06-01')], '2027-06-01'],
  ['a limited one counts too', [done('2026-06-01', { conclusion: 'limited' })], '2027-06-01'],
  ['an unfit one ends the one before', [done('2025-06-01'), done('2026-05-20', { conclusion: 'unfit' })], null],
  [
    'an unfit check ends it too',
    [done('2026-05-01'), done('2026-08-01', { kind: 'check', conclusion: 'unfit' })],
    null,
  ],
  ['a fit check moves nothing', [done('2026-05-01'), done('2026-08-01', { kind: 'check' })], '2027-05-01'],
  [
    'a calibration after an unfit check begins anew, on the same day too',
    [done('2026-05-01'), done('2026-08-01', { kind: 'check', conclusion: 'unfit' }), done('2026-08-01')],
    '2027-08-01',
  ],
  [
    'a repair moves nothing',
    [done('2026-05-01'), done('2026-08-01', { kind: 'repair', state: 'recorded', conclusion: null })],
    '2027-05-01',
  ],
];

const traced: [way: Traceability, mandatory: 0 | 1, kind: EventKind, traces: boolean][] = [
  ['calibration', 0, 'calibration', true],
  ['calibration', 0, 'verification', true],
  ['calibration', 0, 'check', false],
  ['check', 0, 'check', true],
  ['verification', 1, 'verification', true],
  ['verification', 1, 'calibration', false],
  ['verification', 1, 'check', false],
  ['calibration', 0, 'maintenance', false],
  ['calibration', 0, 'repair', false],
];

type Stands = Pick<InstrumentRow, 'state' | 'traceability' | 'due_on'>;
const inUse: Stands = { state: 'enabled', traceability: 'calibration', due_on: '2026-11-23' };
const stands: [says: string, row: Stands, day: string, standing: Standing, why: string | null][] = [
  ['the last day', inUse, '2026-11-23', 'green', null],
  ['the day after: stopped by itself', inUse, '2026-11-24', 'red', 'overdue'],
  ['limited, in time', { ...inUse, state: 'limited' }, '2026-11-23', 'yellow', null],
  ['limited, overdue', { ...inUse, state: 'limited' }, '2026-11-24', 'red', 'overdue'],
  ['in use, never calibrated', { ...inUse, due_on: null }, '2026-11-23', 'red', 'uncalibrated'],
  ['exempt', { ...inUse, traceability: 'exempt', due_on: null }, '2030-01-01', 'green', null],
  ['stopped by a person', { ...inUse, state: 'stopped' }, '2026-11-23', 'red', null],
  ['in stock', { ...inUse, state: 'stocked', due_on: null }, '2026-11-23', 'grey', null],
  ['scrapped', { ...inUse, state: 'scrapped' }, '2026-11-24', 'grey', null],
];

describe('until when an instrument may be used', () => {
  for (const [from, months, stated, due] of dueDays)
    it(`${from} + ${months ?? '—'} months${stated ? `, certificate to ${stated}` : ''}: ${due ?? 'no due date'}`, () =>
      expect(dueOf(months, from, stated)).to.equal(due));

  for (const [says, events, due] of afterwards)
    it(`${says}: ${due ?? 'not calibrated'}`, () => expect(dueAfter(yearly, events)).to.equal(due));

  for (const [traceability, mandatory, kind, expected] of traced)
    it(`${kind} ${expected ? 'traces' : 'does not trace'} an instrument of ${traceability}${mandatory ? ' (强检)' : ''}`, () =>
      expect(traces({ ...yearly, traceability, mandatory }, { kind })).to.equal(expected));

  for (const [says, row, day, standing, why] of stands)
    it(`${says}: ${standing}`, () => expect(standingOn(row, day)).to.deep.equal({ standing, why }));
});
