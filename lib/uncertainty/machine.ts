import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type BudgetState, budgetStates } from './rows.ts';

export type BudgetMove = 'save' | 'propose' | 'return' | 'confirm' | 'supersede' | 'drop';

export interface Written {
  author_id: string;
}

const onlyAuthor = ({ author_id }: Written, { id }: Actor): Reason | null =>
  id === author_id ? null : { id: 'uncertainty.not-author' };

/** Two people stand behind each budget. */
const neverAuthor = ({ author_id }: Written, { id }: Actor): Reason | null =>
  id === author_id ? { id: 'uncertainty.own' } : null;

/** An uncertainty budget: written by one person, confirmed by another, superseded by its next version (domain 3.9). */
export const budgetMachine: Machine<BudgetState, BudgetMove, Written> = {
  name: 'uncertainty',
  initial: 'draft',
  states: budgetStates,
  moves: {
    save: { from: ['draft'], to: 'draft', needs: 'uncertainty.write', unless: [onlyAuthor] },
    propose: { from: ['draft'], to: 'proposed', needs: 'uncertainty.write', unless: [onlyAuthor] },
    return: { from: ['proposed'], to: 'draft', needs: 'uncertainty.confirm', unless: [neverAuthor] },
    confirm: { from: ['proposed'], to: 'confirmed', needs: 'uncertainty.confirm', unless: [neverAuthor] },
    supersede: { from: ['confirmed'], to: 'superseded', needs: 'uncertainty.confirm' },
    drop: { from: ['draft'], to: 'dropped', needs: 'uncertainty.write', unless: [onlyAuthor] },
  },
};
