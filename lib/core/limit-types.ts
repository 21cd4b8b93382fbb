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
}

/** Disintegration (ChP 0921): every unit within `minutes`; one unit over in the first set calls for `retestUnits` more. */
export interface LongestLimit {
  kind: 'longest';
  minutes: string;
  retestUnits: number;
}

/** What a specification demands. Every value is decimal text; its decimals are those to which a result is rounded. */
export type Limit =
  | { kind: 'max'; value: string; open?: boolean }
  | { kind: 'min'; value: string; open?: boolean }
  | { kind: 'range'; low: string; high: string; openLow?: boolean; openHigh?: boolean }
  | { kind: 'text'; requirement: string }
  | { kind: 'not-detected'; at: 'LOD' | 'LOQ' }
  | { kind: 'each-max' | 'each-min'; value: string }
  | { kind: 'each-range'; low: string; high: string }
  | { kind: 'microbial'; value: string; factor: string }
  | DeviationLimit
  | LongestLimit;

/** A result to judge. `individuals` are the unrounded single values; `lod` and `loq` matter to 不得检出 only. */
export interface Judged {
  exact: string;
  rounded: string;
  individuals?: string[];
  qualifier?: '=' | '<' | '>' | 'ND';
  conforms?: boolean;
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
