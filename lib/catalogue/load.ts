import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { canonical } from '../core/canonical.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import type { CommonBlock, FormDefinition } from '../forms/index.ts';
import { formFaults } from './check-form.ts';
import { crossFaults, type Found } from './check-references.ts';
import { rememberChecked, wasChecked } from './checked.ts';
import { seriesFaults, specificationFaults } from './specification-checks.ts';
import type { Catalogue, DefinitionKind, Edition, Parameter, Specification } from './types.ts';

const CLASSES = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'];
const COMMON = 'common.json';
const MOST_TOLD = 20;
/** This file and those with the checks of forms and specifications: sources or build, whichever runs. */
const CHECKS = ['load', 'check-form', 'check-references', 'specification-checks'].map((name) =>
  join(import.meta.dirname, `${name}${extname(fileURLToPath(import.meta.url))}`),
);

/** Everything read so far: what does not parse, and the digest of every byte that the checks depend on. */
interface Reading {
  faults: string[];
  digest: Hash;
}

interface Definitions {
  forms: Found<FormDefinition>[];
  parameters: Found<Parameter>[];
  specifications: Found<Specification>[];
}

interface Schemas {
  form: object;
  parameter: object;
  specification: object;
}

/**
 * Reads every definition under `root` (forms/record, parameters), checks each against its schema and all against each other.
 * Formulas are compiled when first used; `checkDefinitions` compiles all and runs the worked examples.
 * `memory`: a file that remembers the digest of a set without fault, which is then not checked again.
 * @throws Refusal `catalogue.invalid` with every fault
 */
export function loadCatalogue(root: string, memory?: string): Catalogue {
  const reading: Reading = { faults: [], digest: createHash('sha256') };
  // The checks themselves belong to what was checked: a later program looks again.
  for (const file of [join(root, 'package.json'), ...CHECKS]) digestFile(reading, file, readIfThere(file));
  const schemas: Schemas = {
    form: json(join(root, 'forms', 'form.schema.json'), reading),
    parameter: json(join(root, 'parameters', 'parameter.schema.json'), reading),
    specification: json(join(root, 'parameters', 'specification.schema.json'), reading),
  };
  const record = join(root, 'forms', 'record');
  const common = json(join(record, COMMON), reading) as CommonBlock;
  const definitions: Definitions = {
    forms: readFolder<FormDefinition>(record, reading, (file) => file !== COMMON),
    parameters: CLASSES.flatMap((name) => readFolder<Parameter>(join(root, 'parameters', name), reading)),
    specifications: readFolder<Specification>(join(root, 'parameters', 'specifications'), reading),
  };
  const digest = reading.digest.digest('hex');
  const spared = reading.faults.length === 0 && memory !== undefined && wasChecked(memory, digest);
  if (!spared) {
    refuseFaults([...reading.faults, ...misshapen(schemas, definitions)]);
    refuseFaults(inconsistent(withCommon(definitions, common)));
    if (memory !== undefined) rememberChecked(memory, digest);
  }
  const { forms, parameters, specifications } = withCommon(definitions, common);
  return catalogue(
    forms.map(({ body }) => body),
    parameters.map(({ body }) => body),
    specifications.map(({ body }) => body),
    digest,
  );
}

/** Faults against the schemas, of the files as they stand. */
function misshapen(schemas: Schemas, { forms, parameters, specifications }: Definitions): string[] {
  const check = validators(schemas);
  return [
    ...misfits(forms, check.form),
    ...misfits(parameters, check.parameter),
    ...misfits(specifications, check.specification),
  ];
}

/** Faults between definitions that fit their schemas. */
function inconsistent({ forms, parameters, specifications }: Definitions): string[] {
  return [
    ...twice(parameters.map(({ body }) => body.code)),
    ...twice(specifications.map(({ body }) => body.code)),
    ...forms.flatMap(({ file, body }) => formFaults(body).map((fault) => `${file}: ${fault}`)),
    ...specifications.flatMap(({ file, body }) => specificationFaults(body).map((fault) => `${file}: ${fault}`)),
    ...seriesFaults(specifications.map(({ body }) => body)),
    ...crossFaults(forms, parameters, specifications),
  ];
}

function refuseFaults(faults: string[]): void {
  if (faults.length === 0) return;
  const told = faults.length > MOST_TOLD ? [`… ${faults.length - MOST_TOLD} more`] : [];
  throw new Refusal(
    [{ id: 'catalogue.invalid', params: { details: [...faults.slice(0, MOST_TOLD), ...told].join('; ') } }],
    'invalid',
    faults,
  );
}

