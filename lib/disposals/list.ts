import type { Knex } from 'knex';
import { decode } from '../kernel/tables.ts';
import type { ClockRow } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';
import { inOrderOfEnd, lateCases, lateIds, lateWithin } from './list-late.ts';
import { type CaseRow, type CaseState, caseStates } from './rows.ts';
import { type CaseScope, caseScope } from './scope.ts';
import { type Term, termOf } from './term.ts';

export const PAGE = 50;
/** A count is told exactly up to here. */
const MOST = 999;

/** What a list of cases shows: those of a state, those late, those that wait for the person, those under supervision, or all. */
export const views = [...caseStates, 'late', 'mine', 'supervised', 'all'] as const;
export type CaseView = (typeof views)[number];

export interface ListInput {
  state?: CaseView;
  class?: ProductClass;
  /** Part of the place of the sampled unit or of the producer. */
  region?: string;
  /** The whole name of a producer. */
  producer?: string;
  /** Part of number, product, batch, producer or sampled unit. */
  q?: string;
  before?: string;
}

export interface CaseLine {
  id: string;
  number: string;
  sampleNumber: string;
  productName: string;
  batchNo: string;
  producer: string;
  sampledUnit: string;
  items: string;
  state: CaseState;
  supervision: 0 | 1 | 2;
  urgent: boolean;
  /** The duty that ends next. */
  term: Term | null;
}

export interface CaseList {
  state: CaseView;
  cases: CaseLine[];
  next: string | null;
  counts: { state: CaseView; count: number }[];
}

/** A page of cases within what the person may see, by key: the newest first, of the late ones those whose duty ended first. */
export async function listCases(query: Query, input: ListInput): Promise<CaseList> {
  const { state = 'opened', before } = input;
  const scope = await caseScope(query);
  const select = narrowed(query, scope, { ...input, state }).limit(PAGE + 1);
  if (state === 'late') await inOrderOfEnd(query, select, before);
  else inOrder(select, before);
  const rows = ((await select) as (object & { key: string })[]).map(({ key, ...row }) => ({
    key,
    ...decode<CaseRow>('cases', row),
  }));
  const shown = rows.slice(0, PAGE);
  const terms = await termsOf(query, shown);
  const numbers = await numbersOf(query, shown);
  return {
    state,
    cases: shown.map((row) => caseLine(row, numbers.get(row.sample_id) ?? '', terms.get(row.id) ?? null)),
    next: rows.length > PAGE ? (shown.at(-1)?.key ?? null) : null,
    counts: await countsOf(query, scope),
  };
}

/** The newest first; the key of a page is the id of its last case. */
function inOrder(cases: Knex.QueryBuilder, before: string | undefined): void {
  cases.orderBy('cases.id', 'desc').select('cases.*', 'cases.id as key');
  if (before !== undefined) cases.where('cases.id', '<', before);
}

const caseLine = (row: CaseRow, sampleNumber: string, term: Term | null): CaseLine => ({
  id: row.id,
  number: row.number,
  sampleNumber,
  productName: row.product_name,
  batchNo: row.batch_no,
  producer: row.producer,
  sampledUnit: row.sampled_unit,
  items: row.items.map((item) => item.name).join('、'),
  state: row.state,
  supervision: row.supervision,
  urgent: row.urgent !== null,
  term,
});

function narrowed(query: Query, scope: CaseScope, input: ListInput): Knex.QueryBuilder {
  const cases = input.state === 'late' ? lateCases(query) : query.db('cases');
  cases.where(scope);
  inView(query, cases, input.state ?? 'all');
  if (input.class !== undefined) cases.where({ 'cases.product_class': input.class });
  if (input.producer !== undefined) cases.where({ 'cases.producer': input.producer });
  if (input.region?.trim()) partOf(cases, ['sampled_region', 'producer_region'], input.region);
  if (input.q?.trim()) partOf(cases, ['number', 'product_name', 'batch_no', 'producer', 'sampled_unit'], input.q);
  return cases;
}

