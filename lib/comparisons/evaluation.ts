import { add, dec, normalise, toText } from '../core/decimal.ts';
import { type Assigned, cautions, type RobustMethod, robustBy, type Sigma } from '../core/statistics/assigned.ts';
import { describe } from '../core/statistics/numbers.ts';
import { agreementRate, identified, type QualitativeVerdict, qualitative } from '../core/statistics/qualitative.ts';
import { dPercent, enScore, performanceScore, type Score, type Verdict, zetaScore } from '../core/statistics/scores.ts';
import { assignedBy, sigmaBy } from './assigned.ts';
import { type Flag, flagsOf, suspects } from './flags.ts';
import type { ItemRow, Reported, SampleName } from './rows.ts';
import type { ComparisonRules } from './rules.ts';

/** One laboratory's report as the evaluation takes it. */
export interface Entry {
  participant: string;
  code: string;
  late: boolean;
  /** Why the organiser keeps it out of the statistics. */
  exclusion: string | null;
  reported: Reported;
}

export interface ScoredLine {
  participant: string;
  code: string;
  value: string;
  unit: string;
  u: string | null;
  /** Enters assigned value, spread and distribution. */
  counted: boolean;
  why: 'late' | 'excluded' | 'censored' | null;
  flags: Flag[];
  scores: Score[];
  verdict: Verdict | QualitativeVerdict;
  /** Qualitative: how many of what was expected are right. */
  share: string | null;
}

/** A sentence that goes with the scores; `id` is its key. */
export interface Noted {
  id: string;
  params: Record<string, string | number>;
}

export interface NumberTarget {
  kind: 'number';
  assigned: Assigned;
  sigma: Sigma;
  /** Which of the scores gives the verdict. */
  judged: Score['kind'];
  summary: { name: string; value: string }[];
}
export interface TextTarget {
  kind: 'text';
  expected: string;
  agreement: { most: string; rate: string; count: number; of: number } | null;
}

export interface TargetEvaluation {
  key: string;
  sample: SampleName;
  name: string;
  unit: string | null;
  decimals: number | null;
  counted: number;
  cautions: Noted[];
  lines: ScoredLine[];
  by: NumberTarget | TextTarget;
}

/** What was computed, frozen: pages and reports show this and compute nothing again. */
export interface Evaluation {
  at: string;
  invited: number;
  joined: number;
  reported: number;
  targets: TargetEvaluation[];
}

type Target = Pick<TargetEvaluation, 'key' | 'sample'> & { item: ItemRow };

/** A result below a limit (`<0.05`) is shown and counts in no statistics. */
const isCensored = (value: string): boolean => normalise(value, { exponent: true }).qualifier !== '=';

/** Evaluates one item of one sample over all reports. @throws Refusal `statistics.*` when the design cannot be carried out */
export function evaluateTarget(target: Target, entries: readonly Entry[], rules: ComparisonRules): TargetEvaluation {
  const given = entries.flatMap((entry) => {
    const answer = entry.reported.values[target.key];
    return answer ? [{ entry, answer }] : [];
  });
  return target.item.kind === 'number' ? byNumbers(target, given, rules) : byWords(target, given);
}

type Given = { entry: Entry; answer: { value: string; u?: string } };

const head = ({ key, sample, item }: Target) => ({
  ...{ key, sample, name: item.name, unit: item.unit, decimals: item.decimals },
});

function byNumbers(target: Target, given: Given[], rules: ComparisonRules): TargetEvaluation {
  const { item, sample, key } = target;
  const { design } = item;
  const why = ({ entry, answer }: Given) => reasonFor(entry, isCensored(answer.value));
  const values = given.filter((one) => why(one) === null).map(({ answer }) => answer.value);
  const assigned = assignedBy(design, sample, values);
  const sigma = sigmaBy(design, assigned.value, values);
  const outliers = suspects(values, rules.outlierAlpha.value);
  const lines = given.map((one): ScoredLine => {
    const { entry, answer } = one;
    const unit = entry.reported.units[key] ?? '';
    const scores = isCensored(answer.value) ? [] : scoresOf(answer, { assigned, sigma, item });
    const wanted = design.score ?? 'z';
    const judging = scores.find(({ kind }) => (wanted === 'z' ? kind === 'z' || kind === 'z-prime' : kind === wanted));
    return {
      ...lineOf(one, unit),
      counted: why(one) === null,
      why: why(one),
      flags: flagsOf(
        { value: answer.value, unit },
        { assigned, sigma, item, rules, outliers, counted: why(one) === null },
      ),
      scores,
      verdict: judging?.verdict ?? 'none',
      share: null,
    };
  });
  const performance = lines.flatMap(({ scores }) => scores).find(({ kind }) => kind === 'z' || kind === 'z-prime');
  const judged = design.score === undefined || design.score === 'z' ? (performance?.kind ?? 'z') : design.score;
  return {
    ...head(target),
    counted: values.length,
    cautions: cautionsOf(values, { assigned, sigma }),
    lines,
    by: { kind: 'number', assigned, sigma, judged, summary: summaryOf(values, design.method ?? 'algorithm-a') },
  };
}

