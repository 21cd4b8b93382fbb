import { dec, settle } from '../core/decimal.ts';
import { compile, evaluate } from '../core/formula.ts';
import { derive } from '../core/limit-values.ts';
import { judge, type Limit, type Verdict } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { brief, roundChpMelting, roundPlaces } from '../core/rounding.ts';
import { type Count, chpCount, cosmeticCount } from './counts.ts';
import type { Read } from './read.ts';
import { released } from './release.ts';
import {
  bare,
  belowLoqText,
  individualsText,
  limitPlaces,
  notDetectedText,
  roundIndividual,
  roundResult,
  verdictWord,
  withUnit,
} from './report-text.ts';
import { type Answer, cells, list, type Source, thresholds, value } from './source.ts';
import { staged } from './staged.ts';
import { chosen, counted, screened, stated } from './statements.ts';
import type { TestItem } from './types.ts';

/** The result and its verdict by the rule of the form. @throws Refusal when the limit cannot judge this kind of result */
export function conclude(source: Source): Answer {
  switch (source.rule.kind) {
    case 'number':
      return numeric(source);
    case 'units':
      return units(source);
    case 'conform':
    case 'absence':
      return stated(source);
    case 'screen':
      return screened(source);
    case 'counted':
      return counted(source);
    case 'choice':
      return chosen(source);
    case 'melting':
      return melting(source);
    case 'plates-chp':
    case 'plates-cosmetic':
      return plates(source);
    case 'release-points':
      return released(source);
    default:
      return staged(source);
  }
}

/** RAD, RSD (%) or range of the single values as rounded: the paper's figures. Undefined for fewer than two. */
export function precisionOf(kind: 'rad' | 'rsd' | 'absolute', values: string[]): string | undefined {
  if (values.length < 2) return undefined;
  if (values.every((value) => dec(value).isZero())) return '0';
  return evaluate(compile(kind === 'absolute' ? 'max(x)-min(x)' : `${kind}(x)`), { x: values });
}

/** The single values of the record as rounded for the paper. */
export function roundedIndividuals({ rule, known, item }: Source): string[] {
  return rule.individuals === undefined
    ? []
    : list(known, rule.individuals).map((value) => roundIndividual(value, item));
}

function numeric(source: Source): Answer {
  const { rule, item, known, read } = source;
  if (rule.notDetected && isEverywhere(read, rule.notDetected)) return notDetected(item);
  const exact = figure(source);
  const below = (threshold: string | undefined) =>
    rule.lod === true && threshold !== undefined && settle(dec(exact)).lessThan(dec(threshold));
  if (below(item.lod)) return { ...notDetected(item), result: { ...notDetected(item).result, exact } };
  const individuals = rule.individuals === undefined ? undefined : list(known, rule.individuals);
  if (below(item.loq)) {
    const judged =
      item.limit.kind === 'not-detected'
        ? { exact, rounded: exact }
        : { exact: item.loq ?? '', rounded: item.loq ?? '', qualifier: '<' as const };
    return {
      result: { exact, rounded: roundResult(exact, item), text: belowLoqText(item), qualifier: '<' },
      verdict: judge(item.limit, { ...judged, ...thresholds(item) }, item.compare),
    };
  }
  const rounded = roundResult(exact, item);
  const verdict = judge(
    limitFor(boundOf(source)),
    {
      exact,
      rounded,
      ...(individuals ? { individuals } : { individuals: [exact] }),
      qualifier: '=',
      ...thresholds(item),
    },
    item.compare,
  );
  const shown = rule.individuals === undefined ? undefined : roundedIndividuals(source);
  const differing = individuals && apart(source, individuals);
  if (differing) {
    const text = verdictWord('undecided', item);
    return { result: { exact, rounded, text, qualifier: '=', individuals: shown ?? [] }, verdict: differing };
  }
  return {
    result: {
      exact,
      rounded,
      text: numberText(source, rounded),
      qualifier: '=',
      ...(shown ? { individuals: shown } : {}),
    },
    verdict,
  };
}

/** The chosen word, in every row where the field stands in a grid. */
function isEverywhere(read: Read, { field, is }: { field: string; is: string }): boolean {
  const single = read.values[field];
  const chosen = single === undefined ? cells(read, field) : [single];
  return chosen.length > 0 && chosen.every((one) => one === is);
}

/** Parallels of which one meets the limit and one does not are not averaged (GB/T 14233.1): the test is done again. */
function apart({ rule, item, constants }: Source, individuals: string[]): Verdict | undefined {
  if (!rule.parallels || constants[rule.parallels] === undefined) return undefined;
  const verdicts = individuals.map((one) =>
    judge(limitFor(item.limit), { exact: one, rounded: roundResult(one, item), individuals: [one] }, item.compare),
  );
  const [first] = verdicts;
  if (!first || verdicts.every(({ verdict }) => verdict === first.verdict)) return undefined;
  const values = verdicts.map(({ compared }) => compared).join('、');
  return {
    ...first,
    verdict: 'undecided',
    compared: values,
    reason: { id: 'verdict.parallels-differ', params: { values: brief(values) } },
  };
}

/** The limit of the item, or that of both sets once a repeat was made. */
function boundOf({ rule: { retest }, item: { limit }, read, constants }: Source): Limit {
  const second = retest?.limit === undefined ? undefined : constants[retest.limit];
  const isRepeated = (read.grids[retest?.given ?? ''] ?? []).length > 0;
  return second !== undefined && isRepeated && (limit.kind === 'max' || limit.kind === 'min')
    ? { ...limit, value: second }
    : limit;
}

