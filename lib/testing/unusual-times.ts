import { chinaDate } from '../core/deadlines.ts';
import type { FormDefinition, Readings } from '../forms/index.ts';
import { chinaTime } from '../ui/index.ts';
import { type Duration, heldOn } from './review-rules.ts';
import type { Oddity } from './unusual.ts';
import type { TrailEvent } from './unusual-trail.ts';

/** What the times of a record are held against. Moments UTC ISO, days YYYY-MM-DD, hours HH:MM in the laboratory. */
export interface TimeFacts {
  readings: Readings;
  form: Pick<FormDefinition, '$id'>;
  trail: readonly TrailEvent[];
  receivedOn: string;
  signedAt: string;
  isWorkday(day: string): boolean;
  practice: {
    hours: { from: string; to: string; validFrom: string; validTo: string | null }[];
    entry: { lateHours: number; validFrom: string; validTo: string | null }[];
    typing: { cells: number };
    durations: Duration[];
  };
}

const HOUR = 3_600_000;
const moment = (local: string): number => Date.parse(`${local.slice(0, 16)}:00+08:00`);
const shown = (local: string): string => local.slice(0, 16).replace('T', ' ');
const rounded = (hours: number): string => String(Math.round(hours * 10) / 10);

/** The head of the record, by which it says when and where it was made. */
export function headOf({ common }: Readings): Record<string, unknown> {
  return typeof common === 'object' && !Array.isArray(common) ? common : {};
}

const typed = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Times that cannot be, entries that were not made when the test was done, and work outside the working hours. */
export function ofTimes(facts: TimeFacts): Oddity[] {
  const head = headOf(facts.readings);
  const [from, to] = [typed(head['started']), typed(head['finished'])];
  return [...impossible(facts, from, to), ...ofEntries(facts, from, to), ...outOfHours(facts, from), ...fast(facts)];
}

function impossible({ receivedOn, signedAt, ...facts }: TimeFacts, from?: string, to?: string): Oddity[] {
  const found: Oddity[] = [];
  if (from && to && to < from)
    found.push({ id: 'order', params: { from: shown(from), to: shown(to) }, cell: 'common.finished' });
  if (to && moment(to) > Date.parse(signedAt))
    found.push({ id: 'future', params: { to: shown(to), at: chinaTime(signedAt) }, cell: 'common.finished' });
  if (from && from.slice(0, 10) < receivedOn)
    found.push({ id: 'receipt', params: { from: shown(from), on: receivedOn }, cell: 'common.started' });
  return [...found, ...short(facts, from, to)];
}

/** 14 days of a sterility test do not fit between Monday and Friday. */
function short(
  { readings, form, practice }: Pick<TimeFacts, 'readings' | 'form' | 'practice'>,
  from?: string,
  to?: string,
): Oddity[] {
  if (!from || !to || to < from) return [];
  const rule = heldOn(
    practice.durations.filter(({ forms }) => forms.includes(form.$id)),
    from.slice(0, 10),
  );
  if (!rule) return [];
  const said = rule.field === undefined ? undefined : typed(readings[rule.field]);
  const own = said !== undefined && /^\d+(\.\d+)?$/.test(said) ? Number(said) * (rule.unit === 'd' ? 24 : 1) : 0;
  const least = Math.max(rule.hours, own);
  const taken = (moment(to) - moment(from)) / HOUR;
  return taken >= least
    ? []
    : [{ id: 'short', params: { taken: rounded(taken), least: rounded(least) }, cell: 'common.finished' }];
}

const entriesOf = (trail: readonly TrailEvent[]): TrailEvent[] =>
  trail.filter(({ changes }) => changes.some(({ path, old }) => old === null && !path.startsWith('common.')));

function ofEntries({ trail, practice }: TimeFacts, from?: string, to?: string): Oddity[] {
  const [first] = entriesOf(trail);
  if (!first) return [];
  const at = Date.parse(first.at);
  const cell = first.changes.find(({ path }) => !path.startsWith('common.'))?.path ?? '';
  // A minute is not written more exactly than it is noted.
  if (from && at < moment(from) - 60_000)
    return [{ id: 'early', params: { at: chinaTime(first.at), from: shown(from) }, cell }];
  const most = heldOn(practice.entry, chinaDate(first.at))?.lateHours;
  const late = to && !(from && to < from) ? (at - moment(to)) / HOUR : 0;
  if (to === undefined || most === undefined || late <= most) return [];
  return [{ id: 'late', params: { at: chinaTime(first.at), to: shown(to), hours: rounded(late) }, cell }];
}

function outOfHours({ trail, practice, isWorkday }: TimeFacts, from?: string): Oddity[] {
  const isOut = (local: string): boolean => {
    const [day, hour] = [local.slice(0, 10), local.slice(11, 16)];
    const open = heldOn(practice.hours, day);
    return open !== undefined && (!isWorkday(day) || hour < open.from || hour > open.to);
  };
  const late = trail.filter(({ at, changes }) => changes.length > 0 && isOut(chinaTime(at)));
  const count = late.reduce((sum, { changes }) => sum + changes.length, 0);
  const [first] = late;
  return [
    ...(first
      ? [
          {
            id: 'hours' as const,
            params: { count, at: chinaTime(first.at) },
            ...(first.changes[0] && { cell: first.changes[0].path }),
          },
        ]
      : []),
    ...(from && isOut(from)
      ? [{ id: 'started-out' as const, params: { from: shown(from) }, cell: 'common.started' }]
      : []),
  ];
}

/** Many cells, each saved by itself, within one second: nobody reads so fast, but pasting and importing do. */
function fast({ trail, practice }: TimeFacts): Oddity[] {
  const seconds = new Map<string, TrailEvent[]>();
  for (const event of trail.filter(({ changes }) => changes.length === 1)) {
    const second = `${event.by} ${event.at.slice(0, 19)}`;
    seconds.set(second, [...(seconds.get(second) ?? []), event]);
  }
  const most = [...seconds.values()].reduce((a, b) => (b.length > a.length ? b : a), [] as TrailEvent[]);
  const [first] = most;
  return !first || most.length < practice.typing.cells
    ? []
    : [
        {
          id: 'fast',
          params: { count: most.length, at: chinaTime(first.at) },
          ...(first.changes[0] && { cell: first.changes[0].path }),
        },
      ];
}
