import { type Decimal, dec, settle } from './decimal.ts';
import type {
  AttributeLimit,
  CompareMode,
  DerivedLimit,
  Judged,
  LabelClaimLimit,
  Limit,
  NumberLimit,
  Verdict,
} from './limit-types.ts';
import { declaredEnds, derive } from './limit-values.ts';
import { refuse } from './refusal.ts';
import { brief, placesOf, roundPlaces } from './rounding.ts';
import { judgeDeviation, judgeLongest } from './unit-limits.ts';

export { limitText } from './limit-text.ts';
export type {
  Band,
  CompareMode,
  DeviationLimit,
  Judged,
  Limit,
  LongestLimit,
  NumberLimit,
  Verdict,
} from './limit-types.ts';

/** One end of a limit: the value must lie on its `side`, the end itself included unless `open`. */
interface End {
  side: 'max' | 'min';
  value: string;
  open?: boolean | undefined;
}

type Outcome = Verdict['verdict'];

/**
 * Holds a result against its limit by the comparison method of the specification.
 * @throws Refusal `limit.individuals` when single values are needed, `limit.statement` when the analyst's statement is, `limit.criteria` when
 * the statements are not as many as the criteria, `limit.threshold`, `limit.band`, `number.*` for a value that is none
 */
export function judge(limit: Limit, result: Judged, mode: CompareMode): Verdict {
  switch (limit.kind) {
    case 'max':
    case 'min':
    case 'range':
    case 'label-claim':
      return ends(endsOf(limit), result, mode);
    case 'equals':
      return ends(between(limit.value, limit.value), result, mode);
    case 'declared':
      return ends(between(...declaredEnds(limit)), result, mode);
    case 'derived':
      return derived(limit, result, mode);
    case 'attribute':
      return counted(limit, result, mode);
    case 'one-of':
      return chosen(limit.values, result, mode);
    case 'criteria':
      return criteria(limit.criteria, result, mode);
    case 'microbial':
      // ChP 1105: a limit of 10ⁿ accepts up to 2 × 10ⁿ; cosmetics have factor 1.
      return ends([{ side: 'max', value: settle(dec(limit.value).times(dec(limit.factor))).toFixed() }], result, mode);
    case 'each-max':
      return each([{ side: 'max', value: limit.value }], result, mode);
    case 'each-min':
      return each([{ side: 'min', value: limit.value }], result, mode);
    case 'each-range':
      return each(between(limit.low, limit.high), result, mode);
    case 'text':
    case 'not-deeper':
      return stated(result, mode);
    case 'not-detected':
      return detected(limit.at, result, mode);
    case 'deviation':
      return judgeDeviation(limit, individuals(result));
    case 'longest':
      return judgeLongest(limit, individuals(result));
    case 'none':
      return { verdict: 'undecided', compared: result.rounded, mode, reason: { id: 'verdict.not-judged' } };
  }
}

/** The ends of a limit of a number, the lower one first. */
function endsOf(limit: NumberLimit | LabelClaimLimit): End[] {
  if (limit.kind === 'max' || limit.kind === 'min') return [{ side: limit.kind, value: limit.value, open: limit.open }];
  return [
    ...(limit.low === undefined ? [] : [{ side: 'min' as const, value: limit.low, open: limit.openLow }]),
    ...(limit.high === undefined ? [] : [{ side: 'max' as const, value: limit.high, open: limit.openHigh }]),
  ];
}

function between(low: string, high: string): End[] {
  return [
    { side: 'min', value: low },
    { side: 'max', value: high },
  ];
}

/** The single values make one figure, unrounded; it is rounded once, to the decimals of its limit. */
function derived({ by, limit }: DerivedLimit, result: Judged, mode: CompareMode): Verdict {
  const exact = derive(by, individuals(result));
  const limits = endsOf(limit);
  const places = Math.max(...limits.map((end) => placesOf(end.value)));
  return ends(limits, { exact, rounded: roundPlaces(exact, places) }, mode);
}

function counted({ accept, n }: AttributeLimit, { exact }: Judged, mode: CompareMode): Verdict {
  const within = dec(exact).lessThanOrEqualTo(dec(accept));
  const params = { value: exact, accept, n: n ?? '' };
  const id = within ? 'verdict.attribute-within' : 'verdict.attribute-beyond';
  return { verdict: within ? 'conforms' : 'fails', compared: exact, mode, reason: { id, params } };
}

/** A word chosen from a list: one of the allowed ones, letter by letter. */
function chosen(values: string[], result: Judged, mode: CompareMode): Verdict {
  const value = result.stated ?? result.rounded;
  if (value === '') return refuse('limit.statement', undefined, 'conforms');
  const within = values.includes(value);
  const params = { value, limit: values.join('、') };
  return {
    verdict: within ? 'conforms' : 'fails',
    compared: value,
    mode,
    reason: { id: within ? 'verdict.one-of' : 'verdict.none-of', params },
  };
}

/** Every criterion must be met; the statement on the whole stands where they were not stated one by one. */
function criteria(list: string[], result: Judged, mode: CompareMode): Verdict {
  if (result.met === undefined) return stated(result, mode);
  if (result.met.length !== list.length)
    return refuse('limit.criteria', { n: list.length, given: result.met.length }, 'conforms');
  const unmet = list.filter((_, i) => !result.met?.[i]);
  return {
    verdict: unmet.length === 0 ? 'conforms' : 'fails',
    compared: result.rounded,
    mode,
    reason:
      unmet.length === 0
        ? { id: 'verdict.criteria-met', params: { n: list.length } }
        : { id: 'verdict.criteria-unmet', params: { values: unmet.join('；') } },
  };
}

