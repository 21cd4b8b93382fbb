import type { Row } from '../kernel/types.ts';

export const productClasses = ['drug', 'tcm', 'device', 'cosmetic'] as const;
export type ProductClass = (typeof productClasses)[number];

/** What a sampling may be drawn for (domain 1.2): supervision, evaluation, risk monitoring, special campaign, case-related, commissioned. */
export const workKinds = ['JD', 'PJ', 'FX', 'ZX', 'SA', 'WT'] as const;
/** Every kind of work; the portion of a re-inspection (复验/复检) comes from a store and is drawn by nobody. */
export const allWorkKinds = [...workKinds, 'FY'] as const;
export type WorkKind = (typeof allWorkKinds)[number];

export const levels = ['national', 'provincial', 'municipal', 'county'] as const;
export type Level = (typeof levels)[number];

export const portionRoles = ['test', 'check', 'retain'] as const;
export type PortionRole = (typeof portionRoles)[number];

export const samplingStates = ['draft', 'sampled', 'received', 'refused', 'void'] as const;
export type SamplingState = (typeof samplingStates)[number];

export const portionStates = [
  'sealed',
  'received',
  'in-test',
  'retained',
  'refused',
  'handed-over',
  'disposed',
] as const;
export type PortionState = (typeof portionStates)[number];

/** A sampling as it stands in the database; dates 'YYYY-MM-DD', `quantity` a decimal text in `unit`. */
export interface SamplingRow extends Row {
  number: string;
  product_class: ProductClass;
  work_kind: WorkKind;
  level: Level;
  product_name: string;
  batch_no: string;
  spec: string;
  producer: string;
  sampled_unit: string;
  sampled_on: string;
  quantity: string;
  unit: string;
  /** Ids of the users who took the sample; at least two. */
  officers: string[];
  state: SamplingState;
  /** The fields of the class's form, by its definition `form_hash`. */
  fields: Record<string, string>;
  form_hash: string;
  created_by: string;
  created_at: string;
}

/** One sealed part of a sampling, number `n` of `total`; `code` is its barcode once it was received. */
export interface PortionRow extends Row {
  sampling_id: string;
  sample_id: string | null;
  role: PortionRole;
  n: number;
  total: number;
  qty: string;
  unit: string;
  seal_no: string;
  code: string | null;
  place: string;
  state: PortionState;
  created_at: string;
}

/** Where a portion is; words are messages `place.<name>`. */
export const places = {
  transit: 'in-transit',
  reception: 'reception',
  retention: 'retention',
  returned: 'returned',
  /** With the laboratory that re-inspects. */
  handedOver: 'handed-over',
  disposed: 'disposed',
} as const;
