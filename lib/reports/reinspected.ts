import type { Knex } from 'knex';

/** What became of a report after it was issued: a re-inspection confirmed or overturned it, or an objection was accepted. */
export interface Became {
  id: string;
  number: string;
  /** `denied`: the goods are proven not to be the labelled producer's; `objection`: any other accepted objection. */
  outcome: 'confirmed' | 'overturned' | 'objection' | 'denied';
  href: string;
}

/** What became of these reports; read from the tables that lib/reinspection writes. What takes a result away goes before what confirms it. */
export async function reinspectedOf(db: Knex, reportIds: readonly string[]): Promise<Map<string, Became>> {
  const rows: (Omit<Became, 'href'> & { report_id: string })[] = await db('reinspections')
    .whereIn('report_id', [...reportIds])
    .whereNotNull('outcome')
    .select('id', 'number', 'outcome', 'report_id');
  const objections: { id: string; number: string; kind: string; report_id: string }[] = await db('objections')
    .join('reports', 'reports.sample_id', 'objections.sample_id')
    .whereIn('reports.id', [...reportIds])
    .where({ 'objections.state': 'audited', 'objections.outcome': 'accepted' })
    .select('objections.id', 'objections.number', 'objections.kind', 'reports.id as report_id');
  const found = new Map<string, Became>();
  const again = (overturned: boolean) => {
    for (const { report_id, ...row } of rows)
      if ((row.outcome === 'overturned') === overturned)
        found.set(report_id, { ...row, href: `/reinspections/${row.id}` });
  };
  again(false);
  for (const { report_id, kind, id, number } of objections) {
    const outcome = kind === 'authenticity' ? 'denied' : 'objection';
    found.set(report_id, { id, number, outcome, href: `/objections/${id}` });
  }
  again(true);
  return found;
}
