import type { Knex } from 'knex';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { type WorkAnswer, type WorkLine, workAnswer, workLine } from './answers.ts';
import { type Listed, listedColumns, wholeOf } from './store.ts';

export const mineScopes = ['returned', 'open', 'ready', 'submitted'] as const;
export type MineScope = (typeof mineScopes)[number];
export const MINE_PAGE = 100;

/** A test of one's own, with how pressing its batch is. */
export type MyLine = WorkLine & { priority: 'normal' | 'urgent' };

export interface MyTests {
  /** Only this part is shown, a page of it. */
  scope: MineScope | null;
  page: number;
  urgentOnly: boolean;
  counts: Record<MineScope | 'late' | 'urgent', number>;
  returned: MyLine[];
  open: MyLine[];
  /** Finished records that only wait for the analyst's signature. */
  ready: (WorkAnswer & { priority: MyLine['priority'] })[];
  submitted: MyLine[];
}

/** A complete record has a verdict; a draft of one may lack others of its readings. */
const READY = `(tests.state = 'testing' and tests.verdict in ('conforms', 'fails') and tests.outcome like '%"complete":true%')`;

function within(db: Knex, userId: string, scope: MineScope | 'work', urgentOnly: boolean): Knex.QueryBuilder {
  const rows = db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .where({ 'tests.analyst_id': userId })
    .whereNot('tests.standing', 'invalid');
  if (urgentOnly) rows.where({ 'samples.priority': 'urgent' });
  if (scope === 'work') return rows.whereIn('tests.state', ['assigned', 'testing', 'returned']);
  if (scope === 'ready') return rows.whereRaw(READY);
  if (scope === 'open') return rows.whereIn('tests.state', ['assigned', 'testing']).whereRaw(`not ${READY}`);
  return rows.where({ 'tests.state': scope });
}

/** One page of a part of a person's work: by due date, urgent ones first of a day, then by number and place. */
async function pageOf(
  db: Knex,
  userId: string,
  scope: MineScope,
  { page, urgentOnly }: { page: number; urgentOnly: boolean },
): Promise<(Listed & { priority: MyLine['priority'] })[]> {
  const rows: object[] = await within(db, userId, scope, urgentOnly)
    .leftJoin('users', 'users.id', 'tests.analyst_id')
    .orderBy([
      { column: 'samples.due_on' },
      { column: db.raw(`case when samples.priority = 'urgent' then 0 else 1 end`) },
      { column: 'samples.number' },
      { column: 'tests.seq' },
    ])
    .limit(MINE_PAGE)
    .offset((page - 1) * MINE_PAGE)
    .select(
      ...listedColumns.map((column) => `tests.${column}`),
      ...['number', 'product_name', 'batch_no', 'due_on', 'priority'].map((column) => `samples.${column}`),
      'users.name as analyst_name',
    );
  return rows.map((row) => decode('tests', row));
}

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [row] = (await rows.count({ n: '*' })) as { n: number | string }[];
  return Number(row?.n ?? 0);
}

/** What a person has to test: without a scope the beginning of each part, with one a page of it. Nothing is left out silently: the counts say how much there is. */
export async function myTests(
  { app, db, user, today }: Query,
  { scope, page = 1, urgent = false }: { scope?: MineScope; page?: number; urgent?: boolean },
): Promise<MyTests> {
  const counts = { late: 0, urgent: 0, returned: 0, open: 0, ready: 0, submitted: 0 };
  for (const one of mineScopes) counts[one] = await countOf(within(db, user.id, one, urgent));
  counts.late = await countOf(within(db, user.id, 'work', false).where('samples.due_on', '<', today));
  counts.urgent = await countOf(within(db, user.id, 'work', true));
  const asked = { page: scope === undefined ? 1 : page, urgentOnly: urgent };
  const part = async (one: MineScope) => (scope === undefined || scope === one ? pageOf(db, user.id, one, asked) : []);
  const lines = async (one: MineScope): Promise<MyLine[]> =>
    (await part(one)).map((test) => ({ ...workLine(app, today, test), priority: test.priority }));
  const judged = await part('ready');
  const priorities = new Map(judged.map(({ id, priority }) => [id, priority]));
  return {
    ...{ scope: scope ?? null, page: asked.page, urgentOnly: urgent, counts },
    returned: await lines('returned'),
    open: await lines('open'),
    ready: (await wholeOf(db, judged)).map((test) => ({
      ...workAnswer(app, today, test),
      priority: priorities.get(test.id) ?? 'normal',
    })),
    submitted: await lines('submitted'),
  };
}
