import type { MessageKey } from '../messages/index.ts';
import { t } from '../messages/index.ts';
import type { SheetColumn } from '../sheets/index.ts';
import { schemes, states } from './rows.ts';

/** The columns of the annex as a workbook, in their order; heads in the words of the annex. */
export const columns = [
  { key: 'annex_no', width: 8 },
  { key: 'parameter_code', width: 18, required: true },
  { key: 'object', width: 18 },
  { key: 'item', width: 26, required: true },
  { key: 'standards', width: 42, required: true },
  { key: 'scope', width: 22 },
  { key: 'note', width: 22 },
  { key: 'scheme', width: 8, required: true },
  { key: 'state', width: 10, required: true },
  { key: 'certificate', width: 20 },
  { key: 'approved_on', width: 13 },
  { key: 'valid_to', width: 13 },
  { key: 'site', width: 18 },
  { key: 'project', width: 26 },
] as const satisfies readonly { key: string; width: number; required?: boolean }[];

export type ColumnKey = (typeof columns)[number]['key'];

export const headOf = (key: ColumnKey, lang: 'zh' | 'en' = 'zh'): string => t(lang, `capability.${key}`);

/** 申请中, 已获证 …: the words of a state in the workbook. */
export const stateWord = (state: string, lang: 'zh' | 'en' = 'zh'): string =>
  t(lang, `capability.state.${state}` as MessageKey);

/** What may stand in a column, where it is a word of a list. */
const options: Partial<Record<ColumnKey, readonly string[]>> = {
  scheme: schemes,
  state: states.map((state) => stateWord(state)),
};

export const sheetColumns = (): SheetColumn[] =>
  columns.map((column) => ({
    head: headOf(column.key),
    width: column.width,
    required: 'required' in column,
    options: options[column.key],
  }));
