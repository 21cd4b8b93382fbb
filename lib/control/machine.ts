import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import {
  type AlarmState,
  type AnomalyState,
  alarmStates,
  anomalyStates,
  type ChartState,
  chartStates,
  type HoldState,
  holdStates,
  type LimitsState,
  type LineState,
  limitsStates,
  lineStates,
  type PlanState,
  planStates,
} from './rows.ts';

export type PlanMove = 'edit' | 'propose' | 'return' | 'approve' | 'drop';

/** Whoever wrote the plan does not approve it (domain 4). */
const neverAuthor = ({ author_id }: { author_id: string }, { id }: Actor): Reason | null =>
  author_id === id ? { id: 'control.plan-own' } : null;

export const planMachine: Machine<PlanState, PlanMove, { author_id: string }> = {
  name: 'control-plan',
  initial: 'draft',
  states: planStates,
  moves: {
    edit: { from: ['draft'], to: 'draft', needs: 'internal.write' },
    propose: { from: ['draft'], to: 'proposed', needs: 'internal.write' },
    return: { from: ['proposed'], to: 'draft', needs: 'control.release', unless: [neverAuthor] },
    approve: { from: ['proposed'], to: 'approved', needs: 'control.release', unless: [neverAuthor] },
    drop: { from: ['draft'], to: 'dropped', needs: 'internal.write' },
  },
};

export type LineMove = 'start' | 'satisfy' | 'fail' | 'drop';

const planOpen = ({ plan }: { plan: PlanState }): Reason | null =>
  plan === 'approved' ? null : { id: 'control.plan-open' };

/** A line of the plan: carried out by an internal sample or by values, judged by its criterion. */
export const lineMachine: Machine<LineState, LineMove, { plan: PlanState }> = {
  name: 'control-line',
  initial: 'due',
  states: lineStates,
  moves: {
    start: { from: ['due'], to: 'under-way', needs: 'internal.write', unless: [planOpen] },
    satisfy: { from: ['due', 'under-way'], to: 'ok', needs: 'control.write', unless: [planOpen] },
    fail: { from: ['due', 'under-way'], to: 'not-ok', needs: 'control.write', unless: [planOpen] },
    drop: { from: ['due'], to: 'dropped', needs: 'internal.write', unless: [planOpen] },
  },
};

export type AnomalyMove = 'answer' | 'reopen' | 'close';

const neverResponsible = ({ responsible_id }: { responsible_id: string }, { id }: Actor): Reason | null =>
  responsible_id === id ? { id: 'control.anomaly-own' } : null;
const onlyResponsible = ({ responsible_id }: { responsible_id: string }, { id }: Actor): Reason | null =>
  responsible_id === id ? null : { id: 'control.anomaly-other' };

/** 异常记录: answered by whoever is responsible, closed by somebody else. */
export const anomalyMachine: Machine<AnomalyState, AnomalyMove, { responsible_id: string }> = {
  name: 'control-anomaly',
  initial: 'open',
  states: anomalyStates,
  moves: {
    answer: { from: ['open'], to: 'answered', needs: 'control.write', unless: [onlyResponsible] },
    reopen: { from: ['answered'], to: 'open', needs: 'control.release', unless: [neverResponsible] },
    close: { from: ['answered'], to: 'closed', needs: 'control.release', unless: [neverResponsible] },
  },
};

export type ChartMove = 'change' | 'close' | 'reopen';

export const chartMachine: Machine<ChartState, ChartMove, object> = {
  name: 'control-chart',
  initial: 'active',
  states: chartStates,
  moves: {
    change: { from: ['active'], to: 'active', needs: 'control.write' },
    close: { from: ['active'], to: 'closed', needs: 'control.release' },
    reopen: { from: ['closed'], to: 'active', needs: 'control.release' },
  },
};

export type LimitsMove = 'approve' | 'return';

const neverProposer = ({ proposed_by }: { proposed_by: string }, { id }: Actor): Reason | null =>
  proposed_by === id ? { id: 'control.limits-own' } : null;

/** A version of the limits holds once a second person has approved it. */
export const limitsMachine: Machine<LimitsState, LimitsMove, { proposed_by: string }> = {
  name: 'control-limits',
  initial: 'proposed',
  states: limitsStates,
  moves: {
    approve: { from: ['proposed'], to: 'approved', needs: 'control.release', unless: [neverProposer] },
    return: { from: ['proposed'], to: 'returned', needs: 'control.release', unless: [neverProposer] },
  },
};

export type AlarmMove = 'close';

/** Who produced the results or the point does not release them. */
const neverAnalyst = ({ analysts }: { analysts: readonly string[] }, { id }: Actor): Reason | null =>
  analysts.includes(id) ? { id: 'hold.own' } : null;

/** A point out of control, until cause, measure and a verdict on each held result are there. */
export const alarmMachine: Machine<AlarmState, AlarmMove, { analysts: readonly string[] }> = {
  name: 'control-alarm',
  initial: 'open',
  states: alarmStates,
  moves: { close: { from: ['open'], to: 'closed', needs: 'control.release', unless: [neverAnalyst] } },
};

export type HoldMove = 'release' | 'retest' | 'redo';

/** A result that a chart holds: released as it is, or to be tested again; it is free once the new record is signed. */
export const holdMachine: Machine<HoldState, HoldMove, { analysts: readonly string[] }> = {
  name: 'control-hold',
  initial: 'open',
  states: holdStates,
  moves: {
    release: { from: ['open'], to: 'released', needs: 'control.release', unless: [neverAnalyst] },
    retest: { from: ['open'], to: 'retest', needs: 'control.release', unless: [neverAnalyst] },
    redo: { from: ['retest'], to: 'redone', needs: 'test.record' },
  },
};
