import { compile, order } from '../core/formula.ts';
import { Refusal } from '../core/refusal.ts';
import { placesOf, roundPlaces } from '../core/rounding.ts';
import {
  applies,
  constantsOf,
  evaluateRecord,
  type FormDefinition,
  type RecordOutcome,
  validateReadings,
} from '../forms/index.ts';
import { exampleFaults } from './example-rules.ts';
import { exampleItem } from './item.ts';
import type { Catalogue, Example, Parameter } from './types.ts';

/** One definition that does not do what it says. */
export interface DefinitionFailure {
  code: string;
  example?: number;
  detail: string;
}

/** Compiles every formula, asks of every parameter the examples that it must have, and runs them; an empty list means that all agree. */
export function checkDefinitions(catalogue: Catalogue): DefinitionFailure[] {
  const formulas = [...catalogue.forms.values()].flatMap((form) =>
    formulaFailures(form).map((detail) => ({ code: form.$id, detail })),
  );
  const rules = [...catalogue.parameters.values()].flatMap((parameter) =>
    exampleFaults(parameter).map((fault) => ({ code: parameter.code, ...fault })),
  );
  const examples = [...catalogue.parameters.values()].flatMap((parameter) =>
    parameter.examples.flatMap((example, i) => {
      const detail = runExample(catalogue.form(parameter.form), parameter, example);
      return detail === undefined ? [] : [{ code: parameter.code, example: i + 1, detail }];
    }),
  );
  return [...formulas, ...rules, ...examples];
}

/** Runs one worked example; answers what differs, or undefined when it agrees. */
export function runExample(
  form: FormDefinition,
  parameter: Parameter,
  { item, readings, expect }: Example,
): string | undefined {
  const outcome = evaluateRecord(form, exampleItem(parameter, item), readings);
  if (expect.refused !== undefined)
    return refusals(outcome).includes(expect.refused)
      ? undefined
      : `expected refusal ${expect.refused}, found ${found(outcome)}`;
  const shape = validateReadings(form, readings);
  if (shape.length > 0) return shape.map(({ params }) => String(params?.['detail'] ?? '')).join('; ');
  const wrong = [
    expect.result !== undefined && outcome.result?.rounded !== expect.result,
    expect.exact !== undefined && !sameExact(expect.exact, outcome.result?.exact),
    expect.text !== undefined && outcome.result?.text !== expect.text,
    expect.verdict !== undefined && outcome.verdict?.verdict !== expect.verdict,
  ];
  return wrong.some(Boolean) ? `expected ${JSON.stringify(expect)}, found ${found(outcome)}` : undefined;
}

/** The unrounded value agrees in every decimal that the example gives. */
function sameExact(expected: string, found: string | undefined): boolean {
  return found !== undefined && roundPlaces(found, placesOf(expected)) === expected;
}

function refusals(outcome: RecordOutcome): string[] {
  const readings = outcome.missing.some(({ field }) => !field.startsWith('common.'));
  return [...outcome.problems.map(({ id }) => id), ...(readings ? ['record.missing'] : [])];
}

function found(outcome: RecordOutcome): string {
  const missing = outcome.missing.filter(({ field }) => !field.startsWith('common.')).map(({ field }) => field);
  if (outcome.result)
    return `${outcome.result.rounded} (${outcome.result.exact}; ${outcome.result.text}) ${outcome.verdict?.verdict ?? ''}`;
  return `no result: ${[...outcome.problems.map(({ id, field, params }) => `${id} ${field ?? ''} ${JSON.stringify(params ?? {})}`), ...(missing.length > 0 ? [`missing ${missing.join(', ')}`] : [])].join('; ')}`;
}

/** Formulas that do not compile or that wait for each other, with no constants given. */
function formulaFailures(form: FormDefinition): string[] {
  const exprs = [...(form['x-calc'] ?? []), ...(form['x-gates'] ?? []), ...(form['x-criteria'] ?? [])].flatMap(
    ({ id, expr }) => (expr === undefined ? [] : [{ id, expr }]),
  );
  const constants = constantsOf(form, { constants: {} });
  const active = (form['x-calc'] ?? []).filter(({ when }) => applies(when, constants, {}));
  return [
    ...exprs.flatMap(({ id, expr }) => tried(`formula ${id}`, () => compile(expr))),
    ...tried('order', () => order(active)),
  ];
}

function tried(what: string, run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [`${what}: ${error.reasons.map(({ id, params }) => `${id} ${JSON.stringify(params ?? {})}`).join(', ')}`];
  }
}
