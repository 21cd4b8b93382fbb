import type { Knex } from 'knex';
import { addDays, chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { WorksheetRow } from './rows.ts';

export const PAGE = 50;
export const scopes = ['mine', 'open', 'finished', 'dropped', 'all'] as const;
export type Scope = (typeof scopes)[number];

export interface ListInput {
  scope?: Scope;
  /** Part of number, title, instrument, or the number of a batch. */
  q?: string;
  parameterCode?: string;
  /** Day on which the run was put together, in China. */
  onDay?: string;
  after?: string;
}

export interface RunLine
  extends Pick<
    WorksheetRow,
    'id' | 'number' | 'title' | 'method' | 'state' | 'instrument' | 'sequence' | 'created_at'
  > {
  analyst: string;
  samples: number;
  /** Samples whose record has a result. */
  done: number;
  controls: number;
  failed: number;
}

export interface RunList {
  scope: Scope;
  q: string;
  parameterCode: string | null;
  onDay: string | null;
  counts: { scope: Scope; count: number }[];
  lines: RunLine[];
  first: boolean;
  next: string | null;
}

function within({ db, user }: Pick<Query, 'db' | 'user'>, scope: Scope): Knex.QueryBuilder {
  const rows = db('worksheets');
  if (scope === 'mine')
    return rows
      .where({ state: 'open' })
      .where((own) => own.where({ analyst_id: user.id }).orWhere('members', 'like', `%"${user.id}"%`));
  return scope === 'all' ? rows : rows.where({ state: scope });
}

const escaped = (text: string): string => `%${text.trim().replace(/[!%_]/g, '!$&').toLowerCase()}%`;

/** The runs that hold a test which the words ask for. */
const holding = (db: Knex): Knex.QueryBuilder =>
  db('worksheet_rows')
    .join('tests', 'tests.id', 'worksheet_rows.test_id')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereRaw('worksheet_rows.worksheet_id = worksheets.id')
    .select(db.raw('1'));

function narrowed(query: Query, input: ListInput): Knex.QueryBuilder {
  const { scope = 'mine', q = '', parameterCode, onDay } = input;
  const rows = within(query, scope);
  if (parameterCode !== undefined) rows.whereExists(holding(query.db).where({ 'tests.parameter_code': parameterCode }));
  if (onDay !== undefined) {
    const start = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();
    rows.where('created_at', '>=', start(onDay)).where('created_at', '<', start(addDays(onDay, 1)));
  }
  if (q.trim() !== '')
    rows.where((found) => {
      for (const column of ['number', 'title', 'instrument'])
        found.orWhereRaw(`lower(coalesce(worksheets.${column}, '')) like ? escape '!'`, [escaped(q)]);
      found.orWhereExists(holding(query.db).whereRaw(`lower(samples.number) like ? escape '!'`, [escaped(q)]));
    });
  return rows;
}

/** One page of runs, the newest first. */
export async function listRuns(query: Query, input: ListInput): Promise<RunList> {
  const { scope = 'mine', q = '', parameterCode, onDay, after } = input;
  const page = narrowed(query, input)
    .orderBy('worksheets.id', 'desc')
    .limit(PAGE + 1)
    .select('worksheets.*');
  if (after !== undefined) page.where('worksheets.id', '<', after);
  const rows = ((await page) as object[]).map((row) => decode<WorksheetRow>('worksheets', row));
  const shown = rows.slice(0, PAGE);
  const counts: RunList['counts'] = [];
  for (const one of scopes) {
    const [row] = (await within(query, one).count({ n: '*' })) as { n: number | string }[];
    counts.push({ scope: one, count: Number(row?.n ?? 0) });
  }
  return {
    ...{ scope, q, parameterCode: parameterCode ?? null, onDay: onDay ?? null, counts },
    lines: await linesOf(query.db, shown),
    first: after === undefined,
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

async function linesOf(db: Knex, runs: readonly WorksheetRow[]): Promise<RunLine[]> {
  const ids = runs.map(({ id }) => id);
  const counted: {
    worksheet_id: string;
    samples: number | string;
    done: number | string;
    controls: number | string;
    failed: number | string;
  }[] = await db('worksheet_rows')
    .leftJoin('tests', 'tests.id', 'worksheet_rows.test_id')
    .whereIn('worksheet_rows.worksheet_id', ids)
    .whereNull('worksheet_rows.removed_at')
    .groupBy('worksheet_rows.worksheet_id')
    .select('worksheet_rows.worksheet_id')
    .sum({
      samples: db.raw(`case when worksheet_rows.kind = 'sample' then 1 else 0 end`),
      done: db.raw('case when tests.result_text is null then 0 else 1 end'),
      controls: db.raw(`case when worksheet_rows.kind = 'sample' then 0 else 1 end`),
      failed: db.raw(`case when worksheet_rows.verdict = 'not-ok' then 1 else 0 end`),
    });
  const names: { id: string; name: string }[] = await db('users')
    .whereIn('id', [...new Set(runs.map(({ analyst_id }) => analyst_id))])
    .select('id', 'name');
  return runs.map((run) => {
    const { id, number, title, method, state, instrument, sequence, created_at } = run;
    const own = counted.find(({ worksheet_id }) => worksheet_id === id);
    return {
      ...{ id, number, title, method, state, instrument, sequence, created_at },
      analyst: names.find((one) => one.id === run.analyst_id)?.name ?? '',
      ...{ samples: Number(own?.samples ?? 0), done: Number(own?.done ?? 0) },
      ...{ controls: Number(own?.controls ?? 0), failed: Number(own?.failed ?? 0) },
    };
  });
}

/** The day in China on which a run was put together. */
export const dayOf = ({ created_at }: Pick<RunLine, 'created_at'>): string => chinaDate(created_at);
