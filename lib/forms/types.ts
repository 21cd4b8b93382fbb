import type { FormulaNode } from '../core/formula.ts';
import type { CompareMode, Limit, Verdict } from '../core/limits.ts';
import type { Reason } from '../core/refusal.ts';

export interface Words {
  zh: string;
  en: string;
}

/** `L`: a constant or reading that is given and not 0; `!L`: the contrary; `mode=rt`, `n!=1`: by value. A list means all of them. */
export type Condition = string | string[];

/** One value that an analyst types. Every value is text; `decimal` is read by core/decimal.ts. */
export interface InputField {
  type: 'string';
  format?: 'decimal' | 'date' | 'bench-time';
  enum?: string[];
  'x-label': Words;
  /** `""`: the unit of the item's result. */
  'x-unit'?: string;
  /** The unit holds only with these constants of the item. */
  'x-unit-when'?: Condition;
  /** What is read off an instrument here: held against the limits of a yellow one. */
  'x-quantity'?: string;
  /** Its unit where the field itself names none, because a liquid is measured otherwise. */
  'x-quantity-unit'?: string;
  /** It is so where any one of these holds (with the constants of the item). */
  'x-quantity-when'?: string[];
  /** A value by which the run is watched: once the record is signed it becomes a point of the control chart of its kind. */
  'x-control'?: string;
  'x-symbol'?: string;
  'x-options'?: { value: string; zh: string; en: string }[];
  'x-optional'?: boolean;
  'x-when'?: Condition;
  'x-scan'?: boolean;
  /** Chosen from a list of the institute (its rooms); drawn only where there is more than one to choose from. */
  'x-choices'?: string;
  'x-lines'?: number;
  /** Takes `>300` and `<1` too. */
  'x-qualified'?: boolean;
  /** What a value that was not detected counts as in a sum; without it ND is refused here. */
  'x-nd'?: '0';
  /** May be negative; other readings may not. */
  'x-signed'?: boolean;
}

/** A repeated reading: `rows` rows (or as many as the constant `rowsFrom` says) are needed; with `min` the number is free. */
export interface GridField {
  type: 'array';
  maxItems: number;
  'x-label': Words;
  'x-grid': {
    rows: number;
    row: Words;
    rowsFrom?: string;
    min?: number;
    prefill?: { column: string; constant: string };
    /** Grids whose row of the same number belongs to this row: their cells can be read by its calculations. */
    beside?: string | string[];
  };
  'x-when'?: Condition;
  items: { type: 'object'; additionalProperties: false; properties: Record<string, InputField> };
}

/** The common header of every raw record, with the shared definition put in the place of its `$ref`. */
export interface CommonBlock {
  type: 'object';
  additionalProperties: false;
  'x-title': Words;
  properties: Record<string, InputField | GridField>;
}

/** A number that the item of the specification brings (titre, label claim …), not the analyst. */
export interface Constant {
  id: string;
  label: Words;
  unit?: string;
  symbol?: string;
  default?: string;
  optional?: boolean;
  /** A column of a table, values separated by `；`. */
  list?: boolean;
  /** A word out of these, not a number: by which pharmacopoeia a test in stages is judged. */
  options?: { value: string; zh: string; en: string }[];
  /** Of use, and printed, only then. */
  when?: Condition;
}

/** A calculated value; with `each` once for every row of that grid. Alternatives share an id and exclude each other by `when`. */
export interface Calc {
  id: string;
  label: Words;
  unit?: string;
  symbol: string;
  expr: string;
  each?: string;
  when?: Condition;
  places?: number;
  /** Rounded as the single values of the item are, where the laboratory averages what the paper shows. */
  round?: 'individual';
}

/**
 * A condition on a value (`min`/`max`: decimal text or the id of a constant or calculated value) or on a chosen word. With `each` it is held in
 * every row of that grid, where the row has what it reads.
 */
export interface Gate {
  id: string;
  label: Words;
  expr?: string;
  min?: string;
  max?: string;
  unit?: string;
  field?: string;
  is?: string;
  each?: string;
  when?: Condition;
}

export type ResultKind =
  | 'number'
  | 'units'
  | 'conform'
  | 'absence'
  | 'screen'
  | 'counted'
  | 'choice'
  | 'melting'
  | 'plates-chp'
  | 'plates-cosmetic'
  | 'dissolution'
  | 'release'
  | 'release-points'
  | 'uniformity'
  | 'dosage-units'
  | 'pyrogen'
  | 'tubes'
  | 'steps'
  | 'staged-count';

