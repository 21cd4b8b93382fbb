import { expect } from 'chai';
import { type FormatId, formatIds, type Reading, readInstrumentFile } from '../../../lib/instruments/formats/index.ts';
import { writeSheet } from '../../../lib/sheets/index.ts';
import * as written from './written.ts';

const read = (text: string, name = 'x.bin'): Promise<Reading> => readInstrumentFile(Buffer.from(text), name);

/** `sample kind: name field text unit flags` of the values asked for, in the order of the file. */
const said = ({ injections }: Reading, ...fields: string[]): string[] =>
  injections.flatMap(({ sampleName, kind, values }) =>
    values
      .filter(({ field }) => fields.includes(field))
      .map(
        ({ name, field, text, unit = '', flags }) =>
          `${sampleName} ${kind}: ${[name, field, text, unit, ...flags].filter(Boolean).join(' ')}`,
      ),
  );

const cases: { format: FormatId; text: string; fields: string[]; values: string[]; acquired?: string }[] = [
  {
    format: 'chemstation',
    text: written.chemstation,
    fields: ['area', 'amount'],
    acquired: '2026-03-11T10:05:09',
    values: [
      'Y26-0007 unknown: Caffeine citrate area 1204.51831 mAU*s',
      'Y26-0007 unknown: Caffeine citrate amount 12.04518 mg/l',
      'Y26-0007 unknown: Impurity A area 8.10000 mAU*s manual-integration',
      'Y26-0007 unknown: Impurity A amount 0.0810000 mg/l manual-integration',
    ],
  },
  {
    format: 'chemstation',
    text: written.chemstationPercent,
    fields: ['area', 'area-percent'],
    acquired: '2026-07-24T22:22:05',
    values: [
      'R1 unknown: area 25000.0 pA*s',
      'R1 unknown: area-percent 99.20635 %',
      'R1 unknown: area 200.00000 pA*s',
      'R1 unknown: area-percent 0.79365 %',
    ],
  },
  {
    format: 'chemstation-results',
    text: written.results,
    fields: ['rt', 'area'],
    acquired: '2026-03-10T08:30:00',
    values: [
      'B-12 unknown: rt 5.120 min',
      'B-12 unknown: area 30500',
      'B-12 unknown: rt 6.300 min manual-integration',
      'B-12 unknown: area 10166 manual-integration',
    ],
  },
  {
    format: 'shimadzu',
    text: written.shimadzu(),
    fields: ['area', 'resolution'],
    acquired: '2026-04-27T09:16:57',
    values: [
      'STD-3 standard: area 74069 manual-integration',
      'STD-3 standard: resolution 0.000 manual-integration',
      'STD-3 standard: Berberine area 2838883',
      'STD-3 standard: Berberine resolution 9.069',
    ],
  },
  {
    format: 'shimadzu-browser',
    text: written.browser,
    fields: ['amount'],
    values: ['S1 sample: Rutin amount 2.05', 'S1 sample: Quercetin amount not-measured'],
  },
  {
    format: 'empower',
    text: written.empower,
    fields: ['rt', 'tailing'],
    acquired: '2026-03-11T14:05:33',
    values: [
      'Y26-0031 unknown: Paracetamol rt 4.512',
      'Y26-0031 unknown: Paracetamol tailing 1.08',
      'Y26-0031 unknown: Impurity K rt 6.020 manual-integration',
      'Y26-0031 unknown: Impurity K tailing 1.20 manual-integration',
    ],
  },
  {
    format: 'empower-json',
    text: written.empowerJson,
    fields: ['area', 'height'],
    acquired: '2026-03-11T08:00:00',
    values: [
      'Y26-0040 standard: Main area 120.50 manual-integration',
      'Y26-0040 standard: Main height 12 manual-integration',
    ],
  },
  { format: 'chromeleon', text: written.chromeleon, fields: ['area'], acquired: '2026-02-23T16:12:23', values: [] },
  {
    format: 'chromeleon',
    text: written.chromeleonPeaks,
    fields: ['area', 'amount'],
    values: [
      'Y26-0051 standard: Rutin area 88.1200 mAU*min',
      'Y26-0051 standard: Rutin amount not-measured',
      'Y26-0051 standard: area 0.0410 mAU*min manual-integration',
      'Y26-0051 standard: amount 0.002 manual-integration',
    ],
  },
  {
    format: 'chromeleon-json',
    text: written.chromeleonJson,
    fields: ['area', 'wavelength setting'],
    acquired: '2026-02-14T21:52:50',
    values: ['Y26-0052 sample: wavelength setting 280.0 nm', 'Y26-0052 sample: Main area 8000.0 mAU*min'],
  },
  {
    format: 'icp',
    text: written.icpGrouped,
    fields: ['amount', 'rsd'],
    values: [
      'Blank blank: 75 As [ He ] amount 0.001 ppb',
      'Blank blank: 75 As [ He ] rsd 25.1',
      'Blank blank: 208 Pb [ No Gas ] amount <0.05 ppb censored',
      'Blank blank: 208 Pb [ No Gas ] rsd 3.0',
      'Y26-0060 sample: 75 As [ He ] amount 1.2050 ppb',
      'Y26-0060 sample: 75 As [ He ] rsd 1.9',
      'Y26-0060 sample: 208 Pb [ No Gas ] amount 12.10 ppb',
      'Y26-0060 sample: 208 Pb [ No Gas ] rsd 0.8',
    ],
  },
  {
    format: 'icp',
    text: written.icpRows,
    fields: ['amount'],
    values: [
      'Y26-0061 sample: Cd 228.802 amount 0.0125 mg/L',
      'Y26-0061 sample: Pb 220.353 amount mg/L not-measured',
      'Blank blank: Cd 228.802 amount 0.0001 mg/L',
    ],
  },
  {
    format: 'icp',
    text: written.icpe,
    fields: ['amount'],
    values: ['Blank standard: As amount -0.1088778 ppb', 'Y26-0062 sample: As amount 2.5010 ppb'],
  },
  {
    format: 'gen5',
    text: written.gen5,
    fields: ['absorbance'],
    acquired: '2026-10-23T09:00:04',
    values: [
      'BLK blank: 450 absorbance 0.041',
      'BLK blank: 630 absorbance 0.040',
      'STD1 standard: 450 absorbance 0.502',
      'STD1 standard: 630 absorbance 0.040',
      'SPL1 sample: 450 absorbance 1.110',
      'SPL1 sample: 630 absorbance 0.041',
      'BLK blank: 450 absorbance 0.042',
      'BLK blank: 630 absorbance 0.041',
      'STD1 standard: 450 absorbance 0.498',
      'STD1 standard: 630 absorbance 0.041',
      'SPL2 sample: 450 absorbance over-range',
      'SPL2 sample: 630 absorbance 0.042',
    ],
  },
  ...[written.softmax, written.softmaxMatrix].map((text) => ({
    format: 'softmax' as const,
    text,
    fields: ['absorbance'],
    values: ['0.101', '0.102', '0.103', '0.201', '0.202', '0.203'].map(
      (figure) => ` unknown: 405 nm absorbance ${figure}`,
    ),
  })),
  {
    format: 'visionlite',
    text: written.visionFixed,
    fields: ['absorbance'],
    values: ['Blank blank: 275 nm absorbance 0.001 A', 'Y26-0071 unknown: 275 nm absorbance 0.437 A'],
  },
  { format: 'visionlite', text: written.visionScan, fields: [], acquired: '2026-10-27T11:09:36', values: [] },
  { format: 'genesys', text: written.genesys, fields: [], acquired: '2026-03-11T16:01:42', values: [] },
  {
    format: 'nanodrop',
    text: written.nanodrop,
    fields: ['amount', 'ratio', 'absorbance'],
    values: [
      'Y26-0072 unknown: conc. amount 1.960 mg/ml',
      'Y26-0072 unknown: 260/280 ratio 0.59',
      'Y26-0072 unknown: A280 10mm absorbance 3.177',
    ],
  },
  {
    format: 'qubit',
    text: written.qubit,
    fields: ['amount'],
    values: [
      'Y26-0073 unknown: Qubit® tube conc. amount 30.4 ng/mL',
      'Y26-0073 unknown: Original sample conc. amount 6.08 ng/µL',
    ],
  },
  {
    format: 'novabio',
    text: written.novabio,
    fields: ['amount', 'ph', 'pressure'],
    values: [
      'Y26-0074 unknown: Gln amount 1.83 mmol/L',
      'Y26-0074 unknown: Gluc amount 2.650 g/L',
      'Y26-0074 unknown: Lac amount 0.18 g/L',
      'Y26-0074 unknown: Na+ amount 151.6 mmol/L',
      'Y26-0074 unknown: pH ph 7.400',
      'Y26-0074 unknown: PO2 pressure 191.6 mmHg',
    ],
  },
  {
    format: 'vi-cell',
    text: written.viCell,
    fields: ['value'],
    values: [
      'Y26-0075 unknown: Cell count value 2191',
      'Y26-0075 unknown: Viability value 96.90 %',
      'Y26-0075 unknown: Average diameter value 18.51 μm',
    ],
  },
  {
    format: 'cedex',
    text: written.cedex,
    fields: ['amount'],
    values: ['Y26-0076 sample: GLC3B amount 2.305 g/L', 'Y26-0076 sample: LAC2B amount 0.020 mmol/L abnormal'],
  },
  {
    format: 'asm',
    text: written.asm,
    fields: ['area', 'rt'],
    acquired: '2026-03-11T09:00:00',
    values: ['Y26-0078 standard: Rutin area 12.50 mAU.s', 'Y26-0078 standard: Rutin rt 2.10 min'],
  },
  {
    format: 'animl',
    text: written.animl,
    fields: ['absorbance'],
    values: ['Y26-0079 unknown: A1 absorbance 0.120 AU', 'Y26-0079 unknown: A2 absorbance 0.98 AU'],
  },
  {
    format: 'astm',
    text: written.framed(written.astmRecords),
    fields: ['amount'],
    values: [
      'Y26-0080 unknown: ALT amount 40.10 U/L',
      'Y26-0080 unknown: AST amount U/L not-measured abnormal excluded',
    ],
  },
  { format: 'jcamp', text: written.jcamp.affn, fields: [], values: [] },
  {
    format: 'mt-sics',
    text: 'S S     100.00 g\r\nS D     129.07 g\r\nS I\r\n',
    fields: ['mass'],
    values: [' unknown: weight mass 100.00 g stable', ' unknown: weight mass 129.07 g unstable'],
  },
  {
    format: 'reading-lines',
    text: '2026-03-11 09:30:05  +   0.50230 g\n     0,5023 g ?\n',
    fields: ['mass'],
    values: [' unknown: weight mass 0.50230 g', ' unknown: weight mass 0.5023 g unstable'],
  },
  {
    format: 'reading-lines',
    text: 'pH 7.01  25.0 °C\npH=4,00;25,1°C\n',
    fields: ['ph', 'temperature'],
    values: [
      ' unknown: pH ph 7.01',
      ' unknown: temperature temperature 25.0 °C',
      ' unknown: pH ph 4.00',
      ' unknown: temperature temperature 25.1 °C',
    ],
  },
  {
    format: 'chromatography-table',
    text: 'SampleName;Vial;Peak Name;RT;Area;Int Type\nY26-1;3;Rutin;4,512;1820,50;BB\nY26-1;3;Imp A;6,020;9,11;Bb\n',
    fields: ['rt', 'area'],
    values: [
      'Y26-1 unknown: Rutin rt 4.512',
      'Y26-1 unknown: Rutin area 1820.50',
      'Y26-1 unknown: Imp A rt 6.020 manual-integration',
      'Y26-1 unknown: Imp A area 9.11 manual-integration',
    ],
  },
  {
    format: 'table',
    text: ',Lead,Zinc,end\nY26-1,-----,2.50,\nY26-2,ND,"1,204.5",\nend,,,\n',
    fields: ['value'],
    values: [
      'Y26-1 unknown: Lead value not-measured',
      'Y26-1 unknown: Zinc value 2.50',
      'Y26-2 unknown: Lead value ND not-detected',
      'Y26-2 unknown: Zinc value 1204.5',
    ],
  },
];

