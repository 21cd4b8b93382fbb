import { expect } from 'chai';
import { figure } from '../../../lib/instruments/formats/figures.ts';
import {
  balanceReply,
  type Encoding,
  phText,
  readInstrumentFile,
  toAsm,
  weightText,
} from '../../../lib/instruments/formats/index.ts';
import { readJson } from '../../../lib/instruments/formats/json.ts';
import { kindOf } from '../../../lib/instruments/formats/layout.ts';
import { localTime } from '../../../lib/instruments/formats/times.ts';
import { refused } from '../../core/expect-refusal.ts';
import * as written from './written.ts';

describe('encodings of instrument files', () => {
  const table = '样品名称,铅 (µg/kg),备注\nY26-1,2.50,无\n';
  const utf16 = (text: string, big: boolean): Buffer =>
    big ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'utf16le');
  /** 样品名称,铅(ug/kg) in GB18030, as a Chinese workstation writes it. */
  const gbk = Buffer.concat([
    Buffer.from([0xd1, 0xf9, 0xc6, 0xb7, 0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xc7, 0xa6]),
    Buffer.from('(ug/kg)\nY26-1,2.50\n'),
  ]);
  const cases: [Encoding, string, Buffer][] = [
    ['utf-8', 'plain', Buffer.from(table)],
    ['utf-8-bom', 'with a byte-order mark', Buffer.from(`\ufeff${table}`)],
    ['utf-16le', 'with a byte-order mark', utf16(`\ufeff${table}`, false)],
    ['utf-16be', 'with a byte-order mark', utf16(`\ufeff${table}`, true)],
    ['utf-16le', 'without a mark', utf16('Sample Name,Pb\nY26-1,2.50\n', false)],
    ['gb18030', 'of a Chinese workstation', gbk],
    [
      'windows-1252',
      'with the micro sign of Western programs',
      Buffer.from('Sample Name,Pb (\u00b5g/kg)\nY26-1,2.50\n', 'latin1'),
    ],
  ];
  for (const [encoding, how, bytes] of cases)
    it(`${encoding} ${how} is found and shown`, async () => {
      const reading = await readInstrumentFile(bytes, 'x');
      expect(reading.encoding).to.equal(encoding);
      const [first] = reading.injections;
      expect([first?.sampleName, first?.values[0]?.text]).to.deep.equal(['Y26-1', '2.50']);
      if (encoding === 'windows-1252') expect(first?.values[0]?.unit).to.equal('µg/kg');
      if (encoding === 'gb18030') expect(first?.values[0]?.name).to.equal('铅');
    });

  it('an encoding asked for is used', async () => {
    const bytes = Buffer.from('Sample Name,Pb\nY26-1,2.50\n');
    expect((await readInstrumentFile(bytes, 'x', { encoding: 'gb18030' })).encoding).to.equal('gb18030');
  });
});

describe('figures of instrument files', () => {
  const cases: [cell: string, comma: boolean, text: string, ...flags: string[]][] = [
    ['12.50', false, '12.50'],
    ['12,50', true, '12.50'],
    ['1.95364e4', false, '19536.4'],
    ['1.000e2', false, '100.0'],
    ['2.5E-03', false, '0.0025'],
    ['-1.5e-2', false, '-0.015'],
    ['3e5', false, '300000'],
    ['.5e1', false, '5'],
    ['1,204.5', false, '1204.5'],
    ['1,204,500', false, '1204500'],
    ['1,204', false, '1,204', 'ambiguous-number'],
    ['<0,05', true, '<0.05', 'censored'],
    ['> 20', false, '>20', 'censored'],
    ['未检出', false, 'ND', 'not-detected'],
    ['n.a.', false, '', 'not-measured'],
    ['-----', false, '', 'not-measured'],
    ['OVRFLW', false, '', 'over-range'],
    ['+3.10', false, '3.10'],
    ['Pass', false, 'Pass'],
  ];
  for (const [cell, comma, text, ...flags] of cases)
    it(`'${cell}' ${comma ? 'with decimal commas ' : ''}is ${text || flags[0]}`, () => {
      const found = figure(cell, { comma });
      expect([found.text, ...found.flags]).to.deep.equal([text, ...flags]);
    });
});

describe('times of instrument files', () => {
  const cases: [printed: string, iso: string | null][] = [
    ['2026-03-11T09:00:00+08:00', '2026-03-11T09:00:00'],
    ['2026/3/11 9:05', '2026-03-11T09:05'],
    ['21.2.2026. 13:16:57', '2026-02-21T13:16:57'],
    ['7/24/2026 12:22:05 AM', '2026-07-24T00:22:05'],
    ['3/4/2026 3:36 PM', '2026-03-04T15:36'],
    ['3/4/2026 15:36', null],
    ['4/4/2026 15:36', '2026-04-04T15:36'],
    ['24-Jul-26, 22:22:05', '2026-07-24T22:22:05'],
    ['Thu Jun 06 17:25:48 2024', '2024-06-06T17:25:48'],
    ['20260311131717', '2026-03-11T13:17:17'],
    ['31.2.2026', null],
    ['today', null],
  ];
  for (const [printed, iso] of cases)
    it(`${printed} is ${iso ?? 'not used'}`, () => expect(localTime(printed)).to.equal(iso));
});

describe('kinds of rows', () => {
  for (const [words, kind] of [
    ['Unknown', 'sample'],
    ['0:Unknown', 'sample'],
    ['Standard', 'standard'],
    ['对照品溶液', 'standard'],
    ['空白溶剂', 'blank'],
    ['CalBlk', 'blank'],
    ['QC', 'control'],
    ['质控样', 'control'],
    ['Y26-0001', 'unknown'],
  ] as const)
    it(`${words} is ${kind}`, () => expect(kindOf(words)).to.equal(kind));
});

