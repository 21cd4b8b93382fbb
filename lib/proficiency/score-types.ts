import type { AssignedSource, RobustMethod } from '../core/statistics/assigned.ts';
import type { ScoreKind } from '../core/statistics/scores.ts';
import type { Verdict } from './rows.ts';

export const assignedSources = ['formulation', 'crm', 'expert', 'consensus'] as const;
export const sigmaSources = ['prescribed', 'horwitz', 'rounds', 'robust'] as const;
export const robustMethods = ['algorithm-a', 'q-hampel', 'median-nIQR', 'median-MADe'] as const;
export const scoreKinds = ['z', 'z-prime', 'zeta', 'en', 'd-percent', 'pa', 'q'] as const;
export const verdicts = ['satisfactory', 'questionable', 'unsatisfactory'] as const;

/** What the provider's report says of one parameter; all measured values are decimal text. */
export interface Figures {
  /** x_pt and u(x_pt) as reported. */
  assigned?: string;
  uAssigned?: string;
  assignedSource?: AssignedSource;
  /** σ_pt as reported. */
  ptSigma?: string;
  sigmaSource?: (typeof sigmaSources)[number];
  /** One unit of the result as mass fraction, for Horwitz. */
  fraction?: string;
  participantCount?: string;
  robust?: RobustMethod;
  /** The institute's own expanded uncertainty and its k. */
  expanded?: string;
  k?: string;
  deltaE?: string;
  /** Limit of D % or Q that the scheme sets. */
  limit?: string;
  /** The score by which the scheme judges, and what the provider reports. */
  scoreKind?: ScoreKind;
  providerScore?: string;
  providerVerdict?: Verdict;
  /** The right answer of a qualitative item; several are divided by 、 or ; */
  expected?: string;
}

export interface Participant {
  code: string;
  value: string;
  own: boolean;
}

/** One score, opened: what went in, the formula with its numbers, what came out. */
export interface OpenScore {
  kind: ScoreKind;
  /** As on the certificate: two decimals, or those that the provider gives. */
  shown: string;
  value: string;
  verdict: Verdict | 'none';
  /** The formula with the numbers in it. */
  worked: string;
  inputs: Record<string, string>;
}

/** What the program makes of the figures. */
export interface Checked {
  /** x_pt and σ_pt as they were used; null for a qualitative item. */
  assigned: {
    value: string;
    u: string | null;
    source: string;
    method: string | null;
    inputs: Record<string, string>;
  } | null;
  sigma: { value: string; source: string; inputs: Record<string, string> } | null;
  scores: OpenScore[];
  qualitative: {
    right: string[];
    missing: string[];
    extra: string[];
    verdict: 'right' | 'partly-right' | 'wrong';
  } | null;
  /** The score by which it is judged. */
  by: ScoreKind | 'qualitative' | 'provider';
  computed: Verdict | null;
  provider: Verdict | null;
  disagrees: boolean;
  /** The worse of both. */
  verdict: Verdict;
  /** Place by |score| among the participants. */
  rank: { place: string; of: number } | null;
}
