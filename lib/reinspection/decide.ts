import { next } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { noteEvent } from '../disposals/index.ts';
import { actorOf } from '../kernel/access.ts';
import { clocksOf, dueBy, pauseClock, resumeClock, startClock, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { releaseHold } from '../samples/index.ts';
import { subjectOf } from './against.ts';
import { type FormInput, feeOf, laboratoryOf } from './apply.ts';
import { filePaper } from './filing.ts';
import { reinspectionMachine } from './machine.ts';
import type { RefusalGround, ReinspectionRow } from './rows.ts';
import { heldReinspection } from './store.ts';

interface Read {
  id: string;
  version: number;
}

export const refOf = (row: Pick<ReinspectionRow, 'id'>) => ({ entity: 'reinspections', id: row.id }) as const;

/** What happened, in the history of the case where there is one. */
export async function note(
  act: Act,
  row: ReinspectionRow,
  kind: string,
  params: Record<string, string> = {},
): Promise<void> {
  if (row.case_id !== null)
    await noteEvent(
      act,
      row.case_id,
      kind,
      { number: row.number, name: row.applicant.name, ...params },
      { ref: refOf(row) },
    );
}

/** Ends the clocks that an event started, and starts those of the next one. */
export async function turnClock(
  act: Act,
  row: ReinspectionRow,
  ended: string | null,
  begun: string | null,
  on: string = act.today,
) {
  const clocks = await clocksOf(act.db, 'reinspections', row.id);
  const rules = clocks.filter(({ event }) => event === ended).map(({ rule }) => rule);
  if (rules.length > 0) await stopClocks(act, 'reinspections', row.id, 'done', undefined, { rules, on });
  if (begun === null) return;
  for (const rule of act.app.rules.clocks(begun, row.product_class, on))
    await startClock(act, 'reinspections', row.id, rule, on, { productClass: row.product_class });
}

/** Asks the applicant for papers: the time for the decision stands still until they are there. */
export async function askSupplement(act: Act, input: Read & { reason: string }): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'supplement', await subjectOf(act, row), actorOf(act.user));
  for (const clock of await clocksOf(act.db, 'reinspections', row.id))
    if (clock.state === 'running' && clock.snapshot.pauses?.includes('supplement'))
      await pauseClock(act, clock, { kind: 'supplement', from: act.today, reason: input.reason });
  await note(act, row, 'reinspection-supplement', { reason: input.reason });
  return act.update<ReinspectionRow>('reinspections', row, { state }, { reason: input.reason });
}

export type CompleteInput = Read & Partial<FormInput>;

/** Enters papers, fee and laboratory that came after the application; a clock that stood still goes on. */
export async function complete(act: Act, input: CompleteInput): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'complete', await subjectOf(act, row), actorOf(act.user));
  for (const clock of await clocksOf(act.db, 'reinspections', row.id))
    if (clock.state === 'paused') await resumeClock(act, clock, act.today);
  const institute = (await readInstitute(act.db))?.name ?? '';
  const form = { contact: '', phone: '', reason: '', laboratoryWay: row.laboratory.way, ...input };
  const laboratory = laboratoryOf(form, institute);
  return act.update<ReinspectionRow>('reinspections', row, {
    state,
    papers: [...new Set(input.papers ?? row.papers)],
    fee: { ...row.fee, ...feeOf(form) },
    ...(input.laboratoryWay && {
      laboratory: row.standing === 'foreign' ? { ...laboratory, name: institute } : laboratory,
    }),
  });
}

/** Lets the re-inspection in. @throws Refusal with everything that stands against it, `reinspection.own-application` */
export async function accept(act: Act, input: Read): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const subject = await subjectOf(act, row);
  // The machine names the first; whoever must mend them needs them all.
  if (subject.state === 'applied' && subject.against.length > 1) throw new Refusal([...subject.against], 'conflict');
  const state = next(reinspectionMachine, 'accept', subject, actorOf(act.user));
  const done = await act.update<ReinspectionRow>('reinspections', row, {
    state,
    decided_on: act.today,
    decided_by: act.user.id,
    receipt_no: await act.number('reinspection-receipt', 'FYHZ{year}-{serial:4}'),
  });
  await turnClock(act, row, 'reinspection-applied', 'reinspection-decided');
  await turnClock(act, row, null, 'reinspection-accepted');
  await note(act, done, 'reinspection-accepted', { laboratory: row.laboratory.name });
  return filePaper(act, done, 'receipt');
}

