import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { find, list, type TableName } from '../kernel/tables.ts';
import type { Act, Row } from '../kernel/types.ts';

/** Why a sample may not be disposed of (domain 1.9): objection period, objection, re-inspection, case, transfer, OOS, proficiency test, litigation. */
export const holdKinds = [
  'window',
  'objection',
  'reinspection',
  'case',
  'transfer',
  'oos',
  'proficiency',
  'litigation',
] as const;
export type HoldKind = (typeof holdKinds)[number];

/** A hold set by an act, until another releases it. */
export interface HoldRow extends Row {
  sample_id: string;
  kind: HoldKind;
  ref_entity: string;
  ref_id: string;
  reason: string | null;
  since: string;
  set_by: string;
  released_at: string | null;
  released_by: string | null;
  release_reason: string | null;
  created_at: string;
}

/** What holds a sample: `id` of the hold that a person may release, null where the state of something else holds it. */
export interface Hold {
  id: string | null;
  kind: HoldKind;
  /** The number or name of what holds it. */
  by: string;
  since: string;
}

/** Holds a sample; a second call for the same record and kind changes nothing. */
export async function holdSample(
  act: Act,
  sampleId: string,
  kind: HoldKind,
  ref: { entity: TableName; id: string },
  reason?: string,
): Promise<void> {
  const where = { sample_id: sampleId, kind, ref_entity: ref.entity, ref_id: ref.id };
  const open = await act.db('sample_holds').where(where).whereNull('released_at').first('id');
  if (open) return;
  await act.insert<HoldRow>('sample_holds', {
    ...where,
    reason: reason ?? null,
    since: act.today,
    set_by: act.user.id,
    ...{ released_at: null, released_by: null, release_reason: null },
  });
}

/** Releases the holds that a record set. */
export async function releaseHold(act: Act, ref: { entity: TableName; id: string }, reason: string): Promise<void> {
  const rows = await list<HoldRow>(act.db, 'sample_holds', { ref_entity: ref.entity, ref_id: ref.id }, 'id');
  for (const row of rows.filter(({ released_at }) => released_at === null))
    await act.update<HoldRow>(
      'sample_holds',
      row,
      { released_at: act.now, released_by: act.user.id, release_reason: reason },
      { reason },
    );
}

/**
 * Everything that holds a sample on a day: what was set, and what follows from the state of its case, the windows of the parties, transfers,
 * held results and proficiency tests. What follows cannot be forgotten by an act that should have set it.
 */
export async function holdsOf(db: Knex, sampleId: string, today: string): Promise<Hold[]> {
  const set: HoldRow[] = await db('sample_holds').where({ sample_id: sampleId }).whereNull('released_at').orderBy('id');
  return [
    ...set.map(({ id, kind, reason, ref_entity, since }) => ({
      id: ref_entity === 'samples' ? id : null,
      kind,
      by: reason ?? '',
      since,
    })),
    ...(await casesHold(db, sampleId)),
    ...(await windowsHold(db, sampleId, today)),
    ...(await transfersHold(db, sampleId)),
    ...(await resultsHold(db, sampleId)),
    ...(await proficiencyHolds(db, sampleId)),
  ];
}

const dayOf = (at: string): string => at.slice(0, 10);

async function casesHold(db: Knex, sample_id: string): Promise<Hold[]> {
  const rows: { number: string; opened_at: string }[] = await db('cases')
    .where({ sample_id })
    .whereNotIn('state', ['closed', 'revoked'])
    .select('number', 'opened_at');
  return rows.map((row) => ({ id: null, kind: 'case', by: row.number, since: dayOf(row.opened_at) }));
}

/** A party that was not served yet, or whose window is open. */
async function windowsHold(db: Knex, sampleId: string, today: string): Promise<Hold[]> {
  const rows: { name: string; started_on: string }[] = await db('clocks')
    .join('case_recipients', 'case_recipients.id', 'clocks.entity_id')
    .join('cases', 'cases.id', 'case_recipients.case_id')
    .where({ 'cases.sample_id': sampleId, 'clocks.entity': 'case_recipients', 'clocks.kind': 'right' })
    .where({ 'clocks.state': 'running' })
    .where('clocks.due_on', '>=', today)
    .select('case_recipients.name', 'clocks.started_on');
  return rows.map((row) => ({ id: null, kind: 'window', by: row.name, since: row.started_on }));
}

async function transfersHold(db: Knex, sampleId: string): Promise<Hold[]> {
  const rows: { number: string; reported_at: string }[] = await db('track_transfers')
    .join('cases', 'cases.id', 'track_transfers.case_id')
    .where({ 'cases.sample_id': sampleId })
    .whereNotIn('track_transfers.state', ['declined', 'finished'])
    .select('track_transfers.number', 'track_transfers.reported_at');
  return rows.map((row) => ({ id: null, kind: 'transfer', by: row.number, since: dayOf(row.reported_at) }));
}

/** Results that are held back until their cause is found. */
async function resultsHold(db: Knex, sampleId: string): Promise<Hold[]> {
  const rows: { parameter_code: string; created_at: string }[] = await db('result_holds')
    .join('tests', 'tests.id', 'result_holds.test_id')
    .where({ 'tests.sample_id': sampleId })
    .whereIn('result_holds.state', ['open', 'retest'])
    .select('tests.parameter_code', 'result_holds.created_at');
  return rows.map((row) => ({ id: null, kind: 'oos', by: row.parameter_code, since: dayOf(row.created_at) }));
}

async function proficiencyHolds(db: Knex, sample_id: string): Promise<Hold[]> {
  const rows: { created_at: string }[] = await db('internal_samples')
    .where({ sample_id, purpose: 'proficiency' })
    .whereNull('completed_at')
    .select('created_at');
  return rows.map((row) => ({ id: null, kind: 'proficiency', by: '', since: dayOf(row.created_at) }));
}

/** Holds a sample by hand, for litigation or another dispute. */
export const holdByHand = async (
  act: Act,
  input: { id: string; holdKind: HoldKind; reason: string },
): Promise<{ id: string }> => {
  const portion: { sample_id: string } | undefined = await act
    .db('portions')
    .where({ id: input.id })
    .whereNotNull('sample_id')
    .first('sample_id');
  if (!portion) return refuse('record.missing', { what: input.id }, undefined, 'missing');
  await holdSample(act, portion.sample_id, input.holdKind, { entity: 'samples', id: portion.sample_id }, input.reason);
  return { id: input.id };
};

/** Releases a hold that was set by hand. @throws Refusal `record.missing`, `custody.hold-follows` for one that something else sets */
export async function releaseByHand(
  act: Act,
  input: { id: string; hold: string; reason: string },
): Promise<{ id: string }> {
  const row = await find<HoldRow>(act.db, 'sample_holds', { id: input.hold });
  if (!row) return refuse('record.missing', { what: input.hold }, undefined, 'missing');
  if (row.ref_entity !== 'samples' || row.released_at !== null)
    refuse('custody.hold-follows', {}, undefined, 'conflict');
  await act.update<HoldRow>(
    'sample_holds',
    row,
    { released_at: act.now, released_by: act.user.id, release_reason: input.reason },
    { reason: input.reason },
  );
  return { id: input.id };
}
