import { hashPassword } from '../kernel/passwords.ts';
import type { UserRow } from '../kernel/session.ts';
import type { Act, App, Role } from '../kernel/types.ts';

/** An account that somebody else than the administrator asks for. */
export interface ProposedUser {
  login: string;
  name: string;
  employeeNo: string;
  roles: Role[];
}

/** The hash of a password that nobody knows; drawn before the transaction, since it takes time. */
export const unknownPassword = ({ ids }: Pick<App, 'ids'>): Promise<string> => hashPassword(ids.secret(32));

/**
 * Disabled accounts: they bear names in files and lists, and nobody signs in with them until the administrator enables them and sets
 * a password (DI-09). Logins and employee numbers are the caller's to look at first.
 */
export const proposeUsers = (act: Act, users: readonly ProposedUser[], passwordHash: string): Promise<UserRow[]> =>
  act.insertAll<UserRow>(
    'users',
    users.map(({ login, name, employeeNo, roles }) => ({
      ...{ login, name, employee_no: employeeNo, roles, password_hash: passwordHash },
      ...{ active: 0 as const, must_change: 1 as const, failed: 0, locked_until: null, lang: 'zh' as const },
      organisation_id: null,
    })),
  );
