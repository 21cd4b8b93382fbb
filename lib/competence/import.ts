import { validDate } from '../core/deadlines.ts';
import { type Reason, Refusal, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { UserRow } from '../kernel/session.ts';
import type { Act } from '../kernel/types.ts';
import { readSheet, readTable, type TableRow } from '../sheets/index.ts';
import { actWord, type ColumnKey, columns, headOf } from './columns.ts';
import { lastDay } from './facts.ts';
import { endOf } from './grant.ts';
import { type AuthorisationRow, acts, authorisationsOf, groupBy, peopleOf, staffOf } from './rows.ts';
import { classes, classWord, groupsOf } from './scope.ts';

export interface Imported {
  added: number;
  changed: number;
  same: number;
}

type Line = Omit<AuthorisationRow, 'id' | 'version' | 'created_at'>;
type Cells = TableRow<ColumnKey>;

/** What the lines are read against, fetched once. */
interface Known {
  act: Act;
  people: Map<string, UserRow>;
  left: Map<string, string | null>;
  groups: Set<string>;
}

const required: readonly ColumnKey[] = columns.filter((column) => 'required' in column).map(({ key }) => key);
const dates: readonly ColumnKey[] = ['from', 'to'];
const keyOf = (line: Line): string =>
  [line.user_id, line.act, line.class, line.grp, line.parameter_code, line.from_on].join('|');

/** Reads the workbook before any transaction is open. @throws Refusal of lib/sheets, by cell or heads */
export async function readAuthorisations({ data }: Upload): Promise<Cells[]> {
  const wanted = columns.map(({ key }) => ({
    key,
    heads: [headOf(key), headOf(key, 'en')],
    optional: !required.includes(key),
  }));
  return readTable(await readSheet(Buffer.from(data, 'base64')), wanted);
}

/**
 * Takes over authorisations: a line that is new is granted; one that is known (person, act, scope, first day) gets its last day, field and
 * certificate; others stay. All lines or none: every fault is told by row and column.
 * @throws Refusal `authorisations.missing`, `authorisations.calculated`, `authorisations.person`, `authorisations.name`, `authorisations.own`,
 * `authorisations.inactive`, `authorisations.left`, `authorisations.act`, `authorisations.class`, `authorisations.group`, `authorisations.code`,
 * `authorisations.both`, `authorisations.field`, `authorisations.date`, `authorisations.crossed`, `authorisations.twice`, `authorisations.overlap`
 */
export async function importAuthorisations(act: Act, rows: Cells[]): Promise<Imported> {
  const known = await knownTo(act);
  const read = rows.map((row) => ({ row: row.row, ...lineOf(known, row) }));
  refuseAll([...read.flatMap(({ faults }) => faults), ...repeated(read)]);
  const held = await authorisationsOf(act.db);
  refuseAll(overlapping(read, held), 'conflict');
  const before = new Map(held.filter(({ state }) => state !== 'ended').map((row) => [keyOf(row), row]));
  const fresh = read.filter(({ line }) => !before.has(keyOf(line)));
  if (fresh.length > 0)
    await act.insertAll<AuthorisationRow>(
      'authorisations',
      fresh.map(({ line }) => line),
    );
  let changed = 0;
  for (const { line } of read) {
    const row = before.get(keyOf(line));
    const { to_on, field, certificate } = line;
    if (!row || (row.to_on === to_on && row.field === field && row.certificate === certificate)) continue;
    await act.update<AuthorisationRow>('authorisations', row, { to_on, field, certificate });
    changed += 1;
  }
  const counts = { added: fresh.length, changed, same: read.length - fresh.length - changed };
  const note = `added ${counts.added}, changed ${counts.changed}, same ${counts.same}`;
  act.record({ entity: 'authorisations', id: 'import', note });
  return counts;
}

async function knownTo(act: Act): Promise<Known> {
  const people = (await peopleOf(act.db)).flatMap((user) => [
    [user.login, user] as const,
    ...(user.employee_no === null ? [] : [[user.employee_no, user] as const]),
  ]);
  return {
    act,
    people: new Map(people),
    left: new Map((await staffOf(act.db)).map((row) => [row.user_id, row.left_on])),
    groups: new Set(groupsOf(act.app.catalogue).map((one) => `${one.class}/${one.group}`)),
  };
}

type Fault = (id: string, column: ColumnKey, params?: Record<string, string>) => Reason;

/** One line with everything that is wrong with it; a line with faults is never written. */
function lineOf(known: Known, { row, cells, calculated }: Cells): { line: Line; faults: Reason[] } {
  const fault: Fault = (id, column, params = {}) => ({
    id,
    field: 'file',
    params: { row, column: headOf(column), text: cells[column], ...params },
  });
  const given = (key: ColumnKey): string | null => (cells[key] === '' ? null : cells[key]);
  const own = acts.find((one) => [actWord(one), actWord(one, 'en'), one].includes(cells.act));
  const from = dateOf(cells.from);
  const line: Line = {
    user_id: known.people.get(cells.employee_no)?.id ?? '',
    act: own ?? 'test',
    class: classOf(cells.class) ?? '',
    grp: given('group'),
    parameter_code: given('parameter'),
    field: own === 'sign' ? given('field') : null,
    from_on: from ?? '',
    to_on: dateOf(cells.to),
    certificate: given('certificate'),
    document: null,
    granted_by: known.act.user.id,
    state: 'granted',
    pauses: [],
    ended_on: null,
    ended_reason: null,
  };
  const faults: Reason[] = [
    ...required.filter((key) => cells[key] === '').map((key) => fault('authorisations.missing', key)),
    ...calculated.map((key) => fault('authorisations.calculated', key)),
    ...personFaults(known, cells, line.from_on, fault),
    ...(cells.act !== '' && own === undefined ? [fault('authorisations.act', 'act', { words: actWords() })] : []),
    ...scopeFaults(known, cells, line, fault),
    ...(own === 'sign' && cells.field === '' ? [fault('authorisations.field', 'field')] : []),
    ...dates
      .filter((key) => cells[key] !== '' && dateOf(cells[key]) === null)
      .map((key) => fault('authorisations.date', key)),
    ...(line.to_on !== null && from !== null && line.to_on < from
      ? [fault('authorisations.crossed', 'to', { from })]
      : []),
  ];
  return { line, faults };
}

function personFaults({ act, people, left }: Known, cells: Cells['cells'], from: string, fault: Fault): Reason[] {
  const person = people.get(cells.employee_no);
  if (cells.employee_no === '') return [];
  if (!person) return [fault('authorisations.person', 'employee_no')];
  const leftOn = left.get(person.id) ?? null;
  return [
    ...(cells.name !== '' && cells.name !== person.name
      ? [fault('authorisations.name', 'name', { number: cells.employee_no, name: person.name })]
      : []),
    ...(person.id === act.user.id ? [fault('authorisations.own', 'name')] : []),
    ...(person.active === 0 ? [fault('authorisations.inactive', 'name')] : []),
    ...(leftOn !== null && from > leftOn ? [fault('authorisations.left', 'from', { leftOn })] : []),
  ];
}

function scopeFaults({ act, groups }: Known, cells: Cells['cells'], line: Line, fault: Fault): Reason[] {
  if (cells.class === '') return [];
  if (line.class === '')
    return [fault('authorisations.class', 'class', { words: classes.map((own) => classWord(own, 'zh')).join('、') })];
  if (cells.group !== '' && cells.parameter !== '') return [fault('authorisations.both', 'parameter')];
  if (cells.parameter !== '' && act.app.catalogue.parameters.get(cells.parameter)?.class !== line.class)
    return [fault('authorisations.code', 'parameter', { class: cells.class })];
  return cells.group !== '' && !groups.has(`${line.class}/${cells.group}`)
    ? [fault('authorisations.group', 'group', { class: cells.class })]
    : [];
}

const actWords = (): string => acts.map((act) => actWord(act)).join('、');

const classOf = (word: string): string | undefined =>
  classes.find((own) => [own, classWord(own, 'zh'), classWord(own, 'en')].includes(word));

/** Year, month and day however they are set apart (2026-11-21, 2026/11/21, 2026.11.21), or together (20261121); anything else is no date. */
function dateOf(text: string): string | null {
  const [year = '', month = '', day = '', ...rest] = /^\d{8}$/.test(text)
    ? [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
    : text.split(/\D+/).filter(Boolean);
  if (year.length !== 4 || day === '' || rest.length > 0) return null;
  try {
    return validDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const scopeKey = (line: Line): string => [line.user_id, line.act, line.class, line.grp, line.parameter_code].join('|');
type Days = Pick<Line, 'from_on' | 'to_on' | 'ended_on'>;
const meet = (a: Days, b: Days): boolean => a.from_on <= endOf(b) && b.from_on <= endOf(a);

/** Lines of one person, act and scope whose days meet, or that are the same. */
function repeated(lines: readonly { row: number; line: Line }[]): Reason[] {
  const seen = new Map<string, { row: number; line: Line }[]>();
  return lines.flatMap(({ row, line }) => {
    if (line.user_id === '' || line.from_on === '') return [];
    const before = seen.get(scopeKey(line)) ?? [];
    seen.set(scopeKey(line), [...before, { row, line }]);
    const other = before.find((one) => meet(one.line, line));
    return other ? [{ id: 'authorisations.twice', field: 'file', params: { row, before: other.row } }] : [];
  });
}

function overlapping(lines: readonly { row: number; line: Line }[], held: readonly AuthorisationRow[]): Reason[] {
  const byScope = groupBy(held, scopeKey);
  return lines.flatMap(({ row, line }) => {
    const other = byScope
      .get(scopeKey(line))
      ?.find((one) => (one.state === 'ended' || one.from_on !== line.from_on) && meet(one, line));
    const params = { row, from: other?.from_on ?? '', to: (other && lastDay(other, null)) ?? '—' };
    return other ? [{ id: 'authorisations.overlap', field: 'file', params }] : [];
  });
}
