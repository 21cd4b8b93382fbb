import type { Reason } from '../core/refusal.ts';
import type { Readings, Words } from '../forms/index.ts';
import type { Row } from '../kernel/types.ts';

/** 样品, 空白, 标准系列, 质控样, 标准物质, 随行核查, 平行样, 加标样 (domain 2.9, GB/T 27417). */
export const rowKinds = ['sample', 'blank', 'standard', 'control', 'reference', 'check', 'duplicate', 'spike'] as const;
export type RowKind = (typeof rowKinds)[number];
export type QcKind = Exclude<RowKind, 'sample'>;

/** One rule by which a row of quality control (or the curve) of a run is judged; decimal text. */
export interface RunRule {
  kind: QcKind;
  /** Which figure of the row it looks at: `found`, or a field of the form. */
  field: string;
  /** `max`: not above; `range`: between; `difference`: from the assigned value; `recovery`: %; `deviation`: relative, %; `correlation`: r. */
  rule: 'max' | 'range' | 'difference' | 'recovery' | 'deviation' | 'correlation';
  low?: string;
  high?: string;
  max?: string;
  /** For a relative deviation: of the mean of both, or of their sum. */
  of?: 'mean' | 'sum';
}

/** A line of a template: where rows of quality control stand in a run. */
export interface TemplateRow {
  kind: QcKind;
  label: string;
  level?: string;
  lot?: string;
  /** After every so many samples. */
  every?: number;
  at?: 'start' | 'end';
}

export interface TemplateRecord extends Row {
  title: string;
  form_code: string;
  parameter_code: string | null;
  rows: TemplateRow[];
  shared_fields: string[];
  rules: RunRule[];
  state: 'active' | 'retired';
  created_by: string;
  created_at: string;
}

/** A run (检验批): tests of one method and one edition of its form, done together. Times of the sequence YYYY-MM-DDTHH:MM in China. */
export interface WorksheetRow extends Row {
  number: string;
  title: string;
  form_code: string;
  form_hash: string;
  method: Words;
  template_id: string | null;
  /** The rules of the template as they were when the run was composed. */
  rules: RunRule[];
  /** Readings that hold for the whole run, as the form nests them. */
  shared: Readings;
  /** Which fields of the form these are, by dot path: `levels`, `common.instruments`. */
  shared_fields: string[];
  /** Number of the ledger. */
  instrument: string | null;
  room: string | null;
  sequence: { from: string; to: string } | null;
  state: 'open' | 'finished' | 'dropped';
  analyst_id: string;
  /** Who may type in it beside the analyst. */
  members: string[];
  note: string | null;
  created_at: string;
}

/** What came of a row of quality control: each rule with its figures. */
export interface QcOutcome {
  judged: {
    rule: RunRule;
    value: string | null;
    ok: boolean | null;
    /** The figure with its numbers: `9.6 ÷ 12 × 100 = 80.0%`. */
    words: string;
    /** What it is held against: `80～120%`. */
    bound: string;
    /** Why there is no judgement. */
    why?: Reason;
  }[];
}

export interface SheetRow extends Row {
  worksheet_id: string;
  position: number;
  kind: RowKind;
  test_id: string | null;
  /** The row that a duplicate or spike belongs to. */
  of_row: string | null;
  label: string;
  level: string | null;
  lot: string | null;
  /** Of a row of quality control: field → text. A sample's readings stand in its test. */
  readings: Record<string, string>;
  outcome: QcOutcome | null;
  verdict: 'ok' | 'not-ok' | null;
  removed_at: string | null;
  created_at: string;
}
