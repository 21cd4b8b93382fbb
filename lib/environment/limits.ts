import type { Catalogue, Parameter } from '../catalogue/index.ts';
import { dec } from '../core/decimal.ts';
import { type Ends, type Quantity, quantities, type RoomLimits, units } from './rows.ts';

/** Whether a value lies outside; the ends themselves are within. */
export const isOutside = ({ low, high }: Ends, value: string): boolean =>
  (low !== undefined && dec(value).lt(dec(low))) || (high !== undefined && dec(value).gt(dec(high)));

/** How far a value lies outside, 0 within: to tell which of two is worse. */
function distance({ low, high }: Ends, value: string) {
  const zero = dec('0');
  const below = low === undefined ? zero : dec(low).minus(dec(value));
  const above = high === undefined ? zero : dec(value).minus(dec(high));
  return below.gt(above) ? below : above;
}

/** The value farthest outside. */
export const worstOf = (ends: Ends, values: readonly string[]): string =>
  values.reduce((worst, value) => (distance(ends, value).gt(distance(ends, worst)) ? value : worst));

/** 15–30 ℃, ≤ 75 %. */
export function endsText({ low, high }: Ends, quantity: Quantity): string {
  const unit = units[quantity];
  if (low === undefined) return high === undefined ? '—' : `≤ ${high} ${unit}`;
  return high === undefined ? `≥ ${low} ${unit}` : `${low}–${high} ${unit}`;
}

export interface Suggestion {
  kind: string;
  limits: RoomLimits;
  /** How many parameters ask for this room. */
  count: number;
}

/** The rooms for which parameters ask, each with the limits that most of them name. */
export function suggestions({ parameters }: Catalogue): Suggestion[] {
  const kinds = new Map<string, NonNullable<Parameter['environment']>[]>();
  for (const { environment } of parameters.values()) {
    if (environment?.room) kinds.set(environment.room, [...(kinds.get(environment.room) ?? []), environment]);
  }
  return [...kinds]
    .map(([kind, asked]) => ({
      kind,
      count: asked.length,
      limits: Object.fromEntries(
        quantities.flatMap((quantity) => {
          const named = asked.flatMap((one) =>
            quantity === 'pressure' || one[quantity] === undefined ? [] : [JSON.stringify(one[quantity])],
          );
          const most = mostOften(named);
          return most === undefined ? [] : [[quantity, JSON.parse(most) as Ends]];
        }),
      ),
    }))
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

function mostOften(texts: string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
