import type { FormDefinition } from '../forms/index.ts';
import type { ItemTerms, Parameter, Specification } from './types.ts';

/** A definition file and what it holds. */
export interface Found<T> {
  file: string;
  body: T;
}

/** Faults between definitions that fit their schemas: forms, parameters and constants that nobody has, files under a wrong name. */
export function crossFaults(
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
    ...known.flatMap(({ id, options }) => {
      const value = given[id];
      return value === undefined || !options || options.some((one) => one.value === value)
        ? []
        : [`constant ${id} must be one of ${options.map((one) => one.value).join(', ')}, not ${value}`];
    }),
  ];
}
