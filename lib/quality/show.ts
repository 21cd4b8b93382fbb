import type { Query } from '../kernel/types.ts';
import { type CoverageOf, type Matrix, matrixOf } from './matrix.ts';
import { before, choices, type Period, periodOf } from './period.ts';
import { type FactGroup, factsOf, originsOf, type PeriodScore, scoresOf } from './review.ts';
import { type Section, sectionsOf } from './standing.ts';

/** A fact of the period with the same of the period before. */
export interface ComparedGroup {
  key: FactGroup['key'];
  facts: (FactGroup['facts'][number] & { before: number })[];
}

export interface QualitySheet {
  today: string;
  sections: Section[];
  lines: Matrix['lines'];
  period: Period;
  /** The period before. */
  last: string;
  choices: string[];
  groups: ComparedGroup[];
  scores: PeriodScore[];
  origins: { source: string; count: number }[];
}

/** How everything stands today, and what happened in a period beside the one before. @throws Refusal `quality.period` */
export async function showQuality(
  query: Query,
  coverage: CoverageOf,
  { period: name }: { period?: string },
): Promise<QualitySheet> {
  const period = periodOf(name, query.today);
  const past = before(period);
  const matrix = await matrixOf(query, coverage);
  // Many small counts: asked side by side, they wait for the database once instead of seventy times.
  const [now, then, sections, scores, origins] = await Promise.all([
    factsOf(query, period),
    factsOf(query, past),
    sectionsOf(query, matrix),
    scoresOf(query, period),
    originsOf(query, period),
  ]);
  return {
    today: query.today,
    sections,
    lines: matrix.lines,
    period,
    last: past.name,
    choices: choices(period, query.today),
    groups: now.map(({ key, facts }, i) => ({
      key,
      facts: facts.map((fact, n) => ({ ...fact, before: then[i]?.facts[n]?.count ?? 0 })),
    })),
    scores,
    origins,
  };
}
