import { addDays } from '../core/deadlines.ts';
import type { Query } from '../kernel/types.ts';
import { type Standing, type StandingReason, standingOn } from './due.ts';
import { grouped } from './grouped.ts';
import { unclosed } from './nonconformities.ts';
import type { InstrumentRow } from './rows.ts';
import { reminderDays } from './rules.ts';
import { instrumentsOf, waitingEvents } from './store.ts';

export interface ListInput {
  standing?: Standing;
  /** Due within so many days, or overdue already. */
  within?: number;
  department?: string;
  q?: string;
}

export interface InstrumentLine
  extends Pick<
    InstrumentRow,
    | 'id'
    | 'number'
    | 'name'
    | 'model'
    | 'maker'
    | 'custodian'
    | 'department'
    | 'room'
    | 'traceability'
    | 'mandatory'
    | 'state'
    | 'due_on'
  > {
  standing: Standing;
  why: StandingReason;
  /** Days until the last day; negative when overdue; null where nothing is due. */
  days: number | null;
}

export interface InstrumentList {
  today: string;
  standing: Standing | null;
  within: number | null;
  department: string | null;
  q: string;
  total: number;
  standings: { standing: Standing; count: number }[];
  /** How many are due within each reminder, the overdue ones left out; and those. */
  reminders: { days: number; count: number }[];
  overdue: number;
  /** Certificates that wait for a second person. */
  waiting: number;
  /** Nonconforming work that is not closed yet. */
  nonconformities: number;
  departments: string[];
  lines: InstrumentLine[];
}

const standings: readonly Standing[] = ['green', 'yellow', 'red', 'grey'];
const DAY = 86_400_000;

/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

/** A line of the ledger as it stands on a day; what is not in use is not due. */
export function lineOf(row: InstrumentRow, today: string): InstrumentLine {
  const { id, number, name, model, maker, custodian, department, room, traceability, mandatory, state } = row;
  const due_on = watched(row) ? row.due_on : null;
  return {
    ...{ id, number, name, model, maker, custodian, department, room, traceability, mandatory, state, due_on },
    ...standingOn(row, today),
    days: due_on === null ? null : daysBetween(today, due_on),
  };
}

/** In use, or stopped and meant to come back: its calibration runs out. */
const watched = ({ state, traceability }: InstrumentRow): boolean =>
  traceability !== 'exempt' && ['acceptance', 'enabled', 'limited', 'stopped'].includes(state);

/** The ledger with how each instrument stands today. */
export async function listInstruments({ app, db, today }: Query, input: ListInput): Promise<InstrumentList> {
  const all = (await instrumentsOf(db)).map((row) => lineOf(row, today));
  const { standing, within, department } = input;
  const wanted = bare(input.q ?? '');
  const lines = all.filter(
    (line) =>
      (standing === undefined || line.standing === standing) &&
      (within === undefined || isWithin(line, addDays(today, within))) &&
      (department === undefined || line.department === department) &&
      (wanted === '' || searched(line).some((text) => bare(text).includes(wanted))),
  );
  const due = (line: InstrumentLine): boolean => line.days !== null && line.days < 0;
  return {
    ...{ today, standing: standing ?? null, within: within ?? null, department: department ?? null, q: input.q ?? '' },
    total: all.length,
    standings: standings
      .map((own) => ({ standing: own, count: all.filter((line) => line.standing === own).length }))
      .filter(({ count }) => count > 0),
    reminders: reminderDays(app).map((days) => ({
      days,
      count: all.filter((line) => line.days !== null && line.days >= 0 && line.days <= days).length,
    })),
    overdue: all.filter(due).length,
    waiting: (await waitingEvents(db)).length,
    nonconformities: await unclosed(db),
    departments: [...new Set(all.flatMap((line) => line.department ?? []))].sort(),
    lines: within === undefined ? lines : lines.toSorted((a, b) => ((a.due_on ?? '') < (b.due_on ?? '') ? -1 : 1)),
  };
}

const isWithin = ({ due_on }: InstrumentLine, day: string): boolean => due_on !== null && due_on <= day;
const searched = ({ number, name, model, maker, custodian, room }: InstrumentLine): string[] =>
  [number, name, model, maker, custodian, room].filter((text) => text !== null);
const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

export interface CalendarDay {
  date: string;
  /** Of the month that is shown. */
  within: boolean;
  due: Pick<InstrumentLine, 'id' | 'number' | 'name' | 'days'>[];
}

export interface MonthCalendar {
  today: string;
  /** YYYY-MM. */
  month: string;
  before: string;
  after: string;
  count: number;
  weeks: CalendarDay[][];
}

/** The last days of all calibrations in a month, by weeks from Monday. */
export async function monthCalendar({ db, today }: Query, input: { month?: string }): Promise<MonthCalendar> {
  const month = input.month ?? today.slice(0, 7);
  const first = `${month}-01`;
  const after = addDays(first, 31).slice(0, 7);
  const lines = (await instrumentsOf(db)).map((row) => lineOf(row, today));
  const byDay = grouped(lines, ({ due_on }) => due_on ?? '');
  const weekday = (new Date(first).getUTCDay() + 6) % 7;
  const length = daysBetween(first, `${after}-01`);
  const weeks = Array.from({ length: Math.ceil((weekday + length) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => {
      const date = addDays(first, week * 7 + day - weekday);
      const due = (byDay.get(date) ?? []).map(({ id, number, name, days }) => ({ id, number, name, days }));
      return { date, within: date.startsWith(month), due };
    }),
  );
  const count = lines.filter(({ due_on }) => due_on?.startsWith(month)).length;
  return { today, month, before: addDays(first, -1).slice(0, 7), after, count, weeks };
}
