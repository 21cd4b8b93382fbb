/** Files as instruments write them, made here in the layouts that they have; every figure is our own. */

const crlf = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;
const tabs = (...cells: string[]): string => cells.join('\t');

export const chemstation = crlf(
  'Data File C:\\CHEM32\\1\\DATA\\260311 2026-03-11 09-00-00\\003-0301.D',
  'Sample Name: Y26-0007',
  '',
  '=====================================================================',
  'Acq. Operator   : LI                             Seq. Line :   3',
  'Acq. Instrument : HPLC-02                         Location : Vial 12',
  'Injection Date  : 3/11/2026 10:05:09 AM                Inj :   1',
  'Method          : C:\\CHEM32\\1\\METHODS\\ASSAY.M',
  '=====================================================================',
  '                     External Standard Report',
  '=====================================================================',
  '',
  'Signal 1: DAD1 A, Sig=254,4 Ref=off',
  '',
  'RetTime  Type     Area     Amt/Area    Amount   Grp   Name',
  ' [min]         [mAU*s]                [mg/l]',
  '-------|------|----------|----------|----------|--|------------------',
  '  2.311 BB     1204.51831 1.00000e-2   12.04518    Caffeine citrate',
  '  4.900 MM R      8.10000 1.00000e-2 8.10000e-2    Impurity A',
  '',
  'Totals :                              12.12618',
  '',
  '                        *** End of Report ***',
);

export const chemstationPercent = crlf(
  'Data File D:\\DATA\\9.D',
  'Sample Name: R1',
  'Injection Date  : 24-Jul-26, 22:22:05              Inj :   1',
  'Acq. Operator   : LI',
  '                        Area Percent Report',
  'Signal 1: FID1 A,',
  '',
  'Peak RetTime Type  Width     Area      Height     Area',
  '  #   [min]        [min]   [pA*s]      [pA]         %',
  '----|-------|----|-------|----------|----------|--------|',
  '   1   2.101 BB    0.0412 2.50000e4  3100.00000 99.20635',
  '   2   3.900 BBA   0.0400  200.00000   25.50000  0.79365',
  'Totals :                  2.52000e4  3125.50000',
  '',
  '                        *** End of Report ***',
);

export const results = crlf(
  '[contents]',
  'count=1',
  'Name=,D:\\GC\\B-12.D',
  '1=,INT TIC: B-12.D\\data.ms',
  '[INT TIC: B-12.D\\data.ms]',
  'Time=,Tue Mar 10 08:30:00 2026',
  'Header=,"Peak","R.T.","First","Max","Last","PK  TY","Height","Area","Pct Max","Pct Total"',
  '1=,  1,  5.120,  700, 704, 720,"  BB ",1200, 30500,100.00, 75.000',
  '2=,  2,  6.300,  900, 905, 910,"  M ", 400, 10166, 33.33, 25.000',
);

export const shimadzu = (points = 3): string =>
  crlf(
    '[Header]',
    'Application Name,LCsolution',
    'Version,1.25',
    'Data File Name,C:\\LC\\17.lcd',
    '',
    '[Sample Information]',
    'Operator Name,Wang',
    'Acquired,27.4.2026. 9:16:57',
    'Sample Type,1:Standard',
    'Sample Name,STD-3',
    'Sample ID,C26-018',
    'Vial#,5',
    '',
    '[Peak Table(Detector A-Ch1)]',
    '# of Peaks,2',
    'Peak#,R.Time,I.Time,F.Time,Area,Height,Mark,ID#,Name,Plate #,Tailing,Resolution',
    '1,3.114,3.0,3.3,74069,3235,  M ,,,2284,1.020,0.000',
    '2,8.063,7.9,8.4,2838883,74297,    ,1,Berberine,11560,1.190,9.069',
    '',
    '[Compound Results(Detector A)]',
    '# of IDs,0',
    '',
    '[LC Chromatogram(Detector A-Ch1)]',
    `# of Points,${points}`,
    'Intensity Units,mV',
    'Intensity Multiplier,0.001',
    'R.Time (min),Intensity',
    '0.00000,-13',
    '0.00833,5',
    '0.01667,52',
  );

