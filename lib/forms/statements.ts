import { dec } from '../core/decimal.ts';
import { judge, type Limit } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { t } from '../messages/index.ts';
import { word } from './gates.ts';
import type { Read } from './read.ts';
import { notDetectedText, verdictWord, withUnit } from './report-text.ts';
import { type Answer, cells, type Source, value } from './source.ts';
import type { ResultRule, Row, TestItem } from './types.ts';

/** A statement of the analyst: the chosen word decides; every row of a grid must be right. */
export function stated({ form, rule, item, constants, read }: Source): Answer {
  const conforms =
    right(read, rule.field ?? '', rule.is ?? []) &&
    (rule.and === undefined || right(read, rule.and.field, rule.and.is));
  const observed = read.values['observation'];
  const observation = rule.text === 'observation' && constants['print'] === 'observation' ? observed : undefined;
  const text =
    rule.kind === 'absence'
      ? word(form, rule.field ?? '', read.values[rule.field ?? ''] ?? '')
      : (observation ??
        (conforms ? constants['text'] : undefined) ??
        verdictWord(conforms ? 'conforms' : 'fails', item));
  const verdict = judge(
    worded(item),
    { exact: '', rounded: text, conforms, ...choice(item.limit, observed) },
    item.compare,
  );
  return { result: { exact: '', rounded: text, text }, verdict };
}

/** The limits that words can meet stay as they are; a limit of a number is met by its sentence. */
function worded({ limit, limitText }: TestItem): Limit {
  return ['text', 'not-detected', 'criteria', 'one-of', 'not-deeper'].includes(limit.kind)
    ? limit
    : { kind: 'text', requirement: limitText };
}

/** The observed word, where the limit lists the allowed ones. */
function choice(limit: Limit, observed: string | undefined): { stated?: string } {
  return limit.kind === 'one-of' && observed !== undefined ? { stated: observed } : {};
}

function right(read: Read, field: string, wanted: string[]): boolean {
  const single = read.values[field];
  const values = single === undefined ? cells(read, field) : [single];
  return values.length > 0 && values.every((one) => wanted.includes(one));
}

/** Many analytes at once: 未检出, or each that was found with its value. */
export function screened({ rule, item, read }: Source): Answer {
  const rows = Object.values(read.grids).flatMap((grid) =>
    grid.filter(({ cells: row }) => row[rule.field ?? ''] !== undefined),
  );
  const found = rows.filter(({ cells: row }) => !(rule.is ?? []).includes(row[rule.field ?? ''] ?? ''));
  const traces = found.filter(({ cells: row }) => isTrace(row, rule));
  const named = found.map(({ cells: row }) => foundText(row, rule, item));
  // 不得检出 by the limit of quantitation: what lies below it is named and does not decide.
  const deciding =
    item.limit.kind === 'not-detected' && item.limit.at === 'LOQ' ? found.length - traces.length : found.length;
  const conforms = deciding === 0;
  const isMeasured = found.some(({ cells: row }) => row[rule.amount ?? ''] !== undefined);
  const names = named.join(isMeasured ? '；' : '、');
  const text = found.length === 0 ? notDetectedText(item) : t('zh', 'result.found', { names });
  return {
    result: { exact: '', rounded: text, text, ...(found.length === 0 ? { qualifier: 'ND' as const } : {}) },
    verdict: judge(worded(item), { exact: '', rounded: text, conforms }, item.compare),
  };
}

/** 伏马毒素B₁：86.4μg/kg; the name alone where no value was measured, and with a remark below the limit of quantitation. */
function foundText(row: Row, rule: ResultRule, item: TestItem): string {
  const [name, amount] = [row[rule.name ?? ''] ?? '', row[rule.amount ?? '']];
  if (isTrace(row, rule)) return t('zh', 'result.trace', { name });
  return amount === undefined ? name : t('zh', 'result.amount', { name, value: withUnit(amount, item.unit) });
}

/** Found, with a value below the limit of quantitation of its row. */
function isTrace(row: Row, { amount = '', loq = '' }: ResultRule): boolean {
  const [value, threshold] = [row[amount], row[loq]];
  return value !== undefined && threshold !== undefined && dec(value).lessThan(dec(threshold));
}

/** Failed units of those inspected; the criterion of the form compares them with what is allowed. */
export function counted({ rule, item, known, constants }: Source): Answer {
  const exact = value(known, rule.value ?? '');
  const of = value(known, rule.of ?? '');
  const limit: Limit =
    item.limit.kind === 'max' || item.limit.kind === 'attribute'
      ? item.limit
      : { kind: 'attribute', accept: constants['Ac'] ?? '0' };
  const verdict = judge(limit, { exact, rounded: exact }, item.compare);
  const word = verdictWord(verdict.verdict, item);
  const counter = constants['counter'] ?? t('zh', 'result.piece');
  const text =
    verdict.verdict === 'conforms' ? word : t('zh', 'result.failed-units', { word, d: exact, n: of, counter });
  return { result: { exact, rounded: exact, text, qualifier: '=' }, verdict };
}

/** One of the graded answers that the form lists. */
export function chosen({ rule, item, read }: Source): Answer {
  const picked =
    rule.values?.find(({ is }) => is === read.values[rule.field ?? '']) ??
    refuse('record.choice', { text: read.values[rule.field ?? ''] ?? '' }, rule.field);
  const { exact, qualifier, text } = picked;
  return {
    result: { exact, rounded: exact, text: withUnit(text, item.unit), qualifier },
    verdict: judge(item.limit, { exact, rounded: exact, qualifier, stated: text }, item.compare),
  };
}
