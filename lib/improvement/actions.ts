import { addDays } from '../core/deadlines.ts';
import { follow, next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import { find } from '../kernel/tables.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { keepEvidence } from './files.ts';
import { improvementMachine } from './machine.ts';
import type { ActionRow, ImprovementRow } from './rows.ts';
import { nextTerm, startTerm } from './rules.ts';
import { observationDays } from './steps.ts';
import { actionsOf, blank, dayFault, executing, personFaults, recordFor, subjectOf } from './store.ts';

export interface PlanInput {
  id: string;
  version: number;
  actionText: string;
  handlerId: string;
  dueOn: string;
}

/** Adds a corrective action with who does it until when. @throws Refusal of the machine, `improvement.words`, `improvement.person`, `improvement.action-term` */
export async function planAction(act: Act, input: PlanInput): Promise<ImprovementRow> {
  const row = await recordFor(act, input.id, input.version);
  const actions = await actionsOf(act.db, row.id);
  const state = next(improvementMachine, 'plan', subjectOf(row, actions, act.today), actorOf(act.user));
  refuseAll([
    ...blank(input.actionText, 'actionText'),
    ...(await personFaults(act.db, [{ id: input.handlerId, field: 'handlerId' }])),
    ...termFault(act, row, input.dueOn),
  ]);
  await act.insert<ActionRow>('improvement_actions', {
    ...{ improvement_id: row.id, round: row.round, words: input.actionText.trim(), owner_id: input.handlerId },
    ...{ due_on: input.dueOn, state: 'open', done_on: null, done_by: null, outcome: null, reason: null },
  });
  const patch = { state, executors: executing(row, input.handlerId) };
  if (row.state === state) return act.update<ImprovementRow>('improvements', row, patch);
  // An action more after all were carried out: they are not all carried out any more.
  const due_on = await nextTerm(act, { ...row, ...patch });
  return act.update<ImprovementRow>('improvements', row, { ...patch, due_on, verify_from: null });
}

/** An action ends between today and the end of the term of carrying out. */
const termFault = (act: Act, { state, due_on }: ImprovementRow, day: string): Reason[] => {
  const last = state === 'analysed' ? due_on : null;
  return day < act.today || (last !== null && last >= act.today && day > last)
    ? [{ id: 'improvement.action-term', field: 'dueOn', params: { from: act.today, to: last ?? '' } }]
    : [];
};

export interface DoneInput {
  id: string;
  version: number;
  doneOn: string;
  outcome: string;
  lateReason?: string;
  file?: Upload;
}

/** An action with its record. @throws Refusal `improvement.missing`, `record.stale` */
async function actionAt(act: Act, id: string, version: number): Promise<{ action: ActionRow; row: ImprovementRow }> {
  const action = await find<ActionRow>(act.db, 'improvement_actions', { id });
  if (!action) return refuse('improvement.missing', {}, undefined, 'missing');
  return { action: { ...action, version }, row: await recordFor(act, action.improvement_id) };
}

/**
 * An action was carried out, with evidence, by whoever owns it. With the last one the record is carried out and the time of observation begins.
 * @throws Refusal of the machine, `improvement.action-other`, `improvement.action-closed`, `improvement.words`, `improvement.day`,
 * `improvement.evidence`, `improvement.late`, `record.stale`
 */
export async function finishAction(act: Act, input: DoneInput): Promise<ImprovementRow> {
  const { action, row } = await actionAt(act, input.id, input.version);
  const actions = await actionsOf(act.db, row.id);
  next(improvementMachine, 'work', subjectOf(row, actions, act.today), actorOf(act.user));
  openOnly(action, row);
  if (action.owner_id !== act.user.id) refuse('improvement.action-other', {}, undefined, 'conflict');
  const isLate = input.doneOn > action.due_on;
  refuseAll([
    ...blank(input.outcome, 'outcome'),
    ...dayFault(input.doneOn, row.found_on, act.today, 'doneOn'),
    ...(input.file === undefined ? [{ id: 'improvement.evidence', field: 'file' }] : []),
    ...(isLate && !input.lateReason?.trim()
      ? [{ id: 'improvement.late', field: 'lateReason', params: { day: action.due_on } }]
      : []),
  ]);
  await act.update<ActionRow>('improvement_actions', action, {
    ...{ state: 'done', done_on: input.doneOn, done_by: act.user.id, outcome: input.outcome.trim() },
    ...(isLate && { reason: input.lateReason?.trim() ?? null }),
  });
  if (input.file) await keepEvidence(act, row, input.file, { stage: 'work', action: action.id });
  const left = actions.filter(({ id, round, state }) => id !== action.id && round === row.round && state === 'open');
  const executors = executing(row, act.user.id);
  return left.length > 0
    ? act.update<ImprovementRow>('improvements', row, { executors })
    : carriedOut(act, { ...row, executors });
}

/** The last action was carried out: from now on the effect is observed. */
async function carriedOut(act: Act, row: ImprovementRow): Promise<ImprovementRow> {
  const state = follow(improvementMachine, 'carry', row);
  const verify_from = addDays(act.today, observationDays(act, row));
  await stopClocks(act, 'improvements', row.id, 'done', undefined, { rules: ['NW-carry'] });
  const due_on = await startTerm(act, row, 'verify', verify_from);
  const before = await recordFor(act, row.id);
  return act.update<ImprovementRow>('improvements', before, { state, verify_from, due_on, executors: row.executors });
}

export interface ChangeInput {
  id: string;
  version: number;
  handlerId?: string;
  dueOn?: string;
  dropped?: boolean;
  reason: string;
}

/** Gives an action to another person or day, or drops it, with a reason. @throws Refusal `improvement.words`, `improvement.action-closed`, `improvement.action-change`, `improvement.person`, `improvement.action-term`, `record.stale` */
export async function changeAction(act: Act, input: ChangeInput): Promise<ImprovementRow> {
  const { action, row } = await actionAt(act, input.id, input.version);
  openOnly(action, row);
  if (row.owner_id !== act.user.id && !may(act.user.roles, 'nonconforming.verify'))
    refuse('improvement.action-change', {}, undefined, 'conflict');
  const { handlerId = action.owner_id, dueOn = action.due_on, dropped = false } = input;
  refuseAll([
    ...blank(input.reason, 'reason'),
    ...(await personFaults(act.db, [{ id: handlerId, field: 'handlerId' }])),
    ...(dropped || dueOn === action.due_on ? [] : termFault(act, row, dueOn)),
  ]);
  const reason = input.reason.trim();
  const patch = dropped ? { state: 'dropped' as const } : { owner_id: handlerId, due_on: dueOn };
  await act.update<ActionRow>('improvement_actions', action, { ...patch, reason }, { reason });
  const actions = (await actionsOf(act.db, row.id)).filter(({ round }) => round === row.round);
  const isDone = actions.some(({ state }) => state === 'done') && !actions.some(({ state }) => state === 'open');
  const executors = dropped ? row.executors : executing(row, handlerId);
  return isDone
    ? carriedOut(act, { ...row, executors })
    : act.update<ImprovementRow>('improvements', row, { executors });
}

function openOnly(action: ActionRow, row: ImprovementRow): void {
  if (action.state !== 'open' || action.round !== row.round || row.state !== 'analysed')
    refuse('improvement.action-closed', {}, undefined, 'conflict');
}
