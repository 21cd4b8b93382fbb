import { state as termState, workingDaysBetween } from '../core/deadlines.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';

/** One thing that waits for this person. */
export interface Work {
  kind: WorkKind;
  href: string;
  number: string;
  product: string;
  /** The inspection item, or what is to be done. */
  item: string;
  state: string;
  dueOn: string | null;
  term: 'on-time' | 'amber' | 'late' | null;
  days: number;
}

export const workKinds = ['returned', 'receive', 'plan', 'test', 'review', 'approve', 'issue', 'notify'] as const;
export type WorkKind = (typeof workKinds)[number];

type Found = Omit<Work, 'term' | 'days'>;

const MOST = 200;

interface TestLine {
  id: string;
  sample_id: string;
  state: string;
  item: string;
  number: string;
  product_name: string;
  due_on: string;
}

const testLines = (query: Query) =>
  query
    .db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .orderBy(['samples.due_on', 'tests.id'])
    .limit(MOST)
    .select<TestLine[]>(
      'tests.id',
      'tests.sample_id',
      'tests.state',
      'tests.item',
      'samples.number',
      'samples.product_name',
      'samples.due_on',
    );

const named = (row: TestLine): string => (JSON.parse(row.item) as { name: { zh: string } }).name.zh;

async function myTests(query: Query): Promise<Found[]> {
  const rows = await testLines(query)
    .where({ 'tests.analyst_id': query.user.id })
    .whereIn('tests.state', ['assigned', 'testing', 'returned']);
  return rows.map((row) => ({
    kind: row.state === 'returned' ? 'returned' : 'test',
    href: `/tests/${row.id}`,
    number: row.number,
    product: row.product_name,
    item: named(row),
    state: row.state,
    dueOn: row.due_on,
  }));
}

async function toReview(query: Query): Promise<Found[]> {
  const rows = await testLines(query)
    .where({ 'tests.state': 'submitted' })
    .whereNot({ 'tests.analyst_id': query.user.id });
  return rows.map((row) => ({
    kind: 'review',
    href: `/tests/${row.id}/review`,
    number: row.number,
    product: row.product_name,
    item: named(row),
    state: row.state,
    dueOn: row.due_on,
  }));
}

interface SampleLine {
  id: string;
  number: string;
  product_name: string;
  state: string;
  due_on: string;
}

const samplesIn = (query: Query, state: string): Promise<SampleLine[]> =>
  query
    .db('samples')
    .where({ state })
    .orderBy(['due_on', 'id'])
    .limit(MOST)
    .select('id', 'number', 'product_name', 'state', 'due_on');

const fromSample =
  (kind: WorkKind, page: string) =>
  (row: SampleLine): Found => ({
    kind,
    href: `/samples/${row.id}/${page}`,
    number: row.number,
    product: row.product_name,
    item: '',
    state: row.state,
    dueOn: row.due_on,
  });

async function toReceive(query: Query): Promise<Found[]> {
  const rows: { id: string; number: string; product_name: string; state: string }[] = await query
    .db('samplings')
    .where({ state: 'sampled' })
    .orderBy('id')
    .limit(MOST)
    .select('id', 'number', 'product_name', 'state');
  return rows.map((row) => ({
    kind: 'receive',
    href: `/samplings/${row.id}/receipt`,
    number: row.number,
    product: row.product_name,
    item: '',
    state: row.state,
    dueOn: null,
  }));
}

async function toIssue(query: Query): Promise<Found[]> {
  const rows: { id: string; number: string; product_name: string; due_on: string; state: string }[] = await query
    .db('reports')
    .join('samples', 'samples.id', 'reports.sample_id')
    .where({ 'reports.state': 'drafted' })
    .whereNull('reports.returned_reason')
    .orderBy(['samples.due_on', 'reports.id'])
    .limit(MOST)
    .select('reports.id', 'reports.number', 'samples.product_name', 'samples.due_on', 'reports.state');
  return rows.map((row) => ({
    kind: 'issue',
    href: `/reports/${row.id}`,
    number: row.number,
    product: row.product_name,
    item: '',
    state: row.state,
    dueOn: row.due_on,
  }));
}

async function toNotify(query: Query): Promise<Found[]> {
  const rows: { id: string; number: string; product_name: string; due_on: string | null; state: string }[] = await query
    .db('cases')
    .join('samples', 'samples.id', 'cases.sample_id')
    .leftJoin('clocks', (join) => join.on('clocks.entity_id', 'cases.id').andOnVal('clocks.entity', 'case'))
    .where({ 'cases.state': 'opened' })
    .orderBy('cases.id')
    .limit(MOST)
    .select('cases.id', 'cases.number', 'samples.product_name', 'clocks.due_on', 'cases.state');
  return rows.map((row) => ({
    kind: 'notify',
    href: `/cases/${row.id}`,
    number: row.number,
    product: row.product_name,
    item: '',
    state: row.state,
    dueOn: row.due_on,
  }));
}

const sources: { needs: string; find: (query: Query) => Promise<Found[]> }[] = [
  { needs: 'test.record', find: myTests },
  { needs: 'sample.receive', find: toReceive },
  { needs: 'task.plan', find: async (query) => (await samplesIn(query, 'accepted')).map(fromSample('plan', 'plan')) },
  { needs: 'test.review', find: toReview },
  {
    needs: 'test.approve',
    find: async (query) => (await samplesIn(query, 'tested')).map(fromSample('approve', 'approval')),
  },
  { needs: 'report.issue', find: toIssue },
  { needs: 'case.notify', find: toNotify },
];

/** What waits for this person, over all duties held: late first, then by due date. */
export async function workOf(query: Query): Promise<Work[]> {
  const { app, today, user } = query;
  const found: Found[] = [];
  for (const source of sources) if (may(user.roles, source.needs)) found.push(...(await source.find(query)));
  const dated = found.map((work): Work => {
    if (work.dueOn === null) return { ...work, term: null, days: 0 };
    const isLate = today > work.dueOn;
    const days = isLate
      ? workingDaysBetween(app.calendar, work.dueOn, today)
      : workingDaysBetween(app.calendar, today, work.dueOn);
    return { ...work, term: termState(app.calendar, work.dueOn, today, app.rules.amberWorkingDays), days };
  });
  return dated.sort((a, b) => rank(a) - rank(b) || (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'));
}

const rank = (work: Work): number => (work.kind === 'returned' ? 0 : work.term === 'late' ? 1 : 2);
