import type { Knex } from 'knex';
import type { CapabilityFact as StandingFact } from '../core/validity-types.ts';
import { list } from '../kernel/tables.ts';
import type { Row } from '../kernel/types.ts';

/** 检验检测机构资质认定 and 实验室认可. */
export const schemes = ['CMA', 'CNAS'] as const;
export type Scheme = (typeof schemes)[number];

/** 申请 → 获证 → 暂停 → 取消; that a certificate has run out follows from its date. */
export const states = ['applied', 'held', 'suspended', 'cancelled'] as const;
export type CapabilityState = (typeof states)[number];
export type Standing = CapabilityState | 'expired' | 'not-yet';

/** One line of the capability annex. Dates are YYYY-MM-DD. */
export interface CapabilityRow {
  id: string;
  version: number;
  created_at: string;
  scheme: Scheme;
  /** 序号 of the annex, e.g. 3.12. */
  annex_no: string | null;
  parameter_code: string;
  /** 检验对象. */
  object: string | null;
  /** The item as the annex names it. */
  item: string;
  standards: string;
  /** 限制范围. */
  scope: string | null;
  note: string | null;
  certificate: string | null;
  approved_on: string | null;
  valid_to: string | null;
  site: string;
  state: CapabilityState;
  /** 扩项 project by which it came. */
  project: string | null;
}

export const moves = ['grant', 'renew', 'suspend', 'restore', 'cancel', 'apply', 'import'] as const;
export type CapabilityMoveName = (typeof moves)[number];

/** One change of a line; what it was before stays readable, so that the state of any day can be told. */
export interface ChangeRow extends Row {
  capability_id: string;
  move: CapabilityMoveName;
  before: CapabilityState;
  after: CapabilityState;
  /** The first day of the new state. */
  from_day: string;
  reason: string;
  user_id: string;
  created_at: string;
}

type Step = Pick<ChangeRow, 'before' | 'after' | 'from_day'>;
type Dated = Pick<CapabilityRow, 'state' | 'approved_on' | 'valid_to'>;

/** The state on a day, by the changes of the line in their order; without any it stood as it stands. */
export function stateOn(
  { state }: Pick<CapabilityRow, 'state'>,
  changes: readonly Step[],
  day: string,
): CapabilityState {
  const begun = changes.filter(({ from_day }) => from_day <= day);
  return begun.at(-1)?.after ?? changes[0]?.before ?? state;
}

/** How a line stands on a day: a certificate counts from the day of its approval to its last day. */
export function standingOn(row: Dated, day: string, changes: readonly Step[] = []): Standing {
  const state = stateOn(row, changes, day);
  if (state !== 'held') return state;
  if (row.approved_on !== null && day < row.approved_on) return 'not-yet';
  return row.valid_to !== null && day > row.valid_to ? 'expired' : 'held';
}

/** All lines, by scheme and code; the whole annex of an institute is a few hundred. */
export const capabilitiesOf = (db: Knex, where: Partial<CapabilityRow> = {}): Promise<CapabilityRow[]> =>
  list<CapabilityRow>(db, 'capabilities', where, 'parameter_code');

/** The changes by line, each in the order of their days. */
export async function changesOf(db: Knex, where: Partial<ChangeRow> = {}): Promise<Map<string, ChangeRow[]>> {
  const rows = await list<ChangeRow>(db, 'capability_changes', where, 'id');
  const by = new Map<string, ChangeRow[]>();
  for (const row of rows.sort((a, b) => a.from_day.localeCompare(b.from_day) || a.id.localeCompare(b.id)))
    by.set(row.capability_id, [...(by.get(row.capability_id) ?? []), row]);
  return by;
}

/** What the annex says about a parameter on a day, a line each. */
export interface CapabilityFact extends StandingFact {
  scheme: Scheme;
  standing: Standing;
  standards: string;
  scope: string | null;
  site: string;
  certificate: string | null;
}

const factOf = (row: CapabilityRow, changes: readonly ChangeRow[], day: string): CapabilityFact => ({
  parameter: row.parameter_code,
  scheme: row.scheme,
  standing: standingOn(row, day, changes),
  standards: row.standards,
  scope: row.scope,
  site: row.site,
  certificate: row.certificate,
});

/** The whole annex as it stood on a day. */
export async function annexOn(db: Knex, day: string, where: Partial<CapabilityRow> = {}): Promise<CapabilityFact[]> {
  const [rows, changes] = [await capabilitiesOf(db, where), await changesOf(db)];
  return rows.map((row) => factOf(row, changes.get(row.id) ?? [], day));
}

/** How a parameter stood on a day, by scheme and site; none when the annex never named it. */
export const capabilityOn = (db: Knex, code: string, day: string): Promise<CapabilityFact[]> =>
  annexOn(db, day, { parameter_code: code });

/** The codes of the parameters that are accredited on a day, by either scheme. */
export async function accreditedOn(db: Knex, day: string): Promise<Set<string>> {
  const annex = await annexOn(db, day);
  return new Set(annex.filter(({ standing }) => standing === 'held').map(({ parameter }) => parameter));
}

export const tasks = ['method', 'verification', 'people', 'equipment', 'pt', 'review'] as const;
export type TaskKind = (typeof tasks)[number];

/** A project by which the annex grows (扩项). */
export interface ProjectRow extends Row {
  name: string;
  scheme: Scheme;
  object: string;
  due_on: string;
  lead_id: string;
  closed_on: string | null;
  created_at: string;
}

export const taskStates = ['open', 'done', 'not-needed'] as const;
export type TaskState = (typeof taskStates)[number];

/** One thing to be done for one parameter of a project. */
export interface TaskRow extends Row {
  project_id: string;
  parameter_code: string;
  task: TaskKind;
  state: TaskState;
  owner_id: string | null;
  due_on: string;
  done_on: string | null;
  done_by: string | null;
  note: string | null;
  created_at: string;
}
