import { dec, normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { InstrumentLimit, Point } from './rows.ts';

/** A row of a grid as it was typed; rows left empty are passed over. */
export type Typed<T> = { [K in keyof T]?: string };

const filled = <T extends object>(rows: readonly T[] | undefined): { row: T; at: number }[] =>
  (rows ?? []).map((row, at) => ({ row, at })).filter(({ row }) => Object.keys(row).length > 0);

/** Half-width decimal text, or the reason why it is none. */
function number(text: string | undefined, field: string): { text?: string; faults: Reason[] } {
  if (text === undefined) return { faults: [] };
  try {
    const { decimal, qualifier } = normalise(text, {}, field);
    return qualifier === '=' ? { text: decimal, faults: [] } : refuse('number.form', { text }, field);
  } catch (error) {
    if (error instanceof Refusal) return { faults: error.reasons };
    throw error;
  }
}

/**
 * The limits of a yellow instrument: at least one, each with quantity, unit and an end.
 * @throws Refusal `equipment.limits`, `equipment.limit-incomplete`, `equipment.limit-crossed`, or what is no number
 */
export function readLimits(typed: readonly Typed<InstrumentLimit>[] | undefined): InstrumentLimit[] {
  const rows = filled(typed);
  if (rows.length === 0) refuse('equipment.limits', {}, 'limits');
  const read = rows.map(({ row, at }) => limitOf(row, `limits.${at}`));
  refuseAll(read.flatMap(({ faults }) => faults));
  return read.map(({ limit }) => limit);
}

function limitOf(row: Typed<InstrumentLimit>, field: string): { limit: InstrumentLimit; faults: Reason[] } {
  const { quantity = '', unit = '' } = row;
  const [low, high] = [number(row.low, `${field}.low`), number(row.high, `${field}.high`)];
  const faults = [...low.faults, ...high.faults];
  const incomplete = quantity === '' || unit === '' || (row.low === undefined && row.high === undefined);
  if (incomplete) faults.push({ id: 'equipment.limit-incomplete', field });
  if (low.text !== undefined && high.text !== undefined && dec(low.text).gt(dec(high.text)))
    faults.push({ id: 'equipment.limit-crossed', field, params: { low: low.text, high: high.text } });
  const ends = {
    ...(low.text !== undefined && { low: low.text }),
    ...(high.text !== undefined && { high: high.text }),
  };
  return { limit: { quantity, unit, ...ends }, faults };
}

/** The points of a certificate as they are printed there. @throws Refusal `equipment.point`, or what is no number */
export function readPoints(typed: readonly Typed<Point>[] | undefined): Point[] {
  const rows = filled(typed);
  const faults = rows.flatMap(({ row, at }) => [
    ...(row.nominal === undefined ? [{ id: 'equipment.point', field: `points.${at}.nominal` }] : []),
    ...(['nominal', 'found', 'uncertainty', 'correction'] as const).flatMap(
      (name) => number(row[name], `points.${at}.${name}`).faults,
    ),
  ]);
  refuseAll(faults);
  return rows.map(({ row }) => ({ ...row, nominal: row.nominal ?? '' }));
}

/** 10–200 g, ≥ 10 g, ≤ 200 g. */
export function limitText({ quantity, low, high, unit }: InstrumentLimit): string {
  if (low === undefined) return `${quantity} ≤ ${high ?? ''} ${unit}`;
  return high === undefined ? `${quantity} ≥ ${low} ${unit}` : `${quantity} ${low}–${high} ${unit}`;
}
