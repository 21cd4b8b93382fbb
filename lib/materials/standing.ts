import type { Reason } from '../core/refusal.ts';
import type { MaterialRow } from './rows.ts';

/** A lot with what it was made from. */
export interface Lot {
  row: MaterialRow;
  parents: Lot[];
}

/** How a lot stands on a day. */
export type Standing =
  | 'ready'
  | 'soon'
  | 'expired'
  | 'blocked'
  | 'parent'
  | 'unstandardised'
  | 'unsuitable'
  | 'used-up'
  | 'closed';
export const standings: readonly Standing[] = [
  'ready',
  'soon',
  'expired',
  'blocked',
  'parent',
  'unstandardised',
  'unsuitable',
  'used-up',
  'closed',
];

/** A lot and all it was made from, back to the first parents, each once. */
export function withAncestors(lot: Lot): MaterialRow[] {
  const found = new Map<string, MaterialRow>();
  const walk = ({ row, parents }: Lot): void => {
    if (found.has(row.id)) return;
    found.set(row.id, row);
    parents.forEach(walk);
  };
  walk(lot);
  return [...found.values()];
}

/** The last day of a lot: the earliest of its own and of all it was made from. Null: nothing ends it. */
export function lastDay(lot: Lot): string | null {
  const ends = withAncestors(lot).flatMap((row) => row.valid_to ?? []);
  return ends.sort()[0] ?? null;
}

/** Why a lot may not be used on a day, whether by itself or by what it was made from; empty when it may. `lot`: the number of the lot at fault. */
export const reasonsAgainst = (lot: Lot, on: string): Reason[] =>
  withAncestors(lot).flatMap((row) => ownReasons(row, on));

function ownReasons(row: MaterialRow, on: string): Reason[] {
  const about = { lot: row.number, name: row.name };
  const latest = row.suitability.filter((one) => one.on <= on).at(-1);
  return [
    ...(row.blocked ? [{ id: 'material.blocked', params: { ...about, reason: row.blocked.reason } }] : []),
    ...(row.valid_to !== null && row.valid_to < on
      ? [{ id: 'material.expired', params: { ...about, end: row.valid_to, on } }]
      : []),
    ...(row.kind === 'titrant' && (row.standardised_on === null || row.standardised_on > on)
      ? [{ id: 'material.unstandardised', params: about }]
      : []),
    ...(row.kind === 'media' && latest?.fits !== true ? [{ id: 'material.unsuitable', params: about }] : []),
  ];
}

const kindsOfReason: Readonly<Record<string, Standing>> = {
  'material.blocked': 'blocked',
  'material.expired': 'expired',
  'material.unstandardised': 'unstandardised',
  'material.unsuitable': 'unsuitable',
};

/** The one word of a lot for lists; `soonFrom` is the day up to which an end counts as soon. */
export function standingOn(lot: Lot, on: string, soonFrom: string): Standing {
  if (lot.row.closed_on !== null && lot.row.closed_on <= on) return 'closed';
  const [first] = reasonsAgainst(lot, on);
  if (first) return first.params?.lot === lot.row.number ? (kindsOfReason[first.id] ?? 'blocked') : 'parent';
  if (/^[0.]+$/.test(lot.row.balance)) return 'used-up';
  const end = lastDay(lot);
  return end !== null && end <= soonFrom ? 'soon' : 'ready';
}
