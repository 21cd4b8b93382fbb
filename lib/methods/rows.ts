import type { Role, Row } from '../kernel/types.ts';

/** By which day an edition is chosen: that of the production of the goods (domain 1.8), or that of the test. */
export const appliesBy = ['production', 'test'] as const;
export type AppliesBy = (typeof appliesBy)[number];

/** One edition of a standard. Dates are YYYY-MM-DD; `valid_from` and `valid_to` are the first and last day in force, null where nobody has entered it. */
export interface StandardRow extends Row {
  /** As it is cited, with its year: GB 8368-2018. */
  number: string;
  /** What the editions have in common: GB 8368. */
  series: string;
  title: string | null;
  edition: string | null;
  issued_on: string | null;
  valid_from: string | null;
  valid_to: string | null;
  applies_by: AppliesBy;
  replaces_id: string | null;
  origin: 'catalogue' | 'hand';
  file_hash: string | null;
  file_name: string | null;
  file_type: string | null;
  created_at: string;
}

export const checkResults = ['unchanged', 'amended', 'superseded', 'withdrawn'] as const;
export type CheckResult = (typeof checkResults)[number];

/** 查新: who looked where and when whether a standard is still current, and what was found. */
export interface CheckRow extends Row {
  standard_id: string;
  checked_on: string;
  place: string;
  result: CheckResult;
  /** The number of the standard that takes its place. */
  successor: string | null;
  successor_from: string | null;
  note: string | null;
  user_id: string;
  created_at: string;
}

export interface SopRow extends Row {
  number: string;
  title: string;
  review_months: number;
  /** Who has to read it, by role. */
  readers: Role[];
  created_at: string;
}

export const sopStates = ['draft', 'approved', 'superseded', 'void', 'dropped'] as const;
export type SopState = (typeof sopStates)[number];

export interface SopVersionRow extends Row {
  sop_id: string;
  /** The version as the paper says it: A/0, 2.1. */
  label: string;
  state: SopState;
  valid_from: string;
  change_note: string;
  file_hash: string;
  file_name: string;
  file_type: string;
  author_id: string;
  approved_by: string | null;
  approved_at: string | null;
  reason: string | null;
  created_at: string;
}

export interface SopReadingRow extends Row {
  sop_version_id: string;
  user_id: string;
  created_at: string;
}

export interface SopReviewRow extends Row {
  sop_id: string;
  reviewed_on: string;
  outcome: 'keep' | 'revise';
  note: string | null;
  user_id: string;
  created_at: string;
}

export const verificationStates = ['draft', 'proposed', 'returned', 'concluded', 'dropped'] as const;
export type VerificationState = (typeof verificationStates)[number];

/** What was measured, as typed: numbers one after the other, or one row a line. */
export interface VerificationData {
  /** Results of one sample under one condition. */
  precision?: string;
  /** A row a line: added, found, and what was there before (0 without it). */
  recovery?: string;
  /** A row a line: concentration, response. */
  linearity?: string;
  /** Responses of blanks, whose spread is σ … */
  blanks?: string;
  /** … or σ itself. */
  sigma?: string;
}

/** What is acceptable; decimal text. */
export interface VerificationLimits {
  rsdMost?: string;
  recoveryLow?: string;
  recoveryHigh?: string;
  rLeast?: string;
  lodMost?: string;
  loqMost?: string;
}

/** Figures as decimal text of at most 15 significant digits; percentages as such. */
export interface Figures {
  precision?: { n: number; mean: string; sd: string; rsd: string };
  recovery?: { each: string[]; mean: string; rsd: string | null };
  linearity?: { n: number; slope: string; intercept: string; r: string };
  detection?: { sigma: string; slope: string; lod: string; loq: string };
  criteria: Criterion[];
}

export interface Criterion {
  id: 'rsd' | 'recovery' | 'r' | 'lod' | 'loq';
  value: string;
  low: string | null;
  high: string | null;
  /** Null where no limit was entered. */
  met: boolean | null;
}

export interface VerificationRow extends Row {
  number: string;
  parameter_code: string;
  standard: string;
  kind: 'verification' | 'validation';
  state: VerificationState;
  data: VerificationData;
  limits: VerificationLimits;
  computed: Figures | null;
  conclusion: 'fit' | 'unfit' | null;
  note: string | null;
  author_id: string;
  proposed_at: string | null;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  created_at: string;
}
