import type { Knex } from 'knex';
import { addDays, addWorkingDays, chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import { type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { repeating } from './repeats.ts';
import {
  type Category,
  categories,
  type ImprovementRow,
  type Kind,
  kinds,
  openStates,
  type Source,
  type State,
} from './rows.ts';
import { improvementRules, type Stage, stageOf } from './rules.ts';
import { peopleNamed, visible } from './store.ts';

export const PAGE = 50;
export const scopes = ['open', 'late', 'amber', 'mine', 'verify', 'closed', 'all'] as const;
export type Scope = (typeof scopes)[number];

export interface ListInput {
  scope?: Scope;
  kind?: Kind;
  source?: Source;
  /** `none`: closed or analysed without a class. */
  category?: Category;
  /** Open for at least so many days. */
  age?: number;
  q?: string;
  after?: string;
}

export interface ImprovementLine
  extends Pick<
    ImprovementRow,
    'id' | 'number' | 'kind' | 'source' | 'title' | 'found_on' | 'state' | 'significance' | 'category' | 'due_on'
  > {
  owner: string;
  stage: Stage | null;
  term: Standing | null;
  /** Days since it was found, up to today or its closing. */
  age: number;
  repeated: boolean;
  elsewhere: boolean;
  parameter: string | null;
  instrument: string | null;
}

export interface ImprovementList {
  scope: Scope;
  kind: Kind | null;
  source: Source | null;
  category: Category | null;
  age: number | null;
  q: string;
  counts: { scope: Scope; count: number }[];
  kinds: { kind: Kind; count: number }[];
  lines: ImprovementLine[];
  first: boolean;
  next: string | null;
}

const DAY = 86_400_000;
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** The records of a scope, as this person may see them. */
function within({ app, db, user, today }: Query, scope: Scope): Knex.QueryBuilder {
  const rows = visible(db, user);
  if (scope === 'all') return rows;
  if (scope === 'closed') return rows.whereIn('state', ['closed', 'dropped']);
  if (scope === 'verify') return rows.where({ state: 'carried' }).where('verify_from', '<=', today);
  rows.whereIn('state', [...openStates]);
  if (scope === 'late') rows.where('due_on', '<', today);
  if (scope === 'amber')
    rows.whereBetween('due_on', [today, addWorkingDays(app.calendar, today, app.rules.amberWorkingDays).date]);
  if (scope === 'mine')
    rows.where((own) =>
      own
        .where({ owner_id: user.id })
        .orWhereIn(
          'improvements.id',
          db('improvement_actions').where({ owner_id: user.id, state: 'open' }).select('improvement_id'),
        ),
    );
  return rows;
}

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [row] = (await rows.count({ n: '*' })) as { n: number | string }[];
  return Number(row?.n ?? 0);
}

/** How many stand in a scope. */
export const countIn = (query: Query, scope: Scope): Promise<number> => countOf(within(query, scope));

const escaped = (text: string): string => `%${text.trim().replace(/[!%_]/g, '!$&').toLowerCase()}%`;

function narrowed(query: Query, input: ListInput): Knex.QueryBuilder {
  const { scope = 'open', kind, source, category, age, q = '' } = input;
  const rows = within(query, scope);
  if (kind !== undefined) rows.where({ kind });
  if (source !== undefined) rows.where({ source });
  if (category !== undefined) rows.where({ category });
  if (age !== undefined) rows.where('found_on', '<=', addDays(query.today, -age));
  if (q.trim() !== '') {
    const searched = ['number', 'title', 'finding', 'parameter_name', 'instrument_no', 'department'];
    const terms = searched.map((column) => `lower(coalesce(${column}, '')) like ? escape '!'`).join(' or ');
    rows.whereRaw(
      `(${terms})`,
      searched.map(() => escaped(q)),
    );
  }
  return rows;
}

/** One page of records, the newest first. */
export async function listImprovements(query: Query, input: ListInput): Promise<ImprovementList> {
  const { scope = 'open', kind, source, category, age, q = '', after } = input;
  const page = narrowed(query, input)
    .orderBy('improvements.id', 'desc')
    .limit(PAGE + 1)
    .select('improvements.*');
  if (after !== undefined) page.where('improvements.id', '<', after);
  const rows = ((await page) as object[]).map((row) => decode<ImprovementRow>('improvements', row));
  const shown = rows.slice(0, PAGE);
  const counted: { kind: Kind; n: number | string }[] = await within(query, scope)
    .groupBy('kind')
    .select('kind')
    .count({ n: '*' });
  const counts: ImprovementList['counts'] = [];
  for (const one of scopes) counts.push({ scope: one, count: await countIn(query, one) });
  return {
    ...{ scope, kind: kind ?? null, source: source ?? null, category: category ?? null, age: age ?? null, q, counts },
    kinds: kinds.map((one) => ({ kind: one, count: Number(counted.find((row) => row.kind === one)?.n ?? 0) })),
    lines: await linesOf(query, shown),
    first: after === undefined,
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

const MOST = 5000;

/** Every record that the filters leave, at most 5000, for the workbook. */
export async function allImprovements(
  query: Query,
  input: ListInput,
): Promise<{ rows: ImprovementRow[]; lines: ImprovementLine[] }> {
  const found: object[] = await narrowed(query, { scope: 'all', ...input })
    .orderBy('improvements.id', 'desc')
    .limit(MOST)
    .select('improvements.*');
  const rows = found.map((row) => decode<ImprovementRow>('improvements', row));
  return { rows, lines: await linesOf(query, rows) };
}

async function linesOf(query: Query, rows: readonly ImprovementRow[]): Promise<ImprovementLine[]> {
  const names = await peopleNamed(
    query.db,
    rows.map(({ owner_id }) => owner_id),
  );
  const repeated = await repeating(query, rows);
  return rows.map((row) => {
    const { id, number, kind, source, title, found_on, state, significance, category, due_on } = row;
    return {
      ...{ id, number, kind, source, title, found_on, state, significance, category, due_on },
      owner: names[row.owner_id] ?? '',
      stage: stageOf(row) ?? null,
      term: due_on !== null && openStates.includes(state) ? standing(query, due_on) : null,
      age: daysBetween(found_on, row.closed_at === null ? query.today : chinaDate(row.closed_at)),
      ...{ repeated: repeated.has(id), elsewhere: row.elsewhere === 1 },
      parameter: row.parameter_code === null ? null : `${row.parameter_code} ${row.parameter_name ?? ''}`.trim(),
      instrument: row.instrument_no,
    };
  });
}

export interface Analysis {
  from: string;
  to: string;
  kind: Kind | null;
  total: number;
  causes: { category: Category; count: number }[];
  /** Without a class of cause: handled in a file elsewhere, closed without one, or not analysed yet. */
  unclassed: number;
  sources: { source: Source; count: number }[];
  ages: { from: number; to: number | null; count: number; late: number }[];
  open: ImprovementLine[];
  repeats: { kind: 'parameter' | 'instrument' | 'person'; key: string; count: number; last: string }[];
  /** Days from finding to closing, of those closed in the period; null where none was. */
  median: number | null;
  closed: number;
}

/** Causes, sources, age and repetition over a period of findings (days inclusive). */
export async function analyse(query: Query, input: { from?: string; to?: string; kind?: Kind }): Promise<Analysis> {
  const { today, db, user } = query;
  const { from = addDays(today, -365), to = today, kind } = input;
  const period = () => {
    const rows = visible(db, user).whereBetween('found_on', [from, to]).whereNot({ state: 'dropped' });
    return kind === undefined ? rows : rows.where({ kind });
  };
  const causes: { category: Category | null; n: number | string }[] = await period()
    .groupBy('category')
    .select('category')
    .count({ n: '*' });
  const sources: { source: Source; n: number | string }[] = await period()
    .groupBy('source')
    .select('source')
    .count({ n: '*' });
  const counted = categories.map((category) => ({
    category,
    count: Number(causes.find((row) => row.category === category)?.n ?? 0),
  }));
  const total = causes.reduce((sum, { n }) => sum + Number(n), 0);
  const ended: { found_on: string; closed_at: string }[] = await period()
    .where({ state: 'closed' })
    .limit(MOST)
    .select('found_on', 'closed_at');
  const days = ended
    .map(({ found_on, closed_at }) => daysBetween(found_on, chinaDate(closed_at)))
    .sort((a, b) => a - b);
  return {
    ...{ from, to, kind: kind ?? null, total, causes: counted },
    unclassed: total - counted.reduce((sum, { count }) => sum + count, 0),
    sources: sources.map(({ source, n }) => ({ source, count: Number(n) })).sort((a, b) => b.count - a.count),
    ...(await ageing(query, kind)),
    repeats: await repeatsIn(query, period),
    ...{ median: days[Math.floor((days.length - 1) / 2)] ?? null, closed: days.length },
  };
}

/** The open records by age, the oldest first (at most 200), and how many stand in each class of age. */
async function ageing(query: Query, kind: Kind | undefined): Promise<Pick<Analysis, 'ages' | 'open'>> {
  const open = () => {
    const rows = visible(query.db, query.user).whereIn('state', [...openStates]);
    return kind === undefined ? rows : rows.where({ kind });
  };
  const bounds = improvementRules(query.app).ageing;
  const ages: Analysis['ages'] = [];
  for (const [i, from] of [0, ...bounds].entries()) {
    const to = bounds[i] ?? null;
    const rows = () => {
      const some = open().where('found_on', '<=', addDays(query.today, -from));
      return to === null ? some : some.where('found_on', '>', addDays(query.today, -to));
    };
    ages.push({
      from,
      to,
      count: await countOf(rows()),
      late: await countOf(rows().where('due_on', '<', query.today)),
    });
  }
  const found: object[] = await open().orderBy(['found_on', 'id']).limit(200);
  const rows = found.map((row) => decode<ImprovementRow>('improvements', row));
  return { ages, open: await linesOf(query, rows) };
}

async function repeatsIn(query: Query, period: () => Knex.QueryBuilder): Promise<Analysis['repeats']> {
  const found: Analysis['repeats'] = [];
  const columns = { parameter: 'parameter_code', instrument: 'instrument_no', person: 'person_id' } as const;
  for (const kind of ['parameter', 'instrument', 'person'] as const) {
    const column = columns[kind];
    const rows: { key: string; n: number | string; last: string }[] = await period()
      .whereNotNull(column)
      .groupBy(column)
      .havingRaw('count(*) > 1')
      .select({ key: column })
      .count({ n: '*' })
      .max({ last: 'found_on' });
    found.push(...rows.map(({ key, n, last }) => ({ kind, key, count: Number(n), last })));
  }
  const names = await peopleNamed(
    query.db,
    found.flatMap(({ kind, key }) => (kind === 'person' ? [key] : [])),
  );
  const parameters = query.app.catalogue.parameters;
  return found
    .map((row) => ({
      ...row,
      key:
        row.kind === 'person'
          ? (names[row.key] ?? row.key)
          : row.kind === 'parameter'
            ? `${row.key} ${parameters.get(row.key)?.name[query.user.lang] ?? ''}`.trim()
            : row.key,
    }))
    .sort((a, b) => b.count - a.count || (a.last < b.last ? 1 : -1));
}

/** The state of a record in an order of work. */
export const progress: readonly State[] = openStates;