export const browser = `${[
  tabs('ID#', '1'),
  tabs('Name', 'Rutin'),
  tabs('', 'Data Filename', 'Sample Name', 'Sample ID', 'Sample Type', 'Ret. Time', 'Area', 'Conc.', 'Date Acquired'),
  tabs('1', 'a1.lcd', 'S1', 'Y26-0001', 'Unknown', '4.1', '1020', '2.05', '3/17/2026 2:36:51 PM'),
  tabs('', 'Average', '', '', '', '4.1', '1020', '2.05', ''),
  tabs('', '', '', '', '', '', '', '', ''),
  tabs('ID#', '2'),
  tabs('Name', 'Quercetin'),
  tabs('', 'Data Filename', 'Sample Name', 'Sample ID', 'Sample Type', 'Ret. Time', 'Area', 'Conc.', 'Date Acquired'),
  tabs('1', 'a1.lcd', 'S1', 'Y26-0001', 'Unknown', '-----', '-----', '-----', '3/17/2026 2:36:51 PM'),
].join('\n')}\n`;

export const empower = crlf(
  tabs('"SampleName"', '"Vial"', '"Injection"', '"Date Acquired"', '"Acq Method Set"', '"Channel Name"'),
  tabs('"Y26-0031"', '"7"', '"1"', '"2026/3/11 14:05:33 CST"', '"ASSAY"', '"PDA 254"'),
  '',
  tabs('""', '"Name"', '"Retention Time"', '"Area"', '"Height"', '"Int Type"', '"USP Tailing"'),
  tabs('1', '"Paracetamol"', '4.512', '1820334', '201233', '"BB"', '1.08'),
  tabs('2', '"Impurity K"', '6.020', '911', '80', '"Bb"', '1.20'),
);

export const empowerJson = JSON.stringify({
  metadata: { SystemName: 'UPLC-4' },
  values: [
    {
      SampleName: 'Y26-0040',
      SampleType: 'Standard',
      InjectionId: 77,
      Vial: '1:A,3',
      DateAcquired: '2026-03-11T08:00:00+08:00',
      DetUnits: 'AU',
      chrom: [
        [0, 0.5],
        [0.001, 0.25],
      ],
      peaks: [{ PeakLabel: 'Main', RetentionTime: 4.5, Area: 'AREA', Height: 12, IntType: 'bb' }],
    },
  ],
}).replace('"AREA"', '120.50');

export const chromeleon = crlf(
  tabs('Channel', 'UV_VIS_1'),
  '',
  'Sample Information:',
  tabs('Sample', 'Y26-0050'),
  tabs('Sample ID', '20'),
  tabs('Sample Position', 'RD3'),
  tabs('Type', 'Unknown'),
  tabs('Date', '23.02.2026'),
  tabs('Time', '16:12:23'),
  tabs('Injection Volume', '10,00'),
  '',
  'Raw Data Header Information:',
  tabs('Data Points', '3'),
  tabs('Data System', 'Chromeleon'),
  '',
  'Raw Data:',
  tabs('Time(min)', 'Step(sec)', 'Value(mAU)'),
  tabs('0,000000', '0,00', '0,125090'),
  tabs('0,001667', '0,10', '-0,125010'),
  tabs('0,003333', '0,10', '12,5'),
);

export const chromeleonPeaks = crlf(
  'Injection Details',
  tabs('Injection Name', 'Y26-0051'),
  tabs('Injection Type', 'Calibration Standard'),
  '',
  'Integration Results',
  tabs('No. ', 'Peak Name ', 'Retention Time ', 'Area ', 'Height ', 'Type', 'Amount '),
  tabs('', '', 'min', 'mAU*min', 'mAU', '', 'n.a.'),
  tabs('1', 'Rutin', '4,512', '88,1200', '910,5', 'BMB', 'n.a.'),
  tabs('2', 'n.a.', '6,000', '0,0410', '1,2', 'BM *', '0,002'),
  tabs('Total:', '', '', '88,1610', '911,7', '', ''),
);

