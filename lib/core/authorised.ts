import { addDays } from './deadlines.ts';
import type { Reason } from './refusal.ts';

/** What a person may be authorised to do to a test or a report (domain 4). */
export type AuthorisedAct = 'test' | 'review' | 'sign';

/** Days YYYY-MM-DD, both ends included; without `to` it lasts on. */
export interface Period {
  from: string;
  to?: string;
}

/** One authorisation: every part of the scope that is given must fit. `suspended`: periods in which it did not hold. */
export interface AuthorisationFact extends Period {
  scope: { parameter?: string; group?: string; class?: string };
  act: AuthorisedAct;
  suspended?: Period[];
}

export interface PersonFact {
  id: string;
  authorisations: AuthorisationFact[];
}

/** An act on an item of a parameter, from day or bench time (YYYY-MM-DD or YYYY-MM-DDTHH:MM, China) to day or bench time. */
export interface AuthorisationQuestion {
  person: string;
  parameter: string;
  group: string;
  class: string;
  act: AuthorisedAct;
  from: string;
  to: string;
}

/**
 * Why the person may not do the act over the whole time, or null (domain 4: authorisation per person × parameter × act with dates; 6.5:
 * judged on the days of the test, not of its entry). Authorisations that follow one another cover together; while one that fits is
 * suspended no other makes up for it.
 * Ids: `person.never`, or with the first day that none covers `person.not-yet`, `person.suspended`, `person.lapsed`.
 */
export function unauthorised(facts: readonly PersonFact[], asked: AuthorisationQuestion): Reason | null {
  const own = facts.find(({ id }) => id === asked.person)?.authorisations ?? [];
  const fitting = own.filter(({ act, scope }) => act === asked.act && fits(scope, asked));
  const params = { act: asked.act, parameter: asked.parameter };
  if (fitting.length === 0) return { id: 'person.never', params };
  const suspended = fitting.flatMap(pausesOf);
  const periods = fitting.flatMap((one) => periodsOf({ ...one, suspended }));
  const day = firstUncovered(periods, asked.from.slice(0, 10), asked.to.slice(0, 10));
  if (day === null) return null;
  const within = fitting.some((one) => holds(one, day));
  const later = fitting.every(({ from }) => from > day);
  const id = within ? 'person.suspended' : later ? 'person.not-yet' : 'person.lapsed';
  return { id, params: { ...params, day } };
}

/** Whether the person may do the act over the whole time. */
export const authorised = (facts: readonly PersonFact[], asked: AuthorisationQuestion): boolean =>
  unauthorised(facts, asked) === null;

function fits(scope: AuthorisationFact['scope'], asked: AuthorisationQuestion): boolean {
  const parts = (['parameter', 'group', 'class'] as const).filter((part) => scope[part] !== undefined);
  return parts.length > 0 && parts.every((part) => scope[part] === asked[part]);
}

const holds = ({ from, to }: Period, day: string): boolean => from <= day && (to === undefined || day <= to);

/** The suspensions of an authorisation within its own days: what was ended suspends nothing any more. */
const pausesOf = ({ to, suspended = [] }: AuthorisationFact): Period[] =>
  suspended
    .map((pause) => (to === undefined || (pause.to !== undefined && pause.to <= to) ? pause : { from: pause.from, to }))
    .filter((pause) => pause.to === undefined || pause.from <= pause.to);

/** The periods in which an authorisation held: its own, without those of its suspensions. */
export function periodsOf({ from, to, suspended = [] }: AuthorisationFact): Period[] {
  const pauses = [...suspended].sort((a, b) => (a.from < b.from ? -1 : 1));
  const out: Period[] = [];
  let start: string | undefined = from;
  for (const pause of pauses) {
    if (start !== undefined && pause.from > start) out.push({ from: start, to: earlier(addDays(pause.from, -1), to) });
    start = pause.to === undefined ? undefined : later(start, addDays(pause.to, 1));
  }
  if (start !== undefined) out.push(to === undefined ? { from: start } : { from: start, to });
  return out.filter((period) => period.to === undefined || period.from <= period.to);
}

/** A pause without an end is the last word: what was begun after it does not come back by an older one. */
const later = (start: string | undefined, day: string): string | undefined =>
  start === undefined || start > day ? start : day;

const earlier = (day: string, to: string | undefined): string => (to !== undefined && to < day ? to : day);

/** The first day from `from` to `to` (from ≤ to) that no period covers. */
function firstUncovered(periods: readonly Period[], from: string, to: string): string | null {
  let day = from;
  for (;;) {
    const ends = periods.filter((period) => holds(period, day)).map((period) => period.to);
    if (ends.length === 0) return day;
    const known = ends.filter((end) => end !== undefined);
    const furthest = known.length < ends.length ? to : known.reduce((a, b) => (a > b ? a : b));
    if (furthest >= to) return null;
    day = addDays(furthest, 1);
  }
}
