import type { Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import type { Row } from '../kernel/types.ts';
import type { Fault } from './qc.ts';

export type Decision = 'stands' | 'repeat' | 'bracket';

/** Quality control of a run that was not met when records of it were signed, until somebody else settled it. */
export interface SettlementRow extends Row {
  worksheet_id: string;
  state: 'open' | 'settled';
  failing: Fault[];
  decision: Decision | null;
  cause: string | null;
  measure: string | null;
  /** The tests that are to be done again. */
  tests: string[];
  settled_by: string | null;
  settled_at: string | null;
  created_at: string;
}

/** `typists`: whoever may have typed in the run or its records. */
const neverTypist = ({ typists }: { typists: readonly string[] }, actor: { id: string }): Reason | null =>
  typists.includes(actor.id) ? { id: 'run-qc.own' } : null;

/** 待处理 → 已处理: the results stand, or records are done again. */
export const settlementMachine = {
  name: 'run-settlement',
  initial: 'open',
  states: ['open', 'settled'],
  moves: { settle: { from: ['open'], to: 'settled', needs: 'run.release', unless: [neverTypist] } },
} as const satisfies Machine<SettlementRow['state'], 'settle', { typists: readonly string[] }> & {
  moves: Record<'settle', { needs: Permission }>;
};