function ends(limits: End[], result: Judged, mode: CompareMode): Verdict {
  const qualifier = result.qualifier ?? '=';
  if (qualifier === 'ND') return undetectedAgainst(limits, mode);
  const compared = mode === 'rounded' ? result.rounded : result.exact;
  const value = settle(dec(compared));
  const outcomes = limits.map((end) => ({ end, outcome: against(end, value, qualifier) }));
  const worst =
    outcomes.find(({ outcome }) => outcome === 'fails') ?? outcomes.find(({ outcome }) => outcome === 'undecided');
  const shown = qualifier === '=' ? compared : `${qualifier}${compared}`;
  const verdict = worst?.outcome ?? 'conforms';
  return { verdict, compared: shown, mode, reason: sentence(verdict, shown, worst?.end) };
}

/** A censored value decides only where its whole reach lies on one side: `<0.05` meets ≤0.5 but says nothing about ≤0.01. */
function against(end: End, value: Decimal, qualifier: '=' | '<' | '>'): Outcome {
  const order = value.comparedTo(settle(dec(end.value)));
  const outward = end.side === 'max' ? order : -order;
  if (qualifier === '=') return outward < 0 || (outward === 0 && !end.open) ? 'conforms' : 'fails';
  const towards = (qualifier === '<') === (end.side === 'max');
  if (towards) return outward <= 0 ? 'conforms' : 'undecided';
  return outward >= 0 ? 'fails' : 'undecided';
}

/** 未检出 meets every upper limit and no lower one above zero. */
function undetectedAgainst(limits: End[], mode: CompareMode): Verdict {
  const unmet = limits.find((end) => end.side === 'min' && dec(end.value).greaterThan(0));
  const verdict = unmet ? 'fails' : 'conforms';
  return {
    verdict,
    compared: 'ND',
    mode,
    reason: unmet ? sentence('fails', 'ND', unmet) : { id: 'verdict.not-detected' },
  };
}

function sentence(verdict: Outcome, compared: string, end: End | undefined): Verdict['reason'] {
  const value = brief(compared);
  if (!end) return { id: 'verdict.within', params: { value } };
  if (verdict === 'undecided') return { id: 'verdict.censored', params: { value, limit: end.value } };
  const id =
    end.side === 'max'
      ? end.open
        ? 'verdict.not-below'
        : 'verdict.above'
      : end.open
        ? 'verdict.not-above'
        : 'verdict.below';
  return { id, params: { value, limit: end.value } };
}

/** Every single value must meet the limit; a failing one is never averaged away. Each is rounded once, to the decimals of the limit. */
function each(limits: End[], result: Judged, mode: CompareMode): Verdict {
  const places = Math.max(...limits.map((end) => placesOf(end.value)));
  const verdicts = individuals(result).map((exact) =>
    ends(limits, { exact, rounded: mode === 'rounded' ? roundPlaces(exact, places) : exact }, mode),
  );
  const failing = verdicts.filter(({ verdict }) => verdict === 'fails');
  const [first] = failing;
  if (!first)
    return {
      verdict: 'conforms',
      compared: verdicts.map(({ compared }) => compared).join(', '),
      mode,
      reason: { id: 'verdict.each-within', params: { n: verdicts.length } },
    };
  const values = failing.map(({ compared }) => brief(compared)).join(', ');
  return {
    verdict: 'fails',
    compared: failing.map(({ compared }) => compared).join(', '),
    mode,
    reason: { id: 'verdict.each-outside', params: { n: verdicts.length, outside: failing.length, values } },
  };
}

function stated(result: Judged, mode: CompareMode): Verdict {
  if (result.conforms === undefined) return refuse('limit.statement', undefined, 'conforms');
  return {
    verdict: result.conforms ? 'conforms' : 'fails',
    compared: result.rounded,
    mode,
    reason: { id: result.conforms ? 'verdict.stated-conforms' : 'verdict.stated-fails' },
  };
}

/** 不得检出: fails from the limit of detection (or quantitation) of the method upwards. Zero is not 未检出 when the method has no such limit. */
function detected(at: 'LOD' | 'LOQ', result: Judged, mode: CompareMode): Verdict {
  if (result.qualifier === 'ND' || (result.conforms === true && result.exact === ''))
    return { verdict: 'conforms', compared: 'ND', mode, reason: { id: 'verdict.not-detected' } };
  if (result.conforms === false || result.exact === '')
    return result.conforms === undefined
      ? refuse('limit.statement', undefined, 'conforms')
      : { verdict: 'fails', compared: result.rounded, mode, reason: { id: 'verdict.detected' } };
  const threshold = at === 'LOD' ? result.lod : result.loq;
  if (threshold === undefined) return refuse('limit.threshold', { at }, at.toLowerCase());
  const verdict = against(
    { side: 'max', value: threshold, open: true },
    settle(dec(result.exact)),
    result.qualifier ?? '=',
  );
  const compared = `${result.qualifier === '<' || result.qualifier === '>' ? result.qualifier : ''}${result.exact}`;
  const id = { conforms: 'verdict.below-threshold', fails: 'verdict.detected-at', undecided: 'verdict.censored' }[
    verdict
  ];
  return { verdict, compared, mode, reason: { id, params: { value: brief(compared), limit: threshold, at } } };
}

function individuals(result: Judged): string[] {
  const values = result.individuals ?? [];
  return values.length === 0 ? refuse('limit.individuals', undefined, 'individuals') : values;
}
