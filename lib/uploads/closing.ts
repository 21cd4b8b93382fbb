import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';

/**
 * What is still to be uploaded of a case before it may be closed: the report of a batch of national or provincial sampling has to be
 * accepted by the receiving system (domain 1.11, 10 item 26).
 */
export async function uploadClosing(db: Knex, caseId: string): Promise<Reason[]> {
  const row: { level: string; report_id: string | null; number: string; work_kind: string } | undefined = await db(
    'cases',
  )
    .leftJoin('reports', 'reports.id', 'cases.report_id')
    .where({ 'cases.id': caseId })
    .first('cases.level', 'cases.report_id', 'cases.work_kind', 'reports.number');
  if (!row || row.report_id === null || !uploaded.includes(row.level) || !sampled.includes(row.work_kind)) return [];
  // A replacing report has to be uploaded itself.
  const current: { id: string; number: string } | undefined = await db('reports')
    .whereIn('sample_id', db('cases').where({ id: caseId }).select('sample_id'))
    .where({ state: 'issued' })
    .orderBy('id', 'desc')
    .first('id', 'number');
  const report = current ?? { id: row.report_id, number: row.number };
  const accepted: object | undefined = await db('upload_batches')
    .where({ report_id: report.id, state: 'accepted' })
    .first('id');
  return accepted ? [] : [{ id: 'upload.open', params: { number: report.number, level: row.level } }];
}

/** Kinds of work of which the systems take results: no commissioned and no case-related batches. */
const sampled: readonly string[] = ['JD', 'PJ', 'FX', 'ZX'];
const uploaded: readonly string[] = ['national', 'provincial'];
