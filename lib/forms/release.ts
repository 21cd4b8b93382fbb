import { dec } from '../core/decimal.ts';
import { compile, evaluate } from '../core/formula.ts';
import type { CompareMode, Verdict } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { placesOf, roundPlaces } from '../core/rounding.ts';
import { t } from '../messages/index.ts';
import { listed } from './read.ts';
import { roundResult, verdictWord, withUnit } from './report-text.ts';
import type { Answer, Source } from './source.ts';
import { unitsVerdict, type Window } from './stages.ts';
import type { Row } from './types.ts';

/**
 * Release at several times in one record: each row of the grid is a time with its six units, its ends stand in the constants `lows` and
 * `highs` (a dash where there is none). Each time is judged for itself (ChP 0931), the worst decides. Printed: the mean of each time.
 */
export function released({ rule, item, constants, read }: Source): Answer {
  const [lows, highs] = ['lows', 'highs'].map((id) => listed(constants[id] ?? ''));
  const rows = read.grids[rule.grid ?? ''] ?? [];
  const repeats = read.grids[rule.further ?? ''] ?? [];
  const points = rows.map(({ index, cells }) => {
    const first = unitsOf(cells, rule.plates ?? []);
    const further = unitsOf(repeats.find((row) => row.index === index)?.cells ?? {}, rule.plates ?? [], '_2');
    const mean = evaluate(compile('mean(x)'), { x: [...first, ...further] });
    const hours = cells[rule.field ?? ''] ?? '';
    const window = windowOf(lows?.[index], highs?.[index], hours);
    return { hours, mean, verdict: unitsVerdict(window, first, further, item.compare).verdict };
  });
  const worst = (['fails', 'undecided'] as const).find((one) => points.some(({ verdict }) => verdict === one));
  const means = points.map(({ hours, mean }) =>
    t('zh', 'result.point', { hours, value: withUnit(roundResult(mean, item), item.unit) }),
  );
  const verdict = worst ?? 'conforms';
  const last = points[points.length - 1]?.mean ?? refuse('limit.individuals');
  const unmet = points.filter((point) => point.verdict !== 'conforms').map(({ hours }) => `${hours}h`);
  return {
    result: {
      exact: last,
      rounded: roundResult(last, item),
      text: verdict === 'undecided' ? verdictWord(verdict, item) : means.join('、'),
      individuals: points.map(({ mean }) => roundResult(mean, item)),
      qualifier: '=',
    },
    verdict: {
      verdict,
      compared: means.join('、'),
      mode: item.compare,
      reason: worst
        ? { id: 'verdict.points', params: { n: points.length, values: unmet.join('、') } }
        : { id: 'verdict.points-met', params: { n: points.length } },
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
    reason: { id: 'verdict.acid', params: { n: values.length, outside, mean } },
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
