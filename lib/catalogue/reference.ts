import { refuse } from '../core/refusal.ts';
import type { Basis, Parameter } from './types.ts';

/** One row of a reference list of parameters (tab separated, first line the names of the columns). */
export interface ReferenceRow {
  code: string;
  class: string;
  zh: string;
  en: string;
  standard: string;
  unit: string;
  family: string;
  confidence: string;
}

/** What a definition says otherwise than the reference list; `ours` or `theirs` is '' where one of them has nothing. */
export interface Difference {
  code: string;
  field: 'file' | 'row' | 'name.zh' | 'name.en' | 'class' | 'family' | 'unit' | 'confidence' | 'standard';
  ours: string;
  theirs: string;
}

/** Reads a reference list. @throws Refusal `catalogue.reference` when a column is missing */
export function readReference(text: string): ReferenceRow[] {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const names = head.split('\t');
  const column = (name: string) => {
    const at = names.indexOf(name);
    return at < 0 ? refuse('catalogue.reference', { column: name }) : (cells: string[]) => (cells[at] ?? '').trim();
  };
  const cell = {
    code: column('code'),
    class: column('domain'),
    zh: column('name_zh'),
    en: column('name_en'),
    standard: column('standard'),
    unit: column('unit'),
    family: column('formula_family'),
    confidence: column('confidence'),
  };
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'))
    .map((cells) => ({
      code: cell.code(cells),
      class: cell.class(cells),
      zh: cell.zh(cells),
      en: cell.en(cells),
      standard: cell.standard(cells),
      unit: cell.unit(cells),
      family: cell.family(cells),
      confidence: cell.confidence(cells),
    }));
}

/** Every difference between the definitions and a reference list, in the order of the list; parameters that it lacks come last. */
export function differences(parameters: ReadonlyMap<string, Parameter>, rows: ReferenceRow[]): Difference[] {
  const listed = new Set(rows.map(({ code }) => code));
  const unlisted = [...parameters.keys()].filter((code) => !listed.has(code));
  return [
    ...rows.flatMap((row) => {
      const parameter = parameters.get(row.code);
      if (!parameter) return [{ code: row.code, field: 'file' as const, ours: '', theirs: row.zh }];
      return compared(parameter, row);
    }),
    ...unlisted.map((code) => ({ code, field: 'row' as const, ours: parameters.get(code)?.name.zh ?? '', theirs: '' })),
  ];
}

function compared(parameter: Parameter, row: ReferenceRow): Difference[] {
  const { code, name, family, confidence } = parameter;
  const pairs: [Difference['field'], string, string][] = [
    ['name.zh', name.zh, row.zh],
    ['name.en', name.en, row.en],
    ['class', parameter.class, row.class],
    ['family', family, row.family],
    ['confidence', confidence, row.confidence],
  ];
  // A parameter whose result is a word prints no unit, whatever the quantity behind it is counted in.
  const hasUnit = parameter.unit !== null || parameter.result === 'number';
  const ours = standardsIn(parameter.basis.map(basisWords).join(' '));
  const theirs = standardsIn(row.standard);
  const source = bare(parameter.source);
  return [
    ...pairs.filter(([, a, b]) => bare(a) !== bare(b)),
    ...(hasUnit && unitOf(parameter.unit ?? '') !== unitOf(row.unit)
      ? [['unit', parameter.unit ?? '', row.unit] as const]
      : []),
    ...[...theirs].filter((one) => !ours.has(one)).map((one) => ['standard', '', one] as const),
    ...[...ours]
      .filter((one) => !theirs.has(one) && !source.includes(bare(one)))
      .map((one) => ['standard', one, ''] as const),
  ].map(([field, mine, other]) => ({ code, field, ours: mine, theirs: other }));
}

const basisWords = ({ standard, clause = '', scope = '' }: Basis): string => `${standard} ${clause} ${scope}`;

/** The numbers by which standards are cited in a text: GB/T 13531.4-2013, YBB00252003-2015, general chapter 0512, clause 5.7.1. */
export function standardsIn(text: string): Set<string> {
  const plain = text.normalize('NFKC');
  const numbers = plain.match(/(?:GB|YY|QB|JJF|JJG|T\/[A-Z]+|YBB|BJH|BJY|ISO)(?:\/T)? ?[\d.]+(?:-\d{4})?/g) ?? [];
  const rest = numbers.reduce((left, number) => left.replace(number, ' '), plain);
  const chapters = rest.match(/(?<![\d-])\d{4}(?!\d|-\d|\u5e74)/g) ?? [];
  const clauses = rest.match(/(?<![\d.])\d+(?:\.\d+)+/g) ?? [];
  return new Set([...numbers, ...chapters, ...clauses].map((one) => one.replaceAll(' ', '')));
}

/** UCUM letters of the list → the sign that reports print. */
const UNITS: Record<string, string> = {
  Cel: '℃',
  '[pH]': '',
  '1': '',
  deg: '°',
  Ohm: 'Ω',
  'mOsm/kg': 'mOsmol/kg',
  '1e-6/K': '×10⁻⁶/K',
};

/** A unit without the difference between `ug/cm2.h` and `μg/cm²·h`. */
function unitOf(unit: string): string {
  return bare(UNITS[unit] ?? unit)
    .replace(/[.·]/g, '')
    .replace(/^u(?=[a-z])/, 'μ');
}

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll('µ', 'μ')
    .replace(/[\s,;:()（），；：]/g, '')
    .toLowerCase();
