import { validDate } from './deadlines.ts';
import { refuse } from './refusal.ts';

/** From when to when, both ends included: YYYY-MM-DD for whole days, or YYYY-MM-DDTHH:MM as the clock of the bench shows it (China time). */
export interface Period {
  from: string;
  to: string;
}

/** The same in minutes, so that days and times can be held against each other; an open end is Infinity. */
export interface Span {
  from: number;
  to: number;
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d))?$/;
const MINUTE = 60_000;
const DAY = 24 * 60;

/** The minutes of a day or of a bench time: the first minute it covers, and the last. @throws Refusal `date.form`, `date.none`, `date.range` */
function minutesOf(text: string): Span {
  const [, day = '', hours, minutes] = MOMENT.exec(text) ?? refuse('date.form', { text: text.slice(0, 30) });
  const midnight = Date.parse(`${validDate(day)}T00:00:00Z`) / MINUTE;
  if (hours === undefined) return { from: midnight, to: midnight + DAY - 1 };
  const at = midnight + Number(hours) * 60 + Number(minutes);
  return { from: at, to: at };
}

/** A span of days or bench times; without `to` it has no end. @throws Refusal as validDate */
export function spanOf({ from, to }: { from: string; to?: string | null | undefined }): Span {
  return { from: minutesOf(from).from, to: to === undefined || to === null ? Infinity : minutesOf(to).to };
}

/** Everything up to a day or a bench time. */
export const until = (to: string): Span => ({ from: -Infinity, to: minutesOf(to).to });

export const meets = (a: Span, b: Span): boolean => a.from <= b.to && b.from <= a.to;

export const covers = (whole: Span, part: Span): boolean => whole.from <= part.from && part.to <= whole.to;

/** The first minute of `at` that none of the spans covers, or null. */
export function firstGap(at: Span, spans: readonly Span[]): number | null {
  let open = at.from;
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    if (open > at.to || from > open) break;
    open = Math.max(open, to + 1);
  }
  return open > at.to ? null : open;
}

/** Each entry with the time for which it is the latest word: until the next one begins. Of two of the same minute the later in the list counts. */
export function latestWords<T>(entries: readonly T[], from: (entry: T) => string): { entry: T; span: Span }[] {
  const begun = entries
    .map((entry, place) => ({ entry, place, start: minutesOf(from(entry)).from }))
    .sort((a, b) => a.start - b.start || a.place - b.place);
  return begun
    .map(({ entry, start }, i) => ({ entry, span: { from: start, to: (begun[i + 1]?.start ?? Infinity) - 1 } }))
    .filter(({ span }) => span.to >= span.from);
}
