import { type Decimal, dec, toText } from './decimal.ts';
import { refuse } from './refusal.ts';
import { placesOf, roundPlaces, roundSignificant } from './rounding.ts';
import { normalCdf, normalInverse, tInverse } from './statistics/distributions.ts';
import { coverage as factorOf } from './uncertainty-inputs.ts';
import type { BudgetOutcome, Coverage, Reporting } from './uncertainty-types.ts';

const K_PLACES = 2;
/** Beyond this t is the normal distribution to the digits that are printed. */
const MANY = 1_000_000;

/**
 * The coverage factor. By t: degrees of freedom are cut to the next lower integer (JCGM 100:2008, G.4.1) and k has two decimals, as it is
 * printed. `p` of a given k is that of a normal distribution. @throws Refusal `uncertainty.k-range`, `uncertainty.dof-small`
 */
export function covered(coverage: Coverage, dof: Decimal | null): { k: Decimal; p: string } {
  if (coverage.way === 'k') {
    const k = factorOf(coverage.k, 'k');
    return { k, p: (2 * normalCdf(k.toNumber()) - 1).toFixed(4) };
  }
  const upper = (1 + Number(coverage.p)) / 2;
  if (dof?.lessThan(1)) refuse('uncertainty.dof-small', { dof: toText(dof.toSignificantDigits(3)) }, 'coverageWay');
  const whole = dof === null ? MANY : Math.floor(dof.toNumber());
  const t = whole >= MANY ? normalInverse(upper) : tInverse(upper, whole);
  return { k: dec(roundPlaces(t.toFixed(10), K_PLACES)), p: coverage.p };
}

/** U to its significant digits and y to the place of U's last one (JJF 1059.1-2012, 5.3.8). */
export function reported(y: Decimal, expanded: Decimal, { digits, rule }: Reporting): BudgetOutcome['report'] {
  const U = roundedU(expanded, digits, rule);
  const places = lastPlace(U, digits);
  return {
    y: roundPlaces(toText(y), places),
    U,
    relative: y.isZero() ? null : roundedU(expanded.div(y.abs()).times(100), digits, rule),
  };
}

/** An uncertainty to its significant digits; `up` raises the last digit for whatever follows it (noise of the 12th digit aside). */
export function roundedU(value: Decimal, digits: number, rule: Reporting['rule']): string {
  const clean = value.toSignificantDigits(12);
  const near = roundSignificant(toText(clean), digits);
  if (rule === 'half-even' || dec(near).greaterThanOrEqualTo(clean)) return near;
  const place = digits - 1 - clean.e;
  const step = dec(`1e${-place}`);
  return roundSignificant(toText(dec(near).plus(step)), digits);
}

/** The decimals of the last significant digit: 93 of two digits is 0, 930 is −1. */
function lastPlace(U: string, digits: number): number {
  const value = dec(U);
  return value.isZero() ? placesOf(U) : digits - 1 - value.e;
}
