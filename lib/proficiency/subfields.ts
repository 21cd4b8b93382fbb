import { annexOn } from '../capability/index.ts';
import type { Query } from '../kernel/types.ts';
import { type LastProficiency, lastProficiency, nextDue, subfieldOf } from './history.ts';
import type { Ground } from './rows.ts';
import { type Frequency, frequencyOf, proficiencyRules } from './rules.ts';

/** One sub-field of the annex: how often it takes part, when it did last, and by when it does again. */
export interface Subfield {
  subfield: string;
  frequency: Frequency;
  /** Parameters that the annex holds today: bad ones first, then those without any round, then the longest ago. */
  parameters: string[];
  without: number;
  last: LastProficiency | null;
  next: string;
  ground: Ground | null;
}

/** Every sub-field of the annex as it stands today (CNAS-RL02: each takes part within its cycle; domain 5.1). */
export async function subfieldsOn(query: Pick<Query, 'app' | 'db' | 'today'>, until: string): Promise<Subfield[]> {
  const { app, db, today } = query;
  const annex = await annexOn(db, today);
  const held = annex.filter(({ standing }) => standing === 'held' || standing === 'suspended');
  const last = await lastProficiency(db);
  const codes = [...new Set(held.map(({ parameter }) => parameter))];
  const known = codes.filter((code) => subfieldOf(app, code) !== null);
  const subfields = new Set(known.map((code) => subfieldOf(app, code) ?? ''));
  return [...subfields]
    .map((subfield): Subfield => {
      const own = known.filter((code) => subfieldOf(app, code) === subfield);
      const [kind = '', competence = ''] = subfield.split('/');
      const results = own.flatMap((code) => last.get(code) ?? []).sort((a, b) => (a.on < b.on ? -1 : 1));
      const newest = results.at(-1) ?? null;
      const next = nextDue(app, subfield, newest?.on ?? null, today);
      const failed = results.some(({ verdict }) => verdict !== 'satisfactory');
      const ground = newest === null ? 'never' : failed ? 'failed' : next <= until ? 'due' : null;
      return {
        subfield,
        frequency: frequencyOf(app, { class: kind, competence }, today),
        parameters: own.toSorted((a, b) => compare(urgency(last.get(a)), urgency(last.get(b))) || compare(a, b)),
        without: own.filter((code) => !last.has(code)).length,
        ...{ last: newest, next: failed ? today : next, ground },
      };
    })
    .sort((a, b) => compare(a.next, b.next) || compare(a.subfield, b.subfield));
}

/** What went badly comes first, then what never took part, then the longest ago. */
const urgency = (last: LastProficiency | undefined): string =>
  last === undefined ? '1' : last.verdict === 'satisfactory' ? `2${last.on}` : '0';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface Proposal {
  subfield: string;
  month: string;
  parameters: string[];
  ground: Ground;
}

/** What the year's plan should hold: each sub-field that is due, its parameters without a round first, spread over the months that are left. */
export async function proposals(query: Pick<Query, 'app' | 'db' | 'today'>, year: number): Promise<Proposal[]> {
  const most = proficiencyRules(query.app).parametersPerLine;
  const due = (await subfieldsOn(query, `${year}-12-31`)).filter(({ ground }) => ground !== null);
  // Schemes run from March on; a plan made during the year begins next month.
  const first = query.today.startsWith(`${year}`) ? Math.min(12, Number(query.today.slice(5, 7)) + 1) : 3;
  const last = Math.max(first, 11);
  return due.map(({ subfield, parameters, ground, next }, i): Proposal => {
    const spread = first + Math.floor((i * (last - first + 1)) / due.length);
    // What never took part is due all at once, and is spread too.
    const hasEnd = ground !== 'never' && next.startsWith(`${year}`);
    const wanted = hasEnd ? Math.max(first, Math.min(spread, Number(next.slice(5, 7)))) : spread;
    const month = `${year}-${String(wanted).padStart(2, '0')}`;
    return { subfield, month, parameters: parameters.slice(0, most), ground: ground ?? 'own' };
  });
}
