import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { noteEvent, type TrackRow } from '../disposals/index.ts';
import { decode, list } from '../kernel/tables.ts';
import type { Act, App } from '../kernel/types.ts';
import { isOpen } from './clocks.ts';
import type { SectionName, SectionRow, SectionState, TransferRow } from './rows.ts';
import { trackRules } from './rules.ts';
import { clocksOfTracks, registersOf, sectionsOf } from './store.ts';

/** The groups of sections of which one must pass; a transfer that was not declined asks for its own section. */
export function neededSections(
  app: Pick<App, 'config'>,
  transfers: readonly Pick<TransferRow, 'state'>[],
): SectionName[][] {
  const { needed, neededIfTransferred } = trackRules(app);
  const isTransferred = transfers.some(({ state }) => state !== 'declined');
  return [...needed, ...(isTransferred ? neededIfTransferred.map((name) => [name]) : [])];
}

type Standing = Pick<SectionRow, 'section' | 'state'>;

/** How a track stands by its sections. */
export function standingOf(groups: readonly SectionName[][], sections: readonly Standing[]): TrackRow['state'] {
  const has = (group: readonly SectionName[], states: readonly SectionState[]) =>
    sections.some(({ section, state }) => group.includes(section) && states.includes(state));
  if (groups.every((group) => has(group, ['passed']))) return 'passed';
  if (sections.some(({ state }) => state === 'returned')) return 'returned';
  return groups.every((group) => has(group, ['submitted', 'passed'])) ? 'filled' : 'assigned';
}

/** Brings the state of a track in line with its sections. */
export async function settle(act: Act, track: TrackRow): Promise<TrackRow> {
  const { transfers } = await registersOf(act.db, track.id);
  const state = standingOf(neededSections(act.app, transfers), await sectionsOf(act.db, track.id));
  if (state === track.state) return track;
  const done_on = state === 'passed' ? act.today : null;
  const row = await act.update<TrackRow>('case_tracks', track, { state, done_on });
  if (state === 'passed') await noteEvent(act, track.case_id, 'track-passed', { unit: track.unit_name });
  return row;
}

const registerStates = {
  track_seizures: ['seized', 'testing'],
  track_recalls: ['decided', 'recalling'],
  track_penalties: ['case-filed'],
  track_transfers: ['proposed', 'approved', 'transferred', 'receipted', 'outcome-told'],
} as const;

/**
 * What keeps a case from being closed because of its tracks: each track that has not passed, each clock of their registers that still runs, each
 * seizure, recall, penalty and transfer that is not finished (domain 1.11). Empty when nothing is left.
 */
export async function trackClosing(db: Knex, caseId: string): Promise<Reason[]> {
  const tracks = (await list<TrackRow>(db, 'case_tracks', { case_id: caseId }, 'id')).filter(
    ({ state }) => state !== 'cancelled',
  );
  const units = new Map(tracks.map(({ id, unit_name }) => [id, unit_name]));
  const reasons: Reason[] = tracks
    .filter(({ state }) => state !== 'passed')
    .map(({ unit_name }) => ({ id: 'track.open', params: { unit: unit_name } }));
  // The terms of the tracks themselves stand among those of the case.
  const clocks = (await clocksOfTracks(db, [...units.keys()])).filter(({ entity }) => entity !== 'case_tracks');
  for (const { rule, due_on } of clocks.filter((clock) => isOpen(clock) && clock.kind === 'duty'))
    reasons.push({ id: 'track.clock-open', params: { rule, due: due_on } });
  for (const table of ['track_seizures', 'track_recalls', 'track_penalties', 'track_transfers'] as const) {
    const rows: object[] = await db(table)
      .whereIn('track_id', [...units.keys()])
      .whereIn('state', [...registerStates[table]]);
    for (const row of rows) {
      const { track_id } = decode<{ track_id: string }>(table, row);
      reasons.push({ id: `track.${registerOpen[table]}`, params: { unit: units.get(track_id) ?? '' } });
    }
  }
  return reasons;
}

const registerOpen = {
  track_seizures: 'seizure-open',
  track_recalls: 'recall-open',
  track_penalties: 'penalty-running',
  track_transfers: 'transfer-open',
} as const;
