import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type Reason, Refusal } from '../core/refusal.ts';
import { placesOf, roundPlaces } from '../core/rounding.ts';
import { evaluateRecord, type FormDefinition, type RecordOutcome } from '../forms/index.ts';
import { runExample } from './check-definitions.ts';
import { exampleFaults, sealOf } from './example-rules.ts';
import { exampleItem } from './item.ts';
import { limitFaults } from './limit-fields.ts';
import { seriesFaults, specificationFaults } from './specification-checks.ts';
import type { Catalogue, Example, ItemTerms, Parameter, Specification } from './types.ts';

/** What faults are told with: the catalogue around the definition, and where the schemas stand. */
export interface Surroundings {
  catalogue: Catalogue;
  /** Folder that holds parameters/*.schema.json. */
  root: string;
  lang: 'zh' | 'en';
}

type Kind = 'parameter' | 'specification';

/**
 * Everything that stands against a definition that somebody wrote: its shape, what it names and nobody has, and its worked examples,
 * all run. Each reason has the dot path of the fault in the definition; an empty list means that it may be released.
 */
export function faultsOf(kind: Kind, body: object, around: Surroundings): Reason[] {
  const shape = shapeFaults(kind, body, around.root);
  // What lies deeper can only be asked of a definition that has its shape.
  if (shape.length > 0) return shape;
  return kind === 'parameter'
    ? parameterFaults(body as Parameter, around)
    : ofSpecification(body as Specification, around);
}

/** The examples of a parameter with their seals, as a released edition bears them. */
export const sealed = <T extends Pick<Parameter, 'examples'>>(parameter: T): T => ({
  ...parameter,
  examples: parameter.examples.map((example) => ({ ...example, seal: sealOf(example) })),
});

const compiled = new Map<string, ValidateFunction>();

function validator(kind: Kind, root: string): ValidateFunction {
  const known = compiled.get(`${kind} ${root}`);
  if (known) return known;
  const ajv = new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    meta: false,
    validateSchema: false,
  });
  for (const name of ['parameter', 'specification'])
    ajv.addSchema(JSON.parse(readFileSync(join(root, 'parameters', `${name}.schema.json`), 'utf8')) as object);
  const made = ajv.getSchema(`${kind}.schema.json`);
  if (!made) throw new Error(`no schema of a ${kind}`);
  compiled.set(`${kind} ${root}`, made);
  return made;
}

const spoken = [
  'required',
  'type',
  'enum',
  'pattern',
  'minLength',
  'minItems',
  'minimum',
  'maximum',
  'uniqueItems',
  'additionalProperties',
];

function shapeFaults(kind: Kind, body: object, root: string): Reason[] {
  const validate = validator(kind, root);
  const limits = limitsIn(kind, body).flatMap(({ field, limit }) => limitFaults(limit, field));
  if (validate(body)) return limits;
  const reasons = (validate.errors ?? []).filter((error) => !isInLimit(error)).map(shapeReason);
  return [...new Map([...limits, ...reasons].map((reason) => [reason.field, reason])).values()];
}

/** The schema knows limits as one of several shapes; what it says of them is told better by their kind. */
const isInLimit = ({ instancePath, keyword }: ErrorObject): boolean =>
  /\/limit(\/|$)/.test(instancePath) || keyword === 'oneOf' || keyword === 'anyOf';

function shapeReason({ instancePath, keyword, params }: ErrorObject): Reason {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  const path = [...instancePath.split('/').slice(1), missingProperty, additionalProperty].filter(
    (name) => name !== undefined,
  );
  const field = path.join('.');
  const told = spoken.includes(keyword) ? keyword : 'other';
  const values = Object.entries(params as Record<string, unknown>)
    .filter(([name]) => !name.endsWith('Property'))
    .map(([name, value]) => [name, Array.isArray(value) ? value.join('、') : String(value)] as const);
  return { id: `schema.${told}`, field, params: { field, ...Object.fromEntries(values) } };
}

function limitsIn(kind: Kind, body: object): { field: string; limit: unknown }[] {
  const { items, examples } = body as { items?: unknown; examples?: unknown };
  const of = (list: unknown, path: (i: number) => string, take: (one: Record<string, unknown>) => unknown) =>
    Array.isArray(list) ? list.map((one, i) => ({ field: path(i), limit: take(one as Record<string, unknown>) })) : [];
  return kind === 'specification'
    ? of(
        items,
        (i) => `items.${i}.limit`,
        (item) => item['limit'],
      )
    : of(
        examples,
        (i) => `examples.${i}.item.limit`,
        (example) => (example['item'] as ItemTerms | undefined)?.limit,
      );
}

function parameterFaults(parameter: Parameter, { catalogue, lang }: Surroundings): Reason[] {
  const form = catalogue.forms.get(parameter.form);
  if (!form) return [{ id: 'definition.no-form', field: 'form', params: { code: parameter.form } }];
  const examples = parameter.examples.flatMap((example, i) => {
    const mayLack = example.expect.refused === 'record.constant';
    const constants = constantFaults(form, parameter, example.item, `examples.${i}.item`, mayLack, lang);
    return constants.length > 0 ? constants : exampleReasons(form, parameter, example, i);
  });
  return [...ruleFaults(parameter), ...examples];
}

