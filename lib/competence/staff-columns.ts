import type { Role } from '../kernel/types.ts';
import type { MessageKey } from '../messages/index.ts';
import { t } from '../messages/index.ts';
import type { SheetColumn } from '../sheets/index.ts';
import { educations, titles } from './rows.ts';

/** The staff files as a workbook, in their order. */
export const staffColumns = [
  { key: 'employeeNo', width: 14, required: true },
  { key: 'personName', width: 12, required: true },
  { key: 'login', width: 14 },
  { key: 'roles', width: 24 },
  { key: 'education', width: 12 },
  { key: 'degree', width: 12 },
  { key: 'jobTitle', width: 10 },
  { key: 'speciality', width: 18 },
  { key: 'fieldSince', width: 14 },
  { key: 'enteredOn', width: 14 },
] as const satisfies readonly { key: string; width: number; required?: boolean }[];

export type StaffColumn = (typeof staffColumns)[number]['key'];
type Lang = 'zh' | 'en';

export const staffHead = (key: StaffColumn, lang: Lang = 'zh'): string => t(lang, `field.${key}`);
export const roleWord = (role: Role, lang: Lang = 'zh'): string => t(lang, `role.${role}` as MessageKey);
export const educationWord = (one: (typeof educations)[number], lang: Lang = 'zh'): string =>
  t(lang, `competence.education.${one}`);
export const titleWord = (one: (typeof titles)[number], lang: Lang = 'zh'): string =>
  t(lang, `competence.title.${one}`);

const options: Partial<Record<StaffColumn, readonly string[]>> = {
  education: educations.map((one) => educationWord(one)),
  jobTitle: titles.map((one) => titleWord(one)),
};

export const staffSheetColumns = (): SheetColumn[] =>
  staffColumns.map((column) => ({
    head: staffHead(column.key),
    width: column.width,
    required: 'required' in column,
    options: options[column.key],
  }));
