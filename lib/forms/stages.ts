import { type Decimal, dec, settle, toText } from '../core/decimal.ts';
import { compile, evaluate, type Scope } from '../core/formula.ts';
import type { CompareMode, Verdict } from '../core/limits.ts';
import { brief, placesOf, type RoundingRule, roundPlaces } from '../core/rounding.ts';

type Outcome = Verdict['verdict'];

/** The end or ends between which each unit should lie. */
export interface Window {
  low?: string;
  high?: string;
}

const TEN = dec('10');
const TWENTY = dec('20');
const ZERO = dec('0');

/**
 * ChP 0931 (溶出度 and 释放度): 6 units pass when all lie inside; or 1~2 lie outside by at most 10 % and the mean inside. When one of
 * those lies outside by more than 10 % but at most 20 % and the mean inside, 6 more are due; of the 12 at most 3 outside, of them one by 10~20 %, mean inside.
 * `isAgain`: all 12 decide although the first 6 passed, because another time of the same units called for the repeat.
 */
export function unitsVerdict(
  window: Window,
  first: string[],
  further: string[],
  mode: CompareMode,
  isAgain = false,
): Verdict {
  const places = Math.max(...[window.low, window.high].map((end) => (end === undefined ? 0 : placesOf(end))));
  const read = (values: string[]) =>
    values.map((value) => dec(mode === 'rounded' ? roundPlaces(value, places) : value));
  const one = standing(window, read(first), meanOf(first, places, mode));
  const compared = (values: string[]) =>
    values.map((value) => (mode === 'rounded' ? roundPlaces(value, places) : value)).join(', ');
  if (one.fits(2, 0) && !isAgain) return verdict('conforms', 'stage-1', compared(first), mode, one.params);
  if (!one.fits(2, 1)) return verdict('fails', 'stage-1', compared(first), mode, one.params);
  if (further.length < first.length) return verdict('undecided', 'stage-2-due', compared(first), mode, one.params);
  const all = [...first, ...further];
  const two = standing(window, read(all), meanOf(all, places, mode));
  return verdict(two.fits(3, 1) ? 'conforms' : 'fails', 'stage-2', compared(all), mode, two.params);
}

interface Standing {
  /** At most `outside` units outside, at most `far` of them by more than 10 %, none by more than 20 %, and the mean inside. */
  fits(outside: number, far: number): boolean;
  params: Record<string, string | number>;
}

function standing(window: Window, values: Decimal[], mean: Decimal): Standing {
  const outside = values.map((value) => excess(window, value)).filter((by) => by.greaterThan(ZERO));
  const far = outside.filter((by) => by.greaterThan(TEN));
  const meanInside = !excess(window, mean).greaterThan(ZERO);
  const none20 = far.every((by) => by.lessThanOrEqualTo(TWENTY));
  return {
    fits: (most, mostFar) =>
      outside.length === 0 || (outside.length <= most && far.length <= mostFar && none20 && meanInside),
    params: { n: values.length, outside: outside.length, far: far.length, mean: brief(mean.toFixed()) },
  };
}

function excess({ low, high }: Window, value: Decimal): Decimal {
  const below = low === undefined ? ZERO : dec(low).minus(value);
  const above = high === undefined ? ZERO : value.minus(dec(high));
  const by = below.greaterThan(above) ? below : above;
  return by.greaterThan(ZERO) ? by : ZERO;
}

/** What a stage rests on: the figure before rounding, its name on the paper and the bound it is held against. */
export interface Figure {
  exact: string;
  name: 'A+2.2S' | 'A+S' | 'A+1.7S' | 'A²+S²';
  bound: string;
}

/**
 * ChP 0941 含量均匀度: A + 2.2S ≤ L passes, A + S > L fails, else 20 more; of 30, A² + S² ≤ 0.25L² (A ≤ 0.25L) or A + 1.7S ≤ L. `top`: T
 * of the chapter.
 */
export function uniformityVerdict(
  limit: string,
  top: string,
  first: string[],
  further: string[],
): { verdict: Verdict; figure: Figure } {
  const at = (expr: string, scope: Record<string, string | string[]>) =>
    evaluate(compile(expr), { limit, top, ...scope });
  const spread = (x: string[]) => ({ A: at('max(100-mean(x), mean(x)-top, 0)', { x }), S: at('sd(x)', { x }) });
  const figureOf = (name: Figure['name'], expr: string, scope: { A: string; S: string }, bound = limit): Figure => ({
    name,
    exact: at(expr, scope),
    bound,
  });
  const isMet = ({ exact, bound }: Figure) => settle(dec(exact).minus(dec(bound))).lessThanOrEqualTo(0);
  const told = (outcome: Outcome, id: string, judged: Figure, figure = judged) => {
    const value = roundPlaces(judged.exact, placesOf(limit));
    const params = { name: judged.name, value, limit: judged.bound };
    return { verdict: verdict(outcome, id, value, 'full', params), figure };
  };
  const one = spread(first);
  const wide = figureOf('A+2.2S', 'A+2.2*S', one);
  const narrow = figureOf('A+S', 'A+S', one);
  if (isMet(wide)) return told('conforms', 'uniformity-1', wide);
  if (!isMet(narrow)) return told('fails', 'uniformity-1', narrow, wide);
  if (further.length < 2 * first.length) return told('undecided', 'uniformity-due', wide);
  const all = spread([...first, ...further]);
  const isSmall = settle(dec(at('A-0.25*limit', all))).lessThanOrEqualTo(0);
  const second = isSmall
    ? figureOf('A²+S²', 'A^2+S^2', all, toText(settle(dec(at('0.25*limit^2', {})))))
    : figureOf('A+1.7S', 'A+1.7*S', all);
  return told(isMet(second) ? 'conforms' : 'fails', 'uniformity-2', second);
}

