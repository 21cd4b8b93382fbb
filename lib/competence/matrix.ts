import type { ProductClass } from '../catalogue/index.ts';
import type { AuthorisedAct } from '../core/authorised.ts';
import type { Query } from '../kernel/types.ts';
import { standingOn } from './facts.ts';
import { type AuthorisationRow, acts, authorisationsOf, groupBy, peopleOf, staffOf } from './rows.ts';
import { classes, covers, type Group, groupsOf } from './scope.ts';

export interface MatrixInput {
  class?: ProductClass;
  act?: AuthorisedAct;
  q?: string;
}

/** Of how many parameters of the group somebody may do each act today. */
export type Cell = Record<AuthorisedAct, number>;

export interface MatrixLine {
  id: string;
  name: string;
  employeeNo: string | null;
  /** One for each column. */
  cells: Cell[];
}

/** A group of parameters and how many people may do each act to all or some of it. */
export interface MatrixColumn {
  class: ProductClass;
  group: string;
  parameters: number;
  people: Cell;
}

export interface Matrix {
  today: string;
  class: ProductClass;
  act: AuthorisedAct | null;
  q: string;
  classes: { class: ProductClass; people: number }[];
  columns: MatrixColumn[];
  lines: MatrixLine[];
}

/** Whose work asks for an authorisation. */
const bench = new Set<string>(['analyst', 'reviewer', 'signatory', 'department-head']);

/** 能力矩阵: people × groups of parameters of a class with the acts they may do today (domain 4). */
export async function matrixOf({ app, db, today }: Query, input: MatrixInput): Promise<Matrix> {
  const groups = groupsOf(app.catalogue);
  const left = new Map((await staffOf(db)).map((row) => [row.user_id, row.left_on]));
  const standing = (row: AuthorisationRow) => standingOn(row, left.get(row.user_id) ?? null, today);
  const held = (await authorisationsOf(db))
    .map((row): Held => ({ ...row, suspended: standing(row) === 'suspended', inForce: standing(row) === 'in-force' }))
    .filter(({ suspended, inForce }) => suspended || inForce);
  const byPerson = groupBy(held, ({ user_id }) => user_id);
  const shown = input.class ?? 'drug';
  const own = groups.filter((group) => group.class === shown);
  const people = (await peopleOf(db)).filter(
    ({ id, active, roles, name, employee_no }) =>
      active === 1 &&
      (byPerson.has(id) || roles.some((role) => bench.has(role))) &&
      [name, employee_no ?? ''].some((text) => bare(text).includes(bare(input.q ?? ''))),
  );
  const lines = people
    .map(({ id, name, employee_no }) => ({
      id,
      name,
      employeeNo: employee_no,
      cells: own.map((group) => cellOf(byPerson.get(id) ?? [], group)),
    }))
    .filter(({ cells }) => !input.act || cells.some((cell) => cell[input.act ?? 'test'] > 0));
  return {
    today,
    class: shown,
    act: input.act ?? null,
    q: input.q ?? '',
    classes: classes.map((one) => ({ class: one, people: holders(held, one) })),
    columns: own.map((group) => ({
      class: group.class,
      group: group.group,
      parameters: group.codes.length,
      people: tally((act) => [...byPerson.values()].filter((rows) => cellOf(rows, group)[act] > 0).length),
    })),
    lines,
  };
}

const tally = (count: (act: AuthorisedAct) => number): Cell => ({
  test: count('test'),
  review: count('review'),
  sign: count('sign'),
});

/** One that is in force, or suspended: then nobody does it by another either. */
type Held = AuthorisationRow & { suspended: boolean; inForce: boolean };

const cellOf = (rows: readonly Held[], group: Group): Cell =>
  tally((act) => {
    const own = rows.filter((row) => row.act === act);
    return own.length === 0 ? 0 : group.codes.filter((code) => allowed(own, group, code)).length;
  });

function allowed(rows: readonly Held[], group: Group, code: string): boolean {
  const own = rows.filter((row) => covers(row, group, code));
  return own.length > 0 && own.every(({ inForce }) => inForce);
}

const holders = (rows: readonly Held[], own: ProductClass): number =>
  new Set(rows.filter((row) => row.inForce && row.class === own).map(({ user_id }) => user_id)).size;

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** 检 复(3/24) 签: a cell as text of a workbook. */
export const cellText = (cell: Cell, column: MatrixColumn, word: (act: AuthorisedAct) => string): string =>
  acts
    .filter((act) => cell[act] > 0)
    .map((act) => (cell[act] === column.parameters ? word(act) : `${word(act)}(${cell[act]}/${column.parameters})`))
    .join(' ');