/** The value of the form, or the figure that a derived limit asks for. */
function figure({ rule, item: { limit }, known }: Source): string {
  return limit.kind === 'derived'
    ? derive(limit.by, list(known, rule.individuals ?? rule.value ?? ''))
    : value(known, rule.value ?? '');
}

function numberText({ rule, item, known, constants }: Source, rounded: string): string {
  if (rule.print && !(rule.plain && constants[rule.plain]))
    return rule.print.zh.replace(/\{(\w+)\}/g, (_, id: string) =>
      withUnit(id === 'value' ? rounded : roundResult(value(known, id), item), item.unit),
    );
  const each = item.limit.kind.startsWith('each-');
  const none = rule.beyond === undefined ? [] : list(known, rule.beyond.field).map((one) => dec(one).isZero());
  const above = withUnit(`>${rule.beyond?.value ?? ''}`, item.unit);
  if (rule.text === 'individuals' && each && rule.individuals)
    return individualsText(
      list(known, rule.individuals).map((one) => roundPlaces(one, item.places ?? limitPlaces(item.limit), item.rule)),
      (value, i) => (none[i] ? above : withUnit(value, item.unit)),
    );
  return none.length > 0 && none.every(Boolean) ? above : withUnit(rounded, item.unit);
}

function units({ rule, item, known, constants }: Source): Answer {
  const first = list(known, rule.individuals ?? '');
  const further = rule.further === undefined ? [] : list(known, rule.further);
  const individuals = [...first, ...further];
  const exact =
    rule.further === undefined || rule.text === 'word'
      ? value(known, rule.value ?? '')
      : evaluate(compile('max(x)'), { x: individuals });
  const nominal = rule.reference === undefined ? undefined : constants[rule.reference];
  const limit: Limit =
    item.limit.kind === 'deviation' && nominal !== undefined && item.limit.nominal === undefined
      ? { ...item.limit, nominal }
      : item.limit;
  const rounded = roundResult(exact, item);
  const judged = (values: string[]) =>
    judge(limit, { exact, rounded, individuals: values, qualifier: '=' }, item.compare);
  const isInSets = item.limit.kind === 'each-min' && rule.further !== undefined;
  const verdict = isInSets ? inTwoSets(first, further, judged) : judged(individuals);
  const text =
    rule.text === 'word' || verdict.verdict === 'undecided'
      ? verdictWord(verdict.verdict, item)
      : withUnit(rounded, item.unit);
  return { result: { exact, rounded, text, individuals, qualifier: '=' }, verdict };
}

/** One container of the first set may be short: then as many again are due, all of which must be full (ChP 0942). */
function inTwoSets(first: string[], further: string[], judged: (values: string[]) => Verdict): Verdict {
  const one = judged(first);
  if (one.verdict !== 'fails' || Number(one.reason.params?.['outside']) > 1) return one;
  return further.length > 0
    ? judged(further)
    : { ...one, verdict: 'undecided', reason: { id: 'verdict.repeat-due', params: { value: brief(one.compared) } } };
}

/** Start and end of melting, each to the half degree (ChP 0612); both must lie within a range. */
function melting({ rule, item, known }: Source): Answer {
  const [low, high] = [value(known, rule.low ?? ''), value(known, rule.value ?? '')];
  const [start, end] = [roundChpMelting(low), roundChpMelting(high)];
  const { limit } = item;
  const ofStart =
    limit.kind === 'range'
      ? judge({ kind: 'min', value: limit.low }, { exact: low, rounded: start }, item.compare)
      : undefined;
  const ofEnd = judge(
    limit.kind === 'range' ? { kind: 'max', value: limit.high } : limit,
    { exact: high, rounded: end },
    item.compare,
  );
  const text = start === end ? withUnit(bare(end), item.unit) : `${bare(start)}～${withUnit(bare(end), item.unit)}`;
  const verdict = ofStart?.verdict === 'fails' ? ofStart : { ...ofEnd, compared: `${bare(start)}～${bare(end)}` };
  return { result: { exact: high, rounded: end, text, individuals: [start, end], qualifier: '=' }, verdict };
}

function plates({ rule, item, constants, read }: Source): Answer {
  const rows = (read.grids[rule.grid ?? ''] ?? []).map(({ cells: row }) => ({
    factor: row[rule.dilution ?? ''] ?? '',
    plates: (rule.plates ?? []).flatMap((id) => row[id] ?? []),
  }));
  const count: Count =
    rule.kind === 'plates-chp'
      ? chpCount(rows, constants['ceiling'] ?? '')
      : cosmeticCount(rows, constants['low'] ?? '', constants['high'] ?? '');
  const { exact, rounded, qualifier } = count;
  return {
    result: { exact, rounded, text: withUnit(count.text, item.unit), qualifier },
    verdict: judge(item.limit, { exact, rounded, qualifier }, item.compare),
  };
}

function notDetected(item: TestItem): Answer {
  return {
    result: { exact: '', rounded: '', text: notDetectedText(item), qualifier: 'ND' },
    verdict: judge(item.limit, { exact: '', rounded: '', qualifier: 'ND', ...thresholds(item) }, item.compare),
  };
}

/** A number that the specification describes in words only is compared by nobody: the analyst's reading stands, the words are the reviewer's. */
function limitFor(limit: Limit): Limit {
  return ['text', 'criteria', 'one-of', 'not-deeper'].includes(limit.kind)
    ? refuse('record.limit-kind', { kind: limit.kind })
    : limit;
}
