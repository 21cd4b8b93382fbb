import { add, type Decimal, dec, normalise } from './decimal.ts';
import { callFunction } from './formula-functions.ts';
import { type Reason, Refusal, refuseAll } from './refusal.ts';
import type { BudgetLine, ComponentKind } from './uncertainty-types.ts';

/** One component with its standard uncertainty; `dof` null: infinite. */
export interface Component {
  line: number;
  kind: ComponentKind;
  u: Decimal;
  dof: Decimal | null;
  /** Half width of a bounded distribution, and β of a trapezoid. */
  half?: Decimal;
  beta?: Decimal;
}

export interface Input {
  symbol: string;
  name: string;
  unit: string;
  x: Decimal;
  u: Decimal;
  dof: Decimal | null;
  components: Component[];
  /** The readings of its first type A component, for correlations from pairs. */
  readings: Decimal[];
}

const ONE = dec('1');
const ZERO = dec('0');
const HUNDRED = dec('100');

/** Whether a text can stand in a formula as the name of a quantity. */
export const isSymbol = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_]*$/.test(text);

const halves: Partial<Record<ComponentKind, number>> = { rectangular: 3, triangular: 6, 'u-shaped': 2 };

/**
 * The inputs of a budget from its lines, in the order of their symbols' first line. `faults`: what is known to stand against them already.
 * @throws Refusal with every line that lacks something, `uncertainty.*` and `number.*`
 */
export function inputsOf(lines: readonly BudgetLine[], faults: readonly Reason[] = []): Input[] {
  const reasons: Reason[] = [...faults];
  const inputs: Input[] = [];
  for (const symbol of new Set(lines.map((line) => line.symbol))) {
    const own = lines.flatMap((line, index) => (line.symbol === symbol ? [{ line, index }] : []));
    try {
      inputs.push(inputOf(symbol, own));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reasons.push(...error.reasons);
    }
  }
  refuseAll(reasons);
  return inputs;
}

interface Numbered {
  line: BudgetLine;
  index: number;
}

function inputOf(symbol: string, own: readonly Numbered[]): Input {
  const [first] = own;
  const at = `lines.${first?.index ?? 0}`;
  if (!first) return fault('uncertainty.estimate', `${at}.estimate`, { symbol });
  const lists = own.map(({ line, index }) => readingsOf(line, `lines.${index}.readings`));
  const readings = lists.find((list) => list.length > 0) ?? [];
  const typed = own.find(({ line }) => text(line.estimate) !== '');
  const x = typed
    ? number(typed.line.estimate, `lines.${typed.index}.estimate`)
    : readings.length > 0
      ? callFunction('mean', [readings])
      : fault('uncertainty.estimate', `${at}.estimate`, { symbol });
  const components = own.map((one, i) => componentOf(one, x, lists[i] ?? []));
  const variance = components.reduce((sum, { u }) => add(sum, u.times(u)), ZERO);
  return {
    symbol,
    name: text(first.line.name),
    unit: text(first.line.unit),
    x,
    u: variance.sqrt(),
    dof: effective(components.map((one) => ({ part: one.u, dof: one.dof }))),
    components,
    readings,
  };
}

/**
 * Welch and Satterthwaite: ν = (Σ part²)² ÷ Σ(part⁴ ÷ ν). Null: infinite. JCGM 100:2008, G.2b.
 */
export function effective(parts: readonly { part: Decimal; dof: Decimal | null }[]): Decimal | null {
  const total = parts.reduce((sum, { part }) => add(sum, part.times(part)), ZERO);
  const below = parts.reduce((sum, { part, dof }) => (dof === null ? sum : add(sum, part.pow(4).div(dof))), ZERO);
  return below.isZero() ? null : total.times(total).div(below);
}

function componentOf({ line, index }: Numbered, x: Decimal, readings: Decimal[]): Component {
  const { kind } = line;
  const at = (field: string) => `lines.${index}.${field}`;
  const base = { line: index, kind };
  if (kind === 'constant') return { ...base, u: ZERO, dof: null };
  const dof = text(line.dof) === '' ? null : positive(line.dof, at('dof'));
  if (kind === 'readings') {
    if (readings.length < 2) return fault('uncertainty.readings', at('readings'), { symbol: line.symbol });
    const averaged = text(line.factor) === '' ? dec(String(readings.length)) : positive(line.factor, at('factor'));
    const u = callFunction('sd', [readings]).div(averaged.sqrt());
    return { ...base, u, dof: dof ?? dec(String(readings.length - 1)) };
  }
  const typed = number(line.spread, at('spread'));
  if (typed.isNegative()) return fault('uncertainty.spread', at('spread'), { symbol: line.symbol });
  const spread = line.scale === 'percent' ? typed.times(x.abs()).div(HUNDRED) : typed;
  if (kind === 'deviation') {
    if (dof === null) return fault('uncertainty.dof', at('dof'), { symbol: line.symbol });
    const averaged = text(line.factor) === '' ? ONE : positive(line.factor, at('factor'));
    return { ...base, u: spread.div(averaged.sqrt()), dof };
  }
  if (kind === 'standard') return { ...base, u: spread, dof };
  if (kind === 'certificate') {
    const k =
      text(line.factor) === '' ? fault('uncertainty.k-missing', at('factor')) : coverage(line.factor, at('factor'));
    return { ...base, u: spread.div(k), dof };
  }
  if (kind === 'trapezoidal') {
    const beta = number(line.factor, at('factor'));
    if (beta.isNegative() || beta.greaterThan(1))
      return fault('uncertainty.beta', at('factor'), { value: text(line.factor) });
    return { ...base, u: spread.times(add(ONE, beta.times(beta)).div(6).sqrt()), dof, half: spread, beta };
  }
  return { ...base, u: spread.div(dec(String(halves[kind] ?? 1)).sqrt()), dof, half: spread };
}

/** A coverage factor that makes sense. @throws Refusal `uncertainty.k-range`, `number.*` */
export function coverage(typed: string | undefined, field: string): Decimal {
  const k = number(typed, field);
  return k.lessThan(1) || k.greaterThan(5) ? fault('uncertainty.k-range', field, { k: text(typed) }) : k;
}

/** A typed number without < or >. @throws Refusal `number.*`, `uncertainty.number` */
export function number(typed: string | undefined, field: string): Decimal {
  const { decimal, qualifier } = normalise(text(typed), { exponent: true }, field);
  return qualifier === '=' ? dec(decimal) : fault('uncertainty.number', field, { text: text(typed) });
}

function positive(typed: string | undefined, field: string): Decimal {
  const value = number(typed, field);
  return value.greaterThan(0) ? value : fault('uncertainty.positive', field, { text: text(typed) });
}

function readingsOf({ kind, readings }: BudgetLine, field: string): Decimal[] {
  if (kind !== 'readings') return [];
  return text(readings)
    .split(/[\s,;，；、]+/)
    .filter((one) => one !== '')
    .map((one) => number(one, field));
}

const text = (typed: string | undefined): string => (typed ?? '').trim();

function fault(id: string, field: string, params: Record<string, string | number> = {}): never {
  throw new Refusal([{ id, field, params }]);
}
