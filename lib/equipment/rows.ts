import type { Row } from '../kernel/types.ts';

/** 在库 → 验收 → 启用 ⇄ 限用 ⇄ 停用 → 降级 → 报废 (domain 6.1). */
export const instrumentStates = [
  'stocked',
  'acceptance',
  'enabled',
  'limited',
  'stopped',
  'downgraded',
  'scrapped',
] as const;
export type InstrumentState = (typeof instrumentStates)[number];

/** 检定, 校准, 自校, 核查/比对, 免校 (domain 6.2). */
export const traceabilities = ['verification', 'calibration', 'internal', 'check', 'exempt'] as const;
export type Traceability = (typeof traceabilities)[number];

/** 检定, 校准, 期间核查, 维护保养, 维修. */
export const eventKinds = ['verification', 'calibration', 'check', 'maintenance', 'repair'] as const;
export type EventKind = (typeof eventKinds)[number];

export const eventStates = ['recorded', 'confirmed', 'withdrawn'] as const;
export type EventState = (typeof eventStates)[number];

/** 满足, 限用, 不满足. */
export const conclusions = ['fit', 'limited', 'unfit'] as const;
export type Conclusion = (typeof conclusions)[number];

/** 不受影响, 需复测, 需更改报告: what a bad calibration means for an earlier result. */
export const judgements = ['unaffected', 'retest', 'amend'] as const;
export type Judgement = (typeof judgements)[number];

/** Why an instrument stands still; `unfit` is set by a confirmation. */
export const causes = ['fault', 'sealed', 'moved', 'lent', 'other', 'unfit'] as const;
export type Cause = (typeof causes)[number];

/** What the user laboratory compares with the need of its methods (domain 6.2). */
export const checkNames = ['identity', 'range', 'points', 'uncertainty', 'factors'] as const;
export type CheckName = (typeof checkNames)[number];
export const checkAnswers = ['ok', 'not-ok', 'na'] as const;
export type Checks = Record<CheckName, (typeof checkAnswers)[number]>;

/** Between which values an instrument may be used; decimal text, at least one end. */
export interface InstrumentLimit {
  quantity: string;
  low?: string;
  high?: string;
  unit: string;
}

/** One point of a certificate, decimal text in one unit. */
export interface Point {
  nominal: string;
  found?: string;
  uncertainty?: string;
  correction?: string;
  unit?: string;
}

/** A file by its SHA-256. */
export interface KeptFile {
  hash: string;
  name: string;
  type: string;
  size: number;
}

/** One line of the ledger. Dates are YYYY-MM-DD, moments UTC ISO. */
export interface InstrumentRow extends Row {
  created_at: string;
  number: string;
  name: string;
  maker: string | null;
  model: string | null;
  serial: string | null;
  software: string | null;
  range: string | null;
  accuracy: string | null;
  traceability: Traceability;
  interval_months: number | null;
  custodian: string | null;
  department: string | null;
  room: string | null;
  value: string | null;
  purchased_on: string | null;
  accepted_on: string | null;
  enabled_on: string | null;
  /** 强制检定. */
  mandatory: 0 | 1;
  /** Parameter codes, families, or kinds of instrument that parameters ask for. */
  serves: string[];
  factors: string | null;
  note: string | null;
  state: InstrumentState;
  limits: InstrumentLimit[] | null;
  cause: Cause | null;
  /** Last day of the confirmed calibration; null before the first and after an unfit one. */
  due_on: string | null;
}

/** What people type of an instrument. */
export type Ledger = Omit<InstrumentRow, 'id' | 'version' | 'created_at' | 'state' | 'limits' | 'cause' | 'due_on'>;

/** A state with its times; `to_at` null while it lasts. */
export interface StateRow extends Row {
  created_at: string;
  instrument_id: string;
  state: InstrumentState;
  limits: InstrumentLimit[] | null;
  cause: Cause | null;
  reason: string | null;
  from_at: string;
  to_at: string | null;
  by_id: string;
}

export interface EventRow extends Row {
  created_at: string;
  instrument_id: string;
  kind: EventKind;
  done_on: string;
  /** Who did it: the calibration laboratory, the service company, the own department. */
  unit: string;
  certificate_no: string | null;
  result: string | null;
  range: string | null;
  points: Point[];
  file: KeptFile | null;
  note: string | null;
  /** Last day as the certificate itself states it. */
  stated_to: string | null;
  /** `ledger`: taken over from the paper ledger with its import. */
  origin: 'typed' | 'ledger';
  state: EventState;
  recorded_by: string;
  checks: Checks | null;
  conclusion: Conclusion | null;
  limits: InstrumentLimit[] | null;
  due_on: string | null;
  remark: string | null;
  confirmed_by: string | null;
  confirmed_at: string | null;
}

/** A person's judgement of a test that a bad calibration puts in doubt; one for each event and test. */
export interface ImpactRow extends Row {
  created_at: string;
  instrument_id: string;
  event_id: string;
  test_id: string;
  judgement: Judgement;
  reason: string;
  judged_by: string;
  judged_at: string;
}

/** 待处理, 待关闭, 已关闭, 已撤销. */
export const nonconformityStates = ['open', 'handled', 'closed', 'dropped'] as const;
export type NonconformityState = (typeof nonconformityStates)[number];

/** 不符合工作: a test to repeat or a report to correct, since a bad calibration touched it; one for each event and test. */
export interface NonconformityRow extends Row {
  created_at: string;
  number: string;
  instrument_id: string;
  event_id: string;
  test_id: string;
  asks: Exclude<Judgement, 'unaffected'>;
  /** As the judgement gives it. */
  reason: string;
  state: NonconformityState;
  raised_by: string;
  /** What was done about it. */
  measure: string | null;
  handled_by: string | null;
  handled_at: string | null;
  remark: string | null;
  closed_by: string | null;
  closed_at: string | null;
}
