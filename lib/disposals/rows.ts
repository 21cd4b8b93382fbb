import type { Row } from '../kernel/types.ts';

export type CaseState = 'opened' | 'notified';

/** A nonconforming batch on its way through 核查处置; `items` as the report prints them. */
export interface CaseRow extends Row {
  number: string;
  sample_id: string;
  report_id: string;
  state: CaseState;
  items: { name: string; requirement: string; result: string }[];
  opened_at: string;
  notified_on: string | null;
  notified_to: string | null;
  notified_how: string | null;
  receipt_no: string | null;
  note: string | null;
  created_at: string;
}
