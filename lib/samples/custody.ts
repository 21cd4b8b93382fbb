import type { Knex } from 'knex';
import { follow } from '../core/machine.ts';
import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import { decode, find, list, type TableName } from '../kernel/tables.ts';
import type { Act, Lang, Query, Row } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { findSampling, type PortionRow, type PortionState, places } from '../samplings/index.ts';
import { retainUntil } from './custody-rules.ts';
import { portionMachine } from './machine.ts';
import type { SampleRow } from './rows.ts';
import { sampleOf } from './store.ts';

/** Where and how long a sealed portion is kept; `due_on` null until its batch has a report. */
export interface RetentionRow extends Row {
  portion_id: string;
  sample_id: string;
  due_on: string | null;
  rule: string | null;
  basis: string | null;
  room: string | null;
  rack: string | null;
  box: string | null;
  position: string | null;
  condition: string | null;
  keeper_id: string | null;
  created_at: string;
}

/** A portion changed hands (domain 2.7): from, to, condition, time, and both who gave and who took it. */
export interface MoveRow extends Row {
  portion_id: string;
  sample_id: string;
  kind: 'move' | 'hand-over' | 'receipt' | 'disposal';
  from_place: string;
  to_place: string;
  condition: string;
  seal_intact: 0 | 1;
  giver_id: string | null;
  giver: string;
  receiver_id: string | null;
  receiver: string;
  on_day: string;
  note: string | null;
  /** When the taker confirmed it with his own account; people outside the institute sign on paper. */
  confirmed_at: string | null;
  ref_entity: string | null;
  ref_id: string | null;
  created_at: string;
}

export const conditions = ['room', 'cool', 'dark-cool', 'cold', 'frozen'] as const;

/** What the refusal of a portion that is not in the store names. */
export const notKept = (lang: Lang, { seal_no, state }: Pick<PortionRow, 'seal_no' | 'state'>) => ({
  seal: seal_no,
  state: t(lang, `state.${state}`),
});

/** Notes that a sealed portion is in the store. */
export async function retain(act: Act, portion: PortionRow, sampleId: string): Promise<void> {
  const empty = { due_on: null, rule: null, basis: null, room: null, rack: null, box: null, position: null };
  await act.insert<RetentionRow>('retentions', {
    ...empty,
    portion_id: portion.id,
    sample_id: sampleId,
    condition: null,
    keeper_id: null,
  });
}

/** Sets the terms of the portions of a batch from a day on: that of its report, or of the end of its testing. A term is never shortened. */
export async function setTerms(act: Act, sample: SampleRow, from: string = act.today): Promise<void> {
  const sampling = await findSampling(act.db, sample.sampling_id);
  const term = sampling && retainUntil(act.app, sampling, sample.verdict, from);
  if (!term) return;
  const rows = await list<RetentionRow>(act.db, 'retentions', { sample_id: sample.id }, 'id');
  for (const row of rows.filter(({ due_on }) => due_on === null || due_on < term.dueOn))
    await act.update<RetentionRow>('retentions', row, {
      due_on: term.dueOn,
      rule: term.rule.id,
      basis: term.rule.basis,
    });
}

