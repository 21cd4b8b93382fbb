import { checkDefinitions, loadCatalogue } from '../catalogue/index.ts';
import type { Config } from '../kernel/config.ts';
import { print, say } from './console.ts';

/** Loads every definition and runs its own worked examples. */
export async function definitions({ root }: Pick<Config, 'root'>): Promise<number> {
  const catalogue = loadCatalogue(root);
  const failures = checkDefinitions(catalogue);
  for (const { code, example, detail } of failures)
    print(`${code}${example === undefined ? '' : ` #${example}`}: ${detail}`);
  if (failures.length > 0) {
    say('cmd.definitions.failed', { count: failures.length });
    return 1;
  }
  const { parameters, forms, specifications } = catalogue;
  say('cmd.definitions.ok', { parameters: parameters.size, forms: forms.size, specifications: specifications.size });
  return 0;
}
