import type { Knex } from 'knex';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { openStates } from './rows.ts';
import { visible } from './store.ts';

/** Open records that this person handles, or all where he decides about them; by the end of their next term. */
export function remindedRecords({ db, user }: Query): Knex.QueryBuilder {
  const rows = visible(db, user)
    .whereIn('state', [...openStates])
    .whereNotNull('due_on');
  return may(user.roles, 'nonconforming.verify') ? rows : rows.where({ owner_id: user.id });
}

/** Actions that this person has to carry out. */
export const remindedActions = ({ db, user }: Query): Knex.QueryBuilder =>
  db('improvement_actions').where({ owner_id: user.id, state: 'open' });

/** Records whose effect can be judged now. */
export const remindedVerifications = ({ db, user, today }: Query): Knex.QueryBuilder =>
  visible(db, user).where({ state: 'carried' }).where('verify_from', '<=', today).whereNot({ owner_id: user.id });
