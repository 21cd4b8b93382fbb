import { follow } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { setTerms } from './custody.ts';
import { sampleMachine } from './machine.ts';
import type { SampleRow } from './rows.ts';
import { sampleOf } from './store.ts';

/** Whether the testing of a batch can still be ended without a result. */
export const terminable = ({ state }: Pick<SampleRow, 'state'>): boolean =>
  sampleMachine.moves.terminate.from.includes(state);

/**
 * Ends the testing of a batch before it has results (domain 9): its clocks stop, its number stays used. Two persons have decided it.
 * @throws Refusal 'missing', `termination.state`
 */
export async function terminate(act: Act, sampleId: string, reason: string): Promise<SampleRow> {
  const sample = await sampleOf(act.db, sampleId);
  if (!terminable(sample)) refuse('termination.state', { number: sample.number }, undefined, 'conflict');
  const state = follow(sampleMachine, 'terminate', sample);
  const ended = await act.update<SampleRow>('samples', sample, { state }, { reason });
  await stopClocks(act, 'samples', sample.id, 'cancelled', reason);
  await setTerms(act, sample);
  return ended;
}
