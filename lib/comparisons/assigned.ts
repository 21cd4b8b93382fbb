import { refuse } from '../core/refusal.ts';
import {
  type Assigned,
  byConsensus,
  byCrm,
  byExperts,
  byFormulation,
  type Sigma,
  sigmaFromRounds,
  sigmaHorwitz,
  sigmaPrescribed,
  sigmaRobust,
} from '../core/statistics/assigned.ts';
import type { Design, SampleName } from './rows.ts';

/** x_pt and u(x_pt) of a sample as the design says; `values`: the results that count. @throws Refusal `comparison.design`, `statistics.*` */
export function assignedBy(
  { source, method = 'algorithm-a', targets }: Design,
  sample: SampleName,
  values: string[],
): Assigned {
  const { value = '', contributions = [], expanded = '', k = '', experts = [] } = targets[sample] ?? {};
  switch (source) {
    case 'formulation':
      return byFormulation({ value, contributions });
    case 'crm':
      return byCrm({ certified: value, expanded, k });
    case 'expert':
      return byExperts(experts);
    case 'consensus':
      return byConsensus(values, method);
    default:
      return refuse('comparison.design', { sample });
  }
}

/** σ_pt as the design says. @throws Refusal `comparison.design`, `statistics.*` */
export function sigmaBy({ sigma, method = 'algorithm-a' }: Design, assigned: string, values: string[]): Sigma {
  switch (sigma?.way) {
    case 'sigma':
      return sigmaPrescribed({ sigma: sigma.value ?? '' });
    case 'percent':
      return sigmaPrescribed({ percent: sigma.value ?? '', assigned });
    case 'horwitz':
      return sigmaHorwitz(assigned, sigma.factor ?? '');
    case 'rounds':
      return sigmaFromRounds(sigma.rounds ?? []);
    case 'robust':
      return sigmaRobust(values, method);
    default:
      return refuse('comparison.design', { sample: '' });
  }
}

/** σ_pt before any result is there: what the homogeneity is judged by; null where it comes from the participants. */
export function sigmaBefore(design: Design, sample: SampleName): string | null {
  const way = design.sigma?.way;
  if (way === undefined || way === 'robust') return null;
  const known = way === 'sigma' || way === 'rounds';
  if (!known && design.source === 'consensus') return null;
  return sigmaBy(design, known ? '1' : assignedBy(design, sample, []).value, []).value;
}
