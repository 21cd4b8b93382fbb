import type { Answered } from '../catalogue/index.ts';
import type { Row } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';

export const sampleStates = ['accepted', 'assigned', 'testing', 'tested', 'approved', 'issued', 'terminated'] as const;
export type SampleState = (typeof sampleStates)[number];

/** States in which a batch still waits for somebody. */
export const openStates = ['accepted', 'assigned', 'testing', 'tested', 'approved'] as const;

export const decisions = ['accepted', 'deviation', 'refused'] as const;
export type Decision = (typeof decisions)[number];

/** The checks of the handover form 样品移交确认单 (domain 1.5) and the storage record. */
export const checkNames = ['seal', 'packaging', 'amount', 'condition', 'papers', 'details', 'storage'] as const;
export type CheckName = (typeof checkNames)[number];
export type Checks = Record<CheckName, 'ok' | 'not'>;

/** The ten grounds on which a sample is refused (34号, domain 1.5). */
export const grounds = [
  'damaged',
  'seal',
  'record',
  'mixed',
  'container',
  'transport',
  'amount',
  'plan',
  'late',
  'other',
] as const;
export type Ground = (typeof grounds)[number];

export interface ReceiptRow extends Row {
  sampling_id: string;
  decision: Decision;
  checks: Checks;
  grounds: Ground[];
  /** What deviates, who was asked, and the answer. */
  deviation: string | null;
  /** ℃ at receipt, decimal text. */
  temperature: string | null;
  note: string | null;
  received_at: string;
  received_by: string;
  created_at: string;
}

/** A batch in the laboratory, known by its 检品编号. */
export interface SampleRow extends Row {
  number: string;
  sampling_id: string;
  receipt_id: string;
  product_class: ProductClass;
  product_name: string;
  batch_no: string;
  producer: string;
  state: SampleState;
  received_on: string;
  due_on: string;
  spec_code: string | null;
  spec_hash: string | null;
  basis: string | null;
  /** The questions of its specification as they were answered when the tests were set; null before. */
  spec_answers: Answered[] | null;
  verdict: 'conforms' | 'fails' | null;
  priority: 'normal' | 'urgent';
  approved_by: string | null;
  created_at: string;
}
