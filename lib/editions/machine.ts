import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type DraftState, draftStates } from './rows.ts';

export type DraftMove = 'save' | 'propose' | 'withdraw' | 'return' | 'release' | 'drop';

/** What the guards ask of a draft. */
export interface DraftSubject {
  author_id: string;
}

const onlyAuthor = ({ author_id }: DraftSubject, { id }: Actor): Reason | null =>
  id === author_id ? null : { id: 'draft.not-author' };

/** Two people stand behind each edition: who wrote it never decides about it. */
const neverAuthor = ({ author_id }: DraftSubject, { id }: Actor): Reason | null =>
  id === author_id ? { id: 'draft.own' } : null;

/** A definition that the institute writes: drafted, proposed, and released or returned by a second person. */
export const draftMachine: Machine<DraftState, DraftMove, DraftSubject> = {
  name: 'definition',
  initial: 'draft',
  states: draftStates,
  moves: {
    save: { from: ['draft', 'returned'], to: 'draft', needs: 'catalogue.write', unless: [onlyAuthor] },
    propose: { from: ['draft', 'returned'], to: 'proposed', needs: 'catalogue.write', unless: [onlyAuthor] },
    withdraw: { from: ['proposed'], to: 'draft', needs: 'catalogue.write', unless: [onlyAuthor] },
    return: { from: ['proposed'], to: 'returned', needs: 'catalogue.release', unless: [neverAuthor] },
    release: { from: ['proposed'], to: 'released', needs: 'catalogue.release', unless: [neverAuthor] },
    drop: { from: ['draft', 'returned'], to: 'dropped', needs: 'catalogue.write', unless: [onlyAuthor] },
  },
};
