import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorisedAct } from '../core/authorised.ts';
import { addMonths } from '../core/deadlines.ts';
import type { Reason } from '../core/refusal.ts';
import type { App } from '../kernel/types.ts';
import type { StaffRow } from './rows.ts';

interface Dated {
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

/** What education (then so many years in the work) or title an act asks for; `otherwise`: years without that education, null for never. */
export interface Minimum extends Dated {
  act: AuthorisedAct;
  years: Partial<Record<string, number>>;
  otherwise: number | null;
  titles: string[];
}

interface Rules {
  reminders: (Dated & { days: number[] })[];
  minimum: Minimum[];
}

let read: Rules | undefined;

/** Dated rules of the institute from lib/rules/competence.json. */
function rulesOf(app: App): Rules {
  read ??= JSON.parse(readFileSync(join(app.config.root, 'lib', 'rules', 'competence.json'), 'utf8')) as Rules;
  return read;
}

const inForce = ({ validFrom, validTo }: Dated, on: string): boolean =>
  validFrom <= on && (validTo === null || on <= validTo);

/** How many days ahead an authorisation that runs out is told, the widest first. */
export const reminderDays = (app: App, on: string): number[] =>
  [...(rulesOf(app).reminders.find((rule) => inForce(rule, on))?.days ?? [])].sort((a, b) => b - a);

export const minimumFor = (app: App, act: AuthorisedAct, on: string): Minimum | undefined =>
  rulesOf(app).minimum.find((rule) => rule.act === act && inForce(rule, on));

type Qualified = Pick<StaffRow, 'education' | 'title' | 'field_since'>;

/** What a staff file lacks for an act on a day (CNAS-CL01-G001 6.2.2, 评审准则 2023): a note for who grants, who may know of an equivalence. */
export function shortfall(rule: Minimum | undefined, staff: Qualified | undefined, on: string): Reason | null {
  if (!rule) return null;
  const params = { act: rule.act, basis: rule.basis };
  if (!staff?.education) return { id: 'competence.unknown-education', params };
  if (staff.title !== null && rule.titles.includes(staff.title)) return null;
  const years = rule.years[staff.education] ?? rule.otherwise;
  if (years === null) return { id: 'competence.unqualified', params };
  const ready = years === 0 || (staff.field_since !== null && addMonths(staff.field_since, years * 12) <= on);
  return ready ? null : { id: 'competence.too-few-years', params: { ...params, years } };
}
