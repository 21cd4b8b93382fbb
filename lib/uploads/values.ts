import { chinaDate } from '../core/deadlines.ts';
import type { Limit } from '../core/limits.ts';
import type { TestItem } from '../forms/index.ts';
import type { ReportRow } from '../reports/index.ts';
import type { SampleRow } from '../samples/index.ts';
import { type SamplingForm, type SamplingRow, shownValue } from '../samplings/index.ts';
import type { Layout, LayoutColumn, LayoutVersion } from './layouts.ts';
import type { Content } from './rows.ts';

/** Everything that a file may tell of a batch: the sampling record, the batch, its issued report and the frozen items behind it. */
export interface Source {
  sampling: SamplingRow;
  form: SamplingForm;
  sample: SampleRow;
  report: ReportRow;
  items: TestItem[];
}

type Printed = ReportRow['content']['rows'][number];
type Told = (source: Source) => string;

/** Our fields by the path that a layout names. */
const batchFields: Record<string, Told> = {
  'sampling.number': ({ sampling }) => sampling.number,
  'sampling.level': ({ sampling }) => sampling.level,
  'sampling.workKind': ({ sampling }) => sampling.work_kind,
  'sampling.productName': ({ sampling }) => sampling.product_name,
  'sampling.batchNo': ({ sampling }) => sampling.batch_no,
  'sampling.spec': ({ sampling }) => sampling.spec,
  'sampling.producer': ({ sampling }) => sampling.producer,
  'sampling.sampledUnit': ({ sampling }) => sampling.sampled_unit,
  'sampling.sampledOn': ({ sampling }) => sampling.sampled_on,
  'sampling.quantity': ({ sampling }) => sampling.quantity,
  'sampling.unit': ({ sampling }) => sampling.unit,
  'sample.number': ({ sample }) => sample.number,
  'sample.receivedOn': ({ sample }) => sample.received_on,
  'report.number': ({ report }) => report.number,
  'report.institute': ({ report }) => report.content.institute.name,
  'report.samplingUnit': ({ report }) => report.content.sampling?.unit ?? '',
  'report.officers': ({ report }) => (report.content.sampling?.officers ?? []).join('、'),
  'report.basis': ({ report }) => report.content.basis,
  'report.issuedOn': ({ report }) => (report.issued_at === null ? '' : chinaDate(report.issued_at)),
  'report.signatory': ({ report }) => report.content.signatures.issue?.name ?? '',
  // Risk monitoring judges nothing (domain 1.2).
  'report.verdict': ({ report, sampling }) => (sampling.work_kind === 'FX' ? 'none' : report.verdict),
  'report.conclusion': ({ report }) => report.conclusion,
};

interface Item {
  printed: Printed;
  item: TestItem | undefined;
  n: number;
}

/** The figure without the unit that drugs print behind it; the unit has a column of its own. */
function bareResult({ printed, item }: Item): string {
  const unit = printed.unit ?? item?.unit ?? null;
  const text = printed.result.trim();
  return unit && /^[<>≤≥-]?\d/.test(text) && text.endsWith(unit) ? text.slice(0, -unit.length).trim() : text;
}

/** The ends of a limit as the standard gives them; other kinds of limit have none and are told by their sentence. */
function ends(limit: Limit | undefined): { min?: string; max?: string } {
  if (limit?.kind === 'max') return { max: limit.value };
  if (limit?.kind === 'min') return { min: limit.value };
  return limit?.kind === 'range' ? { min: limit.low, max: limit.high } : {};
}

const unitWith = (value: string | undefined, { printed, item }: Item): string =>
  value === undefined ? '' : (printed.unit ?? item?.unit ?? '');

const itemFields: Record<string, (item: Item) => string> = {
  'item.seq': ({ n }) => String(n + 1),
  'item.group': ({ printed }) => printed.group,
  'item.name': ({ printed }) => printed.name,
  'item.result': bareResult,
  'item.unit': ({ printed, item }) => printed.unit ?? item?.unit ?? '',
  'item.verdict': ({ printed }) => printed.verdict,
  'item.method': ({ printed }) => printed.method ?? '',
  'item.requirement': ({ printed }) => printed.requirement,
  'item.lod': ({ item }) => item?.lod ?? '',
  'item.lodUnit': (one) => unitWith(one.item?.lod, one),
  'item.min': ({ item }) => ends(item?.limit).min ?? '',
  'item.minUnit': (one) => unitWith(ends(one.item?.limit).min, one),
  'item.max': ({ item }) => ends(item?.limit).max ?? '',
  'item.maxUnit': (one) => unitWith(ends(one.item?.limit).max, one),
};

const FIELD = 'fields.';

/** Whether a layout may name a path. */
export const isPath = (path: string): boolean => path.startsWith(FIELD) || path in batchFields || path in itemFields;

/** A value before the codes of a layout are laid over it. */
function fieldOf(source: Source, path: string): string {
  if (!path.startsWith(FIELD)) return batchFields[path]?.(source) ?? '';
  const name = path.slice(FIELD.length);
  const value = source.sampling.fields[name] ?? '';
  return value === '' ? '' : shownValue(source.form, name, value, 'zh');
}

/** A value in the words of the receiving system; undefined where its code list has none for ours. */
function told(layout: Layout, column: LayoutColumn, value: string): string | undefined {
  if (value === '') return '';
  if (column.codes !== undefined) return layout.codes[column.codes]?.[value];
  return column.date === 'compact' ? value.replaceAll('-', '') : value;
}

/** What is wrong with a batch for a layout: field missing, without a code, or with a character that no XML file can bear. */
export interface Fault {
  kind: 'missing' | 'uncoded' | 'character';
  /** Head of the column, with the item where it is one of an item. */
  field: string;
  value: string;
}

// XML 1.0, 2.2 Char: of the control characters only tab, line feed and carriage return.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** A batch by the columns of a layout, and what is wrong with it. Columns without a field of ours stay blank. */
export function contentOf(
  layout: Layout,
  version: LayoutVersion,
  source: Source,
): { content: Content; faults: Fault[] } {
  const faults: Fault[] = [];
  const read = (column: LayoutColumn, value: string, name: string): [string, string] => {
    const text = told(layout, column, value);
    if (text === undefined) faults.push({ kind: 'uncoded', field: name, value });
    else if (text === '' && column.required) faults.push({ kind: 'missing', field: name, value });
    else if (forbidden.test(text)) faults.push({ kind: 'character', field: name, value: text.slice(0, 40) });
    return [column.key, text ?? ''];
  };
  const batch = version.batch.map((column) =>
    read(column, column.path === null ? '' : fieldOf(source, column.path), column.header),
  );
  const items = version.items.length === 0 ? [] : source.report.content.rows;
  return {
    content: {
      batch: Object.fromEntries(batch),
      items: items.map((printed, n) => {
        const item = source.items.length === items.length ? source.items[n] : undefined;
        const cells = version.items.map((column) => {
          const value = column.path === null ? '' : (itemFields[column.path]?.({ printed, item, n }) ?? '');
          return read(column, value, `${printed.name}·${column.header}`);
        });
        return Object.fromEntries(cells);
      }),
    },
    faults,
  };
}
