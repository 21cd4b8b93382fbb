import type { Reason } from '../core/refusal.ts';
import type { Conclusion } from './rows.ts';

/** A result as it was signed. */
export interface Value {
  result: string | null;
  verdict: string | null;
  reviewed: boolean;
}

const plain = (text: string | null | undefined): string => (text ?? '').normalize('NFKC').replace(/\s/g, '');

/** The value that a conclusion reports: the first one, or the first of the retests in their order, so that nobody chooses. */
export const reported = (
  conclusion: Exclude<Conclusion, 'invalid'>,
  first: Value,
  retests: readonly Value[],
): Value | undefined => (conclusion === 'original' ? first : retests[0]);

/**
 * What stands against a conclusion (domain 3.5; 10, item 16). The retests stand only when every one that was set is reviewed and conforms;
 * a value that was typed has to be the reported one: a mean of results, above all of one that passes and one that fails, is no result.
 */
export function conclusionFaults(
  conclusion: Exclude<Conclusion, 'invalid'>,
  { first, retests, n, typed }: { first: Value; retests: readonly Value[]; n: number; typed?: string | undefined },
): Reason[] {
  const values = [first, ...retests].map(({ result }) => result ?? '—').join(' / ');
  const done = retests.filter(({ reviewed }) => reviewed).length;
  if (conclusion === 'retest' && (retests.length < n || n === 0 || done < retests.length))
    return [{ id: 'investigation.retests-open', params: { planned: Math.max(n, retests.length), reviewed: done } }];
  if (conclusion === 'retest' && retests.some(({ verdict }) => verdict !== 'conforms'))
    return [{ id: 'investigation.average', field: 'conclusion', params: { values } }];
  const value = plain(typed);
  const stands = plain(reported(conclusion, first, retests)?.result);
  return value !== '' && value !== stands
    ? [{ id: 'investigation.average', field: 'reportedValue', params: { values } }]
    : [];
}
