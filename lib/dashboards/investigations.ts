import { remindedInvestigations } from '../investigations/index.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import type { Source } from './reminders.ts';
import { counted, dated } from './tally.ts';

const needs =
  (permission: string) =>
  ({ user }: Query): boolean =>
    may(user.roles, permission);

/** Investigations of results: urgent reports that nobody told yet, conclusions to approve, what is open by its term. */
export const investigationReminders: Source[] = [
  {
    kind: 'investigationUrgent',
    href: '/investigations?scope=urgent',
    wanted: needs('case.write'),
    find: (query) => counted(remindedInvestigations(query, 'urgent')),
  },
  {
    kind: 'investigationApprove',
    href: '/investigations?scope=concluded',
    wanted: needs('investigation.approve'),
    find: (query) => counted(remindedInvestigations(query, 'concluded')),
  },
  {
    kind: 'investigation',
    href: '/investigations',
    wanted: needs('investigation.decide'),
    find: (query) => dated(query, remindedInvestigations(query, 'open').whereNotNull('due_on'), 'due_on', [7, 30]),
  },
];