/**
 * Uniformity of dosage units (USP <905> and its harmonised texts): AV = |M − X̄| + k·S, M the mean drawn to 98.5 … T, k 2.4 for 10 units
 * and 2.0 for 30. AV ≤ L1 passes; of 10 above it 20 more are due; of 30 none may lie beyond M(1 ± 0.01·L2). `rule`: how AV is rounded.
 * `exact`: the AV that the verdict rests on, before rounding.
 */
export function dosageUnitsVerdict(
  { limit, farthest, top, rule = 'half-even' }: { limit: string; farthest: string; top: string; rule?: RoundingRule },
  first: string[],
  further: string[],
): { verdict: Verdict; exact: string } {
  const isWhole = further.length >= 2 * first.length;
  const x = isWhole ? [...first, ...further] : first;
  const at = (expr: string, scope: Scope) => evaluate(compile(expr), scope);
  const M = at('min(max(mean(x), 98.5), top)', { x, top });
  const AV = at('abs(M-mean(x))+k*sd(x)', { x, M, k: isWhole ? '2.0' : '2.4' });
  const far = at('max(max(x)/M*100-100, 100-min(x)/M*100)', { x, M });
  const value = roundPlaces(AV, placesOf(limit), rule);
  const params = { value, limit, far: roundPlaces(far, 1), n: x.length };
  const isWithin = dec(value).lessThanOrEqualTo(dec(limit));
  const isFar = settle(dec(far)).greaterThan(dec(farthest));
  const told = (outcome: Outcome, id: string) => ({
    verdict: verdict(outcome, id, value, 'rounded', params),
    exact: AV,
  });
  if (!isWhole) return isWithin ? told('conforms', 'dosage-units') : told('undecided', 'dosage-units-due');
  return told(isWithin && !isFar ? 'conforms' : 'fails', 'dosage-units');
}

/** ChP 1142 热原: 3 rabbits each below 0.6 ℃ and together below 1.3 ℃ pass; two or three at 0.6 or more fail; else 5 more, of which at most one at 0.6 or more, all 8 together at most 3.5 ℃. */
export function pyrogenVerdict(first: string[], further: string[]): Verdict {
  const total = (rises: string[]) => rises.map(dec).reduce((a, b) => a.plus(b), ZERO);
  const high = (rises: string[]) => rises.filter((rise) => dec(rise).greaterThanOrEqualTo(dec('0.6'))).length;
  const all = [...first, ...further];
  const params = { value: total(all).toFixed(), high: high(all), n: all.length };
  if (high(first) === 0 && total(first).lessThan(dec('1.3')))
    return verdict('conforms', 'pyrogen', params.value, 'full', params);
  if (high(first) > 1) return verdict('fails', 'pyrogen', params.value, 'full', params);
  if (further.length === 0) return verdict('undecided', 'pyrogen-due', params.value, 'full', params);
  return verdict(
    high(further) <= 1 && total(all).lessThanOrEqualTo(dec('3.5')) ? 'conforms' : 'fails',
    'pyrogen',
    params.value,
    'full',
    params,
  );
}

/** ChP 1143 gel-clot: both sample tubes negative pass, both positive fail, split: 4 more, all of which must be negative. */
export function tubesVerdict(first: string[], further: string[]): Verdict {
  const positive = (tubes: string[]) => tubes.filter((tube) => tube === '+').length;
  const params = { positive: positive([...first, ...further]), n: first.length + further.length };
  const compared = [...first, ...further].join(' ');
  if (positive(first) === 0) return verdict('conforms', 'tubes', compared, 'full', params);
  if (positive(first) > 1) return verdict('fails', 'tubes', compared, 'full', params);
  if (further.length === 0) return verdict('undecided', 'tubes-due', compared, 'full', params);
  return verdict(positive(further) === 0 ? 'conforms' : 'fails', 'tubes', compared, 'full', params);
}

/** ChP 0904 可见异物: any obvious foreign matter fails; up to `accept` pass, up to `retest` call for a second set, whose total may be `total`. */
export function stagedCountVerdict(
  count: string,
  further: string | undefined,
  fatal: string,
  rule: { accept: string; retest: string; total: string },
): Verdict {
  const sum = dec(count).plus(dec(further ?? '0'));
  const params = { value: sum.toFixed(), fatal };
  if (dec(fatal).greaterThan(0) || dec(count).greaterThan(dec(rule.retest)))
    return verdict('fails', 'staged-count', params.value, 'full', params);
  if (dec(count).lessThanOrEqualTo(dec(rule.accept)))
    return verdict('conforms', 'staged-count', params.value, 'full', params);
  if (further === undefined) return verdict('undecided', 'staged-count-due', params.value, 'full', params);
  return verdict(
    sum.lessThanOrEqualTo(dec(rule.total)) ? 'conforms' : 'fails',
    'staged-count',
    params.value,
    'full',
    params,
  );
}

function meanOf(values: string[], places: number, mode: CompareMode): Decimal {
  const mean = evaluate(compile('mean(x)'), { x: values });
  return dec(mode === 'rounded' ? roundPlaces(mean, places) : mean);
}

function verdict(
  outcome: Outcome,
  id: string,
  compared: string,
  mode: CompareMode,
  params: Record<string, string | number>,
): Verdict {
  return { verdict: outcome, compared, mode, reason: { id: `verdict.${id}`, params } };
}
