import { settle } from '../decimal.ts';
import { normalCdf } from './distributions.ts';
import { measured, needs, positiveText, sameLength } from './guard.ts';

/** Westgard's rules (J. O. Westgard et al., Clin. Chem. 27 (1981) 493); limits are exceeded strictly: exactly 2 s is not beyond 2 s. */
export type WestgardRule = '1-2s' | '1-3s' | '2-2s' | 'R-4s' | '4-1s' | '10x';

/** The eight patterns of ISO 8258 and Nelson (1984) that ISO 7870-2 builds on, in their usual order. */
export type PatternRule = `pattern-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

export type ChartRule = WestgardRule | PatternRule;

export const WESTGARD: readonly WestgardRule[] = ['1-2s', '1-3s', '2-2s', 'R-4s', '4-1s', '10x'];

export const PATTERNS: readonly PatternRule[] = [
  'pattern-1',
  'pattern-2',
  'pattern-3',
  'pattern-4',
  'pattern-5',
  'pattern-6',
  'pattern-7',
  'pattern-8',
];

/** A rule broken at point `at` by the points from `from` to it (0-based). */
export interface Violation {
  rule: ChartRule;
  at: number;
  from: number;
}

/** 1-2s only warns; every other rule stops the release. */
export const isWarning = (rule: ChartRule): boolean => rule === '1-2s';

/** (value − centre) ÷ s through decimals: a value at exactly 2 or 3 s gives exactly 2 or 3. @throws Refusal */
export function standardise(values: readonly string[], centre: string, sd: string): number[] {
  const [middle, spread] = [measured(centre, 'centre'), positiveText(sd, 's', 'sd')];
  return values.map((value, at) =>
    Number(settle(measured(value, `values.${at}`).minus(middle).div(spread)).toSignificantDigits(15)),
  );
}

type Side = 1 | -1;
const SIDES: readonly Side[] = [1, -1];

/** Whether the rule is broken by these points, the last being the one that is judged. */
type Test = (window: readonly number[]) => boolean;

const onSide = (window: readonly number[], beyond: number, least = window.length): boolean =>
  SIDES.some((side) => window.filter((z) => side * z > beyond).length >= least);

/** The judged point itself lies beyond, with so many of its window. */
const partOn = (window: readonly number[], beyond: number, least: number): boolean =>
  SIDES.some((side) => side * (window.at(-1) ?? 0) > beyond && window.filter((z) => side * z > beyond).length >= least);

const steps = (window: readonly number[]): number[] => window.slice(1).map((z, at) => z - (window[at] ?? 0));

const opposed = ([a = 0, b = 0]: readonly number[]): boolean => (a > 2 && b < -2) || (a < -2 && b > 2);

/** `span` is how many points the rule looks at, `least` how many there must be: 2 of 3 are reached with two. */
const RULES: Record<ChartRule, { span: number; least: number; broken: Test }> = {
  '1-2s': { span: 1, least: 1, broken: (w) => onSide(w, 2) },
  '1-3s': { span: 1, least: 1, broken: (w) => onSide(w, 3) },
  '2-2s': { span: 2, least: 2, broken: (w) => onSide(w, 2) },
  'R-4s': { span: 2, least: 2, broken: opposed },
  '4-1s': { span: 4, least: 4, broken: (w) => onSide(w, 1) },
  '10x': { span: 10, least: 10, broken: (w) => onSide(w, 0) },
  'pattern-1': { span: 1, least: 1, broken: (w) => onSide(w, 3) },
  'pattern-2': { span: 9, least: 9, broken: (w) => onSide(w, 0) },
  'pattern-3': { span: 6, least: 6, broken: (w) => onSide(steps(w), 0) },
  'pattern-4': { span: 14, least: 14, broken: alternating },
  'pattern-5': { span: 3, least: 2, broken: (w) => partOn(w, 2, 2) },
  'pattern-6': { span: 5, least: 4, broken: (w) => partOn(w, 1, 4) },
  'pattern-7': { span: 15, least: 15, broken: (w) => w.every((z) => Math.abs(z) < 1) },
  'pattern-8': { span: 8, least: 8, broken: (w) => w.every((z) => Math.abs(z) > 1) },
};

function alternating(window: readonly number[]): boolean {
  const moves = steps(window);
  return moves.every((move, at) => move !== 0 && (at === 0 || Math.sign(move) === -Math.sign(moves[at - 1] ?? 0)));
}

/**
 * Every breach of the chosen rules along a sequence of standardised points, in the order of the points.
 * `runs` names the run (batch) of each point: R-4s then compares only points of one run, as Westgard meant it; without it, neighbours.
 * @throws Refusal `statistics.not-finite`, `statistics.lengths`
 */
export function violations(
  z: readonly number[],
  rules: readonly ChartRule[],
  options: { runs?: readonly (string | number)[] } = {},
): Violation[] {
  needs(z, 0);
  const { runs } = options;
  if (runs) sameLength(z, runs);
  return z.flatMap((_, at) =>
    rules.flatMap((rule) => {
      const from = rule === 'R-4s' && runs ? partnerInRun(z, runs, at) : fromOf(z, rule, at);
      return from === null ? [] : [{ rule, at, from }];
    }),
  );
}

function fromOf(z: readonly number[], rule: ChartRule, at: number): number | null {
  const { span, least, broken } = RULES[rule];
  const from = Math.max(0, at + 1 - span);
  const window = z.slice(from, at + 1);
  return window.length >= least && broken(window) ? from : null;
}

/** The latest earlier point of the same run on the other side, both beyond 2 s. */
function partnerInRun(z: readonly number[], runs: readonly (string | number)[], at: number): number | null {
  for (let other = at - 1; other >= 0; other--)
    if (runs[other] === runs[at] && opposed([z[other] ?? 0, z[at] ?? 0])) return other;
  return null;
}

/** Rules broken by one run of several control levels among themselves (2-2s, R-4s, 4-1s, 10x across materials). @throws Refusal `statistics.not-finite` */
export function runViolations(levels: readonly number[], rules: readonly ChartRule[]): ChartRule[] {
  needs(levels, 1);
  const least: Partial<Record<ChartRule, [beyond: number, count: number]>> = {
    '1-2s': [2, 1],
    '1-3s': [3, 1],
    'pattern-1': [3, 1],
    '2-2s': [2, 2],
    '4-1s': [1, 4],
    '10x': [0, 10],
  };
  return rules.filter((rule) => {
    if (rule === 'R-4s') return Math.max(...levels) > 2 && Math.min(...levels) < -2;
    const [beyond, count] = least[rule] ?? [0, Number.POSITIVE_INFINITY];
    return onSide(levels, beyond, count);
  });
}

/** Alternating sequences of 14 among all orders: twice the zigzag number 199 360 981 over 14!. */
const ZIGZAG = (2 * 199_360_981) / 87_178_291_200;

/** How often the rule is broken at a point of a normal process in control, once its span is full: the exact probability. */
export function falseAlarmRate(rule: ChartRule): number {
  const beyond = (limit: number) => normalCdf(-limit);
  const [one, two] = [beyond(1), beyond(2)];
  const rates: Record<ChartRule, number> = {
    '1-2s': 2 * two,
    '1-3s': 2 * beyond(3),
    '2-2s': 2 * two ** 2,
    'R-4s': 2 * two ** 2,
    '4-1s': 2 * one ** 4,
    '10x': 2 * 0.5 ** 10,
    'pattern-1': 2 * beyond(3),
    'pattern-2': 2 * 0.5 ** 9,
    'pattern-3': 2 / 720,
    'pattern-4': ZIGZAG,
    'pattern-5': 2 * two * (1 - (1 - two) ** 2),
    'pattern-6': 2 * one * (4 * one ** 3 * (1 - one) + one ** 4),
    'pattern-7': (1 - 2 * one) ** 15,
    'pattern-8': (2 * one) ** 8,
  };
  return rates[rule];
}
