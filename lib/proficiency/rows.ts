import type { Caution } from '../core/statistics/assigned.ts';
import type { Row } from '../kernel/types.ts';
import type { Checked, Figures, Participant } from './score-types.ts';

export interface ProviderRow extends Row {
  name: string;
  accreditation_no: string | null;
  /** Last day of the accreditation. */
  valid_to: string | null;
  contact: string | null;
  note: string | null;
  active: 0 | 1;
  created_at: string;
}

export const planStates = ['draft', 'proposed', 'approved'] as const;
export type PlanState = (typeof planStates)[number];

export interface PlanRow extends Row {
  year: number;
  state: PlanState;
  /** 0 before the first approval; each amendment adds one. */
  revision: number;
  author_id: string;
  decided_by: string | null;
  decided_at: string | null;
  /** Why it was returned or is amended. */
  reason: string | null;
  created_at: string;
}

/** Why a line stands in the plan: never taken part, the time is over, the last one went badly, or somebody wants it. */
export const grounds = ['never', 'due', 'failed', 'own'] as const;
export type Ground = (typeof grounds)[number];

/** One line of the yearly plan (能力验证实施计划). */
export interface PlanLineRow extends Row {
  plan_id: string;
  /** `<class>/<field of competence>`. */
  subfield: string;
  scheme: string;
  scheme_no: string | null;
  provider_id: string | null;
  /** YYYY-MM. */
  month: string;
  parameters: string[];
  method: string | null;
  sample: string | null;
  instruments: string | null;
  due_on: string | null;
  responsible: string | null;
  cost: string | null;
  ground: Ground;
  note: string | null;
  /** Why it was changed after the plan was approved. */
  changed: string | null;
  dropped: 0 | 1;
  created_at: string;
}

export const roundStates = [
  'planned',
  'registered',
  'received',
  'testing',
  'results',
  'reviewed',
  'late',
  'submitted',
  'reported',
  'evaluated',
  'appealed',
  'archived',
  'withdrawn',
] as const;
export type RoundState = (typeof roundStates)[number];

/** From the arrival of the item until the provider's report nobody outside learns of a round, nor of its results. */
export const sealedStates: readonly RoundState[] = ['received', 'testing', 'results', 'reviewed', 'late', 'submitted'];
/** Its results are known and judged. */
export const judgedStates: readonly RoundState[] = ['evaluated', 'appealed', 'archived'];

export interface KeptFile {
  hash: string;
  name: string;
  type: string;
  size: number;
}

export interface Receipt {
  on: string;
  condition: 'intact' | 'damaged';
  temperature: string | null;
  /** What the provider states on homogeneity and stability. */
  statement: string;
  instructions: string | null;
  note: string | null;
  file: KeptFile | null;
}

export interface Kept {
  at: string;
  by: string;
  note: string | null;
  file: KeptFile | null;
}

/** One participation (参加项目). Times are UTC ISO, days YYYY-MM-DD. */
export interface RoundRow extends Row {
  number: string;
  line_id: string | null;
  provider_id: string;
  scheme: string;
  scheme_no: string | null;
  lab_code: string | null;
  cost: string | null;
  method: string | null;
  sample: string | null;
  responsible: string | null;
  deadline_at: string;
  state: RoundState;
  created_by: string;
  registration: Kept | null;
  receipt: Receipt | null;
  sample_id: string | null;
  reviewed_by: string | null;
  reviewed_at: string | null;
  review_note: string | null;
  late_asked_by: string | null;
  late_reason: string | null;
  /** Who approved that it goes out late. */
  late_by: string | null;
  submitted_at: string | null;
  submission: Kept | null;
  report_on: string | null;
  report: Kept | null;
  evaluated_by: string | null;
  evaluated_at: string | null;
  evaluation: string | null;
  measures: string | null;
  appeal_to: string | null;
  appeal: Kept | null;
  outcome: string | null;
  archived_at: string | null;
  withdrawn_by: string | null;
  withdrawn_reason: string | null;
  created_at: string;
}

export type Verdict = 'satisfactory' | 'questionable' | 'unsatisfactory';

/** What the institute found for one parameter, what the provider says of it, and what follows. */
export interface ItemRow extends Row {
  round_id: string;
  seq: number;
  parameter_code: string;
  kind: 'number' | 'qualitative';
  unit: string | null;
  test_id: string | null;
  result: string | null;
  figures: Figures;
  participants: Participant[];
  judged: (Checked & { cautions: Caution[] }) | null;
  verdict: Verdict | null;
  created_at: string;
}

export interface CorrectiveRow extends Row {
  number: string;
  round_id: string;
  item_id: string;
  parameter_code: string;
  kind: 'corrective' | 'preventive';
  state: 'open' | 'closed';
  /** The round before was unsatisfactory too: people are trained again. */
  repeated: 0 | 1;
  /** Lines of the capability annex that were suspended. */
  suspended: number;
  /** Day of the last satisfactory round: reports since then are looked at. */
  since: string | null;
  opened_by: string;
  opened_on: string;
  due_on: string;
  closed_by: string | null;
  closed_at: string | null;
  conclusion: string | null;
  created_at: string;
}

export const steps = ['cause', 'correction', 'impact', 'training', 'verification', 'prevention'] as const;
export type StepName = (typeof steps)[number];
/** How it was shown that the correction works. */
export const ways = ['pt', 'audit', 'comparison', 'expert'] as const;
export type Way = (typeof ways)[number];

export interface StepRow extends Row {
  corrective_id: string;
  step: StepName;
  done_on: string;
  content: string;
  way: Way | null;
  file: KeptFile | null;
  done_by: string;
  created_at: string;
}
