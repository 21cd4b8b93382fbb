import type { Parameter } from '../catalogue/index.ts';
import { compile, plain, show, variables } from '../core/formula.ts';
import type { Calc, FormDefinition, Gate, InputField, Words } from '../forms/index.ts';
import { applies, conditionNames } from '../forms/index.ts';
import type { Condition } from '../forms/types.ts';

/** What a parameter fixes of its form. */
export type Fixed = Pick<Parameter, 'unit' | 'constants'>;

/** When a formula or a condition applies, as far as the parameter leaves it open. */
export interface When {
  label: Words;
  is: 'given' | 'absent' | 'equal' | 'unequal';
  value: Words;
}

/** One formula of a record form. `text` is the formula in one line, `each` the rows for which it is repeated. */
export interface Formula {
  id: string;
  label: Words;
  symbol: string;
  unit: string;
  expr: string;
  text: string;
  each: Words | null;
  when: When[];
  /** Its value is the result of the test. */
  result: boolean;
}

/** What a symbol in the formulas stands for, and where its value comes from. */
export interface Meaning {
  id: string;
  symbol: string;
  label: Words;
  unit: string;
  origin: 'reading' | 'constant' | 'calculated';
  value: string | null;
}

/** A condition for a valid run (`gate`), or a further requirement on the product (`criterion`). */
export interface Bound {
  id: string;
  kind: 'gate' | 'criterion';
  label: Words;
  bound: Words;
  when: When[];
}

/** The formulas of a form that the constants of the parameter leave possible. */
export function formulasOf(form: FormDefinition, parameter: Fixed): Formula[] {
  const symbols = symbolsOf(form, parameter);
  return (form['x-calc'] ?? [])
    .filter((calc) => possible(calc.when, parameter))
    .map((calc) => formula(form, parameter, calc, symbols));
}

/** Names → symbols, as formulas are drawn with them. */
export function symbolsOf(form: FormDefinition, parameter: Fixed): Record<string, string> {
  return Object.fromEntries(meanings(form, parameter).map(({ id, symbol }) => [id, symbol]));
}

/** The meanings of the symbols that stand in these formulas, in the order of the form. */
export function meaningsOf(form: FormDefinition, parameter: Fixed, formulas: readonly Formula[]): Meaning[] {
  const used = new Set(formulas.flatMap(({ id, expr }) => [id, ...variables(compile(expr))]));
  return meanings(form, parameter).filter(({ id }) => used.has(id));
}

/** What must hold for a valid run and beside the limit, each with its bound in words. */
export function boundsOf(form: FormDefinition, parameter: Fixed): Bound[] {
  const bounds = (kind: Bound['kind'], gates: Gate[] = []) =>
    gates
      .filter(({ when }) => possible(when, parameter))
      .map((gate) => ({
        id: gate.id,
        kind,
        label: gate.label,
        bound: boundOf(form, parameter, gate),
        when: open(form, parameter, gate.when),
      }));
  return [...bounds('gate', form['x-gates']), ...bounds('criterion', form['x-criteria'])];
}

/** The single inputs of a form by id, the columns of its grids among them. */
export function inputsOf(form: FormDefinition): [string, InputField][] {
  return Object.entries(form.properties).flatMap(([id, field]) =>
    field.type === 'array'
      ? Object.entries(field.items.properties)
      : field.type === 'string'
        ? [[id, field] as [string, InputField]]
        : [],
  );
}

/** The word of a chosen value, else the value itself. */
export function wordOf(field: InputField | undefined, value: string): Words {
  const option = field?.['x-options']?.find((one) => one.value === value);
  return option ? { zh: option.zh, en: option.en } : { zh: value, en: value };
}

function formula(form: FormDefinition, parameter: Fixed, calc: Calc, symbols: Record<string, string>): Formula {
  const grid = calc.each === undefined ? undefined : form.properties[calc.each];
  return {
    id: calc.id,
    label: calc.label,
    symbol: calc.symbol,
    unit: unitOf(calc, form, parameter),
    expr: calc.expr,
    text: plain(show(compile(calc.expr), symbols)),
    each: grid?.type === 'array' ? grid['x-label'] : null,
    when: open(form, parameter, calc.when),
    result: form['x-result'].value === calc.id,
  };
}

