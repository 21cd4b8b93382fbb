import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../kernel/types.ts';

/** How often something is looked at again, on which basis, and how sure that is (domain 0.1). */
export interface CycleRule {
  id: 'standard-check' | 'sop-review';
  months: number;
  reminderDays: number;
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

const read = new Map<string, CycleRule[]>();

/** The cycle in force on a day; lib/rules/methods.json. @throws Error when none is */
export function cycleOn({ config: { root } }: App, id: CycleRule['id'], day: string): CycleRule {
  const known =
    read.get(root) ??
    (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'methods.json'), 'utf8')) as { rules: CycleRule[] }).rules;
  read.set(root, known);
  const rule = known.find(
    (one) => one.id === id && one.validFrom <= day && (one.validTo === null || day <= one.validTo),
  );
  if (rule === undefined) throw new Error(`lib/rules/methods.json has no ${id} for ${day}`);
  return rule;
}
