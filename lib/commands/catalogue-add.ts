import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue, type Parameter } from '../catalogue/index.ts';
import type { Config } from '../kernel/config.ts';
import { both, say } from './console.ts';

const CODE = /^[A-Z0-9]+(-[A-Z0-9]+)*$/;

/**
 * `add CODE --like NEIGHBOUR [--zh NAME] [--en NAME]`: writes the file of a new parameter as a copy of a neighbour of the same method.
 * It bears the least confidence, and its examples bear no seal: the check stays red until somebody has worked them anew.
 */
export function addParameter({ root }: Pick<Config, 'root'>, args: string[]): number {
  const [code = ''] = args;
  const option = (name: string): string | undefined => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? undefined : args[at + 1];
  };
  const like = option('like');
  if (!CODE.test(code) || like === undefined) {
    say('cmd.catalogue.usage');
    return 2;
  }
  const loaded = loadCatalogue(root);
  const neighbour = loaded.parameter(like);
  const path = join(root, 'parameters', neighbour.class, `${code}.json`);
  if (loaded.parameters.has(code) || existsSync(path)) {
    say('cmd.catalogue.taken', { code });
    return 1;
  }
  const name = { zh: option('zh') ?? code, en: option('en') ?? code };
  writeFileSync(path, `${JSON.stringify(scaffold(neighbour, code, name), null, 2)}\n`);
  say('cmd.catalogue.added', { file: path, like });
  return 0;
}

function scaffold(neighbour: Parameter, code: string, name: Parameter['name']): Parameter {
  return {
    ...neighbour,
    code,
    name,
    aliases: [],
    ...(neighbour.report ? { report: { ...neighbour.report, item: name } } : {}),
    confidence: 'low',
    uncertain: ['name', 'basis', 'clause', 'limit', 'rounding', 'replicates', 'precision', 'workingDays'],
    source: both('cmd.catalogue.copied', { like: neighbour.code }),
    examples: neighbour.examples.map(({ seal: _seal, ...example }) => example),
  };
}
