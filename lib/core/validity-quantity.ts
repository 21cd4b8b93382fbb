import { dec } from './decimal.ts';
import type { RangeLimit } from './validity-types.ts';

/** A measured quantity as the institute's rules know it: the words by which registers call it, and its units, each as a multiple of one of them. */
export interface QuantityRule {
  id: string;
  names: string[];
  /** Decimal text: { g: "1", mg: "0.001" }. */
  units: Record<string, string>;
}

/** The id of a quantity by any of its names; a word that the rules do not know stands for itself. */
export function quantityOf(quantities: readonly QuantityRule[], word: string): string {
  const said = word.trim().toLowerCase();
  const known = quantities.find(({ id, names }) => [id, ...names].some((name) => name.toLowerCase() === said));
  return known?.id ?? said;
}

/** Whether a value lies in a limit, both ends included and both exact decimals; null where their units cannot be compared. */
export function within(
  quantities: readonly QuantityRule[],
  { quantity, value, unit }: { quantity: string; value: string; unit: string },
  limit: RangeLimit,
): boolean | null {
  const units = quantities.find(({ id }) => id === quantityOf(quantities, quantity))?.units ?? {};
  const same = unit === limit.unit;
  const [of, to] = same ? ['1', '1'] : [units[unit], units[limit.unit]];
  if (of === undefined || to === undefined) return null;
  const measured = dec(value).times(dec(of));
  const end = (text: string) => dec(text).times(dec(to));
  return (
    (limit.low === undefined || measured.gte(end(limit.low))) &&
    (limit.high === undefined || measured.lte(end(limit.high)))
  );
}
