import { type Reason, Refusal } from './refusal.ts';

/** Who wants to move something. */
export interface Actor {
  id: string;
  roles: readonly string[];
  may(permission: string): boolean;
}

/** One arrow of a state machine. Each `unless` returns the sentence that stops the move, or null. */
export interface Move<S extends string, T, P extends string = string> {
  from: readonly S[];
  to: S;
  needs: P;
  unless?: readonly ((subject: T, actor: Actor) => Reason | null)[];
}

/** A state machine is a table: the server, the buttons of the page, the manual and the tests read the same one. */
export interface Machine<S extends string, M extends string, T> {
  name: string;
  initial: S;
  states: readonly S[];
  moves: Record<M, Move<S, T>>;
}

/** Every reason why `move` cannot be made now; empty when it can. Guards are asked only where the state allows the move at all. */
export function obstacles<S extends string, M extends string, T>(
  machine: Machine<S, M, T>,
  move: M,
  subject: T & { state: S },
  actor: Actor,
): Reason[] {
  const arrow = machine.moves[move];
  const reasons: Reason[] = [];
  if (!actor.may(arrow.needs)) reasons.push({ id: 'machine.permission', params: { needs: arrow.needs } });
  if (!arrow.from.includes(subject.state)) {
    reasons.push({
      id: 'machine.state',
      params: { machine: machine.name, move, state: subject.state, from: arrow.from.join(', ') },
    });
    return reasons;
  }
  return [...reasons, ...guards(arrow, subject, actor)];
}

/** The state after `move`. @throws Refusal `forbidden` without the permission, else `conflict`, with every reason */
export function next<S extends string, M extends string, T>(
  machine: Machine<S, M, T>,
  move: M,
  subject: T & { state: S },
  actor: Actor,
): S {
  const reasons = obstacles(machine, move, subject, actor);
  if (reasons.length === 0) return machine.moves[move].to;
  throw new Refusal(reasons, reasons[0]?.id === 'machine.permission' ? 'forbidden' : 'conflict');
}

/**
 * The state after a move that follows from another act (the last review finishes the batch): only the arrow is asked, since the
 * other act has asked the person. @throws Refusal `conflict` when the state does not allow it
 */
export function follow<S extends string, M extends string, T>(
  machine: Machine<S, M, T>,
  move: M,
  subject: { state: S },
): S {
  const { from, to } = machine.moves[move];
  if (from.includes(subject.state)) return to;
  const params = { machine: machine.name, move, state: subject.state, from: from.join(', ') };
  throw new Refusal([{ id: 'machine.state', params }], 'conflict');
}

/** The moves that this person has in this state, with what still stands in the way of each: buttons, and why one is grey. */
export function available<S extends string, M extends string, T>(
  machine: Machine<S, M, T>,
  subject: T & { state: S },
  actor: Actor,
): { move: M; obstacles: Reason[] }[] {
  return moveNames(machine)
    .filter((move) => machine.moves[move].from.includes(subject.state) && actor.may(machine.moves[move].needs))
    .map((move) => ({ move, obstacles: guards(machine.moves[move], subject, actor) }));
}

/** The table as a mermaid state diagram for the manual. */
export function diagram<S extends string, M extends string, T>(machine: Machine<S, M, T>): string {
  const arrows = moveNames(machine).flatMap((move) => {
    const { from, to } = machine.moves[move];
    return from.map((state) => `  ${node(state)} --> ${node(to)}: ${move}`);
  });
  return ['stateDiagram-v2', `  [*] --> ${node(machine.initial)}`, ...arrows].join('\n');
}

function guards<S extends string, T>(arrow: Move<S, T>, subject: T, actor: Actor): Reason[] {
  return (arrow.unless ?? []).map((guard) => guard(subject, actor)).filter((reason) => reason !== null);
}

function moveNames<S extends string, M extends string, T>(machine: Machine<S, M, T>): M[] {
  return Object.keys(machine.moves) as M[];
}

/** Mermaid reads a dash as an arrow, so `in-test` is drawn as `in_test`. */
function node(state: string): string {
  return state.replace(/-/g, '_');
}