/** The rules of worked examples, as example-rules.ts states them. */
function ruleFaults(parameter: Parameter): Reason[] {
  const rules = exampleFaults(sealed(parameter));
  const computes = parameter.examples.some(({ expect }) => expect.result !== undefined);
  const needs = rules.some(({ example }) => example === undefined);
  return [
    ...(needs
      ? [{ id: computes ? 'definition.examples-computing' : 'definition.examples-verdict', field: 'examples' }]
      : []),
    ...rules.flatMap(({ example: n }): Reason[] =>
      n === undefined ? [] : [{ id: 'definition.example-kind', field: `examples.${n - 1}`, params: { n } }],
    ),
  ];
}

function exampleReasons(form: FormDefinition, parameter: Parameter, example: Example, i: number): Reason[] {
  const { expect, item, readings } = example;
  const told = (id: string, more: Record<string, string> = {}): Reason[] => [
    { id, field: `examples.${i}`, params: { n: i + 1, ...more } },
  ];
  try {
    if (runExample(form, parameter, example) === undefined) return [];
    const outcome = evaluateRecord(form, exampleItem(parameter, item), readings);
    if (expect.refused !== undefined) return told('definition.example-not-refused', { refused: expect.refused });
    if (!outcome.result) return told('definition.example-refused');
    const [expected, found] = [valuesOf(expect), valuesOf(foundOf(outcome, expect))];
    return expected === found ? told('definition.example-verdict') : told('definition.example', { expected, found });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return told('definition.example-refused');
  }
}

const valuesOf = ({ result, exact, text }: Example['expect']): string =>
  [result, exact, text].filter(Boolean).join(' / ');

/** What was found of that which the example states, with as many decimals as it gives. */
function foundOf({ result }: RecordOutcome, stated: Example['expect']): Example['expect'] {
  const { exact = '' } = result ?? {};
  const kept = stated.exact !== undefined && DECIMAL.test(exact) ? roundPlaces(exact, placesOf(stated.exact)) : exact;
  return {
    ...(stated.result === undefined ? {} : { result: result?.rounded ?? '' }),
    ...(stated.exact === undefined ? {} : { exact: kept }),
    ...(stated.text === undefined ? {} : { text: result?.text ?? '' }),
  };
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

function ofSpecification(specification: Specification, { catalogue, lang }: Surroundings): Reason[] {
  const others = [...catalogue.specifications.values()].filter(({ code }) => code !== specification.code);
  const overlap = others.filter((other) => seriesFaults([specification, other]).length > 0);
  return [
    ...specification.items.flatMap((item, i) => {
      const parameter = catalogue.parameters.get(item.parameter);
      const at = `items.${i}`;
      if (!parameter)
        return [{ id: 'definition.no-parameter', field: `${at}.parameter`, params: { code: item.parameter } }];
      const { limits } = parameter;
      const kind = limits && !limits.includes(item.limit.kind);
      return [
        ...(kind
          ? [{ id: 'definition.limit-not-used', field: `${at}.limit.kind`, params: { code: parameter.code } }]
          : []),
        ...constantFaults(catalogue.form(parameter.form), parameter, item, at, false, lang),
      ];
    }),
    ...specificationFaults(specification).map((detail) => ({
      id: 'definition.lines',
      field: 'items',
      params: { detail },
    })),
    ...overlap.map(({ code }) => ({ id: 'definition.series', field: 'validFrom', params: { code } })),
  ];
}

/** Constants that the form needs and nobody gives, that are no number, or that the form does not know. */
function constantFaults(
  form: FormDefinition,
  parameter: Parameter,
  item: ItemTerms,
  at: string,
  mayLack: boolean,
  lang: 'zh' | 'en',
): Reason[] {
  const given = { ...parameter.constants, ...item.constants };
  const known = form['x-constants'] ?? [];
  const lacking = known.filter((one) => !one.optional && one.default === undefined && given[one.id] === undefined);
  return [
    ...(mayLack ? [] : lacking).map(({ id, label }) => ({
      id: 'definition.constant',
      field: `${at}.constants.${id}`,
      params: { constant: label[lang] },
    })),
    ...Object.keys(given)
      .filter((id) => !known.some((one) => one.id === id))
      .map((id) => ({
        id: 'definition.constant-unknown',
        field: `${at}.constants.${id}`,
        params: { constant: id, form: form.$id },
      })),
    ...known.flatMap(({ id, label, options }) => {
      const text = given[id];
      if (!options || text === undefined || options.some(({ value }) => value === text)) return [];
      const allowed = options.map(({ value }) => value).join(', ');
      return [
        {
          id: 'definition.constant-option',
          field: `${at}.constants.${id}`,
          params: { constant: label[lang], text, allowed },
        },
      ];
    }),
  ];
}
