import type { Reason } from '../../core/refusal.ts';

/** The layouts that can be read, by the names under which profiles keep them. */
export const formatIds = [
  'chemstation',
  'chemstation-results',
  'empower',
  'empower-json',
  'chromeleon',
  'chromeleon-json',
  'shimadzu',
  'shimadzu-browser',
  'icp',
  'gen5',
  'softmax',
  'visionlite',
  'genesys',
  'nanodrop',
  'qubit',
  'novabio',
  'cedex',
  'hiac',
  'vi-cell',
  'asm',
  'animl',
  'astm',
  'jcamp',
  'mt-sics',
  'reading-lines',
  'chromatography-table',
  'table',
] as const;
export type FormatId = (typeof formatIds)[number];

/** How the bytes stand for characters; 'xlsx' for a workbook, which says so itself. */
export const encodings = ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'gb18030', 'windows-1252', 'xlsx'] as const;
export type Encoding = (typeof encodings)[number];

export type RowKind = 'sample' | 'standard' | 'blank' | 'control' | 'unknown';

/**
 * What the instrument did or could not do with a value; carried to the reviewer. `integration-event`: a person set or changed the
 * peak's limits by timed events; `ambiguous-number`: one comma that may part decimals or thousands.
 */
export type ValueFlag =
  | 'manual-integration'
  | 'not-detected'
  | 'not-measured'
  | 'censored'
  | 'over-range'
  | 'ambiguous-number'
  | 'unstable'
  | 'stable'
  | 'abnormal'
  | 'excluded'
  | 'calculated';

/**
 * One figure of the file. `name`: analyte, compound or column ('' for a peak nobody named); `field`: what it is (`area`, `height`, `amount`,
 * `rt`, `plates`, `tailing`, `resolution`, `absorbance`, `mass`, `ph`, `intensity` …, else `value`); `text`: plain decimal text with all its
 * digits, the decimal comma and powers of ten written out; `<0.05` when censored, '' when there is none; `printed`: as it stood, where that differs.
 */
export interface Value {
  name: string;
  field: string;
  text: string;
  printed?: string;
  unit?: string;
  /** The line it stands in, from 1 (row of a workbook). */
  line: number;
  flags: ValueFlag[];
  /** Detector channel or read, e.g. `FID1 A`, `280 nm`. */
  signal?: string;
  /** The number of the peak as printed. */
  peak?: string;
}

/** One injection, reading or row of the file. */
export interface Injection {
  line: number;
  /** As the file names it; '' when it does not. */
  sampleName: string;
  sampleId?: string;
  vial?: string;
  /** Local time as YYYY-MM-DDTHH:MM[:SS]; absent when the file's date can be read in two ways. */
  at?: string;
  kind: RowKind;
  method?: string;
  file?: string;
  operator?: string;
  values: Value[];
}

export interface MetaLine {
  line: number;
  name: string;
  value: string;
}

/** A table as it stands, texts untouched. */
export interface TableText {
  line: number;
  title: string;
  header: string[];
  rows: { line: number; cells: string[] }[];
}

/** A curve: spectrum or chromatogram; points are decimal texts in the order of the file. */
export interface Spectrum {
  title: string;
  xUnit: string;
  yUnit: string;
  points: [x: string, y: string][];
}

/** Whatever the layout, what was read has this one shape. No measured value is ever a JS number. */
export interface Reading {
  format: FormatId;
  encoding: Encoding;
  title: string;
  meta: MetaLine[];
  instrument?: string;
  software?: string;
  acquired?: string;
  injections: Injection[];
  tables: TableText[];
  /** The first curve of the file. */
  spectrum?: Spectrum;
  /** The curves after the first. */
  moreSpectra?: Spectrum[];
  /** What a person has to know before using it: message ids with line and figures. */
  warnings: Reason[];
}

/** What a reader makes of the text; the dispatcher adds format and encoding. */
export type Draft = Omit<Reading, 'format' | 'encoding'>;

/** A file on its way to a reader: `lines` without their ends, `text` whole; `cells` where it was a workbook. */
export interface Source {
  name: string;
  text: string;
  lines: string[];
  cells?: { line: number; cells: string[] }[];
}

/** A layout: `fits` looks at the content only, `read` refuses what is broken. */
export interface Layout {
  id: FormatId;
  fits(source: Source): boolean;
  read(source: Source): Draft;
}
