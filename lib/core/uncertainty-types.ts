/**
 * How one component of an input is known (JJF 1059.1-2012, 4.3; JCGM 100:2008, 4.2 and 4.3): `readings` and `deviation` are type A, the
 * others type B; `constant` has no uncertainty.
 */
export const componentKinds = [
  'readings',
  'deviation',
  'standard',
  'certificate',
  'rectangular',
  'triangular',
  'u-shaped',
  'trapezoidal',
  'constant',
] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** Whether a spread is in the unit of the quantity or in per cent of its estimate. */
export const scales = ['absolute', 'percent'] as const;
export type Scale = (typeof scales)[number];

/**
 * One line of a budget: a component of an input quantity. Several lines with one symbol are components of the same quantity; the estimate
 * stands in the first of them. Every number is decimal text, empty where it does not apply.
 */
export interface BudgetLine {
  symbol: string;
  name?: string;
  unit?: string;
  /** Of repeated readings: their mean if absent. */
  estimate?: string;
  kind: ComponentKind;
  /** s, u, U or half width, by the kind. */
  spread?: string;
  /** k of a certificate; the number of readings averaged (`readings`, `deviation`); β of a trapezoid. */
  factor?: string;
  scale?: Scale;
  /** Degrees of freedom; infinite if absent (type B). */
  dof?: string;
  /** The readings, apart by blanks, commas or lines. */
  readings?: string;
  /** Where it comes from: certificate, standard, study. */
  origin?: string;
}

/** r between two inputs; without it, from their readings taken in pairs (JCGM 100:2008, 5.2.3). */
export interface Correlation {
  a: string;
  b: string;
  r?: string;
}

/** Probabilities that a coverage factor can be asked for. */
export const probabilities = ['0.90', '0.95', '0.9545', '0.99', '0.9973'] as const;
export type Probability = (typeof probabilities)[number];

/** A coverage factor that is given, or t of the effective degrees of freedom (JCGM 100:2008, annex G). */
export type Coverage = { way: 'k'; k: string } | { way: 't'; p: Probability };

/** `up`: what follows the kept digits always raises the last (JJF 1059.1-2012, 5.3.8.1); else GB/T 8170. */
export interface Reporting {
  digits: 1 | 2;
  rule: 'up' | 'half-even';
}

export interface Budget {
  /** The measurand as a formula of the inputs, in the language of the record forms. */
  equation: string;
  lines: BudgetLine[];
  correlations: Correlation[];
  coverage: Coverage;
  reporting: Reporting;
  /** Adds the terms of second order (JCGM 100:2008, 5.1.2, note). */
  secondOrder?: boolean;
}

export interface ComponentOutcome {
  /** Index of the line in the budget. */
  line: number;
  kind: ComponentKind;
  u: string;
  /** Null: infinite. */
  dof: string | null;
}

export interface InputOutcome {
  symbol: string;
  name: string;
  unit: string;
  x: string;
  u: string;
  /** Null: infinite. */
  dof: string | null;
  /** Sensitivity ∂f/∂x. */
  c: string;
  /** |c|·u. */
  cu: string;
  /** Share of u² in per cent, all together 100; negative where a correlation takes away. */
  percent: string;
  components: ComponentOutcome[];
}

export interface BudgetOutcome {
  y: string;
  u: string;
  /** u of the terms of second order alone, where they were asked for. */
  second: string | null;
  /** Effective degrees of freedom; null: infinite, or not defined because inputs with finite ones are correlated. */
  dof: string | null;
  correlated: boolean;
  k: string;
  /** Coverage probability, 0 to 1. */
  p: string;
  U: string;
  inputs: InputOutcome[];
  correlations: Required<Correlation>[];
  /** As it is reported: U to its significant digits, y to the same place; relative U in per cent, null at y = 0. */
  report: { y: string; U: string; relative: string | null };
}
