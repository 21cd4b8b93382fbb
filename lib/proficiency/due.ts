import { may } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { hoursUntil } from './moment.ts';
import type { CorrectiveRow, RoundRow } from './rows.ts';
import { proficiencyRules } from './rules.ts';
import { maySee } from './store.ts';

/** How near a deadline is, by the reminders of lib/rules/proficiency.json (72, 24, 4 h). */
export type Nearness = 'on-time' | 'amber' | 'late';

export interface DueRound {
  kind: 'round' | 'corrective';
  id: string;
  href: string;
  number: string;
  title: string;
  state: string;
  /** UTC ISO time of a deadline, or the last day of a corrective file. */
  dueAt: string;
  /** Hours left; negative when it has passed. */
  hours: number;
  term: Nearness;
  /** The reminder that stands: 72, 24 or 4; null before the first. */
  reminder: number | null;
}

const running = ['planned', 'registered', 'received', 'testing', 'results', 'reviewed', 'late'] as const;

/** How a deadline stands now. */
export function nearness(
  query: Pick<Query, 'app' | 'now'>,
  deadline: string,
): Pick<DueRound, 'hours' | 'term' | 'reminder'> {
  const hours = hoursUntil(query.now, deadline);
  const reminder =
    proficiencyRules(query.app)
      .reminderHours.filter((one) => hours < one)
      .at(-1) ?? null;
  const passed = query.now > deadline;
  return { hours, reminder: passed ? null : reminder, term: passed ? 'late' : reminder === null ? 'on-time' : 'amber' };
}

/** Rounds that are not handed in, and corrective files that are open, the most urgent first; only what this person may know of. */
export async function dueProficiency(query: Query): Promise<DueRound[]> {
  if (!may(query.user.roles, 'proficiency.read')) return [];
  const rounds: object[] = await query
    .db('pt_rounds')
    .whereIn('state', [...running])
    .orderBy('deadline_at')
    .limit(200);
  const files: CorrectiveRow[] = await query.db('pt_correctives').where({ state: 'open' }).orderBy('due_on').limit(200);
  return [
    ...rounds
      .map((row) => decode<RoundRow>('pt_rounds', row))
      .filter((row) => maySee(query.user, row))
      .map(({ id, number, scheme: title, state, deadline_at: dueAt }) => ({
        ...{ kind: 'round' as const, id, href: `/proficiency/rounds/${id}`, number, title, state, dueAt },
        ...nearness(query, dueAt),
      })),
    ...files.map(({ id, number, parameter_code: title, state, due_on: dueAt }) => ({
      ...{ kind: 'corrective' as const, id, href: `/proficiency/correctives/${id}`, number, title, state, dueAt },
      ...nearnessOfDay(query, dueAt),
    })),
  ].sort((a, b) => a.hours - b.hours);
}

const WARN_DAYS = 30;

/** A corrective file warns in its last 30 days. */
export function nearnessOfDay(
  { now, today }: Pick<Query, 'now' | 'today'>,
  day: string,
): Pick<DueRound, 'hours' | 'term' | 'reminder'> {
  const hours = hoursUntil(now, `${day}T15:59:59.999Z`);
  const term = today > day ? 'late' : hours < WARN_DAYS * 24 ? 'amber' : 'on-time';
  return { hours, term, reminder: null };
}
