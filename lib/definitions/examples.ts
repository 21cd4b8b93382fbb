import { type Example, type Parameter, runExample } from '../catalogue/index.ts';
import { exampleItem } from '../catalogue/item.ts';
import { limitText } from '../core/limits.ts';
import type { Reason } from '../core/refusal.ts';
import { evaluateRecord, type FormDefinition, optionWords, type Words, withUnit } from '../forms/index.ts';
import { inputsOf, wordOf } from './form-facts.ts';

/** A reading or constant that an example gives; a column of a grid has several values. */
export interface Given {
  symbol: string;
  label: Words;
  unit: string;
  values: Words[];
}

/** What an example should yield, or did yield. `value` is the rounded result with its unit, `exact` it before rounding, `text` the result as reports print it. */
export interface Yield {
  exact: string | null;
  value: string | null;
  text: string | null;
  verdict: 'conforms' | 'fails' | 'undecided' | null;
}

/** A worked example after it was run: what was given, expected and found. */
export interface ExampleRun {
  kind: string | null;
  note: string;
  requirement: Words;
  given: Given[];
  expected: Yield & { refused: string | null };
  found: Yield & { refusals: Reason[]; missing: Words[] };
  agrees: boolean;
}

/** Runs the worked examples of a parameter on the same engine that judges real samples. */
export function runExamples(form: FormDefinition, parameter: Parameter): ExampleRun[] {
  return parameter.examples.map((example) => run(form, parameter, example));
}

function run(form: FormDefinition, parameter: Parameter, example: Example): ExampleRun {
  const { expect, readings } = example;
  const item = exampleItem(parameter, example.item);
  const { result, verdict, problems, missing } = evaluateRecord(form, item, readings);
  const inHeader = (field: string | undefined) => field?.startsWith('common.') ?? false;
  return {
    kind: example.kind ?? null,
    note: example.note ?? '',
    requirement: {
      zh: item.limitText || limitText(item.limit, item.unit, 'zh'),
      en: item.limitText || limitText(item.limit, item.unit, 'en'),
    },
    given: given(form, item.constants, example),
    expected: {
      exact: expect.exact ?? null,
      value: expect.result === undefined ? null : withUnit(expect.result, item.unit),
      text: expect.text ?? null,
      verdict: expect.verdict ?? null,
      refused: expect.refused ?? null,
    },
    found: {
      exact: result?.exact || null,
      value: result ? withUnit(result.rounded, item.unit) : null,
      text: result?.text ?? null,
      verdict: verdict?.verdict ?? null,
      refusals: problems.filter(({ field }) => !inHeader(field)),
      missing: missing.filter(({ field }) => !inHeader(field)).map(({ label }) => label),
    },
    agrees: runExample(form, parameter, example) === undefined,
  };
}

function given(form: FormDefinition, constants: Record<string, string>, { readings }: Example): Given[] {
  const fixed = (form['x-constants'] ?? []).flatMap((constant) => {
    const { id, label, unit = '', symbol = '' } = constant;
    const value = constants[id];
    return value === undefined ? [] : [{ symbol, label, unit, values: [optionWords(constant, value)] }];
  });
  const rows = Object.values(readings).flatMap((value) => (Array.isArray(value) ? value : []));
  const typed = inputsOf(form).flatMap(([id, field]) => {
    const own = readings[id];
    const values = typeof own === 'string' ? [own] : rows.flatMap((row) => row[id] ?? []);
    if (values.length === 0) return [];
    const { 'x-symbol': symbol = '', 'x-label': label, 'x-unit': unit = '' } = field;
    return [{ symbol, label, unit, values: values.map((value) => wordOf(field, value)) }];
  });
  return [...fixed, ...typed];
}
