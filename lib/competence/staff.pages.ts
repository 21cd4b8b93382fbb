import type { Upload } from '../kernel/request.ts';
import { file, post } from '../kernel/routes.ts';
import { boolean, integer, object, upload } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import { writeSheet, XLSX } from '../sheets/index.ts';
import { MEGABYTES } from './documents.ts';
import { peoplePage } from './people.pages.tsx';
import { peopleOf, staffOf } from './rows.ts';
import {
  educationWord,
  roleWord,
  type StaffColumn,
  staffColumns,
  staffSheetColumns,
  titleWord,
} from './staff-columns.ts';
import { importStaff, readStaff, type StaffImported, type StaffWorkbook } from './staff-import.ts';

/** The files of everybody of the institute who has not left as a workbook, or an empty one to fill in. */
export const staffFile = file<{ template?: boolean }>({
  name: 'competence.export-staff',
  path: '/competence/people.xlsx',
  needs: 'competence.read',
  input: object({ template: boolean }),
  load: async ({ db, today }, { template = false }) => {
    const files = new Map((await staffOf(db)).map((row) => [row.user_id, row]));
    const people = template ? [] : (await peopleOf(db)).filter(({ organisation_id }) => organisation_id === null);
    const rows = people.flatMap((user) => {
      const row = files.get(user.id);
      if (row?.left_on && row.left_on < today) return [];
      const cells: Record<StaffColumn, string | null | undefined> = {
        ...{ employeeNo: user.employee_no ?? user.login, personName: user.name, login: user.login },
        roles: user.roles.map((role) => roleWord(role)).join('、'),
        ...{ education: row?.education && educationWord(row.education), degree: row?.degree },
        ...{ jobTitle: row?.title && titleWord(row.title), speciality: row?.field },
        ...{ fieldSince: row?.field_since, enteredOn: row?.entered_on },
      };
      return [staffColumns.map(({ key }) => cells[key] ?? '')];
    });
    const name = t('zh', 'competence.tab.people');
    const lists = t('zh', 'capability.lists');
    const body = await writeSheet({ name, lists, columns: staffSheetColumns(), rows });
    return { body, type: XLSX, name: `${name}.xlsx` };
  },
  event: () => ({ entity: 'staff', id: 'export' }),
});

export const importStaffPost = post<{ file: Upload; createAccounts?: boolean }, StaffImported, StaffWorkbook>({
  name: 'competence.import-staff',
  path: '/competence/people/import',
  needs: 'competence.write',
  upload: MEGABYTES,
  input: object({ file: upload(MEGABYTES), createAccounts: boolean }, ['file']),
  answer: object({ added: integer, changed: integer, same: integer, accounts: integer }, [
    'added',
    'changed',
    'same',
    'accounts',
  ]),
  prepare: async ({ app }, input) => readStaff(app, input.file),
  run: (act, { createAccounts = false }, workbook) => importStaff(act, workbook, createAccounts),
  then: () => '/competence/people',
  on: peoplePage,
});
