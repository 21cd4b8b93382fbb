import { dec, toText } from '../core/decimal.ts';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { improvementsOf } from '../improvement/index.ts';
import { actorOf, may } from '../kernel/access.ts';
import { standing, type Standing as Term } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { type SampleRow, sampleOf } from '../samples/index.ts';
import { namesOf, type Standing, type TestRow, testTitle } from '../testing/index.ts';
import { type InvestigationMove, investigationMachine } from './machine.ts';
import type { AnswerRow, FileRow, InvestigationRow } from './rows.ts';
import { answersOf, filesOf, investigationOf, recordsOf, subjectOf } from './store.ts';

/** A record as the investigation shows it: every value stays in sight. */
export interface ShownRecord {
  id: string;
  title: string;
  standing: Standing;
  attempt: number;
  state: TestRow['state'];
  result: string | null;
  exact: string | null;
  verdict: TestRow['verdict'];
  analyst: string;
  reviewer: string;
  submittedAt: string | null;
}

export interface InvestigationSheet {
  row: InvestigationRow;
  sample: Pick<SampleRow, 'id' | 'number' | 'product_name' | 'batch_no' | 'producer' | 'state'>;
  item: { zh: string; en: string };
  limit: string;
  method: string;
  records: ShownRecord[];
  answers: AnswerRow[];
  files: FileRow[];
  names: Record<string, string>;
  term: Term | null;
  improvements: { id: string; number: string; state: string }[];
  /** The case that an urgent report opened; null while none did. */
  urgentCase: { id: string; number: string; told: boolean } | null;
  analysts: { id: string; name: string }[];
  moves: { move: InvestigationMove; obstacles: Reason[] }[];
}

const DIGITS = 8;

/** The value before rounding as a person reads it; all its digits stand on the record. */
const shortened = (exact: string | null): string | null =>
  exact !== null && /^-?\d+(\.\d+)?$/.test(exact) ? toText(dec(exact).toSignificantDigits(DIGITS)) : exact;

const shown = (test: TestRow, names: Record<string, string>, lang: 'zh' | 'en'): ShownRecord => ({
  ...{ id: test.id, title: testTitle(test, lang), standing: test.standing, attempt: test.attempt, state: test.state },
  ...{ result: test.result_text, exact: shortened(test.result_exact), verdict: test.verdict },
  ...{ analyst: names[test.analyst_id ?? ''] ?? '', reviewer: names[test.reviewer_id ?? ''] ?? '' },
  submittedAt: test.submitted_at,
});

/** Whether the urgent report of a batch has been told: the case that it opened. */
export async function urgentCaseOf(db: Query['db'], sampleId: string): Promise<InvestigationSheet['urgentCase']> {
  const row: { id: string; number: string; urgent: string | null } | undefined = await db('cases')
    .where({ sample_id: sampleId })
    .first('id', 'number', 'urgent');
  if (!row) return null;
  const urgent = row.urgent === null ? null : (JSON.parse(row.urgent) as { told: object | null });
  return { id: row.id, number: row.number, told: urgent === null || urgent.told !== null };
}

/** An investigation with every record, answer and file. @throws Refusal `record.missing` */
export async function showInvestigation(query: Query, id: string): Promise<InvestigationSheet> {
  const { db, user } = query;
  const row = await investigationOf(db, id);
  const sample = await sampleOf(db, row.sample_id);
  const records = await recordsOf(db, row);
  const answers = await answersOf(db, id);
  const files = await filesOf(db, id);
  const tests = [records.first, ...records.attempts];
  const { number, product_name, batch_no, producer, state } = sample;
  const names = await namesOf(db, [
    ...[row.opened_by, row.hypothesis_by, row.decided_by, row.planned_by, row.retest_analyst, row.concluded_by],
    ...[row.approved_by, ...answers.map(({ by_id }) => by_id), ...files.map(({ added_by }) => added_by)],
    ...tests.flatMap(({ analyst_id, reviewer_id }) => [analyst_id, reviewer_id]),
  ]);
  return {
    ...{ row, answers, files, names, sample: { id: sample.id, number, product_name, batch_no, producer, state } },
    ...{ item: records.first.item.name, limit: records.first.item.limitText, method: records.first.item.method },
    records: tests.map((test) => shown(test, names, user.lang)),
    term: row.due_on === null ? null : standing(query, row.due_on),
    improvements: may(user.roles, 'nonconforming.read')
      ? await improvementsOf(db, { entity: 'investigations', id: row.id })
      : [],
    urgentCase: row.urgent === null ? null : await urgentCaseOf(db, row.sample_id),
    analysts: may(user.roles, 'investigation.decide') ? await analystsOf(db) : [],
    moves: available(investigationMachine, subjectOf(row, records, answers), actorOf(user)),
  };
}

/** Active accounts that may be given a record. */
export async function analystsOf(db: Query['db']): Promise<{ id: string; name: string }[]> {
  const rows: { id: string; name: string; roles: string }[] = await db('users')
    .where({ active: 1 })
    .orderBy('name')
    .select('id', 'name', 'roles');
  return rows
    .filter(({ roles }) => (JSON.parse(roles) as string[]).includes('analyst'))
    .map(({ id, name }) => ({ id, name }));
}
