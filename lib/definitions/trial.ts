import type { CompareMode } from '../core/limits.ts';
import { type Limit, limitText } from '../core/limits.ts';
import {
  evaluateRecord,
  type FormDefinition,
  type Readings,
  type RecordOutcome,
  type TestItem,
  type Words,
} from '../forms/index.ts';
import type { Query } from '../kernel/types.ts';
import { type ParameterLine, parameterLine } from './lists.ts';
import {
  bareForm,
  basedOn,
  type LimitText,
  limitKinds,
  readingsOf,
  shownText,
  type TrialBase,
  type TypedLimit,
  texts,
  trialItem,
  typedLimit,
} from './trial-item.ts';
import { type Use, usesOf } from './uses.ts';

/** What a trial calculation takes: where its terms come from, and what of them and which readings somebody typed instead. */
export interface TrialInput {
  code: string;
  example?: number;
  specification?: string;
  item?: number;
  /** The readings are those that are sent, even if there are none; else they are those of the example. */
  typed?: boolean;
  limit?: TypedLimit;
  places?: number;
  compare?: CompareMode;
  constants?: Record<string, unknown>;
  readings?: Record<string, unknown>;
}

/** A calculation with anybody's numbers, as a record would come out. Nothing of it is stored. */
export interface Trial extends ParameterLine {
  base: TrialBase;
  form: FormDefinition;
  item: TestItem;
  kinds: Limit['kind'][];
  limit: { kind: Limit['kind']; texts: Record<LimitText, string> };
  /** The limit of the base in words, for kinds that are not typed. */
  baseLimit: Words;
  constants: { id: string; symbol: string; label: Words; unit: string; value: string }[];
  readings: Readings;
  outcome: RecordOutcome;
  examples: { number: number; kind: string | null; note: string }[];
  specifications: Use[];
}

/** @throws Refusal `catalogue.unknown`, `trial.base` */
export function tryOut({ app: { catalogue }, today }: Pick<Query, 'app' | 'today'>, input: TrialInput): Trial {
  const parameter = catalogue.parameter(input.code);
  const form = bareForm(catalogue.form(parameter.form));
  const { base, terms, readings: given } = basedOn(catalogue, parameter, input);
  const known = form['x-constants'] ?? [];
  const sent = texts(
    input.constants,
    known.map(({ id }) => id),
  );
  // What somebody took out of the form is not given: other formulas may then apply.
  const constants = input.typed ? sent : { ...terms.constants, ...sent };
  const { limit, problem } = typedLimit(parameter, terms.limit, input.limit ?? {});
  const { places, compare } = input;
  const item = trialItem(
    parameter,
    { ...terms, constants: {} },
    {
      limit,
      constants,
      ...(places === undefined ? {} : { places }),
      ...(compare === undefined ? {} : { compare }),
    },
  );
  const readings = input.typed ? readingsOf(form, input.readings ?? {}) : given;
  const { result, verdict, ...outcome } = evaluateRecord(form, item, readings);
  return {
    ...parameterLine(catalogue, parameter),
    base,
    form,
    item,
    readings,
    outcome: problem
      ? { ...outcome, complete: false, problems: [...outcome.problems, problem] }
      : { ...outcome, ...(result && { result }), ...(verdict && { verdict }) },
    kinds: limitKinds(parameter, terms),
    limit: {
      kind: input.limit?.kind ?? terms.limit.kind,
      texts: textsOf(terms.limit, input.limit ?? {}),
    },
    baseLimit: {
      zh: limitText(terms.limit, item.unit, 'zh'),
      en: limitText(terms.limit, item.unit, 'en'),
    },
    constants: known.map(({ id, label, unit = '', symbol = id, default: usual = '' }) => ({
      id,
      symbol,
      label,
      unit,
      value: sent[id] ?? item.constants[id] ?? usual,
    })),
    examples: parameter.examples.map(({ kind = null, note = '' }, i) => ({ number: i + 1, kind, note })),
    specifications: usesOf(catalogue, input.code, today),
  };
}

function textsOf(base: Limit, typed: TypedLimit): Record<LimitText, string> {
  const text = (name: LimitText) => shownText(base, typed, name);
  return {
    ...{ value: text('value'), low: text('low'), high: text('high') },
    ...{ declared: text('declared'), below: text('below'), above: text('above'), accept: text('accept') },
    ...{ at: text('at'), requirement: text('requirement') },
  };
}
