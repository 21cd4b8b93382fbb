import { Refusal, refuse } from '../core/refusal.ts';
import { rowHash } from '../kernel/action.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { decidedFor } from './ingredients.ts';
import { count } from './ledger.ts';
import type { MoveRow } from './rows.ts';
import { heldMaterial } from './store.ts';

export interface ConfirmInput {
  id: string;
  move: string;
  decision: 'done' | 'declined';
}

/**
 * The second key of a controlled chemical (双人双锁): another person signs with the password, or declines.
 * @throws Refusal `material.not-waiting`, `material.two-keys` for the person who entered the line, `material.too-much`
 */
export async function confirm(act: Act, input: ConfirmInput): Promise<MoveRow> {
  const lot = await heldMaterial(act, input.id);
  const line = await find<MoveRow>(act.db, 'material_moves', { id: input.move, material_id: lot.id });
  if (line?.state !== 'waiting') return refuse('material.not-waiting', {}, 'move', 'conflict');
  if (line.by_id === act.user.id) throw new Refusal([{ id: 'material.two-keys' }], 'forbidden');
  const done =
    input.decision === 'done'
      ? (await count(act, lot, line, act.user.id)).move
      : await act.update<MoveRow>('material_moves', line, { state: 'declined', second_id: act.user.id });
  if (line.child_id !== null) await decidedFor(act, line.child_id, done);
  await act.sign('approve', [{ entity: 'material_moves', id: done.id, hash: rowHash('material_moves', done) }]);
  return done;
}
