import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import type { Ids } from '../kernel/clock.ts';
import { type ComparisonRow, type ParticipantRow, type Reported, type ResultRow, unsealed } from './rows.ts';
import { resultsOf } from './store.ts';

/** What is reported as one text, with 16 random bytes: its SHA-256 in the trail proves it later and gives nothing away before. */
export const seal = (ids: Ids, reported: Reported): string => JSON.stringify({ salt: ids.secret(16), reported });

const opened = ({ sealed }: ResultRow): Reported => (JSON.parse(sealed) as { reported: Reported }).reported;

export interface Submission {
  id: string;
  at: string;
  by: string;
  late: boolean;
  reported: Reported;
}

const submission = (row: ResultRow): Submission => ({
  id: row.id,
  at: row.submitted_at,
  by: row.submitted_by,
  late: row.late === 1,
  reported: opened(row),
});

/** Every submission of one laboratory, the earliest first: for its own people at any time. */
export async function ownSubmissions(db: Knex, participant: ParticipantRow): Promise<Submission[]> {
  return (await resultsOf(db, { participant_id: participant.id })).map(submission);
}

/**
 * The submission that counts of each laboratory, by its id.
 * @throws Refusal `comparison.sealed` before the closing time: nobody of the organiser reads a result until then
 */
export async function openResults(db: Knex, comparison: ComparisonRow): Promise<Map<string, Submission>> {
  if (!unsealed.includes(comparison.state))
    return refuse('comparison.sealed', { at: comparison.closes_at }, undefined, 'conflict');
  const rows = await resultsOf(db, { comparison_id: comparison.id });
  return new Map(rows.map((row) => [row.participant_id, submission(row)]));
}
