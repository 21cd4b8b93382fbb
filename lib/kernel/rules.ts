import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A dated rule: what limit holds, from when to when, on which basis, and how sure that is (domain 0.1). */
export interface ClockRule {
  id: string;
  productClasses: string[];
  event: string;
  days: number;
  counting: 'working' | 'calendar';
  ownerRole: string;
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

export interface TextRule {
  id: string;
  productClasses: string[];
  text: string;
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

export interface Rules {
  /** The clock that an event starts for a product class on a date. */
  clock(event: string, productClass: string, on: string): ClockRule | undefined;
  /** A legal or fixed text for a product class on a date. */
  text(id: string, productClass: string, on: string): TextRule | undefined;
  amberWorkingDays: number;
}

interface Dated {
  productClasses: string[];
  validFrom: string;
  validTo: string | null;
}

const inForce = (rule: Dated, productClass: string, on: string): boolean =>
  rule.productClasses.includes(productClass) && rule.validFrom <= on && (rule.validTo === null || on <= rule.validTo);

/** Loads clocks and legal texts, which are dated data of the institute and never literals in code. */
export function loadRules(root: string): Rules {
  const read = <T>(name: string): T =>
    JSON.parse(readFileSync(join(root, 'lib', 'rules', `${name}.json`), 'utf8')) as T;
  const clocks = read<{ amberWorkingDays: number; clocks: ClockRule[] }>('clocks');
  const texts = read<{ texts: TextRule[] }>('texts');
  return {
    amberWorkingDays: clocks.amberWorkingDays,
    clock: (event, productClass, on) =>
      clocks.clocks.find((rule) => rule.event === event && inForce(rule, productClass, on)),
    text: (id, productClass, on) => texts.texts.find((rule) => rule.id === id && inForce(rule, productClass, on)),
  };
}
