import { type Reason, refuse } from '../../core/refusal.ts';
import { lookUp } from '../../messages/index.ts';
import { localTime, twoWays } from './times.ts';
import type { Draft, Injection, MetaLine, RowKind, Value } from './types.ts';

/** An empty answer to fill. */
export function draft(title: string, more: Partial<Draft> = {}): Draft {
  return { title, meta: [], injections: [], tables: [], warnings: [], ...more };
}

const KINDS: [RowKind, RegExp][] = [
  ['blank', /^(blank|blk|solvent|reagent blank|control blank|matrix blank|calblk|mb|method blank|blank solution)$/],
  [
    'standard',
    /^(std|stds|standards?|calibration( standard)?|calstd|cal\.? ?std|cal|bracketing standard|standard solution)$/,
  ],
  [
    'control',
    /^(qc|controls?|check( standard)?|qc check|quality control|ccv|icv|ccb|icb|lcs|crm|spike|suitability|system suitability)$/,
  ],
  ['sample', /^(unknown|sample|samp|sam|unk|sample unknown|spl)$/],
];

/** How sample types begin in Chinese programs. */
const CHINESE: [RowKind, string[]][] = KINDS.map(([kind]) => [
  kind,
  lookUp('zh', `instrument-kind.${kind}`).split(' '),
]);

/** What kind of row a laboratory names so: Unknown and Sample are samples; words of sample types and usual names of other rows. */
export function kindOf(words: string): RowKind {
  const text = words.trim().toLowerCase().replace(/^\d+:/, '').trim();
  const found =
    KINDS.find(([, pattern]) => pattern.test(text)) ??
    CHINESE.find(([, starts]) => starts.some((start) => text.startsWith(start)));
  return found?.[0] ?? 'unknown';
}

/** The kind from the sample type; where the file gives none, from a name that says it (`Blank 1`, `Std 3`, `QC-2`). */
export function rowKind(type: string | undefined, name: string): RowKind {
  if (type !== undefined && type.trim() !== '') return kindOf(type);
  return kindOf(name.replace(/[\s_#-]*\d+$/, ''));
}

/** Adds the instant; a date that can be read in two ways gives a warning instead. */
export function timed(printed: string, line: number, warnings: Reason[]): { at?: string } {
  if (printed === '') return {};
  const at = localTime(printed);
  if (at !== null) return { at };
  if (twoWays(printed) && !warnings.some(({ id }) => id === 'instrument-file.warn-date'))
    warnings.push({ id: 'instrument-file.warn-date', params: { line, date: printed.trim() } });
  return {};
}

/** The first line of these names that says something. */
export const metaOf = (meta: readonly MetaLine[], ...names: string[]): string | undefined =>
  names
    .map((name) => meta.find((line) => line.name.toLowerCase() === name.toLowerCase() && line.value !== '')?.value)
    .find((value) => value !== undefined);

export const present = <T>(values: readonly (T | undefined)[]): T[] =>
  values.filter((value): value is T => value !== undefined);

/** Text members that are there: empty texts are left out of the answer. */
export function known<K extends keyof Injection>(member: K, value: string | undefined): { [member in K]?: string } {
  const result: { [member in K]?: string } = {};
  if (value !== undefined && value.trim() !== '') result[member] = value.trim();
  return result;
}

export const broken = (line: number, id: string, params: Record<string, string | number> = {}): never =>
  refuse(id, { line, ...params }, 'file');

/** Says where the values that need an eye stand. */
export function flagWarnings(values: readonly Value[], warnings: Reason[]): void {
  const ambiguous = values.find(({ flags }) => flags.includes('ambiguous-number'));
  if (ambiguous)
    warnings.push({ id: 'instrument-file.warn-number', params: { line: ambiguous.line, text: ambiguous.text } });
  const manual = values.filter(({ flags }) => flags.includes('manual-integration'));
  if (manual.length > 0)
    warnings.push({
      id: 'instrument-file.warn-manual',
      params: { count: new Set(manual.map(({ line }) => line)).size, line: manual[0]?.line ?? 0 },
    });
}
