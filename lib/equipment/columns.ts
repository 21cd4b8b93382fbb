import type { MessageKey } from '../messages/index.ts';
import { t } from '../messages/index.ts';
import type { SheetColumn } from '../sheets/index.ts';
import { instrumentStates, traceabilities } from './rows.ts';

/** The ledger as a workbook, in the order of the paper ledger (domain 6.1); the last ones are the calibration with which it begins. */
export const columns = [
  { key: 'number', width: 14, required: true },
  { key: 'name', width: 22, required: true },
  { key: 'maker', width: 18 },
  { key: 'model', width: 16 },
  { key: 'serial', width: 18 },
  { key: 'software', width: 16 },
  { key: 'range', width: 20 },
  { key: 'accuracy', width: 18 },
  { key: 'traceability', width: 10, required: true },
  { key: 'interval_months', width: 10 },
  { key: 'mandatory', width: 8 },
  { key: 'custodian', width: 10 },
  { key: 'department', width: 14 },
  { key: 'room', width: 14 },
  { key: 'value', width: 12 },
  { key: 'purchased_on', width: 13 },
  { key: 'accepted_on', width: 13 },
  { key: 'enabled_on', width: 13 },
  { key: 'serves', width: 30 },
  { key: 'factors', width: 20 },
  { key: 'note', width: 24 },
  { key: 'state', width: 10 },
  { key: 'done_on', width: 13 },
  { key: 'certificate_no', width: 20 },
  { key: 'unit', width: 24 },
] as const satisfies readonly { key: string; width: number; required?: boolean }[];

export type ColumnKey = (typeof columns)[number]['key'];

type Lang = 'zh' | 'en';

export const headOf = (key: ColumnKey, lang: Lang = 'zh'): string => t(lang, `equipment.${key}`);

/** 在库, 启用 …: a state in words. */
export const stateWord = (state: string, lang: Lang = 'zh'): string =>
  t(lang, `equipment.state.${state}` as MessageKey);

/** 检定, 校准 …: a way of traceability, or a kind of event, in words. */
export const wayWord = (way: string, lang: Lang = 'zh'): string => t(lang, `equipment.way.${way}` as MessageKey);

export const yesWord = (yes: boolean, lang: Lang = 'zh'): string => t(lang, yes ? 'equipment.yes' : 'equipment.no');

/** What may stand in a column, where it is a word of a list. */
const options: Partial<Record<ColumnKey, readonly string[]>> = {
  traceability: traceabilities.map((way) => wayWord(way)),
  mandatory: [yesWord(true), yesWord(false)],
  state: instrumentStates.map((state) => stateWord(state)),
};

export const sheetColumns = (): SheetColumn[] =>
  columns.map((column) => ({
    head: headOf(column.key),
    width: column.width,
    required: 'required' in column,
    options: options[column.key],
  }));
