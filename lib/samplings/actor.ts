import type { Actor } from '../core/machine.ts';
import { may } from '../kernel/access.ts';
import type { User } from '../kernel/types.ts';

/** A user as the state machines know him. */
export const actorOf = (user: User): Actor => ({
  id: user.id,
  roles: user.roles,
  may: (permission) => may(user.roles, permission),
});
