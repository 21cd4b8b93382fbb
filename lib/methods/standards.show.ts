import { bareNumber } from '../core/standard-number.ts';
import type { Query } from '../kernel/types.ts';
import { chooseEdition, type EditionStanding, editionOn } from './choose.ts';
import { asEdition } from './facts.ts';
import { type Impact, impactOf } from './impact.ts';
import type { AppliesBy, CheckResult, StandardRow } from './rows.ts';
import { cycleOn } from './rules.ts';
import { checksOf, namesOf, rowAt, standardsOf } from './store.ts';
import { type WatchState, watchState } from './watch.ts';

export interface StandardLine {
  id: string;
  number: string;
  title: string | null;
  edition: string | null;
  from: string | null;
  to: string | null;
  appliesBy: AppliesBy;
  standing: EditionStanding;
  watch: WatchState;
  hasFile: boolean;
}

export interface StandardList {
  today: string;
  q: string;
  standing: EditionStanding | null;
  counts: Record<EditionStanding, number>;
  /** How many standards are to be looked up again. */
  due: number;
  total: number;
  lines: StandardLine[];
}

const lineOf = (row: StandardRow, watch: WatchState, today: string): StandardLine => ({
  id: row.id,
  number: row.number,
  title: row.title,
  edition: row.edition,
  from: row.valid_from,
  to: row.valid_to,
  appliesBy: row.applies_by,
  standing: editionOn({ from: row.valid_from, to: row.valid_to }, today),
  watch,
  hasFile: row.file_hash !== null,
});

export interface StandardsInput {
  q?: string;
  standing?: EditionStanding;
}

/** The register, with how each edition stands today. */
export async function listStandards(
  { app, db, today }: Query,
  { q = '', standing }: StandardsInput,
): Promise<StandardList> {
  const rule = cycleOn(app, 'standard-check', today);
  const last = new Map<string, string>();
  for (const check of await checksOf(db))
    if (!last.has(check.standard_id)) last.set(check.standard_id, check.checked_on);
  const all = (await standardsOf(db)).map((row) =>
    lineOf(row, watchState(last.get(row.id) ?? null, rule, today).state, today),
  );
  const wanted = bareNumber(q);
  const count = (own: EditionStanding) => all.filter((line) => line.standing === own).length;
  return {
    today,
    q,
    standing: standing ?? null,
    counts: { 'in-force': count('in-force'), coming: count('coming'), ended: count('ended') },
    due: all.filter(({ watch, standing: own }) => own !== 'ended' && watch !== 'done').length,
    total: all.length,
    lines: all.filter(
      (line) =>
        (standing === undefined || line.standing === standing) &&
        (wanted === '' || [line.number, line.title ?? ''].some((text) => bareNumber(text).includes(wanted))),
    ),
  };
}

export interface StandardSheet extends StandardLine {
  version: number;
  issuedOn: string | null;
  origin: 'catalogue' | 'hand';
  fileName: string | null;
  replaces: { id: string; number: string } | null;
  replacedBy: { id: string; number: string }[];
  /** The other editions of its series, and itself. */
  editions: StandardLine[];
  checks: {
    id: string;
    on: string;
    place: string;
    result: CheckResult;
    successor: string | null;
    by: string;
    note: string | null;
  }[];
  due: string | null;
  impact: Impact;
  /** The edition by which goods made on a day would be tested today; null without that day. */
  production: string | null;
  chosen: string | null;
}

/** One edition with its series, its checks, and everything that cites it. @throws Refusal `method.missing` */
export async function showStandard(
  { app, db, today }: Query,
  { id, production }: { id: string; production?: string },
): Promise<StandardSheet> {
  const row = await rowAt<StandardRow>(db, 'standards', id);
  const [register, checks, people] = [
    await standardsOf(db),
    await checksOf(db, { standard_id: id }),
    await namesOf(db),
  ];
  const series = register.filter((one) => one.series === row.series);
  const { due, state } = watchState(checks[0]?.checked_on ?? null, cycleOn(app, 'standard-check', today), today);
  const link = ({ id: own, number }: StandardRow) => ({ id: own, number });
  const replaced = register.find((one) => one.id === row.replaces_id);
  return {
    ...lineOf(row, state, today),
    version: row.version,
    issuedOn: row.issued_on,
    origin: row.origin,
    fileName: row.file_name,
    replaces: replaced ? link(replaced) : null,
    replacedBy: register.filter((one) => one.replaces_id === id).map(link),
    editions: series.map((one) => lineOf(one, 'done', today)),
    checks: checks.map((check) => ({
      id: check.id,
      on: check.checked_on,
      place: check.place,
      result: check.result,
      successor: check.successor,
      by: people.get(check.user_id) ?? '',
      note: check.note,
    })),
    due,
    impact: await impactOf(db, app.catalogue, row.number),
    production: production ?? null,
    chosen:
      production === undefined
        ? null
        : (chooseEdition(series.map(asEdition), { production, test: today })?.number ?? null),
  };
}
