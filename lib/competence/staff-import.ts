import { type Reason, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { type Role, roles } from '../kernel/roles.ts';
import type { UserRow } from '../kernel/session.ts';
import type { Act, App } from '../kernel/types.ts';
import { proposeUsers, unknownPassword } from '../people/index.ts';
import { readSheet, readTable, sheetDate, type TableRow } from '../sheets/index.ts';
import { educations, peopleOf, type StaffRow, staffOf, titles } from './rows.ts';
import { emptyStaff } from './staff.ts';
import { educationWord, roleWord, type StaffColumn, staffColumns, staffHead, titleWord } from './staff-columns.ts';

export interface StaffImported {
  /** Files opened. */
  added: number;
  changed: number;
  same: number;
  /** Disabled accounts, for the administrator to enable. */
  accounts: number;
}

type Cells = TableRow<StaffColumn>;
type Facts = Partial<Pick<StaffRow, 'education' | 'degree' | 'title' | 'field' | 'field_since' | 'entered_on'>>;

interface Line {
  row: number;
  employeeNo: string;
  name: string;
  login: string;
  roles: Role[];
  /** Only what the line says: an empty cell leaves what stands there. */
  facts: Facts;
  person: UserRow | undefined;
  faults: Reason[];
}

/** The workbook as it was read, and the password hash for accounts that are to be made. */
export interface StaffWorkbook {
  rows: Cells[];
  hash: string;
}

const required: readonly StaffColumn[] = staffColumns.filter((column) => 'required' in column).map(({ key }) => key);
const dates = ['fieldSince', 'enteredOn'] as const;
const LOGIN = /^[A-Za-z0-9._-]{2,60}$/;
/** Duties that no file gives: system administration, and people from outside. */
const proposable = roles.filter((role) => role !== 'administrator' && role !== 'authority' && role !== 'participant');

/** Reads the workbook before any transaction is open. @throws Refusal of lib/sheets, by cell or heads */
export async function readStaff(app: App, { data }: Upload): Promise<StaffWorkbook> {
  const wanted = staffColumns.map(({ key }) => ({
    key,
    heads: [staffHead(key), staffHead(key, 'en')],
    optional: !required.includes(key),
  }));
  const rows = readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
  return { rows, hash: await unknownPassword(app) };
}

/**
 * Takes over staff files: a line belongs to the account of its employee number (or user name); it opens the file or changes what it
 * says otherwise. People without an account are refused, or get a disabled one where that is asked for. All lines or none.
 * @throws Refusal `staff.missing`, `staff.calculated`, `staff.word`, `staff.roles`, `staff.date`, `staff.future`, `staff.name`,
 * `staff.unknown`, `staff.known-roles`, `staff.login`, `staff.login-taken`, `staff.twice`
 */
export async function importStaff(act: Act, { rows, hash }: StaffWorkbook, create: boolean): Promise<StaffImported> {
  const people = await peopleOf(act.db);
  const byNumber = new Map(people.flatMap((user) => (user.employee_no === null ? [] : [[user.employee_no, user]])));
  const byLogin = new Map(people.map((user) => [user.login, user]));
  // By the number; an account without one by its user name, in either column.
  const find = (number: string, login: string): UserRow | undefined =>
    byNumber.get(number) ??
    [byLogin.get(number), byLogin.get(login)].find((user) => user !== undefined && user.employee_no === null);
  const lines = rows.map((row) => lineOf(act, row, find));
  const newcomers = lines.filter(({ person, employeeNo }) => !person && employeeNo !== '');
  const faults = [
    ...lines.flatMap((line) => line.faults),
    ...repeated(lines),
    ...newcomers.flatMap((line) => (create ? loginFaults(line, byLogin) : [unknown(line)])),
  ];
  refuseAll(faults.sort((a, b) => Number(a.params?.row) - Number(b.params?.row)));
  const created = newcomers.length === 0 ? [] : await proposeUsers(act, newcomers, hash);
  const accounts = new Map(created.map((user) => [user.employee_no ?? '', user.id]));
  const files = new Map((await staffOf(act.db)).map((row) => [row.user_id, row]));
  const owned = lines.map((line) => ({ ...line, user: line.person?.id ?? accounts.get(line.employeeNo) ?? '' }));
  const fresh = owned.filter(({ user }) => !files.has(user));
  if (fresh.length > 0)
    await act.insertAll<StaffRow>(
      'staff',
      fresh.map(({ user, facts }) => ({ ...emptyStaff, user_id: user, ...facts })),
    );
  let changed = 0;
  for (const { user, facts } of owned) {
    const before = files.get(user);
    if (!before || !differs(before, facts)) continue;
    await act.update<StaffRow>('staff', before, facts);
    changed += 1;
  }
  const counts = { added: fresh.length, changed, same: lines.length - fresh.length - changed };
  const note = `added ${counts.added}, changed ${changed}, same ${counts.same}, accounts ${created.length}`;
  act.record({ entity: 'staff', id: 'import', note });
  return { ...counts, accounts: created.length };
}

const differs = (before: StaffRow, facts: Facts): boolean =>
  Object.entries(facts).some(([name, value]) =>
    Object.entries(before).some(([key, own]) => key === name && own !== value),
  );

/** One line with everything that is wrong with it; a line with faults is never written. */
function lineOf(
  act: Act,
  { row, cells, calculated }: Cells,
  find: (number: string, login: string) => UserRow | undefined,
): Line {
  const fault = (key: StaffColumn, id: string, params: Record<string, string> = {}): Reason => ({
    id,
    field: 'file',
    params: { row, column: staffHead(key, act.user.lang), text: cells[key], ...params },
  });
  const education = educations.find((one) => said(cells.education, one, educationWord));
  const title = titles.find((one) => said(cells.jobTitle, one, titleWord));
  const words = cells.roles.split(/[、,，;；/\s]+/).filter(Boolean);
  const proposed = words.map((word) => proposable.find((role) => said(word, role, roleWord)));
  const days = dates.map((key) => ({ key, day: sheetDate(cells[key]) }));
  const person = find(cells.employeeNo, cells.login);
  const own = proposed.filter((role) => role !== undefined);
  const faults = [
    ...required.filter((key) => cells[key] === '').map((key) => fault(key, 'staff.missing')),
    ...calculated.map((key) => fault(key, 'staff.calculated')),
    ...(cells.education !== '' && !education
      ? [fault('education', 'staff.word', { words: educations.map((one) => educationWord(one)).join('、') })]
      : []),
    ...(cells.jobTitle !== '' && !title
      ? [fault('jobTitle', 'staff.word', { words: titles.map((one) => titleWord(one)).join('、') })]
      : []),
    ...words
      .filter((_word, i) => proposed[i] === undefined && !knownRole(person, words[i] ?? ''))
      .map((text) => fault('roles', 'staff.roles', { text, words: proposable.map((one) => roleWord(one)).join('、') })),
    ...days.flatMap(({ key, day }) => {
      if (cells[key] === '') return [];
      if (day === null) return [fault(key, 'staff.date')];
      return day > act.today ? [fault(key, 'staff.future', { today: act.today })] : [];
    }),
    ...(person && cells.personName !== '' && person.name !== cells.personName
      ? [fault('personName', 'staff.name', { number: cells.employeeNo, name: person.name })]
      : []),
    ...(person && own.some((role) => !person.roles.includes(role))
      ? [fault('roles', 'staff.known-roles', { name: person.name })]
      : []),
  ];
  const [since, entered] = days;
  const facts: Facts = {
    ...(education && { education }),
    ...(cells.degree !== '' && { degree: cells.degree }),
    ...(title && { title }),
    ...(cells.speciality !== '' && { field: cells.speciality }),
    ...(since?.day && { field_since: since.day }),
    ...(entered?.day && { entered_on: entered.day }),
  };
  const login = cells.login || cells.employeeNo;
  return { row, employeeNo: cells.employeeNo, name: cells.personName, login, roles: own, facts, person, faults };
}

const said = <T>(text: string, value: T, word: (value: T, lang?: 'zh' | 'en') => string): boolean =>
  text !== '' && [word(value), word(value, 'en'), value].includes(text);

/** What the account holds already may stand in the file, though no file gives it. */
const knownRole = (person: UserRow | undefined, word: string): boolean =>
  person?.roles.some((role) => said(word, role, roleWord)) ?? false;

const unknown = ({ row, employeeNo, name }: Line): Reason => ({
  id: 'staff.unknown',
  field: 'file',
  params: { row, number: employeeNo, name },
});

function loginFaults({ row, login }: Line, known: ReadonlyMap<string, UserRow>): Reason[] {
  const params = { row, login };
  if (!LOGIN.test(login)) return [{ id: 'staff.login', field: 'file', params }];
  return known.has(login) ? [{ id: 'staff.login-taken', field: 'file', params }] : [];
}

function repeated(lines: readonly Line[]): Reason[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ row, employeeNo, login, person }) => {
    const keys = employeeNo === '' ? [] : [person?.id ?? employeeNo, `login ${login}`];
    const before = keys.map((key) => first.get(key)).find((one) => one !== undefined);
    for (const key of keys) if (!first.has(key)) first.set(key, row);
    return before === undefined
      ? []
      : [{ id: 'staff.twice', field: 'file', params: { row, before, number: employeeNo } }];
  });
}
