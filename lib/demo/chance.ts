import { bitsFrom } from '../core/statistics/random.ts';
import type { Readings } from '../forms/index.ts';

/** The same demo every time: a small generator with a fixed start (mulberry32) instead of the machine's chance. */
export interface Chance {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
}

export function chanceFrom(seed: number): Chance {
  const bits = bitsFrom(seed);
  const below = (limit: number): number => bits() % limit;
  return { below, pick: (list) => list[below(list.length)] as (typeof list)[number] };
}

/** Readings with the last digit of some measured numbers changed, so that no two batches read the same. */
export function varied(readings: Readings, chance: Chance): Readings {
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return /^\d+\.\d{2,}$/.test(value) && chance.below(2) === 0 ? `${value.slice(0, -1)}${chance.below(10)}` : value;
    if (Array.isArray(value)) return value.map((inner) => change(inner, key));
    if (value === null || typeof value !== 'object' || key === 'common') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
  };
  return change(readings, '') as Readings;
}
