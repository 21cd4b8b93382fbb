import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type SopState, sopStates, type VerificationState, verificationStates } from './rows.ts';

export interface Written {
  author_id: string;
}

const onlyAuthor = ({ author_id }: Written, { id }: Actor): Reason | null =>
  id === author_id ? null : { id: 'method.not-author' };

/** Two people stand behind each document and each verification. */
const neverAuthor = ({ author_id }: Written, { id }: Actor): Reason | null =>
  id === author_id ? { id: 'method.own' } : null;

export type SopMove = 'approve' | 'drop' | 'supersede' | 'withdraw';

/** A version of an SOP; the approval of the next one supersedes it. */
export const sopMachine: Machine<SopState, SopMove, Written> = {
  name: 'sop',
  initial: 'draft',
  states: sopStates,
  moves: {
    approve: { from: ['draft'], to: 'approved', needs: 'method.approve', unless: [neverAuthor] },
    drop: { from: ['draft'], to: 'dropped', needs: 'method.write', unless: [onlyAuthor] },
    supersede: { from: ['approved'], to: 'superseded', needs: 'method.approve' },
    withdraw: { from: ['approved'], to: 'void', needs: 'method.approve' },
  },
};

export type VerificationMove = 'save' | 'propose' | 'return' | 'conclude' | 'drop';

/** The verification of a method: entered by one person, concluded by another (domain 9: 引入→验证→授权). */
export const verificationMachine: Machine<VerificationState, VerificationMove, Written> = {
  name: 'verification',
  initial: 'draft',
  states: verificationStates,
  moves: {
    save: { from: ['draft', 'returned'], to: 'draft', needs: 'method.write', unless: [onlyAuthor] },
    propose: { from: ['draft', 'returned'], to: 'proposed', needs: 'method.write', unless: [onlyAuthor] },
    return: { from: ['proposed'], to: 'returned', needs: 'method.approve', unless: [neverAuthor] },
    conclude: { from: ['proposed'], to: 'concluded', needs: 'method.approve', unless: [neverAuthor] },
    drop: { from: ['draft', 'returned'], to: 'dropped', needs: 'method.write', unless: [onlyAuthor] },
  },
};
