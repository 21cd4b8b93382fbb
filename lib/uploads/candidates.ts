import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { type CaseRow, caseScope, clocksOfCase, recipientsOf } from '../disposals/index.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import type { ReportRow } from '../reports/index.ts';
import { dataFile } from '../samplings/index.ts';
import type { NoticeLine } from './rows.ts';

/** Cases looked at on one page; the newest. */
const MOST = 200;

/** A case that could stand in a notice; `why`: what keeps it from it. */
export interface Candidate {
  caseId: string;
  number: string;
  productName: string;
  batchNo: string;
  producer: string;
  why: Reason[];
}

/**
 * What keeps a case from being published: no signed report, a party not served or within its window, an objection or a re-inspection
 * under way, a result that was overturned, another notice that names it already (domain 1.10; features N3).
 */
export async function notFinal(query: Pick<Query, 'db' | 'today'>, row: CaseRow): Promise<Reason[]> {
  const { db, today } = query;
  const recipients = await recipientsOf(db, row.id);
  const clocks = await clocksOfCase(db, row.id, recipients, []);
  const windows = clocks.filter(
    ({ kind, state, due_on }) => kind === 'right' && state === 'running' && due_on >= today,
  );
  const unserved = recipients.filter(({ delivered_on }) => delivered_on === null);
  const name = (id: string) => recipients.find((one) => one.id === id)?.name ?? '';
  return [
    ...(row.report_id === null ? [{ id: 'notice.no-report' }] : []),
    ...(row.state === 'revoked' || row.conclusion === 'overturned' || row.conclusion === 'unconfirmed'
      ? [{ id: 'notice.overturned' }]
      : []),
    ...(recipients.length === 0 ? [{ id: 'notice.no-recipient' }] : []),
    ...unserved.map((one) => ({ id: 'notice.undelivered', params: { name: one.name } })),
    ...windows.map(({ entity_id, due_on }) => ({
      id: 'notice.window',
      params: { name: name(entity_id), due: due_on },
    })),
    ...(await underWay(db, row.id)),
  ];
}

/** Applications and objections that are not decided yet. */
async function underWay(db: Knex, case_id: string): Promise<Reason[]> {
  const running: { number: string }[] = await db('reinspections')
    .where({ case_id })
    .whereNotIn('state', ['refused', 'sent', 'withdrawn'])
    .select('number');
  const objections: { number: string }[] = await db('objections')
    .where({ case_id })
    .whereNotIn('state', ['audited', 'cancelled'])
    .select('number');
  return [
    ...running.map(({ number }) => ({ id: 'notice.reinspection', params: { number } })),
    ...objections.map(({ number }) => ({ id: 'notice.objection', params: { number } })),
  ];
}

/** The notice that names a case already, unless it was dropped; corrections name the cases of what they correct. */
export async function namedIn(db: Knex, case_id: string, except?: string): Promise<Reason[]> {
  const rows: { number: string }[] = await db('public_notice_cases')
    .join('public_notices', 'public_notices.id', 'public_notice_cases.notice_id')
    .where({ case_id, 'public_notices.kind': 'notice' })
    .whereNot({ 'public_notices.state': 'dropped' })
    .whereNot({ 'public_notices.id': except ?? '' })
    .select('public_notices.number');
  return rows.map(({ number }) => ({ id: 'notice.named', params: { number } }));
}

/** The newest cases that no notice names yet, with what keeps each from being offered. */
export async function candidates(query: Query): Promise<Candidate[]> {
  const { db } = query;
  const rows: object[] = await db('cases')
    .where(await caseScope(query))
    .whereNotIn(
      'cases.id',
      db('public_notice_cases')
        .join('public_notices', 'public_notices.id', 'public_notice_cases.notice_id')
        .whereNot({ 'public_notices.state': 'dropped' })
        .select('case_id'),
    )
    .orderBy('cases.id', 'desc')
    .limit(MOST)
    .select('cases.*');
  const found: Candidate[] = [];
  for (const one of rows) {
    const row = decode<CaseRow>('cases', one);
    found.push({
      ...{ caseId: row.id, number: row.number, productName: row.product_name, batchNo: row.batch_no },
      ...{ producer: row.producer, why: await notFinal(query, row) },
    });
  }
  return found.sort((a, b) => Number(a.why.length > 0) - Number(b.why.length > 0));
}

/** A line of the annex: what the issued report printed, and nothing else. */
export function lineOf(row: CaseRow, report: ReportRow): NoticeLine {
  const { content } = report;
  const said = row.items.map(({ name }) => name).join('、');
  return {
    ...{ caseId: row.id, productClass: row.product_class, product: row.product_name, source: row.sampled_unit },
    ...{ producer: row.producer, batchNo: row.batch_no, spec: content.product.spec, lab: content.institute.name },
    ...{ basis: content.basis, result: t('zh', 'notice.fails'), items: said },
    remark:
      row.conclusion === 'confirmed' || row.conclusion === 'denied' ? t('zh', `notice.remark.${row.conclusion}`) : '',
  };
}

interface Sentence {
  productClasses: string[];
  text: string;
  validFrom: string;
  validTo: string | null;
}

/** 经〈lab〉检验，标示为〈producer〉生产的〈n〉批次〈product〉…: one sentence for each producer and product, batches and items together. */
export function sentences(root: string, lines: readonly NoticeLine[], on: string): string[] {
  const { sentences: known } = dataFile<{ sentences: Sentence[] }>(root, 'lib/rules/uploads/notice.json');
  const groups = new Map<string, NoticeLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.lab, line.producer, line.product]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const rule = known.find(
      ({ productClasses, validFrom, validTo }) =>
        productClasses.includes(first.productClass) && validFrom <= on && (validTo === null || on <= validTo),
    );
    if (!rule) throw new Error(`lib/rules/uploads/notice.json has no sentence for ${first.productClass} on ${on}`);
    const items = [...new Set(group.flatMap((line) => line.items.split('、')))].join('、');
    const said: Record<string, string> = {
      ...{ lab: first.lab, producer: first.producer, product: first.product, count: String(group.length), items },
    };
    return [rule.text.replace(/\{(\w+)\}/g, (hole, name: string) => said[name] ?? hole)];
  });
}
