import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addMonths } from '../core/deadlines.ts';
import type { Confidence } from '../kernel/rules.ts';
import type { App } from '../kernel/types.ts';
import type { SamplingRow } from '../samplings/index.ts';

/** How long a portion is kept after its report (domain 1.9). */
export interface RetentionRule {
  id: string;
  productClasses: string[];
  verdict: 'any' | 'conforms' | 'fails';
  /** Holds only where this field of the sampling form matches. */
  when?: { field: string; pattern: string };
  months: number;
  basis: string;
  confidence: Confidence;
  validFrom: string;
  validTo: string | null;
}

const read = new Map<string, RetentionRule[]>();

function rulesOf({ config: { root } }: Pick<App, 'config'>): RetentionRule[] {
  const known =
    read.get(root) ??
    (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'custody.json'), 'utf8')) as { terms: RetentionRule[] }).terms;
  read.set(root, known);
  return known;
}

/** The last day on which a portion has to be kept, counted from a day, by the first rule that fits its goods and its verdict. */
export function retainUntil(
  app: Pick<App, 'config'>,
  sampling: Pick<SamplingRow, 'product_class' | 'fields'>,
  verdict: 'conforms' | 'fails' | null,
  from: string,
): { rule: RetentionRule; dueOn: string } | undefined {
  const fits = ({ field, pattern }: { field: string; pattern: string }) =>
    new RegExp(pattern, 'v').test(String(sampling.fields[field] ?? ''));
  const rule = rulesOf(app).find(
    (one) =>
      one.productClasses.includes(sampling.product_class) &&
      (one.verdict === 'any' || one.verdict === (verdict ?? 'fails')) &&
      (!one.when || fits(one.when)) &&
      one.validFrom <= from &&
      (one.validTo === null || from <= one.validTo),
  );
  return rule && { rule, dueOn: addMonths(from, rule.months) };
}