/** The result and its single values have the unit of the parameter where the form names none; a value on the way to them has none. */
function unitOf({ id, unit }: Calc, form: FormDefinition, parameter: Fixed): string {
  const { value, individuals } = form['x-result'];
  return unit || ([value, individuals].flat().includes(id) ? (parameter.unit ?? '') : '');
}

function meanings(form: FormDefinition, parameter: Fixed): Meaning[] {
  const readings = inputsOf(form).map(([id, field]) => ({
    id,
    symbol: field['x-symbol'] ?? id,
    label: field['x-label'],
    unit: field['x-unit'] ?? '',
    origin: 'reading' as const,
    value: null,
  }));
  const constants = (form['x-constants'] ?? []).map((one) => ({
    id: one.id,
    symbol: one.symbol ?? one.id,
    label: one.label,
    unit: one.unit ?? '',
    origin: 'constant' as const,
    value: parameter.constants?.[one.id] ?? one.default ?? null,
  }));
  const calculated = (form['x-calc'] ?? []).map((calc) => ({
    id: calc.id,
    symbol: calc.symbol,
    label: calc.label,
    unit: unitOf(calc, form, parameter),
    origin: 'calculated' as const,
    value: null,
  }));
  return [...new Map([...readings, ...constants, ...calculated].map((one) => [one.id, one])).values()];
}

/** Conditions on what the parameter itself fixes are decided here; the others wait for the specification or the analyst. */
const decided = (condition: string, parameter: Fixed): boolean =>
  conditionNames(condition).every((name) => parameter.constants?.[name] !== undefined);

const single = (when: Condition | undefined): string[] => [when ?? []].flat();

function possible(when: Condition | undefined, parameter: Fixed): boolean {
  const fixed = single(when).filter((condition) => decided(condition, parameter));
  return applies(fixed, parameter.constants ?? {}, {});
}

function open(form: FormDefinition, parameter: Fixed, when: Condition | undefined): When[] {
  const fields = inputsOf(form);
  return single(when)
    .filter((condition) => !decided(condition, parameter))
    .map((condition) => {
      const [name = ''] = conditionNames(condition);
      const field = fields.find(([id]) => id === name)?.[1];
      const constant = form['x-constants']?.find(({ id }) => id === name);
      const label = field?.['x-label'] ?? constant?.label ?? { zh: name, en: name };
      const [, sign, wanted = ''] = /(!?=)(.*)$/.exec(condition) ?? [];
      if (sign === undefined)
        return { label, is: condition.startsWith('!') ? 'absent' : 'given', value: { zh: '', en: '' } };
      return { label, is: sign === '=' ? 'equal' : 'unequal', value: wordOf(field, wanted) };
    });
}

/** ≤2.0%, 98.0～102.0%, or the word that must be chosen; a bound that the specification gives is told by its name. */
function boundOf(form: FormDefinition, parameter: Fixed, gate: Gate): Words {
  if (gate.field !== undefined) {
    const field = inputsOf(form).find(([id]) => id === gate.field)?.[1];
    return wordOf(field, gate.is ?? '');
  }
  return { zh: boundText(form, parameter, gate, 'zh'), en: boundText(form, parameter, gate, 'en') };
}

function boundText(form: FormDefinition, parameter: Fixed, gate: Gate, lang: 'zh' | 'en'): string {
  const value = (bound: string): string => {
    const constant = form['x-constants']?.find(({ id }) => id === bound);
    return parameter.constants?.[bound] ?? constant?.default ?? constant?.label[lang] ?? bound;
  };
  const { min, max, unit = '' } = gate;
  if (min !== undefined && max !== undefined) return `${value(min)}～${value(max)}${unit}`;
  return min === undefined ? `≤${value(max ?? '')}${unit}` : `≥${value(min)}${unit}`;
}
