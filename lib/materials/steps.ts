import { dec } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { MaterialRow, MoveRow } from './rows.ts';
import { validTo } from './rules.ts';
import { heldMaterial } from './store.ts';

interface Read {
  id: string;
  version: number;
}

/** Days of what happened to a lot: not before it came, not after today. @throws Refusal `material.future`, `material.before` */
export function refuseDay(act: Act, lot: Pick<MaterialRow, 'received_on'>, date: string, field: string): void {
  if (date > act.today) refuse('material.future', { date, today: act.today }, field);
  if (date < lot.received_on) refuse('material.before', { date, received: lot.received_on }, field);
}

/** Records that a lot was opened; what the rules allow after opening then ends it, if that is sooner. @throws Refusal `material.opened` */
export async function open(act: Act, { id, version, openedOn }: Read & { openedOn: string }): Promise<MaterialRow> {
  const lot = await heldMaterial(act, id, version);
  if (lot.opened_on !== null) refuse('material.opened', { date: lot.opened_on }, 'openedOn', 'conflict');
  refuseDay(act, lot, openedOn, 'openedOn');
  const valid_to = validTo(act.app.config.root, { ...lot, opened_on: openedOn });
  return act.update<MaterialRow>('materials', lot, { opened_on: openedOn, valid_to });
}

/** Blocks a lot, and with it all that was made from it; or lifts the block. Either needs a reason. @throws Refusal `material.blocked-already`, `material.not-blocked` */
export async function block(
  act: Act,
  { id, version, reason, blocked }: Read & { reason: string; blocked: 'yes' | 'no' },
): Promise<MaterialRow> {
  const lot = await heldMaterial(act, id, version);
  if (blocked === 'yes' && lot.blocked) refuse('material.blocked-already', {}, undefined, 'conflict');
  if (blocked === 'no' && !lot.blocked) refuse('material.not-blocked', {}, undefined, 'conflict');
  const state = blocked === 'yes' ? { reason, by: act.user.name, on: act.today } : null;
  return act.update<MaterialRow>('materials', lot, { blocked: state }, { reason });
}

export interface SuitabilityInput extends Read {
  doneOn: string;
  conclusion: 'fit' | 'unfit';
  note: string;
}

/** 培养基适用性检查: recorded before use; the latest one decides. @throws Refusal `material.not-media` */
export async function judge(act: Act, input: SuitabilityInput): Promise<MaterialRow> {
  const lot = await heldMaterial(act, input.id, input.version);
  if (lot.kind !== 'media') refuse('material.not-media', { lot: lot.number });
  refuseDay(act, lot, input.doneOn, 'doneOn');
  const { doneOn: on, note } = input;
  const suitability = [...lot.suitability, { on, fits: input.conclusion === 'fit', note, by: act.user.name }];
  return act.update<MaterialRow>('materials', lot, { suitability });
}

export const MEGABYTES = 10;
const starts: [type: string, bytes: string][] = [
  ['application/pdf', '%PDF-'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
];

/** Keeps the certificate by its hash; a later one takes its place, the trail keeps both. @throws Refusal `material.file` */
export async function certify(act: Act, { id, version, file }: Read & { file: Upload }): Promise<MaterialRow> {
  const lot = await heldMaterial(act, id, version);
  const body = Buffer.from(file.data, 'base64');
  const [type] =
    starts.find(([, start]) => body.toString('latin1', 0, start.length) === start) ??
    refuse('material.file', {}, 'file');
  const name = (file.name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'certificate';
  const hash = act.app.files.put(body);
  await act
    .db('files')
    .insert({ hash, name, type, size: body.length, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return act.update<MaterialRow>('materials', lot, { certificate: { hash, name, type } });
}

/**
 * Closes a lot that is used up or disposed of. Nothing may be left, nothing may wait, and every issue of a controlled chemical is accounted for.
 * @throws Refusal `material.not-zero`, `material.open-lines`
 */
export async function close(act: Act, { id, version, reason }: Read & { reason: string }): Promise<MaterialRow> {
  const lot = await heldMaterial(act, id, version);
  const moves = await list<MoveRow>(act.db, 'material_moves', { material_id: id }, 'id');
  const open = openLines(lot, moves).length;
  if (open > 0) refuse('material.open-lines', { count: open }, undefined, 'conflict');
  if (!dec(lot.balance).isZero())
    refuse('material.not-zero', { balance: lot.balance, unit: lot.unit }, undefined, 'conflict');
  return act.update<MaterialRow>('materials', lot, { closed_on: act.today }, { reason });
}

/** Lines that still want somebody: those that wait for the second key, and issues of a controlled chemical not accounted for. */
export const openLines = (lot: Pick<MaterialRow, 'kind'>, moves: readonly MoveRow[]): MoveRow[] =>
  moves.filter(
    ({ state, kind, settled }) =>
      state === 'waiting' || (lot.kind === 'controlled' && kind === 'issue' && state === 'done' && settled === 0),
  );
