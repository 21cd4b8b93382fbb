import { obstacles } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { date, id, integer, list as listOf, long, nullable, object, text } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { clocksOf } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { reportOf } from '../reports/index.ts';
import { caseMachine } from './machine.ts';
import type { CaseRow, CaseState } from './rows.ts';
import { type Term, term, termOf } from './term.ts';

/** A case as its page and its JSON show it. */
export interface CaseData {
  id: string;
  version: number;
  number: string;
  state: CaseState;
  sampleId: string;
  sampleNumber: string;
  reportId: string;
  reportNumber: string;
  productName: string;
  batchNo: string;
  producer: string;
  sampledUnit: string;
  openedAt: string;
  items: CaseRow['items'];
  notified: { on: string; to: string; how: string; receiptNo: string | null; note: string | null } | null;
  term: Term | null;
  mayNotify: boolean;
}

export const caseAnswer = object(
  {
    id,
    version: integer,
    number: text(),
    state: text(),
    sampleId: id,
    sampleNumber: text(),
    reportId: id,
    reportNumber: text(),
    productName: text(),
    batchNo: text(),
    producer: text(),
    sampledUnit: text(),
    openedAt: text(),
    items: listOf(object({ name: text(), requirement: long, result: long }, ['name', 'requirement', 'result'])),
    notified: {
      anyOf: [
        object({ on: date, to: text(), how: text(), receiptNo: nullable(text()), note: nullable(long) }, [
          'on',
          'to',
          'how',
          'receiptNo',
          'note',
        ]),
        { type: 'null' },
      ],
    },
    term: { anyOf: [term, { type: 'null' }] },
    mayNotify: { type: 'boolean' },
  },
  ['id', 'version', 'number', 'state', 'reportId', 'items', 'notified', 'term', 'mayNotify'],
);

/** @throws Refusal `record.missing` */
export async function caseOf(query: Query, caseId: string): Promise<CaseData> {
  const row = await find<CaseRow>(query.db, 'cases', { id: caseId });
  if (!row) return refuse('record.missing', { what: caseId }, undefined, 'missing');
  const { content, number: reportNumber } = await reportOf(query.db, row.report_id);
  const [clock] = await clocksOf(query.db, 'cases', caseId);
  const { on, to, how } = { on: row.notified_on, to: row.notified_to, how: row.notified_how };
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    state: row.state,
    sampleId: row.sample_id,
    sampleNumber: content.sampleNo,
    reportId: row.report_id,
    reportNumber,
    productName: content.product.name,
    batchNo: content.product.batchNo,
    producer: content.product.producer,
    sampledUnit: content.sampling?.sampledUnit ?? content.client?.name ?? '',
    openedAt: row.opened_at,
    items: row.items,
    notified: on && to && how ? { on, to, how, receiptNo: row.receipt_no, note: row.note } : null,
    term: clock ? termOf(query, clock) : null,
    mayNotify: obstacles(caseMachine, 'notify', row, actorOf(query.user)).length === 0,
  };
}
