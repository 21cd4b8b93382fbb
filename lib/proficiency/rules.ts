import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, addWorkingDays } from '../core/deadlines.ts';
import type { App } from '../kernel/types.ts';

interface Dated {
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

interface ClockOf extends Dated {
  id: 'correction' | 'appeal';
  days: number;
  counting: 'calendar' | 'working';
}

/** How often a sub-field takes part; without `competences` it holds for all that no earlier one names. */
export interface Frequency extends Dated {
  classes: string[];
  competences: string[];
  months: number;
}

interface ProficiencyRules {
  clocks: ClockOf[];
  reminderHours: number[];
  parametersPerLine: number;
  frequencies: Frequency[];
}

const read = new Map<string, ProficiencyRules>();

/** lib/rules/proficiency.json: dated, each with its basis and how sure that is (domain 0.1, 5.1, 5.2). */
export function proficiencyRules({ config: { root } }: Pick<App, 'config'>): ProficiencyRules {
  const known =
    read.get(root) ??
    (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'proficiency.json'), 'utf8')) as ProficiencyRules);
  read.set(root, known);
  return known;
}

const inForce = ({ validFrom, validTo }: Dated, day: string): boolean =>
  validFrom <= day && (validTo === null || day <= validTo);

/** The last day of the time that runs from a day; the own 180 days do not wait for a working day. @throws Error when no clock is in force */
export function dueFrom(app: App, clock: ClockOf['id'], day: string): string {
  const rule = proficiencyRules(app).clocks.find((one) => one.id === clock && inForce(one, day));
  if (rule === undefined) throw new Error(`lib/rules/proficiency.json has no ${clock} for ${day}`);
  return rule.counting === 'working' ? addWorkingDays(app.calendar, day, rule.days).date : addDays(day, rule.days);
}

/** How often a sub-field (class and field of competence) takes part by the rule of a day. @throws Error when none is in force */
export function frequencyOf(app: App, of: { class: string; competence: string }, day: string): Frequency {
  const rule = proficiencyRules(app).frequencies.find(
    (one) =>
      inForce(one, day) &&
      one.classes.includes(of.class) &&
      (one.competences.length === 0 || one.competences.includes(of.competence)),
  );
  if (rule === undefined) throw new Error(`lib/rules/proficiency.json has no frequency for ${of.class} on ${day}`);
  return rule;
}
