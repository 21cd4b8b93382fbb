import { dec, settle } from '../core/decimal.ts';
import { compile, evaluate } from '../core/formula.ts';
import { judge, type Verdict } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { brief, roundPlaces } from '../core/rounding.ts';
import { t } from '../messages/index.ts';
import { applies } from './conditions.ts';
import { acidVerdict } from './release.ts';
import { limitPlaces, roundResult, verdictWord, withUnit } from './report-text.ts';
import { type Answer, cells, list, type Source, value } from './source.ts';
import {
  dosageUnitsVerdict,
  pyrogenVerdict,
  stagedCountVerdict,
  tubesVerdict,
  uniformityVerdict,
  unitsVerdict,
  type Window,
} from './stages.ts';
import type { TestItem } from './types.ts';
import { uspDissolutionVerdict } from './usp.ts';

/** Upper end of the reference value M of USP <905> unless the mean of the assay limits lies above it. */
const USP_TARGET = '101.5';

/** Tests in stages, whose rule says when further units are due. */
export function staged(source: Source): Answer {
  const { rule, item, known, constants, read } = source;
  const { limit } = item;
  const [first, further] = [rule.individuals, rule.further].map((id) => (id === undefined ? [] : list(known, id)));
  if (!first || !further) return refuse('limit.individuals');
  switch (rule.kind) {
    case 'dissolution':
    case 'release': {
      if (constants['scheme'] === 'usp') return uspDissolved(source, first, further);
      const window: Window =
        limit.kind === 'range' || limit.kind === 'each-range' || limit.kind === 'label-claim'
          ? ends(limit)
          : limit.kind === 'min' || limit.kind === 'each-min'
            ? { low: limit.value }
            : limit.kind === 'max'
              ? { high: limit.value }
              : refuse('record.limit-kind', { kind: limit.kind });
      const isAcid = constants['acid'] !== undefined && window.high !== undefined;
      const verdict = isAcid
        ? acidVerdict(window.high ?? '', first, item.compare)
        : unitsVerdict(window, first, further, item.compare);
      // The mean of the units that the verdict rests on: all of them only after a repeat.
      const judged = verdict.reason.id === 'verdict.stage-2' ? [...first, ...further] : first;
      const places = item.places ?? limitPlaces(limit);
      return measuredStage(
        item,
        evaluate(compile('mean(x)'), { x: judged }),
        judged.map((one) => roundPlaces(one, places, item.rule)),
        verdict,
      );
    }
    case 'uniformity':
      if (constants['scheme'] === 'usp') return uspUniform(source, first, further);
      return limit.kind === 'max'
        ? uniform(item, first, further, limit.value, constants['T'] ?? '100')
        : refuse('record.limit-kind', { kind: limit.kind });
    case 'dosage-units':
      return limit.kind === 'max'
        ? dosageUnits(source, limit.value, first, further)
        : refuse('record.limit-kind', { kind: limit.kind });
    case 'pyrogen':
      return wordStage(item, value(known, rule.value ?? ''), pyrogenVerdict(first, further));
    case 'steps':
      return stepped(source);
    case 'tubes': {
      const verdict = tubesVerdict(cells(read, rule.field ?? ''), cells(read, rule.further ?? ''));
      const answer = wordStage(item, '', verdict);
      const bound = `<${withUnit(constants[rule.limit ?? ''] ?? '', item.unit)}`;
      return verdict.verdict === 'conforms'
        ? { ...answer, result: { ...answer.result, text: bound, qualifier: '<' } }
        : answer;
    }
    default:
      return wordStage(
        item,
        value(known, rule.value ?? ''),
        stagedCountVerdict(
          value(known, rule.value ?? ''),
          read.values[rule.further ?? ''],
          value(known, rule.fatal ?? ''),
          { accept: constants['accept'] ?? '0', retest: constants['retest'] ?? '0', total: constants['total'] ?? '0' },
        ),
      );
  }
}

/** USP <711>: the paper names the chapter, the stage that decided and its units. */
function uspDissolved({ rule, item, known }: Source, first: string[], second: string[]): Answer {
  const { limit } = item;
  const q =
    limit.kind === 'min' || limit.kind === 'each-min'
      ? limit.value
      : limit.kind === 'label-claim'
        ? limit.low
        : undefined;
  if (q === undefined) return refuse('record.limit-kind', { kind: limit.kind });
  const third = rule.third === undefined ? [] : list(known, rule.third);
  const { verdict, stage, units } = uspDissolutionVerdict(q, [first, second, third], item.compare);
  const answer = measuredStage(
    { ...item, rule: 'half-up' },
    evaluate(compile('mean(x)'), { x: units }),
    units.map((one) => roundPlaces(one, item.places ?? limitPlaces(limit), 'half-up')),
    verdict,
  );
  const text =
    verdict.verdict === 'undecided'
      ? t('zh', 'result.usp-711-due', { stage: stage + 1 })
      : t('zh', 'result.usp-711', { value: answer.result.text, stage, n: units.length });
  return { ...answer, result: { ...answer.result, text } };
}

