import { validDate } from '../core/deadlines.ts';
import { spanOf } from '../core/period.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import type { Lang } from '../kernel/types.ts';
import { amountOf, inUnit, quantityReasons, type Units, unitsOf } from './balance.ts';
import type { FieldValue, FieldValues } from './rows.ts';
import type { FieldRule, When } from './rules.ts';

export interface Checked {
  today: string;
  /** UTC ISO. */
  now: string;
  lang: Lang;
  /** The fields of a row of goods. */
  goods: readonly FieldRule[];
  /** A draft may lack what is required, and only what stands must be right. */
  draft?: boolean;
}

const MOST_GOODS = 100;

/** The given values as far as the fields are known, blanks taken away. */
export function tidy(fields: readonly FieldRule[], given: Record<string, unknown>): FieldValues {
  const out: FieldValues = {};
  for (const { key, kind } of fields) {
    const value = given[key];
    if (typeof value === 'string' && value.trim() !== '') out[key] = kind === 'choices' ? [value.trim()] : value.trim();
    else if (Array.isArray(value) && kind === 'choices') {
      const ticked = value.filter((one): one is string => typeof one === 'string' && one !== '');
      if (ticked.length > 0) out[key] = [...new Set(ticked)];
    } else if (Array.isArray(value) && kind === 'goods') {
      const rows = value.map(rowOf).filter((row) => Object.keys(row).length > 0);
      if (rows.length > 0) out[key] = rows;
    }
  }
  return out;
}

function rowOf(row: unknown): Record<string, string> {
  if (typeof row !== 'object' || row === null) return {};
  const entries = Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** Whether the condition of a field holds in what stands. */
export function applies(when: When | true | undefined, data: FieldValues): boolean {
  if (when === undefined) return false;
  if (when === true) return true;
  const value = data[when.field];
  const held = value === undefined ? [] : Array.isArray(value) ? value.map(String) : [value];
  return when.is.some((wanted) => {
    if (wanted === '*') return held.length > 0;
    if (wanted === '+') return held.some((one) => /[1-9]/.test(one));
    return held.includes(wanted);
  });
}

/** Everything that is wrong with the values of a section or an act; each reason names its field `data.<key>` and bears the label. */
export function faults(fields: readonly FieldRule[], data: FieldValues, checked: Checked): Reason[] {
  const units = unitsOf(data);
  return fields.flatMap((field) => {
    const value = data[field.key];
    const at = `data.${field.key}`;
    if (value === undefined)
      return !checked.draft && applies(field.required, data)
        ? [told({ id: 'track.required', field: at }, field, checked)]
        : [];
    return faultsOf(field, value, at, { ...checked, units }).map((reason) => told(reason, field, checked));
  });
}

const told = (reason: Reason, field: FieldRule, { lang }: Checked): Reason => ({
  ...reason,
  params: { label: field.label[lang], ...reason.params },
});

function faultsOf(field: FieldRule, value: FieldValue, at: string, checked: Checked & { units: Units }): Reason[] {
  if (field.kind === 'goods') return goodsFaults(value, at, checked);
  if (field.kind === 'choices') {
    const wrong = (Array.isArray(value) ? value : []).some(
      (one) => !field.options?.some((known) => known.value === one),
    );
    return wrong ? [{ id: 'track.option', field: at }] : [];
  }
  return typeof value === 'string' ? textFaults(field, value, at, checked) : [{ id: 'track.option', field: at }];
}

const MOST: Partial<Record<FieldRule['kind'], number>> = { long: 2000, sample: 60, quantity: 60, amount: 40 };

function textFaults(
  field: FieldRule,
  value: string,
  at: string,
  { today, now, units }: Checked & { units: Units },
): Reason[] {
  const limit = field.max ?? MOST[field.kind] ?? 300;
  if (value.length > limit) return [{ id: 'track.long', field: at, params: { limit } }];
  if (field.kind === 'choice')
    return field.options?.some((one) => one.value === value) ? [] : [{ id: 'track.option', field: at }];
  if (field.kind === 'date') return dayFaults(value, at, today);
  if (field.kind === 'time') return timeFaults(value, at, now);
  if (field.kind === 'quantity')
    return quantityReasons(() => (field.bare ? amountOf(value, at) : inUnit(value, units, at)));
  if (field.kind === 'amount') return moneyFaults(value, at);
  return [];
}

function dayFaults(value: string, at: string, today: string): Reason[] {
  try {
    validDate(value);
  } catch (error) {
    if (error instanceof Refusal) return [{ id: 'track.date', field: at, params: { text: value } }];
    throw error;
  }
  return value > today ? [{ id: 'track.future', field: at, params: { date: value, today } }] : [];
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/;
const MINUTE = 60_000;
const AHEAD = 8 * 60;

/** A time of the clock in China → UTC ISO. @throws Refusal `date.*` */
export const utcOf = (local: string): string => new Date((spanOf({ from: local }).from - AHEAD) * MINUTE).toISOString();

function timeFaults(value: string, at: string, now: string): Reason[] {
  if (!LOCAL.test(value) || quantityReasons(() => utcOf(value)).length > 0)
    return [{ id: 'track.time', field: at, params: { text: value } }];
  return utcOf(value) > now ? [{ id: 'track.time-future', field: at, params: { text: value.replace('T', ' ') } }] : [];
}

function moneyFaults(value: string, at: string): Reason[] {
  const wrong = quantityReasons(() => amountOf(value, at));
  if (wrong.length > 0) return wrong;
  return /^\d+(\.\d{1,2})?$/.test(value) ? [] : [{ id: 'track.money', field: at, params: { text: value } }];
}

function goodsFaults(value: FieldValue, at: string, checked: Checked): Reason[] {
  const rows = (Array.isArray(value) ? value : []).filter(
    (row): row is Record<string, string> => typeof row === 'object',
  );
  if (rows.length > MOST_GOODS) return [{ id: 'track.long', field: at, params: { limit: MOST_GOODS } }];
  return rows.flatMap((row, i) =>
    checked.goods.flatMap((column) => {
      const label = `${i + 1} ${column.label[checked.lang]}`;
      const cell = row[column.key];
      const field = `${at}.${i}.${column.key}`;
      if (cell === undefined) return column.required ? [{ id: 'track.required', field, params: { label } }] : [];
      if (cell.length > (column.max ?? 60))
        return [{ id: 'track.long', field, params: { label, limit: column.max ?? 60 } }];
      return column.kind === 'quantity' ? quantityReasons(() => amountOf(cell, field)) : [];
    }),
  );
}
