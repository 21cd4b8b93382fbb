import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import type { ReportState } from './rows.ts';

export type ReportMove = 'issue' | 'return';

/** What the guards of a report look at: `chain` is everybody who sampled, tested, reviewed or approved the batch. */
export interface ReportSubject {
  chain: readonly string[];
  openItems: number;
  returned_reason: string | null;
  /** What the capability annex has against the issue. */
  refusals: readonly Reason[];
}

type Guard = (subject: ReportSubject, actor: Actor) => Reason | null;

// The authorised signatory signs what others have sampled, tested, reviewed and approved (domain 4).
const actedBefore: Guard = ({ chain }, actor) => (chain.includes(actor.id) ? { id: 'report.chain' } : null);
const itemsOpen: Guard = ({ openItems }) =>
  openItems > 0 ? { id: 'report.open', params: { count: openItems } } : null;
const outOfScope: Guard = ({ refusals }) => refusals[0] ?? null;
const wasReturned: Guard = ({ returned_reason }) => (returned_reason === null ? null : { id: 'report.returned' });

/** The life of a report (domain 9): a withdrawn or issued one never comes back; a correction is a new report. */
export const reportMachine = {
  name: 'report',
  initial: 'drafted',
  states: ['drafted', 'issued', 'withdrawn'],
  moves: {
    issue: {
      from: ['drafted'],
      to: 'issued',
      needs: 'report.issue',
      unless: [itemsOpen, wasReturned, outOfScope, actedBefore],
    },
    return: { from: ['drafted'], to: 'drafted', needs: 'report.issue', unless: [wasReturned, actedBefore] },
  },
} as const satisfies Machine<ReportState, ReportMove, ReportSubject> & {
  moves: Record<ReportMove, { needs: Permission }>;
};
