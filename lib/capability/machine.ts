import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type CapabilityState, states } from './rows.ts';

export type CapabilityMove = 'grant' | 'renew' | 'suspend' | 'restore' | 'cancel' | 'apply';

/** What the guards ask of a line. */
export interface CapabilitySubject {
  /** Who suspended it, while it is suspended. */
  suspended_by: string | null;
}

/** A failed proficiency test suspends; who suspended does not also restore (domain 4, 10 item 31). */
const neverTheSame = ({ suspended_by }: CapabilitySubject, { id }: Actor): Reason | null =>
  suspended_by === id ? { id: 'capability.restore-own' } : null;

/** A line of the annex: 申请 → 获证 → 暂停 → 取消 (domain 9); that it ran out follows from its date. */
export const capabilityMachine: Machine<CapabilityState, CapabilityMove, CapabilitySubject> = {
  name: 'capability',
  initial: 'applied',
  states,
  moves: {
    grant: { from: ['applied'], to: 'held', needs: 'capability.write' },
    renew: { from: ['held'], to: 'held', needs: 'capability.write' },
    suspend: { from: ['held'], to: 'suspended', needs: 'capability.write' },
    restore: { from: ['suspended'], to: 'held', needs: 'capability.write', unless: [neverTheSame] },
    cancel: { from: ['applied', 'held', 'suspended'], to: 'cancelled', needs: 'capability.write' },
    apply: { from: ['cancelled'], to: 'applied', needs: 'capability.write' },
  },
};