/** Contains a text, as it is typed; letters of either case. */
function partOf(cases: Knex.QueryBuilder, columns: readonly string[], typed: string): void {
  const pattern = `%${typed.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  cases.where((where) => {
    for (const column of columns) where.orWhereRaw(`lower(cases.${column}) like ? escape '!'`, [pattern]);
  });
}

function inView(query: Query, cases: Knex.QueryBuilder, view: CaseView): void {
  if (view === 'all' || view === 'late') return;
  if (view === 'mine') withClock(query, cases, (clocks) => ownDuties(query, clocks));
  else if (view === 'supervised') cases.where('cases.supervision', '>', 0).whereIn('cases.state', [...open]);
  else cases.where({ 'cases.state': view });
}

const open = ['opened', 'notified', 'handling'] as const;

/** What waits for somebody: the duties of his authority, or of his roles in the institute. */
function ownDuties({ user }: Query, clocks: Knex.QueryBuilder): void {
  if (user.organisation) clocks.where({ 'clocks.owner_org': user.organisation });
  else clocks.whereIn('clocks.owner_role', [...user.roles]);
}

/** Cases with a running duty: their own, of one of their parties, or of one of their tracks. */
function withClock({ db }: Query, cases: Knex.QueryBuilder, narrow: (clocks: Knex.QueryBuilder) => void): void {
  const clocksOf = (entity: string) => {
    const clocks = db('clocks').where({ 'clocks.entity': entity, 'clocks.kind': 'duty', 'clocks.state': 'running' });
    narrow(clocks);
    return clocks;
  };
  const through = (table: string) =>
    clocksOf(table).join(table, `${table}.id`, 'clocks.entity_id').select(`${table}.case_id`);
  cases.where((where) =>
    where
      .whereIn('cases.id', clocksOf('cases').select('clocks.entity_id'))
      .orWhereIn('cases.id', through('case_recipients'))
      .orWhereIn('cases.id', through('case_tracks')),
  );
}

const lateOnes = (query: Query, scope: CaseScope): Knex.QueryBuilder =>
  query.user.organisation ? lateWithin(query, scope) : lateIds(query);

/** How many there are of each open state and late, up to 999, within what the person may see. */
async function countsOf(query: Query, scope: CaseScope): Promise<CaseList['counts']> {
  const counts: CaseList['counts'] = [];
  for (const state of [...open, 'late'] as const) {
    const some = state === 'late' ? lateOnes(query, scope) : narrowed(query, scope, { state }).select('cases.id');
    some.limit(MOST + 1);
    const [row] = (await query.db.from(some.as('some')).count({ n: '*' })) as { n: number | string }[];
    counts.push({ state, count: Number(row?.n ?? 0) });
  }
  return counts;
}

/** The numbers of the batches, asked apart: so the page of cases is found by its own index alone. */
async function numbersOf({ db }: Query, rows: readonly CaseRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map(({ sample_id }) => sample_id))];
  const samples: { id: string; number: string }[] = await db('samples').whereIn('id', ids).select('id', 'number');
  return new Map(samples.map(({ id, number }) => [id, number]));
}

/** The duty of each case that ends next, by two queries for a page of cases. */
async function termsOf(query: Query, rows: readonly CaseRow[]): Promise<Map<string, Term>> {
  const { db } = query;
  const ids = rows.map(({ id }) => id);
  const owners: { id: string; case_id: string }[] = [
    ...(await db('case_recipients').whereIn('case_id', ids).select('id', 'case_id')),
    ...(await db('case_tracks').whereIn('case_id', ids).select('id', 'case_id')),
  ];
  const caseOf = new Map([
    ...ids.map((id) => [id, id] as const),
    ...owners.map((one) => [one.id, one.case_id] as const),
  ]);
  // Found by what they run for; asked for by state and day, the database would go through every running clock.
  const found: object[] = await db('clocks')
    .whereIn('entity', ['cases', 'case_recipients', 'case_tracks'])
    .whereIn('entity_id', [...caseOf.keys()]);
  const duties = found
    .map((row) => decode<ClockRow>('clocks', row))
    .filter(({ kind, state }) => kind === 'duty' && state === 'running')
    .sort((a, b) => (a.due_on === b.due_on ? (a.id < b.id ? -1 : 1) : a.due_on < b.due_on ? -1 : 1));
  const terms = new Map<string, Term>();
  for (const clock of duties) {
    const caseId = caseOf.get(clock.entity_id) ?? '';
    if (!terms.has(caseId)) terms.set(caseId, termOf(query, clock));
  }
  return terms;
}
