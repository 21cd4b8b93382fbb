import type { Knex } from 'knex';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type CaseRow, caseScope, caseWithin, recipientsOf } from '../disposals/index.ts';
import { actorOf } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import { type ClockRow, clocksOf, dueBy, type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { backupFaults, type Hold, holdsOf, type SampleRow } from '../samples/index.ts';
import { PAGE, startsWith } from '../samplings/index.ts';
import { against, forbidden, isOurs, subjectOf, windowOf } from './against.ts';
import { type ReinspectionMove, reinspectionMachine } from './machine.ts';
import { type LaboratoryWay, laboratoryWays, type ObjectionRow, type ReinspectionRow, underWay } from './rows.ts';
import { type PaperRule, reinspectionRules } from './rules.ts';
import { failedTests, issuedReport, reinspectionOf } from './store.ts';

export const tabs = ['open', 'finished', 'objections', 'answered'] as const;
export type Tab = (typeof tabs)[number];

export interface Line {
  id: string;
  number: string;
  product: string;
  batchNo: string;
  party: string;
  on: string;
  state: string;
  kind: string;
  outcome: string | null;
  href: string;
  due: (Standing & { dueOn: string }) | null;
}

export interface ReinspectionList {
  tab: Tab;
  q: string;
  lines: Line[];
  next: string | null;
}

/** Re-inspections or objections, those that run or those that are over, the newest first. */
export async function listReinspections(
  query: Query,
  { tab = 'open', q = '', after }: { tab?: Tab; q?: string; after?: string },
): Promise<ReinspectionList> {
  const isObjection = tab === 'objections' || tab === 'answered';
  const table = isObjection ? 'objections' : 'reinspections';
  const running = isObjection ? ['registered', 'assigned', 'answered'] : ['applied', 'supplement', ...underWay];
  const rows = query
    .db(table)
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (tab === 'open' || tab === 'objections') rows.whereIn('state', running);
  else rows.whereNotIn('state', running);
  if (after) rows.where('id', '<', after);
  if (q.trim()) startsWith(rows, q.trim(), ['number']);
  const found: object[] = await rows;
  const shown = found.slice(0, PAGE);
  const lines = isObjection
    ? await objectionLines(
        query,
        shown.map((row) => decode<ObjectionRow>('objections', row)),
      )
    : shown.map((row) => lineOf(decode<ReinspectionRow>('reinspections', row)));
  const clocks = await dueOf(
    query,
    table,
    lines.map(({ id }) => id),
  );
  return {
    tab,
    q,
    lines: lines.map((line) => ({ ...line, due: clocks.get(line.id) ?? null })),
    next: found.length > PAGE ? (lines.at(-1)?.id ?? null) : null,
  };
}

const lineOf = (row: ReinspectionRow): Line => ({
  id: row.id,
  number: row.number,
  product: row.product.name,
  batchNo: row.product.batchNo,
  party: row.applicant.name,
  on: row.applied_on,
  state: row.state,
  kind: row.standing,
  outcome: row.outcome,
  href: `/reinspections/${row.id}`,
  due: null,
});

async function objectionLines({ db }: Query, rows: readonly ObjectionRow[]): Promise<Line[]> {
  const cases: Pick<CaseRow, 'id' | 'product_name' | 'batch_no'>[] = await db('cases')
    .whereIn(
      'id',
      rows.map(({ case_id }) => case_id),
    )
    .select('id', 'product_name', 'batch_no');
  return rows.map((row) => {
    const about = cases.find(({ id }) => id === row.case_id);
    return {
      ...{ id: row.id, number: row.number, product: about?.product_name ?? '', batchNo: about?.batch_no ?? '' },
      ...{ party: row.objector.name, on: row.raised_on, state: row.state, kind: row.kind, outcome: row.outcome },
      ...{ href: `/objections/${row.id}`, due: null },
    };
  });
}

/** The clock that ends next of each. */
async function dueOf(
  query: Query,
  entity: string,
  ids: readonly string[],
): Promise<Map<string, Standing & { dueOn: string }>> {
  const rows: Pick<ClockRow, 'entity_id' | 'due_on'>[] = await query
    .db('clocks')
    .where({ entity, state: 'running' })
    .whereIn('entity_id', [...ids])
    .orderBy('due_on', 'desc')
    .select('entity_id', 'due_on');
  return new Map(rows.map((row) => [row.entity_id, { ...standing(query, row.due_on), dueOn: row.due_on }]));
}

export interface ShownClock extends Standing {
  id: string;
  rule: string;
  title: { zh: string; en: string };
  basis: string;
  startedOn: string;
  dueOn: string;
  clockState: ClockRow['state'];
}

const shownClock = (query: Query, row: ClockRow): ShownClock => ({
  id: row.id,
  rule: row.rule,
  title: row.snapshot.title ?? { zh: row.rule, en: row.rule },
  basis: row.basis,
  startedOn: row.started_on,
  dueOn: row.due_on,
  clockState: row.state,
  ...standing(query, row.due_on),
});

export interface Sheet {
  row: ReinspectionRow;
  ours: boolean;
  window: { dueOn: string; rule: string } | null;
  caseNumber: string | null;
  sample: { id: string; number: string } | null;
  /** The sealed backup that was or would be handed over. */
  portion: { sealNo: string; qty: string } | null;
  second: { id: string; number: string; state: string; reportNo: string | null; reportId: string | null } | null;
  papers: (PaperRule & { there: boolean })[];
  ways: LaboratoryWay[];
  fee: { basis: string; overturned: string } | null;
  laboratoryBasis: string;
  against: Reason[];
  moves: { move: ReinspectionMove; obstacles: Reason[] }[];
  clocks: ShownClock[];
  holds: Hold[];
  decidedBy: string | null;
}

/** A re-inspection as its page shows it. @throws Refusal `record.missing` */
export async function showReinspection(query: Query, id: string): Promise<Sheet> {
  const { db, app, today, user } = query;
  const row = await reinspectionOf(db, id);
  const rules = reinspectionRules(app, row.product_class, row.applied_on);
  const subject = await subjectOf(query, row);
  const sampleOf = async (own: string | null) =>
    own === null ? undefined : find<SampleRow>(db, 'samples', { id: own });
  const [first, second] = [await sampleOf(row.sample_id), await sampleOf(row.second_sample_id)];
  const report = second && (await issuedReport(db, second.id));
  const about = row.case_id === null ? undefined : await find<CaseRow>(db, 'cases', { id: row.case_id });
  const decider = row.decided_by && (await db('users').where({ id: row.decided_by }).first<{ name: string }>('name'));
  const isWaiting = row.state === 'applied' || row.state === 'supplement';
  const clocks = [
    ...(row.recipient_id ? await clocksOf(db, 'case_recipients', row.recipient_id) : []).filter(
      ({ kind }) => kind === 'right',
    ),
    ...(await clocksOf(db, 'reinspections', row.id)),
    ...(second ? await clocksOf(db, 'samples', second.id) : []),
  ];
  return {
    row,
    ours: isOurs(row),
    window: await windowOf(query, row),
    caseNumber: about?.number ?? null,
    portion: await backupOf(query, row),
    sample: first ? { id: first.id, number: first.number } : null,
    second: second
      ? {
          ...{ id: second.id, number: second.number, state: second.state },
          ...{ reportNo: report?.number ?? null, reportId: report?.id ?? null },
        }
      : null,
    papers: rules.papers.map((paper) => ({ ...paper, there: row.papers.includes(paper.id) })),
    ways: rules.laboratory?.ways ?? [...laboratoryWays],
    fee: rules.fee ? { basis: rules.fee.basis, overturned: rules.fee.overturned } : null,
    laboratoryBasis: rules.laboratory?.basis ?? '',
    against: isWaiting ? await against(query, row) : subject.portion.slice(),
    moves: available(reinspectionMachine, subject, actorOf(user)),
    clocks: clocks.map((clock) => shownClock(query, clock)),
    holds: row.sample_id === null ? [] : await holdsOf(db, row.sample_id, today),
    decidedBy: decider ? decider.name : null,
  };
}

async function backupOf(query: Query, row: ReinspectionRow): Promise<Sheet['portion']> {
  const { portion } =
    row.sample_id === null ? { portion: null } : await backupFaults(query, row.sample_id, row.portion_id);
  return portion && { sealNo: portion.seal_no, qty: `${portion.qty} ${portion.unit}` };
}

export interface NewForm {
  q: string;
  /** Cases to choose from while none is chosen. */
  cases: { id: string; number: string; product: string; batchNo: string; producer: string }[];
  about: {
    id: string;
    number: string;
    product: string;
    batchNo: string;
    productClass: CaseRow['product_class'];
    reportId: string | null;
    institute: string;
    parties: {
      id: string;
      name: string;
      role: string;
      deliveredOn: string | null;
      dueOn: string | null;
      waived: boolean;
    }[];
    items: { id: string; name: string; requirement: string; result: string; forbidden: string | null }[];
    papers: PaperRule[];
    ways: LaboratoryWay[];
    basis: string;
  } | null;
}

/** What the form of a new application or objection needs: the case chosen, or cases to choose from. */
export async function newForm(query: Query, { case: id, q = '' }: { case?: string; q?: string }): Promise<NewForm> {
  if (id === undefined) return { q, cases: await openCases(query, q), about: null };
  const about = await caseWithin(query, id);
  if (!about) return { q, cases: await openCases(query, q), about: null };
  const { db, app, today } = query;
  const rules = reinspectionRules(app, about.product_class, today);
  const recipients = await recipientsOf(db, about.id);
  const failed = await failedTests(db, about.sample_id);
  const windowEnd = (on: string | null) => {
    const rule = on === null ? undefined : app.rules.clock('report-delivered', about.product_class, on);
    return rule && on !== null ? dueBy(app, rule, on).date : null;
  };
  return {
    q,
    cases: [],
    about: {
      ...{ id: about.id, number: about.number, product: about.product_name, batchNo: about.batch_no },
      productClass: about.product_class,
      reportId: about.report_id,
      institute: (await readInstitute(db))?.name ?? '',
      parties: recipients.map((one) => ({
        ...{ id: one.id, name: one.name, role: one.role, deliveredOn: one.delivered_on },
        ...{ dueOn: windowEnd(one.delivered_on), waived: one.waived === 1 },
      })),
      items: failed.map((test) => {
        const item = { parameter: test.parameter_code, name: test.item.name.zh, requirement: '', result: '' };
        const stop = forbidden(app, { items: [item] }, rules.forbidden)[0];
        return {
          ...{ id: test.id, name: test.item.name[query.user.lang], requirement: test.item.limitText },
          ...{ result: test.result_text ?? '', forbidden: stop ? String(stop.params?.basis ?? '') : null },
        };
      }),
      papers: rules.papers,
      ways: rules.laboratory?.ways ?? [],
      basis: rules.laboratory?.basis ?? '',
    },
  };
}

async function openCases(query: Query, q: string): Promise<NewForm['cases']> {
  const rows = scoped(query.db, await caseScope(query));
  if (q.trim()) startsWith(rows, q.trim(), ['number', 'product_name', 'batch_no']);
  return (await rows) as NewForm['cases'];
}

const scoped = (db: Knex, scope: (where: Knex.QueryBuilder) => void): Knex.QueryBuilder =>
  db('cases')
    .where(scope)
    .whereNotIn('state', ['closed', 'revoked'])
    .whereNotNull('report_id')
    .orderBy('id', 'desc')
    .limit(20)
    .select('id', 'number', 'product_name as product', 'batch_no as batchNo', 'producer');
