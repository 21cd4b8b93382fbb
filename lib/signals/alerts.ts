import { next } from '../core/machine.ts';
import { Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { binomialInterval } from '../core/statistics/distributions.ts';
import { bernoulliCusum } from '../core/statistics/surveillance.ts';
import { actorOf, may } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act, Query } from '../kernel/types.ts';
import { signalMachine } from './machine.ts';
import type { RiskRow, RunRow, SignalRow, SignalState } from './rows.ts';
import { seesAll, signalScope } from './scope.ts';
import { resultsOf } from './streams.ts';

export const PAGE = 50;
export const views = ['open', 'true', 'false', 'all'] as const;
export type View = (typeof views)[number];

export interface AlertsInput {
  view?: View;
  after?: string;
}

export type AlertLine = Pick<
  SignalRow,
  'id' | 'number' | 'kind' | 'family' | 'parts' | 'product_class' | 'region' | 'signalled_on' | 'figures' | 'state'
>;

export interface Alerts {
  view: View;
  lines: AlertLine[];
  counts: { view: View; count: number }[];
  first: boolean;
  next: string | null;
  /** The last run with what it states of itself; only for who sees all streams. */
  run: (Pick<RunRow, 'on_day' | 'from_day' | 'figures' | 'found' | 'created_at'> & { by: string | null }) | null;
}

type Asked = Pick<Query, 'db' | 'user'>;

async function within(query: Asked, view: View) {
  const scope = await signalScope(query);
  const rows = query.db('signals').where((where) => void scope(where));
  if (view !== 'all') rows.where({ state: view });
  return { rows };
}

/** One page of signals, the newest first, and what the last run states. */
export async function alerts(query: Query, { view = 'open', after }: AlertsInput): Promise<Alerts> {
  const page = (await within(query, view)).rows.orderBy('id', 'desc').limit(PAGE + 1);
  if (after !== undefined) page.where('id', '<', after);
  const rows = ((await page.select('signals.*')) as object[]).map((row) => decode<SignalRow>('signals', row));
  const counts: Alerts['counts'] = [];
  for (const one of views) {
    const [row] = (await (await within(query, one)).rows.count({ n: '*' })) as { n: number | string }[];
    counts.push({ view: one, count: Number(row?.n ?? 0) });
  }
  const last: (object & { by: string | null }) | undefined = (await seesAll(query))
    ? await query
        .db('signal_runs')
        .leftJoin('users', 'users.id', 'signal_runs.run_by')
        .orderBy('signal_runs.id', 'desc')
        .first('signal_runs.*', 'users.name as by')
    : undefined;
  const shown = rows.slice(0, PAGE);
  return {
    ...{ view, counts, first: after === undefined, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null },
    lines: shown.map(lineOf),
    run: last ? { ...runOf(decode<RunRow>('signal_runs', last)), by: last.by } : null,
  };
}

const lineOf = (row: SignalRow): AlertLine => ({
  ...{ id: row.id, number: row.number, kind: row.kind, family: row.family, parts: row.parts },
  ...{ product_class: row.product_class, region: row.region, signalled_on: row.signalled_on },
  ...{ figures: row.figures, state: row.state },
});

const runOf = ({ on_day, from_day, figures, found, created_at }: RunRow): Omit<NonNullable<Alerts['run']>, 'by'> => ({
  ...{ on_day, from_day, figures, found, created_at },
});

/** A signal that this person may see. @throws Refusal `signal.missing`, and `record.stale` when somebody else changed it since */
export async function signalFor(query: Asked, id: string, version?: number): Promise<SignalRow> {
  const found: object | undefined = await (await within(query, 'all')).rows.where({ id }).first();
  const row = found && decode<SignalRow>('signals', found);
  if (!row) return refuse('signal.missing', {}, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

/** A month of the stream: results, failures, exact interval, and where the sum stood at its end. */
export interface StreamMonth {
  month: string;
  n: number;
  k: number;
  low: number;
  high: number;
  /** The highest value of the sum in the month. */
  sum: number;
  out: boolean;
}

export interface Alert extends AlertLine {
  version: number;
  months: StreamMonth[];
  reviewer: string | null;
  reviewedAt: string | null;
  reason: string | null;
  risk: { id: string; number: string } | null;
  maySee: boolean;
}

/** A signal with the course of its stream. @throws Refusal `signal.missing` */
export async function alert(query: Query, { id }: { id: string }): Promise<Alert> {
  const { db, user } = query;
  const row = await signalFor(query, id);
  const risk = await find<RiskRow>(db, 'risks', { signal_id: id });
  const reviewer: { name: string } | undefined =
    row.reviewed_by === null ? undefined : await db('users').where({ id: row.reviewed_by }).first('name');
  return {
    ...lineOf(row),
    ...{ version: row.version, months: await monthsOf(query, row), reviewer: reviewer?.name ?? null },
    ...{ reviewedAt: row.reviewed_at, reason: row.reason, risk: risk ? { id: risk.id, number: risk.number } : null },
    maySee: may(user.roles, 'signal.write'),
  };
}

async function monthsOf(query: Query, row: SignalRow): Promise<StreamMonth[]> {
  // The course of a whole stream is the institute's: an authority sees its batches through the list, case by case.
  if (!(await seesAll(query))) return [];
  const results = await resultsOf(query.db, row, row.figures.from, row.signalled_on);
  const { design } = row.figures;
  const sums = design
    ? bernoulliCusum(
        results.map(({ failed }) => failed),
        design,
      )
    : [];
  const months = new Map<string, StreamMonth>();
  results.forEach(({ on, failed }, i) => {
    const month = on.slice(0, 7);
    const known = months.get(month) ?? { month, n: 0, k: 0, low: 0, high: 0, sum: 0, out: false };
    const { value = 0, out = false } = sums[i] ?? {};
    months.set(month, {
      ...{ ...known, n: known.n + 1, k: known.k + (failed ? 1 : 0) },
      ...{ sum: Math.max(known.sum, value), out: known.out || out },
    });
  });
  return [...months.values()].map((month) => ({ ...month, ...binomialInterval(month.k, month.n) }));
}

export interface ReviewInput {
  id: string;
  version: number;
  genuine: boolean;
  reviewText: string;
}

/** A person judges a signal: true or false, and why. @throws Refusal of the machine, `signal.words`, `signal.missing`, `record.stale` */
export async function review(act: Act, input: ReviewInput): Promise<SignalRow> {
  const row = await signalFor(act, input.id, input.version);
  const state: SignalState = next(signalMachine, input.genuine ? 'confirm' : 'dismiss', row, actorOf(act.user));
  const reason = input.reviewText.trim();
  refuseAll(reason.length < 4 ? [{ id: 'signal.words', field: 'reviewText' }] : []);
  return act.update<SignalRow>('signals', row, { state, reviewed_by: act.user.id, reviewed_at: act.now, reason });
}