function dosageUnits({ item, constants }: Source, limit: string, first: string[], further: string[]): Answer {
  const bounds = { limit, farthest: constants['L2'] ?? '25.0', top: constants['T'] ?? USP_TARGET };
  const { verdict, exact } = dosageUnitsVerdict(bounds, first, further);
  return measuredStage(item, exact, first.concat(further), verdict);
}

/** USP <905>: the acceptance value to the decimals of L1, with the chapter and the number of units it rests on. */
function uspUniform({ item, constants }: Source, first: string[], further: string[]): Answer {
  const { limit } = item;
  if (limit.kind !== 'max') return refuse('record.limit-kind', { kind: limit.kind });
  const mean = constants['T'] ?? '';
  const top = mean !== '' && dec(mean).greaterThan(dec(USP_TARGET)) ? mean : USP_TARGET;
  const { verdict, exact } = dosageUnitsVerdict(
    { limit: limit.value, farthest: constants['L2'] ?? '25.0', top, rule: 'half-up' },
    first,
    further,
  );
  const answer = measuredStage({ ...item, rule: 'half-up' }, exact, first.concat(further), verdict);
  const text =
    verdict.verdict === 'undecided'
      ? t('zh', 'result.usp-905-due')
      : t('zh', 'result.usp-905', { value: answer.result.rounded, n: verdict.reason.params?.['n'] ?? '' });
  return { ...answer, result: { ...answer.result, text } };
}

/** Uniformity of content: a second stage prints the figure that its verdict rests on by name, and its bound where that is not the limit. */
function uniform(item: TestItem, first: string[], further: string[], limit: string, top: string): Answer {
  const { verdict, figure } = uniformityVerdict(limit, top, first, further);
  const answer = measuredStage(item, figure.exact, first.concat(further), verdict);
  if (figure.name === 'A+2.2S') return answer;
  const params = { figure: `${figure.name}=${answer.result.rounded}`, bound: figure.bound };
  const text = figure.bound === limit ? params.figure : t('zh', 'result.figure-bound', params);
  return { ...answer, result: { ...answer.result, text } };
}

/**
 * Steps with a bound of their own from a table (water by 0681): a value within its bound conforms, one beyond it calls for the next
 * step, the last decides. Without any bound the limit of the item judges the first value.
 */
function stepped({ rule, item, known, constants }: Source): Answer {
  const steps = (rule.steps ?? [])
    .filter(({ when }) => applies(when, constants, {}))
    .map((step) => ({ value: known.scope[step.value], bound: known.scope[step.bound] }));
  const exact = value(known, rule.value ?? '');
  if (steps.every(({ bound }) => bound === undefined))
    return measuredStage(
      item,
      exact,
      [],
      judge(item.limit, { exact, rounded: roundResult(exact, item) }, item.compare),
    );
  if (item.limit.kind !== 'text') refuse('record.limit-kind', { kind: item.limit.kind });
  const shown = (text: string) => (item.compare === 'rounded' ? roundResult(text, item) : text);
  for (const [i, { value: reading, bound }] of steps.entries()) {
    if (typeof reading !== 'string' || typeof bound !== 'string') return stepDue(steps.slice(0, i), exact, item);
    const params = { n: i + 1, value: brief(shown(reading)), limit: roundResult(bound, item) };
    const within = dec(shown(reading)).lessThanOrEqualTo(settle(dec(shown(bound))));
    if (within || i === steps.length - 1)
      return measuredStage(item, reading, [], {
        verdict: within ? 'conforms' : 'fails',
        compared: shown(reading),
        mode: item.compare,
        reason: { id: within ? 'verdict.step-within' : 'verdict.step-beyond', params },
      });
  }
  return refuse('formula.missing', { name: rule.value ?? '' });
}

/** The next step has still to be done. */
function stepDue(done: unknown[], exact: string, item: TestItem): Answer {
  const params = { n: done.length + 1 };
  return {
    result: { exact, rounded: roundResult(exact, item), text: t('zh', 'result.step-due', params), qualifier: '=' },
    verdict: { verdict: 'undecided', compared: exact, mode: item.compare, reason: { id: 'verdict.step-due', params } },
  };
}

function measuredStage(item: TestItem, exact: string, individuals: string[], verdict: Verdict): Answer {
  const rounded = roundResult(exact, item);
  return {
    result: {
      exact,
      rounded,
      text: verdict.verdict === 'undecided' ? verdictWord('undecided', item) : withUnit(rounded, item.unit),
      individuals,
      qualifier: '=',
    },
    verdict,
  };
}

/** The ends as far as there are any. */
function ends({ low, high }: { low?: string; high?: string }): Window {
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

function wordStage(item: TestItem, exact: string, verdict: Verdict): Answer {
  const text = verdictWord(verdict.verdict, item);
  return { result: { exact, rounded: exact === '' ? text : exact, text }, verdict };
}
