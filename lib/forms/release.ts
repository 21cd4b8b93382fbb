import { dec } from '../core/decimal.ts';
import { compile, evaluate } from '../core/formula.ts';
import type { CompareMode, Verdict } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { brief, placesOf, roundPlaces } from '../core/rounding.ts';
import { t } from '../messages/index.ts';
import { listed } from './read.ts';
import { roundResult, verdictWord, withUnit } from './report-text.ts';
import type { Answer, Source } from './source.ts';
import { unitsVerdict, type Window } from './stages.ts';
import type { Row, TestItem } from './types.ts';

/** One time of a release test: its first six units, the six of the repeat (none, when it was not made) and its verdict. */
interface Point {
  hours: string;
  window: Window;
  first: string[];
  further: string[];
}

/**
 * Release at several times in one record: each row of the grid is a time with its six units, its ends stand in the constants `lows` and
 * `highs` (a dash where there is none). Each time is judged for itself, the worst decides. Once one time calls for the repeat, all 12 units
 * count at every time (ChP 0931). Printed: the mean of each time.
 */
export function released({ rule, item, constants, read }: Source): Answer {
  const points = pointsOf({ rule, constants, read });
  const at = (point: Point, further: string[], isAgain: boolean) =>
    unitsVerdict(point.window, point.first, further, item.compare, isAgain).verdict;
  const isDue = points.some((point) => at(point, [], false) === 'undecided');
  const isFailed = points.some((point) => at(point, [], false) === 'fails');
  const isRepeated = isDue && !isFailed && points.some(({ further }) => further.length > 0);
  const open = isRepeated ? points.filter(({ further }) => further.length === 0) : [];
  if (open.length > 0) return repeatOpen(open, item);
  const judged = points.map((point) => {
    const further = isRepeated ? point.further : [];
    const mean = evaluate(compile('mean(x)'), { x: [...point.first, ...further] });
    return { hours: point.hours, mean, verdict: at(point, further, isRepeated) };
  });
  const worst = (['fails', 'undecided'] as const).find((one) => judged.some(({ verdict }) => verdict === one));
  const means = judged.map(({ hours, mean }) =>
    t('zh', 'result.point', { hours, value: withUnit(roundResult(mean, item), item.unit) }),
  );
  const verdict = worst ?? 'conforms';
  const last = judged[judged.length - 1]?.mean ?? refuse('limit.individuals');
  const unmet = judged.filter((point) => point.verdict !== 'conforms').map(({ hours }) => `${hours}h`);
  const n = judged.length;
  const unmetId = verdict === 'undecided' ? 'verdict.points-due' : 'verdict.points';
  return {
    result: {
      exact: last,
      rounded: roundResult(last, item),
      text: verdict === 'undecided' ? verdictWord(verdict, item) : means.join('、'),
      individuals: judged.map(({ mean }) => roundResult(mean, item)),
      qualifier: '=',
    },
    verdict: {
      verdict,
      compared: means.join('、'),
      mode: item.compare,
      reason: worst
        ? { id: unmetId, params: { n, values: unmet.join('、') } }
        : { id: 'verdict.points-met', params: { n } },
    },
  };
}

function pointsOf({ rule, constants, read }: Pick<Source, 'rule' | 'constants' | 'read'>): Point[] {
  const [lows, highs] = ['lows', 'highs'].map((id) => listed(constants[id] ?? ''));
  const repeats = read.grids[rule.further ?? ''] ?? [];
  return (read.grids[rule.grid ?? ''] ?? []).map(({ index, cells }) => {
    const hours = cells[rule.field ?? ''] ?? '';
    return {
      hours,
      window: windowOf(lows?.[index], highs?.[index], hours),
      first: unitsOf(cells, rule.plates ?? []),
      further: unitsOf(repeats.find((row) => row.index === index)?.cells ?? {}, rule.plates ?? [], '_2'),
    };
  });
}

/** The repeat was begun but some times have only their first six units. */
function repeatOpen(open: Point[], item: TestItem): Answer {
  const text = verdictWord('undecided', item);
  const values = open.map(({ hours }) => `${hours}h`).join('、');
  return {
    result: { exact: '', rounded: text, text },
    verdict: {
      verdict: 'undecided',
      compared: values,
      mode: item.compare,
      reason: { id: 'verdict.points-open', params: { values } },
    },
  };
}

/** Acid stage of enteric forms (ChP 0931): none of six above the limit, or at most two with the mean not above it; there is no repeat. */
export function acidVerdict(high: string, values: string[], mode: CompareMode): Verdict {
  const places = placesOf(high);
  const read = (value: string) => (mode === 'rounded' ? roundPlaces(value, places) : value);
  const outside = values.filter((value) => dec(read(value)).greaterThan(dec(high))).length;
  const mean = read(evaluate(compile('mean(x)'), { x: values }));
  const isMet = outside === 0 || (outside <= 2 && !dec(mean).greaterThan(dec(high)));
  return {
    verdict: isMet ? 'conforms' : 'fails',
    compared: values.map(read).join(', '),
    mode,
    reason: { id: 'verdict.acid', params: { n: values.length, outside, mean: brief(mean) } },
  };
}

function unitsOf(cells: Row, columns: string[], suffix = ''): string[] {
  return columns.flatMap((id) => cells[`${id}${suffix}`] ?? []);
}

/** The ends of one time; a dash stands for none. */
function windowOf(low: string | undefined, high: string | undefined, hours: string): Window {
  const end = (text: string | undefined) => (text === undefined || !/\d/.test(text) ? undefined : text);
  const [from, to] = [end(low), end(high)];
  if (from === undefined && to === undefined) return refuse('record.window', { hours });
  return { ...(from === undefined ? {} : { low: from }), ...(to === undefined ? {} : { high: to }) };
}
