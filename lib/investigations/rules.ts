import type { Parameter } from '../catalogue/index.ts';
import type { App, Query } from '../kernel/types.ts';
import { dataFile } from '../samplings/index.ts';
import type { Applied, UrgentGround } from './rows.ts';

interface Dated {
  id: string;
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
  validFrom: string;
  validTo: string | null;
}

interface Worded {
  id: string;
  zh: string;
  en: string;
}

/** What may make a test invalid, or a batch impossible to test. */
export type Cause = Worded;

/** What the laboratory looks at first, in the order of its work. */
export const areas = ['calculation', 'instrument', 'solutions', 'sample', 'analyst', 'environment'] as const;
export type Area = (typeof areas)[number];

/** One question of the checklist of phase 1. */
export interface Point extends Worded {
  area: Area;
}

/** Not asked, told at review, or asked for: then it opens by itself. */
export const modes = ['off', 'tell', 'refuse'] as const;
export type Mode = (typeof modes)[number];

/** By what method a supplementary item is tested, and whether its result may carry a statutory conclusion (domain 1.6). */
export interface SupplementRule extends Dated, Worded {
  statutory: boolean;
  /** The standard, approval or confirmation has a number that must be given. */
  numbered: boolean;
}

interface UrgentRule extends Dated, Worded {
  kind: 'item' | 'supplement' | 'firm';
  families?: string[];
  least?: number;
  days?: number;
}

interface InvestigationRules {
  required: (Dated & { mode: Mode; verdicts: string[] })[];
  retests: (Dated & { least: number; most: number })[];
  forbidden: (Dated & { families: string[]; causes: Cause[] })[];
  causes: Cause[];
  checklists: (Dated & { families: string[]; points: Point[] })[];
  urgent: UrgentRule[];
  supplements: SupplementRule[];
  terminations: Cause[];
}

type Site = Pick<App, 'config'>;
const rulesOf = (app: Site): InvestigationRules =>
  dataFile<InvestigationRules>(app.config.root, 'lib/rules/investigations.json');
const inForce =
  (on: string) =>
  ({ validFrom, validTo }: Dated): boolean =>
    validFrom <= on && (validTo === null || on <= validTo);
const current = <T extends Dated>(rows: readonly T[], on: string): T | undefined => rows.filter(inForce(on)).at(-1);

/** How strictly an investigation of a failing result is asked for where the institute has decided nothing. */
export const ruledMode = (app: Site, on: string): Mode => current(rulesOf(app).required, on)?.mode ?? 'tell';

/** What holds for an item that is investigated from a day on. */
export function appliedTo(app: Site, parameter: Pick<Parameter, 'retest' | 'family'>, on: string): Applied {
  const rules = rulesOf(app);
  const retests = current(rules.retests, on);
  const never = current(rules.forbidden, on);
  const forbidden = !parameter.retest || (never?.families.includes(parameter.family) ?? false);
  return {
    least: retests?.least ?? 2,
    most: retests?.most ?? 9,
    forbidden,
    causes: forbidden ? (never?.causes ?? []) : rules.causes,
    basis: (forbidden ? never?.basis : retests?.basis) ?? '',
  };
}

/** The checklist of a method family on a day: what is asked everywhere, and what its methods ask beside. */
export function checklistFor(app: Site, family: string, on: string): Point[] {
  const points = rulesOf(app)
    .checklists.filter(inForce(on))
    .filter(({ families }) => families.length === 0 || families.includes(family))
    .flatMap((one) => one.points);
  return areas.flatMap((area) => points.filter((point) => point.area === area));
}

const groundOf = ({ id, zh, en, basis }: UrgentRule, since: string): UrgentGround => ({ id, zh, en, basis, since });

/** What of a finding must be reported at once: the item itself, a supplementary item, or several batches of one firm. */
export async function urgentGrounds(
  { app, db, today, now }: Pick<Query, 'app' | 'db' | 'today' | 'now'>,
  found: { family: string; supplementary: boolean; sampleId: string; producer: string },
): Promise<UrgentGround[]> {
  const grounds: UrgentGround[] = [];
  for (const rule of rulesOf(app).urgent.filter(inForce(today))) {
    const applies =
      rule.kind === 'item'
        ? (rule.families ?? []).includes(found.family)
        : rule.kind === 'supplement'
          ? found.supplementary
          : (await failingBatches(db, found, rule.days ?? 90, now)) + 1 >= (rule.least ?? 2);
    if (applies) grounds.push(groundOf(rule, now));
  }
  return grounds;
}

const DAY = 86_400_000;

/** Other batches of the producer with a failing result that was signed within so many days. */
async function failingBatches(
  db: Query['db'],
  { sampleId, producer }: { sampleId: string; producer: string },
  days: number,
  now: string,
): Promise<number> {
  const since = new Date(Date.parse(now) - days * DAY).toISOString();
  const found: string[] = await db('samples')
    .whereExists((query) =>
      query
        .select('tests.id')
        .from('tests')
        .whereRaw('tests.sample_id = samples.id')
        .where({ 'tests.verdict': 'fails', 'tests.standing': 'counts' })
        .where('tests.submitted_at', '>', since),
    )
    .where({ producer: producer })
    .whereNot({ id: sampleId })
    .limit(20)
    .pluck('id');
  return found.length;
}

/** By what kinds of method an item may be added to a batch under way. */
export const supplementRules = (app: Site, on: string): SupplementRule[] =>
  rulesOf(app).supplements.filter(inForce(on));

/** Why the testing of a batch may be ended. */
export const terminationCauses = (app: Site): Cause[] => rulesOf(app).terminations;
