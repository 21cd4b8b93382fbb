import type { Knex } from 'knex';
import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { attemptsOf, type TestRow } from '../testing/index.ts';
import type { Subject } from './machine.ts';
import { type AnswerRow, type FileRow, type InvestigationRow, newest } from './rows.ts';

/** @throws Refusal `record.missing` */
export async function investigationOf(db: Knex, id: string): Promise<InvestigationRow> {
  return (
    (await find<InvestigationRow>(db, 'investigations', { id })) ??
    refuse('record.missing', { what: id }, undefined, 'missing')
  );
}

/** A row to be changed, held until the end of the act on PostgreSQL. @throws Refusal `record.missing`, `record.stale` */
export async function heldInvestigation(act: Act, id: string, version: number): Promise<InvestigationRow> {
  const query = act.db('investigations').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  const found = decode<InvestigationRow>('investigations', row);
  if (found.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', found);
  return found;
}

export const answersOf = (db: Knex, id: string): Promise<AnswerRow[]> =>
  list<AnswerRow>(db, 'investigation_answers', { investigation_id: id }, 'id');
export const filesOf = (db: Knex, id: string): Promise<FileRow[]> =>
  list<FileRow>(db, 'investigation_files', { investigation_id: id }, 'id');

/** The first record and every further attempt that the investigation set, in their order. */
export async function recordsOf(
  db: Knex,
  row: Pick<InvestigationRow, 'id' | 'sample_id' | 'test_id'>,
): Promise<{ first: TestRow; attempts: TestRow[] }> {
  const tests = await attemptsOf(db, row.sample_id);
  const first = tests.find(({ id }) => id === row.test_id);
  if (!first) return refuse('record.missing', { what: row.test_id }, undefined, 'missing');
  return {
    first,
    attempts: tests.filter(({ id, investigation_id }) => investigation_id === row.id && id !== row.test_id),
  };
}

/** Whether a record is signed by its analyst and reviewed. */
export const isReviewed = ({ state }: Pick<TestRow, 'state'>): boolean => state === 'reviewed' || state === 'locked';

/** An investigation as its machine asks for it. */
export function subjectOf(
  row: InvestigationRow,
  { first, attempts }: { first: TestRow; attempts: readonly TestRow[] },
  answers: readonly AnswerRow[],
): Subject & InvestigationRow {
  const answered = newest(answers);
  const retests = attempts.filter(({ standing }) => standing === 'retest');
  const people = [first, ...attempts].flatMap(({ analyst_id, hands }) => [analyst_id, ...(hands ?? [])]);
  return {
    ...row,
    unanswered: row.checklist.filter(({ id }) => !answered.has(id)).length,
    forbidden: row.rules.forbidden,
    analysts: people.filter((id) => id !== null),
    deciders: [row.decided_by, row.planned_by, row.concluded_by].filter((id) => id !== null),
    retests: { planned: Math.max(row.n ?? 0, retests.length), reviewed: retests.filter(isReviewed).length },
  };
}

/** The fault of a text that says nothing. */
export const wordless = (text: string | undefined, field: string): Reason[] =>
  (text ?? '').trim().length < 2 ? [{ id: 'investigation.words', field }] : [];
