import type { MessageKey } from '../messages/index.ts';
import { t } from '../messages/index.ts';
import type { SheetColumn } from '../sheets/index.ts';
import type { Registration } from './register.ts';
import { bases, kinds, traits } from './rows.ts';

/** The lots as a workbook, each column with the field of the form that it fills. */
export const columns = [
  { key: 'number', head: 'material.number', width: 16 },
  { key: 'kind', head: 'field.kind', width: 12, field: 'kind', required: true },
  { key: 'name', head: 'field.name', width: 24, field: 'name', required: true },
  { key: 'maker', head: 'field.maker', width: 20, field: 'maker' },
  { key: 'catalogueNo', head: 'field.catalogueNo', width: 16, field: 'catalogueNo' },
  { key: 'lotNo', head: 'field.lotNo', width: 16, field: 'lotNo' },
  { key: 'content', head: 'material.column.content', width: 10, field: 'content' },
  { key: 'basis', head: 'field.basis', width: 14, field: 'basis' },
  { key: 'loss', head: 'material.column.loss', width: 12, field: 'loss' },
  { key: 'treatment', head: 'field.treatment', width: 18, field: 'treatment' },
  { key: 'purpose', head: 'field.purpose', width: 16, field: 'purpose' },
  { key: 'concentration', head: 'field.concentration', width: 14, field: 'concentration' },
  { key: 'passage', head: 'field.passage', width: 10, field: 'passage' },
  { key: 'amount', head: 'material.left', width: 10, field: 'amount', required: true },
  { key: 'unit', head: 'field.unit', width: 8, field: 'unit', required: true },
  { key: 'storage', head: 'material.storage', width: 16, field: 'storage' },
  { key: 'receivedOn', head: 'material.receivedOn', width: 13, field: 'receivedOn', required: true },
  { key: 'openedOn', head: 'field.openedOn', width: 13, field: 'openedOn' },
  { key: 'expiry', head: 'field.expiry', width: 13, field: 'expiry' },
  { key: 'note', head: 'field.note', width: 24, field: 'note' },
] as const satisfies readonly {
  key: string;
  head: MessageKey;
  width: number;
  field?: keyof Registration | 'openedOn';
  required?: boolean;
}[];

export type ColumnKey = (typeof columns)[number]['key'];

type Lang = 'zh' | 'en';

const heads = new Map(columns.map(({ key, head }) => [key, head]));
export const headOf = (key: ColumnKey, lang: Lang = 'zh'): string => t(lang, heads.get(key) ?? 'field.name');

export const kindName = (kind: (typeof kinds)[number], lang: Lang = 'zh'): string => t(lang, `material.kind.${kind}`);
export const basisName = (basis: (typeof bases)[number], lang: Lang = 'zh'): string =>
  t(lang, `material.basis.${basis}`);

/** What is made in the laboratory says what it was made from, which a workbook cannot. */
export const importable = kinds.filter((kind) => !traits[kind].made);

const options: Partial<Record<ColumnKey, readonly string[]>> = {
  kind: importable.map((kind) => kindName(kind)),
  basis: bases.map((basis) => basisName(basis)),
};

export const sheetColumns = (): SheetColumn[] =>
  columns.map((column) => ({
    head: headOf(column.key),
    width: column.width,
    required: 'required' in column,
    options: options[column.key],
  }));
