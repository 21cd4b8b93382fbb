import type { Knex } from 'knex';
import { type AuthorisationFact, type PersonFact, periodsOf } from '../core/authorised.ts';
import { addDays } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { AuthorisationRow, StaffRow } from './rows.ts';

type Days = Pick<AuthorisationRow, 'from_on' | 'to_on' | 'ended_on' | 'pauses'>;

/** The last day on which an authorisation can hold: its own end, the day before it was ended, or the last day of a leaver. */
export function lastDay({ to_on, ended_on }: Pick<Days, 'to_on' | 'ended_on'>, leftOn: string | null): string | null {
  const ends = [to_on, ended_on === null ? null : addDays(ended_on, -1), leftOn].filter((day) => day !== null);
  return ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b));
}

/** A row as the pure check reads it. */
export function factOf(row: AuthorisationRow, leftOn: string | null): AuthorisationFact {
  const to = lastDay(row, leftOn);
  const scope =
    row.parameter_code !== null
      ? { parameter: row.parameter_code }
      : row.grp !== null
        ? { class: row.class, group: row.grp }
        : { class: row.class };
  const suspended = row.pauses.map(({ from, to: last }) => (last === undefined ? { from } : { from, to: last }));
  return {
    scope,
    act: row.act,
    from: row.from_on,
    ...(to !== null && { to }),
    ...(suspended.length > 0 && { suspended }),
  };
}

export type AuthorisationStanding = 'in-force' | 'not-yet' | 'suspended' | 'expired' | 'ended' | 'left';

/** How an authorisation stands on a day. */
export function standingOn(row: AuthorisationRow, leftOn: string | null, day: string): AuthorisationStanding {
  if (row.ended_on !== null && row.ended_on <= day) return 'ended';
  if (leftOn !== null && leftOn < day) return 'left';
  if (row.to_on !== null && row.to_on < day) return 'expired';
  if (day < row.from_on) return 'not-yet';
  const held = periodsOf(factOf(row, leftOn)).some(({ from, to }) => from <= day && (to === undefined || day <= to));
  return held ? 'in-force' : 'suspended';
}

/** What people were and are authorised to, for the one check of validity; who has left or is disabled keeps the past. */
export async function personFacts(db: Knex, userIds: readonly string[]): Promise<PersonFact[]> {
  const ids = [...new Set(userIds)];
  const granted: object[] = await db('authorisations').whereIn('user_id', ids).orderBy('id');
  const staff: Pick<StaffRow, 'user_id' | 'left_on'>[] = await db('staff').whereIn('user_id', ids);
  const left = new Map(staff.map((row) => [row.user_id, row.left_on]));
  const rows = granted.map((row) => decode<AuthorisationRow>('authorisations', row));
  return ids.map((id) => ({
    id,
    authorisations: rows.filter(({ user_id }) => user_id === id).map((row) => factOf(row, left.get(id) ?? null)),
  }));
}
