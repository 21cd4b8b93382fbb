import { type Decimal, dec } from '../core/decimal.ts';
import { compile, evaluate } from '../core/formula.ts';
import type { CompareMode, Verdict } from '../core/limits.ts';
import { brief, placesOf, roundPlaces } from '../core/rounding.ts';

/** How far below Q a unit may lie: above it at S1, then the two bounds of S2 and S3. */
const ABOVE = dec('5');
const NEAR = dec('15');
const FAR = dec('25');

/** What a stage of USP <711> comes to: the verdict, the number of the last stage that was done whole, and its units, all of them. */
export interface UspDissolution {
  verdict: Verdict;
  stage: 1 | 2 | 3;
  units: string[];
}

/**
 * USP <711> immediate release: S1 each of 6 at least Q + 5; S2 mean of 12 at least Q and none below Q − 15; S3 mean of 24 at least Q, at
 * most 2 below Q − 15, none below Q − 25. What does not meet a stage goes on to the next; only S3 fails. Compared as rounded, a five goes up (USP General Notices 7.20).
 */
export function uspDissolutionVerdict(
  q: string,
  [first, second, third]: readonly [string[], string[], string[]],
  mode: CompareMode,
): UspDissolution {
  const shown = (value: string) => (mode === 'rounded' ? roundPlaces(value, placesOf(q), 'half-up') : value);
  const told = (outcome: Verdict['verdict'], stage: 1 | 2 | 3, units: string[], isDue = false): UspDissolution => {
    const { mean, least, near } = standing(q, units, shown);
    const params = { n: units.length, q, mean: brief(mean.toFixed()), least: brief(least.toFixed()), near };
    const reason = isDue
      ? { id: `verdict.usp-s${stage + 1}-due`, params: { ...params, stage: stage + 1 } }
      : { id: `verdict.usp-s${stage}`, params };
    return { verdict: { verdict: outcome, compared: units.map(shown).join(', '), mode, reason }, stage, units };
  };
  const one = standing(q, first, shown);
  if (one.least.greaterThanOrEqualTo(dec(q).plus(ABOVE))) return told('conforms', 1, first);
  if (second.length < first.length) return told('undecided', 1, first, true);
  const twelve = [...first, ...second];
  const two = standing(q, twelve, shown);
  if (two.isMeanMet && two.near === 0) return told('conforms', 2, twelve);
  if (third.length < twelve.length) return told('undecided', 2, twelve, true);
  const all = [...twelve, ...third];
  const three = standing(q, all, shown);
  const isMet = three.isMeanMet && three.near <= 2 && three.least.greaterThanOrEqualTo(dec(q).minus(FAR));
  return told(isMet ? 'conforms' : 'fails', 3, all);
}

interface Standing {
  mean: Decimal;
  least: Decimal;
  /** Units below Q − 15. */
  near: number;
  isMeanMet: boolean;
}

function standing(q: string, units: string[], shown: (value: string) => string): Standing {
  const values = units.map((unit) => dec(shown(unit)));
  const mean = dec(shown(evaluate(compile('mean(x)'), { x: units })));
  const least = dec(shown(evaluate(compile('min(x)'), { x: units })));
  const near = values.filter((value) => value.lessThan(dec(q).minus(NEAR))).length;
  return { mean, least, near, isMeanMet: mean.greaterThanOrEqualTo(dec(q)) };
}
