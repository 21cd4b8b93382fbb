import { compile, evaluate } from '../core/formula.ts';
import type { Verdict } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { roundPlaces } from '../core/rounding.ts';
import { limitPlaces, roundResult, verdictWord, withUnit } from './report-text.ts';
import { type Answer, cells, list, type Source, value } from './source.ts';
import { pyrogenVerdict, stagedCountVerdict, tubesVerdict, uniformityVerdict, unitsVerdict } from './stages.ts';
import type { TestItem } from './types.ts';

/** Tests in stages, whose rule says when further units are due. */
export function staged(source: Source): Answer {
  const { rule, item, known, constants, read } = source;
  const { limit } = item;
  const [first, further] = [rule.individuals, rule.further].map((id) => (id === undefined ? [] : list(known, id)));
  if (!first || !further) return refuse('limit.individuals');
  switch (rule.kind) {
    case 'dissolution':
    case 'release': {
      const window =
        limit.kind === 'range' || limit.kind === 'each-range'
          ? { low: limit.low, high: limit.high }
          : limit.kind === 'min' || limit.kind === 'each-min'
            ? { low: limit.value }
            : limit.kind === 'max'
              ? { high: limit.value }
              : refuse('record.limit-kind', { kind: limit.kind });
      const exact = evaluate(compile('mean(x)'), { x: [...first, ...further] });
      return measuredStage(
        item,
        exact,
        [...first, ...further].map((one) => roundPlaces(one, item.places ?? limitPlaces(limit), item.rule)),
        unitsVerdict(window, first, further, item.compare),
      );
    }
    case 'uniformity':
      return limit.kind === 'max'
        ? measuredStage(
            item,
            value(known, rule.value ?? ''),
            first.concat(further),
            uniformityVerdict(limit.value, constants['T'] ?? '100', first, further),
          )
        : refuse('record.limit-kind', { kind: limit.kind });
    case 'pyrogen':
      return wordStage(value(known, rule.value ?? ''), pyrogenVerdict(first, further));
    case 'tubes': {
      const verdict = tubesVerdict(cells(read, rule.field ?? ''), cells(read, rule.further ?? ''));
      const answer = wordStage('', verdict);
      const bound = `<${withUnit(constants[rule.limit ?? ''] ?? '', item.unit)}`;
      return verdict.verdict === 'conforms'
        ? { ...answer, result: { ...answer.result, text: bound, qualifier: '<' } }
        : answer;
    }
    default:
      return wordStage(
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

function measuredStage(item: TestItem, exact: string, individuals: string[], verdict: Verdict): Answer {
  const rounded = roundResult(exact, item);
  return {
    result: {
      exact,
      rounded,
      text: verdict.verdict === 'undecided' ? verdictWord('undecided') : withUnit(rounded, item.unit),
      individuals,
      qualifier: '=',
    },
    verdict,
  };
}

function wordStage(exact: string, verdict: Verdict): Answer {
  const text = verdictWord(verdict.verdict);
  return { result: { exact, rounded: exact === '' ? text : exact, text }, verdict };
}
