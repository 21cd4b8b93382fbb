import type { Facts } from '../core/validity.ts';
import type { App } from '../kernel/types.ts';
import { dataFile } from '../samplings/index.ts';

/** Which reasons two persons may set aside, and by what right (lib/rules/validity.json). */
export interface OverrideRule {
  ids: string[];
  may: boolean;
  /** Product classes for which it may not all the same. */
  except?: string[];
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
}

interface ValidityRules {
  factor: Facts['practice']['factor'];
  quantities: Facts['practice']['quantities'];
  overrides: OverrideRule[];
}

const rulesOf = (app: Pick<App, 'config'>): ValidityRules =>
  dataFile<ValidityRules>(app.config.root, 'lib/rules/validity.json');

/** The practice limits of the institute, as the one check asks for them. */
export function practiceOf(app: Pick<App, 'config'>): Facts['practice'] {
  const { factor, quantities } = rulesOf(app);
  return { factor, quantities };
}

/** The rule on setting a reason aside. What no rule names may not be. */
export const overrideRule = (app: Pick<App, 'config'>, id: string): OverrideRule | undefined =>
  rulesOf(app).overrides.find(({ ids }) => ids.includes(id));

/** Whether two persons may set a reason aside for goods of a class. */
export function mayOverride(app: Pick<App, 'config'>, id: string, productClass: string): boolean {
  const rule = overrideRule(app, id);
  return rule?.may === true && !(rule.except ?? []).includes(productClass);
}
