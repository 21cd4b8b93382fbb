import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { differences, readReference, standardsIn } from '../../lib/catalogue/index.ts';
import { definitions } from '../forms/support.ts';

const rows = readReference(readFileSync(join(import.meta.dirname, '..', '..', 'parameters', 'reference.tsv'), 'utf8'));

/** Where a parameter says otherwise than the reference list; why stands in its `source`. */
const meant: Record<string, string[]> = {
  // The difference from the nominal is judged, in percent of it.
  unit: ['D-ID-CE', 'D-FORM-PLASTER-MASS', 'M-PHY-DIM', 'M-PHY-GRAD', 'P-P-EXTRACT'],
  // Recorded and judged by the rule of another family.
  family: [
    'D-FORM-SPRAY-N',
    'D-FORM-AERO-DDU',
    'D-FORM-COLOR',
    'D-PHY-CP',
    'D-PHY-VIS-2',
    'D-LIM-KF-COUL',
    'D-IMP-RS-TLC',
    'D-IMP-PAP',
    'D-IMP-SA',
    'D-IMP-DCD',
    'D-IMP-CAPDS',
    'D-IMP-POLY',
    'D-BIO-HIST',
    'D-BIO-PRESS',
    'D-BIO-DEPR',
    'T-ID-BARCODE',
    'T-CHK-SOFT',
    'T-CHK-RANC-CV',
    'T-RES-AS-SPEC',
    'T-RES-OCP',
    'T-RES-OPP',
    'T-RES-PYR',
    'T-RES-MULTI',
    'T-RES-BAN33',
    'T-RES-PGR',
    'T-RES-AFT',
    'T-RES-MYCO-MULTI',
    'X-BJ-HYPOGLY',
    'X-BJ-APHROD',
    'X-BJ-ANTIHYP',
    'X-BJ-SEDAT',
    'X-BJ-WEIGHT',
    'X-BJ-AURAMINE',
    'X-BJ-SUDAN',
  ],
};

describe('the catalogue beside the reference list', () => {
  const { parameters } = definitions();

  it('has every parameter of the list, and no other: 680 in five classes', () => {
    const count = (name: string) => [...parameters.values()].filter((parameter) => parameter.class === name).length;
    expect(['drug', 'tcm', 'device', 'cosmetic', 'packaging'].map((name) => [name, count(name)])).to.deep.equal([
      ['drug', 177],
      ['tcm', 148],
      ['device', 120],
      ['cosmetic', 171],
      ['packaging', 64],
    ]);
    expect(parameters.size).to.equal(680);
    expect(rows.map(({ code }) => code).sort()).to.deep.equal([...parameters.keys()].sort());
  });

  it('bears its names, classes, confidence and standards; every other standard is named in the source', () => {
    const found = differences(parameters, rows).filter(({ field }) => field !== 'unit' && field !== 'family');
    expect(found).to.deep.equal([]);
  });

  for (const [field, codes] of Object.entries(meant))
    it(`differs in ${field} only where it says why`, () => {
      const found = differences(parameters, rows).filter((one) => one.field === field);
      expect(found.map(({ code }) => code).sort()).to.deep.equal([...codes].sort());
    });

  it('has a name, a method, a standard with its edition and a way of wording the report for each', () => {
    const bare = [...parameters.values()].filter(
      ({ method, basis, report, competence, materials, limits, environment }) =>
        !method || !report || !competence || !materials || !limits || environment === undefined || basis.length === 0,
    );
    expect(bare.map(({ code }) => code)).to.deep.equal([]);
  });

  it('says of each fact from memory that it is uncertain', () => {
    const sure = [...parameters.values()].filter(
      ({ source, uncertain = [] }) => /记忆/.test(source) && uncertain.length === 0,
    );
    expect(sure.map(({ code }) => code)).to.deep.equal([]);
  });

  it('repeats no parameter under another code: name, method and standard together are its own', () => {
    const keys = [...parameters.values()].map((one) => [one.class, one.name.zh, one.method?.zh].join('|'));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).to.deep.equal([]);
  });
});

describe('the numbers of standards in a text', () => {
  const texts: [string, string[]][] = [
    ['《中国药典》2025年版四部通则0832第二法', ['0832']],
    ['《中国药典》2025年版四部通则1105、1106', ['1105', '1106']],
    ['YY 0469-2023(2026-12-01实施)', ['YY0469-2023']],
    ['GB/T 14233.1-2022 5.1', ['GB/T14233.1-2022', '5.1']],
    ['玻璃容器内表面耐水性测定法(2020年版4006);YBB00242003-2015', ['YBB00242003-2015', '4006']],
  ];
  for (const [text, numbers] of texts)
    it(text, () => expect([...standardsIn(text)].sort()).to.deep.equal([...numbers].sort()));
});