describe('lines of balances and pH meters', () => {
  for (const [line, wanted] of [
    ['S S     100.00 g', { status: 'stable', text: '100.00', unit: 'g' }],
    ['S D     129.07 g', { status: 'dynamic', text: '129.07', unit: 'g' }],
    ['S A 1.234 g', { status: 'stable', text: '1.234', unit: 'g' }],
    ['S S      -0.0002 mg', { status: 'stable', text: '-0.0002', unit: 'mg' }],
    ['S I', { status: 'not-executable', text: '', unit: '' }],
    ['S L', { status: 'bad-parameter', text: '', unit: '' }],
    ['S +', { status: 'over', text: '', unit: '' }],
    ['S -', { status: 'under', text: '', unit: '' }],
    ['ES', { status: 'syntax', text: '', unit: '' }],
    ['ET', { status: 'transmission', text: '', unit: '' }],
    ['S S 1.2.3 g', null],
    ['100.00 g', null],
  ] as const)
    it(`MT-SICS '${line}'`, () => expect(balanceReply(line)).to.deep.equal(wanted));

  for (const [line, wanted] of [
    ['     0.50231 g', { text: '0.50231', unit: 'g', stable: null }],
    ['N     +   12.3456 g', { text: '12.3456', unit: 'g', stable: null }],
    ['G     -   0.0012 mg', { text: '-0.0012', unit: 'mg', stable: null }],
    ['0,5023 g', { text: '0.5023', unit: 'g', stable: null }],
    ['12.34 g ?', { text: '12.34', unit: 'g', stable: false }],
    ['ST,GS,+  12.345 g', { text: '12.345', unit: 'g', stable: true }],
    ['US,GS,+  12.345 g', { text: '12.345', unit: 'g', stable: false }],
    ['12.3456', { text: '12.3456', unit: '', stable: null }],
    ['12.34 apples', null],
    ['hello', null],
  ] as const)
    it(`typed weight '${line}'`, () => expect(weightText(line)).to.deep.equal(wanted));

  for (const [line, ph, temperature] of [
    ['pH 7.01  25.0 °C', '7.01', '25.0'],
    ['7.01 pH  ATC 25.0 C', '7.01', '25.0'],
    ['pH=4,00;25,1°C', '4.00', '25.1'],
    ['pH: 10.012', '10.012', undefined],
  ] as const)
    it(`pH line '${line}'`, () => {
      const found = phText(line);
      expect([found?.ph, found?.temperature?.text]).to.deep.equal([ph, temperature]);
    });
  it('a pH beyond the scale is no reading', () => expect(phText('pH 71')).to.equal(null));
});

describe('Allotrope export', () => {
  const head = { device: 'EQ-0012', analyst: 'li', software: { name: 'LIMS', version: '1' } };

  it('writes chromatography with the digits that stand, and reads them back', async () => {
    const { injections } = await readInstrumentFile(Buffer.from(written.chemstation), 'x');
    const text = toAsm({ ...head, technique: 'liquid-chromatography', injections });
    expect(text).to.contain('"value": 8.10000');
    const back = await readInstrumentFile(Buffer.from(text), 'x');
    expect(back.format).to.equal('asm');
    const areas = back.injections.flatMap(({ values }) => values.filter(({ field }) => field === 'area'));
    expect(areas.map(({ name, text: area }) => `${name} ${area}`)).to.deep.equal([
      'Caffeine citrate 1204.51831',
      'Impurity A 8.10000',
    ]);
    expect(back.injections[0]?.sampleName).to.equal('Y26-0007');
  });

  it('writes a weighing', async () => {
    const { injections } = await readInstrumentFile(Buffer.from('S S     0.50230 g\r\n'), 'x');
    const text = toAsm({ ...head, technique: 'balance', injections });
    expect(() => readJson(text)).to.not.throw();
    const back = await readInstrumentFile(Buffer.from(text), 'x');
    expect(back.injections[0]?.values[0]).to.include({ field: 'mass', text: '0.50230', unit: 'g' });
  });

  it('refuses to write nothing, and words in place of figures', () => {
    refused(() => toAsm({ ...head, technique: 'balance', injections: [] }), 'instrument-file.asm-empty');
    const value = { name: 'weight', field: 'mass', text: 'ND', line: 1, flags: [] };
    const injections = [{ line: 1, sampleName: 'a', kind: 'sample' as const, values: [value] }];
    refused(() => toAsm({ ...head, technique: 'balance', injections }), 'instrument-file.asm-figure');
  });
});

describe('an axis that counts up', () => {
  it('stands in exact decimals: 0.1 and 0.2 more is 0.3', async () => {
    const steps =
      '<AutoIncrementedValueSet><StartValue><F>0.1</F></StartValue><Increment><F>0.1</F></Increment></AutoIncrementedValueSet>';
    const text = written.animl
      .replace('length="2"', 'length="9"')
      .replace('<IndividualValueSet><S>A1</S><S>A2</S></IndividualValueSet>', steps)
      .replace(/<F>0\.120<.*0\.98<\/F>/, Array.from({ length: 9 }, (_, i) => `<F>1.${i}</F>`).join(''));
    const { spectrum } = await readInstrumentFile(Buffer.from(text), 'x');
    expect(spectrum?.points.map(([x]) => x)).to.deep.equal([
      '0.1',
      '0.2',
      '0.3',
      '0.4',
      '0.5',
      '0.6',
      '0.7',
      '0.8',
      '0.9',
    ]);
  });
});
