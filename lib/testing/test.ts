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
  /** Who may type in the record beside its analyst (a run has several people); each of them counts as having acted on it. */
  hands?: string[] | null;
  /** How the record stands to the report: `retest` confirms another one, `invalid` was set aside with a proven error; both are kept. */
  standing: Standing;
  /** 0: the first; a further attempt bears the place of the first plus hundred thousands. */
  attempt: number;
  investigation_id?: string | null;
  /** What was added to a batch under way, by what kind of method, and why; null for the items of its standard. */
  supplement?: Supplement | null;
  /** The cells that the reviewer gave back, each with his reason; gone with the next signature, the trail keeps them. */
  returned_cells?: ReturnedCell[] | null;
  /** What was unusual in it when it was signed. */
  oddities?: object[] | null;
  created_at: string;
}

/** A supplementary item (补充检验, domain 1.6): only some kinds of method may carry a statutory conclusion. */
export interface Supplement {
  kind: string;
  /** The standard, approval or confirmation of the method. */
  number: string | null;
  reason: string;
  statutory: boolean;
  basis: string;
}

/** A result that is reference or clue and never makes a batch fail. */
export const isReference = ({ supplement }: Pick<TestRow, 'supplement'>): boolean => supplement?.statutory === false;

export type Standing = 'counts' | 'retest' | 'invalid';

/** A reading by its dot path, and what is to be looked at again. */
export interface ReturnedCell {
  path: string;
  reason: string;
}

const ATTEMPTS = 100_000;

/** The place of an item in its batch, whichever attempt at it this is. */
export const placeOf = ({ seq }: Pick<TestRow, 'seq'>): number => seq % ATTEMPTS;

/** The `seq` of a further attempt at an item. */
export const seqOfAttempt = (first: Pick<TestRow, 'seq'>, attempt: number): number =>
  placeOf(first) + attempt * ATTEMPTS;

/** The number of a record in its batch: 3; a further attempt bears its own: 3-2. */
export function numberOf(test: Pick<TestRow, 'seq'>): string {
  const place = placeOf(test);
  const attempt = (test.seq - place) / ATTEMPTS;
  return attempt === 0 ? String(place) : `${place}-${attempt}`;
}

/** What a signature of a test is bound to: the frozen definitions, everything typed, and what came out of it, by whom and since when. */
export function recordContent(test: TestRow): object {
  const { id, sample_id, seq, parameter_code, parameter_hash, form_code, form_hash, item } = test;
  const { analyst_id, started_at, readings, attachments, outcome, result_text, result_exact, verdict, supplement } =
    test;
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
    ...(supplement && { supplement }),
  };
}

/** SHA-256 of the record as it is signed by analyst, reviewer and department head: any later change of a value gives another one (DI-13). */
export const contentHash = (test: TestRow): string => recordHash(recordContent(test));
