import type { Readings } from '../forms/index.ts';

/** The same demo every time: a small generator with a fixed start (mulberry32) instead of the machine's chance. */
export interface Chance {
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
}

export function chanceFrom(seed: number): Chance {
  let state = seed;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
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
