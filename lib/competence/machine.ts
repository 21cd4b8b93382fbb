import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import type { AuthorisationState } from './rows.ts';

export type AuthorisationMove = 'suspend' | 'resume' | 'end';

export interface AuthorisationSubject {
  user_id: string;
}

/** Who decides about an authorisation is never its holder (domain 4: permission grantor ≠ holder). */
export const neverHolder = ({ user_id }: AuthorisationSubject, { id }: Pick<Actor, 'id'>): Reason | null =>
  id === user_id ? { id: 'competence.own' } : null;

/** The life of an authorisation after it was granted; that it runs out follows from its date. */
export const authorisationMachine = {
  name: 'authorisation',
  initial: 'granted',
  states: ['granted', 'suspended', 'ended'],
  moves: {
    suspend: { from: ['granted'], to: 'suspended', needs: 'competence.write', unless: [neverHolder] },
    resume: { from: ['suspended'], to: 'granted', needs: 'competence.write', unless: [neverHolder] },
    end: { from: ['granted', 'suspended'], to: 'ended', needs: 'competence.write', unless: [neverHolder] },
  },
} as const satisfies Machine<AuthorisationState, AuthorisationMove, AuthorisationSubject> & {
  moves: Record<AuthorisationMove, { needs: Permission }>;
};
