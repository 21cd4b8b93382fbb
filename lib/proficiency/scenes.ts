import { chinaDate } from '../core/deadlines.ts';
import { dec, toText } from '../core/decimal.ts';
import { roundPlaces } from '../core/rounding.ts';
import { zScore } from '../core/statistics/scores.ts';
import { type Lang, t } from '../messages/index.ts';
import { densityPlot, rankedBars, type Scene, scoreHistory } from '../plots/index.ts';
import type { PastItem } from './history.ts';
import type { ItemRow } from './rows.ts';
import { symbolOf } from './score.ts';

interface Sizes {
  wide: Scene;
  narrow: Scene;
}

const sizes = (lang: Lang, draw: (options: { lang: Lang; width: number }) => Scene): Sizes => ({
  wide: draw({ lang, width: 720 }),
  narrow: draw({ lang, width: 340 }),
});

/** The score of an item by which it was judged; null where there is none with a number. */
export function decisive({ judged }: Pick<ItemRow, 'judged'>) {
  return judged?.scores.find(({ kind }) => kind === judged.by) ?? null;
}

const zLike = ['z', 'z-prime', 'zeta'];

/** z, z′ and ζ of a parameter over its rounds, and En apart, since their limits differ. */
export function historyScenes(past: readonly PastItem[], name: string, lang: Lang): Sizes[] {
  const groups = [
    { kinds: zLike, symbol: 'z', bounds: { warn: '2', act: '3' } },
    { kinds: ['en'], symbol: 'En', bounds: { warn: '1', act: '1' } },
  ];
  return groups.flatMap(({ kinds, symbol, bounds }) => {
    const rounds = past.flatMap((item) => {
      const score = decisive(item);
      if (!score || !kinds.includes(score.kind)) return [];
      return [
        {
          label: item.number.slice(3),
          at: chinaDate(item.evaluated_at ?? item.created_at),
          score: score.shown,
          verdict: item.verdict ?? ('none' as const),
          href: `/proficiency/items/${item.id}`,
          hint: `${item.scheme} ${symbolOf(score.kind)}`,
        },
      ];
    });
    const title = t(lang, 'proficiency.historyTitle', { name, symbol });
    return rounds.length === 0
      ? []
      : [sizes(lang, (options) => scoreHistory({ title, axis: symbol, rounds, bounds }, options))];
  });
}

const LEAST_FOR_DENSITY = 5;
/** Width of the kernel in σpt, as ISO 13528 10.3.2 advises. */
const KERNEL = '0.75';

/** The round among all participants: scores in order of size, and where the results lie; none where only the own result is known. */
export function roundScenes({ participants, judged, unit, parameter_code }: ItemRow, lang: Lang): Sizes[] {
  if (participants.length < 2 || !judged?.assigned) return [];
  const { assigned, sigma } = judged;
  const axis = unit ?? parameter_code;
  const bars =
    sigma === null
      ? []
      : participants.map(({ code, value, own }) => ({
          ...{ code, score: roundPlaces(zScore({ x: value, assigned: assigned.value, sigma: sigma.value }).value, 2) },
          ...(own && { own: true as const }),
        }));
  const values = participants.map(({ code, value, own }) => ({ code, value, ...(own && { own: true as const }) }));
  return [
    ...(bars.length === 0
      ? []
      : [
          sizes(lang, (options) =>
            rankedBars({ title: t(lang, 'proficiency.barsTitle', { n: bars.length }), axis: 'z', bars }, options),
          ),
        ]),
    ...(values.length < LEAST_FOR_DENSITY
      ? []
      : [
          sizes(lang, (options) =>
            densityPlot(
              {
                ...{ title: t(lang, 'proficiency.densityTitle'), axis, values },
                assigned: { value: assigned.value, words: 'xpt' },
                ...(sigma && { bandwidth: toText(dec(sigma.value).times(KERNEL)) }),
              },
              options,
            ),
          ),
        ]),
  ];
}
