import type { Row } from '../kernel/types.ts';

export const sectionNames = [
  'start',
  'control',
  'cause',
  'penalty',
  'no-penalty',
  'rectification',
  'transfer',
] as const;
export type SectionName = (typeof sectionNames)[number];
export const sectionStates = ['empty', 'filled', 'submitted', 'returned', 'passed'] as const;
export type SectionState = (typeof sectionStates)[number];

/** What a field holds: text, the values that were ticked, or the rows of a list of goods. */
export type FieldValue = string | string[] | Record<string, string>[];
export type FieldValues = Record<string, FieldValue>;

/** An attachment; one that was taken back stays in the record. Times UTC ISO. */
export interface TrackFile {
  hash: string;
  name: string;
  type: string;
  size: number;
  by: string;
  at: string;
  droppedBy?: string;
  droppedAt?: string;
}

/** One of the seven sections of 核查处置表. */
export interface SectionRow extends Row {
  track_id: string;
  section: SectionName;
  data: FieldValues;
  state: SectionState;
  filled_by: string | null;
  /** Everybody who ever wrote in it: none of them audits it. */
  fillers: string[];
  filled_at: string | null;
  submitted_at: string | null;
  audited_by: string | null;
  audited_at: string | null;
  /** Why it was returned or reopened. */
  reason: string | null;
  files: TrackFile[];
  /** How often it was submitted. */
  round: number;
  created_at: string;
}

interface OfTrack extends Row {
  track_id: string;
  case_id: string;
  created_by: string;
  created_at: string;
}

export const seizureStates = ['seized', 'testing', 'decided'] as const;

/** Goods that were sealed or seized (查封、扣押); days 'YYYY-MM-DD'. */
export interface SeizureRow extends OfTrack {
  number: string;
  kind: 'sealed' | 'seized';
  goods: string;
  amount: string;
  unit: string;
  seal_no: string | null;
  place: string;
  keeper: string;
  seized_on: string;
  tested_on: string | null;
  test_no: string | null;
  reported_on: string | null;
  report_no: string | null;
  decided_on: string | null;
  decision: string | null;
  state: (typeof seizureStates)[number];
}

export const recallStates = ['decided', 'recalling', 'ended'] as const;

/** A recall; `amount` is what is to come back, `next_on` when the next progress report is due. */
export interface RecallRow extends OfTrack {
  level: number;
  kind: 'voluntary' | 'ordered';
  scope: string;
  amount: string;
  unit: string;
  decided_on: string;
  notified_on: string | null;
  notice_no: string | null;
  next_on: string | null;
  ended_on: string | null;
  conclusion: string | null;
  state: (typeof recallStates)[number];
}

/** A progress report; `recalled` is what came back so far, in the unit of the recall. */
export interface RecallReportRow extends Row {
  recall_id: string;
  on_day: string;
  recalled: string;
  note: string | null;
  due_on: string | null;
  created_by: string;
  created_at: string;
}

export const penaltyStates = ['case-filed', 'decided', 'case-dropped'] as const;

/** A case of a party (立案): its decision, amounts in yuan as decimal text. `elsewhere`: the other province in which it is registered. */
export interface PenaltyRow extends OfTrack {
  filing_no: string;
  filed_on: string;
  party: string;
  facts: string | null;
  decision_no: string | null;
  articles: string | null;
  fine: string | null;
  income: string | null;
  goods_value: string | null;
  measures: string[];
  elsewhere: string | null;
  decided_on: string | null;
  served_on: string | null;
  published_on: string | null;
  published_at: string | null;
  passed_on: string | null;
  state: (typeof penaltyStates)[number];
  dropped_on: string | null;
  reason: string | null;
}

export const transferStates = [
  'proposed',
  'declined',
  'approved',
  'transferred',
  'receipted',
  'outcome-told',
  'followed-up',
] as const;
export type TransferState = (typeof transferStates)[number];

/** A transfer to the police (crime) or of a clue to another body; times UTC ISO. */
export interface TransferRow extends OfTrack {
  number: string;
  kind: 'clue' | 'crime';
  to_body: string;
  party: string;
  facts: string;
  articles: string;
  officers: string[];
  papers: string[];
  goods: Record<string, string>[];
  /** The day of the written report. */
  reported_at: string;
  decided_at: string | null;
  decided_by: string | null;
  decision_reason: string | null;
  sent_at: string | null;
  sent_how: string | null;
  received_by: string | null;
  received_at: string | null;
  receipt_no: string | null;
  outcome: 'filed' | 'refused' | 'forwarded' | null;
  outcome_on: string | null;
  outcome_no: string | null;
  outcome_reason: string | null;
  review: 'reconsideration' | 'procuratorate' | 'accepted' | null;
  review_on: string | null;
  goods_on: string | null;
  files: TrackFile[];
  state: TransferState;
}
