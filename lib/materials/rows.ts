import type { Row } from '../kernel/types.ts';

/** 对照品, 标准品, 对照药材, 标准物质, 试剂, 滴定液, 溶液, 培养基, 菌种, 色谱柱, 管制化学品 (domain 6.3). */
export const kinds = [
  'reference',
  'standard',
  'herb',
  'crm',
  'reagent',
  'titrant',
  'solution',
  'media',
  'strain',
  'column',
  'controlled',
] as const;
export type Kind = (typeof kinds)[number];

/** 按供试状态, 按干燥品, 按无水物. */
export const bases = ['as-is', 'dried', 'anhydrous'] as const;
export type Basis = (typeof bases)[number];

interface Traits {
  /** Made in the laboratory from parents, on a day, by a person. */
  made?: true;
  /** Has a content and its basis. */
  content?: true;
  /** An expiry date must be given; without it such a lot may stay valid while it is the current batch, or forever (a column). */
  dated?: true;
}

export const traits: Readonly<Record<Kind, Traits>> = {
  reference: { content: true },
  standard: { content: true },
  herb: {},
  crm: { content: true, dated: true },
  reagent: { content: true, dated: true },
  titrant: { made: true },
  solution: { made: true },
  media: { made: true },
  strain: { dated: true },
  column: {},
  controlled: { content: true, dated: true },
};

export interface Suitability {
  on: string;
  fits: boolean;
  note: string;
  by: string;
}

/** One lot. Amounts, content (%), loss (%), concentration (mol/L) and F are decimal text; dates YYYY-MM-DD. */
export interface MaterialRow extends Row {
  number: string;
  kind: Kind;
  name: string;
  maker: string | null;
  catalogue_no: string | null;
  lot_no: string | null;
  content: string | null;
  basis: Basis | null;
  loss: string | null;
  treatment: string | null;
  purpose: string | null;
  storage: string | null;
  concentration: string | null;
  unit: string;
  balance: string;
  made_on: string | null;
  received_on: string;
  opened_on: string | null;
  expiry: string | null;
  /** The last day on which this lot alone may be used; its parents may end it earlier. */
  valid_to: string | null;
  factor: string | null;
  standardised_on: string | null;
  passage: number | null;
  suitability: Suitability[];
  blocked: { reason: string; by: string; on: string } | null;
  closed_on: string | null;
  certificate: { hash: string; name: string; type: string } | null;
  made_by: string | null;
  note: string | null;
  created_at: string;
}

export interface ParentRow extends Row {
  material_id: string;
  parent_id: string;
  created_at: string;
}

export const moveKinds = ['receipt', 'issue', 'return', 'disposal', 'log'] as const;
export type MoveKind = (typeof moveKinds)[number];

/** One line of the ledger; `balance` is what was left after it. A controlled chemical's line counts only when a second person confirmed it. */
export interface MoveRow extends Row {
  material_id: string;
  seq: number | null;
  kind: MoveKind;
  state: 'waiting' | 'done' | 'declined';
  amount: string;
  /** A return: what of the issue was used up; used and returned make up the issue. */
  used: string | null;
  balance: string | null;
  issue_id: string | null;
  /** The lot that was made with it; such an issue is accounted for by that. */
  child_id: string | null;
  purpose: string;
  moved_on: string;
  by_id: string;
  second_id: string | null;
  /** An issue of a controlled chemical that was accounted for. */
  settled: 0 | 1;
  created_at: string;
}

/** How a titrant is standardised: 直接标定 or 比较法. */
export const ways = ['direct', 'comparison'] as const;
export type Way = (typeof ways)[number];

/** Base substance (g; by comparison the titrant in question that was taken, mL), titrant and blank (mL) of one titration, as typed. */
export interface Reading {
  mass: string;
  volume: string;
  blank: string;
}

/** The three titrations of one person (初标 or 复标). Refused ones stay on record with their reasons. */
export interface StandardisationRow extends Row {
  material_id: string;
  round: number;
  /** Against a base substance, or against another titrant of known F (比较法). */
  way: Way;
  part: 'first' | 'second';
  by_id: string;
  done_on: string;
  temperature: string;
  /** The base substance, or the titrant to compare with. */
  base_id: string;
  /** Content of the base substance (%); by comparison F of the other titrant. */
  purity: string;
  /** T (mg/mL); by comparison mL of the titrant in question for each mL of the other one, both of nominal concentration. */
  titre: string;
  readings: Reading[];
  factors: string[];
  mean: string;
  deviation: string;
  accepted: 0 | 1;
  reasons: { id: string; params?: Record<string, string | number> }[];
  factor: string | null;
  /** Relative deviation of the two means, %; null until the second person's titrations were judged with the first's. */
  agreement: string | null;
  /** The last day on which F holds. */
  valid_to: string | null;
  created_at: string;
}
