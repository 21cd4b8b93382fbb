import type { AssignedSource, RobustMethod } from '../core/statistics/assigned.ts';
import type { Row } from '../kernel/types.ts';
import type { Evaluation } from './evaluation.ts';

/** 草稿, 均匀性已检验, 邀请中, 已分发, 已截止, 已评价, 已发布, 已归档, 已取消. */
export const comparisonStates = [
  'draft',
  'checked',
  'inviting',
  'dispatched',
  'gathered',
  'scored',
  'published',
  'filed',
  'cancelled',
] as const;
export type ComparisonState = (typeof comparisonStates)[number];

export const participantStates = ['invited', 'joined', 'absent', 'delivered'] as const;
export type ParticipantState = (typeof participantStates)[number];

export const actionStates = ['requested', 'replied', 'settled'] as const;
export type ActionState = (typeof actionStates)[number];

export const sampleNames = ['A', 'B'] as const;
export type SampleName = (typeof sampleNames)[number];

/** `closes_at`: UTC ISO; the days are 'YYYY-MM-DD'. */
export interface ComparisonRow extends Row {
  scheme_no: string;
  name: string;
  state: ComparisonState;
  /** 1, or 2 for pairs (Youden). */
  samples: number;
  method: string | null;
  storage: string | null;
  instructions: string | null;
  invited_on: string;
  dispatched_on: string;
  closes_at: string;
  report_on: string;
  author_id: string;
  started_by: string | null;
  started_at: string | null;
  /** Why units that are not homogeneous were dispatched all the same. */
  decision: string | null;
  decided_by: string | null;
  decided_at: string | null;
  evaluation: Evaluation | null;
  evaluated_by: string | null;
  evaluated_at: string | null;
  confirmed_by: string | null;
  confirmed_at: string | null;
  ended_reason: string | null;
  created_at: string;
}

export const scoreWanted = ['z', 'zeta', 'en', 'd-percent'] as const;
export type ScoreWanted = (typeof scoreWanted)[number];
export const sigmaWays = ['sigma', 'percent', 'horwitz', 'rounds', 'robust'] as const;
export type SigmaWay = (typeof sigmaWays)[number];

/** What one sample is held to: the numbers as typed; which of them are used follows from the source. */
export interface Target {
  value?: string;
  /** u of each contribution (formulation). */
  contributions?: { name: string; u: string }[];
  /** U and k of the certificate. */
  expanded?: string;
  k?: string;
  /** Results of the expert laboratories. */
  experts?: string[];
  expected?: string;
}

/** How the results of an item will be evaluated; fixed before anybody sees one (ISO/IEC 17043 7.2.1). */
export interface Design {
  source?: AssignedSource;
  method?: RobustMethod;
  targets: Partial<Record<SampleName, Target>>;
  sigma?: { way: SigmaWay; value?: string; factor?: string; rounds?: { sd: string; n: number }[] };
  score?: ScoreWanted;
  /** Largest |D %| that passes. */
  limit?: string;
  /** Qualitative: the answers to choose from, and whether several may be named. */
  options?: string[];
  several?: boolean;
}

export interface ItemRow extends Row {
  comparison_id: string;
  position: number;
  name: string;
  parameter_code: string | null;
  kind: 'number' | 'text';
  unit: string | null;
  decimals: number | null;
  design: Design;
  created_at: string;
}

/** One figure of a check: `name` is the key of its label. */
export interface CheckResult {
  passes: boolean;
  /** Passes only by the criterion that allows for the repeatability of the test. */
  expanded: boolean;
  sigma: string | null;
  figures: { name: string; value: string }[];
}

export interface CheckRow extends Row {
  comparison_id: string;
  item_id: string;
  sample: SampleName;
  kind: 'homogeneity' | 'stability';
  data: string[][];
  result: CheckResult;
  note: string | null;
  by_id: string;
  created_at: string;
}

export interface ParticipantRow extends Row {
  comparison_id: string;
  organisation_id: string;
  /** What stands for the laboratory in every report. */
  lab_code: string;
  state: ParticipantState;
  answered_by: string | null;
  answered_at: string | null;
  reason: string | null;
  received_by: string | null;
  received_at: string | null;
  condition: 'good' | 'damaged' | null;
  receipt_note: string | null;
  /** Why its results do not enter the statistics. */
  exclusion: string | null;
  excluded_by: string | null;
  excluded_at: string | null;
  late_reason: string | null;
  late_by: string | null;
  late_at: string | null;
  created_at: string;
}

export interface UnitRow extends Row {
  comparison_id: string;
  code: string;
  sample: SampleName;
  participant_id: string | null;
  created_at: string;
}

/** What a laboratory reports; keys of `values` are target keys such as `1A`. */
export interface Reported {
  values: Record<string, { value: string; u?: string }>;
  units: Record<string, string>;
  method: string;
  equipment: string;
  testedOn: string;
  remark: string;
}

/** `sealed`: Reported as JSON with a random salt, so that its hash in the trail gives nothing away and yet proves it. */
export interface ResultRow extends Row {
  comparison_id: string;
  participant_id: string;
  sealed: string;
  late: 0 | 1;
  submitted_by: string;
  submitted_at: string;
  created_at: string;
}

export interface KeptFile {
  hash: string;
  name: string;
  type: string;
  size: number;
}

export interface ActionRow extends Row {
  comparison_id: string;
  participant_id: string;
  /** Names of the items. */
  about: string;
  state: ActionState;
  asked: string;
  due_on: string;
  asked_by: string;
  reply: string | null;
  reply_file: KeptFile | null;
  replied_by: string | null;
  replied_at: string | null;
  judgement: string | null;
  settled_by: string | null;
  settled_at: string | null;
  created_at: string;
}

/** States in which the results may be read by the organiser. */
export const unsealed: readonly ComparisonState[] = ['gathered', 'scored', 'published', 'filed'];

export const keyOf = (item: Pick<ItemRow, 'position'>, sample: SampleName): string => `${item.position}${sample}`;

export const samplesOf = ({ samples }: Pick<ComparisonRow, 'samples'>): readonly SampleName[] =>
  sampleNames.slice(0, samples);