export const chromeleonJson = `{
  "sequence": { "sequence name": "S26" },
  "injections": [{
    "injection name": "Y26-0052", "injection type": "Unknown", "injection position": "B:A1", "injection time": "2026-02-14T21:52:50+01:00",
    "signals": [{ "signal name": "UV_VIS_2", "wavelength setting": 280.0, "chromatogram": { "x": [0.0, 0.5], "y": [0.10, 1.0] },
      "peaks": [{ "identifier": "1", "name": "Main", "retention time": 1.0, "area": 8000.0, "amount": null }] }]
  }]
}`;

export const icpGrouped = `${[
  'Sample,,,,75  As  [ He ],,208  Pb  [ No Gas ],',
  'Data File,Acq. Date-Time,Type,Sample Name,Conc. [ ppb ],Conc. RSD,Conc. [ ppb ],Conc. RSD',
  '001.d,2026-03-11 08:00:00,CalBlk,Blank,0.001,25.1,<0.05,3.0',
  '002.d,2026-03-11 08:03:00,Sample,Y26-0060,1.2050,1.9,12.10,0.8',
].join('\n')}\n`;

export const icpRows = `${[
  tabs('Solution Label', 'Type', 'Element', 'Flags', 'Soln Conc', 'Units', 'Int'),
  tabs('Y26-0061', 'Samp', 'Cd 228.802', '', '0.0125', 'mg/L', '1204.5'),
  tabs('Y26-0061', 'Samp', 'Pb 220.353', '', '-----', 'mg/L', '3.1'),
  tabs('Blank', 'Blk', 'Cd 228.802', '', '0.0001', 'mg/L', '9.1'),
].join('\n')}\n`;

const icpeRow = (type: string, name: string, mean: string): string => {
  const cells: string[] = Array.from({ length: 44 }, () => '');
  Object.assign(cells, {
    0: 'Metals',
    1: type,
    2: name,
    3: '9/23/2026 11:54:59 AM',
    6: 'As',
    7: 'QUANT',
    8: '193.759',
    9: '1',
    10: 'ppb',
  });
  Object.assign(cells, { 41: mean, 42: '0.0166172', 43: '15.26' });
  return cells.join('\t');
};
export const icpe = `${icpeRow('CAL1', 'Blank', '-0.1088778')}\n${icpeRow('UNK', 'Y26-0062', '2.5010')}\n`;

export const gen5 = `${[
  tabs('Software Version', '3.12.08'),
  '',
  tabs('Plate Number', 'Plate 1'),
  tabs('Date', '10/23/2026'),
  tabs('Time', '9:00:04 AM'),
  tabs('Reader Type:', 'Synergy H1'),
  '',
  'Layout',
  tabs('', '1', '2', '3'),
  tabs('A', 'BLK', 'STD1', 'SPL1', 'Well ID'),
  tabs('B', 'BLK', 'STD1', 'SPL2', 'Well ID'),
  '',
  'Results',
  tabs('', '1', '2', '3'),
  tabs('A', '0.041', '0.502', '1.110', '450'),
  tabs('', '0.040', '0.040', '0.041', '630'),
  tabs('B', '0.042', '0.498', 'OVRFLW', '450'),
  tabs('', '0.041', '0.041', '0.042', '630'),
].join('\n')}\n`;

const plateHead = (format: string) =>
  tabs(
    'Plate:',
    'P1',
    '1.3',
    format,
    'Endpoint',
    'Absorbance',
    'Raw',
    'FALSE',
    '1',
    '',
    '',
    '',
    '',
    '',
    '1',
    '405 ',
    '1',
    '3',
    '6',
    '1',
    '2',
  );
export const softmax = `${[
  '##BLOCKS= 1',
  plateHead('TimeFormat'),
  tabs('', 'Temperature(°C)', 'A1', 'A2', 'A3', 'B1', 'B2', 'B3', ''),
  tabs('', '25.0', '0.101', '0.102', '0.103', '0.201', '0.202', '0.203', ''),
  '',
  '~End',
  'Original Filename: x; Date Last Saved: 2026-03-11 10:00:00',
].join('\n')}\n`;
export const softmaxMatrix = `${[
  '##BLOCKS= 1',
  plateHead('PlateFormat'),
  tabs('', 'Temperature(°C)', '1', '2', '3', ''),
  tabs('', '25.0', '0.101', '0.102', '0.103', ''),
  tabs('', '', '0.201', '0.202', '0.203', ''),
  '',
  '~End',
].join('\n')}\n`;

