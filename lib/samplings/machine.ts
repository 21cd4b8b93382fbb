import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type SamplingRow, type SamplingState, samplingStates } from './rows.ts';

export type SamplingMove = 'register' | 'receive' | 'refuse' | 'void';
export type SamplingSubject = Pick<SamplingRow, 'officers' | 'created_by'>;

/** Only those who answer for the record withdraw it. */
const notOwn = (sampling: SamplingSubject, actor: Actor): Reason | null =>
  sampling.created_by === actor.id || sampling.officers.includes(actor.id) ? null : { id: 'sampling.void-not-own' };

/** A sampling from the record on the spot to the counter of the laboratory (domain 9). A draft lives in the browser only. */
export const samplingMachine: Machine<SamplingState, SamplingMove, SamplingSubject> = {
  name: 'sampling',
  initial: 'draft',
  states: samplingStates,
  moves: {
    register: { from: ['draft'], to: 'sampled', needs: 'sampling.write' },
    receive: { from: ['sampled'], to: 'received', needs: 'sample.receive' },
    refuse: { from: ['sampled'], to: 'refused', needs: 'sample.receive' },
    void: { from: ['sampled'], to: 'void', needs: 'sampling.write', unless: [notOwn] },
  },
};
