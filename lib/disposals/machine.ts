import type { Machine } from '../core/machine.ts';
import type { Permission } from '../kernel/access.ts';
import type { CaseState } from './rows.ts';

export type CaseMove = 'notify';

/** The first step of a case: the report goes to the authority. The further steps follow with the disposal workflow. */
export const caseMachine = {
  name: 'case',
  initial: 'opened',
  states: ['opened', 'notified'],
  moves: { notify: { from: ['opened'], to: 'notified', needs: 'case.notify' } },
} as const satisfies Machine<CaseState, CaseMove, object> & { moves: Record<CaseMove, { needs: Permission }> };
