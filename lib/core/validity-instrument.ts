import { firstGap, latestWords, meets, type Span, until } from './period.ts';
import type { Reason } from './refusal.ts';
import { quantityOf, within } from './validity-quantity.ts';
import type { Facts, InstrumentFact, InstrumentState, Need, RangeLimit } from './validity-types.ts';

type Used = NonNullable<Need['instruments']>[number];

const barred: Partial<Record<InstrumentState, string>> = {
  acceptance: 'validity.instrument-not-accepted',
  stopped: 'validity.instrument-stopped',
  scrapped: 'validity.instrument-scrapped',
};

/** Why an instrument could not be used for this test at any moment of it (domain 6.1, 6.2, 6.5). */
export function instrumentReasons(
  used: Used,
  need: Need,
  fact: InstrumentFact | undefined,
  at: Span,
  practice: Facts['practice'],
): Reason[] {
  const at_field = used.field === undefined ? {} : { field: used.field };
  if (!fact) return [{ id: 'validity.instrument-unknown', ...at_field, params: { no: used.no } }];
  const named = { no: fact.no, name: fact.name };
  const serves = fact.serves ?? [];
  const found: Reason[] = [
    ...stateReasons(fact, at),
    ...(fact.exempt ? [] : calibrationReasons(fact, at)),
    ...limitsThen(fact, at).flatMap((limits) => limitReasons(used, limits, practice)),
  ];
  if (
    serves.length > 0 &&
    ![need.parameter, ...need.groups, ...(need.instrumentKinds ?? [])].some((one) => serves.includes(one))
  )
    found.push({ id: 'validity.instrument-not-serving', params: { parameter: need.parameter } });
  return found.map(({ id, field, params }) => ({
    id,
    ...(field === undefined ? at_field : { field }),
    params: { ...named, ...params },
  }));
}

/** What it was while the test ran; a time for which nothing is known was not a time of use. */
const statesThen = ({ history }: InstrumentFact) =>
  latestWords(history, ({ from }) => from).map(({ entry, span }) => ({
    entry,
    span: { from: span.from, to: entry.to === undefined ? span.to : Math.min(span.to, until(entry.to).to) },
  }));

function stateReasons(fact: InstrumentFact, at: Span): Reason[] {
  const states = statesThen(fact);
  const bad = states
    .filter(({ span }) => meets(span, at))
    .flatMap(({ entry }) => {
      const id = barred[entry.state];
      return id === undefined ? [] : [{ id, params: { from: entry.from.replace('T', ' '), why: entry.reason ?? '—' } }];
    });
  const gap = firstGap(
    at,
    states.map(({ span }) => span),
  );
  return gap === null ? bad : [...bad, { id: 'validity.instrument-not-in-use', params: {} }];
}

const certificatesThen = ({ calibrations }: InstrumentFact) => latestWords(calibrations, ({ from }) => from);

function calibrationReasons(fact: InstrumentFact, at: Span): Reason[] {
  if (fact.calibrations.length === 0) return [{ id: 'validity.instrument-uncalibrated', params: {} }];
  const words = certificatesThen(fact);
  const unfit = words
    .filter(({ entry, span }) => entry.conclusion === 'unfit' && meets(span, at))
    .map(({ entry }) => ({ id: 'validity.instrument-unfit', params: { from: entry.from.replace('T', ' ') } }));
  const valid = words.map(({ entry, span }) => ({
    from: span.from,
    to: Math.min(span.to, until(entry.validTo).to),
  }));
  const gap = firstGap(at, valid);
  if (gap === null) return unfit;
  const ended = words.filter(({ span }) => span.from <= gap).at(-1)?.entry.validTo;
  return ended === undefined
    ? [...unfit, { id: 'validity.instrument-uncalibrated', params: {} }]
    : [...unfit, { id: 'validity.instrument-overdue', params: { validTo: ended } }];
}

/** The limits of a yellow label and of certificates that fit only in part, each as one set. */
function limitsThen(fact: InstrumentFact, at: Span): RangeLimit[][] {
  const yellow = statesThen(fact).filter(({ entry, span }) => entry.state === 'limited' && meets(span, at));
  const partly = certificatesThen(fact).filter(
    ({ entry, span }) => !fact.exempt && entry.conclusion === 'limited' && meets(span, at),
  );
  return [...yellow, ...partly].map(({ entry }) => entry.limits ?? []);
}

/** A reading must stand in one of the good parts of its quantity; what has no limits is not restricted. */
function limitReasons({ readings = [] }: Used, limits: RangeLimit[], { quantities }: Facts['practice']): Reason[] {
  if (limits.length === 0) return [{ id: 'validity.instrument-limits-missing', params: {} }];
  return readings.flatMap((reading): Reason[] => {
    const asked = quantityOf(quantities, reading.quantity);
    const own = limits.filter((limit) => quantityOf(quantities, limit.quantity) === asked);
    if (own.length === 0) return [];
    const held = own.map((limit) => within(quantities, reading, limit));
    if (held.includes(true)) return [];
    const { value, unit, label, field } = reading;
    const params = { quantity: label ?? reading.quantity, value, unit, limits: own.map(rangeText).join('; ') };
    const id = held.includes(false) ? 'validity.instrument-outside' : 'validity.instrument-limit-unit';
    return [{ id, ...(field !== undefined && { field }), params }];
  });
}

const rangeText = ({ low, high, unit }: RangeLimit): string => {
  if (low === undefined) return `≤ ${high ?? ''} ${unit}`;
  return high === undefined ? `≥ ${low} ${unit}` : `${low}–${high} ${unit}`;
};
