import type { App } from '../kernel/types.ts';
import { dataFile } from '../samplings/index.ts';

interface Criterion<T> {
  value: T;
  basis: string;
  confidence: string;
}

/** Criteria of a comparison with their bases (lib/rules/comparisons.json). */
export interface ComparisonRules {
  validFrom: string;
  validTo: string | null;
  homogeneityUnits: Criterion<number>;
  homogeneityReplicates: Criterion<number>;
  stabilityResults: Criterion<number>;
  participants: Criterion<number>;
  outlierAlpha: Criterion<number>;
  /** Multiples at which slips of unit, dilution or basis are looked for, and how near counts as one. */
  ratios: Criterion<string[]> & { within: string };
  replyDays: Criterion<number>;
}

/** The criteria in force on a day. @throws Error when the file names none for it */
export function comparisonRules({ config }: App, on: string): ComparisonRules {
  const { rules } = dataFile<{ rules: ComparisonRules[] }>(config.root, 'lib/rules/comparisons.json');
  const found = rules.find((rule) => rule.validFrom <= on && (rule.validTo === null || on <= rule.validTo));
  if (!found) throw new Error(`lib/rules/comparisons.json has no rule for ${on}`);
  return found;
}
