import {
  type Coverage,
  type CoverageLine,
  type Gap,
  listCoverage,
  type StandardsOn,
  type WatchesOn,
} from '../capability/index.ts';
import { addMonths } from '../core/deadlines.ts';
import type { Query } from '../kernel/types.ts';
import { qualityRules } from './rules.ts';

/** How the uncertainty budget of a held parameter stands. */
export interface BudgetStanding {
  code: string;
  name: { zh: string; en: string };
  state: 'missing' | 'old' | 'current';
  /** The budget in force, if any, and since when. */
  budget: { id: string; number: string; from: string } | null;
}

/** Every parameter of the annex with what stands behind it today, and how many lack what. */
export interface Matrix {
  today: string;
  lines: CoverageLine[];
  gaps: Record<Gap, number>;
  budgets: BudgetStanding[];
}

export type CoverageOf = (query: Query) => Promise<Coverage>;

export const coverageOf =
  (standards: StandardsOn, watches: WatchesOn): CoverageOf =>
  (query) =>
    listCoverage(query, standards, watches, {});

export async function matrixOf(query: Query, coverage: CoverageOf): Promise<Matrix> {
  const { today, lines, counts } = await coverage(query);
  const of = (gap: Gap): number => counts.find((one) => one.gap === gap)?.count ?? 0;
  return {
    today,
    lines,
    gaps: {
      ...{ people: of('people'), instruments: of('instruments'), standard: of('standard'), test: of('test') },
      ...{ state: of('state'), control: of('control'), proficiency: of('proficiency') },
    },
    budgets: await budgetsOf(query, lines),
  };
}

/** Results that are a figure have an uncertainty; a word (符合, 呈正反应) has none that a budget could give (ISO/IEC 17025:2017, 7.6). */
const figures = new Set(['number', 'plates-chp', 'plates-cosmetic']);

async function budgetsOf({ app, db, today }: Query, lines: readonly CoverageLine[]): Promise<BudgetStanding[]> {
  const { catalogue } = app;
  const rows: { id: string; number: string; parameter_code: string; valid_from: string }[] = await db(
    'uncertainty_budgets',
  )
    .where({ state: 'confirmed' })
    .select('id', 'number', 'parameter_code', 'valid_from');
  const known = new Map(rows.map((row) => [row.parameter_code, row]));
  const old = addMonths(today, -qualityRules(app).budgetReview.months);
  const wanted = lines.filter(({ code, standing }) => {
    const parameter = catalogue.parameters.get(code);
    return standing === 'held' && parameter && figures.has(catalogue.form(parameter.form)['x-result'].kind);
  });
  return wanted.map(({ code, name }) => {
    const row = known.get(code);
    return {
      ...{ code, name, state: standingOf(row?.valid_from, old) },
      budget: row === undefined ? null : { id: row.id, number: row.number, from: row.valid_from },
    };
  });
}

const standingOf = (from: string | undefined, old: string): BudgetStanding['state'] => {
  if (from === undefined) return 'missing';
  return from <= old ? 'old' : 'current';
};
