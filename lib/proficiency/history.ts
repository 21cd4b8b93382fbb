import type { Knex } from 'knex';
import { addMonths, chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { App } from '../kernel/types.ts';
import type { ItemRow, RoundRow, Verdict } from './rows.ts';
import { judgedStates } from './rows.ts';
import { frequencyOf } from './rules.ts';

export interface LastProficiency {
  /** Day of the evaluation. */
  on: string;
  verdict: Verdict;
}

/** The last judged round of each parameter, by its code; what is not judged yet is not told. */
export async function lastProficiency(db: Knex): Promise<Map<string, LastProficiency>> {
  const rows: { code: string; at: string; verdict: Verdict }[] = await db('pt_items')
    .join('pt_rounds', 'pt_rounds.id', 'pt_items.round_id')
    .whereIn('pt_rounds.state', judgedStates)
    .whereNotNull('pt_items.verdict')
    .orderBy(['pt_rounds.evaluated_at', 'pt_items.id'])
    .select('pt_items.parameter_code as code', 'pt_rounds.evaluated_at as at', 'pt_items.verdict');
  return new Map(rows.map(({ code, at, verdict }) => [code, { on: chinaDate(at), verdict }]));
}

/** `<class>/<field of competence>` of a parameter; `other` where it names none. */
export function subfieldOf(app: Pick<App, 'catalogue'>, code: string): string | null {
  const parameter = app.catalogue.parameters.get(code);
  return parameter ? `${parameter.class}/${parameter.competence ?? 'other'}` : null;
}

/** The day by which a sub-field takes part again: the last time and its frequency; today without any. */
export function nextDue(app: App, subfield: string, last: string | null, today: string): string {
  const [own = '', competence = ''] = subfield.split('/');
  return last === null ? today : addMonths(last, frequencyOf(app, { class: own, competence }, today).months);
}

export interface ParameterProficiency extends LastProficiency {
  next: string;
}

/** For the coverage of the annex: last round of each parameter, its verdict, and by when its sub-field takes part again. */
export async function proficiencyOf({
  app,
  db,
  today,
}: {
  app: App;
  db: Knex;
  today: string;
}): Promise<Map<string, ParameterProficiency>> {
  const last = await lastProficiency(db);
  return new Map(
    [...last].map(([code, one]) => [code, { ...one, next: nextDue(app, subfieldOf(app, code) ?? '', one.on, today) }]),
  );
}

export type PastItem = ItemRow & Pick<RoundRow, 'number' | 'scheme' | 'evaluated_at'>;

/** The judged rounds of a parameter, the oldest first. */
export async function pastOf(db: Knex, code: string): Promise<PastItem[]> {
  const rows: object[] = await db('pt_items')
    .join('pt_rounds', 'pt_rounds.id', 'pt_items.round_id')
    .whereIn('pt_rounds.state', judgedStates)
    .where('pt_items.parameter_code', code)
    .orderBy(['pt_rounds.evaluated_at', 'pt_items.id'])
    .limit(200)
    .select('pt_items.*', 'pt_rounds.number', 'pt_rounds.scheme', 'pt_rounds.evaluated_at');
  return rows.map((row) => decode<PastItem>('pt_items', row));
}