describe('instrument files', () => {
  for (const { format, text, fields, values, acquired } of cases)
    it(`reads ${format}: ${values[0] ?? acquired ?? 'its curve'}`, async () => {
      const reading = await read(text);
      expect(reading.format).to.equal(format);
      expect(said(reading, ...fields)).to.deep.equal(values);
      if (acquired !== undefined) expect(reading.acquired).to.equal(acquired);
    });

  it('reads a workbook: counts of particles by run', async () => {
    const reading = await readInstrumentFile(await workbook(written.hiacRows), 'hiac.xlsx');
    expect([reading.format, reading.encoding, reading.acquired]).to.deep.equal(['hiac', 'xlsx', '2026-11-27T07:51:50']);
    expect(reading.injections.map(({ sampleName, vial }) => `${sampleName} ${vial}`)).to.deep.equal([
      'Y26-0077 Run1',
      'Y26-0077 Run2',
    ]);
    expect(said(reading, 'cumulative-counts-ml').at(-1)).to.equal(
      'Y26-0077 unknown: 10.0 µm cumulative-counts-ml 10.00 counts/mL',
    );
  });

  it('knows every layout that a profile may name', () => {
    const tried = new Set<FormatId>([...cases.map(({ format }) => format), 'hiac']);
    expect(formatIds.filter((id) => !tried.has(id))).to.deep.equal([]);
  });

  it('tells the layout from the content: a name that says otherwise changes nothing', async () => {
    expect((await read(written.chemstation, 'data.json')).format).to.equal('chemstation');
    expect((await read(written.asm, 'report.txt')).format).to.equal('asm');
  });

  it('gives curves their points as they were printed, with commas made points', async () => {
    const { spectrum, warnings } = await read(written.chromeleon);
    expect(spectrum).to.deep.equal({
      title: 'UV_VIS_1',
      xUnit: 'min',
      yUnit: 'mAU',
      points: [
        ['0.000000', '0.125090'],
        ['0.001667', '-0.125010'],
        ['0.003333', '12.5'],
      ],
    });
    expect(warnings.map(({ id }) => id)).to.deep.equal(['instrument-file.warn-no-peaks']);
    expect((await read(written.genesys)).moreSpectra?.[0]?.points).to.deep.equal([
      ['325.0', '0.41'],
      ['326.0', '0.35'],
    ]);
  });

  it('shows a cut curve with a warning, and an ambiguous date or number untouched', async () => {
    const cut = await read(written.shimadzu(1801));
    expect(cut.warnings[0]).to.deep.include({ id: 'instrument-file.warn-points' });
    expect(cut.warnings[0]?.params).to.include({ wanted: 1801, found: 3 });
    const unsure = await read('Sample Name\tDate\tResult\nA\t3/4/2026\t1,234\nB\t3/4/2026\t2,500\n');
    expect(unsure.injections[0]?.at).to.equal(undefined);
    expect(said(unsure, 'value')).to.deep.equal([
      'A unknown: Result value 1,234 ambiguous-number',
      'B unknown: Result value 2,500 ambiguous-number',
    ]);
    expect(unsure.warnings.map(({ id }) => id)).to.have.members([
      'instrument-file.warn-date',
      'instrument-file.warn-number',
    ]);
  });

  it('warns of what a message or report lacks', async () => {
    const ids = async (text: string) => (await read(text)).warnings.map(({ id }) => id);
    expect(await ids(written.astmRecords.slice(2, 5).join('\r'))).to.deep.equal([
      'instrument-file.warn-no-head',
      'instrument-file.warn-no-last',
      'instrument-file.warn-no-frames',
    ]);
    expect(await ids(written.framed(['H|\\^&|||A', 'R|1|^^^ALT|4.1|U/L', 'L|1|N']))).to.deep.equal([
      'instrument-file.warn-no-order',
    ]);
    expect(await ids(written.chemstationPercent.replace('*** End of Report ***', ''))).to.deep.equal([
      'instrument-file.warn-end',
    ]);
    expect(await ids(written.chemstationPercent.replace('2.52000e4', '2.62000e4'))).to.deep.equal([
      'instrument-file.warn-total',
    ]);
    expect(await ids(written.shimadzu().replace('Sample ID,C26-018', 'Sample ID,'))).to.include(
      'instrument-file.warn-no-id',
    );
    expect(await ids('S +\r\nES\r\nS D 1.0 g\r\n')).to.deep.equal([
      'instrument-file.warn-balance-range',
      'instrument-file.warn-balance-error',
      'instrument-file.warn-unstable',
    ]);
  });

  it('decodes JCAMP-DX alike in every form: plain, packed, squeezed, differences, repeats', async () => {
    const wanted = written.ordinates.map((y, i) => [String(400 + 2 * i), String(y / 1000)]);
    for (const form of ['affn', 'pac', 'sqz', 'dif', 'difdup'] as const)
      expect((await read(written.jcamp[form])).spectrum?.points, form).to.deep.equal(wanted);
  });
});

/** A workbook of these rows; what stands in the first one names the columns. */
const workbook = ([head = [], ...rows]: string[][]): Promise<Buffer> =>
  writeSheet({
    name: 'Report',
    columns: head.map((title) => ({ head: title, width: 12 })),
    rows,
    spare: 0,
    lists: 'l',
  });
