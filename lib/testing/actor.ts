import type { Actor } from '../core/machine.ts';
import { may } from '../kernel/access.ts';
import type { User } from '../kernel/types.ts';

/** A person as the state machines ask for one. */
export const actorOf = (user: Pick<User, 'id' | 'roles'>): Actor => ({
  id: user.id,
  roles: user.roles,
  may: (permission) => may(user.roles, permission),
});
