import { addDays } from '../core/deadlines.ts';
import type { Query } from '../kernel/types.ts';
import { type AuthorisationStanding, lastDay, standingOn } from './facts.ts';
import { authorisationsOf, peopleOf, staffOf } from './rows.ts';
import { reminderDays } from './rules.ts';
import { sameScope, scopeWords } from './scope.ts';

export interface ExpiringLine {
  id: string;
  personId: string;
  name: string;
  act: string;
  scope: string;
  lastDay: string;
  /** Days that are left, negative when it has run out. */
  days: number;
  standing: AuthorisationStanding;
  /** The narrowest reminder that it falls under; null when it has run out. */
  within: number | null;
}

export interface Expiring {
  today: string;
  within: number | null;
  /** Reminders, the widest first, each with how many run out so soon. */
  reminders: { days: number; count: number }[];
  expired: number;
  lines: ExpiringLine[];
}

/** What runs out soon, or ran out and was not granted anew; `within`: only so many days ahead, 0 for what has run out. */
export async function expiringOf({ app, db, user, today }: Query, input: { within?: number }): Promise<Expiring> {
  const reminders = reminderDays(app, today);
  const horizon = addDays(today, reminders[0] ?? 0);
  const people = new Map((await peopleOf(db)).map((one) => [one.id, one]));
  const left = new Map((await staffOf(db)).map((row) => [row.user_id, row.left_on]));
  const rows = (await authorisationsOf(db)).filter(({ state }) => state !== 'ended');
  const all = rows.flatMap((row): ExpiringLine[] => {
    const person = people.get(row.user_id);
    const leftOn = left.get(row.user_id) ?? null;
    const last = lastDay(row, leftOn);
    const standing = standingOn(row, leftOn, today);
    const renewed = rows.some(
      (one) => one.user_id === row.user_id && one.act === row.act && sameScope(one, row) && one.from_on > row.from_on,
    );
    if (!person || person.active === 0 || leftOn !== null || last === null || last > horizon || renewed) return [];
    const days = daysBetween(today, last);
    return [
      {
        id: row.id,
        personId: person.id,
        name: person.name,
        act: row.act,
        scope: scopeWords(app.catalogue, row, user.lang),
        lastDay: last,
        days,
        standing,
        within: days < 0 ? null : (reminders.filter((one) => days <= one).at(-1) ?? null),
      },
    ];
  });
  const lines = all.sort((a, b) => (a.lastDay < b.lastDay ? -1 : a.lastDay > b.lastDay ? 1 : 0));
  return {
    today,
    within: input.within ?? null,
    reminders: reminders.map((days) => ({
      days,
      count: lines.filter((one) => one.days >= 0 && one.days <= days).length,
    })),
    expired: lines.filter(({ days }) => days < 0).length,
    lines: lines.filter(
      ({ days }) => input.within === undefined || (input.within === 0 ? days < 0 : days >= 0 && days <= input.within),
    ),
  };
}

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
