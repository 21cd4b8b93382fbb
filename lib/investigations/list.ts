import type { Knex } from 'knex';
import { type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { modeOf } from './modes.ts';
import { type Kind, openStates, type State } from './rows.ts';
import type { Mode } from './rules.ts';

export const PAGE = 50;
export const scopes = ['open', 'late', 'concluded', 'urgent', 'closed', 'all'] as const;
export type Scope = (typeof scopes)[number];

export interface ListInput {
  scope?: Scope;
  q?: string;
  after?: string;
}

export interface InvestigationLine {
  id: string;
  number: string;
  kind: Kind;
  state: State;
  sample: string;
  product: string;
  item: { zh: string; en: string };
  result: string | null;
  analyst: string | null;
  openedAt: string;
  dueOn: string | null;
  term: Standing | null;
  urgent: boolean;
}

export interface InvestigationList {
  scope: Scope;
  q: string;
  mode: Mode;
  counts: { scope: Scope; count: number }[];
  lines: InvestigationLine[];
  next: string | null;
}

/** Those of which an urgent report is due and nobody has told it yet. */
const untold = (db: Knex) =>
  db('investigations')
    .whereNotNull('urgent')
    .whereNot({ state: 'dropped' })
    .whereNotExists((told) =>
      told
        .select('cases.id')
        .from('cases')
        .whereRaw('cases.sample_id = investigations.sample_id')
        .where((out) => out.whereNotNull('cases.report_id').orWhereNot('cases.urgent', 'like', '%"told":null%')),
    );

/** The investigations of a scope. */
export function within({ db, today }: Pick<Query, 'db' | 'today'>, scope: Scope): Knex.QueryBuilder {
  if (scope === 'urgent') return untold(db);
  const rows = db('investigations');
  if (scope === 'all') return rows;
  if (scope === 'closed') return rows.whereIn('state', ['closed', 'dropped']);
  if (scope === 'concluded') return rows.where({ state: 'concluded' });
  rows.whereIn('investigations.state', [...openStates]);
  return scope === 'late' ? rows.where('due_on', '<', today) : rows;
}

const countOf = async (rows: Knex.QueryBuilder): Promise<number> => {
  const [row] = (await rows.count({ n: '*' })) as { n: number | string }[];
  return Number(row?.n ?? 0);
};

/** How many stand in a scope. */
const countInvestigations = (query: Query, scope: Scope): Promise<number> => countOf(within(query, scope));

const like = (text: string): string => `%${text.trim().replace(/[!%_]/g, '!$&').toLowerCase()}%`;

/** One page of investigations, the newest first. */
export async function listInvestigations(query: Query, input: ListInput): Promise<InvestigationList> {
  const { db } = query;
  const { scope = 'open', q = '' } = input;
  const asked = within(query, scope).select('investigations.id');
  const rows = db('investigations')
    .join('samples', 'samples.id', 'investigations.sample_id')
    .join('tests', 'tests.id', 'investigations.test_id')
    .leftJoin('users', 'users.id', 'tests.analyst_id')
    .whereIn('investigations.id', asked)
    .orderBy('investigations.id', 'desc')
    .limit(PAGE + 1);
  if (input.after !== undefined) rows.where('investigations.id', '<', input.after);
  if (q.trim() !== '')
    rows.whereRaw(
      `(lower(investigations.number) like ? escape '!' or lower(samples.number) like ? escape '!' or lower(samples.product_name) like ? escape '!')`,
      [like(q), like(q), like(q)],
    );
  const found: (Omit<InvestigationLine, 'item' | 'term' | 'urgent'> & { item: string; urgent: string | null })[] =
    await rows.select('investigations.id', {
      ...{ number: 'investigations.number', kind: 'investigations.kind' },
      ...{ state: 'investigations.state', sample: 'samples.number', product: 'samples.product_name' },
      ...{ item: 'tests.item', result: 'investigations.first_result', analyst: 'users.name' },
      ...{ openedAt: 'investigations.created_at', dueOn: 'investigations.due_on', urgent: 'investigations.urgent' },
    });
  const counts: InvestigationList['counts'] = [];
  for (const one of scopes) counts.push({ scope: one, count: await countInvestigations(query, one) });
  const due = new Set<string>(await untold(db).pluck('id'));
  return {
    ...{ scope, q, counts, mode: await modeOf(query) },
    lines: found.slice(0, PAGE).map(({ item, ...line }) => ({
      ...line,
      item: (JSON.parse(item) as { name: { zh: string; en: string } }).name,
      term: line.dueOn === null ? null : standing(query, line.dueOn),
      urgent: due.has(line.id),
    })),
    next: found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null,
  };
}
