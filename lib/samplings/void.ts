import { next } from '../core/machine.ts';
import { Refusal } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { samplingMachine } from './machine.ts';
import type { SamplingRow, SamplingState } from './rows.ts';
import { findSampling } from './store.ts';

/**
 * Withdraws a sampling that has not been received; the number stays used (domain 8.2: gaps are explained by a void record).
 * @throws Refusal 'missing', 'stale', or the reasons of the machine
 */
export async function voidSampling(
  act: Act,
  input: { id: string; version: number; reason: string },
): Promise<{ id: string; state: SamplingState; version: number }> {
  const sampling = await currentSampling(act, input);
  const state = next(samplingMachine, 'void', sampling, actorOf(act.user));
  const { id, version } = await act.update('samplings', sampling, { state }, { reason: input.reason });
  return { id, state, version };
}

/** The sampling as the person saw it. @throws Refusal 'missing', or 'stale' with the values that stand now */
export async function currentSampling(
  act: Act,
  { id, version }: { id: string; version: number },
): Promise<SamplingRow> {
  const sampling = await findSampling(act.db, id);
  if (!sampling) throw new Refusal([{ id: 'record.missing', params: { what: id } }], 'missing');
  if (sampling.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', sampling);
  return sampling;
}
