import type { Knex } from 'knex';
import { lastControl } from '../control/index.ts';
import { addDays, addMonths, chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { lastProficiency } from '../proficiency/index.ts';
import { readIssued } from './register.ts';
import { secondBatches, startOf } from './select.ts';
import { type NamedShare, type Share, shareOf } from './share.ts';

/** The groups by which batches are counted; the names of `class`, `level` and `kind` are keys, all others are words as recorded. */
export const groupKeys = ['class', 'level', 'kind', 'region', 'link', 'unitKind', 'origin'] as const;
export type GroupKey = (typeof groupKeys)[number];

export interface Totals extends Share {
  from: string;
  to: string;
  /** Samplings by the day of sampling, batches by the day of receipt, reports by the day of issue. */
  sampled: number;
  received: number;
  issued: number;
  /** Issued for risk monitoring, which judges nothing: not among the tested. */
  monitored: number;
  /** Issued for commissioned and case-related tests: no sample of a sampling, and not among the tested. */
  entrusted: number;
  /** Nonconforming reports that a re-inspection overturned: among the tested, not among the failed. */
  overturned: number;
}

export interface Figures extends Totals {
  /** The moment of counting, UTC ISO. */
  asOf: string;
  previous: Totals;
  months: NamedShare[];
  groups: { key: GroupKey; lines: NamedShare[] }[];
  /** Items of the issued reports; `lines` those with a failure. */
  items: { tested: number; failed: number; lines: NamedShare[] };
  producers: NamedShare[];
  cases: {
    opened: number;
    closed: number;
    states: { key: string; count: number }[];
    conclusions: { key: string; count: number }[];
  };
  clocks: ClockFigures;
  quality: { proficiency: { key: string; count: number }[]; control: { key: string; count: number }[] };
}

export interface ClockFigures {
  /** Ended in time; ended or standing past their day; not due yet. */
  kept: number;
  late: number;
  open: number;
  /** Per cent of those that are due. */
  rate: string;
  rules: { rule: string; title: string; kept: number; late: number; open: number }[];
}

/** Lines of a table on paper; what goes beyond is told as a number. */
const TOP = 10;

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [row] = (await rows.count({ n: '*' })) as { n: number | string }[];
  return Number(row?.n ?? 0);
}

/** The first day of the period of the same length before this one. */
export const periodBefore = (from: string, to: string): { from: string; to: string } => {
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;
  return { from: addMonths(from, -months), to: addDays(from, -1) };
};

/** The institute's own samples are no batches of anybody. */
const notInternal = (db: Knex, column: string) =>
  db('internal_samples')
    .join('samples as own', 'own.id', 'internal_samples.sample_id')
    .select(db.raw('1'))
    .whereRaw(`${column} in (own.id, own.sampling_id)`);

async function totalsOf(
  { db }: Pick<Query, 'db'>,
  { from, to }: { from: string; to: string },
  counted: Pick<Awaited<ReturnType<typeof readIssued>>, 'issued' | 'monitored' | 'entrusted' | 'overturned' | 'judged'>,
): Promise<Totals> {
  const { tested, failed } = counted.judged;
  return {
    ...{ from, to, ...shareOf(failed, tested) },
    sampled: await countOf(
      db('samplings')
        .whereBetween('sampled_on', [from, to])
        .whereIn('state', ['sampled', 'received', 'refused'])
        .whereNotIn('work_kind', ['WT', 'SA', 'FY'])
        .whereNotExists(secondBatches(db).join('samples', 'samples.sampling_id', 'samplings.id'))
        .whereNotExists(notInternal(db, 'samplings.id')),
    ),
    received: await countOf(
      db('samples')
        .whereBetween('received_on', [from, to])
        .whereNotExists(secondBatches(db))
        .whereNotExists(notInternal(db, 'samples.id')),
    ),
    ...{ issued: counted.issued, monitored: counted.monitored },
    ...{ entrusted: counted.entrusted, overturned: counted.overturned },
  };
}

