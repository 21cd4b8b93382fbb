import type { Knex } from 'knex';
import { decode } from '../kernel/tables.ts';
import type { ClockRow } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';
import { type CaseRow, type CaseState, caseStates } from './rows.ts';
import { sightOf } from './scope.ts';
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
  const sight = await sightOf(query);
  const select = narrowed(query, sight, { ...input, state }).limit(PAGE + 1);
  if (state === 'late') await inOrderOfEnd(query, sight, select, before);
  else inOrder(select, before);
  const rows = ((await select.select('cases.*')) as object[]).map((row) => decode<CaseRow>('cases', row));
  const shown = rows.slice(0, PAGE);
  const terms = await termsOf(query, shown);
  const numbers = await numbersOf(query, shown);
  return {
    state,
    cases: shown.map((row) => caseLine(row, numbers.get(row.sample_id) ?? '', terms.get(row.id) ?? null)),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
    counts: await countsOf(query, sight),
  };
}

/** The newest first; the key of a page is the id of its last case. */
function inOrder(cases: Knex.QueryBuilder, before: string | undefined): void {
  cases.orderBy('seen.case_id', 'desc');
  if (before !== undefined) cases.where('seen.case_id', '<', before);
}

/** The longest late first, by the end of the duty that ends next. */
async function inOrderOfEnd(
  { db }: Query,
  sight: string | null,
  cases: Knex.QueryBuilder,
  before: string | undefined,
): Promise<void> {
  cases.orderBy(['seen.next_due', 'seen.case_id']);
  if (before === undefined) return;
  const last: { next_due: string | null } | undefined = await db('case_scopes')
    .where({ organisation_id: sight, case_id: before })
    .first('next_due');
  cases.whereRaw('(seen.next_due, seen.case_id) > (?, ?)', [last?.next_due ?? '', before]);
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

/** What is in the sight of the person, by the index of the view. */
function inSight({ db, today }: Query, sight: string | null, view: CaseView): Knex.QueryBuilder {
  const seen = db({ seen: 'case_scopes' }).where('seen.organisation_id', sight);
  if (view === 'late') seen.where('seen.next_due', '<', today);
  else if (isState(view)) seen.where('seen.state', view);
  return seen;
}

const isState = (view: CaseView): view is CaseState => caseStates.some((state) => state === view);

function narrowed(query: Query, sight: string | null, input: ListInput): Knex.QueryBuilder {
  const view = input.state ?? 'all';
  // The cross join keeps the order: first the index of the view, then each case by its key.
  const cases = inSight(query, sight, view).joinRaw('cross join cases').whereRaw('cases.id = seen.case_id');
  if (view === 'mine') withClock(query, cases, (clocks) => ownDuties(query, clocks));
  if (view === 'supervised') cases.where('cases.supervision', '>', 0).whereIn('cases.state', [...open]);
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

/** How many there are of each open state and late, up to 999, within what the person may see; by the index of the view alone. */
async function countsOf(query: Query, sight: string | null): Promise<CaseList['counts']> {
  const views = [...open, 'late'] as const;
  const some = (view: (typeof views)[number]) =>
    query.db.from(
      inSight(query, sight, view)
        .select('seen.case_id')
        .limit(MOST + 1)
        .as('some'),
    );
  const [row] = (await query.db.select(
    Object.fromEntries(views.map((view) => [view, some(view).count('*')])),
  )) as Record<string, number | string>[];
  return views.map((state) => ({ state, count: Number(row?.[state] ?? 0) }));
}

/** The numbers of the batches, asked apart: so the page of cases is found by its own index alone. */
async function numbersOf({ db }: Query, rows: readonly CaseRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map(({ sample_id }) => sample_id))];
  const samples: { id: string; number: string }[] = await db('samples').whereIn('id', ids).select('id', 'number');
  return new Map(samples.map(({ id, number }) => [id, number]));
}

/** The duty of each case that ends next. */
async function termsOf(query: Query, rows: readonly CaseRow[]): Promise<Map<string, Term>> {
  const found: (object & { case_id: string })[] = await query
    .db('case_scopes')
    .join('clocks', 'clocks.id', 'case_scopes.clock_id')
    .where('case_scopes.organisation_id', '')
    .whereIn(
      'case_scopes.case_id',
      rows.map(({ id }) => id),
    )
    .select('clocks.*', 'case_scopes.case_id');
  return new Map(found.map(({ case_id, ...clock }) => [case_id, termOf(query, decode<ClockRow>('clocks', clock))]));
}