export const visionScan =
  'uv1.csv,Y26-0070,LAB\\li,10/27/2026 11:09:36 AM,Evolution 201,SN77,1.00\nnm,A\n400,0.043\n401,0.0435\n';
export const visionFixed = 'Sample Name,275 nm   [A]\nBlank, 0.001\nY26-0071, 0.437\n';
export const genesys = `Scan\tScan_20260311_160142.tsv\t\nMode\tABS\t\nLength\t2\t\n\nwavelength(nm) \t ABS \t %T\n325.0\t2.385\t0.41\n326.0\t2.450\t0.35\n`;
export const nanodrop = `${tabs('Plate ID', 'Well ', 'Sample ID', 'User ID', 'Date ', 'Time ', 'conc. ', 'units ', '260/280 ', 'A280 10mm')}\n${tabs('p', 'A1', 'Y26-0072', 'li', '5/26/2026', '3:36 PM', '1.960', 'mg/ml', '0.59', '3.177')}\n`;
export const qubit =
  'Run ID,Assay Name,Test Name,Test Date,Qubit® tube conc.,Units,Original sample conc.,Units,Sample Volume (µL),Dilution Factor\nr1,HS,Y26-0073,12/23/2026 6:40:54 AM,30.4,ng/mL,6.08,ng/µL,1,200\n';
export const novabio =
  '"Date & Time","Sample ID","Sample Type","Gln","Gluc","Lac","Na+","pH","PO2","Operator"\n3-24-2026  14:34:52,Y26-0074,Spent Media,1.83,2.650,0.18,151.6,7.400,191.6,LI\n';
export const viCell =
  'Sample ID,Cell count,Viability (%),Average diameter (μm),Analysis date/time,Analysis by\nY26-0075,2191,96.90,18.51,3/21/2026 16:56,LI\n';
export const cedex = `${[
  tabs('0', '2026-03-11 10:00:00', '', '', '', '', 'CEDEX BIO HT', '620103', '6.0.0', 'ADMIN'),
  tabs('90', '2026-03-11 09:41:00', 'Y26-0076', 'batch1', 'SAM', '', 'GLC3B', '', 'g/L', '', '2.305', '', ''),
  tabs(
    '90',
    '2026-03-11 09:43:00',
    'Y26-0076',
    'batch1',
    'SAM',
    '',
    'LAC2B',
    '',
    'mmol/L',
    '< TEST RNG',
    '0.020',
    '',
    '',
  ),
].join('\n')}\n`;

export const hiacRows = [
  ['', '', 'HIAC PharmSpec v3.0 Summary Report', '', '', '', ''],
  ['Probe', ':', 'Y26-0077', 'Sensor Model', ':', 'HRLD150', ''],
  ['Sensor Serial Number', ':', 'SN9', 'Operator Name', ':', 'LI', ''],
  ['Sample Date', ':', '27.11.2026 07:51:50', 'View Volume', ':', '100', ''],
  ['Run No.', 'Particle Size(µm)', 'Cumulative Count', 'Cumulative Counts/mL', '', '', ''],
  ['Run1', '', '', '', '', '', ''],
  ['', '10.0', '48', '9.60', '', '', ''],
  ['', '25.0', '1', '0.20', '', '', ''],
  ['Run2', '', '', '', '', '', ''],
  ['', '10.0', '50', '10.00', '', '', ''],
  ['Approver_ _', ':', '', '', '', '', ''],
];

