import { dec } from '../core/decimal.ts';
import { judge, type Limit } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { t } from '../messages/index.ts';
import { word } from './gates.ts';
import type { Read } from './read.ts';
import { notDetectedText, verdictWord, withUnit } from './report-text.ts';
import { type Answer, cells, type Source, value } from './source.ts';

/** A statement of the analyst: the chosen word decides; every row of a grid must be right. */
export function stated({ form, rule, item, constants, read }: Source): Answer {
  const conforms =
    right(read, rule.field ?? '', rule.is ?? []) &&
    (rule.and === undefined || right(read, rule.and.field, rule.and.is));
  const limit: Limit =
    item.limit.kind === 'text' || item.limit.kind === 'not-detected'
      ? item.limit
      : { kind: 'text', requirement: item.limitText };
  const observation =
    rule.text === 'observation' && constants['print'] === 'observation' ? read.values['observation'] : undefined;
  const text =
    rule.kind === 'absence'
      ? word(form, rule.field ?? '', read.values[rule.field ?? ''] ?? '')
      : (observation ?? (conforms ? constants['text'] : undefined) ?? verdictWord(conforms ? 'conforms' : 'fails'));
  return {
    result: { exact: '', rounded: text, text },
    verdict: judge(limit, { exact: '', rounded: text, conforms }, item.compare),
  };
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
  const named = found.map(
    ({ cells: row }) =>
      `${row[rule.name ?? ''] ?? ''}${row[rule.amount ?? ''] ? withUnit(row[rule.amount ?? ''] ?? '', item.unit) : ''}`,
  );
  const conforms = found.length === 0;
  const text = conforms ? notDetectedText(item) : t('zh', 'result.found', { names: named.join('、') });
  const limit: Limit =
    item.limit.kind === 'not-detected' || item.limit.kind === 'text'
      ? item.limit
      : { kind: 'text', requirement: item.limitText };
  return {
    result: { exact: '', rounded: text, text, ...(conforms ? { qualifier: 'ND' as const } : {}) },
    verdict: judge(limit, { exact: '', rounded: text, conforms }, item.compare),
  };
}

/** Failed units of those inspected; the criterion of the form compares them with what is allowed. */
export function counted({ rule, item, known, constants }: Source): Answer {
  const exact = value(known, rule.value ?? '');
  const of = value(known, rule.of ?? '');
  const conforms = dec(exact).lessThanOrEqualTo(dec(constants['Ac'] ?? '0'));
  const verdict =
    item.limit.kind === 'max'
      ? judge(item.limit, { exact, rounded: exact }, item.compare)
      : judge({ kind: 'text', requirement: item.limitText }, { exact, rounded: exact, conforms }, item.compare);
  const text =
    verdict.verdict === 'conforms' ? verdictWord('conforms') : t('zh', 'result.failed-units', { d: exact, n: of });
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
    verdict: judge(item.limit, { exact, rounded: exact, qualifier }, item.compare),
  };
}
