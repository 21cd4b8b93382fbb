import { addMonths } from '../core/deadlines.ts';
import { dataFile } from '../samplings/index.ts';
import type { Kind } from './rows.ts';

interface Dated {
  /** On which the figures rest, and how sure that is (domain 0.1). */
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

/** What a standardisation must keep; deviations in per cent, compared unrounded. */
export interface TitrantRule extends Dated {
  /** Least number of titrations of each person. */
  readings: number;
  within: string;
  between: string;
  lowest: string;
  highest: string;
  /** Significant digits of F. */
  digits: number;
  months: number;
}

/** Temperatures of standardising and of use that may differ by so many ℃; `expansion`: by which F is recalculated, null where it stands. */
export interface TemperatureRule extends Dated {
  solvent: 'water' | 'acetic-acid';
  differs: string;
  expansion: string | null;
}

export interface StrainRule extends Dated {
  passages: number;
}

interface TermRule extends Dated {
  kind: Kind;
  months: number;
}

interface Rules {
  soonDays: number;
  titrant: TitrantRule[];
  temperature: TemperatureRule[];
  strain: StrainRule[];
  shelf: TermRule[];
  opened: TermRule[];
}

const rulesOf = (root: string): Rules => dataFile<Rules>(root, 'lib/rules/materials.json');
const inForce = (rule: Dated, on: string): boolean =>
  rule.validFrom <= on && (rule.validTo === null || on <= rule.validTo);

const dated = <T extends Dated>(list: T[], on: string): T => {
  const found = list.find((rule) => inForce(rule, on));
  if (!found) throw new Error(`no rule for materials on ${on}`);
  return found;
};

export const soonDays = (root: string): number => rulesOf(root).soonDays;
export const titrantRule = (root: string, on: string): TitrantRule => dated(rulesOf(root).titrant, on);
export const temperatureRule = (root: string, solvent: TemperatureRule['solvent'], on: string): TemperatureRule =>
  dated(
    rulesOf(root).temperature.filter((rule) => rule.solvent === solvent),
    on,
  );
export const strainRule = (root: string, on: string): StrainRule => dated(rulesOf(root).strain, on);

interface Ages {
  kind: Kind;
  expiry: string | null;
  made_on: string | null;
  opened_on: string | null;
  standardised_on: string | null;
}

/**
 * The last day on which a lot alone may be used: what its label says, shortened by what the rules allow after making, after
 * opening, and after the standardisation of a titrant; null when nothing ends it (domain 6.3, 6.5).
 */
export function validTo(root: string, lot: Ages): string | null {
  const { shelf, opened } = rulesOf(root);
  const term = (rules: TermRule[], from: string | null): string[] =>
    rules
      .filter((rule) => from !== null && rule.kind === lot.kind && inForce(rule, from))
      .map((rule) => addMonths(from ?? '', rule.months));
  const ends = [
    ...(lot.expiry === null ? [] : [lot.expiry]),
    ...term(shelf, lot.made_on),
    ...term(opened, lot.opened_on),
    ...(lot.standardised_on === null
      ? []
      : [addMonths(lot.standardised_on, titrantRule(root, lot.standardised_on).months)]),
  ];
  return ends.sort()[0] ?? null;
}
