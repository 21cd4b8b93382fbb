import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import type { ObjectionRow, ReinspectionRow } from './rows.ts';

/** What finally holds of a batch: the verdict of its report unless a re-inspection or an accepted objection took it away. */
export interface StandingVerdict {
  /** The verdict of the first report, which is never changed; null before there is one. */
  first: 'conforms' | 'fails' | null;
  /** The verdict that stands; null when an accepted objection left none. */
  standing: 'conforms' | 'fails' | null;
  /** `denied`: the goods fail, and are proven not to be the labelled producer's. */
  by: 'report' | 'confirmed' | 'overturned' | 'objection' | 'denied';
  /** Number of the re-inspection or objection. */
  number: string | null;
}

/**
 * For statistics: counts what stands, never what was taken away. What overturns the result goes before what confirms it, so that an objection
 * to the sampling that was accepted after a re-inspection had confirmed the result leaves none.
 */
export async function standingVerdict(db: Knex, sampleId: string): Promise<StandingVerdict> {
  const sample: { verdict: 'conforms' | 'fails' | null } | undefined = await db('samples')
    .where({ id: sampleId })
    .first('verdict');
  const first = sample?.verdict ?? null;
  const found: Pick<ReinspectionRow, 'outcome' | 'number'> | undefined = await db('reinspections')
    .where({ sample_id: sampleId })
    .whereNotNull('outcome')
    .first('outcome', 'number');
  if (found?.outcome === 'overturned') return { first, standing: 'conforms', by: 'overturned', number: found.number };
  const accepted: Pick<ObjectionRow, 'number' | 'kind'>[] = await db('objections')
    .where({ sample_id: sampleId, state: 'audited', outcome: 'accepted' })
    .orderBy('id')
    .select('number', 'kind');
  const objection = accepted.find(({ kind }) => kind !== 'authenticity');
  if (objection) return { first, standing: null, by: 'objection', number: objection.number };
  const [denial] = accepted;
  if (denial) return { first, standing: first, by: 'denied', number: denial.number };
  if (found) return { first, standing: first, by: 'confirmed', number: found.number };
  return { first, standing: first, by: 'report', number: null };
}

/** What of a case is still open here: it is not closed while a re-inspection or an objection runs (domain 1.7). */
export async function reinspectionClosing(db: Knex, caseId: string): Promise<Reason[]> {
  const open: { number: string }[] = await db('reinspections')
    .where({ case_id: caseId })
    .whereNotIn('state', ['refused', 'withdrawn', 'sent'])
    .orderBy('id')
    .select('number');
  const objections: { number: string }[] = await db('objections')
    .where({ case_id: caseId })
    .whereIn('state', ['registered', 'assigned', 'answered'])
    .orderBy('id')
    .select('number');
  return [
    ...open.map(({ number }) => ({ id: 'reinspection.open', params: { number } })),
    ...objections.map(({ number }) => ({ id: 'objection.open', params: { number } })),
  ];
}

/** Whether a batch is a re-inspected portion: its report opens no case of its own, it concludes that of the first. */
export async function isReinspection(db: Knex, sampleId: string): Promise<boolean> {
  const found: object | undefined = await db('reinspections').where({ second_sample_id: sampleId }).first('id');
  return found !== undefined;
}
