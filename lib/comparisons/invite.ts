import { follow } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { distinct, labCode, shuffled } from './codes.ts';
import { comparisonMachine } from './machine.ts';
import { type ComparisonRow, type ParticipantRow, samplesOf, type UnitRow } from './rows.ts';
import { moving, type Read } from './steps.ts';
import { comparisonOf, participantOf, participantsOf, unitsOf } from './store.ts';

const unanswered = {
  ...{ state: 'invited' as const, answered_by: null, answered_at: null, reason: null },
  ...{ received_by: null, received_at: null, condition: null, receipt_note: null },
  ...{ exclusion: null, excluded_by: null, excluded_at: null, late_reason: null, late_by: null, late_at: null },
};

/** Invites laboratories; each gets a random code that stands for it in the reports. @throws Refusal `comparison.not-inviting`, `comparison.laboratory` */
export async function invite(
  act: Act,
  { id, laboratories }: { id: string; laboratories: string[] },
): Promise<ParticipantRow[]> {
  const row = await comparisonOf(act.db, id);
  if (row.state !== 'inviting') refuse('comparison.not-inviting', {}, 'laboratories', 'conflict');
  const known: string[] = await act
    .db('organisations')
    .whereIn('id', laboratories)
    .where({ kind: 'laboratory', active: 1 })
    .pluck('id');
  const there = await participantsOf(act.db, id);
  const asked = new Set(there.map(({ organisation_id }) => organisation_id));
  const wanted = [...new Set(laboratories)];
  if (wanted.some((one) => !known.includes(one) || asked.has(one))) refuse('comparison.laboratory', {}, 'laboratories');
  const codes = distinct(wanted.length, new Set(there.map(({ lab_code }) => lab_code)), () => labCode(act.app.ids));
  return act.insertAll<ParticipantRow>(
    'comparison_participants',
    wanted.map((organisation_id, at) => ({
      ...{ comparison_id: id, organisation_id, lab_code: codes[at] ?? '' },
      ...unanswered,
    })),
  );
}

/** Gives each laboratory that takes part a unit of each sample, drawn at random, and dispatches. @throws Refusal `comparison.inhomogeneous` and other guards */
export async function dispatch(act: Act, read: Read): Promise<ComparisonRow> {
  const { row, state } = await moving(act, read, 'dispatch');
  const units = await unitsOf(act.db, row.id);
  const joined = (await participantsOf(act.db, row.id)).filter((one) => one.state === 'joined');
  for (const sample of samplesOf(row)) {
    const free = shuffled(
      act.app.ids,
      units.filter((unit) => unit.sample === sample && unit.participant_id === null),
    );
    for (const [at, { id }] of joined.entries()) {
      const unit = free[at];
      if (unit) await act.update<UnitRow>('comparison_units', unit, { participant_id: id });
    }
  }
  return act.update<ComparisonRow>('comparisons', row, { state });
}

/** Lets one laboratory report after the closing time, with the reason; it is marked and counts in no statistics. @throws Refusal `comparison.late-*` */
export async function allowLate(
  act: Act,
  { id, participantId, version, reason }: Read & { participantId: string; reason: string },
): Promise<ParticipantRow> {
  const row = await comparisonOf(act.db, id);
  const own = await participantOf(act.db, participantId, id);
  if (row.state !== 'gathered') refuse('comparison.late-state', {}, 'reason', 'conflict');
  if (!['joined', 'delivered'].includes(own.state)) refuse('comparison.late-part', {}, 'reason', 'conflict');
  const late = { late_reason: reason, late_by: act.user.id, late_at: act.now };
  return act.update<ParticipantRow>('comparison_participants', { ...own, version }, late, { reason });
}

/** Keeps a laboratory's results out of the statistics, or takes them in again; they are scored all the same. @throws Refusal `comparison.exclusion-state` */
export async function exclude(
  act: Act,
  { id, participantId, version, keptOut, reason }: Read & { participantId: string; keptOut: boolean; reason: string },
): Promise<ParticipantRow> {
  const row = await comparisonOf(act.db, id);
  const own = await participantOf(act.db, participantId, id);
  if (!['gathered', 'scored'].includes(row.state)) refuse('comparison.exclusion-state', {}, 'reason', 'conflict');
  const set = keptOut
    ? { exclusion: reason, excluded_by: act.user.id, excluded_at: act.now }
    : { exclusion: null, excluded_by: null, excluded_at: null };
  // The evaluation that stands was made with other results: it has to be made again before it can be published.
  if (row.state === 'scored') {
    const state = follow(comparisonMachine, 'reopen', row);
    await act.update<ComparisonRow>('comparisons', row, { state, evaluation: null });
  }
  return act.update<ParticipantRow>('comparison_participants', { ...own, version }, set, { reason });
}
