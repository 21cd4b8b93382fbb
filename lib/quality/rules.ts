import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../kernel/types.ts';

interface Marked {
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

interface QualityRules {
  /** After how many months an uncertainty budget is looked at again. */
  budgetReview: Marked & { months: number };
  /** How long before its end a line of the annex is shown. */
  annexEnds: Marked & { days: number };
}

const read = new Map<string, QualityRules>();

/** lib/rules/quality.json: how far the dashboard looks ahead, with its basis and how sure that is (domain 0.1). */
export function qualityRules({ config: { root } }: Pick<App, 'config'>): QualityRules {
  const known =
    read.get(root) ?? (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'quality.json'), 'utf8')) as QualityRules);
  read.set(root, known);
  return known;
}