/** A catalogue of definitions that are at hand; each gets its edition hash. `digest`: of the files that they came from. */
export function catalogue(
  forms: FormDefinition[],
  parameters: Parameter[],
  specifications: Specification[],
  digest = '',
): Catalogue {
  const maps = {
    forms: new Map(forms.map((body) => [body.$id, body])),
    parameters: new Map(parameters.map((body) => [body.code, body])),
    specifications: new Map(specifications.map((body) => [body.code, body])),
  };
  const bodies = { form: maps.forms, parameter: maps.parameters, specification: maps.specifications };
  // Hashing 700 files takes longer than reading them: each edition is hashed when it is first asked for.
  const known = new Map<string, Edition>();
  const edition = (kind: DefinitionKind, code: string): Edition => {
    const key = `${kind} ${code}`;
    const body = bodies[kind].get(code) ?? unknown(kind, code);
    const found = known.get(key) ?? { kind, code, hash: definitionHash(body), body };
    known.set(key, found);
    return found;
  };
  const editions = () =>
    (['form', 'parameter', 'specification'] as const).flatMap((kind) =>
      [...bodies[kind].keys()].map((code) => edition(kind, code)),
    );
  return {
    ...maps,
    digest,
    form: (code) => maps.forms.get(code) ?? unknown('form', code),
    parameter: (code) => maps.parameters.get(code) ?? unknown('parameter', code),
    specification: (code) => maps.specifications.get(code) ?? unknown('specification', code),
    specificationsFor: (productClass) =>
      specifications.filter((body) => body.class === productClass).sort((a, b) => (a.code < b.code ? -1 : 1)),
    edition,
    editions,
    byHash: (hash) => editions().find((one) => one.hash === hash),
  };
}

/** sha256 (hex) of the canonical JSON of a definition. */
export function definitionHash(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

function unknown(kind: DefinitionKind, code: string): never {
  return refuse('catalogue.unknown', { kind, code }, undefined, 'missing');
}

function validators({ parameter, specification, form }: Schemas): Record<keyof Schemas, ValidateFunction> {
  // Limits are told apart by `oneOf` over branches that share the object type of their parent. The schemas themselves are checked by the tests, not at each start.
  const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, meta: false, validateSchema: false });
  return {
    parameter: ajv.compile(parameter),
    specification: ajv.compile(specification),
    form: ajv.compile(form),
  };
}

function misfits(found: Found<unknown>[], check: ValidateFunction): string[] {
  return found.flatMap(({ file, body }) => {
    if (check(body)) return [];
    const [error] = check.errors ?? [];
    return [`${file}${error?.instancePath ?? ''}: ${error ? inWords(error) : 'invalid'}`];
  });
}

/** The sentence of a fault with the name or the words that it is about. */
function inWords({ message = 'invalid', keyword, params }: ErrorObject): string {
  const about: Record<string, unknown> = {
    additionalProperties: params['additionalProperty'],
    enum: params['allowedValues'],
  };
  const named = about[keyword];
  return named === undefined ? message : `${message}: ${Array.isArray(named) ? named.join(', ') : String(named)}`;
}

/** Record forms with the common header put in the place of its `$ref`, so that an edition holds all that a record needs. */
function withCommon(
  definitions: Definitions,
  { type, additionalProperties, properties, ...rest }: CommonBlock,
): Definitions {
  const common = { type, additionalProperties, 'x-title': rest['x-title'], properties };
  const forms = definitions.forms.map(({ file, body }) => ({
    file,
    body: { ...body, properties: { ...body.properties, common } },
  }));
  return { ...definitions, forms };
}

function readFolder<T>(folder: string, reading: Reading, wanted: (file: string) => boolean = () => true): Found<T>[] {
  return filesIn(folder)
    .filter(wanted)
    .flatMap((file) => {
      const body = read(join(folder, file), reading);
      return body === undefined ? [] : [{ file, body: body as T }];
    });
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function read(path: string, reading: Reading): unknown {
  try {
    return json(path, reading);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    reading.faults.push(`${path}: ${error.message}`);
    return undefined;
  }
}

function json(path: string, reading: Reading): object {
  const text = readFileSync(path, 'utf8');
  digestFile(reading, path, text);
  return JSON.parse(text) as object;
}

/** Name and length go before the text, so that no two sets of files give the same bytes. */
function digestFile({ digest }: Reading, path: string, text: string): void {
  digest.update(`${path}\n${text.length}\n`).update(text);
}

/** Catalogues of tests have no package.json. */
const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

function twice(codes: string[]): string[] {
  return codes.filter((code, i) => codes.indexOf(code) !== i).map((code) => `${code} is defined twice`);
}
