import { add, type Decimal, dec, isNotDetected, normalise, settle, toText } from './decimal.ts';
import { type Reason, Refusal } from './refusal.ts';
import { placesOf, roundPlaces } from './rounding.ts';

/** Rows of quality control in a run. */
export type ControlKind = 'blank' | 'standard' | 'control' | 'reference' | 'check' | 'duplicate' | 'spike';

/**
 * How a row is judged: `max` not above; `range` between; `difference` |found − assigned|; `recovery` found ÷ assigned, of a spike
 * (found − native) ÷ added, %; `deviation` |found − assigned| ÷ assigned, of a duplicate |x₁ − x₂| ÷ mean or sum, %; `correlation` |r|.
 */
export interface ControlRule {
  rule: 'max' | 'range' | 'difference' | 'recovery' | 'deviation' | 'correlation';
  low?: string;
  high?: string;
  max?: string;
  /** By what the difference of duplicates is divided; the mean unless said otherwise. */
  of?: 'mean' | 'sum';
}

/** What was typed, as typed: `12.5`, `<0.1`, `ND`. `other`: the assigned value; of a duplicate the first result, of a spike the native content. */
export interface ControlValues {
  found: string;
  other: string;
  added: string;
}

/** `ok` null: not judged, never good. `value`: the figure, exact; `words`: it with its numbers; `bound`: what it is held against. */
export interface ControlJudgement {
  ok: boolean | null;
  value: string | null;
  words: string;
  bound: string;
  /** Why there is no judgement. */
  why?: Reason;
}

/** What is known of a value: a number is a span of one point; `<0.1` lies from 0 up to, and without, 0.1. No `high`: without end. */
interface Span {
  low: Decimal;
  high: Decimal | null;
  isOpenLow: boolean;
  isOpenHigh: boolean;
}

interface Known extends Span {
  text: string;
  is: 'number' | 'bound' | 'none';
}

const ZERO = dec('0');
const HUNDRED = dec('100');

/**
 * Judges one row by one rule. A bound is inside (a recovery of exactly 80 % meets 80～120 %). Censored values are judged only where every
 * value that they may stand for gives the same answer; not detected counts as 0 (domain 3.6), also as the native content of a spike (recovery: GB/T 27417-2017).
 */
export function judgeControl(kind: ControlKind, rule: ControlRule, typed: Partial<ControlValues>): ControlJudgement {
  const bound = boundText(rule);
  const open = (id: string, params?: Record<string, string>): ControlJudgement => ({
    ...{ ok: null, value: null, words: '', bound },
    why: { id: `run-control.${id}`, ...(params && { params }) },
  });
  const needed = namesNeeded(kind, rule);
  const values: Partial<Record<keyof ControlValues, Known>> = {};
  for (const name of needed) {
    const text = typed[name]?.trim() ?? '';
    if (text === '') return open(`missing-${name}`);
    const known = read(text);
    if (known === undefined) return open('number', { text: text.slice(0, 40) });
    values[name] = known;
  }
  if (bound === '') return open('bound');
  const { found, other, added } = values;
  if (!found) return open('missing-found');
  return kind === 'duplicate' && rule.rule === 'deviation' && other
    ? ofDuplicate(rule, found, other, bound, open)
    : ofFigure(kind, rule, { found, other, added }, bound, open);
}

type Open = (id: string, params?: Record<string, string>) => ControlJudgement;

/** Which values the figure needs. */
export function namesNeeded(kind: ControlKind, { rule }: ControlRule): (keyof ControlValues)[] {
  if (rule === 'max' || rule === 'range' || rule === 'correlation') return ['found'];
  return kind === 'spike' && rule === 'recovery' ? ['found', 'other', 'added'] : ['found', 'other'];
}

