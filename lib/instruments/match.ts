import type { Readings } from '../forms/index.ts';
import type { SheetRow } from '../worksheets/index.ts';
import type { ReadLine } from './lines.ts';
import type { Mapping } from './rows.ts';

/** A row of the run with everything by which a file may name it. */
export interface RunRow extends Pick<SheetRow, 'id' | 'kind' | 'label' | 'level' | 'test_id' | 'position'> {
  number: string;
  barcodes: string[];
  parameter: string | null;
  /** Of the item, for units and numbers of rows. */
  unit: string | null;
  constants: Record<string, string>;
  /** What stands in the record (or in the row of quality control) now. */
  readings: Readings;
}

export interface Named {
  rows: RunRow[];
  /** As the text numbers them, from 1. */
  replicate?: number;
  injection?: number;
}

const key = (text: string): string => text.normalize('NFKC').trim().toUpperCase().replace(/\s+/g, ' ');

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The pattern of a profile as an expression: `{code}-{n}` takes `Y2026-00001-2` apart from its end. */
export function patternOf(pattern: string): RegExp {
  const parts = pattern.split(/(\{code\}|\{n\}|\{i\})/).map((part) => {
    if (part === '{code}') return '(?<code>.+?)';
    return part === '{n}' || part === '{i}' ? `(?<${part[1]}>\\d{1,3})` : escaped(part);
  });
  return new RegExp(`^${parts.join('')}$`, 'i');
}

/** A pattern has one code, and each counter at most once. */
export const isPattern = (pattern: string): boolean =>
  pattern.split('{code}').length === 2 &&
  pattern.split('{n}').length <= 2 &&
  pattern.split('{i}').length <= 2 &&
  !/[{}]/.test(pattern.replace(/\{(code|n|i)\}/g, ''));

const unique = (rows: readonly RunRow[]): RunRow[] => [...new Map(rows.map((row) => [row.id, row])).values()];

/** The rows of a run by every name they have. */
export function finder(rows: readonly RunRow[], { by, pattern, sample }: Mapping): (line: ReadLine) => Named {
  const index = new Map<string, RunRow[]>();
  const add = (name: string, row: RunRow): void => {
    if (name !== '') index.set(key(name), [...(index.get(key(name)) ?? []), row]);
  };
  for (const row of rows) {
    const isSample = row.kind === 'sample';
    if (by.includes('number') && isSample) add(row.number, row);
    if (by.includes('barcode') && isSample) for (const code of row.barcodes) add(code, row);
    if (by.includes('position')) add(String(row.position), row);
    // The rows of quality control have no other name than their label.
    if (!isSample || by.includes('label')) add(row.label, row);
  }
  const taken = patternOf(pattern);
  return ({ names }) => {
    const text = names[sample];
    const whole = index.get(key(text));
    const groups = taken.exec(text)?.groups;
    // A row of quality control is named whole; a batch by the pattern of the profile.
    if (whole?.every(({ kind }) => kind !== 'sample')) return { rows: unique(whole) };
    if (groups === undefined) return { rows: [] };
    return {
      rows: unique(index.get(key(groups['code'] ?? '')) ?? []),
      ...(groups['n'] !== undefined && { replicate: Number(groups['n']) }),
      ...(groups['i'] !== undefined && { injection: Number(groups['i']) }),
    };
  };
}