const reasonFor = ({ exclusion, late }: Entry, censored: boolean): ScoredLine['why'] => {
  if (late) return 'late';
  if (exclusion !== null) return 'excluded';
  return censored ? 'censored' : null;
};

const lineOf = ({ entry, answer }: Given, unit: string) => ({
  ...{ participant: entry.participant, code: entry.code, value: answer.value, unit, u: answer.u ?? null },
});

/** z or z′ always; ζ and En where the laboratory reports its u; D % beside them. */
function scoresOf(
  { value: x, u }: { value: string; u?: string },
  { assigned, sigma, item }: { assigned: Assigned; sigma: Sigma; item: ItemRow },
): Score[] {
  const own = { x, assigned: assigned.value };
  const scores = [performanceScore({ ...own, sigma: sigma.value, uAssigned: assigned.u })];
  if (u !== undefined) {
    scores.push(
      zetaScore({ ...own, uLab: u, uAssigned: assigned.u }),
      enScore({ ...own, expandedLab: doubled(u), expandedAssigned: doubled(assigned.u) }),
    );
  }
  if (!/^-?0*(\.0*)?$/.test(assigned.value))
    scores.push(dPercent(item.design.limit === undefined ? own : { ...own, limit: item.design.limit }));
  return scores;
}

/** U = 2 u, exactly. */
const doubled = (u: string): string => {
  const one = dec(normalise(u, { exponent: true }).decimal);
  return toText(add(one, one));
};

/** Below this number even a robust mean carries little; also said of qualitative rounds. */
const FEW = 5;

const fewNote = (n: number): Noted => ({ id: 'statistics.caution.few', params: { n, least: FEW } });

function cautionsOf(values: string[], { assigned, sigma }: { assigned: Assigned; sigma: Sigma }): Noted[] {
  if (values.length === 0) return [fewNote(0)];
  const given = { assigned: assigned.value, uAssigned: assigned.u, sigma: sigma.value };
  return cautions({ values, assignedSource: assigned.source, sigmaSource: sigma.source, ...given });
}

/** The distribution in figures: robust ones and ordinary ones side by side. */
function summaryOf(values: string[], method: RobustMethod): { name: string; value: string }[] {
  if (values.length === 0) return [];
  const robust = values.length < 2 ? null : robustBy(method, values);
  const { n, ...figures } = describe(values);
  return [
    { name: 'n', value: String(n) },
    ...(robust === null
      ? []
      : [
          { name: 'robustMean', value: String(robust.mean) },
          { name: 'robustSd', value: String(robust.sd) },
        ]),
    ...Object.entries(figures).flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }])),
  ];
}

function byWords(target: Target, given: Given[]): TargetEvaluation {
  const { item, sample } = target;
  const { several = false, targets } = item.design;
  const expected = targets[sample]?.expected ?? '';
  const counted = given.filter(({ entry }) => reasonFor(entry, false) === null);
  const lines = given.map((one): ScoredLine => {
    const why = reasonFor(one.entry, false);
    const { verdict, right, of } = several
      ? named(one.answer.value, expected)
      : qualitative([one.answer.value], [expected]);
    const share = `${right}/${of}`;
    return { ...lineOf(one, ''), counted: why === null, why, flags: [], scores: [], verdict, share };
  });
  const few = counted.length < FEW ? [fewNote(counted.length)] : [];
  const agreement = counted.length === 0 ? null : agreementRate(counted.map(({ answer }) => answer.value));
  return { ...head(target), counted: counted.length, cautions: few, lines, by: { kind: 'text', expected, agreement } };
}

const parts = (text: string): string[] =>
  text
    .split(/[;；,，、\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function named(answer: string, expected: string): { verdict: QualitativeVerdict; right: number; of: number } {
  const found = identified(parts(answer), parts(expected));
  return { verdict: found.verdict, right: found.right.length, of: parts(expected).length };
}
