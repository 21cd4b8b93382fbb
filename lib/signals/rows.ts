import type { BernoulliDesign } from '../core/statistics/surveillance.ts';
import type { Row } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';

export const families = ['producer-item', 'product-item', 'region-class'] as const;
/** What a stream of results has in common. */
export type Family = (typeof families)[number];

export const signalKinds = ['cusum', 'repeat'] as const;
export type SignalKind = (typeof signalKinds)[number];

export const signalStates = ['open', 'true', 'false'] as const;
/** Waits for review; reviewed as a true one, or as a false one. */
export type SignalState = (typeof signalStates)[number];

/** The words of a stream; what its family does not fix is absent. */
export interface StreamParts {
  producer?: string;
  /** Credit code, or the name where none is known. */
  producerKey?: string;
  product?: string;
  item?: string;
  region?: string;
  productClass?: ProductClass;
}

/** The figures a signal was given on. */
export interface SignalFigures {
  /** Results of the stream in the window up to the signal, and how many failed. */
  n: number;
  k: number;
  from: string;
  /** Of a CUSUM. */
  design?: BernoulliDesign;
  value?: number;
  /** Results since the sum last stood at 0. */
  run?: number;
  /** Of a repetition: the rule, and how often it would come by chance in such a stream in a year. */
  times?: number;
  months?: number;
  chance?: number;
}

export interface SignalRow extends Row {
  number: string;
  run_id: string;
  kind: SignalKind;
  family: Family;
  stream: string;
  parts: StreamParts;
  product_class: ProductClass;
  region: string | null;
  /** The batch that gave it. */
  sample_id: string;
  signalled_on: string;
  figures: SignalFigures;
  state: SignalState;
  reviewed_by: string | null;
  reviewed_at: string | null;
  reason: string | null;
  created_at: string;
}

/** What was watched, and how many false alarms are to be expected of it. */
export interface RunFigures {
  families: { family: Family; streams: number; results: number; expected: number }[];
  designs: (BernoulliDesign & { streams: number; delay: number | null })[];
  /** Expected false alarms of all streams in a year: by the Markov chain, and by simulation with its standard error. */
  expected: number;
  simulated: { mean: number; se: number; years: number; seed: number };
  bound: number;
  /** Repetitions that chance alone would bring in a year. */
  repeatsByChance: number;
}

export interface RunRow extends Row {
  on_day: string;
  from_day: string;
  /** Null: the program itself, once a day. */
  run_by: string | null;
  figures: RunFigures;
  found: number;
  created_at: string;
}

export const riskSources = ['signal', 'case', 'manual'] as const;
export type RiskSource = (typeof riskSources)[number];

export const riskLevels = ['high', 'medium', 'low'] as const;
export type RiskLevel = (typeof riskLevels)[number];

export const riskStates = ['listed', 'handling', 'closed'] as const;
export type RiskState = (typeof riskStates)[number];

export interface RiskRow extends Row {
  number: string;
  source: RiskSource;
  signal_id: string | null;
  case_id: string | null;
  product_class: ProductClass;
  product_name: string | null;
  producer: string | null;
  region: string | null;
  words: string;
  level: RiskLevel;
  state: RiskState;
  listed_on: string;
  listed_by: string;
  /** Term of the open measure that ends first. */
  due_on: string | null;
  /** Counts from 1; a risk that is opened anew begins the next. */
  round: number;
  reopened: number;
  /** Who planned, owned or carried out a measure. */
  executors: string[];
  closed_on: string | null;
  closed_by: string | null;
  created_at: string;
}

export interface MeasureRow extends Row {
  risk_id: string;
  round: number;
  words: string;
  owner_id: string;
  due_on: string;
  state: 'open' | 'done' | 'dropped';
  done_on: string | null;
  done_by: string | null;
  outcome: string | null;
  created_at: string;
}

export interface KeptFile {
  hash: string;
  name: string;
  type: string;
  size: number;
}

export interface RiskStepRow extends Row {
  risk_id: string;
  move: string;
  on_day: string;
  words: string;
  file: KeptFile | null;
  by_id: string;
  created_at: string;
}
