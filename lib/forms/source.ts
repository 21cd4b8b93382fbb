import type { Verdict } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import type { Known } from './calculate.ts';
import type { Read } from './read.ts';
import type { FormDefinition, RecordResult, ResultRule, TestItem } from './types.ts';

/** What a result is made from. */
export interface Source {
  form: FormDefinition;
  rule: ResultRule;
  item: TestItem;
  constants: Record<string, string>;
  read: Read;
  known: Known;
}

export interface Answer {
  result: RecordResult;
  verdict: Verdict;
}

/** The limits of detection and quantitation as far as they are known. */
export function thresholds(item: TestItem): { lod?: string; loq?: string } {
  return { ...(item.lod === undefined ? {} : { lod: item.lod }), ...(item.loq === undefined ? {} : { loq: item.loq }) };
}

/** A calculated or typed value of the whole record. @throws Refusal `formula.missing` */
export function value(known: Known, id: string): string {
  const found = known.scope[id];
  return typeof found === 'string' ? found : refuse('formula.missing', { name: id });
}

/** The values of a column or of a calculation by row; of several names, one after the other. */
export function list(known: Known, ids: string | string[]): string[] {
  return [ids].flat().flatMap((id) => known.scope[id] ?? []);
}

/** The chosen or typed cells of a column, as typed. */
export function cells(read: Read, field: string): string[] {
  return Object.values(read.grids).flatMap((rows) => rows.flatMap(({ cells: row }) => row[field] ?? []));
}
