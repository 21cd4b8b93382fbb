import type { Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import type { CaseState, Conclusion } from './rows.ts';

export type CaseMove = 'notify' | 'handle' | 'close' | 'settle' | 'revoke' | 'reopen';

/** What the guards of a case look at. */
export interface CaseSubject {
  report_id: string | null;
  conclusion: Conclusion | null;
  /** Everything that is still open (domain 1.11: every track, clock, delivery, objection and upload). */
  open: readonly Reason[];
  /** Who filled sections of its tracks. */
  fillers: readonly string[];
  /** Who told an urgent report. */
  tellers: readonly string[];
  /** An issued report of the batch that conforms, though an urgent report said otherwise. */
  conforming: boolean;
}

/** A case is finished by somebody who did not fill it himself (domain 11, item 9). */
const ownWork = ({ fillers }: CaseSubject, actor: { id: string }): Reason | null =>
  fillers.includes(actor.id) ? { id: 'case.own-work' } : null;

/**
 * The life of a case (domain 9): opened by the report, the papers out, served and handled, closed once nothing is open. It is revoked only by
 * a re-inspection that overturned the result, or by proof that the goods are not the producer's.
 */
export const caseMachine = {
  name: 'case',
  initial: 'opened',
  states: ['opened', 'notified', 'handling', 'closed', 'revoked'],
  moves: {
    notify: {
      from: ['opened'],
      to: 'notified',
      needs: 'case.notify',
      unless: [({ report_id }) => (report_id === null ? { id: 'case.no-report' } : null)],
    },
    handle: { from: ['opened', 'notified'], to: 'handling', needs: 'case.deliver' },
    close: {
      from: ['handling'],
      to: 'closed',
      needs: 'case.close',
      unless: [({ open }) => open[0] ?? null, ownWork],
    },
    settle: {
      from: ['opened'],
      to: 'closed',
      needs: 'case.close',
      unless: [
        ({ conforming }) => (conforming ? null : { id: 'case.not-settled' }),
        ({ tellers }, actor) => (tellers.includes(actor.id) ? { id: 'case.own-report' } : null),
        ownWork,
      ],
    },
    revoke: {
      from: ['opened', 'notified', 'handling'],
      to: 'revoked',
      needs: 'case.close',
      unless: [
        ({ conclusion }) =>
          conclusion === 'overturned' || conclusion === 'denied' ? null : { id: 'case.revoke-ground' },
      ],
    },
    reopen: { from: ['closed'], to: 'handling', needs: 'case.close' },
  },
} as const satisfies Machine<CaseState, CaseMove, CaseSubject> & { moves: Record<CaseMove, { needs: Permission }> };
