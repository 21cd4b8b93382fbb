import { dec, settle } from '../core/decimal.ts';
import { declaredEnds } from '../core/limit-values.ts';
import type { Limit } from '../core/limits.ts';
import { brief, placesOf } from '../core/rounding.ts';
import type { RecordOutcome, TestItem } from '../forms/index.ts';
import { type ReadingChange, replaced } from './history.ts';

/** Something a reviewer should look at first; the words are messages `unusual.<id>`. Most serious first. */
export interface Unusual {
  id: 'fails' | 'near' | 'changed' | 'returned' | 'gate' | 'criterion';
  params: Record<string, string | number>;
}

/** One unit in the last place of a decimal text: 0.1 for 95.0. */
const lastPlace = (text: string): string => {
  const places = placesOf(text);
  return places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`;
};

/** An end of a limit and one unit of the digit to which results are rounded for it. */
interface Bound {
  value: string;
  unit: string;
}

const written = (...values: (string | undefined)[]): Bound[] =>
  values.flatMap((value) => (value === undefined ? [] : [{ value, unit: lastPlace(value) }]));

const bounds = (limit: Limit): Bound[] => {
  switch (limit.kind) {
    case 'max':
    case 'min':
    case 'each-max':
    case 'each-min':
      return written(limit.value);
    case 'range':
    case 'each-range':
    case 'label-claim':
      return written(limit.low, limit.high);
    case 'microbial':
      return written(dec(limit.value).times(dec(limit.factor)).toFixed());
    case 'declared':
      // The ends are calculated; the declared value says to which digit results are written.
      return declaredEnds(limit).map((value) => ({ value, unit: lastPlace(limit.declared) }));
    case 'derived':
      return bounds(limit.limit);
    default:
      return [];
  }
};

/** The limit that an unrounded result lies within one unit of its last digit of, where a rounding decides (domain 3.5), or null. */
export function nearLimit(limit: Limit, exact: string | null | undefined): string | null {
  if (!exact || !/^-?\d+(\.\d+)?$/.test(exact)) return null;
  const near = bounds(limit).find(({ value, unit }) =>
    settle(dec(exact).minus(dec(value)).abs()).lessThanOrEqualTo(dec(unit)),
  );
  return near?.value ?? null;
}

/** What is unusual in a record, ranked: out of limit, near the limit, changed after the first save, given back before, gates. */
export function unusual(
  { item, returned_reason }: { item: TestItem; returned_reason: string | null },
  outcome: RecordOutcome,
  changes: readonly ReadingChange[],
): Unusual[] {
  const found: Unusual[] = [];
  const near = nearLimit(item.limit, outcome.result?.exact);
  const after = replaced(changes);
  if (outcome.verdict?.verdict === 'fails')
    found.push({ id: 'fails', params: { result: outcome.result?.text ?? '', limit: item.limitText } });
  if (near !== null) found.push({ id: 'near', params: { exact: brief(outcome.result?.exact ?? ''), limit: near } });
  if (after.length > 0)
    found.push({
      id: 'changed',
      params: { count: after.length, fields: new Set(after.map((change) => change.path)).size },
    });
  if (returned_reason !== null) found.push({ id: 'returned', params: { reason: returned_reason } });
  for (const gate of outcome.gates.filter(({ ok }) => !ok))
    found.push({ id: 'gate', params: { label: gate.label.zh, value: gate.value, bound: gate.bound } });
  for (const criterion of outcome.criteria.filter(({ ok }) => !ok))
    found.push({
      id: 'criterion',
      params: { label: criterion.label.zh, value: criterion.value, bound: criterion.bound },
    });
  return found;
}