/** Everything a report of a period says in figures, from the register as it stands now (definitions: messages statistics.define.*). */
export async function figuresOf(query: Query, period: { from: string; to: string }): Promise<Figures> {
  const { from, to } = period;
  const before = periodBefore(from, to);
  const now = await readIssued(query, period);
  const earlier = await readIssued(query, before);
  const items = now.items.shares();
  return {
    ...(await totalsOf(query, period, now)),
    asOf: query.now,
    previous: await totalsOf(query, before, earlier),
    months: now.months,
    groups: groupKeys.map((key) => ({ key, lines: now.groups[key].shares() })),
    items: { ...now.items.total, lines: items.filter(({ failed }) => failed > 0).slice(0, TOP) },
    producers: now.producers
      .shares()
      .filter(({ failed }) => failed > 0)
      .slice(0, TOP),
    cases: await casesOf(query, from, to),
    clocks: await clocksOf(query, from, to),
    quality: await qualityOf(query, from, to),
  };
}

async function casesOf({ db }: Pick<Query, 'db'>, from: string, to: string): Promise<Figures['cases']> {
  const opened = () =>
    db('cases')
      .where('opened_at', '>=', startOf(from))
      .where('opened_at', '<', startOf(addDays(to, 1)));
  const counts = async (column: 'state' | 'conclusion') => {
    const rows: { key: string | null; n: number | string }[] = await opened()
      .whereNotNull(column)
      .groupBy(column)
      .orderBy(column)
      .select({ key: column })
      .count({ n: '*' });
    return rows.map(({ key, n }) => ({ key: key ?? '', count: Number(n) }));
  };
  return {
    opened: await countOf(opened()),
    closed: await countOf(
      db('cases')
        .where({ state: 'closed' })
        .where('closed_at', '>=', startOf(from))
        .where('closed_at', '<', startOf(addDays(to, 1))),
    ),
    states: await counts('state'),
    conclusions: await counts('conclusion'),
  };
}

interface ClockFacts {
  rule: string;
  state: string;
  due_on: string;
  due_at: string | null;
  done_on: string | null;
  done_at: string | null;
  snapshot: { title?: { zh: string } };
}

/** The duties that fell due in the period; a right that lapses is nobody's delay, a cancelled duty was none. */
async function clocksOf(query: Query, from: string, to: string): Promise<ClockFigures> {
  const { db, today, now, app } = query;
  const rows: object[] = await db('clocks')
    .whereBetween('due_on', [from, to])
    .where({ kind: 'duty' })
    .whereNot({ state: 'cancelled' })
    .whereNotExists(
      db('internal_samples').select(db.raw('1')).whereRaw('internal_samples.sample_id = clocks.entity_id'),
    )
    .orderBy('rule')
    .select('rule', 'state', 'due_on', 'due_at', 'done_on', 'done_at', 'snapshot');
  const rules = new Map<string, ClockFigures['rules'][number]>();
  for (const row of rows.map((one) => decode<ClockFacts>('clocks', one))) {
    const title = row.snapshot.title?.zh ?? app.rules.all().find(({ id }) => id === row.rule)?.title.zh ?? row.rule;
    const line = rules.get(row.rule) ?? { rule: row.rule, title, kept: 0, late: 0, open: 0 };
    line[standingOf(row, today, now)] += 1;
    rules.set(row.rule, line);
  }
  const lines = [...rules.values()];
  const sum = (key: 'kept' | 'late' | 'open') => lines.reduce((all, line) => all + line[key], 0);
  const [kept, late] = [sum('kept'), sum('late')];
  return { kept, late, open: sum('open'), rate: shareOf(kept, kept + late).rate, rules: lines };
}

/** Hours are held against the moment, days against the day. */
function standingOf(row: ClockFacts, today: string, now: string): 'kept' | 'late' | 'open' {
  const isDone = row.state === 'done';
  if (row.due_at !== null) {
    const at = isDone ? (row.done_at ?? now) : now;
    return at > row.due_at ? 'late' : isDone ? 'kept' : 'open';
  }
  const on = isDone ? (row.done_on ?? (row.done_at === null ? today : chinaDate(row.done_at))) : today;
  return on > row.due_on ? 'late' : isDone ? 'kept' : 'open';
}

/** What proficiency tests and internal quality control last said of each parameter, where they said it in the period. */
async function qualityOf({ db }: Pick<Query, 'db'>, from: string, to: string): Promise<Figures['quality']> {
  const counted = (all: Iterable<{ on: string; verdict: string }>) => {
    const counts = new Map<string, number>();
    for (const { on, verdict } of all) if (from <= on && on <= to) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => ({ key, count }));
  };
  return {
    proficiency: counted((await lastProficiency(db)).values()),
    control: counted((await lastControl(db)).values()),
  };
}
