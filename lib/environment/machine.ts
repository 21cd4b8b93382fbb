import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type ExcursionState, excursionStates } from './rows.ts';

export type ExcursionMove = 'assess' | 'close' | 'approve' | 'reopen';

export interface ExcursionSubject {
  assessed_by: string | null;
  ended: string | null;
}

/** Who judged the impact does not decide about it (domain 4: deviation writer and approver). */
const neverAssessor = ({ assessed_by }: ExcursionSubject, { id }: Actor): Reason | null =>
  assessed_by === id ? { id: 'environment.own' } : null;

const backWithin = ({ ended }: ExcursionSubject): Reason | null =>
  ended === null ? { id: 'environment.still-out' } : null;

/** Found by the readings; judged by one person, closed or approved as a deviation by another. A longer excursion than was judged opens it again. */
export const excursionMachine: Machine<ExcursionState, ExcursionMove, ExcursionSubject> = {
  name: 'excursion',
  initial: 'open',
  states: excursionStates,
  moves: {
    assess: { from: ['open', 'assessed'], to: 'assessed', needs: 'environment.write' },
    close: { from: ['assessed'], to: 'closed', needs: 'environment.confirm', unless: [neverAssessor, backWithin] },
    approve: { from: ['assessed'], to: 'deviated', needs: 'environment.confirm', unless: [neverAssessor] },
    reopen: { from: ['assessed', 'closed', 'deviated'], to: 'open', needs: 'environment.write' },
  },
};
