import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TermUnit } from '../core/clock.ts';

export type Confidence = 'V' | 'M1' | 'M2' | 'M3';

/** Why a clock may stand still: the goods are tested, another institute re-inspects, papers are supplemented. */
export const pauseKinds = ['test', 'reinspection', 'supplement'] as const;
export type PauseKind = (typeof pauseKinds)[number];

/** A dated rule: what limit holds, from when to when, on which basis, and how sure that is (domain 0.1, 1.3). */
export interface ClockRule {
  id: string;
  productClasses: string[];
  /** What starts it, and what it waits for. */
  event: string;
  until: string;
  amount: number;
  unit: TermUnit;
  ownerRole: string;
  /** A term within which a party may act (复验申请): its end is nobody's delay. A duty when absent. */
  kind?: 'right';
  title: { zh: string; en: string };
  basis: string;
  confidence: Confidence;
  validFrom: string;
  validTo: string | null;
  /** The pauses that the rule allows; none when absent. */
  pauses?: PauseKind[];
  /** By how much it may be extended, and by whose approval. */
  extension?: { amount: number; approval: string };
  /** Days between the progress reports of a recall. */
  every?: number;
}

export interface TextRule {
  id: string;
  productClasses: string[];
  text: string;
  basis: string;
  confidence: Confidence;
  validFrom: string;
  validTo: string | null;
}

export interface Rules {
  /** The clock that an event starts for a product class on a date; the first where there are several. */
  clock(event: string, productClass: string, on: string): ClockRule | undefined;
  /** All clocks that an event starts for a product class on a date. */
  clocks(event: string, productClass: string, on: string): ClockRule[];
  /** Every row, those of other times too. */
  all(): readonly ClockRule[];
  /** A legal or fixed text for a product class on a date. */
  text(id: string, productClass: string, on: string): TextRule | undefined;
  amberWorkingDays: number;
  /** How many working days before its end a clock is brought up again. */
  escalationDays: readonly number[];
}

interface Dated {
  productClasses: string[];
  validFrom: string;
  validTo: string | null;
}

const inForce = (rule: Dated, productClass: string, on: string): boolean =>
  rule.productClasses.includes(productClass) && rule.validFrom <= on && (rule.validTo === null || on <= rule.validTo);

/**
 * Loads clocks and legal texts, which are dated data of the institute and never literals in code. `own`: what two persons of the institute
 * decided; a rule of theirs takes the place of the row with its id from its first day on.
 */
export function loadRules(root: string, own: readonly ClockRule[] = []): Rules {
  const read = <T>(name: string): T =>
    JSON.parse(readFileSync(join(root, 'lib', 'rules', `${name}.json`), 'utf8')) as T;
  const given = read<{ amberWorkingDays: number; escalationDays: number[]; clocks: ClockRule[] }>('clocks');
  const texts = read<{ texts: TextRule[] }>('texts');
  // The latest decision stands first, so that it is found first.
  const rules = [...[...own].reverse(), ...given.clocks];
  const clocks = (event: string, productClass: string, on: string): ClockRule[] => {
    const found = rules.filter((rule) => rule.event === event && inForce(rule, productClass, on));
    return found.filter((rule, i) => found.findIndex(({ id }) => id === rule.id) === i);
  };
  return {
    amberWorkingDays: given.amberWorkingDays,
    escalationDays: given.escalationDays,
    clock: (event, productClass, on) => clocks(event, productClass, on)[0],
    clocks,
    all: () => rules,
    text: (id, productClass, on) => texts.texts.find((rule) => rule.id === id && inForce(rule, productClass, on)),
  };
}
