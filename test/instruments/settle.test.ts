import { expect } from 'chai';
import { loadCatalogue } from '../../lib/catalogue/index.ts';
import { inUnit } from '../../lib/core/unit-shift.ts';
import { readWeight, typedWeight } from '../../lib/core/weight-text.ts';
import type { FormDefinition } from '../../lib/forms/index.ts';
import { openPaths } from '../../lib/instruments/fields.ts';
import type { Reading, Value, ValueFlag } from '../../lib/instruments/formats/index.ts';
import { linesOf } from '../../lib/instruments/lines.ts';
import { isPattern, type RunRow } from '../../lib/instruments/match.ts';
import type { Mapping, Target } from '../../lib/instruments/rows.ts';
import { type Context, settleLines } from '../../lib/instruments/settle.ts';

const root = new URL('../..', import.meta.url).pathname;

describe('lines of an instrument file', () => {
  let form: FormDefinition;
  before(function () {
    this.timeout(60_000);
    form = loadCatalogue(root).forms.get('icpms-element') ?? expect.fail('no such form');
  });

  const row = (number: string, change: Partial<RunRow> = {}): RunRow => ({
    ...{
      id: `row-${number}`,
      kind: 'sample',
      label: '样品',
      level: null,
      test_id: 'T',
      position: 1,
      number,
      barcodes: [`${number}-P1`],
    },
    ...{ parameter: 'C-EL-PB', unit: 'mg/kg', constants: {}, readings: { C_low: '0.5', C_high: '50' }, ...change },
  });

  const value = (text: string, change: Partial<Value> = {}): Value => ({
    name: 'Pb',
    field: 'amount',
    text,
    line: 2,
    flags: [],
    unit: 'μg/L',
    ...change,
  });

  const reading = (...lines: [sample: string, value: Value][]): Reading => ({
    ...{ format: 'icp', encoding: 'utf-8', title: '', meta: [], tables: [], warnings: [] },
    injections: lines.map(([sampleName, one], i) => ({
      line: i + 2,
      sampleName,
      kind: 'unknown',
      values: [{ ...one, line: i + 2 }],
    })),
  });

  const target: Target = {
    row: 'sample',
    name: 'Pb',
    field: 'amount',
    path: 'samples.{n}.C',
    low: 'C_low',
    high: 'C_high',
  };
  const mapping = (change: Partial<Mapping> = {}): Mapping => ({
    sample: 'name',
    by: ['number', 'barcode'],
    pattern: '{code}',
    each: 1,
    targets: [target],
    ...change,
  });

  const settle = (read: Reading, change: Partial<Context> = {}) =>
    settleLines(linesOf(read, 'RUN'), {
      ...{ rows: [row('Y2026-00001')], form, sharedFields: ['C_0'], shared: {}, mapping: mapping() },
      ...{ decided: new Map(), elsewhere: new Map(), taken: new Map(), ...change },
    });

  const one = (text: string, change: Partial<Value> = {}, context: Partial<Context> = {}, sample = 'Y2026-00001') => {
    const [line] = settle(reading([sample, value(text, change)]), context);
    return [line?.status, ...(line?.reasons ?? []).map(({ id }) => id.replace('instrument-file.', ''))];
  };

  const cases: [what: string, result: () => unknown, wanted: unknown[]][] = [
    ['a figure within the curve', () => one('12.50'), ['matched']],
    ['a sample named by the barcode of its portion', () => one('12.50', {}, {}, 'y2026-00001-p1'), ['matched']],
    ['no name at all', () => one('1', {}, {}, ''), ['unmatched', 'no-name']],
    ['a name that nothing bears', () => one('1', {}, {}, 'Y2026-00009'), ['unmatched', 'no-row']],
    [
      'a name that two rows bear',
      () => one('1', {}, { rows: [row('Y2026-00001'), row('Y2026-00001', { id: 'b' })] }),
      ['unmatched', 'several'],
    ],
    ['nothing that was mapped', () => one('1', { name: 'Cd' }), ['unmatched', 'nothing']],
    ['above the curve', () => one('50.01'), ['out-of-range', 'outside']],
    ['at the end of the curve', () => one('50'), ['matched']],
    ['below the curve', () => one('0.4999'), ['out-of-range', 'outside']],
    ['no value', () => one(''), ['out-of-range', 'no-value']],
    ['a bound where a number is asked', () => one('<0.5'), ['out-of-range', 'censored']],
    ['a unit that is another measure', () => one('1', { unit: 'mL' }), ['out-of-range', 'unit']],
    [
      'a shared field from a sample',
      () => one('1', {}, { mapping: mapping({ targets: [{ ...target, path: 'C_0' }] }) }),
      ['unmatched', 'is-shared'],
    ],
    [
      'a field that the form has not',
      () => one('1', {}, { mapping: mapping({ targets: [{ ...target, path: 'samples.{n}.X' }] }) }),
      ['unmatched', 'no-field'],
    ],
    [
      'an analyte without a row',
      () => one('1', {}, { mapping: mapping({ targets: [{ ...target, path: 'samples.{name}.C' }] }) }),
      ['unmatched', 'no-place'],
    ],
    ...(
      [
        ['over-range', 'over-range'],
        ['ambiguous-number', 'ambiguous'],
        ['unstable', 'unstable'],
        ['excluded', 'excluded'],
        ['not-measured', 'no-value'],
      ] as [ValueFlag, string][]
    ).map(([flag, id]): [string, () => unknown, unknown[]] => [
      `the mark ${flag}`,
      () => one('1', { flags: [flag] }),
      ['out-of-range', id],
    ]),
  ];
  for (const [what, result, wanted] of cases)
    it(`${what}: ${wanted.join(', ')}`, () => expect(result()).to.deep.equal(wanted));

  it('converts by moving the point and keeps every digit', () => {
    const [line] = settle(reading(['Y2026-00001', value('0.01250', { unit: 'mg/L' })]));
    expect(line?.cells[0]).to.include({ path: 'samples.0.C', value: '12.50', from: '0.01250 mg/L' });
  });

  it('counts lines of one sample off where the text has no number, and lists one too many', () => {
    const lines = settle(
      reading(['Y2026-00001', value('1')], ['Y2026-00001', value('2')], ['Y2026-00001', value('3')]),
    );
    expect(lines.map(({ cells }) => cells[0]?.path)).to.deep.equal(['samples.0.C', 'samples.1.C', undefined]);
    expect(lines[2]?.reasons[0]?.id).to.equal('instrument-file.too-many');
  });

  it('gives an injection of several items of a batch to each by its parameter', () => {
    const rows = [row('Y2026-00001'), row('Y2026-00001', { id: 'cd', parameter: 'C-EL-CD' })];
    const targets = [
      { ...target, parameter: 'C-EL-PB' },
      { ...target, name: 'Cd', parameter: 'C-EL-CD' },
    ];
    const read = reading(['Y2026-00001', value('1')]);
    read.injections[0]?.values.push(value('2', { name: 'Cd' }));
    const [line] = settle(read, { rows, mapping: mapping({ targets }) });
    expect(line?.cells.map(({ row: id, value: text }) => [id, text])).to.deep.equal([
      ['row-Y2026-00001', '1'],
      ['cd', '2'],
    ]);
  });

  it('fills what holds for the run from the standards, and nothing else of the run', () => {
    const rows = [row('', { id: 'blank', kind: 'blank', label: '空白', test_id: null })];
    const from = (path: string) => {
      const [line] = settle(reading(['空白', value('0.02')]), {
        rows,
        mapping: mapping({ targets: [{ ...target, row: '空白', path }] }),
      });
      return line?.cells[0]?.row ?? line?.reasons[0]?.id;
    };
    expect(from('C_0')).to.equal('shared');
    expect(from('found')).to.equal('blank');
    expect(from('corr')).to.equal('instrument-file.not-shared');
  });

  it('knows a pattern by its one code, and offers the fields that take a figure', () => {
    expect(['{code}', '{code}-{n}', 'S{code}_{n}_{i}'].every(isPattern)).to.equal(true);
    expect(['{n}', '{code}{code}', '{code}-{x}', '{code}-{n}-{n}'].some(isPattern)).to.equal(false);
    expect(openPaths(form)).to.include.members(['C_0', 'samples.{n}.C', 'corr']).and.not.include('common.portion');
  });
});

