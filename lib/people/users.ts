import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { rolesExclude } from '../kernel/access.ts';
import { hashPassword, passwordReasons } from '../kernel/passwords.ts';
import { endSessions, type UserRow } from '../kernel/session.ts';
import { find } from '../kernel/tables.ts';
import type { Act, Role } from '../kernel/types.ts';
import { organisationReasons, refuseOrganisation } from './organisations.ts';

export interface NewUser {
  login: string;
  name: string;
  employeeNo?: string;
  roles: Role[];
  /** Of an account outside the institute. */
  organisation?: string;
  password: string;
}

/** The rules for a person's roles: at least one, and system administration apart from laboratory work (DI-09). */
export function roleReasons(roles: readonly Role[], field: string): Reason[] {
  if (roles.length === 0) return [{ id: 'people.role-none', field }];
  return rolesExclude(roles) ? [{ id: 'people.role-exclusive', field }] : [];
}

const taken = new Set(['people.login-taken', 'people.employee-taken']);

/**
 * A new account. Its password is the administrator's choice and must be changed at the first sign-in.
 * @throws Refusal for a login or employee number that was ever used (DI-08), for roles that exclude each other, for a weak password
 */
export async function createUser(act: Act, user: NewUser, passwordHash: string, mustChange = true): Promise<UserRow> {
  const reasons = [...roleReasons(user.roles, 'roles'), ...passwordReasons(user.password, user.login, 'password')];
  reasons.push(...(await organisationReasons(act, user)));
  if (await find(act.db, 'users', { login: user.login }))
    reasons.push({ id: 'people.login-taken', field: 'login', params: { login: user.login } });
  if (user.employeeNo && (await find(act.db, 'users', { employee_no: user.employeeNo }))) {
    reasons.push({ id: 'people.employee-taken', field: 'employeeNo', params: { number: user.employeeNo } });
  }
  refuseAll(reasons, reasons.every((reason) => taken.has(reason.id)) ? 'conflict' : 'invalid');
  return act.insert<UserRow>('users', {
    login: user.login,
    name: user.name,
    employee_no: user.employeeNo ?? null,
    password_hash: passwordHash,
    roles: user.roles,
    active: 1,
    must_change: mustChange ? 1 : 0,
    failed: 0,
    locked_until: null,
    lang: 'zh',
    organisation_id: user.organisation ?? null,
  });
}

export interface UserChange {
  id: string;
  version: number;
  name: string;
  roles: Role[];
  active: boolean;
  organisation?: string;
  reason: string;
}

/** Changes name, roles or state of an account; its open sessions end, so that the new rights hold at the next request (SE-10). */
export async function changeUser(act: Act, change: UserChange): Promise<UserRow> {
  const row = await find<UserRow>(act.db, 'users', { id: change.id });
  if (!row) return refuse('people.missing', {}, undefined, 'missing');
  refuseAll(roleReasons(change.roles, 'roles'));
  await refuseOrganisation(act, change);
  if (row.id === act.user.id && (!change.active || !change.roles.includes('administrator')))
    refuse('people.self', {}, 'roles');
  const patch = {
    name: change.name,
    roles: change.roles,
    active: change.active ? 1 : 0,
    organisation_id: change.organisation ?? null,
  } as const;
  const next = await act.update<UserRow>('users', { ...row, version: change.version }, patch, {
    reason: change.reason,
  });
  await endSessions(act.db, row.id);
  return next;
}

/** A new password by the administrator; must be changed at the next sign-in. Also opens a locked account. */
export async function resetPassword(act: Act, id: string, passwordHash: string): Promise<UserRow> {
  const row = await find<UserRow>(act.db, 'users', { id });
  if (!row) return refuse('people.missing', {}, undefined, 'missing');
  await endSessions(act.db, id);
  return act.update<UserRow>('users', row, {
    password_hash: passwordHash,
    must_change: 1,
    failed: 0,
    locked_until: null,
  });
}

/** The person's own new password; all other sessions end. */
export async function changeOwnPassword(act: Act, passwordHash: string, keepSession: string): Promise<UserRow> {
  const row = await find<UserRow>(act.db, 'users', { id: act.user.id });
  if (!row) return refuse('people.missing', {}, undefined, 'missing');
  await act.db('sessions').where({ user_id: row.id }).whereNot({ id_hash: keepSession }).delete();
  return act.update<UserRow>('users', row, { password_hash: passwordHash, must_change: 0 });
}

/** Hash of a new password, after its rules. @throws Refusal */
export async function freshHash(password: string, login: string, field = 'password'): Promise<string> {
  refuseAll(passwordReasons(password, login, field));
  return hashPassword(password);
}
