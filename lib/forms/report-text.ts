import { dec, settle } from '../core/decimal.ts';
import type { Limit, Verdict } from '../core/limits.ts';
import { placesOf, roundPlaces, roundSignificant } from '../core/rounding.ts';
import { t } from '../messages/index.ts';
import type { TestItem } from './types.ts';

/** Rounds a result once, at the end (GB/T 8170): to the item's decimals or significant digits, else to the decimals of its limit. */
export function roundResult(exact: string, item: TestItem): string {
  if (item.significant !== undefined) return roundSignificant(exact, item.significant, item.rule);
  return roundPlaces(exact, item.places ?? limitPlaces(item.limit), item.rule);
}

/** Rounds a single value: one digit more than the result unless the item says otherwise. ChP 凡例. */
export function roundIndividual(exact: string, item: TestItem): string {
  if (item.individualPlaces !== undefined) return roundPlaces(exact, item.individualPlaces, item.rule);
  if (item.significant !== undefined) return roundSignificant(exact, item.significant + 1, item.rule);
  return roundPlaces(exact, (item.places ?? limitPlaces(item.limit)) + 1, item.rule);
}

/** The decimals that a limit shows; 0 for a limit without a number. */
export function limitPlaces(limit: Limit): number {
  switch (limit.kind) {
    case 'range':
    case 'each-range':
      return Math.max(placesOf(limit.low), placesOf(limit.high));
    case 'max':
    case 'min':
    case 'each-max':
    case 'each-min':
    case 'equals':
      return placesOf(limit.value);
    case 'label-claim':
      return Math.max(placesOf(limit.low ?? '0'), placesOf(limit.high ?? '0'));
    case 'declared':
      return placesOf(limit.declared);
    case 'derived':
      return limitPlaces(limit.limit);
    default:
      return 0;
  }
}

/** A value with its unit as reports print it: 98.2%, 119mg/kg; counts keep a space: 1.5×10³ cfu/g. */
export function withUnit(value: string, unit: string | null): string {
  if (!unit) return value;
  return /^cfu/i.test(unit) ? `${value} ${unit}` : `${value}${unit}`;
}

/** 未检出（检出限0.05mg/kg）; without a limit of detection just 未检出. */
export function notDetectedText(item: TestItem): string {
  const word = item.report?.notDetected ?? t('zh', 'result.not-detected');
  return item.lod === undefined
    ? word
    : t('zh', 'result.not-detected-lod', { word, lod: withUnit(item.lod, item.unit) });
}

/** 检出，低于定量限（0.1mg/kg）. */
export function belowLoqText(item: TestItem): string {
  return t('zh', 'result.below-loq', { loq: withUnit(item.loq ?? '', item.unit) });
}

/** 符合规定 and 不符合规定 of drugs, or the item's own words (符合, 不符合); 需复试 while a further stage is due. */
export function verdictWord(verdict: Verdict['verdict'], { report }: Pick<TestItem, 'report'>): string {
  switch (verdict) {
    case 'conforms':
      return report?.conforms ?? t('zh', 'result.conforms');
    case 'fails':
      return report?.fails ?? t('zh', 'result.fails');
    case 'undecided':
      return t('zh', 'result.undecided');
  }
}

/** Single values in a row (up to five) or as lowest～highest. */
export function individualsText(values: string[], print: (value: string, index: number) => string): string {
  if (values.length <= 5) return values.map(print).join('、');
  const ordered = values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => dec(a.value).comparedTo(dec(b.value)));
  const [least, most] = [ordered[0], ordered[ordered.length - 1]];
  return least && most ? `${least.value}～${print(most.value, most.index)}` : '';
}

/** 169.0 as 169: melting points print their half degrees only where there is one. */
export function bare(value: string): string {
  return settle(dec(value)).toFixed();
}