function ofDuplicate(rule: ControlRule, found: Known, other: Known, bound: string, open: Open): ControlJudgement {
  // Both below the limit of detection or of quantitation: nothing to compare, and nothing against it.
  if (found.is !== 'number' && other.is !== 'number' && !isAbove(found) && !isAbove(other))
    return { ok: true, value: null, words: `${other.text} / ${found.text}`, bound };
  if (found.is !== 'number' || other.is !== 'number') return open('one-censored');
  const sum = settle(add(found.low, other.low));
  const base = rule.of === 'sum' ? sum : sum.div(2);
  if (base.isZero()) return open('zero');
  const figure = minus(found.low, other.low).abs().div(base.abs()).times(HUNDRED);
  const under = rule.of === 'sum' ? `(${other.text} + ${found.text})` : `((${other.text} + ${found.text}) ÷ 2)`;
  return judged(point(figure), rule, `|${other.text} − ${found.text}| ÷ ${under} × 100`, '%', bound, open);
}

interface Three {
  found: Known;
  other: Known | undefined;
  added: Known | undefined;
}

function ofFigure(kind: ControlKind, rule: ControlRule, three: Three, bound: string, open: Open): ControlJudgement {
  const { found, other, added } = three;
  switch (rule.rule) {
    case 'max':
    case 'range':
      return judged(found, rule, found.text, '', bound, open, true);
    case 'correlation':
      return found.is === 'number'
        ? judged(point(found.low.abs()), rule, found.text, '', bound, open, true)
        : open('censored', { text: found.text });
    default:
      break;
  }
  if (kind === 'spike' && rule.rule === 'recovery' && other && added)
    return ofSpike(rule, found, other, added, bound, open);
  if (!other) return open('missing-other');
  if (other.is !== 'number') return open('censored', { text: other.text });
  if (rule.rule === 'difference')
    return judged(away(found, other.low), rule, `|${found.text} − ${other.text}|`, '', bound, open);
  if (other.low.isZero()) return open('zero');
  return rule.rule === 'recovery'
    ? judged(scaled(found, other.low), rule, `${found.text} ÷ ${other.text} × 100`, '%', bound, open)
    : judged(
        scaled(away(found, other.low), other.low.abs()),
        rule,
        `|${found.text} − ${other.text}| ÷ ${other.text} × 100`,
        '%',
        bound,
        open,
      );
}

function ofSpike(
  rule: ControlRule,
  found: Known,
  native: Known,
  added: Known,
  bound: string,
  open: Open,
): ControlJudgement {
  if (isAbove(native) || added.is !== 'number')
    return open('censored', { text: added.is === 'number' ? native.text : added.text });
  if (!added.low.greaterThan(ZERO)) return open('zero');
  const [from, to] = [native.is === 'number' ? native.low : ZERO, native.is === 'bound' ? native.high : native.low];
  const gained: Span = {
    low: minus(found.low, to ?? ZERO),
    high: found.high === null ? null : minus(found.high, from),
    isOpenLow: found.isOpenLow || native.is === 'bound',
    isOpenHigh: found.isOpenHigh,
  };
  const words = `(${found.text} − ${native.is === 'none' ? `0 [${native.text}]` : native.text}) ÷ ${added.text} × 100`;
  return judged(scaled(gained, added.low), rule, words, '%', bound, open);
}

/** Holds the span against the bounds of the rule. `plain`: the words are the value itself. */
function judged(
  span: Span,
  rule: ControlRule,
  words: string,
  unit: string,
  bound: string,
  open: Open,
  plain = false,
): ControlJudgement {
  const [low, high] = [endOf(rule.rule === 'max' ? undefined : rule.low), endOf(rule.max ?? rule.high)];
  const isSingle = span.high !== null && span.low.eq(span.high);
  const exact = isSingle ? toText(settle(span.low)) : null;
  const text = (ok: boolean) =>
    plain || exact === null ? words : `${words} = ${shownBeside(exact, [rule.low, rule.high, rule.max], ok)}${unit}`;
  const told = (ok: boolean): ControlJudgement => ({ ok, value: exact, words: text(ok), bound });
  if (beneath(span, low) || beyond(span, high)) return told(false);
  const meets =
    (low === undefined || order(span.low, low) >= 0) &&
    (high === undefined || (span.high !== null && order(span.high, high) <= 0));
  return meets ? told(true) : { ...open('undecided', { text: words }), words };
}

const beneath = ({ high, isOpenHigh }: Span, low: Decimal | undefined): boolean =>
  low !== undefined && high !== null && (order(high, low) < 0 || (order(high, low) === 0 && isOpenHigh));
