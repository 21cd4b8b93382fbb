import type { Parameter } from '../catalogue/index.ts';
import type { Words } from '../forms/index.ts';
import type { Query } from '../kernel/types.ts';
import { type ExampleRun, runExamples } from './examples.ts';
import { type Bound, boundsOf, type Formula, formulasOf, type Meaning, meaningsOf } from './form-facts.ts';
import { type ParameterLine, parameterLine } from './lists.ts';
import { type Validity, validityOn } from './validity.ts';

/** One parameter with all its facts, its formulas, and its worked examples as they come out today. */
export interface ParameterSheet
  extends ParameterLine,
    Pick<
      Parameter,
      | 'result'
      | 'rounding'
      | 'compare'
      | 'replicates'
      | 'stages'
      | 'retest'
      | 'reinspection'
      | 'instruments'
      | 'workingDays'
      | 'source'
    > {
  /** sha256 of the edition; records and reports keep it. */
  hash: string;
  bases: {
    standard: string;
    clause: string | null;
    scope: string | null;
    validFrom: string | null;
    validTo: string | null;
    validity: Validity;
  }[];
  precision: NonNullable<Parameter['precision']> | null;
  lod: string | null;
  loq: string | null;
  constants: { id: string; label: Words; unit: string; value: string }[];
  typicalLimit: string | null;
  form: { code: string; title: Words; hash: string; rules: Words | null };
  formulas: Formula[];
  symbols: Meaning[];
  bounds: Bound[];
  examples: ExampleRun[];
  specifications: {
    code: string;
    product: Words;
    validity: Validity;
    items: { seq: number; name: Words; limitText: string }[];
  }[];
}

/** @throws Refusal `catalogue.unknown` */
export function showParameter(
  { app: { catalogue }, today }: Pick<Query, 'app' | 'today'>,
  code: string,
): ParameterSheet {
  const parameter = catalogue.parameter(code);
  const form = catalogue.form(parameter.form);
  const formulas = formulasOf(form, parameter);
  const { result, rounding, compare, replicates, stages, retest, reinspection, instruments, workingDays, source } =
    parameter;
  return {
    ...parameterLine(catalogue, parameter),
    ...{ result, rounding, compare, replicates, stages, retest, reinspection, instruments, workingDays, source },
    hash: catalogue.edition('parameter', code).hash,
    bases: parameter.basis.map((basis) => ({
      standard: basis.standard,
      clause: basis.clause ?? null,
      scope: basis.scope ?? null,
      validFrom: basis.validFrom ?? null,
      validTo: basis.validTo ?? null,
      validity: validityOn(today, basis),
    })),
    precision: parameter.precision ?? null,
    lod: parameter.lod ?? null,
    loq: parameter.loq ?? null,
    constants: Object.entries(parameter.constants ?? {}).map(([id, value]) => {
      const known = form['x-constants']?.find((one) => one.id === id);
      return { id, label: known?.label ?? { zh: id, en: id }, unit: known?.unit ?? '', value };
    }),
    typicalLimit: parameter.typicalLimit ?? null,
    form: {
      code: form.$id,
      title: form['x-title'],
      hash: catalogue.edition('form', form.$id).hash,
      rules: form['x-rules'] ?? null,
    },
    formulas,
    symbols: meaningsOf(form, parameter, formulas),
    bounds: boundsOf(form, parameter),
    examples: runExamples(form, parameter),
    specifications: [...catalogue.specifications.values()].flatMap((specification) => {
      const items = specification.items
        .filter((item) => item.parameter === code)
        .map(({ seq, name, limitText }) => ({ seq, name, limitText }));
      return items.length === 0
        ? []
        : [
            {
              code: specification.code,
              product: specification.product,
              validity: validityOn(today, specification),
              items,
            },
          ];
    }),
  };
}
