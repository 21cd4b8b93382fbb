import { follow, next, obstacles } from '../core/machine.ts';
import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { list, type TableName } from '../kernel/tables.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { refuseOver } from './deliver.ts';
import { noteEvent } from './events.ts';
import { caseMachine } from './machine.ts';
import type { CaseRow, Conclusion, TrackRow } from './rows.ts';
import { heldCase, recipientsOf, tracksOf } from './store.ts';
import { type Closing, subjectOf } from './subject.ts';

export interface ReasonedInput {
  id: string;
  version: number;
  reason: string;
}

/** Closes a case of which nothing is open any more. @throws Refusal with everything that is open, `case.own-work`, `machine.*` */
export async function closeCase(act: Act, input: ReasonedInput, closing: readonly Closing[]): Promise<CaseRow> {
  const row = await heldCase(act, input.id, input.version);
  const subject = await subjectOf(act, row, closing);
  const found = obstacles(caseMachine, 'close', subject, actorOf(act.user));
  if (found.length > 0) {
    const isForbidden = found[0]?.id === 'machine.permission';
    const all = subject.state === 'handling' && !isForbidden ? [...subject.open, ...found] : found;
    throw new Refusal(unique(all), isForbidden ? 'forbidden' : 'conflict');
  }
  await noteEvent(act, row.id, 'closed', { reason: input.reason });
  return finish(act, row, next(caseMachine, 'close', subject, actorOf(act.user)), {
    conclusion: row.conclusion ?? 'standing',
    reason: input.reason,
  });
}

const unique = (reasons: readonly Reason[]): Reason[] => [
  ...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values(),
];

/**
 * Settles a case of which only an urgent report stands, after the report of the batch was signed and conforms: a person decides it and says
 * why. @throws Refusal `case.not-settled`, `case.own-report`
 */
export async function settleCase(act: Act, input: ReasonedInput): Promise<CaseRow> {
  const row = await heldCase(act, input.id, input.version);
  const state = next(caseMachine, 'settle', await subjectOf(act, row), actorOf(act.user));
  await noteEvent(act, row.id, 'settled', { reason: input.reason });
  await cancelAll(act, row, input.reason);
  return finish(act, row, state, { conclusion: 'unconfirmed', reason: input.reason });
}

const finish = (
  act: Act,
  row: CaseRow,
  state: CaseRow['state'],
  { conclusion, reason }: { conclusion: Conclusion; reason: string },
): Promise<CaseRow> =>
  act.update<CaseRow>('cases', row, { state, conclusion, closed_at: act.now, closed_by: act.user.id }, { reason });

export interface ReopenInput extends ReasonedInput {
  /** The tracks that have to be worked on again. */
  tracks?: string[];
}

/** Opens the sections of tracks that have passed, so that they are worked on again. */
export type Reopening = (act: Act, row: CaseRow, tracks: readonly TrackRow[], reason: string) => Promise<void>;

/**
 * Takes a closed case up again, with those of its tracks that have to be redone; what was stays in its history.
 * @throws Refusal `machine.state`, `case.no-report` where it never had one, `case.reopen-track` for a track that has not passed
 */
export async function reopenCase(act: Act, input: ReopenInput, reopening?: Reopening): Promise<CaseRow> {
  const row = await heldCase(act, input.id, input.version);
  const state = next(caseMachine, 'reopen', await subjectOf(act, row), actorOf(act.user));
  if (row.report_id === null) refuse('case.no-report', {}, undefined, 'conflict');
  const chosen = [...new Set(input.tracks ?? [])];
  const passed = (await tracksOf(act.db, row.id)).filter((track) => track.state === 'passed');
  const again = passed.filter((track) => chosen.includes(track.id));
  if (again.length < chosen.length) refuse('case.reopen-track', {}, 'tracks', 'conflict');
  await noteEvent(act, row.id, 'reopened', { reason: input.reason, conclusion: row.conclusion ?? '' });
  const conclusion = row.conclusion === 'standing' ? null : row.conclusion;
  const patch = { state, reopened: row.reopened + 1, conclusion, closed_at: null, closed_by: null };
  const done = await act.update<CaseRow>('cases', row, patch, { reason: input.reason });
  await reopening?.(act, done, again, input.reason);
  return done;
}

/** What a re-inspection or a proven denial brought: `confirmed` lets the case go on, the other two revoke it. */
export type Finding = 'confirmed' | 'overturned' | 'denied';

/**
 * Writes the outcome of a re-inspection or of a denial of authenticity into the case. What overturns it revokes it: its clocks and tracks
 * are cancelled, the first report and all that was done stay. The act that decides has asked the person.
 * @throws Refusal `case.over`, `machine.state` when the case is closed or revoked already
 */
export async function concludeCase(
  act: Act,
  caseId: string,
  conclusion: Finding,
  { reason, ref }: { reason: string; ref?: { entity: TableName; id: string } },
): Promise<CaseRow> {
  const row = await heldCase(act, caseId);
  if (conclusion === 'confirmed') {
    refuseOver(row);
    await noteEvent(act, row.id, 'confirmed', { reason }, ref && { ref });
    return act.update<CaseRow>('cases', row, { conclusion }, { reason });
  }
  const state = follow(caseMachine, 'revoke', row);
  await noteEvent(act, row.id, 'revoked', { reason, conclusion }, ref && { ref });
  await cancelAll(act, row, reason);
  return finish(act, row, state, { conclusion, reason });
}

async function cancelAll(act: Act, row: CaseRow, reason: string): Promise<void> {
  await stopClocks(act, 'cases', row.id, 'cancelled', reason);
  for (const { id } of await recipientsOf(act.db, row.id))
    await stopClocks(act, 'case_recipients', id, 'cancelled', reason);
  for (const track of await tracksOf(act.db, row.id)) {
    await stopClocks(act, 'case_tracks', track.id, 'cancelled', reason);
    if (track.state !== 'passed' && track.state !== 'cancelled')
      await act.update<TrackRow>('case_tracks', track, { state: 'cancelled', done_on: act.today }, { reason });
  }
  // What stands in the registers of the tracks waits for nothing any more either.
  for (const table of registers)
    for (const { id } of await list<{ id: string }>(act.db, table, { case_id: row.id }, 'id'))
      await stopClocks(act, table, id, 'cancelled', reason);
}

const registers = ['track_seizures', 'track_recalls', 'track_penalties', 'track_transfers'] as const;

export interface SuperviseInput extends ReasonedInput {
  supervision: 'none' | 'supervised' | 'key';
}

export const supervisions = ['none', 'supervised', 'key'] as const;

/** Puts a case under supervision of the higher authority (督办, 重点督办), or ends it. @throws Refusal `case.over`, `case.supervision-same` */
export async function supervise(act: Act, input: SuperviseInput): Promise<CaseRow> {
  const row = await heldCase(act, input.id, input.version);
  refuseOver(row);
  const supervision = ({ none: 0, supervised: 1, key: 2 } as const)[input.supervision];
  if (row.supervision === supervision) refuse('case.supervision-same', {}, 'supervision', 'conflict');
  await noteEvent(act, row.id, `supervision-${input.supervision}`, { reason: input.reason });
  return act.update<CaseRow>('cases', row, { supervision }, { reason: input.reason });
}