const beyond = ({ low, isOpenLow }: Span, high: Decimal | undefined): boolean =>
  high !== undefined && (order(low, high) > 0 || (order(low, high) === 0 && isOpenLow));

/** The noise of a quotient that does not end decides nothing. */
const order = (a: Decimal, b: Decimal): number => settle(a).comparedTo(b);
const minus = (a: Decimal, b: Decimal): Decimal => add(a, b.negated());
const point = (value: Decimal): Span => ({ low: value, high: value, isOpenLow: false, isOpenHigh: false });
const endOf = (text: string | undefined): Decimal | undefined => (text === undefined ? undefined : dec(text));
const isAbove = ({ is, high }: Known): boolean => is === 'bound' && high === null;

/** A span in percent of a base. */
function scaled({ low, high, ...ends }: Span, base: Decimal): Span {
  const share = (value: Decimal) => value.div(base).times(HUNDRED);
  return base.isNegative()
    ? { low: share(high ?? low), high: high === null ? null : share(low), ...ends }
    : { low: share(low), high: high === null ? null : share(high), ...ends };
}

/** How far a span lies from a value: from its nearer end to its farther. */
function away({ low, high, isOpenLow, isOpenHigh }: Span, from: Decimal): Span {
  const down = minus(low, from).abs();
  const up = high === null ? null : minus(high, from).abs();
  const isAround = !low.greaterThan(from) && (high === null || !high.lessThan(from));
  const ofLow = { value: down, isOpen: isOpenLow };
  const ofHigh = { value: up, isOpen: isOpenHigh };
  const [near, far] = up === null || down.lessThanOrEqualTo(up) ? [ofLow, ofHigh] : [ofHigh, ofLow];
  const isSingle = high !== null && low.eq(high);
  return isAround && !isSingle
    ? { low: ZERO, isOpenLow: false, high: far.value, isOpenHigh: far.isOpen }
    : { low: near.value ?? ZERO, isOpenLow: near.isOpen, high: far.value, isOpenHigh: far.isOpen };
}

function read(typed: string): Known | undefined {
  if (isNotDetected(typed)) return { ...point(ZERO), text: typed, is: 'none' };
  // A calculated result may have more digits than anybody types.
  if (/^-?\d+\.\d+$/.test(typed)) return { ...point(dec(typed)), text: typed, is: 'number' };
  try {
    const { decimal, qualifier } = normalise(typed, { exponent: true });
    const value = dec(decimal);
    if (qualifier === '=') return { ...point(value), text: decimal, is: 'number' };
    const text = `${qualifier}${decimal}`;
    return qualifier === '<'
      ? { low: ZERO, high: value, isOpenLow: false, isOpenHigh: true, text, is: 'bound' }
      : { low: value, high: null, isOpenLow: true, isOpenHigh: false, text, is: 'bound' };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** What a figure is held against, as printed: `80～120%`, `≤10%`, `≥0.999`; '' for a rule that names no bound. */
export function boundText(rule: ControlRule): string {
  const { low, high, max } = rule;
  const unit = rule.rule === 'recovery' || rule.rule === 'deviation' ? '%' : '';
  const top = max ?? high;
  if (rule.rule === 'correlation') return low === undefined ? '' : `≥${low}`;
  if (rule.rule === 'max' || low === undefined) return top === undefined ? '' : `≤${top}${unit}`;
  return top === undefined ? `≥${low}${unit}` : `${low}～${top}${unit}`;
}

const MOST_PLACES = 12;

/** A figure with one decimal more than its bounds, and as many more as it takes to be seen on the side on which it lies. */
export function shownBeside(exact: string, bounds: readonly (string | undefined)[], ok: boolean): string {
  const given = bounds.filter((one) => one !== undefined);
  const least = Math.max(1, ...given.map((one) => placesOf(one) + 1));
  for (let places = least; places < MOST_PLACES; places++) {
    const text = roundPlaces(exact, places);
    const isTrue = given.every((one) => dec(text).comparedTo(dec(one)) === settle(dec(exact)).comparedTo(dec(one)));
    if (ok || isTrue) return text;
  }
  return exact;
}
