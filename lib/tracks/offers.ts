import { available, type Machine } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { penaltyMachine, recallMachine, seizureMachine, transferMachine } from './machine.ts';
import type { Register, StepRule, TrackRules } from './rules.ts';
import type { Known, Registers } from './store.ts';
import { transferSubject } from './transfers.ts';

/** An act that the state of a register's row allows, and what still stands against it for this person. */
export interface Offer {
  step: string;
  ref: string;
  obstacles: Reason[];
}

const moves: Record<Register, Record<string, string>> = {
  seizures: { test: 'seizure-test', report: 'seizure-report', decide: 'seizure-decide' },
  recalls: { notice: 'recall-notice', report: 'recall-report', end: 'recall-end' },
  penalties: {
    decide: 'penalty-decide',
    drop: 'case-drop',
    serve: 'penalty-serve',
    publish: 'penalty-publish',
    'pass-on': 'penalty-pass-on',
  },
  transfers: {
    approve: 'transfer-decide',
    send: 'transfer-send',
    receive: 'transfer-receive',
    answer: 'transfer-answer',
    review: 'transfer-review',
    goods: 'transfer-goods',
  },
};

/** What is done already, or does not concern this row, is not offered at all. */
const beside = ['track.recorded', 'track.not-elsewhere', 'track.outcome-other', 'track.tested-before'];

type Asking = Pick<Query, 'app' | 'user'>;

/** The acts on the rows of a register. */
export function offersOf(query: Asking, known: Known, registers: Registers, of: Register): Offer[] {
  const actor = actorOf(query.user);
  const collect = <T extends { id: string; state: string }>(
    machine: { name: string } & object,
    rows: readonly T[],
    subjectOf: (row: T) => object,
  ): Offer[] =>
    rows.flatMap((row) =>
      // Each register goes with its own machine; here all are asked alike.
      available(machine as Machine<string, string, object>, { ...subjectOf(row), state: row.state }, actor)
        .filter(({ obstacles }) => !obstacles.some(({ id }) => beside.includes(id)))
        .flatMap(({ move, obstacles }) => {
          const step = moves[of][move];
          return step === undefined ? [] : [{ step, ref: row.id, obstacles }];
        }),
    );
  const plain = (row: object) => ({ ...known.subject, ...row });
  if (of === 'seizures') return collect(seizureMachine, registers.seizures, plain);
  if (of === 'recalls') return collect(recallMachine, registers.recalls, plain);
  if (of === 'penalties') return collect(penaltyMachine, registers.penalties, plain);
  return collect(transferMachine, registers.transfers, (row) => transferSubject(query, known, row));
}

/** The acts that begin a row of a register that belongs to a section. */
export const beginnings = (rules: TrackRules, section: string): StepRule[] => {
  const later = Object.values(moves).flatMap((one) => Object.values(one));
  return rules.steps.filter((step) => step.section === section && !later.includes(step.id));
};
