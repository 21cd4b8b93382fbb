import type { Reason } from '../core/refusal.ts';
import type { Row } from '../kernel/types.ts';
import type { Encoding, RowKind as FileRowKind, FormatId, ValueFlag } from './formats/types.ts';

/** 已读取, 已采用, 已作废. */
export const fileStates = ['read', 'taken', 'dropped'] as const;
export type FileState = (typeof fileStates)[number];

/** 已匹配, 未匹配, 重复, 超范围, 有改动, 不采用, 已采用. */
export const lineStates = ['matched', 'unmatched', 'duplicate', 'out-of-range', 'altered', 'ignored', 'taken'] as const;
export type LineState = (typeof lineStates)[number];

export const profileStates = ['active', 'replaced', 'retired'] as const;
export type ProfileState = (typeof profileStates)[number];

/** By what the text of a file names a row of the run: 检品编号, 样品条码, 行标签, 批内位置. */
export const rowNames = ['number', 'barcode', 'label', 'position'] as const;
export type RowName = (typeof rowNames)[number];

/** Which text of an injection names the row. */
export const sampleTexts = ['name', 'id', 'vial'] as const;
export type SampleText = (typeof sampleTexts)[number];

/** Where one figure of the file goes. */
export interface Target {
  /** `sample`, or a row of quality control: its label, or `*` for every one. */
  row: string;
  /** Analyte, compound or column, as the file calls it; `*` for every one. */
  name: string;
  /** What of it: `area`, `amount`, `value`. */
  field: string;
  /** Channel of the detector, where the file has several with the same name. */
  signal?: string;
  /** Of several items of one batch in the run only this parameter's. */
  parameter?: string;
  /**
   * Field of the form by dot path. `{n}`: the number of the replicate (as a whole key the row of the grid, from 0), `{i}`: of the injection,
   * `{name}`: the row of the grid that bears the name of the analyte, `{level}`: the row of the grid by the level of the standard.
   */
  path: string;
  /** The unit of the file, where the file does not say it. */
  unit?: string;
  /** Between which values a figure is plausible, both ends included: decimal text, or the path of a reading (the ends of the curve). */
  low?: string;
  high?: string;
}

/** How the files of an instrument go into the records of a form. */
export interface Mapping {
  sample: SampleText;
  by: RowName[];
  /** `{code}`, `{code}-{n}`, `{code}-{n}-{i}`: what names the row, the replicate and the injection. */
  pattern: string;
  /** Injections of one replicate, where the text does not number them: lines of the same text are counted off in their order. */
  each: number;
  targets: Target[];
}

export interface ProfileRow extends Row {
  /** The same for every revision of one profile. */
  profile: string;
  revision: number;
  /** Number of the ledger; null: every instrument of the model, or every one with this format. */
  instrument: string | null;
  model: string | null;
  format: FormatId;
  form_code: string;
  mapping: Mapping;
  note: string | null;
  state: ProfileState;
  created_by: string;
  created_at: string;
}

/** What stands at the head of a file; its lines have their own rows, its curve is read again from the bytes. */
export interface ReadingHead {
  title: string;
  instrument?: string;
  software?: string;
  acquired?: string;
  warnings: Reason[];
  curve: boolean;
  /** Columns and peaks as found: what can be mapped. */
  found: Found[];
}

/** A column or peak of a file with what it looks like. */
export interface Found {
  name: string;
  field: string;
  signal?: string;
  unit?: string;
  example: string;
  count: number;
}

export interface FileRow extends Row {
  worksheet_id: string;
  /** SHA-256 of the bytes. */
  hash: string;
  name: string;
  size: number;
  encoding: Encoding;
  format: FormatId;
  /** What the program found by itself. */
  detected: { encoding: Encoding; format: FormatId };
  instrument: string | null;
  profile_id: string | null;
  reading: ReadingHead;
  /** SHA-256 over everything that was read, line by line. */
  digest: string;
  lines: number;
  state: FileState;
  note: string | null;
  /** The file of the same name that came before it with other bytes. */
  replaces: string | null;
  uploaded_by: string;
  taken_by: string | null;
  taken_at: string | null;
  created_at: string;
}

/** A value as the line keeps it. */
export interface Figure {
  name: string;
  field: string;
  text: string;
  unit?: string;
  signal?: string;
  flags: ValueFlag[];
  /** Line of the file. */
  line: number;
}

export interface Payload {
  at?: string;
  name?: string;
  vial?: string;
  sampleId?: string;
  method?: string;
  values: Figure[];
}

/** One cell that a line fills: what the file says, and what goes into the record (the unit of the field). */
export interface Cell {
  /** Row of the run. */
  row: string;
  path: string;
  value: string;
  /** Line of the file. */
  line: number;
  /** As the file has it, where the unit differs. */
  from?: string;
  flags?: ValueFlag[];
}

/** One injection, reading or row of a file: whose it is, and what comes of it. */
export interface LineRow {
  file_id: string;
  /** Place in the file, from 1. */
  n: number;
  sample: string;
  kind: FileRowKind;
  /** Names the injection, so that the same one in another file is known again. */
  injection: string;
  payload: Payload;
  /** Rows of the run that it concerns; several where one injection measures several items of a batch. */
  rows: string[];
  cells: Cell[];
  flags: ValueFlag[];
  status: LineState;
  reasons: Reason[];
  taken_at: string | null;
}

export const decisions = ['assign', 'ignore', 'accept', 'undo'] as const;
export type Decision = (typeof decisions)[number];

/** What a person decided about a line; `undo` takes the last one back. Never changed. */
export interface DecisionRow extends Row {
  file_id: string;
  n: number;
  decision: Decision;
  row_id: string | null;
  /** Replicate and injection that the person named, `n` or `n.i`. */
  portion: string | null;
  reason: string;
  by_id: string;
  created_at: string;
}

/** Where a balance answers. */
export interface ConnectionRow extends Row {
  number: string;
  protocol: 'mt-sics';
  host: string;
  port: number;
  /** The calibrated span of the balance, both ends included; decimal text in `unit`. */
  unit: string;
  low: string;
  high: string;
  active: 0 | 1;
  created_at: string;
}

export interface WeighingRow extends Row {
  test_id: string;
  field: string;
  instrument: string;
  /** In the unit of the field. */
  value: string;
  unit: string;
  /** As the balance answered. */
  raw: string;
  by_id: string;
  created_at: string;
}
