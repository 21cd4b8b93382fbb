import type { Lang } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { type PlotOptions, pareto, proportionTrend, type Scene } from '../plots/index.ts';
import type { Figures } from './figures.ts';

/** Per cent as a share between 0 and 1, by moving the point. */
const share = (percent: string): string => {
  const [whole = '0', part = ''] = percent.split('.');
  const digits = `${whole.padStart(3, '0')}${part}`;
  const at = digits.length - part.length - 2;
  return `${digits.slice(0, at)}.${digits.slice(at)}`.replace(/^0+(?=\d)/, '');
};

/** The rate of each month with its exact interval; months without a batch have no point. */
export const trendOf = (figures: Figures, lang: Lang, width?: number): Scene =>
  proportionTrend(
    {
      title: t(lang, 'statistics.trend'),
      axis: t(lang, 'statistics.rate'),
      points: figures.months
        .filter(({ tested }) => tested > 0)
        .map(({ name, tested, failed, rate, low, high }) => ({
          ...{ label: name, p: share(rate), lower: share(low), upper: share(high), n: tested, x: failed },
        })),
      ...(figures.tested > 0 && { expected: share(figures.rate) }),
    },
    options(lang, width),
  );

/** The items that failed most. */
export const paretoOf = (figures: Figures, lang: Lang, width?: number): Scene =>
  pareto(
    {
      title: t(lang, 'statistics.pareto'),
      axis: t(lang, 'statistics.failures'),
      causes: figures.items.lines.map(({ name, failed }) => ({ name, count: failed })),
    },
    options(lang, width),
  );

const options = (lang: Lang, width: number | undefined): PlotOptions => ({
  lang,
  ...(width !== undefined && { width }),
});
