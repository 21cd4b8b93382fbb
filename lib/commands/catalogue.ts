import { readFileSync } from 'node:fs';
import { checkDefinitions, differences, loadCatalogue, readReference } from '../catalogue/index.ts';
import { Refusal } from '../core/refusal.ts';
import type { Config } from '../kernel/config.ts';
import { addParameter } from './catalogue-add.ts';
import { sealExamples } from './catalogue-seal.ts';
import { print, say } from './console.ts';

type Root = Pick<Config, 'root'>;

/** What chemists do with the definition files: check them, add one from a neighbour, seal examples, compare with a reference list. */
export async function catalogue(config: Root, [verb = 'check', ...args]: string[]): Promise<number> {
  const verbs: Record<string, () => number> = {
    check: () => check(config),
    add: () => addParameter(config, args),
    seal: () => sealExamples(config, args),
    compare: () => compare(config, args),
  };
  const run = verbs[verb];
  if (run) return run();
  say('cmd.catalogue.usage');
  return 2;
}

/** Loads every definition and runs its own worked examples; a fault names its file, field and reason. */
function check({ root }: Root): number {
  const loaded = sound(() => loadCatalogue(root));
  if (loaded === undefined) return 1;
  const failures = checkDefinitions(loaded);
  for (const { code, example, detail } of failures)
    print(`${code}${example === undefined ? '' : ` #${example}`}: ${detail}`);
  if (failures.length > 0) {
    say('cmd.catalogue.failed', { count: failures.length });
    return 1;
  }
  const { parameters, forms, specifications } = loaded;
  say('cmd.catalogue.ok', {
    parameters: parameters.size,
    forms: forms.size,
    specifications: specifications.size,
    examples: [...parameters.values()].reduce((sum, { examples }) => sum + examples.length, 0),
  });
  return 0;
}

/** What was loaded; or, after every fault was printed by file, field and reason, nothing. */
function sound<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof Refusal) || !Array.isArray(error.data)) throw error;
    for (const fault of error.data) print(String(fault));
    say('cmd.catalogue.invalid', { count: error.data.length });
    return undefined;
  }
}

/** Prints what the definitions say otherwise than a reference list (tab separated). */
function compare({ root }: Root, [file]: string[]): number {
  if (file === undefined) {
    say('cmd.catalogue.usage');
    return 2;
  }
  const { parameters } = loadCatalogue(root);
  const rows = readReference(readFileSync(file, 'utf8'));
  const found = differences(parameters, rows);
  for (const { code, field, ours, theirs } of found) print(`${code}\t${field}\t${ours || '—'}\t${theirs || '—'}`);
  say('cmd.catalogue.compared', { parameters: parameters.size, rows: rows.length, count: found.length });
  return found.length > 0 ? 1 : 0;
}
