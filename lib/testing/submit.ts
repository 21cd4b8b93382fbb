import { type Reason, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { barred, moved, type Named, named, refuseOld } from './signing.ts';
import { held } from './store.ts';
import { contentHash, type TestRow } from './test.ts';
import { signedOddities } from './unusual-signed.ts';

/**
 * The analyst signs one finished record and hands it to review.
 * @throws Refusal `submit.missing` once for each reading that is still empty, `record.gate` and its kin for what keeps it from a result, `submit.undecided`, `test.not-mine`
 */
export async function submit(act: Act, { id, version }: { id: string; version: number }): Promise<TestRow> {
  const test = await held<TestRow>(act, 'tests', id);
  refuseOld(test, version);
  if (test.state === 'testing' || test.state === 'returned') refuseAll(stillMissing(test, act.user.lang), 'conflict');
  const state = await moved(act, test, 'submit');
  refuseAll(await barred(act, id, 'submit'), 'conflict');
  await act.sign('test', [{ entity: 'tests', id, hash: contentHash(test) }]);
  const oddities = (await signedOddities(act, [test])).get(id) ?? [];
  const done = await act.update<TestRow>('tests', test, { ...submitted(act), state, oddities });
  await act.app.submitted?.(act, [done.id]);
  return done;
}

/** One password signs a set of finished records, each bound by the hash of what the analyst saw. */
export async function submitSet(act: Act, list: readonly Named[]): Promise<TestRow[]> {
  const ready = await named(act, list, 'submit');
  await act.sign(
    'test',
    ready.map(({ test }) => ({ entity: 'tests', id: test.id, hash: contentHash(test) })),
  );
  const found = await signedOddities(
    act,
    ready.map(({ test }) => test),
  );
  const done: TestRow[] = [];
  for (const { test, state } of ready) {
    const oddities = found.get(test.id) ?? [];
    done.push(await act.update<TestRow>('tests', test, { ...submitted(act), state, oddities }));
  }
  await act.app.submitted?.(
    act,
    done.map(({ id }) => id),
  );
  return done;
}

/** With the signature the reviewer's marks are done with; the trail keeps them. */
const submitted = ({ now }: Act): Pick<TestRow, 'submitted_at' | 'returned_reason' | 'returned_cells'> => ({
  ...{ submitted_at: now, returned_reason: null, returned_cells: null },
});

/** Everything that a record lacks or that keeps it from a result, each at its field. */
export function stillMissing({ outcome }: TestRow, lang: 'zh' | 'en'): Reason[] {
  const missing = outcome?.missing ?? [];
  return [
    ...missing.map(({ field, label }) => ({ id: 'submit.missing', field, params: { label: label[lang] } })),
    ...(outcome?.problems ?? []),
  ];
}
