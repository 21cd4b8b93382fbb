import type { Actor, Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Permission } from '../kernel/access.ts';

export type TestState = 'unassigned' | 'assigned' | 'testing' | 'submitted' | 'reviewed' | 'returned' | 'locked';
export type TestMove = 'assign' | 'record' | 'submit' | 'review' | 'return' | 'sendBack' | 'lock' | 'unlock';

/** What the guards of a test look at. `chain`: everybody who already acted on the batch as analyst or reviewer. */
export interface TestSubject {
  analyst_id: string | null;
  reviewer_id: string | null;
  /** Who may type in the record beside its analyst. */
  hands?: readonly string[] | null;
  /** Absent: it counts. One that was set aside is changed no more. */
  standing?: 'counts' | 'retest' | 'invalid';
  officers: readonly string[];
  /** State of the batch: one that was terminated is tested no further. */
  batch: string;
  chain: readonly string[];
  /** The person who shall get the task; asked by `assign` only. */
  /** What is to be tested; one that is held against nothing (不判定) is finished without a verdict. */
  item?: { limit: { kind: string } };
  candidate?: { id: string; roles: readonly string[] } | undefined;
  outcome: {
    complete: boolean;
    missing: readonly unknown[];
    problems: readonly unknown[];
    verdict?: { verdict: string } | undefined;
  } | null;
}

type Guard = (subject: TestSubject, actor: Actor) => Reason | null;

const unlessHolds = (holds: boolean, id: string): Reason | null => (holds ? { id } : null);

const candidateIsNoAnalyst: Guard = ({ candidate }) =>
  candidate && !candidate.roles.includes('analyst') ? { id: 'assign.not-analyst', field: 'analyst' } : null;
// 34号文: whoever drew the sample does not test it (domain 10.7).
const candidateSampled: Guard = ({ candidate, officers }) =>
  candidate && officers.includes(candidate.id) ? { id: 'assign.sampler', field: 'analyst' } : null;
const terminated: Guard = ({ batch }) => unlessHolds(batch === 'terminated', 'test.terminated');
const setAside: Guard = ({ standing }) => unlessHolds(standing === 'invalid', 'test.set-aside');
const notMine: Guard = ({ analyst_id }, actor) => unlessHolds(analyst_id !== actor.id, 'test.not-mine');
const notOurs: Guard = ({ analyst_id, hands }, actor) =>
  unlessHolds(analyst_id !== actor.id && !hands?.includes(actor.id), 'test.not-mine');
const sampledByActor: Guard = ({ officers }, actor) => unlessHolds(officers.includes(actor.id), 'test.sampler');
const ownRecord: Guard = ({ analyst_id, hands }, actor) =>
  unlessHolds(analyst_id === actor.id || Boolean(hands?.includes(actor.id)), 'review.own');
const actedBefore: Guard = ({ chain }, actor) => unlessHolds(chain.includes(actor.id), 'approval.chain');

const incomplete: Guard = ({ outcome }) => unlessHolds(!outcome || outcome.missing.length > 0, 'submit.incomplete');
// Domain 3.4: outside the precision or suitability rule there is no result; the form lists each such gate as a problem.
const unresolved: Guard = ({ outcome }) => unlessHolds((outcome?.problems.length ?? 0) > 0, 'submit.problems');
const undecided: Guard = ({ outcome, item }) =>
  unlessHolds(
    item?.limit.kind !== 'none' &&
      Boolean(outcome?.complete) &&
      (outcome?.verdict?.verdict ?? 'undecided') === 'undecided',
    'submit.undecided',
  );

/** The life of one inspection item of a batch (domain 9). */
export const testMachine = {
  name: 'test',
  initial: 'unassigned',
  states: ['unassigned', 'assigned', 'testing', 'submitted', 'reviewed', 'returned', 'locked'],
  moves: {
    assign: {
      from: ['unassigned', 'assigned'],
      to: 'assigned',
      needs: 'task.plan',
      unless: [terminated, candidateIsNoAnalyst, candidateSampled],
    },
    record: {
      from: ['assigned', 'testing', 'returned'],
      to: 'testing',
      needs: 'test.record',
      unless: [terminated, setAside, notOurs, sampledByActor],
    },
    submit: {
      from: ['testing', 'returned'],
      to: 'submitted',
      needs: 'test.record',
      unless: [terminated, setAside, notMine, sampledByActor, incomplete, unresolved, undecided],
    },
    review: {
      from: ['submitted'],
      to: 'reviewed',
      needs: 'test.review',
      unless: [terminated, setAside, ownRecord, sampledByActor],
    },
    return: {
      from: ['submitted'],
      to: 'returned',
      needs: 'test.review',
      unless: [terminated, setAside, ownRecord, sampledByActor],
    },
    sendBack: {
      from: ['reviewed'],
      to: 'returned',
      needs: 'test.approve',
      unless: [terminated, actedBefore, sampledByActor],
    },
    lock: {
      from: ['reviewed'],
      to: 'locked',
      needs: 'test.approve',
      unless: [terminated, actedBefore, sampledByActor],
    },
    // The signatory gives the report back to the department.
    unlock: {
      from: ['locked'],
      to: 'reviewed',
      needs: 'report.issue',
      unless: [terminated, actedBefore, sampledByActor],
    },
  },
} as const satisfies Machine<TestState, TestMove, TestSubject> & { moves: Record<TestMove, { needs: Permission }> };
