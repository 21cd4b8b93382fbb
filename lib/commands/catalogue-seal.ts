import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue, type Parameter, runExample, sealOf } from '../catalogue/index.ts';
import type { Config } from '../kernel/config.ts';
import { print, say } from './console.ts';

/**
 * Writes the seals of the worked examples of the parameters named (all, with `--all`) into their files. An example that does not
 * come out as it says is not sealed. Exit code 1 when one was left.
 */
export function sealExamples({ root }: Pick<Config, 'root'>, codes: string[]): number {
  const loaded = loadCatalogue(root);
  const wanted = codes.includes('--all') ? [...loaded.parameters.keys()] : codes;
  if (wanted.length === 0) {
    say('cmd.catalogue.usage');
    return 2;
  }
  const counts = wanted.map((code) => seal(root, loaded.parameter(code), loaded.form(loaded.parameter(code).form)));
  const sum = (pick: (count: { sealed: number; left: number }) => number) =>
    counts.reduce((total, count) => total + pick(count), 0);
  say('cmd.catalogue.sealed', { sealed: sum(({ sealed }) => sealed), left: sum(({ left }) => left) });
  return sum(({ left }) => left) > 0 ? 1 : 0;
}

function seal(
  root: string,
  parameter: Parameter,
  form: Parameters<typeof runExample>[0],
): { sealed: number; left: number } {
  const path = join(root, 'parameters', parameter.class, `${parameter.code}.json`);
  const file = JSON.parse(readFileSync(path, 'utf8')) as Parameter;
  const count = { sealed: 0, left: 0 };
  const examples = file.examples.map((example, i) => {
    const fresh = sealOf(example);
    if (example.seal === fresh) return example;
    const wrong = runExample(form, parameter, example);
    if (wrong !== undefined) {
      count.left += 1;
      print(`${parameter.code} #${i + 1}: ${wrong}`);
      return example;
    }
    count.sealed += 1;
    const { kind, note, seal: _old, ...rest } = example;
    return { kind, note, seal: fresh, ...rest };
  });
  if (count.sealed > 0) writeFileSync(path, `${JSON.stringify({ ...file, examples }, null, 2)}\n`);
  return count;
}
