import { type Decimal, dec } from '../decimal.ts';
import { refuse } from '../refusal.ts';

/** A symmetric positive matrix as L D Lᵀ. */
export interface Factors {
  lower: Decimal[][];
  diagonal: Decimal[];
}

const ZERO = dec('0');
const ONE = dec('1');

/** A pivot that has lost more than 40 of 64 digits says that the columns depend on each other. */
const LOST = dec('1e-40');

/** L D Lᵀ of the normal equations, in 64-digit decimals. @throws Refusal `statistics.dependent` */
export function factorise(matrix: readonly (readonly Decimal[])[]): Factors {
  const lower: Decimal[][] = [];
  const diagonal: Decimal[] = [];
  matrix.forEach((row, i) => {
    const built: Decimal[] = [];
    for (let j = 0; j < i; j++) {
      const known = built.reduce((t, l, m) => t.plus(l.times(lower[j]?.[m] ?? ZERO).times(diagonal[m] ?? ZERO)), ZERO);
      built.push((row[j] ?? ZERO).minus(known).div(diagonal[j] ?? ONE));
    }
    const own = row[i] ?? ZERO;
    const pivot = own.minus(built.reduce((t, l, m) => t.plus(l.times(l).times(diagonal[m] ?? ZERO)), ZERO));
    if (pivot.lte(own.times(LOST))) refuse('statistics.dependent');
    lower.push([...built, ONE]);
    diagonal.push(pivot);
  });
  return { lower, diagonal };
}

/** The solution for one right side. */
export function substituted({ lower, diagonal }: Factors, right: readonly Decimal[]): Decimal[] {
  const forward: Decimal[] = [];
  right.forEach((value, i) => {
    forward.push(value.minus(forward.reduce((t, known, j) => t.plus(known.times(lower[i]?.[j] ?? ZERO)), ZERO)));
  });
  const found: Decimal[] = forward.map((value, i) => value.div(diagonal[i] ?? ONE));
  for (let i = found.length - 1; i >= 0; i--)
    for (let j = i + 1; j < found.length; j++)
      found[i] = (found[i] ?? ZERO).minus((lower[j]?.[i] ?? ZERO).times(found[j] ?? ZERO));
  return found;
}

/** The inverse, column by column. */
export function inverted(factors: Factors): Decimal[][] {
  return factors.diagonal.map((_, i) =>
    substituted(
      factors,
      factors.diagonal.map((__, j) => (i === j ? ONE : ZERO)),
    ),
  );
}
