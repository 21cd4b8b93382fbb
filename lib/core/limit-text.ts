import type { DeviationLimit, Limit } from './limit-types.ts';
import { superscript } from './rounding.ts';

/** The trade's fixed words for a limit, by language. */
const WORDS = {
  zh: {
    notDetected: '不得检出',
    each: '各值均应',
    mass: (from: string, to: string) => [from && `${from}以上`, to && `至${to}`].join(''),
    upTo: (value: string) => `${value}及以下`,
    below: (value: string) => `${value}以下`,
    from: (value: string) => `${value}及以上`,
    above: (value: string) => `${value}以上`,
    percent: (value: string) => `±${value}%`,
    outside: (n: number) => `超出限度的不得多于${n}个，并不得有1个超出限度1倍`,
    noneOutside: '均不得超出限度',
    within: (minutes: string) => `应在${minutes}分钟内全部崩解`,
    and: '且',
    joins: '；',
    colon: '：',
  },
  en: {
    notDetected: 'not detected',
    each: 'each ',
    mass: (from: string, to: string) => [from && `above ${from}`, to && `up to ${to}`].filter(Boolean).join(' '),
    upTo: (value: string) => `${value} or less`,
    below: (value: string) => `below ${value}`,
    from: (value: string) => `${value} or more`,
    above: (value: string) => `above ${value}`,
    percent: (value: string) => `±${value}%`,
    outside: (n: number) => `not more than ${n} outside the limit and none outside twice the limit`,
    noneOutside: 'none outside the limit',
    within: (minutes: string) => `all disintegrate within ${minutes} min`,
    and: ' and ',
    joins: '; ',
    colon: ': ',
  },
} as const;

type Language = keyof typeof WORDS;

/** The limit as 标准规定 prints it: ≤0.5%, 95.0%～105.0%, 不得检出. `unit` null: none. A text limit prints its own requirement. */
export function limitText(limit: Limit, unit: string | null, lang: Language): string {
  const words = WORDS[lang];
  switch (limit.kind) {
    case 'max':
      return `${limit.open ? '<' : '≤'}${measure(limit.value, unit)}`;
    case 'min':
      return `${limit.open ? '>' : '≥'}${measure(limit.value, unit)}`;
    case 'range':
      return range(limit.low, limit.high, unit, lang, limit.openLow, limit.openHigh);
    case 'text':
      return limit.requirement;
    case 'not-detected':
      return words.notDetected;
    case 'each-max':
      return `${words.each}≤${measure(limit.value, unit)}`;
    case 'each-min':
      return `${words.each}≥${measure(limit.value, unit)}`;
    case 'each-range':
      return `${words.each}${lang === 'zh' ? '为' : ''}${range(limit.low, limit.high, unit, lang)}`;
    case 'microbial':
      return `≤${measure(powerOfTen(limit.value, limit.factor), unit)}`;
    case 'deviation':
      return deviation(limit, unit, lang);
    case 'longest':
      return words.within(limit.minutes);
  }
}

function range(
  low: string,
  high: string,
  unit: string | null,
  lang: Language,
  openLow = false,
  openHigh = false,
): string {
  if (openLow || openHigh)
    return `${openLow ? '>' : '≥'}${measure(low, unit)}${WORDS[lang].and}${openHigh ? '<' : '≤'}${measure(high, unit)}`;
  return `${attached(unit) ? measure(low, unit) : low}～${measure(high, unit)}`;
}

/** ± per band of mean mass; a single band needs no mass. */
function deviation(limit: DeviationLimit, unit: string | null, lang: Language): string {
  const words = WORDS[lang];
  const bands = limit.bands.map(
    (band, i) =>
      `${limit.bands.length > 1 ? mass(limit, i, unit, lang) + words.colon : ''}${words.percent(band.percent)}`,
  );
  return [...bands, limit.allowOutside > 0 ? words.outside(limit.allowOutside) : words.noneOutside].join(words.joins);
}

function mass(limit: DeviationLimit, index: number, unit: string | null, lang: Language): string {
  const words = WORDS[lang];
  const [before, band] = [limit.bands[index - 1], limit.bands[index]];
  const from = before?.upto ? measure(before.upto, unit) : '';
  const to = band?.upto ? measure(band.upto, unit) : '';
  if (!to) return before?.open ? words.from(from) : words.above(from);
  return from ? words.mass(from, to) : band?.open ? words.below(to) : words.upTo(to);
}

/** ChP prints the counts whose limit accepts 2 × 10ⁿ as a power of ten: 10³. */
function powerOfTen(value: string, factor: string): string {
  return factor !== '1' && /^10+$/.test(value) ? `10${superscript(value.length - 1)}` : value;
}

function measure(value: string, unit: string | null): string {
  return unit ? `${value}${attached(unit) ? '' : ' '}${unit}` : value;
}

/** % and degrees stand at the number itself; other units after a space. */
function attached(unit: string | null): boolean {
  return unit !== null && /^[%‰℃°]/.test(unit);
}
