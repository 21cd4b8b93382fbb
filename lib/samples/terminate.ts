import { next } from '../core/machine.ts';
import { Refusal } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { setTerms } from './custody.ts';
import { sampleMachine } from './machine.ts';
import type { SampleRow, SampleState } from './rows.ts';
import { sampleOf } from './store.ts';

/**
 * Ends the testing of a batch before it has results (domain 9): its clocks stop, its number stays used.
 * @throws Refusal 'missing', 'stale', or the reasons of the machine
 */
export async function terminate(
  act: Act,
  input: { id: string; version: number; reason: string },
): Promise<{ id: string; state: SampleState; version: number }> {
  const sample = await sampleOf(act.db, input.id);
  if (sample.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale', sample);
  const state = next(sampleMachine, 'terminate', sample, actorOf(act.user));
  const { id, version } = await act.update<SampleRow>('samples', sample, { state }, { reason: input.reason });
  await stopClocks(act, 'samples', id, 'cancelled', input.reason);
  await setTerms(act, sample);
  return { id, state, version };
}
