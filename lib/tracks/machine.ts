import type { Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';
import type { SectionState, TransferState } from './rows.ts';

type Guarded<S extends string, M extends string, T> = Machine<S, M, T> & { moves: Record<M, { needs: Permission }> };

/** What stands around an act on a track: whether the person belongs to the authority in charge, and whether the case still runs. */
export interface TrackSubject {
  /** The person belongs to the authority in charge. */
  own: boolean;
  /** The person belongs to it or to an authority above it. */
  audits: boolean;
  caseOpen: boolean;
  cancelled: boolean;
}

type Guard<T> = (subject: T, actor: { id: string }) => Reason | null;

const running: Guard<TrackSubject> = ({ caseOpen, cancelled }) =>
  cancelled ? { id: 'track.cancelled' } : caseOpen ? null : { id: 'track.case-closed' };
const byOwn: Guard<TrackSubject> = ({ own }) => (own ? null : { id: 'track.not-own' });
const byAuditor: Guard<TrackSubject> = ({ audits }) => (audits ? null : { id: 'track.not-auditor' });

export interface SectionSubject extends TrackSubject {
  fillers: readonly string[];
}
const byOther: Guard<SectionSubject> = ({ fillers }, actor) =>
  fillers.includes(actor.id) ? { id: 'track.own-audit' } : null;

export type SectionMove = 'save' | 'submit' | 'return' | 'pass' | 'reopen';

/** A section: written, submitted, and passed or sent back by another person; once passed it changes only by being reopened. */
export const sectionMachine = {
  name: 'track-section',
  initial: 'empty',
  states: ['empty', 'filled', 'submitted', 'returned', 'passed'],
  moves: {
    save: { from: ['empty', 'filled', 'returned'], to: 'filled', needs: 'track.fill', unless: [running, byOwn] },
    submit: { from: ['empty', 'filled', 'returned'], to: 'submitted', needs: 'track.fill', unless: [running, byOwn] },
    return: { from: ['submitted'], to: 'returned', needs: 'track.audit', unless: [running, byAuditor, byOther] },
    pass: { from: ['submitted'], to: 'passed', needs: 'track.audit', unless: [running, byAuditor, byOther] },
    reopen: { from: ['passed'], to: 'returned', needs: 'track.audit', unless: [running, byAuditor, byOther] },
  },
} as const satisfies Guarded<SectionState, SectionMove, SectionSubject>;

export interface TransferSubject extends TrackSubject {
  created_by: string;
  officers: readonly string[];
  /** The name of who moves it. */
  name: string;
  kind: 'clue' | 'crime';
  outcome: string | null;
  /** Papers that the kind of transfer needs and that are not ticked, in words. */
  missing: string;
}

/** The head who decides is none of the two officers who report (行政执法机关移送涉嫌犯罪案件的规定 第五条). */
const byHead: Guard<TransferSubject> = ({ created_by, officers, name }, actor) =>
  created_by === actor.id || officers.includes(name) ? { id: 'track.own-decision' } : null;
const withPapers: Guard<TransferSubject> = ({ missing }) =>
  missing === '' ? null : { id: 'track.papers-missing', params: { missing } };

export type TransferMove = 'approve' | 'decline' | 'send' | 'receive' | 'answer' | 'review' | 'goods';

const ofOutcome =
  (wanted: string): Guard<TransferSubject> =>
  ({ outcome }) =>
    outcome === wanted ? null : { id: 'track.outcome-other' };

/** 线索移送 and 行刑衔接: reported by two officers, decided by the head, handed over, receipted, answered, followed up. */
export const transferMachine = {
  name: 'transfer',
  initial: 'proposed',
  states: ['proposed', 'declined', 'approved', 'transferred', 'receipted', 'outcome-told', 'followed-up'],
  moves: {
    approve: { from: ['proposed'], to: 'approved', needs: 'track.audit', unless: [running, byAuditor, byHead] },
    decline: { from: ['proposed'], to: 'declined', needs: 'track.audit', unless: [running, byAuditor, byHead] },
    send: { from: ['approved'], to: 'transferred', needs: 'track.fill', unless: [running, byOwn, withPapers] },
    receive: { from: ['transferred'], to: 'receipted', needs: 'track.fill', unless: [running, byOwn] },
    answer: { from: ['receipted'], to: 'outcome-told', needs: 'track.fill', unless: [running, byOwn] },
    review: {
      from: ['outcome-told'],
      to: 'followed-up',
      needs: 'track.fill',
      unless: [running, byOwn, ofOutcome('refused')],
    },
    goods: {
      from: ['outcome-told'],
      to: 'followed-up',
      needs: 'track.fill',
      unless: [running, byOwn, ofOutcome('filed')],
    },
  },
} as const satisfies Guarded<TransferState, TransferMove, TransferSubject>;

export interface SeizureSubject extends TrackSubject {
  reported_on: string | null;
}
type SeizureState = 'seized' | 'testing' | 'decided';

/** Sealed or seized goods: held, tested if need be, and decided about (药品管理法 第一百条, 行政强制法 第二十五条). */
export const seizureMachine = {
  name: 'seizure',
  initial: 'seized',
  states: ['seized', 'testing', 'decided'],
  moves: {
    test: {
      from: ['seized'],
      to: 'testing',
      needs: 'track.fill',
      unless: [running, byOwn, ({ reported_on }) => (reported_on === null ? null : { id: 'track.tested-before' })],
    },
    report: { from: ['testing'], to: 'seized', needs: 'track.fill', unless: [running, byOwn] },
    decide: { from: ['seized'], to: 'decided', needs: 'track.fill', unless: [running, byOwn] },
  },
} as const satisfies Guarded<SeizureState, 'test' | 'report' | 'decide', SeizureSubject>;

/** A recall: decided, told to everybody (停止销售使用通知), reported on at each interval, ended. */
export const recallMachine = {
  name: 'recall',
  initial: 'decided',
  states: ['decided', 'recalling', 'ended'],
  moves: {
    notice: { from: ['decided'], to: 'recalling', needs: 'track.fill', unless: [running, byOwn] },
    report: { from: ['recalling'], to: 'recalling', needs: 'track.fill', unless: [running, byOwn] },
    end: { from: ['recalling'], to: 'ended', needs: 'track.fill', unless: [running, byOwn] },
  },
} as const satisfies Guarded<'decided' | 'recalling' | 'ended', 'notice' | 'report' | 'end', TrackSubject>;

export interface PenaltySubject extends TrackSubject {
  served_on: string | null;
  published_on: string | null;
  elsewhere: string | null;
  passed_on: string | null;
}

const once =
  (key: 'served_on' | 'published_on' | 'passed_on'): Guard<PenaltySubject> =>
  (subject) =>
    subject[key] === null ? null : { id: 'track.recorded', params: { on: subject[key] } };

/** A case of a party: filed, decided or dropped; then served, published and passed on, each once. */
export const penaltyMachine = {
  name: 'penalty',
  initial: 'case-filed',
  states: ['case-filed', 'decided', 'case-dropped'],
  moves: {
    decide: { from: ['case-filed'], to: 'decided', needs: 'track.fill', unless: [running, byOwn] },
    drop: { from: ['case-filed'], to: 'case-dropped', needs: 'track.fill', unless: [running, byOwn] },
    serve: { from: ['decided'], to: 'decided', needs: 'track.fill', unless: [running, byOwn, once('served_on')] },
    publish: { from: ['decided'], to: 'decided', needs: 'track.fill', unless: [running, byOwn, once('published_on')] },
    'pass-on': {
      from: ['decided'],
      to: 'decided',
      needs: 'track.fill',
      unless: [
        running,
        byOwn,
        once('passed_on'),
        ({ elsewhere }) => (elsewhere === null ? { id: 'track.not-elsewhere' } : null),
      ],
    },
  },
} as const satisfies Guarded<
  'case-filed' | 'decided' | 'case-dropped',
  'decide' | 'drop' | 'serve' | 'publish' | 'pass-on',
  PenaltySubject
>;