export interface RefuseInput extends Read {
  grounds: RefusalGround[];
  reason: string;
}

/** Refuses the application, or ends one whose portion turned out not to serve, in writing and with its grounds. @throws Refusal `reinspection.ground` */
export async function refuseApplication(act: Act, input: RefuseInput): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'refuse', await subjectOf(act, row), actorOf(act.user));
  if (input.grounds.length === 0) refuse('reinspection.ground', {}, 'grounds');
  const done = await act.update<ReinspectionRow>(
    'reinspections',
    row,
    {
      state,
      grounds: [...new Set(input.grounds)].map((ground) => ({ ground, text: input.reason })),
      decided_on: act.today,
      decided_by: act.user.id,
      receipt_no: row.receipt_no ?? (await act.number('reinspection-receipt', 'FYHZ{year}-{serial:4}')),
    },
    { reason: input.reason },
  );
  const wasIn = row.state === 'accepted' || row.state === 'requested';
  await stopClocks(act, 'reinspections', row.id, wasIn ? 'cancelled' : 'done', input.reason);
  await turnClock(act, row, null, 'reinspection-decided');
  await releaseHold(act, refOf(row), input.reason);
  await note(act, done, 'reinspection-refused', { reason: input.reason });
  return filePaper(act, done, 'receipt');
}

/** The applicant takes the application back. */
export async function withdraw(act: Act, input: Read & { reason: string }): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'withdraw', await subjectOf(act, row), actorOf(act.user));
  const done = await act.update<ReinspectionRow>('reinspections', row, { state }, { reason: input.reason });
  await stopClocks(act, 'reinspections', row.id, 'cancelled', input.reason);
  await releaseHold(act, refOf(row), input.reason);
  await note(act, done, 'reinspection-withdrawn', { reason: input.reason });
  return done;
}

export interface TellInput extends Read {
  toldTo: string;
  toldOn: string;
  toldHow: string;
}

/** The decision was told to the ordering authority (D6b). @throws Refusal `reinspection.told-day`, `reinspection.not-decided` */
export async function tell(act: Act, input: TellInput): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  if (row.decided_on === null) return refuse('reinspection.not-decided', {}, undefined, 'conflict');
  if (input.toldOn > act.today || input.toldOn < row.decided_on)
    refuse('reinspection.told-day', { from: row.decided_on, today: act.today }, 'toldOn');
  const told = { about: 'decision' as const, to: input.toldTo, on: input.toldOn, how: input.toldHow };
  await turnClock(act, row, 'reinspection-decided', null, input.toldOn);
  await note(act, row, 'reinspection-told', { to: input.toldTo });
  return act.update<ReinspectionRow>('reinspections', row, { sent: [...row.sent, told] });
}

export interface RequestInput extends Read {
  /** Number and day of the notice where another laboratory wrote it. */
  requestNo?: string;
  requestedOn?: string;
  note?: string;
}

/** The 调样通知 went out, or came in where another laboratory re-inspects: the time for handing the portion over runs (D8). @throws Refusal `reinspection.request-day`, `reinspection.request-no` */
export async function requestPortion(act: Act, input: RequestInput, ours: boolean): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'request', await subjectOf(act, row), actorOf(act.user));
  const on = ours ? act.today : (input.requestedOn ?? '');
  const number = ours
    ? await act.number('reinspection-request', 'FYDY{year}-{serial:4}')
    : (input.requestNo?.trim() ?? '');
  if (number === '') refuse('reinspection.request-no', {}, 'requestNo');
  if (on === '' || on > act.today || on < (row.decided_on ?? ''))
    refuse('reinspection.request-day', { from: row.decided_on ?? '', today: act.today }, 'requestedOn');
  const rule = act.app.rules.clock('backup-requested', row.product_class, on);
  const request = {
    number,
    on,
    dueOn: rule ? dueBy(act.app, rule, on).date : null,
    ...(input.note?.trim() && { note: input.note.trim() }),
  };
  await turnClock(act, row, 'reinspection-accepted', 'backup-requested', on);
  await note(act, row, 'backup-requested', { request: number });
  const done = await act.update<ReinspectionRow>('reinspections', row, { state, request });
  // The notice of another laboratory is its own paper.
  return ours ? filePaper(act, done, 'request') : done;
}
