import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';

/** Asserts that `work` is refused for exactly these reasons and returns the refusal. */
export function refused(work: () => unknown, ...ids: string[]): Refusal {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.reasons.map(({ id }) => id)).to.deep.equal(ids);
    return error;
  }
  throw new Error(`expected a refusal: ${ids.join(', ')}`);
}
