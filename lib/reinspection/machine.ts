import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { type ObjectionState, objectionStates, type ReinspectionState, reinspectionStates } from './rows.ts';

export type ReinspectionMove =
  | 'supplement'
  | 'complete'
  | 'accept'
  | 'refuse'
  | 'withdraw'
  | 'request'
  | 'handOver'
  | 'receive'
  | 'report'
  | 'send';

/** What the guards of a re-inspection look at. */
export interface ReinspectionSubject {
  /** The sealed backup left the store of the institute. */
  handedOver: boolean;
  /** Everything that stands against accepting it. */
  against: readonly Reason[];
  /** Everything that stands against handing the sealed portion over. */
  portion: readonly Reason[];
  /** The institute tests it itself. */
  ours: boolean;
  standing: 'own' | 'foreign';
  created_by: string;
  /** The report of the second batch was issued. */
  issued: boolean;
}

type Guard = (subject: ReinspectionSubject, actor: Actor) => Reason | null;

const otherPerson: Guard = ({ created_by }, { id }) =>
  created_by === id ? { id: 'reinspection.own-application' } : null;
const nothingAgainst: Guard = ({ against }) => against[0] ?? null;
const portionReady: Guard = ({ portion }) => portion[0] ?? null;
const here: Guard = ({ ours }) => (ours ? null : { id: 'reinspection.elsewhere' });
const ownPortion: Guard = ({ standing }) => (standing === 'foreign' ? { id: 'reinspection.foreign-portion' } : null);
const handedOverFirst: Guard = ({ standing, handedOver }) =>
  standing === 'own' && !handedOver ? { id: 'reinspection.not-handed-over' } : null;
const testedHere: Guard = ({ ours, issued }) => (ours && !issued ? { id: 'reinspection.not-issued' } : null);

/** 申请→{受理, 不予受理}→调样→移交→收样→检验→结论→送达 (domain 9). */
export const reinspectionMachine: Machine<ReinspectionState, ReinspectionMove, ReinspectionSubject> = {
  name: 'reinspection',
  initial: 'applied',
  states: reinspectionStates,
  moves: {
    supplement: { from: ['applied'], to: 'supplement', needs: 'reinspection.write' },
    complete: { from: ['applied', 'supplement'], to: 'applied', needs: 'reinspection.write' },
    accept: { from: ['applied'], to: 'accepted', needs: 'reinspection.decide', unless: [otherPerson, nothingAgainst] },
    refuse: {
      from: ['applied', 'supplement', 'accepted', 'requested'],
      to: 'refused',
      needs: 'reinspection.decide',
      unless: [otherPerson],
    },
    withdraw: { from: ['applied', 'supplement'], to: 'withdrawn', needs: 'reinspection.write' },
    request: { from: ['accepted'], to: 'requested', needs: 'reinspection.write' },
    handOver: { from: ['requested'], to: 'handed-over', needs: 'custody.write', unless: [ownPortion, portionReady] },
    receive: {
      from: ['requested', 'handed-over'],
      to: 'testing',
      needs: 'sample.receive',
      unless: [here, handedOverFirst],
    },
    report: { from: ['handed-over', 'testing'], to: 'reported', needs: 'reinspection.decide', unless: [testedHere] },
    send: { from: ['reported'], to: 'sent', needs: 'reinspection.write' },
  },
};

export type ObjectionMove = 'assign' | 'answer' | 'verify' | 'audit' | 'return' | 'cancel';

export interface ObjectionSubject {
  assigned_to: string | null;
  answered_by: string | null;
  kind: string;
  proposed: string | null;
  verified: 'counterfeit' | 'genuine' | null;
  proofs: number;
}

const assignee = ({ assigned_to }: ObjectionSubject, { id }: Actor): Reason | null =>
  assigned_to === id ? null : { id: 'objection.not-assigned' };
const notAnswerer = ({ answered_by }: ObjectionSubject, { id }: Actor): Reason | null =>
  answered_by === id ? { id: 'objection.own-answer' } : null;
/** A denial stands only when the producer's own authority verified it (domain 1.7). */
const verified = ({ kind, proposed, verified: found }: ObjectionSubject): Reason | null =>
  kind === 'authenticity' && proposed === 'accepted' && found !== 'counterfeit' ? { id: 'objection.unverified' } : null;

/** 已登记→已安排→已填报→已审核; 已取消 (domain 2.13). */
export const objectionMachine: Machine<ObjectionState, ObjectionMove, ObjectionSubject> = {
  name: 'objection',
  initial: 'registered',
  states: objectionStates,
  moves: {
    assign: { from: ['registered', 'assigned'], to: 'assigned', needs: 'reinspection.decide' },
    verify: { from: ['registered', 'assigned'], to: 'assigned', needs: 'reinspection.write' },
    answer: { from: ['assigned'], to: 'answered', needs: 'reinspection.write', unless: [assignee] },
    audit: { from: ['answered'], to: 'audited', needs: 'reinspection.decide', unless: [notAnswerer, verified] },
    return: { from: ['answered'], to: 'assigned', needs: 'reinspection.decide', unless: [notAnswerer] },
    cancel: { from: ['registered', 'assigned'], to: 'cancelled', needs: 'reinspection.write' },
  },
};
