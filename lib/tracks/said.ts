import type { Reason } from '../core/refusal.ts';
import type { Act, Row } from '../kernel/types.ts';
import type { FieldValues } from './rows.ts';
import type { Known } from './store.ts';

/** What an act on a register works with. */
export interface Stepping {
  known: Known;
  data: FieldValues;
  /** The row's id and the version that was read, '' and that of the track where it begins one. */
  ref: string;
  version: number;
}

/** An act on a register: answers the row as it is then. */
export type Step = (act: Act, stepping: Stepping) => Promise<Row>;

/** The text of a field that was checked, '' where it is absent. */
export const said = (data: FieldValues, key: string): string => (typeof data[key] === 'string' ? data[key] : '');
export const saidOrNull = (data: FieldValues, key: string): string | null => said(data, key) || null;
export const ticked = (data: FieldValues, key: string): string[] =>
  (Array.isArray(data[key]) ? data[key] : []).filter((one): one is string => typeof one === 'string');

/** A day that lies before the one it must follow. */
export function early(data: FieldValues, key: string, since: string | null): Reason[] {
  const date = said(data, key);
  return since !== null && date < since ? [{ id: 'track.before', field: `data.${key}`, params: { date, since } }] : [];
}
