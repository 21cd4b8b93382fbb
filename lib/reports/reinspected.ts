import type { Knex } from 'knex';

/** Which of these reports a re-inspection confirmed or overturned; read from the table that lib/reinspection writes. */
export async function reinspectedOf(
  db: Knex,
  reportIds: readonly string[],
): Promise<Map<string, { id: string; number: string; outcome: 'confirmed' | 'overturned' }>> {
  const rows: { id: string; number: string; outcome: 'confirmed' | 'overturned'; report_id: string }[] = await db(
    'reinspections',
  )
    .whereIn('report_id', [...reportIds])
    .whereNotNull('outcome')
    .select('id', 'number', 'outcome', 'report_id');
  return new Map(rows.map(({ report_id, ...row }) => [report_id, row]));
}
