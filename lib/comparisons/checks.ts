import { normalise } from '../core/decimal.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { homogeneity, stability } from '../core/statistics/homogeneity.ts';
import type { Act } from '../kernel/types.ts';
import { sigmaBefore } from './assigned.ts';
import { type CheckResult, type CheckRow, type ItemRow, type SampleName, samplesOf } from './rows.ts';
import { comparisonRules } from './rules.ts';
import { comparisonOf, itemOf } from './store.ts';

export interface CheckInput {
  id: string;
  checkItem: string;
  checkSample: SampleName;
  checkKind: 'homogeneity' | 'stability';
  /** One unit a line, its replicates separated by blanks, tabs, commas or semicolons; as pasted from a workbook. */
  checkReadings: string;
  /** σ_pt for the check where the design gets its own only from the results. */
  checkSigma?: string;
  note?: string;
}

/** '5.01 5.02\n5.00 5.03' → rows; empty lines are passed over. @throws Refusal `number.*` with the line */
export function readingsOf(text: string, kind: ItemRow['kind']): string[][] {
  const rows = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (kind === 'text') return rows.map((row) => [row]);
  return rows.map((row) =>
    row
      .split(/[\s,，;；]+/)
      .filter((one) => one !== '')
      .map((one) => normalise(one, {}, 'checkReadings').decimal),
  );
}

const figure = (name: string, value: number | string) => ({
  name,
  value: typeof value === 'string' ? value : String(Number(value.toPrecision(4))),
});

/** Homogeneity by s_s ≤ 0.3 σ_pt, and by the criterion that allows for the repeatability (ISO 13528:2022 B.2.2, B.2.3). */
function homogeneityResult(data: string[][], sigma: string): CheckResult {
  const found = homogeneity(data, sigma);
  return {
    passes: found.passes || found.expanded.passes,
    expanded: !found.passes && found.expanded.passes,
    sigma,
    figures: [
      figure('g', String(found.g)),
      figure('m', String(found.m)),
      figure('mean', found.mean),
      figure('sx', found.sx),
      figure('sw', found.sw),
      figure('ss', found.ss),
      figure('limit', found.limit),
      figure('f1', found.expanded.f1),
      figure('f2', found.expanded.f2),
      figure('expandedLimit', found.expanded.limit),
      ...(found.f.value === null ? [] : [figure('F', found.f.value), figure('Fcritical', found.f.critical)]),
      ...(found.cochran === null
        ? []
        : [figure('cochran', found.cochran.statistic), figure('cochranCritical', found.cochran.critical)]),
    ],
  };
}

/** Stability by |ȳ1 − ȳ2| ≤ 0.3 σ_pt, and by the criterion that allows for the doubt of both means (ISO 13528:2022 B.5). */
function stabilityResult([before = [], after = []]: string[][], sigma: string): CheckResult {
  const found = stability(before, after, sigma);
  return {
    passes: found.passes || found.passesExtended,
    expanded: !found.passes && found.passesExtended,
    sigma,
    figures: [
      figure('first', found.first),
      figure('second', found.second),
      figure('difference', found.difference),
      figure('limit', found.limit),
      figure('extendedLimit', found.extendedLimit),
      ...(found.t.value === null ? [] : [figure('t', found.t.value), figure('tCritical', found.t.critical)]),
    ],
  };
}

/** Qualitative: every unit must give the expected answer. */
function wordsResult(data: string[][], expected: string): CheckResult {
  const wrong = data.filter(([answer = '']) => plain(answer) !== plain(expected)).length;
  const figures = [figure('g', String(data.length)), figure('wrong', String(wrong))];
  return { passes: wrong === 0, expanded: false, sigma: null, figures };
}
const plain = (text: string): string => text.replace(/\s/g, '').toLowerCase();

/**
 * Enters a homogeneity or stability test and judges it; entered again, the new one counts and the old one stays.
 * @throws Refusal `comparison.check-*`, `number.*`, `statistics.*`
 */
export async function enterCheck(act: Act, input: CheckInput): Promise<CheckRow> {
  const row = await comparisonOf(act.db, input.id);
  const item = await itemOf(act.db, input.checkItem, row.id);
  const { checkSample: sample, checkKind: kind } = input;
  if (!samplesOf(row).includes(sample)) refuse('comparison.check-sample', { sample }, 'checkSample');
  const when = kind === 'homogeneity' ? ['draft'] : ['inviting', 'dispatched', 'gathered'];
  if (!when.includes(row.state)) refuse(`comparison.check-late-${kind}`, {}, 'checkKind', 'conflict');
  const data = readingsOf(input.checkReadings, item.kind);
  refuseAll(shapeReasons(act, data, { kind, item }));
  const result = judged(data, input, item);
  return act.insert<CheckRow>('comparison_checks', {
    ...{ comparison_id: row.id, item_id: item.id, sample, kind, data, result },
    ...{ note: input.note?.trim() || null, by_id: act.user.id },
  });
}

function judged(
  data: string[][],
  { checkSample: sample, checkKind: kind, checkSigma }: CheckInput,
  item: ItemRow,
): CheckResult {
  if (item.kind === 'text') return wordsResult(data, item.design.targets[sample]?.expected ?? '');
  const designed = sigmaBefore(item.design, sample);
  const sigma = designed ?? (checkSigma ? normalise(checkSigma, {}, 'checkSigma').decimal : null);
  if (sigma === null) return refuse('comparison.check-sigma', {}, 'checkSigma');
  return kind === 'homogeneity' ? homogeneityResult(data, sigma) : stabilityResult(data, sigma);
}

function shapeReasons(
  { app, today }: Act,
  data: string[][],
  { kind, item }: { kind: CheckRow['kind']; item: ItemRow },
): Reason[] {
  const rules = comparisonRules(app, today);
  const field = 'checkReadings';
  if (kind === 'stability' && item.kind === 'number') {
    const least = rules.stabilityResults.value;
    const short = data.length !== 2 || data.some((line) => line.length < least);
    return short ? [{ id: 'comparison.check-series', field, params: { least } }] : [];
  }
  const least = rules.homogeneityUnits.value;
  if (kind === 'homogeneity' && data.length < least)
    return [{ id: 'comparison.check-few', field, params: { n: data.length, least } }];
  if (data.length === 0) return [{ id: 'comparison.check-few', field, params: { n: 0, least: 1 } }];
  const replicates = rules.homogeneityReplicates.value;
  const wrong = item.kind === 'number' ? data.findIndex((line) => line.length !== replicates) : -1;
  return wrong < 0
    ? []
    : [
        {
          id: 'comparison.check-replicates',
          field,
          params: { line: wrong + 1, n: data[wrong]?.length ?? 0, replicates },
        },
      ];
}
