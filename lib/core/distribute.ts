/** A test that waits for an analyst. `method`: tests of one method are better done by one person. */
export interface Waiting {
  id: string;
  method: string;
}

/** An analyst with the tests that he has open. */
export interface Worker {
  id: string;
  open: number;
}

/** Whom a test is proposed for; null where nobody may do it. */
export interface Share {
  test: string;
  analyst: string | null;
}

/**
 * Proposes who does which test: only somebody who may (never a sampler, never one who is not authorised), the one with the fewest tests;
 * of equals the one who already has this method in the same lot, then the first in the list. Tests that few may do are given first, so
 * that no one is kept for a test that many could do. The answer has the order of the tests. Loads are counts of tests.
 */
export function distribute(
  tests: readonly Waiting[],
  workers: readonly Worker[],
  may: (worker: string, test: string) => boolean,
): Share[] {
  const load = new Map(workers.map(({ id, open }) => [id, open]));
  const able = new Map(tests.map(({ id }) => [id, workers.filter((worker) => may(worker.id, id))]));
  const methods = new Set<string>();
  const given = new Map<string, string>();
  const scarce = [...tests].sort((a, b) => (able.get(a.id)?.length ?? 0) - (able.get(b.id)?.length ?? 0));
  for (const { id, method } of scarce) {
    const chosen = lightest(able.get(id) ?? [], load, (worker) => methods.has(`${worker} ${method}`));
    if (chosen === undefined) continue;
    given.set(id, chosen);
    methods.add(`${chosen} ${method}`);
    load.set(chosen, (load.get(chosen) ?? 0) + 1);
  }
  return tests.map(({ id }) => ({ test: id, analyst: given.get(id) ?? null }));
}

function lightest(
  workers: readonly Worker[],
  load: ReadonlyMap<string, number>,
  knows: (worker: string) => boolean,
): string | undefined {
  const least = Math.min(...workers.map(({ id }) => load.get(id) ?? 0));
  const equals = workers.filter(({ id }) => (load.get(id) ?? 0) === least);
  return (equals.find(({ id }) => knows(id)) ?? equals[0])?.id;
}
