import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { canonical } from '../core/canonical.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import type { CommonBlock, FormDefinition } from '../forms/index.ts';
import { formFaults } from './check-form.ts';
import type { Catalogue, DefinitionKind, Edition, ItemTerms, Parameter, Specification } from './types.ts';

const CLASSES = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'];
const MOST_TOLD = 20;

/** A definition file and what it holds. */
interface Found<T> {
  file: string;
  body: T;
}

/**
 * Reads every definition under `root` (forms/record, parameters), checks each against its schema and all against each other.
 * Formulas are compiled when first used; `checkDefinitions` compiles all and runs the worked examples.
 * @throws Refusal `catalogue.invalid` with every fault
 */
export function loadCatalogue(root: string): Catalogue {
  const faults: string[] = [];
  const check = schemas(root);
  const forms = readForms(root, check.form, faults);
  const parameters = CLASSES.flatMap((name) =>
    readFolder<Parameter>(join(root, 'parameters', name), check.parameter, faults),
  );
  const specifications = readFolder<Specification>(
    join(root, 'parameters', 'specifications'),
    check.specification,
    faults,
  );
  if (faults.length === 0) {
    faults.push(
      ...twice(parameters.map(({ body }) => body.code)),
      ...twice(specifications.map(({ body }) => body.code)),
      ...forms.flatMap(({ file, body }) => formFaults(body).map((fault) => `${file}: ${fault}`)),
    );
    faults.push(...crossFaults(forms, parameters, specifications));
  }
  if (faults.length > 0)
    throw new Refusal(
      [
        {
          id: 'catalogue.invalid',
          params: {
            details: [
              ...faults.slice(0, MOST_TOLD),
              ...(faults.length > MOST_TOLD ? [`… ${faults.length - MOST_TOLD} more`] : []),
            ].join('; '),
          },
        },
      ],
      'invalid',
      faults,
    );
  return catalogue(
    forms.map(({ body }) => body),
    parameters.map(({ body }) => body),
    specifications.map(({ body }) => body),
  );
}

/** A catalogue of definitions that are at hand; each gets its edition hash. */
export function catalogue(
  forms: FormDefinition[],
  parameters: Parameter[],
  specifications: Specification[],
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

function schemas(root: string): {
  parameter: ValidateFunction;
  specification: ValidateFunction;
  form: ValidateFunction;
} {
  // Limits are told apart by `oneOf` over branches that share the object type of their parent. The schemas themselves are checked by the tests, not at each start.
  const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, meta: false, validateSchema: false });
  const parameter = ajv.compile(json(join(root, 'parameters', 'parameter.schema.json')));
  const specification = ajv.compile(json(join(root, 'parameters', 'specification.schema.json')));
  return { parameter, specification, form: ajv.compile(json(join(root, 'forms', 'form.schema.json'))) };
}

/** Record forms with the common header put in the place of its `$ref`, so that an edition holds all that a record needs. */
function readForms(root: string, check: ValidateFunction, faults: string[]): Found<FormDefinition>[] {
  const folder = join(root, 'forms', 'record');
  const common = json(join(folder, 'common.json')) as CommonBlock;
  return readFolder<FormDefinition>(folder, check, faults, (file) => file !== 'common.json').map(({ file, body }) => {
    const { type, additionalProperties, properties } = common;
    return {
      file,
      body: {
        ...body,
        properties: {
          ...body.properties,
          common: { type, additionalProperties, 'x-title': common['x-title'], properties },
        },
      },
    };
  });
}

function readFolder<T>(
  folder: string,
  check: ValidateFunction,
  faults: string[],
  wanted: (file: string) => boolean = () => true,
): Found<T>[] {
  return filesIn(folder)
    .filter(wanted)
    .flatMap((file) => {
      const body = read(join(folder, file), faults);
      if (body === undefined) return [];
      if (check(body)) return [{ file, body: body as T }];
      const [error] = check.errors ?? [];
      faults.push(`${file}${error?.instancePath ?? ''}: ${error?.message ?? 'invalid'}`);
      return [];
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

function read(path: string, faults: string[]): unknown {
  try {
    return json(path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    faults.push(`${path}: ${error.message}`);
    return undefined;
  }
}

function json(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object;
}

function crossFaults(
  forms: Found<FormDefinition>[],
  parameters: Found<Parameter>[],
  specifications: Found<Specification>[],
): string[] {
  const formOf = new Map(forms.map(({ body }) => [body.$id, body]));
  const parameterOf = new Map(parameters.map(({ body }) => [body.code, body]));
  const ofParameters = parameters.flatMap(({ file, body }) => {
    const form = formOf.get(body.form);
    if (!form) return [`${file}: there is no form ${body.form}`];
    return body.examples.flatMap((example, i) =>
      itemFaults(form, body, example.item, example.expect.refused === 'record.constant').map(
        (fault) => `${file}: example ${i + 1}: ${fault}`,
      ),
    );
  });
  const ofSpecifications = specifications.flatMap(({ file, body }) =>
    body.items.flatMap((item) => {
      const parameter = parameterOf.get(item.parameter);
      const form = parameter && formOf.get(parameter.form);
      if (!parameter || !form) return [`${file}: item ${item.seq}: there is no parameter ${item.parameter}`];
      return itemFaults(form, parameter, item, false).map((fault) => `${file}: item ${item.seq}: ${fault}`);
    }),
  );
  const misplaced = [
    ...forms.map(({ file, body }) => [file, body.$id]),
    ...parameters.map(({ file, body }) => [file, body.code]),
  ].filter(([file, code]) => file !== `${code ?? ''}.json`);
  return [
    ...misplaced.map(([file, code]) => `${file ?? ''}: the file of ${code ?? ''} must bear its name`),
    ...ofParameters,
    ...ofSpecifications,
  ];
}

/** Constants that the form needs and nobody gives, and constants that the form does not know. */
function itemFaults(form: FormDefinition, parameter: Parameter, item: ItemTerms, mayLack: boolean): string[] {
  const given = { ...parameter.constants, ...item.constants };
  const known = form['x-constants'] ?? [];
  const lacking = mayLack
    ? []
    : known
        .filter((one) => !one.optional && one.default === undefined && given[one.id] === undefined)
        .map(({ id }) => `constant ${id} is missing`);
  return [
    ...lacking,
    ...Object.keys(given)
      .filter((id) => !known.some((one) => one.id === id))
      .map((id) => `form ${form.$id} has no constant ${id}`),
  ];
}

function twice(codes: string[]): string[] {
  return codes.filter((code, i) => codes.indexOf(code) !== i).map((code) => `${code} is defined twice`);
}
