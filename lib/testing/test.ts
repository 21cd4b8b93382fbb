import type { Readings, RecordOutcome, Step, TestItem } from '../forms/index.ts';
import { recordHash } from '../kernel/hash.ts';
import type { Row } from '../kernel/types.ts';
import type { Attachment } from './attachments.ts';
import type { TestState } from './machine.ts';

/** What is kept of a calculation: numbers and verdict. The drawn formulas come again from the frozen form whenever they are shown. */
export type StoredOutcome = Omit<RecordOutcome, 'steps'> & { steps: Pick<Step, 'id' | 'row' | 'exact' | 'shown'>[] };

/** One inspection item of a batch: what is to be tested (frozen), what was read, and what came out. */
export interface TestRow extends Row {
  sample_id: string;
  seq: number;
  parameter_code: string;
  parameter_hash: string;
  form_code: string;
  form_hash: string;
  item: TestItem;
  state: TestState;
  analyst_id: string | null;
  reviewer_id: string | null;
  readings: Readings;
  /** Null until the first file. */
  attachments?: Attachment[] | null;
  outcome: StoredOutcome | null;
  result_text: string | null;
  result_exact: string | null;
  verdict: 'conforms' | 'fails' | 'undecided' | null;
  started_at: string | null;
  submitted_at: string | null;
  reviewed_at: string | null;
  returned_reason: string | null;
  created_at: string;
}

/** What a signature of a test is bound to: the frozen definitions, everything typed, and what came out of it, by whom and since when. */
export function recordContent(test: TestRow): object {
  const { id, sample_id, seq, parameter_code, parameter_hash, form_code, form_hash, item } = test;
  const { analyst_id, started_at, readings, attachments, outcome, result_text, result_exact, verdict } = test;
  return {
    id,
    sample_id,
    seq,
    parameter_code,
    parameter_hash,
    form_code,
    form_hash,
    item,
    analyst_id,
    started_at,
    readings,
    // A record without files keeps the hash that it had before there could be any.
    ...(attachments && attachments.length > 0 && { attachments }),
    outcome,
    result_text,
    result_exact,
    verdict,
  };
}

/** SHA-256 of the record as it is signed by analyst, reviewer and department head: any later change of a value gives another one (DI-13). */
export const contentHash = (test: TestRow): string => recordHash(recordContent(test));
