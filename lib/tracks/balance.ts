import { add, type Decimal, dec, normalise, toText } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { roundPlaces } from '../core/rounding.ts';
import type { FieldValues } from './rows.ts';

/** The units that the quantities of a section may carry: its own, and a larger package of so many. */
export interface Units {
  unit: string;
  packUnit: string;
  perPack: string;
}

export interface Part {
  key: string;
  /** In the common unit, plain decimal text. */
  value: string;
}

/** Whether what was produced or purchased is all accounted for; `difference` = total − sum, in the common unit. */
export interface Balance {
  unit: string;
  total: string;
  parts: Part[];
  sum: string;
  difference: string;
  balanced: boolean;
}

const textOf = (data: FieldValues, key: string): string => (typeof data[key] === 'string' ? data[key].trim() : '');

export const unitsOf = (data: FieldValues): Units => ({
  unit: textOf(data, 'unit'),
  packUnit: textOf(data, 'packUnit'),
  perPack: textOf(data, 'perPack'),
});

const NUMBER = /^([+-]?[\d.,，．０-９]+)\s*(.*)$/u;

/** A quantity in the common unit: `12件` with 20盒 to a 件 is 240. @throws Refusal `number.*`, `track.negative`, `track.unit-unknown` */
export function inUnit(text: string, units: Units, field?: string): Decimal {
  const [, figures = text, unit = ''] = NUMBER.exec(text.trim()) ?? [];
  const value = amountOf(figures, field);
  if (unit === '' || unit === units.unit) return value;
  if (unit === units.packUnit && units.perPack !== '') return value.times(amountOf(units.perPack, field));
  const known = [units.unit, units.perPack === '' ? '' : units.packUnit].filter((one) => one !== '').join('、');
  throw new Refusal([{ id: 'track.unit-unknown', params: { unit, known }, ...(field && { field }) }]);
}

/** A plain amount that is not below zero. @throws Refusal `number.*`, `track.negative` */
export function amountOf(text: string, field?: string): Decimal {
  const { decimal, qualifier } = normalise(text, {}, field);
  const value = dec(decimal);
  if (value.isNegative() || qualifier !== '=')
    throw new Refusal([{ id: 'track.negative', params: { text: text.trim() }, ...(field && { field }) }]);
  return value;
}

/**
 * The balance of the goods (domain 1.11, section 2): produced or purchased = sold + in stock + sealed + recalled + destroyed + sampled + other.
 * Null while a figure is missing or does not read.
 */
export function balanceOf(
  data: FieldValues,
  { total, parts }: { total: string; parts: readonly string[] },
): Balance | null {
  const units = unitsOf(data);
  const known = parts.filter((key) => textOf(data, key) !== '');
  if (textOf(data, total) === '' || known.length === 0) return null;
  try {
    const whole = inUnit(textOf(data, total), units);
    const values = known.map((key) => ({ key, value: inUnit(textOf(data, key), units) }));
    const sum = values.reduce((all, { value }) => add(all, value), dec('0'));
    const difference = whole.minus(sum);
    return {
      unit: units.unit,
      total: toText(whole),
      parts: values.map(({ key, value }) => ({ key, value: toText(value) })),
      sum: toText(sum),
      difference: toText(difference),
      balanced: difference.isZero(),
    };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Recalled so far as a percentage of what is to come back, one decimal; null where nothing was to come back. */
export function recallRate(recalled: string, amount: string): string | null {
  const whole = dec(amount);
  return whole.isZero() ? null : roundPlaces(toText(dec(recalled).times(dec('100')).div(whole)), 1);
}

/** The reasons of a quantity that does not read, or none. */
export function quantityReasons(read: () => unknown): Reason[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.reasons;
    throw error;
  }
}
