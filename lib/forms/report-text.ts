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
      return placesOf(limit.value);
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
  return item.lod === undefined
    ? t('zh', 'result.not-detected')
    : t('zh', 'result.not-detected-lod', { lod: withUnit(item.lod, item.unit) });
}

/** 检出，低于定量限（0.1mg/kg）. */
export function belowLoqText(item: TestItem): string {
  return t('zh', 'result.below-loq', { loq: withUnit(item.loq ?? '', item.unit) });
}

/** 符合规定, 不符合规定, or 需复试 while a further stage is due. */
export function verdictWord(verdict: Verdict['verdict']): string {
  return t(
    'zh',
    { conforms: 'result.conforms', fails: 'result.fails', undecided: 'result.undecided' }[verdict] as 'result.conforms',
  );
}

/** Single values in a row (up to five) or as lowest～highest. */
export function individualsText(values: string[], unit: string | null): string {
  if (values.length <= 5) return values.map((value) => withUnit(value, unit)).join('、');
  const ordered = [...values].sort((a, b) => dec(a).comparedTo(dec(b)));
  return `${ordered[0] ?? ''}～${withUnit(ordered[ordered.length - 1] ?? '', unit)}`;
}

/** 169.0 as 169: melting points print their half degrees only where there is one. */
export function bare(value: string): string {
  return settle(dec(value)).toFixed();
}
