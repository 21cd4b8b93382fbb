import type { MessageKey } from '../messages/index.ts';
import { t } from '../messages/index.ts';
import type { SheetColumn } from '../sheets/index.ts';
import { acts } from './rows.ts';
import { classes, classWord } from './scope.ts';

/** The columns of the authorisations as a workbook, in their order. */
export const columns = [
  { key: 'employee_no', width: 14, required: true },
  { key: 'name', width: 12, required: true },
  { key: 'act', width: 8, required: true },
  { key: 'class', width: 10, required: true },
  { key: 'group', width: 18 },
  { key: 'parameter', width: 18 },
  { key: 'field', width: 30 },
  { key: 'from', width: 13, required: true },
  { key: 'to', width: 13 },
  { key: 'certificate', width: 20 },
] as const satisfies readonly { key: string; width: number; required?: boolean }[];

export type ColumnKey = (typeof columns)[number]['key'];

export const headOf = (key: ColumnKey, lang: 'zh' | 'en' = 'zh'): string => t(lang, `competence.column.${key}`);

/** 检验, 复核, 签发. */
export const actWord = (act: string, lang: 'zh' | 'en' = 'zh'): string =>
  t(lang, `competence.act.${act}` as MessageKey);

const options: Partial<Record<ColumnKey, readonly string[]>> = {
  act: acts.map((act) => actWord(act)),
  class: classes.map((own) => classWord(own, 'zh')),
};

export const sheetColumns = (): SheetColumn[] =>
  columns.map((column) => ({
    head: headOf(column.key),
    width: column.width,
    required: 'required' in column,
    options: options[column.key],
  }));
