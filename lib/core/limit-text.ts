import type { AttributeLimit, Change, DeclaredLimit, DeviationLimit, LabelClaimLimit, Limit } from './limit-types.ts';
import { declaredEnds } from './limit-values.ts';
import { placesOf, roundPlaces, superscript } from './rounding.ts';

/** What the units of a test of time do. */
const CHANGES = {
  zh: { disintegrate: '崩解', disperse: '溶散', dissolve: '溶化', melt: '融变' },
  en: { disintegrate: 'disintegrate', disperse: 'disperse', dissolve: 'dissolve', melt: 'melt' },
} as const;

/** The trade's fixed words for a limit, by language. */
const WORDS = {
  zh: {
    notDetected: '不得检出',
    reported: '实测值',
    each: '各值均应',
    mass: (from: string, to: string) => [from && `${from}以上`, to && `至${to}`].join(''),
    upTo: (value: string) => `${value}及以下`,
    below: (value: string) => `${value}以下`,
    from: (value: string) => `${value}及以上`,
    above: (value: string) => `${value}以上`,
    percent: (value: string) => `±${value}%`,
    outside: (n: number) => `超出限度的不得多于${n}个，并不得有1个超出限度1倍`,
    noneOutside: '均不得超出限度',
    further: (first: number, further: number) =>
      `${first}个均不得超出限度；1个超出时另取${further}个复试，均不得超出限度`,
    within: (minutes: string, change: Change) => `应在${minutes}分钟内全部${CHANGES.zh[change]}`,
    notDetectedIn: (per: string) => `${per}不得检出`,
    quantity: (value: string) => `限度（Q）为标示量的${value}`,
    equal: (value: string) => `应为${value}`,
    or: '或',
    lists: '、',
    notDeeper: (than: string, value: string) => `与${than}比较，不得更深${value && `（${value}）`}`,
    attribute: (accept: string, n: string) => `${n && `检验${n}件，`}不合格品数不得过${accept}`,
    plan: (aql: string, accept: string, n: string) =>
      `AQL ${aql}，${n && `n＝${n}，`}Ac＝${accept}，Re＝${Number(accept) + 1}`,
    claimRange: (value: string) => `应为标示量的${value}`,
    claimMin: (value: string, open: boolean) => `${open ? '应大于' : '不得少于'}标示量的${value}`,
    claimMax: (value: string, open: boolean) => `${open ? '应小于' : '不得过'}标示量的${value}`,
    declared: { label: '标签标示值', filing: '注册（备案）值' },
    allowed: (value: string) => `，应为${value}`,
    derived: { sum: '总量', mean: '平均值', max: '最大值', min: '最小值', median: '中位数', spread: '极差' },
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
    further: (first: number, further: number) =>
      `none of ${first} outside the limit; with one outside ${further} more, none of which outside it`,
    within: (minutes: string, change: Change) => `all ${CHANGES.en[change]} within ${minutes} min`,
    reported: 'value reported',
    notDetectedIn: (per: string) => `not detected in ${per}`,
    quantity: (value: string) => `Q = ${value} of the labelled amount`,
    equal: (value: string) => `equal to ${value}`,
    or: ' or ',
    lists: ', ',
    notDeeper: (than: string, value: string) => `not deeper than ${than}${value && ` (${value})`}`,
    attribute: (accept: string, n: string) => `not more than ${accept} nonconforming${n && ` of ${n}`}`,
    plan: (aql: string, accept: string, n: string) =>
      `AQL ${aql}, ${n && `n = ${n}, `}Ac = ${accept}, Re = ${Number(accept) + 1}`,
    claimRange: (value: string) => `${value} of the labelled amount`,
    claimMin: (value: string, open: boolean) => `${open ? '>' : '≥'}${value} of the labelled amount`,
    claimMax: (value: string, open: boolean) => `${open ? '<' : '≤'}${value} of the labelled amount`,
    declared: { label: 'declared on the label: ', filing: 'filed: ' },
    allowed: (value: string) => `, allowed ${value}`,
    derived: { sum: 'total ', mean: 'mean ', max: 'largest ', min: 'smallest ', median: 'median ', spread: 'spread ' },
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
      return `${limit.as ? 'A+2.2S' : ''}${limit.open ? '<' : '≤'}${measure(limit.value, unit)}`;
    case 'min':
      return limit.as
        ? words.quantity(measure(limit.value, unit))
        : `${limit.open ? '>' : '≥'}${measure(limit.value, unit)}`;
    case 'equals':
      return words.equal(measure(limit.value, unit));
    case 'one-of':
      return words.equal(listed(limit.values, lang));
    case 'criteria':
      return limit.criteria.join(words.joins);
    case 'not-deeper':
      return words.notDeeper(limit.than, limit.value === undefined ? '' : measure(limit.value, unit));
    case 'attribute':
      return attribute(limit, lang);
    case 'label-claim':
      return claim(limit, unit, lang);
    case 'declared':
      return declared(limit, unit, lang);
    case 'derived':
      return `${words.derived[limit.by]}${limitText(limit.limit, unit, lang)}`;
    case 'range':
      return range(limit.low, limit.high, unit, lang, limit.openLow, limit.openHigh);
    case 'text':
      return limit.requirement;
    case 'not-detected':
      return limit.per === undefined ? words.notDetected : words.notDetectedIn(limit.per);
    case 'each-max':
      return `${words.each}≤${measure(limit.value, unit)}`;
    case 'each-min':
      return `${words.each}≥${measure(limit.value, unit)}`;
    case 'each-range':
      return `${words.each}${lang === 'zh' ? '为' : ''}${range(limit.low, limit.high, unit, lang)}`;
    case 'microbial':
      return `≤${measure(powerOfTen(limit.value, limit.factor), unit)}`;
    case 'none':
      return words.reported;
    case 'deviation':
      return deviation(limit, unit, lang);
    case 'longest':
      return words.within(limit.minutes, limit.as ?? 'disintegrate');
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

/** 白色、类白色或微黄色. */
function listed(values: string[], lang: Language): string {
  const { lists, or } = WORDS[lang];
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(lists)}${or}${values[values.length - 1]}`;
}

function attribute({ accept, n = '', aql }: AttributeLimit, lang: Language): string {
  return aql === undefined ? WORDS[lang].attribute(accept, n) : WORDS[lang].plan(aql, accept, n);
}

function claim({ low, high, openLow, openHigh }: LabelClaimLimit, unit: string | null, lang: Language): string {
  const words = WORDS[lang];
  if (low !== undefined && high !== undefined)
    return words.claimRange(range(low, high, unit ?? '%', lang, openLow, openHigh));
  return low === undefined
    ? words.claimMax(measure(high ?? '', unit ?? '%'), openHigh ?? false)
    : words.claimMin(measure(low, unit ?? '%'), openLow ?? false);
}

function declared(limit: DeclaredLimit, unit: string | null, lang: Language): string {
  const words = WORDS[lang];
  const places = placesOf(limit.declared);
  const [low, high] = declaredEnds(limit).map((end) => roundPlaces(end, Math.max(places, placesOf(end))));
  return `${words.declared[limit.on]}${measure(limit.declared, unit)}${words.allowed(range(low ?? '', high ?? '', unit, lang))}`;
}

/** ± per band of mean mass; a single band needs no mass. */
function deviation(limit: DeviationLimit, unit: string | null, lang: Language): string {
  const words = WORDS[lang];
  const bands = limit.bands.map(
    (band, i) =>
      `${limit.bands.length > 1 ? mass(limit, i, unit, lang) + words.colon : ''}${words.percent(band.percent)}`,
  );
  const { retest, allowOutside } = limit;
  const outside = retest
    ? words.further(retest.first, retest.further)
    : allowOutside > 0
      ? words.outside(allowOutside)
      : words.noneOutside;
  return [...bands, outside].join(words.joins);
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
