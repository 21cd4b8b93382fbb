import type { Readings } from '../../forms/index.ts';
import { headed } from '../registers.ts';
import { type Furnishing, HEAD, onDay, type Step } from './index.ts';

interface Test {
  id: string;
  seq: number;
  version: number;
  hash: string;
}

interface Batch {
  tests: { id: string }[];
  portions: { code: string }[];
}

const ANALYST = 'jian2';
const REVIEWER = 'fuhe';

/** Typical readings of a parameter from its own worked example. */
function readingsOf({ catalogue }: Furnishing, code: string): Readings {
  const { examples } = catalogue.parameter(code);
  const worked = examples.find(({ kind }) => kind === 'typical') ?? examples.find(({ kind }) => kind === 'published');
  return worked?.readings ?? {};
}

/**
 * A batch of the institute's own over the ordinary bench, which knows nothing of it: assigned on the first day, recorded on the next,
 * signed, reviewed and approved on the third.
 */
export function benchSteps(
  furnishing: Furnishing,
  from: number,
  codes: readonly string[],
  batch: () => string,
): Step[] {
  const { player, inUse, head } = furnishing;
  let tests: Test[] = [];
  let portion = '';
  const named = () => tests.map(({ id, hash }) => ({ id, hash }));
  return [
    ...onDay(furnishing, from, 960, async () => {
      const shown = await player.read<Batch>(HEAD, 'sample.show', { id: batch() });
      portion = shown.portions[0]?.code ?? '';
      const given = { id: batch(), tests: shown.tests.map(({ id }) => id), analyst: player.user(ANALYST).id };
      ({ tests } = await player.act<{ tests: Test[] }>(HEAD, 'test.assign', given));
    }),
    ...onDay(furnishing, from - 1, 1010, async (day) => {
      for (const test of tests) {
        const { common, ...own } = readingsOf(furnishing, codes[test.seq - 1] ?? '');
        const readings = headed(inUse, { ...own, common: { ...head, ...(common as Readings) } }, portion, day);
        const input = { id: test.id, version: test.version, readings };
        Object.assign(test, (await player.act<{ test: Test }>(ANALYST, 'test.record', input)).test);
      }
    }),
    ...onDay(furnishing, from - 2, 540, async () => {
      ({ tests } = await player.act<{ tests: Test[] }>(ANALYST, 'test.submit-set', { tests: named() }));
    }),
    ...onDay(furnishing, from - 2, 840, async () => {
      // One by one: whatever is unusual in a record is looked at on its own page.
      for (const { id, hash } of tests) await player.act(REVIEWER, 'test.review-one', { id, hash });
    }),
    ...onDay(furnishing, from - 2, 900, () => player.act(HEAD, 'sample.approve', { id: batch(), hashes: named() })),
  ];
}
