import { dec, settle } from '../core/decimal.ts';
import { declaredEnds } from '../core/limit-values.ts';
import type { Limit } from '../core/limits.ts';
import type { Reason } from '../core/refusal.ts';
import { brief, placesOf } from '../core/rounding.ts';
import type { RecordOutcome, TestItem, Words } from '../forms/index.ts';
import { type ReadingChange, replaced } from './history.ts';

/** What a reviewer should look at, most serious first; the words are messages `unusual.<id>`. */
const ranked = [
  'hold',
  'fails',
  'implausible',
  'copied',
  'order',
  'future',
  'receipt',
  'short',
  'changed-late',
  'overdue',
  'lot-overdue',
  'register',
  'retest',
  'attempts',
  'flag',
  'near',
  'early',
  'late',
  'changed',
  'returned',
  'run-qc',
  'gate',
  'criterion',
  'hours',
  'started-out',
  'expired',
  'lot-expired',
  'explained',
  'fast',
] as const;
export type OddityId = (typeof ranked)[number];

/** Told, and in nobody's way. */
const information: readonly OddityId[] = ['explained', 'fast'];

/** One unusual thing; stored with the record when it is signed, so only plain values. */
export interface Oddity {
  id: OddityId;
  params: Record<string, string | number | Words>;
  /** The reading that it is about, by its dot path. */
  cell?: string;
  /** Where else it is to be seen: an instrument, another record, a file. */
  href?: string;
  /** What a register, a chart or a run says, in its own words. */
  reason?: Reason;
}

/** Most serious first; of one kind in the order in which they were found. */
export const rank = (found: readonly Oddity[]): Oddity[] =>
  [...found].sort((a, b) => ranked.indexOf(a.id) - ranked.indexOf(b.id));

/** What keeps a record from being reviewed in a set with others. */
export const blocking = (found: readonly Oddity[]): Oddity[] => found.filter(({ id }) => !information.includes(id));

/** Whether two lines say the same of a record. */
export const sameOddity = (a: Oddity): string => JSON.stringify([a.id, a.cell, a.href, a.reason?.id, a.params]);

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

/** What the result itself says: out of its limit, near it, conditions and further requirements that are not met. */
export function ofOutcome(
  { item }: { item: TestItem },
  outcome: Pick<RecordOutcome, 'result' | 'verdict' | 'gates' | 'criteria'>,
): Oddity[] {
  const found: Oddity[] = [];
  const near = nearLimit(item.limit, outcome.result?.exact);
  if (outcome.verdict?.verdict === 'fails')
    found.push({ id: 'fails', params: { result: outcome.result?.text ?? '', limit: item.limitText } });
  if (near !== null) found.push({ id: 'near', params: { exact: brief(outcome.result?.exact ?? ''), limit: near } });
  for (const { label, value, bound } of outcome.gates.filter(({ ok }) => !ok))
    found.push({ id: 'gate', params: { label, value, bound } });
  for (const { label, value, bound } of outcome.criteria.filter(({ ok }) => !ok))
    found.push({ id: 'criterion', params: { label, value, bound } });
  return found;
}

/** A change of a reading, and whether the record had its result already when it was made. */
export type Changed = Pick<ReadingChange, 'path' | 'old' | 'new'> & { late: boolean };

/** What was changed after it was first saved; once the result stood there it weighs more. */
export function ofChanges(changes: readonly Changed[]): Oddity[] {
  const after = replaced(changes);
  const line = (id: 'changed' | 'changed-late', some: readonly Changed[]): Oddity[] =>
    some.length === 0
      ? []
      : [
          {
            id,
            params: { count: some.length, fields: new Set(some.map(({ path }) => path)).size },
            ...(some[0] && { cell: some[0].path }),
          },
        ];
  return [
    ...line(
      'changed-late',
      after.filter(({ late }) => late),
    ),
    ...line(
      'changed',
      after.filter(({ late }) => !late),
    ),
  ];
}
