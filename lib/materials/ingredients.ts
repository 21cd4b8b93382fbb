import { type Reason, Refusal, refuseAll } from '../core/refusal.ts';
import { list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { amountOf, enter } from './ledger.ts';
import { type Kind, type MaterialRow, type MoveRow, type ParentRow, traits } from './rows.ts';
import type { Lot } from './standing.ts';
import { heldMaterial, materialOf, usable } from './store.ts';
import { converted } from './units.ts';

/** A line of what a lot is made from, as typed: the number of the lot and how much of it goes in. */
export interface Ingredient {
  lot?: string;
  amount?: string;
  /** That of the lot where none is given. */
  unit?: string;
}

/** A parent and how much of it was taken, in its own unit; null where nothing is taken off (a strain is passed on). */
export interface Taken {
  lot: Lot;
  amount: string | null;
  field: string;
}

/**
 * The lots that something is made from, all of them usable on the day of making. What is made in the laboratory says how much of each.
 * @throws Refusal `material.unknown`, `material.parent-twice`, `material.parent-amount`, `material.unit`, every reason against a parent
 */
export async function takenOf(act: Act, kind: Kind, typed: readonly Ingredient[], on: string): Promise<Taken[]> {
  const reasons: Reason[] = [];
  const taken: Taken[] = [];
  for (const [i, { lot: number = '', amount, unit }] of typed.entries()) {
    const field = `ingredients.${i}`;
    const wanted = number.trim().toUpperCase();
    if (wanted === '') {
      if (amount !== undefined) reasons.push({ id: 'material.parent-lot', field: `${field}.lot` });
      continue;
    }
    try {
      const lot = await usable(act.db, wanted, on, `${field}.lot`);
      if (taken.some(({ lot: other }) => other.row.id === lot.row.id))
        reasons.push({ id: 'material.parent-twice', field: `${field}.lot`, params: { lot: wanted } });
      else taken.push({ lot, amount: measured(kind, lot, amount, unit, field), field: `${field}.amount` });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reasons.push(...error.reasons);
    }
  }
  refuseAll(reasons);
  return taken;
}

function measured(kind: Kind, { row }: Lot, amount: string | undefined, unit: string | undefined, field: string) {
  if (amount !== undefined)
    return converted(amountOf(amount, `${field}.amount`), unit ?? row.unit, row.unit, `${field}.unit`);
  if (!traits[kind].made) return null;
  const params = { lot: row.number, unit: row.unit };
  throw new Refusal([{ id: 'material.parent-amount', field: `${field}.amount`, params }]);
}

/**
 * Writes what a lot was made from and takes it off the stock of each parent. What a controlled chemical gives waits for the second
 * key; until it is turned the new lot is blocked. Returns the new lot as it stands then.
 * @throws Refusal `material.too-much`, `material.closed`
 */
export async function takeParents(act: Act, child: MaterialRow, taken: readonly Taken[]): Promise<MaterialRow> {
  const waiting: string[] = [];
  for (const { lot, amount, field } of taken) {
    await act.insert<ParentRow>('material_parents', { material_id: child.id, parent_id: lot.row.id });
    if (amount === null) continue;
    const purpose = t('zh', 'material.purposeMade', { number: child.number, name: child.name });
    const line = { kind: 'issue', amount, purpose, child_id: child.id } as const;
    const { move } = await enter(act, await heldMaterial(act, lot.row.id), line).catch((error: unknown) => {
      throw error instanceof Refusal ? new Refusal(onField(error.reasons, field, lot), error.kind) : error;
    });
    if (move.state === 'waiting') waiting.push(lot.row.number);
  }
  if (waiting.length === 0) return child;
  const reason = awaited(waiting);
  return act.update<MaterialRow>('materials', child, { blocked: { reason, by: act.user.name, on: act.today } });
}

const onField = (reasons: readonly Reason[], field: string, { row }: Lot): Reason[] =>
  reasons.map((reason) =>
    reason.id === 'material.too-much'
      ? { id: 'material.parent-too-much', field, params: { ...reason.params, lot: row.number, unit: row.unit } }
      : { ...reason, field },
  );

/** After the second key decided on what a controlled chemical gave: the new lot is free when nothing waits, and stays blocked when it was declined. */
export async function decidedFor(act: Act, childId: string, { state, material_id }: MoveRow): Promise<void> {
  const child = await materialOf(act.db, childId);
  const parent = await materialOf(act.db, material_id);
  const by = { by: act.user.name, on: act.today };
  if (state === 'declined') {
    const reason = t('zh', 'material.secondKeyDeclined', { lot: parent.number });
    await act.update<MaterialRow>('materials', child, { blocked: { reason, ...by } });
    return;
  }
  const lines = await list<MoveRow>(act.db, 'material_moves', { child_id: childId }, 'id');
  const controlled = lines.filter((line) => line.second_id !== null || line.state !== 'done');
  const numbers: string[] = [];
  for (const line of controlled) numbers.push((await materialOf(act.db, line.material_id)).number);
  // A block for another reason stays.
  if (child.blocked?.reason === awaited(numbers) && lines.every((line) => line.state === 'done'))
    await act.update<MaterialRow>('materials', child, { blocked: null });
}

const awaited = (lots: readonly string[]): string => t('zh', 'material.secondKeyAwaited', { lots: lots.join(' ') });
