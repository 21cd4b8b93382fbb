import { chi2Cdf, chi2Inverse } from './distributions.ts';
import { needs, positive, within } from './guard.ts';
import { median, sum } from './numbers.ts';

/** η and ξ of Algorithm S for ν degrees of freedom: the 90 % point of w and what makes the estimate unbiased (ISO 13528 table C.1). */
export function factorsS(df: number): { eta: number; xi: number } {
  positive(df, 'ν');
  const reach = chi2Inverse(0.9, df);
  return { eta: Math.sqrt(reach / df), xi: 1 / Math.sqrt(chi2Cdf(reach, df + 2) + (0.1 * reach) / df) };
}

/** Algorithm S (ISO 13528 C.4): one standard deviation from many (or from ranges, with ν = 1), each of `df` degrees of freedom. @throws Refusal `statistics.few` */
export function algorithmS(
  deviations: readonly number[],
  df: number,
): { sd: number; eta: number; xi: number; iterations: number[]; converged: boolean } {
  needs(deviations, 1);
  for (const w of deviations) within(w, 'w', 0, Number.MAX_VALUE);
  const { eta, xi } = factorsS(df);
  let now = median(deviations) || Math.sqrt(sum(deviations.map((w) => w * w)) / deviations.length);
  const iterations = [now];
  let converged = now === 0;
  while (!converged && iterations.length <= 1000) {
    const reach = eta * now;
    const next = xi * Math.sqrt(sum(deviations.map((w) => Math.min(w, reach) ** 2)) / deviations.length);
    converged = Math.abs(next - now) <= 1e-13 * next;
    iterations.push(next);
    now = next;
  }
  return { sd: now, eta, xi, iterations, converged };
}
