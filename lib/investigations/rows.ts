import type { Row } from '../kernel/types.ts';
import type { Cause, Point } from './rules.ts';

/** Out of specification, out of trend, or odd in another way (domain 3.5). */
export const kinds = ['oos', 'oot', 'atypical'] as const;
export type Kind = (typeof kinds)[number];

export const states = ['opened', 'laboratory', 'no-error', 'retesting', 'concluded', 'closed', 'dropped'] as const;
export type State = (typeof states)[number];
export const openStates: readonly State[] = ['opened', 'laboratory', 'no-error', 'retesting', 'concluded'];

/** What becomes of the first result: set aside with a proven error, it stands, or the retests stand in its place. */
export const conclusions = ['invalid', 'original', 'retest'] as const;
export type Conclusion = (typeof conclusions)[number];

/** The dated rules as they stood when it was opened. */
export interface Applied {
  least: number;
  most: number;
  /** The item is never retested as a routine; only the causes named here make the test invalid. */
  forbidden: boolean;
  causes: Cause[];
  basis: string;
}

/** Why something has to be reported at once, by the rule that says so. */
export interface UrgentGround {
  id: string;
  zh: string;
  en: string;
  basis: string;
  since: string;
}

/** One investigation of one result. Times UTC ISO. */
export interface InvestigationRow extends Row {
  number: string;
  sample_id: string;
  /** The record whose result is asked about. */
  test_id: string;
  kind: Kind;
  state: State;
  automatic: 0 | 1;
  situation: string;
  first_result: string | null;
  first_verdict: string | null;
  rules: Applied;
  checklist: Point[];
  opened_by: string;
  hypothesis: string | null;
  hypothesis_by: string | null;
  hypothesis_at: string | null;
  outcome: 'error' | 'no-error' | null;
  /** One of the causes of its rules. */
  cause: string | null;
  finding: string | null;
  decided_by: string | null;
  decided_at: string | null;
  n: number | null;
  retest_analyst: string | null;
  portion: string | null;
  planned_by: string | null;
  planned_at: string | null;
  conclusion: Conclusion | null;
  conclusion_reason: string | null;
  concluded_by: string | null;
  concluded_at: string | null;
  approved_by: string | null;
  approved_at: string | null;
  approval_note: string | null;
  returned_reason: string | null;
  urgent: UrgentGround[] | null;
  due_on: string | null;
  created_at: string;
}

export interface KeptFile {
  hash: string;
  name: string;
  type: string;
  size: number;
}

export const findings = ['normal', 'abnormal', 'not-applicable'] as const;
export type Finding = (typeof findings)[number];

/** What was found at a point of the checklist. Never changed: a later answer to the same point stands beside it. */
export interface AnswerRow extends Row {
  investigation_id: string;
  point: string;
  finding: Finding;
  words: string;
  file: KeptFile | null;
  by_id: string;
  created_at: string;
}

export interface FileRow extends Row {
  investigation_id: string;
  stage: string;
  file: KeptFile;
  added_by: string;
  created_at: string;
}

/** The last answer to each point. */
export const newest = (answers: readonly AnswerRow[]): Map<string, AnswerRow> =>
  new Map(answers.map((answer) => [answer.point, answer]));
