import { addMonths } from '../core/deadlines.ts';
import type { EventRow, InstrumentRow } from './rows.ts';

type Traced = Pick<InstrumentRow, 'traceability' | 'mandatory' | 'interval_months'>;
type Done = Pick<EventRow, 'id' | 'kind' | 'done_on' | 'stated_to' | 'state' | 'conclusion'>;

/** How an instrument may be used on a day: the colour of its label, and why it is red. */
export type Standing = 'green' | 'yellow' | 'red' | 'grey';
export type StandingReason = 'overdue' | 'uncalibrated' | null;

/**
 * Whether an event traces the instrument: a mandatory one only by verification (计量法 9), others by verification or calibration,
 * and by checks where the ledger says 核查/比对 (domain 6.2).
 */
export function traces({ traceability, mandatory }: Traced, { kind }: Pick<EventRow, 'kind'>): boolean {
  if (mandatory === 1) return kind === 'verification';
  return kind === 'verification' || kind === 'calibration' || (kind === 'check' && traceability === 'check');
}

/**
 * Last day of a calibration: its date plus the interval, the last day of a shorter month, or the day that the certificate
 * states when that is earlier (domain 6.2). Null without either.
 */
export function dueOf(interval: number | null, doneOn: string, statedTo: string | null): string | null {
  const byInterval = interval === null ? null : addMonths(doneOn, interval);
  if (byInterval === null || statedTo === null) return byInterval ?? statedTo;
  return statedTo < byInterval ? statedTo : byInterval;
}

/** The last day of what was confirmed latest; null before the first confirmation and after a conclusion 不满足 by anything that was checked. */
export function dueAfter(instrument: Traced, events: readonly Done[]): string | null {
  const confirmed = events
    .filter(({ state }) => state === 'confirmed')
    .toSorted((a, b) => (a.done_on === b.done_on ? (a.id < b.id ? -1 : 1) : a.done_on < b.done_on ? -1 : 1));
  const unfit = confirmed.findLastIndex(({ conclusion }) => conclusion === 'unfit');
  const last = confirmed.slice(unfit + 1).findLast((event) => traces(instrument, event));
  return last ? dueOf(instrument.interval_months, last.done_on, last.stated_to) : null;
}

/** Green, yellow or red on a day. An overdue instrument is stopped by itself: nobody has to write it down (domain 6.2). */
export function standingOn(
  { state, traceability, due_on }: Pick<InstrumentRow, 'state' | 'traceability' | 'due_on'>,
  day: string,
): { standing: Standing; why: StandingReason } {
  if (state === 'stopped') return { standing: 'red', why: null };
  if (state !== 'enabled' && state !== 'limited') return { standing: 'grey', why: null };
  if (traceability !== 'exempt' && due_on === null) return { standing: 'red', why: 'uncalibrated' };
  if (traceability !== 'exempt' && due_on !== null && day > due_on) return { standing: 'red', why: 'overdue' };
  return { standing: state === 'enabled' ? 'green' : 'yellow', why: null };
}
