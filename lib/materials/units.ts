import { dec, settle, toText } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';

/** Powers of ten of the units of mass (to g) and of volume (to mL); SI, so no dated rule. Other units are counted: 支, 瓶. */
const powers: Readonly<Record<string, readonly ['mass' | 'volume', number]>> = {
  kg: ['mass', 3],
  g: ['mass', 0],
  mg: ['mass', -3],
  ug: ['mass', -6],
  ng: ['mass', -9],
  l: ['volume', 3],
  ml: ['volume', 0],
  ul: ['volume', -3],
};

/** Both signs of micro, full-width letters and case do not matter. */
const bare = (unit: string): string => unit.normalize('NFKC').trim().toLowerCase().replace('\u03bc', 'u');

/**
 * An amount in another unit of the same kind (1.5 g → 1500 mg), decimal text, exact.
 * @throws Refusal `material.unit` where one does not follow from the other (g and mL, bottles and g)
 */
export function converted(amount: string, from: string, to: string, field: string): string {
  if (bare(from) === bare(to)) return amount;
  const [given, wanted] = [powers[bare(from)], powers[bare(to)]];
  if (!given || !wanted || given[0] !== wanted[0]) return refuse('material.unit', { from, to }, field);
  const shift = given[1] - wanted[1];
  const ten = dec(`1${'0'.repeat(Math.abs(shift))}`);
  return toText(shift < 0 ? settle(dec(amount).div(ten)) : dec(amount).times(ten));
}