/** A portion, held against others until the act is done. @throws Refusal `record.missing`, `record.stale` for another version than was read */
export async function heldPortion(act: Act, id: string, version?: number): Promise<PortionRow & { sample_id: string }> {
  const query = act.db('portions').where({ id }).first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  const row = found && decode<PortionRow>('portions', found);
  if (!row?.sample_id) return refuse('record.missing', { what: id }, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  return { ...row, sample_id: row.sample_id };
}

/** The retention of a portion; one from before they were kept is made now. */
export async function retentionOf(act: Act, portion: PortionRow & { sample_id: string }): Promise<RetentionRow> {
  const where = { portion_id: portion.id };
  const row = await find<RetentionRow>(act.db, 'retentions', where);
  if (!row) await retain(act, portion, portion.sample_id);
  return (
    row ?? (await find<RetentionRow>(act.db, 'retentions', where)) ?? refuse('record.missing', { what: portion.id })
  );
}

/** The day after which goods may no longer serve by their own label, or null. */
export async function expiryOf(db: Knex, samplingId: string): Promise<string | null> {
  const sampling = await findSampling(db, samplingId);
  const stated = String(sampling?.fields.expiryDate ?? '');
  return /^\d{4}-\d{2}-\d{2}$/.test(stated) ? stated : null;
}

/**
 * What stands against using a portion for a re-inspection: it must be the backup, sealed, in the store, and its goods not expired (domain 1.7:
 * only the sealed backup of the first laboratory).
 */
export async function backupFaults(
  { db, today, user }: Pick<Query, 'db' | 'today' | 'user'>,
  sampleId: string,
  portionId?: string | null,
): Promise<{ portion: PortionRow | null; reasons: Reason[] }> {
  const fault = (why: Exclude<PortionState, 'retained'> | 'none' | 'broken' | 'expired', expiry = ''): Reason => ({
    id: 'reinspection.portion',
    field: 'portion',
    params: { why: t(user.lang, `custody.why.${why}`, { expiry }) },
  });
  const all = await list<PortionRow>(db, 'portions', { sample_id: sampleId }, 'n');
  const backups = all.filter(({ role }) => role !== 'test');
  const portion = portionId
    ? backups.find((one) => one.id === portionId)
    : (backups.find(({ state, role }) => state === 'retained' && role === 'check') ??
      backups.find(({ state }) => state === 'retained'));
  if (!portion) return { portion: null, reasons: [fault('none')] };
  if (portion.state !== 'retained') return { portion, reasons: [fault(portion.state)] };
  const broken: object | undefined = await db('custody_moves')
    .where({ portion_id: portion.id, seal_intact: 0 })
    .first('id');
  if (broken) return { portion, reasons: [fault('broken')] };
  const expiry = await expiryOf(db, portion.sampling_id);
  return expiry !== null && expiry < today
    ? { portion, reasons: [fault('expired', expiry)] }
    : { portion, reasons: [] };
}

export interface HandOverInput {
  portion: PortionRow & { sample_id: string };
  receiver: string;
  receiverUnit: string;
  condition: string;
  sealIntact: boolean;
  note: string;
  ref: { entity: TableName; id: string };
}

/** Gives a sealed portion out of the store to the laboratory that re-inspects it. */
export async function handOver(act: Act, input: HandOverInput): Promise<PortionRow> {
  const { portion, ref } = input;
  await act.insert<MoveRow>('custody_moves', {
    portion_id: portion.id,
    sample_id: portion.sample_id,
    kind: 'hand-over',
    from_place: portion.place,
    to_place: places.handedOver,
    condition: input.condition,
    seal_intact: input.sealIntact ? 1 : 0,
    giver_id: act.user.id,
    giver: act.user.name,
    receiver_id: null,
    receiver: `${input.receiverUnit} ${input.receiver}`.trim(),
    on_day: act.today,
    note: input.note,
    confirmed_at: null,
    ref_entity: ref.entity,
    ref_id: ref.id,
  });
  const state = follow(portionMachine, 'handOver', portion);
  return act.update<PortionRow>('portions', portion, { state, place: places.handedOver });
}

export interface MoveInput {
  id: string;
  version: number;
  toPlace: 'retention' | 'reception';
  room?: string;
  rack?: string;
  box?: string;
  position?: string;
  condition: (typeof conditions)[number];
  sealIntact: boolean;
  receiver: string;
  note?: string;
}

/**
 * Moves a retained portion within the institute; the one who takes it confirms with his own account.
 * @throws Refusal `custody.not-kept`, `custody.receiver` when the taker is the giver or nobody, `custody.broken-note`
 */
export async function movePortion(act: Act, input: MoveInput): Promise<PortionRow> {
  const portion = await heldPortion(act, input.id, input.version);
  if (portion.state !== 'retained') refuse('custody.not-kept', notKept(act.user.lang, portion), undefined, 'conflict');
  const receiver = await act
    .db('users')
    .where({ id: input.receiver, active: 1 })
    .first<{ name: string } | undefined>('name');
  if (!receiver || input.receiver === act.user.id) return refuse('custody.receiver', {}, 'receiver');
  if (!input.sealIntact && !input.note?.trim()) refuse('custody.broken-note', {}, 'note');
  const retention = await retentionOf(act, portion);
  const text = (value: string | undefined): string | null => value?.trim() || null;
  const spot = { room: text(input.room), rack: text(input.rack), box: text(input.box), position: text(input.position) };
  await act.insert<MoveRow>('custody_moves', {
    portion_id: portion.id,
    sample_id: portion.sample_id,
    kind: 'move',
    from_place: [portion.place, ...spotOf(retention)].join(' '),
    to_place: [input.toPlace, ...spotOf(spot)].join(' '),
    condition: input.condition,
    seal_intact: input.sealIntact ? 1 : 0,
    giver_id: act.user.id,
    giver: act.user.name,
    receiver_id: input.receiver,
    receiver: receiver.name,
    on_day: act.today,
    note: text(input.note),
    ...{ confirmed_at: null, ref_entity: null, ref_id: null },
  });
  const keeper = { ...spot, condition: input.condition, keeper_id: input.receiver };
  await act.update<RetentionRow>('retentions', retention, keeper);
  return act.update<PortionRow>('portions', portion, { place: places[input.toPlace] });
}

const spotOf = (at: Pick<RetentionRow, 'room' | 'rack' | 'box' | 'position'>): string[] =>
  [at.room, at.rack, at.box, at.position].filter((one) => one !== null);

/** The second signature of a move. @throws Refusal `record.missing`, `custody.not-receiver`, `custody.confirmed` */
export async function confirmMove(act: Act, id: string): Promise<MoveRow> {
  const row = await find<MoveRow>(act.db, 'custody_moves', { id });
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  if (row.receiver_id !== act.user.id) refuse('custody.not-receiver', { name: row.receiver }, undefined, 'forbidden');
  if (row.confirmed_at !== null) refuse('custody.confirmed', {}, undefined, 'conflict');
  return act.update<MoveRow>('custody_moves', row, { confirmed_at: act.now });
}

/** Prolongs the term of a portion. @throws Refusal `custody.shorter` */
export async function prolong(
  act: Act,
  input: { id: string; version: number; dueOn: string; reason: string },
): Promise<PortionRow> {
  const portion = await heldPortion(act, input.id, input.version);
  if (portion.state !== 'retained') refuse('custody.not-kept', notKept(act.user.lang, portion), undefined, 'conflict');
  const row = await retentionOf(act, portion);
  if (row.due_on === null) await setTerms(act, await sampleOf(act.db, portion.sample_id));
  const now = await retentionOf(act, portion);
  if (now.due_on !== null && input.dueOn <= now.due_on) refuse('custody.shorter', { due: now.due_on }, 'dueOn');
  await act.update<RetentionRow>('retentions', now, { due_on: input.dueOn }, { reason: input.reason });
  return portion;
}
