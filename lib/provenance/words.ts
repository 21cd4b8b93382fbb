import { brief } from '../core/rounding.ts';
import type { Lang } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import type { Provenance } from './explain.ts';

/** How the result was rounded, in a sentence. GB/T 8170-2008, 3. */
export function roundingWords({ rule, places, significant }: Provenance['rounding'], lang: Lang): string {
  const words = t(lang, rule === 'half-up' ? 'definitions.rule.half-up' : 'definitions.rule.half-even');
  if (significant !== null) return t(lang, 'provenance.significant', { significant, rule: words });
  return places === null
    ? t(lang, 'provenance.asLimit', { rule: words })
    : t(lang, 'provenance.places', { places, rule: words });
}

/** 修约值比较法 or 全数值比较法. GB/T 8170-2008, 4.3. */
export const compareWords = (mode: string, lang: Lang): string =>
  t(lang, mode === 'full' ? 'definitions.compareLong.full' : 'definitions.compareLong.rounded');

export const standingWords = (standing: string, lang: Lang): string => {
  if (standing === 'retest') return t(lang, 'provenance.standing.retest');
  return t(lang, standing === 'invalid' ? 'provenance.standing.invalid' : 'provenance.standing.counts');
};

/** Values of an input in one line, long quotients cut with `…` (each stands whole at its own calculation); long lists keep their first and last. */
export function valuesText(value: string | string[]): string {
  const [first = '', ...more] = [value].flat().map(brief);
  return more.length < 8
    ? [first, ...more].join(', ')
    : `${[first, ...more.slice(0, 5)].join(', ')}, …, ${more.at(-1) ?? ''}`;
}
