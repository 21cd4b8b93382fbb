/** 修约值比较法 (the rounded value is compared) or 全数值比较法 (the unrounded one). GB/T 8170-2008, 4.3. */
export type CompareMode = 'rounded' | 'full';

/** A band of a mass-variation table: for a mean mass up to `upto` (`open`: below it), ± `percent`. `upto` null: every larger mass. */
export interface Band {
  upto: string | null;
  percent: string;
  open?: boolean;
}

/** Weight variation (ChP 0101 and its siblings). `nominal`: the labelled mass, where the chapter compares with it and not with the mean. */
export interface DeviationLimit {
  kind: 'deviation';
  allowOutside: number;
  bands: Band[];
  nominal?: string;
  /** One unit of the `first` outside: `further` more are due, all of which must be inside (sterile powders, ChP 0102). */
  retest?: { first: number; further: number };
}

/** What happens to the units of a test of time; the sentence of the limit says it. */
export type Change = 'disintegrate' | 'disperse' | 'dissolve' | 'melt';

/** Disintegration (ChP 0921) and its siblings: every unit within `minutes`; one unit over in the first set calls for `retestUnits` more. */
export interface LongestLimit {
  kind: 'longest';
  minutes: string;
  retestUnits: number;
  as?: Change;
}

/** A number held against one or two ends. `as` only words the sentence: Q of dissolution (0931), A + 2.2S of uniformity (0941). */
export type NumberLimit =
  | { kind: 'max'; value: string; open?: boolean; as?: 'acceptance' }
  | { kind: 'min'; value: string; open?: boolean; as?: 'Q' }
  | { kind: 'range'; low: string; high: string; openLow?: boolean; openHigh?: boolean };

/** Percent of the labelled amount; at least one end. */
export interface LabelClaimLimit {
  kind: 'label-claim';
  low?: string;
  high?: string;
  openLow?: boolean;
  openHigh?: boolean;
}

/** Consistency with what the label or the filing declares: from `below` under to `above` over it, in percent of it or in its unit. */
export interface DeclaredLimit {
  kind: 'declared';
  declared: string;
  below: string;
  above: string;
  by: 'percent' | 'absolute';
  on: 'label' | 'filing';
}

/** A limit on a figure derived from the single values (Σ, mean of n, extremes, spread), derived unrounded and rounded once. */
export interface DerivedLimit {
  kind: 'derived';
  by: 'sum' | 'mean' | 'max' | 'min' | 'median' | 'spread';
  limit: NumberLimit;
}

/** Sampling by attributes: at most `accept` nonconforming units of `n`. */
export interface AttributeLimit {
  kind: 'attribute';
  accept: string;
  n?: string;
  aql?: string;
}

/** What a specification demands. Every value is decimal text; its decimals are those to which a result is rounded. */
export type Limit =
  | NumberLimit
  | { kind: 'equals'; value: string }
  | { kind: 'text'; requirement: string }
  | { kind: 'one-of'; values: string[] }
  | { kind: 'criteria'; criteria: string[] }
  | { kind: 'not-deeper'; than: string; value?: string }
  | { kind: 'not-detected'; at: 'LOD' | 'LOQ'; per?: string }
  | { kind: 'each-max' | 'each-min'; value: string }
  | { kind: 'each-range'; low: string; high: string }
  | { kind: 'microbial'; value: string; factor: string }
  | LabelClaimLimit
  | DeclaredLimit
  | DerivedLimit
  | AttributeLimit
  | DeviationLimit
  | LongestLimit
  /** 不判定: the value is reported and held against nothing (risk monitoring, proficiency tests). */
  | { kind: 'none' };

/**
 * A result to judge. `individuals` are the unrounded single values; `lod` and `loq` matter to 不得检出 only; `stated` is the chosen word of a
 * choice, `met` the criteria one by one.
 */
export interface Judged {
  exact: string;
  rounded: string;
  individuals?: string[];
  qualifier?: '=' | '<' | '>' | 'ND';
  conforms?: boolean;
  stated?: string;
  met?: boolean[];
  lod?: string;
  loq?: string;
}

/** `compared` is the value that was held against the limit; `reason` is a sentence of the message catalogue. `undecided`: a further stage is due. */
export interface Verdict {
  verdict: 'conforms' | 'fails' | 'undecided';
  compared: string;
  mode: CompareMode;
  reason: { id: string; params?: Record<string, string | number> };
}
