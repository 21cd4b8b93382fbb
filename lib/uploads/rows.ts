import type { Row } from '../kernel/types.ts';
import type { WorkKind } from '../samplings/index.ts';
import type { Figures } from './figures.ts';

export const formats = ['xlsx', 'csv', 'xml', 'json'] as const;
export type Format = (typeof formats)[number];

export const encodings = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof encodings)[number];

export const uploadStates = ['made', 'approved', 'handed', 'acknowledged', 'void'] as const;
export type UploadState = (typeof uploadStates)[number];

/** What was asked for when a file was made; days 'YYYY-MM-DD', by the day of issue of the reports. */
export interface Asked {
  from: string;
  to: string;
  workKind?: WorkKind;
}

/** A file for a system outside, from its making to the answer of that system. */
export interface UploadRow extends Row {
  number: string;
  layout: string;
  layout_version: string;
  format: Format;
  encoding: Encoding;
  asked: Asked;
  purpose: string;
  batches: number;
  file_name: string;
  file_hash: string;
  state: UploadState;
  made_by: string;
  approved_by: string | null;
  approved_at: string | null;
  handed_on: string | null;
  handed_how: string | null;
  handed_by: string | null;
  /** The number that the receiving system gave. */
  system_no: string | null;
  acknowledged_on: string | null;
  receipt_hash: string | null;
  receipt_name: string | null;
  acknowledged_by: string | null;
  void_reason: string | null;
  created_at: string;
}

/** Values of a batch by the keys of its layout; what is not known stays ''. */
export interface Content {
  batch: Record<string, string>;
  items: Record<string, string>[];
}

export const batchStates = ['waiting', 'accepted', 'returned', 'void'] as const;
export type BatchState = (typeof batchStates)[number];

/** A batch in a file, with what the receiving system said of it. A returned one is open again. */
export interface BatchRow extends Row {
  upload_id: string;
  sample_id: string;
  report_id: string;
  report_number: string;
  product_name: string;
  batch_no: string;
  content: Content;
  state: BatchState;
  reason: string | null;
  system_no: string | null;
  decided_on: string | null;
  created_at: string;
}

/** 季度风险会商材料, 半年风险分析报告, 年度报告. */
export const statisticsKinds = ['quarter', 'half', 'year'] as const;
export type StatisticsKind = (typeof statisticsKinds)[number];

export const statisticsStates = ['draft', 'released', 'replaced', 'dropped'] as const;
export type StatisticsState = (typeof statisticsStates)[number];

/** The sections of text of a report; each kind has its own. */
export const blockKeys = ['overview', 'findings', 'risks', 'discuss', 'quality', 'measures', 'plan'] as const;
export type BlockKey = (typeof blockKeys)[number];
export type Blocks = Partial<Record<BlockKey, string>>;

/** One edition of a report of figures: `figures` as they stood when they were computed. */
export interface StatisticsRow extends Row {
  number: string;
  edition: number;
  kind: StatisticsKind;
  from_day: string;
  to_day: string;
  state: StatisticsState;
  figures: Figures;
  blocks: Blocks;
  drafted_by: string;
  /** Everybody who wrote in it: none of them releases it. */
  writers: string[];
  released_by: string | null;
  released_at: string | null;
  replaces_id: string | null;
  reason: string | null;
  pdf_hash: string | null;
  xlsx_hash: string | null;
  created_at: string;
}

export const noticeStates = ['draft', 'submitted', 'released', 'dropped'] as const;
export type NoticeState = (typeof noticeStates)[number];

/** A line of the annex of a notice (domain 1.10). */
export interface NoticeLine {
  caseId: string;
  productClass: string;
  product: string;
  source: string;
  producer: string;
  batchNo: string;
  spec: string;
  lab: string;
  basis: string;
  result: string;
  items: string;
  remark: string;
}

/** 质量公告: drafted by the institute, released by the authority alone. */
export interface NoticeRow extends Row {
  number: string;
  kind: 'notice' | 'correction';
  state: NoticeState;
  title: string;
  /** Where and for whom it is published; a correction keeps that of the notice it corrects. */
  scope: string;
  lead: string;
  closing: string;
  lines: NoticeLine[];
  corrects_id: string | null;
  /** What was wrong, of a correction. */
  reason: string | null;
  region: string;
  drafted_by: string;
  submitted_by: string | null;
  submitted_at: string | null;
  returned_reason: string | null;
  released_by: string | null;
  released_at: string | null;
  organisation_id: string | null;
  published_on: string | null;
  published_where: string | null;
  pdf_hash: string | null;
  created_at: string;
}
