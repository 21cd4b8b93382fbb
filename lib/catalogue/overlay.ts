import { catalogue } from './load.ts';
import type { Catalogue, DefinitionKind, Parameter, Specification } from './types.ts';

/** A definition that stands in the place of the file of its code, or beside the files when there is none. */
export interface Replacement {
  kind: DefinitionKind;
  code: string;
  body: unknown;
}

/**
 * The files with what the institute released itself laid over them. A later replacement of a code wins over an earlier one; forms are
 * never replaced, and a parameter whose form the program no longer has gives way to its file.
 */
export function overlay(files: Catalogue, replacements: readonly Replacement[]): Catalogue {
  if (replacements.length === 0) return files;
  const parameters = new Map(files.parameters);
  const specifications = new Map(files.specifications);
  for (const { kind, code, body } of replacements) {
    if (kind === 'parameter') {
      const parameter = body as Parameter;
      if (files.forms.has(parameter.form)) parameters.set(code, parameter);
    }
    if (kind === 'specification') specifications.set(code, body as Specification);
  }
  return catalogue([...files.forms.values()], [...parameters.values()], [...specifications.values()], files.digest);
}
