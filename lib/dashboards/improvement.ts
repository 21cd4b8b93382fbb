import { remindedActions, remindedRecords, remindedVerifications } from '../improvement/index.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import type { Source } from './reminders.ts';
import { counted, dated } from './tally.ts';

const writes = ({ user }: Query): boolean => may(user.roles, 'nonconforming.write');
const verifies = ({ user }: Query): boolean => may(user.roles, 'nonconforming.verify');
const ahead = [7, 30, 90];

/** Nonconforming work: what a person handles, has to carry out, and may verify. */
export const improvementReminders: Source[] = [
  {
    kind: 'improvement',
    href: (query) => (verifies(query) ? '/nonconforming' : '/nonconforming?scope=mine'),
    wanted: writes,
    find: (query) => dated(query, remindedRecords(query), 'due_on', ahead),
  },
  {
    kind: 'improvementAction',
    href: '/nonconforming?scope=mine',
    wanted: writes,
    find: (query) => dated(query, remindedActions(query), 'due_on', ahead),
  },
  {
    kind: 'improvementVerify',
    href: '/nonconforming?scope=verify',
    wanted: verifies,
    find: (query) => counted(remindedVerifications(query)),
  },
];
