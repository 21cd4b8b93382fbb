import { dec, toText } from './decimal.ts';

type Kind = 'mass' | 'volume' | 'share' | 'time';

/** Powers of ten of each unit within its kind. */
const powers: Record<string, [kind: Kind, power: number]> = {
  kg: ['mass', 3],
  g: ['mass', 0],
  mg: ['mass', -3],
  μg: ['mass', -6],
  ng: ['mass', -9],
  L: ['volume', 0],
  mL: ['volume', -3],
  μL: ['volume', -6],
  '%': ['share', -2],
};

/** Micro sign and mu, `u` for micro, `l` and `ML` as instruments print them. */
const spelled = (unit: string): string =>
  unit
    .trim()
    .replaceAll('µ', 'μ')
    .replace(/^u(?=[gLl])/, 'μ')
    .replace(/l$/, 'L')
    .replace(/^m[Ll]$/i, 'mL');

/** Kinds of numerator and denominator with the power of ten of the whole, or null for a unit that is not known. */
function parsed(unit: string): { kind: string; power: number } | null {
  const parts = unit.split('/').map((part) => powers[spelled(part)]);
  const [over, under] = parts;
  if (!over || parts.length > 2 || (parts.length === 2 && !under)) return null;
  return under ? { kind: `${over[0]}/${under[0]}`, power: over[1] - under[1] } : { kind: over[0], power: over[1] };
}

/** By which power of ten a figure in one unit becomes one in the other; null where the two do not measure the same. */
export function shiftBetween(from: string, to: string): number | null {
  if (spelled(from) === spelled(to)) return 0;
  const [a, b] = [parsed(from), parsed(to)];
  return a && b && a.kind === b.kind ? a.power - b.power : null;
}

/** The same figure in another unit: the point moves, every digit stays (12.3456 g is 12345.6 mg). Null where that cannot be. */
export function inUnit(value: string, from: string, to: string): string | null {
  const shift = shiftBetween(from, to);
  if (shift === null) return null;
  if (shift === 0) return value;
  const decimals = value.split('.')[1]?.length ?? 0;
  const moved = dec(value).times(dec(`1e${shift}`));
  const kept = Math.max(decimals - shift, 0);
  return kept === 0 ? toText(moved) : moved.toFixed(kept);
}
