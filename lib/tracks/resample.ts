import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import type { CaseRow } from '../disposals/index.ts';
import type { Act } from '../kernel/types.ts';
import type { FieldValues } from './rows.ts';

/** A batch that was sampled again, as far as an authority is told of it. */
export interface Resampled {
  number: string;
  productName: string;
  batchNo: string;
  sampledOn: string;
  /** Only of an issued report. */
  verdict: string | null;
}

/**
 * A sampling or sample of the same producer or sampled unit as the case, that is not its own batch; anything else is unknown to an
 * authority, whether it exists or not.
 */
export async function resampledOf(
  db: Knex,
  row: Pick<CaseRow, 'sample_id' | 'producer' | 'sampled_unit'>,
  number: string,
): Promise<Resampled | null> {
  const own = await db('samples')
    .where({ id: row.sample_id })
    .first<{ sampling_id: string } | undefined>('sampling_id');
  const found = await db('samplings')
    .leftJoin('samples', 'samples.sampling_id', 'samplings.id')
    .leftJoin('reports', (join) => join.on('reports.sample_id', 'samples.id').onVal('reports.state', 'issued'))
    .where((where) => where.where('samplings.number', number).orWhere('samples.number', number))
    .where((where) =>
      where.where('samplings.producer', row.producer).orWhere('samplings.sampled_unit', row.sampled_unit),
    )
    .whereNot('samplings.id', own?.sampling_id ?? '')
    .first<{ product: string; batch: string; day: string; verdict: string | null } | undefined>(
      'samplings.product_name as product',
      'samplings.batch_no as batch',
      'samplings.sampled_on as day',
      'reports.verdict as verdict',
    );
  return (
    (found && {
      number,
      productName: found.product,
      batchNo: found.batch,
      sampledOn: found.day,
      verdict: found.verdict,
    }) ??
    null
  );
}

/** @returns `track.resample-unknown` where the number names no such batch */
export async function resampleFaults(act: Act, row: CaseRow, { resample, resampleNo }: FieldValues): Promise<Reason[]> {
  if (resample !== 'institute' || typeof resampleNo !== 'string') return [];
  const known = await resampledOf(act.db, row, resampleNo);
  return known ? [] : [{ id: 'track.resample-unknown', field: 'data.resampleNo', params: { number: resampleNo } }];
}
