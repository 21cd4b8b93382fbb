import { type CapabilityRow, capabilitiesOf, type Standing, standingOn } from '../capability/index.ts';
import type { Basis, Parameter } from '../catalogue/index.ts';
import type { Doubtful, Environment, ReportWording } from '../catalogue/types.ts';
import type { Limit } from '../core/limits.ts';
import { type Confirmation, confirmationFor, confirmationsOf } from '../editions/index.ts';
import type { Words } from '../forms/index.ts';
import type { Query } from '../kernel/types.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { type ExampleRun, runExamples } from './examples.ts';
import { type Bound, boundsOf, type Formula, formulasOf, type Meaning, meaningsOf } from './form-facts.ts';
import { type ParameterLine, parameterLine } from './lists.ts';
import { type Use, usesOf } from './uses.ts';
import { type Validity, validityOn } from './validity.ts';

/** One standard of a parameter, with how it stands today. */
export interface BasisLine {
  standard: string;
  edition: string | null;
  clause: string | null;
  scope: string | null;
  validFrom: string | null;
  validTo: string | null;
  validity: Validity;
}

/** What the institute is qualified for. */
export interface CapabilityOf
  extends Pick<CapabilityRow, 'scheme' | 'annex_no' | 'item' | 'scope' | 'certificate' | 'valid_to'> {
  standing: Standing;
}

type Told =
  | 'result'
  | 'rounding'
  | 'compare'
  | 'replicates'
  | 'stages'
  | 'retest'
  | 'reinspection'
  | 'instruments'
  | 'workingDays'
  | 'source';

/** One parameter with all its facts, its formulas, and its worked examples as they come out today. */
export interface ParameterSheet extends ParameterLine, Pick<Parameter, Told> {
  /** sha256 of the edition; records and reports keep it. */
  hash: string;
  bases: BasisLine[];
  precision: NonNullable<Parameter['precision']> | null;
  lod: string | null;
  loq: string | null;
  limits: Limit['kind'][];
  materials: string[];
  environment: Environment | null;
  competence: string | null;
  report: ReportWording | null;
  /** The facts that rest on memory and have still to be read from the standard. */
  doubts: Doubtful[];
  /** Somebody of the institute read this edition against the standard. */
  confirmation: Confirmation | null;
  constants: { id: string; label: Words; unit: string; value: string }[];
  typicalLimit: string | null;
  form: { code: string; title: Words; hash: string; rules: Words | null };
  formulas: Formula[];
  symbols: Meaning[];
  bounds: Bound[];
  examples: ExampleRun[];
  specifications: Use[];
  capabilities: CapabilityOf[];
  coverage: Coverage;
}

/** @throws Refusal `catalogue.unknown` */
export async function showParameter(
  { app: { catalogue }, db, today, now }: Pick<Query, 'app' | 'db' | 'today' | 'now'>,
  code: string,
): Promise<ParameterSheet> {
  const parameter = catalogue.parameter(code);
  const form = catalogue.form(parameter.form);
  const formulas = formulasOf(form, parameter);
  const { hash } = catalogue.edition('parameter', code);
  const confirmation = confirmationFor(await confirmationsOf(db, 'parameter', code, hash), null) ?? null;
  const { result, rounding, compare, replicates, stages, retest, reinspection, instruments, workingDays, source } =
    parameter;
  return {
    ...parameterLine(catalogue, parameter),
    ...{ result, rounding, compare, replicates, stages, retest, reinspection, instruments, workingDays, source },
    ...optional(parameter),
    hash,
    confirmation,
    doubts: confirmation ? [] : (parameter.uncertain ?? []),
    bases: parameter.basis.map((basis) => basisLine(basis, today)),
    constants: Object.entries(parameter.constants ?? {}).map(([id, value]) => {
      const known = form['x-constants']?.find((one) => one.id === id);
      return { id, label: known?.label ?? { zh: id, en: id }, unit: known?.unit ?? '', value };
    }),
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
    specifications: usesOf(catalogue, code, today),
    capabilities: (await capabilitiesOf(db, { parameter_code: code })).map((row) => {
      const { scheme, annex_no, item, scope, certificate, valid_to } = row;
      return { scheme, annex_no, item, scope, certificate, valid_to, standing: standingOn(row, today) };
    }),
    coverage: await coverageOf(db, code, now),
  };
}

/** What a parameter may leave out. */
function optional(parameter: Parameter) {
  return {
    precision: parameter.precision ?? null,
    lod: parameter.lod ?? null,
    loq: parameter.loq ?? null,
    limits: parameter.limits ?? [],
    materials: parameter.materials ?? [],
    environment: parameter.environment ?? null,
    competence: parameter.competence ?? null,
    report: parameter.report ?? null,
    typicalLimit: parameter.typicalLimit ?? null,
  };
}

function basisLine(basis: Basis, today: string): BasisLine {
  const { standard, edition = null, clause = null, scope = null, validFrom = null, validTo = null } = basis;
  return { standard, edition, clause, scope, validFrom, validTo, validity: validityOn(today, basis) };
}
