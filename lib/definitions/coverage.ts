import type { Knex } from 'knex';

/** How often a parameter is tested here. A test counts from its review on. */
export interface Coverage {
  /** Reviewed tests of the last 12 months. */
  year: number;
  last: { at: string; sampleId: string; sampleNo: string; product: string } | null;
}

/** What the records say about a parameter: two reads of the index tests_parameter. `now`: UTC ISO time. */
export async function coverageOf(db: Knex, code: string, now: string): Promise<Coverage> {
  const since = `${Number(now.slice(0, 4)) - 1}${now.slice(4)}`;
  const count = await db('tests')
    .where({ parameter_code: code, standing: 'counts' })
    .andWhere('reviewed_at', '>=', since)
    .count<{ n: number | string }[]>({ n: '*' });
  const last = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .where({ 'tests.parameter_code': code, 'tests.standing': 'counts' })
    .whereNotNull('tests.reviewed_at')
    .orderBy('tests.reviewed_at', 'desc')
    .first<{ at: string; sampleId: string; sampleNo: string; product: string } | undefined>({
      at: 'tests.reviewed_at',
      sampleId: 'samples.id',
      sampleNo: 'samples.number',
      product: 'samples.product_name',
    });
  return { year: Number(count[0]?.n ?? 0), last: last ?? null };
}
