import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type RiskState, riskStates, type SignalState, signalStates } from './rows.ts';

export type SignalMove = 'confirm' | 'dismiss';

/** 信号→研判. */
export const signalMachine: Machine<SignalState, SignalMove, object> = {
  name: 'signal',
  initial: 'open',
  states: signalStates,
  moves: {
    confirm: { from: ['open'], to: 'true', needs: 'signal.write' },
    dismiss: { from: ['open'], to: 'false', needs: 'signal.write' },
  },
};

/** What the guards ask of a risk. */
export interface RiskSubject {
  state: RiskState;
  executors: readonly string[];
  listed_by: string;
  /** Measures of this round that stand, and those not carried out yet. */
  measures: number;
  open: number;
}

type Guard = (subject: RiskSubject, actor: Actor) => Reason | null;

const another: Guard = ({ executors, listed_by }, { id }) =>
  executors.includes(id) || listed_by === id ? { id: 'risk.own' } : null;
const allDone: Guard = ({ measures, open }) =>
  measures === 0 ? { id: 'risk.no-measure' } : open > 0 ? { id: 'risk.measure-open', params: { count: open } } : null;

export type RiskMove = 'plan' | 'work' | 'note' | 'close' | 'reopen';

/** 风险清单→处置→销号 (domain 1.11): closed by somebody who neither listed it nor carried out a measure. */
export const riskMachine: Machine<RiskState, RiskMove, RiskSubject> = {
  name: 'risk',
  initial: 'listed',
  states: riskStates,
  moves: {
    plan: { from: ['listed', 'handling'], to: 'handling', needs: 'signal.write' },
    work: { from: ['handling'], to: 'handling', needs: 'signal.read' },
    note: { from: ['handling'], to: 'handling', needs: 'signal.write' },
    close: { from: ['handling'], to: 'closed', needs: 'signal.close', unless: [another, allDone] },
    reopen: { from: ['closed'], to: 'handling', needs: 'signal.close' },
  },
};
