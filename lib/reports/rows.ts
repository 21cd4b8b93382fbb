import type { Row } from '../kernel/types.ts';
import type { ReportContent } from './report.pdf.ts';

export type ReportState = 'drafted' | 'issued' | 'withdrawn';

/** What may be told of a report: risk monitoring gives data and judges nothing (domain 1.2, 3.7). */
export type ShownVerdict = 'conforms' | 'fails' | 'none';

export const shownVerdict = (verdict: ReportRow['verdict'], workKind: string): ShownVerdict =>
  workKind === 'FX' ? 'none' : verdict;

/** A report: `content` is everything it prints, frozen; `pdf_hash` names the issued file, whose bytes never change. */
export interface ReportRow extends Row {
  number: string;
  sample_id: string;
  state: ReportState;
  verdict: 'conforms' | 'fails';
  conclusion: string;
  content: ReportContent;
  content_hash: string;
  pdf_hash: string | null;
  verify_code: string;
  issued_at: string | null;
  signatory_id: string | null;
  replaces_id: string | null;
  returned_reason: string | null;
  created_at: string;
}
