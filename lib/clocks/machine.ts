import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { RuleRow } from './rows.ts';

export type RuleMove = 'confirm' | 'decline';

/** Whoever proposed a change of a statutory term does not decide on it. */
const ownProposal = ({ proposed_by }: Pick<RuleRow, 'proposed_by'>, { id }: Actor): Reason | null =>
  proposed_by === id ? { id: 'clock.own-proposal' } : null;

/** A change of a rule: proposed by one person, decided by another. */
export const ruleMachine: Machine<RuleRow['state'], RuleMove, Pick<RuleRow, 'proposed_by'>> = {
  name: 'clock-rule',
  initial: 'proposed',
  states: ['proposed', 'confirmed', 'declined'],
  moves: {
    confirm: { from: ['proposed'], to: 'confirmed', needs: 'clock.confirm', unless: [ownProposal] },
    decline: { from: ['proposed'], to: 'declined', needs: 'clock.confirm', unless: [ownProposal] },
  },
};
