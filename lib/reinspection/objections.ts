import { next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { concludeCase, noteEvent, type RecipientRow } from '../disposals/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import { find } from '../kernel/tables.ts';
import { dueBy, startClock, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { holdSample, releaseHold } from '../samples/index.ts';
import { openCaseOf } from './apply.ts';
import { keepPaper } from './files.ts';
import { type ObjectionSubject, objectionMachine } from './machine.ts';
import type { ObjectionKind, ObjectionRow, ObjectionState } from './rows.ts';
import { heldObjection } from './store.ts';

interface Read {
  id: string;
  version: number;
}

export interface ObjectInput {
  caseId: string;
  recipientId: string;
  kind: ObjectionKind;
  /** Authenticity: the day on which the producer was told, and by what: the sampling, or the report. */
  toldOn?: string;
  toldBy?: 'sampling' | 'report';
  contact: string;
  phone: string;
  content: string;
  file?: Upload;
}

const refOf = (row: Pick<ObjectionRow, 'id'>) => ({ entity: 'objections', id: row.id }) as const;

/** A row as its machine looks at it. */
export const objectionSubject = (row: ObjectionRow): ObjectionSubject & { state: ObjectionState } => ({
  state: row.state,
  assigned_to: row.assigned_to,
  answered_by: row.answered_by,
  kind: row.kind,
  proposed: row.proposed,
  verified: row.verification?.finding ?? null,
  proofs: row.files.length,
});

/**
 * Registers an objection of a party to the sampling, the course of the testing, the result, or a denial of authenticity (domain 1.7, 2.13).
 * @throws Refusal `reinspection.case-over`, `reinspection.recipient`, `objection.told`, `objection.late`, `objection.proof`, `objection.twice`
 */
export async function objectTo(act: Act, input: ObjectInput): Promise<ObjectionRow> {
  const about = await openCaseOf(act, input.caseId);
  const party = await find<RecipientRow>(act.db, 'case_recipients', { id: input.recipientId, case_id: about.id });
  if (!party) return refuse('reinspection.recipient', { number: about.number }, 'recipientId');
  const isDenial = input.kind === 'authenticity';
  if (isDenial && party.role === 'sampled-unit') refuse('objection.not-producer', { name: party.name }, 'recipientId');
  const told = isDenial ? (input.toldOn ?? null) : party.delivered_on;
  if (told === null || told === '' || told > act.today)
    return refuse('objection.told', { today: act.today }, isDenial ? 'toldOn' : 'recipientId');
  const event = windowEvent(input, about.product_class);
  const rule = act.app.rules.clock(event, about.product_class, told);
  const due = rule ? dueBy(act.app, rule, told).date : null;
  if (due !== null && act.today > due)
    refuse('objection.late', { due, told }, isDenial ? 'toldOn' : 'recipientId', 'conflict');
  if (isDenial && !input.file) refuse('objection.proof', {}, 'file');
  const known: object | undefined = await act
    .db('objections')
    .where({ case_id: about.id, recipient_id: party.id, kind: input.kind })
    .whereNot({ state: 'cancelled' })
    .first('id');
  if (known) refuse('objection.twice', { name: party.name }, 'kind', 'conflict');
  const row = await act.insert<ObjectionRow>('objections', {
    number: await act.number('objection', 'YY{year}-{serial:4}'),
    case_id: about.id,
    recipient_id: party.id,
    sample_id: about.sample_id,
    kind: input.kind,
    objector: { name: party.name, role: party.role, contact: input.contact, phone: input.phone },
    content: input.content,
    files: input.file ? [await keepPaper(act, input.file)] : [],
    delivered_on: told,
    raised_on: act.today,
    state: 'registered',
    ...{ assigned_to: null, answer: null, proposed: null, answered_by: null, answered_at: null, verification: null },
    ...{ outcome: null, audited_by: null, audited_at: null, reason: null },
    created_by: act.user.id,
  });
  await holdSample(act, about.sample_id, 'objection', refOf(row), row.number);
  for (const one of act.app.rules.clocks('objection-raised', about.product_class, act.today))
    await startClock(act, 'objections', row.id, one, act.today, { productClass: about.product_class });
  const params = { number: row.number, name: party.name, kind: input.kind };
  await noteEvent(act, about.id, 'objection-raised', params, { ref: refOf(row) });
  return row;
}

/** What opened the window of an objection: service of the report; for a denial that the producer was told of the sampling (C8) or the report (E6). */
function windowEvent({ kind, toldBy }: ObjectInput, productClass: string): string {
  if (kind !== 'authenticity') return 'report-delivered';
  if (toldBy === 'sampling') return 'sampling-told';
  return productClass === 'device' ? 'authenticity-asked' : 'report-delivered';
}

/** Gives an objection to somebody who looks into it. @throws Refusal `objection.assignee` */
export async function assignObjection(act: Act, input: Read & { assignee: string }): Promise<ObjectionRow> {
  const row = await heldObjection(act, input.id, input.version);
  const state = next(objectionMachine, 'assign', objectionSubject(row), actorOf(act.user));
  const person: object | undefined = await act.db('users').where({ id: input.assignee, active: 1 }).first('id');
  if (!person) refuse('objection.assignee', {}, 'assignee');
  return act.update<ObjectionRow>('objections', row, { state, assigned_to: input.assignee });
}

export interface VerifyInput extends Read {
  authority: string;
  verifiedOn: string;
  document: string;
  finding: 'counterfeit' | 'genuine';
}

/** What the authority of the labelled producer found about a denial. @throws Refusal `objection.verify-kind`, `objection.verify-day` */
export async function verifyObjection(act: Act, input: VerifyInput): Promise<ObjectionRow> {
  const row = await heldObjection(act, input.id, input.version);
  next(objectionMachine, 'verify', objectionSubject(row), actorOf(act.user));
  if (row.kind !== 'authenticity') refuse('objection.verify-kind', {}, undefined, 'conflict');
  if (input.verifiedOn > act.today || input.verifiedOn < row.raised_on)
    refuse('objection.verify-day', { from: row.raised_on, today: act.today }, 'verifiedOn');
  return act.update<ObjectionRow>('objections', row, {
    verification: {
      authority: input.authority,
      on: input.verifiedOn,
      document: input.document,
      finding: input.finding,
    },
  });
}

/** The answer of the one it was given to, with the outcome that is proposed. @throws Refusal `objection.not-assigned` */
export async function answerObjection(
  act: Act,
  input: Read & { answer: string; proposed: 'accepted' | 'rejected' },
): Promise<ObjectionRow> {
  const row = await heldObjection(act, input.id, input.version);
  const state = next(objectionMachine, 'answer', objectionSubject(row), actorOf(act.user));
  return act.update<ObjectionRow>('objections', row, {
    state,
    answer: input.answer,
    proposed: input.proposed,
    answered_by: act.user.id,
    answered_at: act.now,
  });
}

/**
 * Another person audits the answer. What is accepted ends the case: a proven denial as `denied`, any other as `overturned`; the report itself
 * stays in the register. @throws Refusal `objection.own-answer`, `objection.unverified`
 */
export async function auditObjection(
  act: Act,
  input: Read & { decision: 'pass' | 'return'; reason?: string },
): Promise<ObjectionRow> {
  const row = await heldObjection(act, input.id, input.version);
  const move = input.decision === 'pass' ? 'audit' : 'return';
  const state = next(objectionMachine, move, objectionSubject(row), actorOf(act.user));
  const reason = input.reason?.trim() || null;
  if (move === 'return') {
    if (reason === null) refuse('objection.reason', {}, 'reason');
    return act.update<ObjectionRow>('objections', row, { state, reason }, { reason: reason ?? undefined });
  }
  const done = await act.update<ObjectionRow>('objections', row, {
    state,
    outcome: row.proposed,
    audited_by: act.user.id,
    audited_at: act.now,
    reason,
  });
  await end(act, row, 'done', row.number);
  const params = { number: row.number, name: row.objector.name, outcome: row.proposed ?? '' };
  await noteEvent(act, row.case_id, 'objection-decided', params, { ref: refOf(row) });
  if (row.proposed === 'accepted')
    await concludeCase(act, row.case_id, row.kind === 'authenticity' ? 'denied' : 'overturned', {
      reason: `${row.number} ${row.answer ?? ''}`,
      ref: refOf(row),
    });
  return done;
}

/** The party takes its objection back. */
export async function cancelObjection(act: Act, input: Read & { reason: string }): Promise<ObjectionRow> {
  const row = await heldObjection(act, input.id, input.version);
  const state = next(objectionMachine, 'cancel', objectionSubject(row), actorOf(act.user));
  await end(act, row, 'cancelled', input.reason);
  const params = { number: row.number, name: row.objector.name, reason: input.reason };
  await noteEvent(act, row.case_id, 'objection-cancelled', params, { ref: refOf(row) });
  return act.update<ObjectionRow>('objections', row, { state, reason: input.reason }, { reason: input.reason });
}

async function end(act: Act, row: ObjectionRow, how: 'done' | 'cancelled', reason: string): Promise<void> {
  await stopClocks(act, 'objections', row.id, how, reason);
  await releaseHold(act, refOf(row), reason);
}
