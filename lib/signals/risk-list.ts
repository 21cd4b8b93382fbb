import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { refuseUnreleased } from '../disposals/index.ts';
import { actorOf, may } from '../kernel/access.ts';
import { decode, find, list } from '../kernel/tables.ts';
import { type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';
import { signalFor } from './alerts.ts';
import { caseFor } from './cases.ts';
import { type RiskMove, riskMachine } from './machine.ts';
import { measuresOf, riskFor, subjectOf } from './risks.ts';
import type { MeasureRow, RiskLevel, RiskRow, RiskStepRow } from './rows.ts';
import { riskScope } from './scope.ts';

export const PAGE = 50;
export const riskViews = ['open', 'late', 'listed', 'handling', 'closed', 'all'] as const;
export type RiskView = (typeof riskViews)[number];

export interface RisksInput {
  view?: RiskView;
  level?: RiskLevel;
  q?: string;
  after?: string;
}

export type RiskLine = Omit<RiskRow, 'executors'> & { term: Standing | null };

export interface Risks {
  view: RiskView;
  level: RiskLevel | null;
  q: string;
  lines: RiskLine[];
  counts: { view: RiskView; count: number }[];
  first: boolean;
  next: string | null;
}

async function within(query: Query, view: RiskView) {
  const scope = await riskScope(query);
  const rows = query.db('risks').where((where) => void scope(where));
  if (view === 'late') rows.whereNot({ state: 'closed' }).where('due_on', '<', query.today);
  else if (view === 'open') rows.whereIn('state', ['listed', 'handling']);
  else if (view !== 'all') rows.where({ state: view });
  return { rows };
}

async function narrowed(query: Query, { view = 'open', level, q = '' }: RisksInput) {
  const { rows } = await within(query, view);
  if (level !== undefined) rows.where({ level });
  if (q.trim() !== '') {
    const pattern = `%${q.trim().replace(/[!%_]/g, '!$&').toLowerCase()}%`;
    rows.where((some) => {
      for (const column of ['number', 'product_name', 'producer', 'region', 'words'])
        some.orWhereRaw(`lower(coalesce(${column}, '')) like ? escape '!'`, [pattern]);
    });
  }
  return { rows };
}

const lineOf = (query: Query, { executors: _executors, ...row }: RiskRow): RiskLine => ({
  ...row,
  term: row.due_on !== null && row.state !== 'closed' ? standing(query, row.due_on) : null,
});

/** One page of the risk list, the newest first, within what this person may see. */
export async function risks(query: Query, input: RisksInput): Promise<Risks> {
  const { view = 'open', level, q = '', after } = input;
  const page = (await narrowed(query, input)).rows.orderBy('id', 'desc').limit(PAGE + 1);
  if (after !== undefined) page.where('id', '<', after);
  const rows = ((await page.select('risks.*')) as object[]).map((row) => decode<RiskRow>('risks', row));
  const counts: Risks['counts'] = [];
  for (const one of riskViews) {
    const [row] = (await (await within(query, one)).rows.count({ n: '*' })) as { n: number | string }[];
    counts.push({ view: one, count: Number(row?.n ?? 0) });
  }
  const shown = rows.slice(0, PAGE);
  return {
    ...{ view, level: level ?? null, q, counts, lines: shown.map((row) => lineOf(query, row)) },
    ...{ first: after === undefined, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null },
  };
}

const MOST = 5000;

/** The whole list for a workbook, at most 5000. @throws Refusal `case.unreleased` for risks of cases whose result is not public */
export async function allRisks(query: Query, input: RisksInput): Promise<RiskLine[]> {
  const rows: object[] = await (await narrowed(query, { view: 'all', ...input })).rows
    .orderBy('id', 'desc')
    .limit(MOST);
  const lines = rows.map((row) => lineOf(query, decode<RiskRow>('risks', row)));
  await refuseUnreleased(
    query,
    lines.flatMap(({ case_id }) => case_id ?? []),
  );
  return lines;
}

export interface RiskSheet {
  row: RiskLine;
  measures: (MeasureRow & { owner: string; term: Standing | null; mine: boolean })[];
  steps: (RiskStepRow & { by: string })[];
  names: Record<string, string>;
  signal: { id: string; number: string } | null;
  case: { id: string; number: string } | null;
  /** Whom a measure may be given to; empty for who may give none. */
  people: { id: string; name: string }[];
  moves: { move: RiskMove; obstacles: Reason[] }[];
}

/** A risk with its measures and its course. @throws Refusal `risk.missing` */
export async function showRisk(query: Query, { id }: { id: string }): Promise<RiskSheet> {
  const { db, user } = query;
  const row = await riskFor(query, id);
  const measures = await measuresOf(db, id);
  const steps = await list<RiskStepRow>(db, 'risk_steps', { risk_id: id }, 'id');
  const wanted = [row.listed_by, row.closed_by, ...measures.map((m) => m.owner_id), ...steps.map((s) => s.by_id)];
  const people: { id: string; name: string }[] = await db('users')
    .whereIn('id', [...new Set(wanted.flatMap((one) => one ?? []))])
    .select('id', 'name');
  const names = Object.fromEntries(people.map((one) => [one.id, one.name]));
  const signal =
    row.signal_id === null
      ? undefined
      : await find<{ id: string; number: string }>(db, 'signals', { id: row.signal_id });
  const own = row.case_id === null ? undefined : await caseFor(query, row.case_id);
  const writes = may(user.roles, 'signal.write');
  return {
    row: lineOf(query, row),
    measures: measures.map((measure) => ({
      ...measure,
      owner: names[measure.owner_id] ?? '',
      term: measure.state === 'open' ? standing(query, measure.due_on) : null,
      mine: measure.state === 'open' && (writes || measure.owner_id === user.id),
    })),
    steps: steps.map((step) => ({ ...step, by: names[step.by_id] ?? '' })),
    names,
    signal: signal ? { id: signal.id, number: signal.number } : null,
    case: own ? { id: own.id, number: own.number } : null,
    people: writes
      ? await db('users').where({ active: 1 }).whereNull('organisation_id').orderBy('name').select('id', 'name')
      : [],
    moves: available(riskMachine, subjectOf(row, measures), actorOf(user)),
  };
}

export interface NewRiskInput {
  signalId?: string;
  caseId?: string;
}

/** What a new risk begins with, from its source. */
export interface NewRisk {
  signal: { id: string; number: string } | null;
  case: { id: string; number: string } | null;
  productClass: ProductClass | null;
  product: string | null;
  producer: string | null;
  region: string | null;
  item: string | null;
}

/** @throws Refusal `signal.missing`, `risk.case` is left to the act */
export async function newRisk(query: Query, { signalId, caseId }: NewRiskInput): Promise<NewRisk> {
  const signal = signalId === undefined ? undefined : await signalFor(query, signalId);
  const own = caseId === undefined ? undefined : await caseFor(query, caseId);
  return {
    signal: signal ? { id: signal.id, number: signal.number } : null,
    case: own ? { id: own.id, number: own.number } : null,
    productClass: signal?.product_class ?? own?.product_class ?? null,
    product: signal?.parts.product ?? own?.product_name ?? null,
    producer: signal?.parts.producer ?? own?.producer ?? null,
    region: signal?.region ?? own?.producer_region ?? own?.sampled_region ?? null,
    item: signal?.parts.item ?? (own ? own.items.map(({ name }) => name).join('、') : null),
  };
}
