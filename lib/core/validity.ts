import { unauthorised } from './authorised.ts';
import { addDays } from './deadlines.ts';
import { covers, meets, type Period, type Span, spanOf, until } from './period.ts';
import type { Reason } from './refusal.ts';
import { instrumentReasons } from './validity-instrument.ts';
import { materialReasons } from './validity-material.ts';
import type { CapabilityStanding, Facts, MethodFact, Need, PersonAct } from './validity-types.ts';

export type { Period } from './period.ts';
export type * from './validity-types.ts';

/**
 * Why a test cannot count, as an assessor would say it later (domain 6.5; 10 items 7-13 and 32); empty when it can.
 * Everything is asked for the whole time of the test, from its start to its end, never for the moment of typing.
 * @param at dates or bench times, both ends included
 * @throws Refusal `date.*`, `number.*` where a fact itself is no date or no number
 */
export function validity(need: Need, facts: Facts, at: Period): Reason[] {
  const span = spanOf(at);
  if (span.to < span.from) return [{ id: 'validity.period', params: { from: at.from, to: at.to } }];
  const reasons = [
    ...(need.instruments ?? []).flatMap((used) =>
      instrumentReasons(
        used,
        need,
        facts.instruments.find(({ no }) => no === used.no),
        span,
        facts.practice,
      ),
    ),
    ...(need.materials ?? []).flatMap((used) =>
      materialReasons(
        used,
        facts.materials.find(({ lot }) => lot === used.lot),
        span,
        facts.practice,
      ),
    ),
    ...peopleReasons(need, facts, at),
    ...methodReasons(need, facts.methods, span),
    ...capabilityReasons(need, facts),
    ...roomReasons(need, facts, span),
  ];
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}

const notAuthorised: Record<PersonAct, string> = {
  test: 'validity.analyst-not-authorised',
  review: 'validity.reviewer-not-authorised',
  sign: 'validity.signatory-not-authorised',
};

/** Duties that one person may not have of the same test (domain 4). */
const apart = [
  ['sample', 'test', 'validity.sampler-tests'],
  ['test', 'review', 'validity.analyst-reviews'],
  ['test', 'sign', 'validity.analyst-signs'],
  ['review', 'sign', 'validity.reviewer-signs'],
] as const;

function peopleReasons(need: Need, facts: Facts, at: Period): Reason[] {
  const people = need.people ?? [];
  const same = apart.flatMap(([first, second, id]) =>
    people
      .filter((person) => person.act === second)
      .filter((person) => people.some((other) => other.act === first && other.id === person.id))
      .map(({ name }) => ({ id, params: { name } })),
  );
  const barred = people.flatMap((person) => {
    if (person.act === 'sample') return [];
    return authorisationReasons({ ...person, act: person.act, during: person.during ?? at }, need, facts.people);
  });
  return [...same, ...barred];
}

type Acting = { id: string; name: string; act: PersonAct; during: Period };

/** Authorised for the parameter, or for one of its groups, over the whole time of the own work. */
function authorisationReasons({ id, name, act, during }: Acting, need: Need, people: Facts['people']): Reason[] {
  if (!people.some((one) => one.id === id)) return [{ id: 'validity.person-unknown', params: { name } }];
  const { parameter } = need;
  const faults = (need.groups.length > 0 ? need.groups : ['']).map((group) =>
    unauthorised(people, { person: id, parameter, group, class: need.class, act, ...during }),
  );
  if (faults.includes(null)) return [];
  // Of several groups the one that comes nearest says why: a suspended authorisation before one that was never given.
  const nearest = [...faults].sort((a, b) => Number(a?.id === 'person.never') - Number(b?.id === 'person.never'))[0];
  const params = { name, parameter };
  if (nearest?.id === 'person.suspended') return [{ id: 'validity.authorisation-suspended', params }];
  return nearest?.id === 'person.lapsed'
    ? [{ id: 'validity.authorisation-ended', params: { ...params, to: addDays(String(nearest.params?.day), -1) } }]
    : [{ id: notAuthorised[act], params }];
}

/** The edition that holds for the goods: by the day of production where it is known (domain 1.8), else by the time of the test. */
function methodReasons({ method, producedOn }: Need, known: MethodFact[], at: Span): Reason[] {
  if (!method) return [];
  const { standard, edition } = method;
  const editions = known.filter((one) => one.standard === standard);
  if (editions.length === 0) return [{ id: 'validity.method-unknown', params: { standard } }];
  const asked = producedOn === undefined ? at : spanOf({ from: producedOn, to: producedOn });
  const holds = ({ from, to }: MethodFact) => covers(spanOf({ from: from ?? '1990-01-01', to }), asked);
  const right = editions.filter(holds).map((one) => one.edition);
  if (right.includes(edition)) return [];
  const params = { standard, edition };
  if (right.length > 0) return [{ id: 'validity.method-edition', params: { ...params, right: right.join(', ') } }];
  const to = editions.find((one) => one.edition === edition)?.to;
  return to !== undefined && until(to).to < asked.to
    ? [{ id: 'validity.method-withdrawn', params: { ...params, to } }]
    : [{ id: 'validity.method-not-in-force', params }];
}

const standings: Record<Exclude<CapabilityStanding, 'held'>, string> = {
  applied: 'validity.capability-applied',
  suspended: 'validity.capability-suspended',
  cancelled: 'validity.capability-cancelled',
  expired: 'validity.capability-expired',
  'not-yet': 'validity.capability-not-yet',
};

/** A cosmetics report needs CMA for every item (化妆品监督管理条例 §49); others need what their marks promise. Internal tests need nothing. */
function capabilityReasons(need: Need, facts: Facts): Reason[] {
  if (need.internal) return [];
  const wanted = new Set([...(need.marks ?? []), ...(need.class === 'cosmetic' ? ['CMA'] : [])]);
  return [...wanted].flatMap((scheme) => {
    const lines = facts.capabilities.filter((one) => one.scheme === scheme && one.parameter === need.parameter);
    const params = { scheme, parameter: need.parameter };
    if (lines.some(({ standing }) => standing === 'held')) return [];
    const standing = lines.find((one) => one.standing !== 'held')?.standing;
    return standing === undefined || standing === 'held'
      ? [{ id: 'validity.capability-none', params }]
      : [{ id: standings[standing], params }];
  });
}

const ROOM = 'common.room';

/** A bench time as people read it. */
const clock = (at: string): string => at.replace('T', ' ');

/** Of several rooms the record must name the one, and it must be one in which the parameter is tested (domain 6.4). */
function roomReasons({ room, rooms = [], parameter }: Need, facts: Facts, at: Span): Reason[] {
  if (room === undefined)
    return rooms.length > 1 ? [{ id: 'validity.room-unnamed', field: ROOM, params: { rooms: rooms.join(', ') } }] : [];
  const fact = facts.rooms.find((one) => one.room === room);
  if (!fact) return [{ id: 'validity.room-unknown', field: ROOM, params: { room } }];
  const other =
    rooms.length > 0 && !rooms.includes(room)
      ? [{ id: 'validity.room-other', field: ROOM, params: { room: fact.name, parameter, rooms: rooms.join(', ') } }]
      : [];
  const out = fact.excursions
    .filter((one) => one.approvedDeviation === undefined && meets(spanOf(one), at))
    .map(
      ({ from, to, quantity }): Reason =>
        to === undefined
          ? { id: 'validity.room-still-out', params: { room: fact.name, quantity, from: clock(from) } }
          : { id: 'validity.room-out', params: { room: fact.name, quantity, from: clock(from), to: clock(to) } },
    );
  return [...other, ...out];
}
