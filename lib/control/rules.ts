import type { ChartRule } from '../core/statistics/chart-rules.ts';
import type { App } from '../kernel/types.ts';
import { dataFile } from '../samplings/index.ts';
import type { CriterionKind } from './judge.ts';
import type { Method } from './rows.ts';

interface Practice {
  criteria: { id: CriterionKind; basis: string; confidence: string }[];
  byMethod: Record<Method, CriterionKind>;
  recovery: { low: string; high: string };
  baseline: { least: number; basis: string };
  rules: { default: ChartRule[]; basis: string };
  drift: { cusumK: number; cusumH: number; ewmaLambda: number; ewmaWidth: number; basis: string };
  anomaly: { days: number };
  cycle: { months: number; basis: string };
}

/** What the institute agreed on for its internal quality control: lib/rules/control.json. */
export const practiceOf = ({ config }: Pick<App, 'config'>): Practice =>
  dataFile<Practice>(config.root, 'lib/rules/control.json');
