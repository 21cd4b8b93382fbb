import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import {
  type ActionState,
  actionStates,
  type ComparisonState,
  comparisonStates,
  type ParticipantState,
  participantStates,
} from './rows.ts';

export type ComparisonMove =
  | 'check'
  | 'start'
  | 'dispatch'
  | 'gather'
  | 'evaluate'
  | 'publish'
  | 'file'
  | 'revise'
  | 'reopen'
  | 'cancel';

/** What the guards ask of a comparison; put together by `subjectOf` in steps.ts. */
export interface ComparisonSubject {
  author_id: string;
  evaluated_by: string | null;
  /** Items × samples without a homogeneity test. */
  unchecked: string[];
  items: number;
  /** Items × samples that failed it, without a decision. */
  inhomogeneous: string[];
  joined: number;
  least: number;
  /** Units of each sample that are still needed. */
  unitsShort: number;
  openUntil: string | null;
  /** Actions asked of laboratories that are not settled. */
  unsettled: number;
}

type Guard = (subject: ComparisonSubject, actor: Actor) => Reason | null;

const hasItems: Guard = ({ items }) => (items === 0 ? { id: 'comparison.no-items' } : null);
const isChecked: Guard = ({ unchecked }) =>
  unchecked.length > 0 ? { id: 'comparison.unchecked', params: { what: unchecked.join('、') } } : null;
const notAuthor: Guard = ({ author_id }, { id }) => (author_id === id ? { id: 'comparison.own-start' } : null);
const notEvaluator: Guard = ({ evaluated_by }, { id }) =>
  evaluated_by === id ? { id: 'comparison.own-evaluation' } : null;
const homogeneous: Guard = ({ inhomogeneous }) =>
  inhomogeneous.length > 0 ? { id: 'comparison.inhomogeneous', params: { what: inhomogeneous.join('、') } } : null;
const enough: Guard = ({ joined, least }) =>
  joined < least ? { id: 'comparison.few', params: { n: joined, least } } : null;
const units: Guard = ({ unitsShort }) =>
  unitsShort > 0 ? { id: 'comparison.units-short', params: { n: unitsShort } } : null;
const ended: Guard = ({ openUntil }) =>
  openUntil === null ? null : { id: 'comparison.still-open', params: { at: openUntil } };
const settled: Guard = ({ unsettled }) =>
  unsettled > 0 ? { id: 'comparison.unsettled', params: { n: unsettled } } : null;

/** A comparison from its plan to the file; started and confirmed by a second person each (ISO/IEC 17043 7.2, 7.4). */
export const comparisonMachine: Machine<ComparisonState, ComparisonMove, ComparisonSubject> = {
  name: 'comparison',
  initial: 'draft',
  states: comparisonStates,
  moves: {
    check: { from: ['draft'], to: 'checked', needs: 'comparison.write', unless: [hasItems, isChecked] },
    revise: { from: ['checked'], to: 'draft', needs: 'comparison.write' },
    start: { from: ['checked'], to: 'inviting', needs: 'comparison.write', unless: [notAuthor] },
    dispatch: { from: ['inviting'], to: 'dispatched', needs: 'comparison.write', unless: [homogeneous, enough, units] },
    gather: { from: ['dispatched'], to: 'gathered', needs: 'comparison.write', unless: [ended] },
    evaluate: { from: ['gathered', 'scored'], to: 'scored', needs: 'comparison.write' },
    publish: { from: ['scored'], to: 'published', needs: 'comparison.write', unless: [notEvaluator] },
    reopen: { from: ['scored'], to: 'gathered', needs: 'comparison.write' },
    file: { from: ['published'], to: 'filed', needs: 'comparison.write', unless: [settled] },
    cancel: {
      from: ['draft', 'checked', 'inviting', 'dispatched', 'gathered', 'scored'],
      to: 'cancelled',
      needs: 'comparison.write',
    },
  },
};

export type ParticipantMove = 'join' | 'decline' | 'deliver';

/** A laboratory in a comparison: its own people answer and confirm the receipt. */
export const participantMachine: Machine<ParticipantState, ParticipantMove, object> = {
  name: 'comparison-participant',
  initial: 'invited',
  states: participantStates,
  moves: {
    join: { from: ['invited'], to: 'joined', needs: 'comparison.take' },
    decline: { from: ['invited', 'joined'], to: 'absent', needs: 'comparison.take' },
    deliver: { from: ['joined'], to: 'delivered', needs: 'comparison.take' },
  },
};

export type ActionMove = 'answer' | 'return' | 'settle';

/** A corrective action: asked by the organiser, answered by the laboratory, settled or asked again. */
export const actionMachine: Machine<ActionState, ActionMove, object> = {
  name: 'comparison-action',
  initial: 'requested',
  states: actionStates,
  moves: {
    answer: { from: ['requested'], to: 'replied', needs: 'comparison.take' },
    return: { from: ['replied'], to: 'requested', needs: 'comparison.write' },
    settle: { from: ['replied'], to: 'settled', needs: 'comparison.write' },
  },
};
