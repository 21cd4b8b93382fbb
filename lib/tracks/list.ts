import type { Knex } from 'knex';
import { addWorkingDays } from '../core/deadlines.ts';
import { type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { type TrackScope, trackScope } from './scope.ts';

/** What waits for the authority, what waits for its audit, what is done, all of it; what is late, what is near. */
export const scopes = ['todo', 'filled', 'passed', 'all', 'late', 'amber'] as const;
export type ListScope = (typeof scopes)[number];

export interface Asked {
  scope?: ListScope;
  q?: string;
  before?: string;
}

export interface TrackLine {
  id: string;
  caseId: string;
  caseNumber: string;
  kind: string;
  unitName: string;
  authority: string | null;
  handler: string | null;
  productName: string;
  batchNo: string;
  state: string;
  supervision: number;
  /** The clock that ends first; null where none runs. */
  due: ({ on: string } & Standing) | null;
}

export interface TrackList {
  scope: ListScope;
  q: string;
  counts: { scope: ListScope; count: number }[];
  lines: TrackLine[];
  next: string | null;
}

const PAGE = 50;
/** A count is told exactly up to here. */
const MOST = 999;

const registers = ['track_seizures', 'track_recalls', 'track_penalties', 'track_transfers'] as const;

/** The running duties of a track and of its registers. */
function running(db: Knex): Knex.QueryBuilder {
  return db('clocks')
    .where({ 'clocks.state': 'running', 'clocks.kind': 'duty' })
    .where((where) => {
      where.where((own) => own.where('clocks.entity', 'case_tracks').whereRaw('clocks.entity_id = case_tracks.id'));
      for (const table of registers)
        where.orWhere((one) =>
          one
            .where('clocks.entity', table)
            .whereIn('clocks.entity_id', db(table).select('id').whereRaw(`${table}.track_id = case_tracks.id`)),
        );
    });
}

function narrowed(query: Query, within: TrackScope, scope: ListScope, q: string): Knex.QueryBuilder {
  const { db, app, today } = query;
  const rows = db('case_tracks')
    .join('cases', 'cases.id', 'case_tracks.case_id')
    .whereNot('case_tracks.state', 'cancelled')
    .where(within);
  if (scope === 'todo') rows.whereIn('case_tracks.state', ['open', 'assigned', 'returned']);
  else if (scope === 'filled' || scope === 'passed') rows.where('case_tracks.state', scope);
  else if (scope === 'late') rows.whereExists(running(db).select(db.raw('1')).where('clocks.due_on', '<', today));
  else if (scope === 'amber') {
    const until = addWorkingDays(app.calendar, today, app.rules.amberWorkingDays).date;
    rows.whereExists(running(db).select(db.raw('1')).whereBetween('clocks.due_on', [today, until]));
  }
  if (q !== '') {
    const like = `%${q.replace(/[!%_]/g, '!$&')}%`;
    rows.where((where) => {
      for (const column of ['cases.number', 'cases.product_name', 'cases.batch_no', 'case_tracks.unit_name'])
        where.orWhereRaw(`${column} like ? escape '!'`, [like]);
    });
  }
  return rows;
}

/** How many there are, up to 999. */
async function count(query: Query, within: TrackScope, scope: ListScope, q: string): Promise<number> {
  const some = narrowed(query, within, scope, q)
    .select('case_tracks.id')
    .limit(MOST + 1);
  const [row] = (await query.db.from(some.as('some')).count({ n: '*' })) as { n: number | string }[];
  return Number(row?.n ?? 0);
}

interface Found {
  id: string;
  caseId: string;
  caseNumber: string;
  kind: string;
  unitName: string;
  authority: string | null;
  handler: string | null;
  productName: string;
  batchNo: string;
  state: string;
  supervision: number;
}

/** Tracks as far as the person may see them, the newest first. */
export async function linesOf(
  query: Query,
  { scope, q, before, most }: { scope: ListScope; q: string; before?: string | undefined; most: number },
): Promise<TrackLine[]> {
  const { db } = query;
  const rows = narrowed(query, await trackScope(query), scope, q)
    .leftJoin('organisations', 'organisations.id', 'case_tracks.organisation_id')
    .orderBy('case_tracks.id', 'desc')
    .limit(most)
    .select({
      ...{ id: 'case_tracks.id', caseId: 'case_tracks.case_id', caseNumber: 'cases.number', kind: 'case_tracks.kind' },
      ...{ unitName: 'case_tracks.unit_name', authority: 'organisations.name', handler: 'case_tracks.handler' },
      ...{ productName: 'cases.product_name', batchNo: 'cases.batch_no', state: 'case_tracks.state' },
      supervision: 'cases.supervision',
    });
  if (before !== undefined) rows.where('case_tracks.id', '<', before);
  const found: Found[] = await rows;
  const dues: { track: string; due: string | null }[] = await db('case_tracks')
    .whereIn(
      'case_tracks.id',
      found.map(({ id }) => id),
    )
    .select('case_tracks.id as track', running(db).min('clocks.due_on').as('due'));
  const dueOf = new Map(dues.map(({ track, due }) => [track, due]));
  return found.map((row) => {
    const on = dueOf.get(row.id);
    return { ...row, due: on === undefined || on === null ? null : { on, ...standing(query, on) } };
  });
}

/** The list of tracks with what each of its tabs holds. */
export async function listTracks(query: Query, { scope = 'todo', q = '', before }: Asked): Promise<TrackList> {
  const counts: TrackList['counts'] = [];
  const within = await trackScope(query);
  for (const one of scopes) counts.push({ scope: one, count: await count(query, within, one, q) });
  const lines = await linesOf(query, { scope, q, before, most: PAGE + 1 });
  const shown = lines.slice(0, PAGE);
  return { scope, q, counts, lines: shown, next: lines.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
}
