import type { Machine } from '../core/machine.ts';
import { type PortionState, portionStates } from '../samplings/index.ts';
import { type SampleState, sampleStates } from './rows.ts';

export type SampleMove = 'assign' | 'start' | 'finish' | 'reopen' | 'approve' | 'return' | 'issue' | 'terminate';

/** A batch from the counter to its report (domain 9); the guards of testing and reports stand with their own machines. */
export const sampleMachine: Machine<SampleState, SampleMove, object> = {
  name: 'sample',
  initial: 'accepted',
  states: sampleStates,
  moves: {
    assign: { from: ['accepted'], to: 'assigned', needs: 'task.plan' },
    start: { from: ['assigned'], to: 'testing', needs: 'test.record' },
    finish: { from: ['testing'], to: 'tested', needs: 'test.review' },
    reopen: { from: ['tested'], to: 'testing', needs: 'test.approve' },
    approve: { from: ['tested'], to: 'approved', needs: 'test.approve' },
    return: { from: ['approved'], to: 'tested', needs: 'report.issue' },
    issue: { from: ['approved'], to: 'issued', needs: 'report.issue' },
    terminate: { from: ['accepted', 'assigned', 'testing'], to: 'terminated', needs: 'task.plan' },
  },
};

export type PortionMove = 'receive' | 'retain' | 'refuse' | 'handOver' | 'dispose';

/**
 * A sealed portion at the counter: the part for testing goes on, the others into the store, a refused one back. From the store it goes to the
 * laboratory that re-inspects, or two persons dispose of it.
 */
export const portionMachine: Machine<PortionState, PortionMove, object> = {
  name: 'portion',
  initial: 'sealed',
  states: portionStates,
  moves: {
    receive: { from: ['sealed'], to: 'received', needs: 'sample.receive' },
    retain: { from: ['sealed'], to: 'retained', needs: 'sample.receive' },
    refuse: { from: ['sealed'], to: 'refused', needs: 'sample.receive' },
    handOver: { from: ['retained'], to: 'handed-over', needs: 'custody.write' },
    dispose: { from: ['retained'], to: 'disposed', needs: 'custody.dispose' },
  },
};
