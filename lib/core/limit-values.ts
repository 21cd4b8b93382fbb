import { type Decimal, dec, settle, toText } from './decimal.ts';
import { callFunction } from './formula-functions.ts';
import type { DeclaredLimit, DerivedLimit } from './limit-types.ts';

/** The lowest and the highest value that agree with what is declared. */
export function declaredEnds({ declared, below, above, by }: DeclaredLimit): [string, string] {
  const centre = dec(declared);
  const reach = (span: string) => (by === 'absolute' ? dec(span) : centre.abs().times(dec(span)).div(100));
  return [toText(settle(centre.minus(reach(below)))), toText(settle(centre.plus(reach(above))))];
}

/** The figure that the single values make together, unrounded. */
export function derive(by: DerivedLimit['by'], individuals: string[]): string {
  const list = individuals.map(dec);
  const of = (name: string): Decimal => callFunction(name, [list]);
  return toText(by === 'spread' ? of('max').minus(of('min')) : of(by));
}
