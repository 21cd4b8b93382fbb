import type { Parameter } from '../catalogue/index.ts';
import { compile, variables } from '../core/formula.ts';
import { refuse } from '../core/refusal.ts';
import { type BudgetLine, callsIn } from '../core/uncertainty.ts';
import { type FormDefinition, mayApply } from '../forms/index.ts';
import type { BudgetBody } from './rows.ts';

type Calc = NonNullable<FormDefinition['x-calc']>[number];
type InputField = Extract<FormDefinition['properties'][string], { type: 'string' }>;

export interface FormStep {
  id: string;
  label: { zh: string; en: string };
  expr: string;
  /** Whether it is the reported result. */
  result: boolean;
}

/** Functions of a whole calibration or table: what they give is an input of the budget, with the uncertainty of the fit. */
const FITS = ['slope', 'slope0', 'slopew', 'intercept', 'interceptw', 'r', 'rw', 'sumproduct', 'interpolate', 'lookup'];

/** The formulas of a record that the constants of the parameter leave possible, the first of each name. */
function calcsOf(form: FormDefinition, parameter: Parameter): Calc[] {
  const known = Object.fromEntries((form['x-constants'] ?? []).map(({ id, default: usual = '' }) => [id, usual]));
  const constants = { ...known, ...parameter.constants };
  const fields = new Set(fieldsOf(form).map(([id]) => id));
  const possible = (form['x-calc'] ?? []).filter(({ when }) => mayApply(when, constants, fields));
  return possible.filter(({ id }, at) => possible.findIndex((one) => one.id === id) === at);
}

/** The formulas of a record, as a budget can begin with them. */
export const stepsOf = (form: FormDefinition, parameter: Parameter): FormStep[] =>
  calcsOf(form, parameter)
    .filter((calc) => !isFit(calc))
    .map(({ id, label, expr }) => ({ id, label, expr, result: form['x-result'].value === id }));

const isFit = ({ expr }: Calc): boolean => callsIn(compile(expr).tree).some((name) => FITS.includes(name));

/**
 * A budget that begins with a formula of the record: what the formula takes from other formulas is put in, so that only what is read, given or
 * fitted is left as input. @throws Refusal `uncertainty.step`
 */
export function startOf(
  form: FormDefinition,
  parameter: Parameter,
  step: string,
): Pick<BudgetBody, 'equation' | 'lines'> {
  const calcs = calcsOf(form, parameter);
  const wanted = calcs.find(({ id }) => id === step);
  if (!wanted) return refuse('uncertainty.step', { step }, 'step');
  const known = new Map(calcs.filter((calc) => !isFit(calc)).map(({ id, expr }) => [id, expr]));
  const equation = expanded(wanted.expr, known, [step]);
  return { equation, lines: variables(compile(equation)).map((symbol) => lineOf(symbol, form, parameter, calcs)) };
}

/** Each name of another formula replaced by that formula in brackets; one that reads itself stays a name. */
function expanded(expr: string, calcs: ReadonlyMap<string, string>, path: readonly string[]): string {
  const names = new Set(variables(compile(expr)));
  return expr.replace(/[A-Za-z_][A-Za-z0-9_]*/g, (name) => {
    const own = names.has(name) && !path.includes(name) ? calcs.get(name) : undefined;
    if (own === undefined) return name;
    const inner = expanded(own, calcs, [...path, name]);
    return /^\w+$/.test(inner) ? inner : `(${inner})`;
  });
}

function fieldsOf(form: FormDefinition): [string, InputField][] {
  return Object.entries(form.properties).flatMap(([id, field]): [string, InputField][] => {
    if (field.type === 'array') return Object.entries(field.items.properties);
    return field.type === 'string' ? [[id, field]] : [];
  });
}

function lineOf(symbol: string, form: FormDefinition, parameter: Parameter, calcs: readonly Calc[]): BudgetLine {
  const constant = form['x-constants']?.find(({ id }) => id === symbol);
  const field = fieldsOf(form).find(([id]) => id === symbol)?.[1];
  const fitted = calcs.find(({ id }) => id === symbol);
  const value = parameter.constants?.[symbol] ?? constant?.default;
  const unit = constant?.unit ?? field?.['x-unit'] ?? fitted?.unit;
  return {
    symbol,
    kind: value === undefined ? 'standard' : 'constant',
    name: (constant?.label ?? field?.['x-label'] ?? fitted?.label)?.zh ?? symbol,
    ...(unit && { unit }),
    ...(value !== undefined && { estimate: value }),
  };
}
