import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type PlanState, planStates, type RoundState, roundStates } from './rows.ts';

export interface PlanSubject {
  author_id: string;
}

const neverAuthor = ({ author_id }: PlanSubject, { id }: Actor): Reason | null =>
  id === author_id ? { id: 'proficiency.plan-own' } : null;

export type PlanMove = 'propose' | 'return' | 'approve' | 'amend';

/** The yearly plan: drafted by one person, approved by another; an amendment takes the same way. */
export const planMachine: Machine<PlanState, PlanMove, PlanSubject> = {
  name: 'pt-plan',
  initial: 'draft',
  states: planStates,
  moves: {
    propose: { from: ['draft'], to: 'proposed', needs: 'proficiency.write' },
    return: { from: ['proposed'], to: 'draft', needs: 'proficiency.confirm', unless: [neverAuthor] },
    approve: { from: ['proposed'], to: 'approved', needs: 'proficiency.confirm', unless: [neverAuthor] },
    amend: { from: ['approved'], to: 'draft', needs: 'proficiency.write' },
  },
};

/** What the guards ask of a round. */
export interface RoundSubject {
  /** Who tested or reviewed on the bench. */
  bench: readonly string[];
  deadline_at: string;
  now: string;
  today: string;
  late_asked_by: string | null;
  late_by: string | null;
  appeal_to: string | null;
  /** Parameters that are not scored yet. */
  unscored: readonly string[];
  /** Corrective files that are open. */
  open: number;
}

const notFromBench = ({ bench }: RoundSubject, { id }: Actor): Reason | null =>
  bench.includes(id) ? { id: 'proficiency.own-bench' } : null;
const inTime = ({ deadline_at, now, late_by }: RoundSubject): Reason | null =>
  now <= deadline_at || late_by !== null ? { id: 'proficiency.not-late' } : null;
const neverAsker = ({ late_asked_by }: RoundSubject, { id }: Actor): Reason | null =>
  late_asked_by === id ? { id: 'proficiency.late-own' } : null;
const unscored = ({ unscored: codes }: RoundSubject): Reason | null =>
  codes.length > 0 ? { id: 'proficiency.unscored', params: { codes: codes.join('、') } } : null;
const appealOver = ({ appeal_to, today }: RoundSubject): Reason | null =>
  appeal_to !== null && today > appeal_to ? { id: 'proficiency.appeal-over', params: { day: appeal_to } } : null;
const stillOpen = ({ open }: RoundSubject): Reason | null =>
  open > 0 ? { id: 'proficiency.corrective-open', params: { count: open } } : null;

export type RoundMove =
  | 'register'
  | 'receive'
  | 'assign'
  | 'complete'
  | 'confirm'
  | 'ask-late'
  | 'allow-late'
  | 'hand-in'
  | 'report'
  | 'evaluate'
  | 'appeal'
  | 'uphold'
  | 'dismiss'
  | 'archive'
  | 'withdraw';

/** A participation from the plan to the archive (domain 5.2). `late`: past the deadline, a second person decides whether it still goes out. */
export const roundMachine: Machine<RoundState, RoundMove, RoundSubject> = {
  name: 'pt-round',
  initial: 'planned',
  states: roundStates,
  moves: {
    register: { from: ['planned'], to: 'registered', needs: 'proficiency.write' },
    receive: { from: ['registered'], to: 'received', needs: 'proficiency.write' },
    assign: { from: ['received'], to: 'testing', needs: 'internal.write' },
    complete: { from: ['testing'], to: 'results', needs: 'test.approve' },
    confirm: { from: ['results'], to: 'reviewed', needs: 'proficiency.confirm', unless: [notFromBench] },
    'ask-late': { from: ['reviewed'], to: 'late', needs: 'proficiency.write', unless: [inTime] },
    'allow-late': { from: ['late'], to: 'reviewed', needs: 'proficiency.confirm', unless: [neverAsker] },
    'hand-in': { from: ['reviewed'], to: 'submitted', needs: 'proficiency.write' },
    report: { from: ['submitted'], to: 'reported', needs: 'proficiency.write' },
    evaluate: { from: ['reported'], to: 'evaluated', needs: 'proficiency.confirm', unless: [notFromBench, unscored] },
    appeal: { from: ['evaluated'], to: 'appealed', needs: 'proficiency.write', unless: [appealOver] },
    uphold: { from: ['appealed'], to: 'reported', needs: 'proficiency.confirm' },
    dismiss: { from: ['appealed'], to: 'evaluated', needs: 'proficiency.confirm' },
    archive: { from: ['evaluated'], to: 'archived', needs: 'proficiency.confirm', unless: [stillOpen] },
    withdraw: {
      from: ['planned', 'registered', 'received', 'testing', 'results', 'reviewed', 'late'],
      to: 'withdrawn',
      needs: 'proficiency.confirm',
    },
  },
};

/** What the guard asks of a corrective file. */
export interface CorrectiveSubject {
  opened_by: string;
  /** Who did its steps. */
  doers: readonly string[];
  /** Steps that are not done. */
  missing: readonly string[];
}

const stepsOpen = ({ missing }: CorrectiveSubject): Reason | null =>
  missing.length > 0 ? { id: 'proficiency.steps-open', params: { count: missing.length } } : null;
/** Whoever judged the round or did a step does not also close (domain 4). */
const neverDoer = ({ opened_by, doers }: CorrectiveSubject, { id }: Actor): Reason | null =>
  opened_by === id || doers.includes(id) ? { id: 'proficiency.restore-own' } : null;

/** The file that a bad score opens; closing it restores the parameter. */
export const correctiveMachine: Machine<'open' | 'closed', 'work' | 'finish', CorrectiveSubject> = {
  name: 'pt-corrective',
  initial: 'open',
  states: ['open', 'closed'],
  moves: {
    work: { from: ['open'], to: 'open', needs: 'proficiency.write' },
    finish: { from: ['open'], to: 'closed', needs: 'proficiency.confirm', unless: [stepsOpen, neverDoer] },
  },
};
