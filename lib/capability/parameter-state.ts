import { refuse } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { changeState } from './change.ts';
import { type CapabilityRow, type CapabilityState, capabilitiesOf } from './rows.ts';

export interface ParameterChange {
  fromDay: string;
  reason: string;
}

/**
 * Takes a parameter out of use in every scheme that holds it, from a day on: a failed proficiency test takes the marks off the reports at
 * once (检验检测机构能力验证管理办法; domain 10 item 31).
 * @returns the lines that were suspended; none where the annex does not hold the parameter
 * @throws Refusal of the state machine
 */
export const suspendParameter = (act: Act, code: string, change: ParameterChange): Promise<CapabilityRow[]> =>
  moveAll(act, code, 'suspend', 'held', change);

/**
 * Puts a suspended parameter back into use. @throws Refusal `capability.restore-own` for the person who suspended it,
 * `capability.not-suspended` where no line is suspended
 */
export async function restoreParameter(act: Act, code: string, change: ParameterChange): Promise<CapabilityRow[]> {
  const restored = await moveAll(act, code, 'restore', 'suspended', change);
  return restored.length > 0 ? restored : refuse('capability.not-suspended', { code }, undefined, 'conflict');
}

async function moveAll(
  act: Act,
  code: string,
  stateMove: 'suspend' | 'restore',
  from: CapabilityState,
  change: ParameterChange,
): Promise<CapabilityRow[]> {
  const moved: CapabilityRow[] = [];
  for (const { id, version, state } of await capabilitiesOf(act.db, { parameter_code: code })) {
    if (state === from) moved.push(await changeState(act, { id, version, stateMove, ...change }));
  }
  return moved;
}
