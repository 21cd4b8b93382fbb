import { add, type Decimal, dec, toText } from './decimal.ts';
import { evaluate, type Formula } from './formula.ts';
import type { Input } from './uncertainty-inputs.ts';

/** The share of an input's size by which it is moved: with 64 digits the central difference is right to about 40 of them. */
const STEP = dec('1e-20');
/** For second and third derivatives. */
const WIDE = dec('1e-12');
const TWO = dec('2');
const ZERO = dec('0');

/** The value of the model with some inputs moved away from their estimates. */
type Model = (moved: Readonly<Record<string, Decimal>>) => Decimal;

export function modelOf(formula: Formula, inputs: readonly Input[]): Model {
  const scope = Object.fromEntries(inputs.map(({ symbol, x }) => [symbol, toText(x)]));
  return (moved) => {
    const at = Object.fromEntries(
      inputs.flatMap(({ symbol, x }) => {
        const by = moved[symbol];
        return by === undefined ? [] : [[symbol, toText(x.plus(by))]];
      }),
    );
    return dec(evaluate(formula, { ...scope, ...at }));
  };
}

function step({ x, u }: Input, share: Decimal): Decimal {
  const size = x.abs().greaterThan(u) ? x.abs() : u;
  return size.isZero() ? share : size.times(share);
}

/** ∂f/∂x by central difference. @throws Refusal `formula.*` */
export function sensitivity(model: Model, input: Input): Decimal {
  const h = step(input, STEP);
  return model({ [input.symbol]: h })
    .minus(model({ [input.symbol]: h.negated() }))
    .div(h.times(TWO));
}

/** The variance of the terms of second order: ΣΣ [½·fᵢⱼ² + fᵢ·fᵢⱼⱼ]·uᵢ²·uⱼ². JCGM 100:2008, 5.1.2, note. Inputs are independent. */
export function secondOrder(model: Model, inputs: readonly Input[], c: readonly Decimal[]): Decimal {
  const known = inputs.map((input, i) => ({ input, c: c[i] ?? ZERO })).filter(({ input }) => !input.u.isZero());
  let sum = ZERO;
  for (const i of known) {
    for (const j of known) {
      const mixed = second(model, i.input, j.input);
      const third = changeOf((by) => twice(model, j.input, by), i.input);
      const bracket = add(mixed.times(mixed).div(TWO), i.c.times(third));
      sum = add(sum, bracket.times(i.input.u.pow(2)).times(j.input.u.pow(2)));
    }
  }
  return sum;
}

/** fᵢⱼ. */
const second = (model: Model, i: Input, j: Input): Decimal =>
  i === j ? twice(model, i, {}) : changeOf((by) => changeOf((more) => model({ ...by, ...more }), j), i);

/** How something changes with an input. */
function changeOf(of: (by: Record<string, Decimal>) => Decimal, input: Input): Decimal {
  const h = step(input, WIDE);
  return of({ [input.symbol]: h })
    .minus(of({ [input.symbol]: h.negated() }))
    .div(h.times(TWO));
}

/** fⱼⱼ at a place near the estimates. */
function twice(model: Model, input: Input, by: Record<string, Decimal>): Decimal {
  const h = step(input, WIDE);
  const here = by[input.symbol] ?? ZERO;
  const at = (more: Decimal) => model({ ...by, [input.symbol]: here.plus(more) });
  return at(h).minus(at(ZERO).times(TWO)).plus(at(h.negated())).div(h.times(h));
}