export const asm = `{
  "$asm.manifest": "http://purl.allotrope.org/manifests/liquid-chromatography/REC/2023/09/liquid-chromatography.manifest",
  "liquid-chromatography aggregate document": {
    "device system document": { "model number": "LC-9" },
    "liquid-chromatography document": [{
      "analyst": "li",
      "measurement aggregate document": { "measurement document": [{
        "measurement time": "2026-03-11T09:00:00+08:00",
        "sample document": { "sample identifier": "Y26-0078", "sample role type": "standard sample role" },
        "peak list": { "peak": [ { "identifier": "1", "written name": "Rutin", "peak area": { "value": 12.50, "unit": "mAU.s" }, "retention time": { "value": 2.10, "unit": "min" } } ] },
        "chromatogram data cube": { "label": "A", "cube-structure": { "dimensions": [{ "concept": "retention time", "unit": "min" }], "measures": [{ "concept": "absorbance", "unit": "mAU" }] },
          "data": { "dimensions": [[0.0, 0.1]], "measures": [[1.0, 2.50]] } }
      }] }
    }]
  }
}`;

export const animl = `<?xml version="1.0" encoding="UTF-8"?>
<AnIML xmlns="urn:org:astm:animl:schema:core:draft:0.90"><SampleSet><Sample name="Y26-0079" sampleID="S1"/></SampleSet>
<ExperimentStepSet><ExperimentStep name="Read" experimentStepID="e1"><Infrastructure><SampleReferenceSet><SampleReference sampleID="S1" role="x"/></SampleReferenceSet></Infrastructure>
<Result name="r"><SeriesSet name="Plate" length="2">
<Series name="Well" dependency="independent" seriesType="String"><IndividualValueSet><S>A1</S><S>A2</S></IndividualValueSet></Series>
<Series name="Absorbance" dependency="dependent" seriesType="Float32"><IndividualValueSet><F>0.120</F><F>0.98</F></IndividualValueSet><Unit label="AU"/></Series>
</SeriesSet></Result></ExperimentStep></ExperimentStepSet></AnIML>`;

/** STX, number, text, ETX, checksum as ASTM E1381 has it. */
export function framed(records: string[], first = 1): string {
  return records
    .map((record, i) => {
      const body = `${(first + i) % 8}${record}\r\u0003`;
      const sum = [...body].reduce((total, char) => total + char.charCodeAt(0), 0) % 256;
      return `\u0002${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
    })
    .join('');
}
export const astmRecords = [
  'H|\\^&|||AU480^Maker|||||||P|1|20260311131717',
  'P|1',
  'O|1|Y26-0080||^^^ALT|R',
  'R|1|^^^ALT|40.10|U/L||N||F|||20260311131600|20260311131700',
  'R|2|^^^AST|-----|U/L||HH||X',
  'L|1|N',
];

const jcampHead = (more: string[]) => [
  '##TITLE= Film of polystyrene',
  '##JCAMP-DX= 4.24',
  '##DATA TYPE= INFRARED SPECTRUM',
  '##XUNITS= 1/CM',
  '##YUNITS= ABSORBANCE',
  ...more,
];
/** The same nine ordinates in every form of the standard. */
export const ordinates = [100, 110, 120, 130, 130, 130, 125, -5, 20];
const jcampFile = (lines: string[], end = ['##END=']) =>
  crlf(
    ...jcampHead([
      '##XFACTOR= 1',
      '##YFACTOR= 0.001',
      '##FIRSTX= 400',
      '##LASTX= 416',
      '##NPOINTS= 9',
      '##FIRSTY= 0.1',
      '##XYDATA= (X++(Y..Y))',
    ]),
    ...lines,
    ...end,
  );
export const jcamp = {
  affn: jcampFile(['400 100 110 120 130', '408 130 130 125 -5 20']),
  pac: jcampFile(['400+100+110+120+130', '408+130+130+125-5+20']),
  sqz: jcampFile(['400A00A10A20A30', '408A30A30A25eB0']),
  dif: jcampFile(['400A00J0J0J0', '406A30%%nj30K5']),
  difdup: jcampFile(['400A00J0U', '406A30%Tnj30K5']),
  truncated: jcampFile(['400 100 110 120 130'], []),
  short: jcampFile(['400 100 110 120 130']),
  gap: jcampFile(['400 100 110 120 130', '430 130 130 125 -5 20']),
  check: jcampFile(['400A00J0J0J0', '406A31%%nj30K5']),
};
