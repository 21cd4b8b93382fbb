import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type Kind, type State, states } from './rows.ts';

/** What the guards ask of a record. */
export interface Subject {
  state: State;
  kind: Kind;
  owner_id: string;
  executors: readonly string[];
  involved: readonly string[];
  corrective: 0 | 1 | null;
  elsewhere: 0 | 1;
  acknowledged: boolean;
  answered: boolean;
  /** Actions of this round that stand, and those not carried out yet. */
  actions: number;
  open: number;
  verify_from: string | null;
  today: string;
}

type Guard = (subject: Subject, actor: Actor) => Reason | null;

/** Whoever handled or carried it out neither verifies nor closes it (domain 4). */
const neverExecutor: Guard = ({ owner_id, executors }, { id }) =>
  owner_id === id || executors.includes(id) ? { id: 'improvement.own' } : null;
const neverInvolved: Guard = ({ involved }, { id }) => (involved.includes(id) ? { id: 'improvement.involved' } : null);
/** A complaint is investigated by people who had no part in what it is about (GB/T 27025 7.9.6). */
const investigator: Guard = (subject, actor) => (subject.kind === 'complaint' ? neverInvolved(subject, actor) : null);
const ownFile: Guard = ({ elsewhere }) => (elsewhere === 1 ? { id: 'improvement.elsewhere' } : null);
const acknowledgedFirst: Guard = ({ kind, acknowledged }) =>
  kind === 'complaint' && !acknowledged ? { id: 'improvement.acknowledge' } : null;
const correctedFirst: Guard = ({ kind, state }) =>
  kind !== 'preventive' && state === 'evaluated' ? { id: 'improvement.correct-first' } : null;
const allDone: Guard = ({ actions, open }) =>
  actions === 0
    ? { id: 'improvement.no-action' }
    : open > 0
      ? { id: 'improvement.actions-open', params: { count: open } }
      : null;
const timePassed: Guard = ({ verify_from, today }) =>
  verify_from !== null && today < verify_from ? { id: 'improvement.verify-early', params: { day: verify_from } } : null;
const causeNeeded: Guard = ({ state, corrective }) =>
  state === 'corrected' && corrective === 1 ? { id: 'improvement.corrective' } : null;
const answeredFirst: Guard = ({ kind, answered }) =>
  kind === 'complaint' && !answered ? { id: 'improvement.answer-first' } : null;

export type ImprovementMove =
  | 'evaluate'
  | 'correct'
  | 'analyse'
  | 'plan'
  | 'work'
  | 'carry'
  | 'verify'
  | 'fail'
  | 'close'
  | 'reopen'
  | 'drop'
  | 'settle';

/** 发现→评价→纠正→原因→措施→实施→验证→关闭 (GB/T 27025 7.10, 8.7; domain 9). `settle`: its own file was closed. */
export const improvementMachine: Machine<State, ImprovementMove, Subject> = {
  name: 'improvement',
  initial: 'found',
  states,
  moves: {
    evaluate: {
      from: ['found'],
      to: 'evaluated',
      needs: 'nonconforming.write',
      unless: [ownFile, acknowledgedFirst, investigator],
    },
    correct: { from: ['evaluated'], to: 'corrected', needs: 'nonconforming.write' },
    analyse: {
      from: ['evaluated', 'corrected'],
      to: 'analysed',
      needs: 'nonconforming.write',
      unless: [correctedFirst, investigator],
    },
    plan: { from: ['analysed', 'carried'], to: 'analysed', needs: 'nonconforming.write' },
    work: { from: ['analysed'], to: 'analysed', needs: 'nonconforming.write' },
    carry: { from: ['analysed'], to: 'carried', needs: 'nonconforming.write', unless: [allDone] },
    verify: {
      from: ['carried'],
      to: 'verified',
      needs: 'nonconforming.verify',
      unless: [neverExecutor, neverInvolved, timePassed],
    },
    fail: { from: ['carried'], to: 'corrected', needs: 'nonconforming.verify', unless: [neverExecutor, neverInvolved] },
    close: {
      from: ['corrected', 'verified'],
      to: 'closed',
      needs: 'nonconforming.verify',
      unless: [causeNeeded, answeredFirst, neverExecutor, neverInvolved],
    },
    reopen: { from: ['closed'], to: 'evaluated', needs: 'nonconforming.verify', unless: [ownFile] },
    drop: {
      from: ['found', 'evaluated'],
      to: 'dropped',
      needs: 'nonconforming.verify',
      unless: [ownFile, neverExecutor, neverInvolved],
    },
    settle: { from: ['found'], to: 'closed', needs: 'nonconforming.write' },
  },
};
