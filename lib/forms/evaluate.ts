import { dec, settle } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { brief } from '../core/rounding.ts';
import { t } from '../messages/index.ts';
import { calculate, shown } from './calculate.ts';
import { applies, constantsOf } from './conditions.ts';
import { offCurve } from './curve.ts';
import { holdGates } from './gates.ts';
import { readCommon, readReadings } from './read.ts';
import { verdictWord } from './report-text.ts';
import { conclude, precisionOf, roundedIndividuals } from './result.ts';
import type { Answer, Source } from './source.ts';
import type { FormDefinition, GateOutcome, Readings, RecordOutcome, TestItem } from './types.ts';

/**
 * Evaluates a raw record: calculates in exact decimals, holds the gates (system suitability, blanks, precision), rounds once at the
 * end and judges. Never throws for what was typed: missing fields and problems are listed, and without all of them settled there is no verdict.
 */
export function evaluateRecord(form: FormDefinition, item: TestItem, readings: Readings): RecordOutcome {
  const constants = constantsOf(form, item);
  const read = readReadings(form, constants, readings);
  const common = readCommon(form, readings);
  const known = calculate(form, item, constants, readings, read);
  const source: Source = { form, rule: form['x-result'], item, constants, read, known };
  const beyond = offCurve(source);
  const gates = [
    ...holdGates(form['x-gates'] ?? [], form, constants, readings, read, known, false),
    ...(beyond.length === 0 ? precision(source) : []),
  ];
  const criteria = holdGates(
    form['x-criteria'] ?? [],
    form,
    constants,
    readings,
    read,
    known,
    item.compare === 'rounded',
  );
  const own: Reason[] = [
    ...absentConstants(form, constants),
    ...strangeConstants(form, constants),
    ...read.problems,
    ...unique(known.problems),
    ...beyond,
    ...gates.filter(({ ok }) => !ok).map(refused),
  ];
  const settled = own.length === 0 && read.missing.length === 0;
  const concluded = settled ? tried(() => conclude(source)) : { problems: [] };
  const problems = [...own, ...concluded.problems, ...common.problems];
  const held = concluded.answer && withCriteria(concluded.answer, criteria, item);
  const answer = held && orRepeat(held, source, criteria, readings);
  const missing = [...read.missing, ...common.missing];
  return {
    complete: missing.length === 0 && problems.length === 0,
    missing,
    problems,
    steps: known.steps,
    gates,
    criteria,
    ...(answer ?? {}),
  };
}

/** The precision rule of the item between parallel determinations; outside it there is no result (domain 3.4). */
function precision(source: Source): GateOutcome[] {
  const rule = source.item.precision;
  const value = rule && precisionOf(rule.kind, roundedIndividuals(source));
  if (!rule || value === undefined) return [];
  const unit = rule.kind === 'absolute' ? (source.item.unit ?? '') : '%';
  return [
    {
      id: 'precision',
      label: { zh: t('zh', `record.precision.${rule.kind}`), en: t('en', `record.precision.${rule.kind}`) },
      ok: settle(dec(value)).lessThanOrEqualTo(dec(rule.max)),
      value: `${shown(value, rule.kind === 'absolute' ? undefined : 1)}${unit}`,
      bound: `≤${rule.max}${unit}`,
    },
  ];
}

function refused(gate: GateOutcome): Reason {
  return {
    id: gate.id === 'precision' ? 'record.precision' : 'record.gate',
    ...(gate.field === undefined ? {} : { field: gate.field }),
    params: { gate: gate.id, label: gate.label.zh, value: gate.value, bound: gate.bound },
  };
}

function absentConstants(form: FormDefinition, constants: Record<string, string>): Reason[] {
  return (form['x-constants'] ?? [])
    .filter(({ id, optional, when }) => !optional && constants[id] === undefined && applies(when, constants, {}))
    .map(({ id, label }) => ({ id: 'record.constant', params: { constant: id, label: label.zh } }));
}

/** A word that is none of those the constant can be. */
function strangeConstants(form: FormDefinition, constants: Record<string, string>): Reason[] {
  return (form['x-constants'] ?? []).flatMap(({ id, label, options }) => {
    const text = constants[id];
    if (!options || text === undefined || options.some(({ value }) => value === text)) return [];
    const allowed = options.map(({ value }) => value).join(', ');
    return [{ id: 'record.constant-option', params: { constant: id, label: label.zh, text, allowed } }];
  });
}

/** A further requirement beside the limit (largest single impurity, 25 μm particles): one that is not met fails the item. */
function withCriteria(answer: Answer, criteria: GateOutcome[], item: TestItem): Answer {
  const failed = criteria.find(({ ok }) => !ok);
  if (!failed || answer.verdict.verdict === 'fails') return answer;
  const verdict = {
    verdict: 'fails' as const,
    compared: failed.value,
    mode: item.compare,
    reason: { id: 'verdict.criterion', params: { label: failed.label.zh, value: failed.value, limit: failed.bound } },
  };
  const worded = answer.result.text === verdictWord('conforms', item);
  return { verdict, result: worded ? { ...answer.result, text: verdictWord('fails', item) } : answer.result };
}

/**
 * A first failure that the method lets repeat is no verdict yet (friability, metal particles). What the eye has found (broken tablets) is
 * not repeated.
 */
function orRepeat(
  answer: Answer,
  { form, constants, item }: Source,
  criteria: GateOutcome[],
  readings: Readings,
): Answer {
  const { retest } = form['x-result'];
  const isFinal = (form['x-criteria'] ?? []).some(
    ({ id, field }) => field !== undefined && criteria.some((one) => one.id === id && !one.ok),
  );
  if (!retest || answer.verdict.verdict !== 'fails' || isFinal || applies(retest.given, constants, readings))
    return answer;
  if (retest.limit !== undefined && constants[retest.limit] === undefined) return answer;
  return {
    result: { ...answer.result, text: verdictWord('undecided', item) },
    verdict: {
      ...answer.verdict,
      verdict: 'undecided',
      reason: { id: 'verdict.repeat-due', params: { value: brief(answer.verdict.compared) } },
    },
  };
}

function tried(run: () => Answer): { answer?: Answer; problems: Reason[] } {
  try {
    return { answer: run(), problems: [] };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.reasons };
    throw error;
  }
}

/** One calculation may fail in several rows for the same typed value: it is told once for each field. */
function unique(problems: Reason[]): Reason[] {
  return problems.filter(
    (problem, i) => problems.findIndex((other) => other.id === problem.id && other.field === problem.field) === i,
  );
}
