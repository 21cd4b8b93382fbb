import type { Row } from '../kernel/types.ts';
import type { Level, ProductClass, WorkKind } from '../samplings/index.ts';

export const caseStates = ['opened', 'notified', 'handling', 'closed', 'revoked'] as const;
export type CaseState = (typeof caseStates)[number];

/**
 * What the case came to: it stands, a re-inspection confirmed or overturned it, the producer proved that the goods are not his, or the
 * report did not bear out what an urgent report had told.
 */
export const conclusions = ['standing', 'confirmed', 'overturned', 'denied', 'unconfirmed'] as const;
export type Conclusion = (typeof conclusions)[number];

/** What was found before the report was signed (紧急报告), and how it was told; times UTC ISO, `on` the day of telling in China. */
export interface UrgentReport {
  finding: string;
  /** The start of its 24 hours. */
  foundAt: string;
  foundBy: string;
  /** Null until somebody told it. */
  told: { to: string; how: string; at: string; on: string; by: string } | null;
}

/** A nonconforming batch on its way through 核查处置; `items` as the report prints them, empty before there is one. */
export interface CaseRow extends Row {
  number: string;
  sample_id: string;
  /** Null while only an urgent report stands. */
  report_id: string | null;
  state: CaseState;
  items: { name: string; requirement: string; result: string }[];
  product_class: ProductClass;
  product_name: string;
  batch_no: string;
  producer: string;
  producer_code: string | null;
  producer_region: string | null;
  sampled_unit: string;
  sampled_code: string | null;
  sampled_region: string | null;
  level: Level;
  work_kind: WorkKind;
  urgent: UrgentReport | null;
  /** 0 none, 1 督办, 2 重点督办. */
  supervision: 0 | 1 | 2;
  opened_at: string;
  notified_on: string | null;
  notified_to: string | null;
  notified_how: string | null;
  receipt_no: string | null;
  note: string | null;
  closed_at: string | null;
  closed_by: string | null;
  /** How often it was taken up again after it was closed. */
  reopened: number;
  conclusion: Conclusion | null;
  created_at: string;
}

export const recipientRoles = ['sampled-unit', 'producer', 'entrusted-producer', 'importer', 'agent'] as const;
export type RecipientRole = (typeof recipientRoles)[number];

/** Ways of serving a paper (送达方式, domain 2.11). */
export const deliveryWays = ['direct', 'lien', 'mail', 'entrusted', 'announcement', 'electronic'] as const;
export type DeliveryWay = (typeof deliveryWays)[number];

/** One party that the result is served on, with a receipt and an objection window of its own. Days 'YYYY-MM-DD'. */
export interface RecipientRow extends Row {
  case_id: string;
  role: RecipientRole;
  name: string;
  credit_code: string | null;
  region: string | null;
  /** The authority that serves the result on it. */
  organisation_id: string | null;
  papers_on: string | null;
  papers_to: string | null;
  papers_how: string | null;
  papers_no: string | null;
  delivered_on: string | null;
  delivered_how: DeliveryWay | null;
  place: string | null;
  receiver: string | null;
  witness: string | null;
  agent: string | null;
  receipt_no: string | null;
  proof_hash: string | null;
  waived: 0 | 1;
  waived_on: string | null;
  created_at: string;
}

export const trackKinds = ['production', 'circulation', 'online'] as const;
export type TrackKind = (typeof trackKinds)[number];
export const trackStates = ['open', 'assigned', 'filled', 'passed', 'returned', 'cancelled'] as const;
export type TrackState = (typeof trackStates)[number];

/** The part of a case that one authority handles (生产 / 流通或使用 / 网络). */
export interface TrackRow extends Row {
  case_id: string;
  kind: TrackKind;
  /** The authority in charge; null until somebody assigns it. */
  organisation_id: string | null;
  unit_name: string;
  region: string | null;
  state: TrackState;
  handler: string | null;
  phone: string | null;
  started_on: string | null;
  done_on: string | null;
  created_at: string;
}

/** What happened to a case; never changed. `on_day` is the day it happened on, `at` when it was recorded. */
export interface EventRow extends Row {
  case_id: string;
  kind: string;
  on_day: string;
  at: string;
  user_id: string;
  params: Record<string, string | number>;
  ref_entity: string | null;
  ref_id: string | null;
  created_at: string;
}

/** A paper of a case, kept by the hash of its file. */
export interface DocumentRow extends Row {
  case_id: string;
  track_id: string | null;
  recipient_id: string | null;
  kind: string;
  number: string;
  title: string;
  file_hash: string;
  content: Record<string, unknown>;
  issued_on: string;
  created_at: string;
}