/** How the result comes from the readings and calculated values; `kind` chooses the rule, the other words name its parts. */
export interface ResultRule {
  kind: ResultKind;
  value?: string;
  /** A repeated value, or the single values one by one. */
  individuals?: string | string[];
  further?: string;
  /** The units of a third stage. */
  third?: string;
  reference?: string;
  low?: string;
  text?: 'word' | 'value' | 'individuals' | 'observation';
  print?: Words;
  /** A constant with which only the value itself is printed. */
  plain?: string;
  /** A constant with which parallels that differ in verdict call for a new test (GB/T 14233.1). */
  parallels?: string;
  /** Column of the limit of quantitation of each analyte. */
  loq?: string;
  /** The repeat that a first failure calls for: while `given` is blank it is due; with it the bound is that of the constant `limit`, if any. */
  retest?: { given: string; limit?: string };
  /** Printed as `>value` where this reading is 0: nothing came through a filter. */
  beyond?: { field: string; value: string };
  lod?: boolean;
  notDetected?: { field: string; is: string };
  field?: string;
  is?: string[];
  and?: { field: string; is: string[] };
  values?: { is: string; exact: string; qualifier: '<' | '>' | '='; text: string }[];
  name?: string;
  amount?: string;
  of?: string;
  fatal?: string;
  limit?: string;
  grid?: string;
  dilution?: string;
  plates?: string[];
  /** Column `field` of a grid, read off a line as `value`, must lie within the standards (`low` to `high`). */
  range?: { grid: string; field: string; value: string; low: string; high: string };
  /** Tried in this order: a value within its bound conforms, one beyond it calls for the next step. */
  steps?: { value: string; bound: string; when?: Condition }[];
}

/** A record form: the JSON Schema of its readings and the x- words that calculate, draw and print it. */
export interface FormDefinition {
  $id: string;
  'x-title': Words;
  'x-family': string;
  'x-rules'?: Words;
  'x-needs'?: string[];
  type: 'object';
  additionalProperties: false;
  properties: Record<string, InputField | GridField | CommonBlock>;
  'x-groups': { title: Words; fields: string[] }[];
  'x-constants'?: Constant[];
  'x-calc'?: Calc[];
  'x-gates'?: Gate[];
  'x-criteria'?: Gate[];
  'x-result': ResultRule;
}

/** What is to be tested and how it is judged: frozen into the test when the sample is accepted. */
export interface TestItem {
  group: string;
  name: Words;
  parameter: string;
  limit: Limit;
  /** 标准规定 as printed. */
  limitText: string;
  unit: string | null;
  places: number | null;
  significant?: number;
  individualPlaces?: number;
  rule: 'half-even' | 'half-up';
  compare: CompareMode;
  constants: Record<string, string>;
  precision?: { kind: 'rad' | 'rsd' | 'absolute'; max: string };
  lod?: string;
  loq?: string;
  /** Basis text, printed per row for devices and cosmetics. */
  method: string;
  /** How the report words this item; without it 符合规定, 不符合规定 and 未检出. */
  report?: { conforms?: string; fails?: string; notDetected?: string };
}

/** Readings as stored: text by field, lists of rows by grid, the header under `common`. */
export type Row = Record<string, string>;
export type Readings = { [field: string]: string | Row[] | Readings | undefined };

export interface Step {
  id: string;
  label: Words;
  symbol: string;
  unit: string;
  /** Row of the grid, from 0; absent for a value of the whole record. */
  row?: number;
  rowLabel?: Words;
  formula: FormulaNode;
  substituted: FormulaNode;
  /** The expression as the form has it, and what its names stood for: enough to calculate it again elsewhere. */
  expr: string;
  inputs: Record<string, string | string[]>;
  exact: string;
  shown: string;
}

export interface GateOutcome {
  id: string;
  label: Words;
  ok: boolean;
  /** The value that was held against `bound` (`≤2.0%`), as shown. */
  value: string;
  bound: string;
  /** The reading behind a value that does not meet its bound. */
  field?: string;
}

export interface RecordResult {
  exact: string;
  rounded: string;
  /** As printed on the report. */
  text: string;
  individuals?: string[];
  qualifier?: '=' | '<' | '>' | 'ND';
}

/** `complete`: nothing is missing, header included. Without `result` there are missing readings or problems; without `verdict` no judgement. */
export interface RecordOutcome {
  complete: boolean;
  missing: { field: string; label: Words }[];
  problems: Reason[];
  steps: Step[];
  gates: GateOutcome[];
  criteria: GateOutcome[];
  result?: RecordResult;
  verdict?: Verdict;
}
