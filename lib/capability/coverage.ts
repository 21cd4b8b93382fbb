import type { Knex } from 'knex';
import type { Parameter, ProductClass } from '../catalogue/index.ts';
import { authorised, personFacts } from '../competence/index.ts';
import { chinaDate } from '../core/deadlines.ts';
import type { InstrumentFact } from '../core/validity-types.ts';
import { instrumentFacts } from '../equipment/index.ts';
import type { Query } from '../kernel/types.ts';
import { annexOn, type Standing } from './rows.ts';

export interface CoverageInput {
  class?: ProductClass;
  missing?: boolean;
  /** Only those that lack this. */
  gap?: Gap;
}

/** What a parameter may lack. */
export const gaps = ['people', 'instruments', 'standard', 'test', 'state', 'control', 'proficiency'] as const;
export type Gap = (typeof gaps)[number];

/** When a parameter was last watched from within or from outside, whether that was satisfactory, and until when it holds. Days. */
export interface Watch {
  on: string;
  ok: boolean;
  until: string;
}

/** Internal quality control and proficiency tests, by parameter; their slices say it. */
export type WatchesOn = (query: Query) => Promise<Record<'control' | 'proficiency', ReadonlyMap<string, Watch>>>;

export interface CoverageLine {
  code: string;
  name: { zh: string; en: string };
  class: ProductClass;
  standing: Standing;
  /** How many may test it today. */
  people: number;
  /** How many instruments that serve it are ready today; null where it names none. */
  instruments: number | null;
  /** Standards that it cites and that are not in force by the register. */
  lacking: string[];
  lastTest: string | null;
  control: Watch | null;
  proficiency: Watch | null;
  gaps: Gap[];
}

export interface Coverage {
  today: string;
  class: ProductClass | null;
  missing: boolean;
  gap: Gap | null;
  total: number;
  counts: { gap: Gap; count: number }[];
  lines: CoverageLine[];
}

/** How standards stand, by parameter; the methods say it. */
export type StandardsOn = (
  db: Knex,
  cited: ReadonlyMap<string, readonly string[]>,
  day: string,
) => Promise<Map<string, { lacking: string[] }>>;

/** Green or yellow, and with a certificate that holds on the day. */
export function readyOn({ history, calibrations, exempt }: InstrumentFact, day: string): boolean {
  const on = (from: string, to?: string) => from.slice(0, 10) <= day && (to === undefined || day <= to.slice(0, 10));
  const state = history.filter(({ from, to }) => on(from, to)).at(-1)?.state;
  const last = calibrations.filter(({ from }) => from.slice(0, 10) <= day).at(-1);
  const traced = exempt === true || (last !== undefined && last.conclusion !== 'unfit' && day <= last.validTo);
  return (state === 'enabled' || state === 'limited') && traced;
}

/** For each parameter of the annex what it needs today and what is missing. */
export async function listCoverage(
  query: Query,
  standardsOn: StandardsOn,
  watchesOn: WatchesOn,
  { class: wanted, missing = false, gap }: CoverageInput,
): Promise<Coverage> {
  const { app, db, today } = query;
  const watches = await watchesOn(query);
  const annex = (await annexOn(db, today)).filter(({ standing }) => standing !== 'cancelled');
  const standings = new Map<string, Standing>();
  for (const { parameter, standing } of annex)
    if (standings.get(parameter) !== 'held') standings.set(parameter, standing);
  const parameters = [...standings.keys()].flatMap((code) => app.catalogue.parameters.get(code) ?? []);
  const qualified = await qualifiedOn(db, parameters, today);
  const instruments: string[] = await db('instruments').pluck('number');
  const ready = (await instrumentFacts(db, instruments)).filter((fact) => readyOn(fact, today));
  const cited = new Map(
    parameters.map(({ code, basis }) => [
      code,
      basis.filter((one) => one.validTo === undefined || one.validTo >= today).map(({ standard }) => standard),
    ]),
  );
  const standards = await standardsOn(db, cited, today);
  const tested = await lastTests(db);
  const lines = parameters.map((parameter): CoverageLine => {
    const { code, name } = parameter;
    const names = new Set([code, parameter.group, parameter.competence, parameter.family, ...parameter.instruments]);
    const serving = ready.filter(({ serves }) => serves?.some((one) => names.has(one)));
    const line = {
      code,
      name,
      class: parameter.class,
      standing: standings.get(code) ?? ('applied' as const),
      people: qualified.get(code) ?? 0,
      instruments: parameter.instruments.length === 0 ? null : serving.length,
      lacking: standards.get(code)?.lacking ?? [],
      lastTest: tested.get(code) ?? null,
      control: watches.control.get(code) ?? null,
      proficiency: watches.proficiency.get(code) ?? null,
    };
    return { ...line, gaps: gapsOf(line, today) };
  });
  const shown = lines.filter((line) => wanted === undefined || line.class === wanted);
  return {
    today,
    class: wanted ?? null,
    missing,
    gap: gap ?? null,
    total: shown.length,
    counts: gaps.map((own) => ({ gap: own, count: shown.filter((line) => line.gaps.includes(own)).length })),
    lines: shown.filter((line) => (!missing || line.gaps.length > 0) && (gap === undefined || line.gaps.includes(gap))),
  };
}

/** Watched in time and with a satisfactory outcome. */
const lapsed = (watch: Watch | null, today: string): boolean => watch === null || !watch.ok || watch.until < today;

function gapsOf(line: Omit<CoverageLine, 'gaps'>, today: string): Gap[] {
  const found: Record<Gap, boolean> = {
    people: line.people === 0,
    instruments: line.instruments === 0,
    standard: line.lacking.length > 0,
    test: line.lastTest === null,
    state: line.standing !== 'held',
    control: lapsed(line.control, today),
    proficiency: lapsed(line.proficiency, today),
  };
  return gaps.filter((gap) => found[gap]);
}

/** How many people may test each parameter on a day. */
async function qualifiedOn(db: Knex, parameters: readonly Parameter[], day: string): Promise<Map<string, number>> {
  const users: string[] = await db('users').where({ active: 1 }).pluck('id');
  const facts = await personFacts(db, users);
  const able = facts.filter(({ authorisations }) => authorisations.length > 0);
  return new Map(
    parameters.map(({ code, group, class: own }) => {
      const asked = { parameter: code, group, class: own, act: 'test' as const, from: day, to: day };
      return [code, able.filter((fact) => authorised([fact], { person: fact.id, ...asked })).length];
    }),
  );
}

/** The day on which each parameter of the annex was last reviewed, each by one step into the index. */
async function lastTests(db: Knex): Promise<Map<string, string>> {
  const rows: { code: string; at: string | null }[] = await db
    .from(db('capabilities').distinct('parameter_code').as('named'))
    .select(
      'named.parameter_code as code',
      db('tests').whereRaw('tests.parameter_code = named.parameter_code').max('reviewed_at').as('at'),
    );
  return new Map(rows.flatMap(({ code, at }) => (at === null ? [] : [[code, chinaDate(at)]])));
}
