import { expect } from 'chai';
import { type Example, exampleFaults, runExample, sealOf } from '../../lib/catalogue/index.ts';
import { definitions } from '../forms/support.ts';

/** Every text of a value with the path to it. */
function texts(value: unknown, path: string[] = []): [string[], string][] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, [...path, key]));
}

/** A copy with the digit at `place` of one text turned into the next one. */
function mutated(example: Example, path: string[], place: number): Example {
  const copy = structuredClone(example);
  let branch = copy as unknown as Record<string, unknown>;
  for (const key of path.slice(0, -1)) branch = branch[key] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  const text = String(branch[last]);
  branch[last] = text.slice(0, place) + String((Number(text[place]) + 1) % 10) + text.slice(place + 1);
  return copy;
}

const digits = (text: string): number[] => [...text.matchAll(/\d/g)].map(({ index }) => index);

describe('a worked example with one digit changed', () => {
  const { parameters, form } = definitions();

  it('breaks its seal: any digit of the first example of each form, and one digit of every example', function () {
    this.timeout(120_000);
    const seen = new Set<string>();
    let changed = 0;
    for (const { code, form: own, examples } of parameters.values())
      for (const [i, example] of examples.entries()) {
        const all = texts({ ...example, seal: undefined }).flatMap(([path, text]) =>
          digits(text).map((place) => ({ path, place })),
        );
        // Each example at another place, so that all together reach every kind of field.
        const one = all[(changed * 7) % all.length];
        const tried = seen.has(own) ? (one ? [one] : []) : all;
        seen.add(own);
        for (const { path, place } of tried) {
          changed += 1;
          if (sealOf(mutated(example, path, place)) === example.seal)
            expect.fail(`${code} #${i + 1}: ${path.join('.')} may change at ${place}`);
        }
      }
    expect(changed).to.be.greaterThan(5_000);
  });

  it('no longer agrees with what is computed, if it stands in the expected result', function () {
    this.timeout(120_000);
    for (const parameter of parameters.values()) {
      const definition = form(parameter.form);
      const example = parameter.examples.find(({ expect: { exact } }) => exact !== undefined);
      if (!example) continue;
      for (const path of [
        ['expect', 'exact'],
        ['expect', 'result'],
      ])
        for (const [own, text] of texts(example).filter(([found]) => found.join() === path.join())) {
          const [place = 0] = digits(text).reverse();
          const wrong = runExample(definition, parameter, mutated(example, own, place));
          expect(wrong, `${parameter.code}: ${path.join('.')}`).to.not.equal(undefined);
        }
    }
  });

  it('is told by the check of the definitions', () => {
    const [parameter] = parameters.values();
    const [example] = parameter?.examples ?? [];
    if (!parameter || !example) throw new Error('no example');
    const [path, text] = texts(example.readings)[0] ?? [[], ''];
    const wrong = mutated(example, ['readings', ...path], digits(text)[0] ?? 0);
    const faults = exampleFaults({ examples: [wrong, ...parameter.examples.slice(1)] });
    expect(faults.map(({ detail }) => detail)).to.include(
      'seal: something in this example was changed since it was sealed',
    );
  });
});
