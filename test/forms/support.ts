import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalogue, loadCatalogue } from '../../lib/catalogue/index.ts';
import type { FormDefinition, Readings, RecordOutcome, Row, TestItem } from '../../lib/forms/index.ts';
import { evaluateRecord } from '../../lib/forms/index.ts';

let loaded: Catalogue | undefined;

/** The definitions of this repository, read once. */
export function definitions(): Catalogue {
  loaded ??= loadCatalogue(join(import.meta.dirname, '..', '..'));
  return loaded;
}

let alone: Catalogue | undefined;

/** The record forms by themselves, without the parameters that use them. */
export function records(): Catalogue {
  if (alone) return alone;
  const root = join(import.meta.dirname, '..', '..');
  const copy = mkdtempSync(join(tmpdir(), 'lims-forms-'));
  mkdirSync(join(copy, 'parameters'));
  symlinkSync(join(root, 'forms'), join(copy, 'forms'));
  for (const name of ['parameter.schema.json', 'specification.schema.json'])
    cpSync(join(root, 'parameters', name), join(copy, 'parameters', name));
  alone = loadCatalogue(copy);
  rmSync(copy, { recursive: true });
  return alone;
}

export function form(code: string): FormDefinition {
  return records().form(code);
}

/** An item with a text limit and one decimal unless said otherwise. */
export function item(over: Partial<TestItem> = {}): TestItem {
  return {
    group: '检查',
    name: { zh: '示例项目', en: 'Sample item' },
    parameter: 'X-SAMPLE',
    limit: { kind: 'text', requirement: '应符合规定' },
    limitText: '应符合规定',
    unit: '%',
    places: 1,
    rule: 'half-even',
    compare: 'rounded',
    constants: {},
    method: '《中国药典》2025年版四部',
    ...over,
  };
}

/** A filled common header. */
export const header: Readings = {
  portion: 'JZ-2026-00001-1',
  started: '2026-11-20T09:00',
  finished: '2026-11-20T16:30',
  temperature: '23.5',
  humidity: '45',
  instruments: [{ no: 'YQ-001', name: '液相色谱仪', validTo: '2027-03-01' }],
  materials: [{ name: '对照品', lot: '130303-202301', validTo: '2027-01-01' }],
};

/** Rows of a grid with one column. */
export function column(name: string, values: string[]): Row[] {
  return values.map((value) => ({ [name]: value }));
}

export function run(code: string, over: Partial<TestItem>, readings: Readings): RecordOutcome {
  return evaluateRecord(form(code), item(over), { common: header, ...readings });
}

/** HPLC assay of 阿莫西林胶囊 0.25 g (parameters.md section 5), whose reference was weighed once. */
export const amoxicillin: { item: Partial<TestItem>; readings: Readings } = {
  item: {
    limit: { kind: 'range', low: '90.0', high: '110.0' },
    limitText: '90.0%～110.0%',
    constants: { L: '0.25', mean_mass: '1', single: '1' },
    precision: { kind: 'rad', max: '2.0' },
  },
  readings: {
    purity: '86.4',
    water: '0',
    m_s: '26.52',
    V_s: '50',
    D_s: '1',
    injections: column('A_s', ['1520.1', '1524.8', '1526.5', '1520.3', '1525.2']),
    V: '100',
    D: '1',
    W: '0.3125',
    samples: [
      { m: '62.35', A_1: '1628.3', A_2: '1628.3' },
      { m: '62.61', A_1: '1633.9', A_2: '1633.9' },
    ],
  },
};
