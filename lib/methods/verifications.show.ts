import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { type VerificationMove, verificationMachine } from './machine.ts';
import type { Figures, VerificationData, VerificationLimits, VerificationRow, VerificationState } from './rows.ts';
import { namesOf, rowAt } from './store.ts';
import { signedHash, unfinished } from './verifications.ts';

export interface VerificationLine {
  id: string;
  number: string;
  code: string;
  name: { zh: string; en: string };
  standard: string;
  kind: VerificationRow['kind'];
  state: VerificationState;
  conclusion: 'fit' | 'unfit' | null;
  author: string;
}

const lineOf = (
  { app: { catalogue } }: Query,
  row: VerificationRow,
  people: Map<string, string>,
): VerificationLine => ({
  id: row.id,
  number: row.number,
  code: row.parameter_code,
  name: catalogue.parameters.get(row.parameter_code)?.name ?? { zh: row.parameter_code, en: row.parameter_code },
  standard: row.standard,
  kind: row.kind,
  state: row.state,
  conclusion: row.conclusion,
  author: people.get(row.author_id) ?? '',
});

/** All records, newest first. */
export async function listVerifications(query: Query): Promise<{ lines: VerificationLine[] }> {
  const people = await namesOf(query.db);
  const rows = await list<VerificationRow>(query.db, 'verifications', {}, 'id');
  return { lines: rows.map((row) => lineOf(query, row, people)).reverse() };
}

export interface VerificationSheet extends VerificationLine {
  version: number;
  data: VerificationData;
  limits: VerificationLimits;
  computed: Figures | null;
  note: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  hash: string;
  missing: Reason[];
  moves: { move: VerificationMove; obstacles: Reason[] }[];
}

/** One record with what this person may do with it. @throws Refusal `method.missing` */
export async function showVerification(query: Query, { id }: { id: string }): Promise<VerificationSheet> {
  const row = await rowAt<VerificationRow>(query.db, 'verifications', id);
  const people = await namesOf(query.db);
  return {
    ...lineOf(query, row, people),
    version: row.version,
    data: row.data,
    limits: row.limits,
    computed: row.computed,
    note: row.note,
    decidedBy: row.decided_by && (people.get(row.decided_by) ?? ''),
    decidedAt: row.decided_at,
    reason: row.reason,
    hash: signedHash(row),
    missing: unfinished(row.computed),
    moves: available(verificationMachine, row, actorOf(query.user)),
  };
}
