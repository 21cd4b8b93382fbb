import type { Query } from '../kernel/types.ts';
import type { ComparisonState } from './rows.ts';
import { comparisonsBefore } from './store.ts';

export interface ComparisonLine {
  id: string;
  schemeNo: string;
  name: string;
  state: ComparisonState;
  closesAt: string;
  invited: number;
  /** Laboratories that have reported; who they are and what they found stays sealed. */
  submitted: number;
  items: string;
}

export interface ComparisonList {
  rows: ComparisonLine[];
  next: string | null;
  q: string;
}

/** A page of comparisons with how far each has come. */
export async function listComparisons(
  { db }: Query,
  { before, q = '' }: { before?: string; q?: string },
): Promise<ComparisonList> {
  const { rows, next } = await comparisonsBefore(db, { q, ...(before !== undefined && { before }) });
  const ids = rows.map(({ id }) => id);
  const invited = new Map<string, number>();
  const people: { comparison_id: string }[] = await db('comparison_participants')
    .whereIn('comparison_id', ids)
    .select('comparison_id');
  for (const { comparison_id } of people) invited.set(comparison_id, (invited.get(comparison_id) ?? 0) + 1);
  const reported = new Map<string, number>();
  const given: { comparison_id: string }[] = await db('comparison_results')
    .whereIn('comparison_id', ids)
    .distinct('comparison_id', 'participant_id');
  for (const { comparison_id } of given) reported.set(comparison_id, (reported.get(comparison_id) ?? 0) + 1);
  const items: { comparison_id: string; name: string }[] = await db('comparison_items')
    .whereIn('comparison_id', ids)
    .orderBy(['comparison_id', 'position'])
    .select('comparison_id', 'name');
  return {
    rows: rows.map((row) => ({
      ...{ id: row.id, schemeNo: row.scheme_no, name: row.name, state: row.state, closesAt: row.closes_at },
      ...{ invited: invited.get(row.id) ?? 0, submitted: reported.get(row.id) ?? 0 },
      items: items
        .filter(({ comparison_id }) => comparison_id === row.id)
        .map(({ name }) => name)
        .join('、'),
    })),
    next,
    q,
  };
}
