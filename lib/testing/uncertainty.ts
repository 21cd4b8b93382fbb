import type { Knex } from 'knex';
import { chinaDate } from '../core/deadlines.ts';
import type { DecisionWord } from '../core/decision.ts';
import { refuse } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { type ResultUncertainty, uncertaintyOf } from '../uncertainty/index.ts';
import { type Batch, held, originsOf } from './store.ts';
import type { TestRow } from './test.ts';

type Judged = Pick<TestRow, 'parameter_code' | 'outcome' | 'item' | 'submitted_at'>;
type Ordered = Pick<Batch, 'spec_code' | 'sampling_id' | 'uncertainty_asked'>;

/**
 * What the budget in force on the day of a record says of its result; null while there is none, where nothing was found above the limit of
 * detection, and without a budget. Monitoring states no conformity, so nothing is decided there.
 */
export async function uncertaintyOfTest(
  db: Knex,
  test: Judged,
  { spec_code }: Pick<Batch, 'spec_code'>,
  { today, monitoring }: { today: string; monitoring: boolean },
): Promise<ResultUncertainty | null> {
  const { parameter_code, outcome, item, submitted_at } = test;
  const result = outcome?.result;
  if (!result || (result.qualifier ?? '=') !== '=') return null;
  const found = await uncertaintyOf(
    db,
    parameter_code,
    {
      ...{ exact: result.exact, rounded: result.rounded, unit: item.unit },
      ...(!monitoring && { limit: item.limit }),
      ...(spec_code !== null && { specification: spec_code }),
    },
    submitted_at === null ? today : chinaDate(submitted_at),
  );
  return found && monitoring ? withoutRule(found) : found;
}

/** U and k alone. */
function withoutRule(found: ResultUncertainty): ResultUncertainty {
  const { U, unit, k, p } = found;
  const params = { U: [U, unit].filter(Boolean).join(' '), k, percent: Math.round(Number(p) * 10_000) / 100 };
  const words = { zh: t('zh', 'uncertainty.statement', params), en: t('en', 'uncertainty.statement', params) };
  return { ...found, rule: null, decision: null, near: false, words };
}

/** What a report prints of one result's uncertainty: the words, and where a rule decides, by which word. */
export interface UncertaintyStatement {
  item: string;
  words: string;
  decision?: DecisionWord;
}

/**
 * What a report says of the uncertainty of its results: of all when the order asks for it, else of those whose limit lies within U
 * (ISO/IEC 17025:2017, 7.8.3.1 c: where the uncertainty affects conformity to a limit).
 */
export async function uncertaintyStatements(
  db: Knex,
  batch: Ordered,
  tests: readonly TestRow[],
  today: string,
): Promise<UncertaintyStatement[]> {
  const codes = [...new Set(tests.map(({ parameter_code }) => parameter_code))];
  const covered = new Set<string>(
    await db('uncertainty_budgets')
      .whereIn('parameter_code', codes)
      .whereIn('state', ['confirmed', 'superseded'])
      .pluck('parameter_code'),
  );
  if (covered.size === 0) return [];
  const { monitoring } = await originsOf(db, batch.sampling_id);
  const said: UncertaintyStatement[] = [];
  for (const test of tests.filter(({ parameter_code }) => covered.has(parameter_code))) {
    const found = await uncertaintyOfTest(db, test, batch, { today, monitoring });
    if (found && (found.near || batch.uncertainty_asked === 1))
      said.push({
        item: test.item.name.zh,
        words: found.words.zh,
        ...(found.decision && { decision: found.decision.word }),
      });
  }
  return said;
}

export interface AskInput {
  id: string;
  version: number;
  reportUncertainty?: boolean;
}

/**
 * Notes whether the report of a batch shall tell the uncertainty of its results; until the department has approved it, for then the report is drafted.
 * @throws Refusal `plan.uncertainty-late`, `record.stale`
 */
export async function askUncertainty(act: Act, { id, version, reportUncertainty = false }: AskInput): Promise<Batch> {
  const batch = await held<Batch>(act, 'samples', id);
  if (!asksOpen(batch)) refuse('plan.uncertainty-late', { number: batch.number }, undefined, 'conflict');
  return act.update<Batch>('samples', { ...batch, version }, { uncertainty_asked: reportUncertainty ? 1 : 0 });
}

/** Its report is not drafted yet. */
export const asksOpen = ({ state }: Pick<Batch, 'state'>): boolean =>
  state === 'accepted' || state === 'assigned' || state === 'testing' || state === 'tested';
