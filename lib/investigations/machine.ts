import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import { type State, states } from './rows.ts';

/** What the guards look at. */
export interface Subject {
  state: State;
  hypothesis: string | null;
  /** Points of the checklist that nobody answered. */
  unanswered: number;
  /** The item is never retested as a routine (无菌 and its kin). */
  forbidden: boolean;
  /** Who produced the first result or one of the retests. */
  analysts: readonly string[];
  /** Who decided, planned the retests or concluded. */
  deciders: readonly string[];
  first_verdict: string | null;
  /** Retests that were set, and those that are signed and reviewed. */
  retests: { planned: number; reviewed: number };
}

type Guard = (subject: Subject, actor: Actor) => Reason | null;

const own: Guard = ({ analysts }, { id }) => (analysts.includes(id) ? { id: 'investigation.own' } : null);
const decider: Guard = ({ deciders }, { id }) => (deciders.includes(id) ? { id: 'investigation.decided' } : null);
const supposed: Guard = ({ hypothesis }) => (hypothesis === null ? { id: 'investigation.no-hypothesis' } : null);
const looked: Guard = ({ unanswered }) =>
  unanswered > 0 ? { id: 'investigation.unanswered', params: { count: unanswered } } : null;
const retestable: Guard = ({ forbidden }) => (forbidden ? { id: 'investigation.no-retest' } : null);
const tested: Guard = ({ retests: { planned, reviewed } }) =>
  reviewed < planned ? { id: 'investigation.retests-open', params: { planned, reviewed } } : null;
const failing: Guard = ({ first_verdict }) => (first_verdict === 'fails' ? { id: 'investigation.drop-failing' } : null);

export type InvestigationMove =
  | 'answer'
  | 'suppose'
  | 'error'
  | 'clear'
  | 'retest'
  | 'conclude'
  | 'approve'
  | 'sendBack'
  | 'drop';

/**
 * 初检异常→实验室调查→{实验室差错, 未发现差错→复测}→结论→批准 (domain 3.5). Who produced a result decides nothing about it; who decided
 * does not approve (domain 4). What was found and typed stays in every state.
 */
export const investigationMachine = {
  name: 'investigation',
  initial: 'opened',
  states,
  moves: {
    answer: { from: ['opened', 'laboratory'], to: 'laboratory', needs: 'investigation.write' },
    suppose: { from: ['opened', 'laboratory'], to: 'laboratory', needs: 'investigation.write' },
    error: {
      from: ['laboratory'],
      to: 'concluded',
      needs: 'investigation.decide',
      unless: [own, supposed, looked],
    },
    clear: {
      from: ['laboratory'],
      to: 'no-error',
      needs: 'investigation.decide',
      unless: [own, supposed, looked],
    },
    retest: {
      from: ['no-error'],
      to: 'retesting',
      needs: 'investigation.decide',
      unless: [own, supposed, retestable],
    },
    conclude: {
      from: ['no-error', 'retesting'],
      to: 'concluded',
      needs: 'investigation.decide',
      unless: [own, tested],
    },
    approve: { from: ['concluded'], to: 'closed', needs: 'investigation.approve', unless: [own, decider] },
    sendBack: { from: ['concluded'], to: 'laboratory', needs: 'investigation.approve', unless: [own, decider] },
    drop: { from: ['opened'], to: 'dropped', needs: 'investigation.approve', unless: [own, failing] },
  },
} as const satisfies Machine<State, InvestigationMove, Subject> & {
  moves: Record<InvestigationMove, { needs: Permission }>;
};
