import { type Decimal, dec, settle, toText } from './decimal.ts';
import type { DeviationLimit, LongestLimit, Verdict } from './limit-types.ts';
import { refuse } from './refusal.ts';

/**
 * Mass variation. The weights themselves are held against W̄(1 ± L), never a rounded percentage: at most `allowOutside` may lie
 * outside and none beyond twice the limit (ChP 0101). Sterile powders (`retest`, ChP 0102) know no twice: one outside, however far, calls
 * for the further units. Weights as weighed, in the unit of the bands.
 */
export function judgeDeviation(limit: DeviationLimit, weights: string[]): Verdict {
  if (!limit.retest) return heldAgainst(limit, weights);
  const further = weights.slice(limit.retest.first);
  const first = heldAgainst(limit, weights.slice(0, limit.retest.first));
  const outside = Number(first.reason.params?.['outside'] ?? 0);
  if (outside !== 1) return first;
  return further.length < limit.retest.further
    ? {
        ...first,
        verdict: 'undecided',
        reason: { id: 'verdict.deviation-due', params: { further: limit.retest.further } },
      }
    : heldAgainst({ ...limit, allowOutside: 0 }, further);
}

function heldAgainst(limit: DeviationLimit, weights: string[]): Verdict {
  const masses = weights.map(dec);
  const mean = masses.reduce((a, b) => a.plus(b)).div(masses.length);
  const centre = limit.nominal === undefined ? mean : dec(limit.nominal);
  const percent = band(limit, centre);
  const outside = weights.filter((_, i) => beyond(masses[i], centre, percent, 1));
  const far = limit.retest ? [] : weights.filter((_, i) => beyond(masses[i], centre, percent, 2));
  const params = {
    centre: toText(settle(centre).toSignificantDigits(10)),
    percent,
    outside: outside.length,
    allowed: limit.allowOutside,
    values: (far.length > 0 ? far : outside).join(', '),
  };
  const id =
    far.length > 0
      ? 'verdict.beyond-twice'
      : outside.length > limit.allowOutside
        ? 'verdict.too-many-outside'
        : 'verdict.deviation-within';
  return {
    verdict: id === 'verdict.deviation-within' ? 'conforms' : 'fails',
    compared: weights.join(', '),
    mode: 'full',
    reason: { id, params },
  };
}

/**
 * Disintegration times in minutes. One unit of the first set over the limit: as many more are due, and all of those must be
 * within (ChP 0921: 6 and 6, suppositories 3 and 3). More than one at once: fails. Times after the first `retestUnits` are the further units'.
 */
export function judgeLongest(limit: LongestLimit, times: string[]): Verdict {
  const most = dec(limit.minutes);
  const over = (list: string[]) => list.filter((time) => dec(time).greaterThan(most));
  const first = limit.retestUnits > 0 ? times.slice(0, limit.retestUnits) : times;
  const further = times.slice(first.length);
  const slowest = times.reduce((a, b) => (dec(b).greaterThan(dec(a)) ? b : a));
  const answer = (verdict: Verdict['verdict'], id: string): Verdict => ({
    verdict,
    compared: slowest,
    mode: 'full',
    reason: {
      id,
      params: { value: slowest, limit: limit.minutes, over: over(times).length, further: limit.retestUnits },
    },
  });
  if (over(first).length === 0 && over(further).length === 0) return answer('conforms', 'verdict.all-in-time');
  if (over(first).length > 1 || over(further).length > 0 || limit.retestUnits === 0)
    return answer('fails', 'verdict.too-slow');
  return further.length >= limit.retestUnits
    ? answer('conforms', 'verdict.retest-in-time')
    : answer('undecided', 'verdict.retest-due');
}

function band(limit: DeviationLimit, centre: Decimal): string {
  const found = limit.bands.find(
    ({ upto, open }) => upto === null || (open ? centre.lessThan(dec(upto)) : centre.lessThanOrEqualTo(dec(upto))),
  );
  return found ? found.percent : refuse('limit.band', { mass: toText(centre) });
}

function beyond(mass: Decimal | undefined, centre: Decimal, percent: string, times: number): boolean {
  const reach = settle(centre.times(dec(percent)).times(times).div(100));
  return mass !== undefined && settle(mass.minus(centre).abs()).greaterThan(reach);
}
