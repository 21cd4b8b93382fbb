import type { TableName } from '../kernel/tables.ts';
import type { Row } from '../kernel/types.ts';

/** 不符合工作, 投诉, 内审不符合项, 改进项: four kinds with one way from finding to closing. */
export const kinds = ['work', 'complaint', 'audit', 'preventive'] as const;
export type Kind = (typeof kinds)[number];

/** Where it came to light. */
export const sources = ['oos', 'complaint', 'proficiency', 'control', 'audit', 'equipment', 'report', 'other'] as const;
export type Source = (typeof sources)[number];

export const states = [
  'found',
  'evaluated',
  'corrected',
  'analysed',
  'carried',
  'verified',
  'closed',
  'dropped',
] as const;
export type State = (typeof states)[number];
export const openStates: readonly State[] = states.slice(0, 6);

export const significances = ['minor', 'major', 'critical'] as const;
export type Significance = (typeof significances)[number];

/** 人机料法环测: the bones of the fishbone and the classes of root causes. */
export const categories = ['people', 'machine', 'material', 'method', 'environment', 'measurement'] as const;
export type Category = (typeof categories)[number];

export interface ImprovementRow extends Row {
  number: string;
  kind: Kind;
  source: Source;
  /** The record of another slice that opened it, `<table>:<id>`; at most one for each. */
  origin: string | null;
  title: string;
  finding: string;
  /** What was not met: clause, procedure, limit. */
  requirement: string | null;
  found_on: string;
  found_by: string;
  department: string | null;
  parameter_code: string | null;
  parameter_name: string | null;
  instrument_no: string | null;
  /** Whose work it was; to see repetition, not to blame. */
  person_id: string | null;
  /** People whose own work it concerns: they neither verify nor close, and do not investigate a complaint. */
  involved: string[];
  complaint: Complaint | null;
  /** Who is responsible for handling it. */
  owner_id: string;
  state: State;
  significance: Significance | null;
  corrective: 0 | 1 | null;
  /** Work was stopped; closing says that it may go on (GB/T 27025 7.10.1 f). */
  stopped: 0 | 1;
  /** The customer has to be told (7.10.1 e). */
  tell: 0 | 1;
  category: Category | null;
  /** Its steps are taken and kept in the file of the slice that opened it. */
  elsewhere: 0 | 1;
  /** Rests on internal samples: only who may know of those sees it. */
  sealed: 0 | 1;
  /** The end of the term of the step that comes next. */
  due_on: string | null;
  /** The first day on which effectiveness can be judged. */
  verify_from: string | null;
  /** Who corrected, found the cause, owns or carried out an action. */
  executors: string[];
  /** Counts from 1; an ineffective action or a reopening begins the next. */
  round: number;
  reopened: number;
  closed_by: string | null;
  closed_at: string | null;
  created_at: string;
}

export const channels = ['phone', 'letter', 'visit', 'online', 'authority'] as const;

/** 投诉登记. Days YYYY-MM-DD. */
export interface Complaint {
  complainant: string;
  contact: string | null;
  channel: (typeof channels)[number];
  received_on: string;
  acknowledged_on: string | null;
  acknowledged_by: string | null;
  answered_on: string | null;
  answered_by: string | null;
  /** Whether the complaint was found justified. */
  justified: boolean | null;
  answer: string | null;
}

export interface LinkRow extends Row {
  improvement_id: string;
  entity: LinkEntity;
  entity_id: string;
  label: string;
  linked_by: string;
  created_at: string;
}

/** What a record may refer to. */
export const linkEntities = [
  'samples',
  'tests',
  'reports',
  'cases',
  'instruments',
  'instrument_events',
  'pt_rounds',
  'pt_correctives',
  'control_charts',
  'control_alarms',
  'qc_lines',
  'nonconformities',
  'worksheets',
  'investigations',
] as const satisfies readonly TableName[];
export type LinkEntity = (typeof linkEntities)[number];

export interface ActionRow extends Row {
  improvement_id: string;
  round: number;
  words: string;
  owner_id: string;
  due_on: string;
  state: 'open' | 'done' | 'dropped';
  done_on: string | null;
  done_by: string | null;
  outcome: string | null;
  /** Why it was changed or dropped. */
  reason: string | null;
  created_at: string;
}

/** One step that was taken; never changed. */
export interface StepRow extends Row {
  improvement_id: string;
  move: StepName;
  round: number;
  on_day: string;
  words: string;
  data: StepData;
  by_id: string;
  created_at: string;
}

export const stepNames = [
  'acknowledge',
  'evaluate',
  'correct',
  'analyse',
  'verify',
  'fail',
  'answer',
  'close',
  'reopen',
  'drop',
  'settle',
] as const;
export type StepName = (typeof stepNames)[number];

export interface StepData {
  significance?: Significance;
  risk?: string;
  stopWork?: boolean;
  recallReports?: boolean;
  tellCustomer?: boolean;
  /** Whether the work may be accepted as it is (7.10.1 d). */
  acceptable?: boolean;
  corrective?: boolean;
  customerToldOn?: string;
  whys?: string[];
  bones?: { category: Category; words: string }[];
  category?: Category;
  /** Why the step came after its term. */
  lateReason?: string;
  /** The last day of the term that was missed. */
  missed?: string;
  justified?: boolean;
  resumeOn?: string;
  effectiveWay?: string;
}

export interface KeptFile {
  hash: string;
  name: string;
  type: string;
  size: number;
}

export interface FileRow extends Row {
  improvement_id: string;
  action_id: string | null;
  /** The step or state for which it is evidence. */
  stage: string;
  file: KeptFile;
  added_by: string;
  created_at: string;
}
