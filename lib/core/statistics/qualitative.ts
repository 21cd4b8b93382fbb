import { dec, settle, toText } from '../decimal.ts';
import { refuse } from '../refusal.ts';
import { sameLength } from './guard.ts';

export type QualitativeVerdict = 'right' | 'partly-right' | 'wrong';

/** Part of a whole in percent, as decimal text of 12 significant digits. @throws Refusal `statistics.zero` */
export function percentOf(part: number, whole: number): string {
  if (whole === 0) refuse('statistics.zero', { name: 'n' });
  return toText(settle(dec(String(part)).times(100).div(whole)).toSignificantDigits(12));
}

/** Blanks and the case of letters make no difference between two answers. */
const plain = (answer: string): string => answer.replace(/\s/g, '').toLowerCase();

const verdict = (right: number, of: number): QualitativeVerdict => {
  if (right === of) return 'right';
  return right === 0 ? 'wrong' : 'partly-right';
};

/** Answers to several questions or samples, each compared with its own expected answer. @throws Refusal `statistics.lengths`, `statistics.few` */
export function qualitative(
  answers: readonly string[],
  expected: readonly string[],
): { verdict: QualitativeVerdict; right: number; of: number } {
  sameLength(answers, expected);
  if (expected.length === 0) refuse('statistics.few', { n: 0, least: 1 });
  const right = answers.filter((answer, at) => plain(answer) === plain(expected[at] ?? '')).length;
  return { verdict: verdict(right, expected.length), right, of: expected.length };
}

/** What was found in a mixture against what is in it, in any order: right only without a missing or an extra one. @throws Refusal `statistics.few` */
export function identified(
  found: readonly string[],
  present: readonly string[],
): { verdict: QualitativeVerdict; right: string[]; missing: string[]; extra: string[] } {
  if (present.length === 0) refuse('statistics.few', { n: 0, least: 1 });
  const has = (list: readonly string[], name: string) => list.some((other) => plain(other) === plain(name));
  const right = present.filter((name) => has(found, name));
  const extra = found.filter((name) => !has(present, name));
  const missing = present.filter((name) => !has(found, name));
  const whole = missing.length === 0 && extra.length === 0;
  const partly: QualitativeVerdict = right.length > 0 ? 'partly-right' : 'wrong';
  return { verdict: whole ? 'right' : partly, right, missing, extra };
}

/** The most frequent answer and the share of those who gave it. @throws Refusal `statistics.few` */
export function agreementRate(answers: readonly string[]): { most: string; rate: string; count: number; of: number } {
  const counts = new Map<string, { text: string; count: number }>();
  for (const text of answers) {
    const known = counts.get(plain(text));
    if (known) known.count += 1;
    else counts.set(plain(text), { text, count: 1 });
  }
  const [first] = [...counts.values()].sort((a, b) => b.count - a.count);
  if (!first) return refuse('statistics.few', { n: 0, least: 1 });
  const of = answers.length;
  return { most: first.text, rate: percentOf(first.count, of), count: first.count, of };
}
