import type { Knex } from 'knex';
import type { AuthorisedAct, Period } from '../core/authorised.ts';
import { refuse } from '../core/refusal.ts';
import type { UserRow } from '../kernel/session.ts';
import { find, list } from '../kernel/tables.ts';
import type { Row } from '../kernel/types.ts';

export const acts = ['test', 'review', 'sign'] as const satisfies readonly AuthorisedAct[];
export const educations = ['secondary', 'college', 'bachelor', 'master', 'doctor'] as const;
export const titles = ['none', 'junior', 'middle', 'senior', 'professor'] as const;
export type Education = (typeof educations)[number];
export type Title = (typeof titles)[number];

/** A file of a staff file, kept by its hash. `at` is UTC ISO. */
export interface Document {
  hash: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  by: string;
  at: string;
}

/** 人员档案. `field`: 专业; `field_since`: in the work since, for the years that a duty asks for. Dates are YYYY-MM-DD. */
export interface StaffRow extends Row {
  created_at: string;
  user_id: string;
  education: Education | null;
  degree: string | null;
  title: Title | null;
  field: string | null;
  field_since: string | null;
  entered_on: string | null;
  /** The last day in the institute. */
  left_on: string | null;
  left_reason: string | null;
  /** 签名留样. */
  specimen: Document | null;
}

/** From the day `from` it did not hold; `to` is the last such day. */
export interface Pause extends Period {
  reason: string;
  by: string;
}

export type AuthorisationState = 'granted' | 'suspended' | 'ended';

/** One person × scope × act. The scope is a class; with `grp` a group of it; with `parameter_code` one parameter of it. */
export interface AuthorisationRow extends Row {
  created_at: string;
  user_id: string;
  act: AuthorisedAct;
  class: string;
  grp: string | null;
  parameter_code: string | null;
  /** 授权签字领域 as the certificate words it. */
  field: string | null;
  from_on: string;
  to_on: string | null;
  certificate: string | null;
  document: Document | null;
  granted_by: string;
  state: AuthorisationState;
  pauses: Pause[];
  /** From this day on it no longer holds. */
  ended_on: string | null;
  ended_reason: string | null;
}

/** A planned or done training, or a check of competence by another person. `hours` is decimal text. */
export interface TrainingRow extends Row {
  created_at: string;
  user_id: string;
  kind: 'training' | 'check';
  topic: string;
  /** How it was checked: 现场观察, 盲样, 人员比对 … */
  way: string | null;
  planned_on: string | null;
  done_on: string | null;
  hours: string | null;
  assessor_id: string | null;
  result: 'passed' | 'failed' | null;
  note: string | null;
  document: Document | null;
}

export const peopleOf = (db: Knex): Promise<UserRow[]> => list<UserRow>(db, 'users', {}, 'name');
export const authorisationsOf = (db: Knex, where: Partial<AuthorisationRow> = {}): Promise<AuthorisationRow[]> =>
  list<AuthorisationRow>(db, 'authorisations', where, 'id');
export const staffOf = (db: Knex, where: Partial<StaffRow> = {}): Promise<StaffRow[]> =>
  list<StaffRow>(db, 'staff', where, 'id');
export const trainingsOf = (db: Knex, where: Partial<TrainingRow> = {}): Promise<TrainingRow[]> =>
  list<TrainingRow>(db, 'trainings', where, 'id');

/** The account of a person. @throws Refusal `competence.person` */
export async function personOf(db: Knex, id: string): Promise<UserRow> {
  return (await find<UserRow>(db, 'users', { id })) ?? refuse('competence.person', {}, undefined, 'missing');
}

/** @throws Refusal `competence.authorisation` */
export async function authorisationOf(db: Knex, id: string): Promise<AuthorisationRow> {
  const row = await find<AuthorisationRow>(db, 'authorisations', { id });
  return row ?? refuse('competence.authorisation', {}, undefined, 'missing');
}

/** The items by a key, each in their order. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = found.get(key);
    if (known) known.push(item);
    else found.set(key, [item]);
  }
  return found;
}
