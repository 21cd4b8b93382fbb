import { dec, toText } from '../core/decimal.ts';
import { type Lang, t } from '../messages/index.ts';
import { densityPlot } from '../plots/density.ts';
import { rankedBars } from '../plots/scores.ts';
import type { Scene } from '../plots/types.ts';
import { youden } from '../plots/youden.ts';
import type { TargetEvaluation } from './evaluation.ts';
import { shortFigure } from './figures.ts';

/** A result in a picture: the code that stands for a laboratory, its value, and the score that gives its verdict. */
export interface Shown {
  code: string;
  value: string;
  score: string | null;
  counted: boolean;
}

type Head = Pick<TargetEvaluation, 'name' | 'sample' | 'unit' | 'by' | 'key'>;

interface Look {
  lang: Lang;
  width?: number;
  /** The reader's own code: marked. */
  own?: string | undefined;
}

const isNumber = (value: string): boolean => !/^[<>]/.test(value);
const mine = (code: string, own: string | undefined) => (code === own ? { own: true as const } : {});

/** Scores in order, and the distribution with the assigned value and ±2 σ_pt; nothing for qualitative items. */
export function targetScenes(head: Head, shown: readonly Shown[], { lang, width, own }: Look): Scene[] {
  const { by } = head;
  if (by.kind === 'text') return [];
  const options = { lang, ...(width !== undefined && { width }) };
  const what = head.unit === null ? head.name : `${head.name} (${head.unit})`;
  const bounds = by.judged === 'en' ? { bounds: { warn: '1', act: '1' } } : {};
  const bars = shown.map(({ code, score }) => ({ code, score, ...mine(code, own) }));
  const values = shown
    .filter(({ value }) => isNumber(value))
    .map(({ code, value }) => ({ code, value, ...mine(code, own) }));
  const scenes: Scene[] = [];
  if (by.judged !== 'd-percent')
    scenes.push(
      rankedBars(
        {
          title: t(lang, 'comparison.plot.scores', { what: `${head.name} ${head.sample}` }),
          axis: t(lang, `comparison.score.${by.judged}`),
          bars,
          ...bounds,
        },
        options,
      ),
    );
  if (values.length >= 3)
    scenes.push(
      densityPlot(
        {
          title: t(lang, 'comparison.plot.density', { what: `${head.name} ${head.sample}` }),
          axis: what,
          values,
          assigned: { value: shortFigure(by.assigned.value), words: t(lang, 'comparison.assigned') },
          within: toText(dec(by.sigma.value).times(2)),
          bandwidth: toText(dec(by.sigma.value).times('0.75')),
        },
        options,
      ),
    );
  return scenes;
}

/** The pairs of one item over both samples (Youden); nothing with one sample or fewer than three pairs. */
export function pairScene(
  a: { head: Head; shown: readonly Shown[] },
  b: { head: Head; shown: readonly Shown[] },
  { lang, width, own }: Look,
): Scene | null {
  if (a.head.by.kind === 'text' || b.head.by.kind === 'text') return null;
  const pairs = a.shown.flatMap(({ code, value }) => {
    const other = b.shown.find((one) => one.code === code);
    return other && isNumber(value) && isNumber(other.value)
      ? [{ code, a: value, b: other.value, ...mine(code, own) }]
      : [];
  });
  if (pairs.length < 3) return null;
  const axis = ({ name, sample, unit }: Head) => `${name} ${sample}${unit === null ? '' : ` (${unit})`}`;
  return youden(
    {
      title: t(lang, 'comparison.plot.youden', { what: a.head.name }),
      axisA: axis(a.head),
      axisB: axis(b.head),
      pairs,
    },
    { lang, ...(width !== undefined && { width }) },
  );
}
