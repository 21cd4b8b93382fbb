import type { Knex } from 'knex';
import { may } from '../kernel/access.ts';
import { standing } from '../kernel/terms.ts';
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
  /** The day lies behind the loaded working-day calendar and may still move (domain 10.35). */
  provisional: boolean;
}

export const workKinds = [
  'returned',
  'receive',
  'plan',
  'test',
  'review',
  'approve',
  'issue',
  'notify',
  'deliver',
] as const;
export type WorkKind = (typeof workKinds)[number];

type Found = Omit<Work, 'term' | 'days' | 'provisional'>;

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
    .whereNot('tests.standing', 'invalid')
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
    .whereIn('tests.state', ['assigned', 'testing', 'returned'])
    // However long the list, what came back stands on it.
    .clearOrder()
    .orderByRaw("case when tests.state = 'returned' then 0 else 1 end, samples.due_on, tests.id");
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
    .join('samplings', 'samplings.id', 'samples.sampling_id')
    .where({ 'tests.state': 'submitted' })
    .whereNot({ 'tests.analyst_id': query.user.id })
    .whereNot('samplings.officers', 'like', `%"${query.user.id}"%`);
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

const fromSample = (kind: WorkKind, page: string, row: SampleLine): Found => ({
  kind,
  href: `/samples/${row.id}/${page}`,
  number: row.number,
  product: row.product_name,
  item: '',
  state: row.state,
  dueOn: row.due_on,
});

const sampleLines = (query: Query, state: string) =>
  query
    .db('samples')
    .where({ 'samples.state': state })
    .orderBy(['samples.due_on', 'samples.id'])
    .limit(MOST)
    .select<SampleLine[]>('samples.id', 'samples.number', 'samples.product_name', 'samples.state', 'samples.due_on');

async function toPlan(query: Query): Promise<Found[]> {
  return (await sampleLines(query, 'accepted')).map((row) => fromSample('plan', 'plan', row));
}

/** Whoever drew, tested or reviewed a batch neither approves it nor signs its report: it does not wait for him. */
const withoutMine = (query: Query, lines: Knex.QueryBuilder): void => {
  lines
    .whereNotExists((own) =>
      own
        .select('tests.id')
        .from('tests')
        .whereRaw('tests.sample_id = samples.id')
        .where((acted) => acted.where('tests.analyst_id', query.user.id).orWhere('tests.reviewer_id', query.user.id)),
    )
    .whereNotExists((own) =>
      own
        .select('samplings.id')
        .from('samplings')
        .whereRaw('samplings.id = samples.sampling_id')
        .where('samplings.officers', 'like', `%"${query.user.id}"%`),
    );
};

async function toApprove(query: Query): Promise<Found[]> {
  const lines = sampleLines(query, 'tested')
    .leftJoin('reports', (join) => join.on('reports.sample_id', 'samples.id').andOnVal('reports.state', 'drafted'))
    .clearOrder()
    .orderByRaw('case when reports.returned_reason is null then 1 else 0 end, samples.due_on, samples.id')
    .select<(SampleLine & { returned_reason: string | null })[]>('reports.returned_reason');
  withoutMine(query, lines);
  // The signatory's return is the head's to answer.
  return (await lines).map((row) =>
    row.returned_reason === null
      ? fromSample('approve', 'approval', row)
      : { ...fromSample('returned', 'approval', row), state: 'returned' },
  );
}

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
  const lines = query
    .db('reports')
    .join('samples', 'samples.id', 'reports.sample_id')
    .where({ 'reports.state': 'drafted' })
    .whereNull('reports.returned_reason')
    .whereRaw('samples.approved_by <> ?', [query.user.id])
    .orderBy(['samples.due_on', 'reports.id'])
    .limit(MOST)
    .select<SampleLine[]>('reports.id', 'reports.number', 'samples.product_name', 'samples.due_on', 'reports.state');
  withoutMine(query, lines);
  return (await lines).map((row) => ({
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
    .leftJoin('clocks', (join) =>
      join
        .on('clocks.entity_id', 'cases.id')
        .andOnVal('clocks.entity', 'cases')
        .andOnVal('clocks.state', 'running')
        .andOnVal('clocks.event', '<>', 'serious-risk-found'),
    )
    .where({ 'cases.state': 'opened' })
    .whereNotNull('cases.report_id')
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

/** Parties to be served: those of the person's authority; in the institute those that no authority was named for. */
async function toDeliver(query: Query): Promise<Found[]> {
  const { organisation = null } = query.user;
  const lines = query
    .db('case_recipients')
    .join('cases', 'cases.id', 'case_recipients.case_id')
    .leftJoin('clocks', (join) =>
      join
        .on('clocks.entity_id', 'case_recipients.id')
        .andOnVal('clocks.entity', 'case_recipients')
        .andOnVal('clocks.state', 'running'),
    )
    .where({ 'case_recipients.organisation_id': organisation })
    .whereNotNull('case_recipients.papers_on')
    .whereNull('case_recipients.delivered_on')
    .whereIn('cases.state', ['opened', 'notified', 'handling'])
    .orderBy('case_recipients.id')
    .limit(MOST);
  const rows: Served[] = await lines.select(
    ...['case_recipients.id', 'case_recipients.name', 'cases.number', 'cases.product_name'],
    ...['clocks.due_on', 'cases.state'],
  );
  return rows.map((row) => ({
    kind: 'deliver',
    href: `/case-recipients/${row.id}`,
    number: row.number,
    product: row.product_name,
    item: row.name,
    state: row.state,
    dueOn: row.due_on,
  }));
}

interface Served {
  id: string;
  name: string;
  number: string;
  product_name: string;
  due_on: string | null;
  state: string;
}

const sources: { needs: string; find: (query: Query) => Promise<Found[]> }[] = [
  { needs: 'test.record', find: myTests },
  { needs: 'sample.receive', find: toReceive },
  { needs: 'task.plan', find: toPlan },
  { needs: 'test.review', find: toReview },
  { needs: 'test.approve', find: toApprove },
  { needs: 'report.issue', find: toIssue },
  { needs: 'case.notify', find: toNotify },
  { needs: 'case.deliver', find: toDeliver },
];

/** What waits for this person, over all duties held: returned first, then late, then by due date. */
export async function workOf(query: Query): Promise<Work[]> {
  const { user } = query;
  const found: Found[] = [];
  for (const source of sources) if (may(user.roles, source.needs)) found.push(...(await source.find(query)));
  const dated = found.map((work): Work => {
    if (work.dueOn === null) return { ...work, term: null, days: 0, provisional: false };
    const { state: term, days, provisional } = standing(query, work.dueOn);
    return { ...work, term, days, provisional };
  });
  return dated.sort((a, b) => rank(a) - rank(b) || (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'));
}

const rank = (work: Work): number => (work.kind === 'returned' ? 0 : work.term === 'late' ? 1 : 2);