describe('a weight that a balance types', () => {
  const cases: [text: string, unit: string, wanted: string | null][] = [
    ['     12.3456 g', 'g', '12.3456'],
    ['N    12.3456 g', 'mg', '12345.6'],
    ['N    +  0.0100 g', 'mg', '10.0'],
    ['S S     100.00 g', 'g', '100.00'],
    ['12.3 mg', 'g', '0.0123'],
    ['12.3 mg', 'mL', null],
    ['12.3 ct', 'g', null],
    ['12.3456', 'g', '12.3456'],
    ['约 12 g', 'g', '约 12 g'],
  ];
  for (const [text, unit, wanted] of cases)
    it(`${JSON.stringify(text)} into ${unit}: ${wanted}`, () => expect(typedWeight(text, unit)).to.equal(wanted));

  it('says whether the balance called it stable', () => {
    expect(['S S 1.00 g', 'S D 1.00 g', 'N 1.00 g'].map((text) => readWeight(text)?.stable)).to.deep.equal([
      true,
      false,
      null,
    ]);
  });

  it('converts concentrations that are the same measure, and no others', () => {
    expect([
      inUnit('3.40', 'ng/mL', 'ug/L'),
      inUnit('1.5', 'mg/L', 'μg/L'),
      inUnit('1', 'ppb', 'μg/L'),
      inUnit('5', 'g/L', 'g'),
    ]).to.deep.equal(['3.40', '1500', null, null]);
  });
});
