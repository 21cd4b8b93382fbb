import { follow } from '../core/machine.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { type InternalRow, internalOf, type SampleRow, sampleMachine } from '../samples/index.ts';
import type { Approved } from '../testing/index.ts';

/** What the owner of an internal sample does with its results, in the transaction of the approval. */
export type Completed = (act: Act, internal: InternalRow) => Promise<unknown>;

/**
 * After the approval of a batch: an internal one goes back to whoever ordered it and never becomes a customer's report (domain 1.2 NB);
 * every other goes on as before.
 */
export const internalOr =
  (ordinary: Approved, owners: Readonly<Record<string, Completed>>): Approved =>
  async (act, sampleId) => {
    const internal = await internalOf(act.db, sampleId);
    if (!internal) return ordinary(act, sampleId);
    const sample = await find<SampleRow>(act.db, 'samples', { id: sampleId });
    // Nothing more is due of it: its results have gone to whoever ordered them.
    if (sample) await act.update<SampleRow>('samples', sample, { state: follow(sampleMachine, 'issue', sample) });
    const done = await act.update<InternalRow>('internal_samples', internal, { completed_at: act.now });
    return owners[internal.owner_kind]?.(act, done);
  };
