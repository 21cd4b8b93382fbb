import type { Row } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';

export const reinspectionStates = [
  'applied',
  'supplement',
  'accepted',
  'refused',
  'requested',
  'handed-over',
  'testing',
  'reported',
  'sent',
  'withdrawn',
] as const;
export type ReinspectionState = (typeof reinspectionStates)[number];

/** States of a re-inspection that was let in and is not over. */
export const underWay = ['accepted', 'requested', 'handed-over', 'testing', 'reported'] as const;

/** Whose first result it is: the institute's own, or that of another laboratory which the institute re-inspects. */
export type Standing = 'own' | 'foreign';

/** An item whose result is objected to, as the first report prints it; `testId` and `parameter` where they are known. */
export interface Objected {
  testId?: string;
  parameter?: string;
  name: string;
  requirement: string;
  result: string;
}

export const applicantRoles = ['sampled-unit', 'producer', 'entrusted-producer', 'importer', 'agent'] as const;

/** The applying party as the 申请表 names it (domain 2.12). */
export interface Applicant {
  name: string;
  role: (typeof applicantRoles)[number];
  creditCode: string;
  address: string;
  contact: string;
  phone: string;
  /** The day of the postmark where the application came by mail, and its proof. */
  postedOn?: string;
  postingProof?: string;
}

/** own: the first laboratory; higher: one of the next higher authority; central: 中检院; drawn: drawn from the list; sole: the only one that can. */
export const laboratoryWays = ['own', 'higher', 'central', 'drawn', 'sole'] as const;
export type LaboratoryWay = (typeof laboratoryWays)[number];

export interface Laboratory {
  way: LaboratoryWay;
  name: string;
  /** The authority that drew it, and the day, where the law leaves the choice to the authority. */
  drawnBy?: string;
  drawnOn?: string;
}

export interface Fee {
  /** Yuan, decimal text. */
  amount?: string;
  paidOn?: string;
  receiptNo?: string;
  /** Who bears it in the end, and how it was returned. */
  borneBy?: 'applicant' | 'first-laboratory' | 'authority';
  refundedOn?: string;
}

/** Grounds on which an application is refused (domain 1.7; 10, item 24). */
export const refusalGrounds = [
  'late',
  'twice',
  'forbidden',
  'applicant',
  'papers',
  'fee',
  'laboratory',
  'portion',
  'other',
] as const;
export type RefusalGround = (typeof refusalGrounds)[number];

export interface HandOver {
  on: string;
  sealIntact: boolean;
  /** What the storage log says, with the temperature. */
  storageLog: string;
  condition: string;
  giver: string;
  receiver: string;
  receiverUnit: string;
}

export interface Result {
  reportNo: string;
  reportId?: string;
  /** SHA-256 of the file of another institute's report. */
  file?: string;
  items: { name: string; result: string; verdict: string }[];
  reportedOn: string;
  note?: string;
}

/** One 复验/复检 from its application to its outcome. Days 'YYYY-MM-DD'. */
export interface ReinspectionRow extends Row {
  number: string;
  standing: Standing;
  case_id: string | null;
  recipient_id: string | null;
  sample_id: string | null;
  report_id: string | null;
  first_lab: string;
  first_report_no: string;
  product_class: ProductClass;
  product: {
    name: string;
    batchNo: string;
    spec: string;
    producer: string;
    sampledUnit: string;
    basis: string;
    expiry?: string;
  };
  applicant: Applicant;
  items: Objected[];
  reason: string;
  /** Which papers are there, by the id of the rule. */
  papers: string[];
  delivered_on: string | null;
  applied_on: string;
  state: ReinspectionState;
  laboratory: Laboratory;
  fee: Fee;
  grounds: { ground: RefusalGround; text: string }[];
  decided_on: string | null;
  decided_by: string | null;
  receipt_no: string | null;
  request: { number: string; on: string; dueOn: string | null; note?: string } | null;
  portion_id: string | null;
  hand_over: HandOver | null;
  second_sample_id: string | null;
  received_on: string | null;
  outcome: 'confirmed' | 'overturned' | null;
  result: Result | null;
  /** To whom the decision and the outcome were told. */
  sent: { about: 'decision' | 'outcome'; to: string; on: string; how: string }[];
  /** The papers that were filed, the oldest first; null before there are any. */
  documents: { kind: string; number: string; hash: string; on: string }[] | null;
  created_by: string;
  created_at: string;
}

export const objectionKinds = ['sampling', 'process', 'result', 'authenticity'] as const;
export type ObjectionKind = (typeof objectionKinds)[number];
export const objectionStates = ['registered', 'assigned', 'answered', 'audited', 'cancelled'] as const;
export type ObjectionState = (typeof objectionStates)[number];

/** 异议登记 of the other kinds (domain 2.13): sampling, process, result, authenticity. */
export interface ObjectionRow extends Row {
  number: string;
  case_id: string;
  recipient_id: string | null;
  sample_id: string;
  kind: ObjectionKind;
  objector: { name: string; role: string; contact: string; phone: string };
  content: string;
  files: { hash: string; name: string; type: string }[];
  delivered_on: string | null;
  raised_on: string;
  state: ObjectionState;
  assigned_to: string | null;
  answer: string | null;
  proposed: 'accepted' | 'rejected' | null;
  answered_by: string | null;
  answered_at: string | null;
  /** What the authority of the labelled producer found about a denial, and by which paper. */
  verification: { authority: string; on: string; document: string; finding: 'counterfeit' | 'genuine' } | null;
  outcome: 'accepted' | 'rejected' | null;
  audited_by: string | null;
  audited_at: string | null;
  reason: string | null;
  created_by: string;
  created_at: string;
}
