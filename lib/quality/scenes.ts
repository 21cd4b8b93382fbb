import type { CoverageLine } from '../capability/index.ts';
import { type Lang, lookUp, t } from '../messages/index.ts';
import { type Coverage, heatMap, pareto, rankedBars, type Scene } from '../plots/index.ts';
import type { QualitySheet } from './show.ts';

export interface Sizes {
  wide: Scene;
  narrow: Scene;
}

const WIDE = 900;
const NARROW = 340;

const classes = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'] as const;

/**
 * How a parameter stands: suspended in the annex; failed in its last round or control; nobody or nothing there to test it, or never watched;
 * something else missing or over its time; or all there.
 */
export function stateOf({ standing, control, proficiency, gaps }: CoverageLine): Coverage {
  if (standing === 'suspended' || standing === 'expired') return 'suspended';
  if (control?.ok === false || proficiency?.ok === false) return 'failed';
  if (gaps.includes('people') || gaps.includes('instruments') || (control === null && proficiency === null))
    return 'none';
  return gaps.length > 0 ? 'due' : 'ok';
}

function coverageScene(lines: readonly CoverageLine[], today: string, lang: Lang, width: number): Scene {
  const groups = classes.flatMap((own) => {
    const members = lines.filter((line) => line.class === own);
    if (members.length === 0) return [];
    return [
      {
        name: t(lang, `class.${own}`),
        href: `/capability/coverage?class=${own}`,
        tiles: members.map((line) => ({
          name: `${line.code} ${line.name[lang]}`,
          state: stateOf(line),
          href: `/parameters/${line.code}`,
          ...(line.gaps.length > 0 && {
            hint: line.gaps.map((gap) => t(lang, `capability.gap.${gap}`)).join(t(lang, 'report.comma')),
          }),
        })),
      },
    ];
  });
  return heatMap({ title: t(lang, 'quality.heatTitle', { count: lines.length, today }), groups }, { lang, width });
}

/** The pictures of page and paper: coverage of the annex today; scores and origins of the period, where there are any. */
export function scenesOf({ lines, today, scores, origins, period }: QualitySheet, lang: Lang): Sizes[] {
  const draws: ((width: number) => Scene)[] = [(width) => coverageScene(lines, today, lang, width)];
  const name = periodName(lang, period.name);
  if (scores.length > 0)
    draws.push((width) =>
      rankedBars(
        {
          title: t(lang, 'quality.scoresTitle', { period: name }),
          axis: 'z',
          bars: scores.map(({ code, shown, itemId }) => ({ code, score: shown, href: `/proficiency/items/${itemId}` })),
        },
        { lang, width },
      ),
    );
  if (origins.length > 0)
    draws.push((width) =>
      pareto(
        {
          title: t(lang, 'quality.originsTitle', { period: name }),
          axis: t(lang, 'quality.originsAxis'),
          causes: origins.map(({ source, count }) => ({ name: lookUp(lang, `improvement.source.${source}`), count })),
        },
        { lang, width },
      ),
    );
  return draws.map((draw) => ({ wide: draw(WIDE), narrow: draw(NARROW) }));
}

/** 2026 → 2026年; 2026Q3 → 2026年第3季度. */
export function periodName(lang: Lang, name: string): string {
  const [year = '', quarter] = name.split('Q');
  return quarter === undefined ? t(lang, 'quality.year', { year }) : t(lang, 'quality.quarter', { year, quarter });
}
