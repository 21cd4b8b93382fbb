import type { Catalogue } from '../catalogue/index.ts';
import type { FormDefinition, Words } from '../forms/index.ts';
import type { ResultKind } from '../forms/types.ts';
import {
  type Bound,
  boundsOf,
  type Fixed,
  type Formula,
  formulasOf,
  inputsOf,
  type Meaning,
  meaningsOf,
} from './form-facts.ts';

export interface FormLine {
  code: string;
  title: Words;
  family: string;
  /** Values that an analyst types; a grid counts its columns. */
  fields: number;
  formulas: number;
  parameters: number;
}

export interface FormList {
  forms: FormLine[];
}

/** One value or column of a form. `grid`: the repeated rows to which it belongs, and how many there are. */
export interface FieldLine {
  id: string;
  symbol: string;
  label: Words;
  unit: string;
  kind: 'decimal' | 'choice' | 'date' | 'time' | 'text';
  grid: Words | null;
  rows: number | null;
  optional: boolean;
  options: Words[];
}

export interface FormSheet {
  code: string;
  title: Words;
  family: string;
  hash: string;
  rules: Words | null;
  /** How the result comes from the readings, stages among it. */
  judged: ResultKind;
  form: FormDefinition;
  fields: FieldLine[];
  constants: Meaning[];
  formulas: Formula[];
  symbols: Meaning[];
  bounds: Bound[];
  parameters: { code: string; name: Words; class: string }[];
}

/** The record forms, by title, with how many parameters are recorded on each. */
export function listForms(catalogue: Catalogue): FormList {
  const users = new Map<string, number>();
  for (const { form } of catalogue.parameters.values()) users.set(form, (users.get(form) ?? 0) + 1);
  const forms = [...catalogue.forms.values()].map((form) => ({
    code: form.$id,
    title: form['x-title'],
    family: form['x-family'],
    fields: inputsOf(form).length,
    formulas: form['x-calc']?.length ?? 0,
    parameters: users.get(form.$id) ?? 0,
  }));
  return { forms: forms.sort((a, b) => b.parameters - a.parameters || a.title.zh.localeCompare(b.title.zh, 'zh')) };
}

/** What a form asks, calculates and demands. @throws Refusal `catalogue.unknown` */
export function showForm(catalogue: Catalogue, code: string): FormSheet {
  const form = catalogue.form(code);
  const formulas = formulasOf(form, nothingFixed);
  return {
    code,
    title: form['x-title'],
    family: form['x-family'],
    hash: catalogue.edition('form', code).hash,
    rules: form['x-rules'] ?? null,
    judged: form['x-result'].kind,
    form,
    fields: fieldsOf(form),
    constants: (form['x-constants'] ?? []).map(({ id, label, unit = '', symbol = id, default: value = null }) => ({
      ...{ id, symbol, label, unit, value },
      origin: 'constant' as const,
    })),
    formulas,
    symbols: meaningsOf(form, nothingFixed, formulas),
    bounds: boundsOf(form, nothingFixed),
    parameters: [...catalogue.parameters.values()]
      .filter((parameter) => parameter.form === code)
      .map((parameter) => ({ code: parameter.code, name: parameter.name, class: parameter.class })),
  };
}

/** A form by itself fixes no constant: every alternative of its formulas stays open. */
const nothingFixed: Fixed = { unit: null, constants: {} };

function fieldsOf(form: FormDefinition): FieldLine[] {
  return Object.entries(form.properties).flatMap(([id, field]) => {
    if (field.type === 'string') return [line(id, field, null, null)];
    if (field.type !== 'array') return [];
    return Object.entries(field.items.properties).map(([column, cell]) =>
      line(column, cell, field['x-label'], field['x-grid'].rows),
    );
  });
}

type Cell = ReturnType<typeof inputsOf>[number][1];

function line(id: string, field: Cell, grid: Words | null, rows: number | null): FieldLine {
  return {
    ...{ id, grid, rows },
    symbol: field['x-symbol'] ?? '',
    label: field['x-label'],
    unit: field['x-unit'] ?? '',
    kind: kindOf(field),
    optional: field['x-optional'] ?? false,
    options: (field['x-options'] ?? []).map(({ zh, en }) => ({ zh, en })),
  };
}

function kindOf(field: Cell): FieldLine['kind'] {
  if (field['x-options']) return 'choice';
  if (field.format === 'decimal' || field.format === 'date') return field.format;
  return field.format === 'bench-time' ? 'time' : 'text';
}
