import { Refusal, refuse } from '../core/refusal.ts';
import { noteEvent, type TrackRow } from '../disposals/index.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';
import { bindClocks } from './clocks.ts';
import type { At } from './sections.ts';
import { clocksOfTracks, heldTrack, type Known, sectionsOf } from './store.ts';

export interface AssignInput extends At {
  version: number;
  organisation: string;
  handler?: string;
  phone?: string;
}

/**
 * Puts an authority in charge of a track, and names who handles it there. The institute and an authority above may choose the authority; the
 * authority in charge only its handler. Once a section was handed in, the authority stays.
 * @throws Refusal `track.assign-own`, `track.authority`, `track.assigned-filled`, `track.passed`, `track.cancelled`, `track.case-closed`, `record.stale`
 */
export async function assignTrack(act: Act, input: AssignInput): Promise<TrackRow> {
  const known = await heldTrack(act, input.caseId, input.id);
  const { track } = known;
  if (track.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  refuseStopped(known);
  const isOther = input.organisation !== track.organisation_id;
  const authority = await find<OrganisationRow>(act.db, 'organisations', { id: input.organisation });
  if (authority?.kind !== 'authority' || authority.active === 0) return refuse('track.authority', {}, 'organisation');
  if (isOther) await refuseOther(act, known);
  const row = await act.update<TrackRow>('case_tracks', track, {
    organisation_id: authority.id,
    handler: input.handler?.trim() || null,
    phone: input.phone?.trim() || null,
    state: track.state === 'open' ? 'assigned' : track.state,
  });
  if (isOther) await bindClocks(act, row, await clocksOfTracks(act.db, [row.id]));
  const params = { unit: track.unit_name, authority: authority.name, handler: row.handler ?? '—' };
  await noteEvent(act, track.case_id, 'track-assigned', params, { ref: { entity: 'case_tracks', id: row.id } });
  return row;
}

function refuseStopped({ track, subject }: Known): void {
  if (subject.cancelled) refuse('track.cancelled', {}, undefined, 'conflict');
  if (!subject.caseOpen) refuse('track.case-closed', {}, undefined, 'conflict');
  if (track.state === 'passed') refuse('track.passed', {}, undefined, 'conflict');
}

async function refuseOther(act: Act, { track }: Known): Promise<void> {
  const own = act.user.organisation;
  const asker = own === undefined ? undefined : await find<OrganisationRow>(act.db, 'organisations', { id: own });
  // A county hands nothing to another; it says in the first section that it does not accept.
  if (asker?.level === 'county') refuse('track.assign-own', {}, 'organisation', 'forbidden');
  const handed = (await sectionsOf(act.db, track.id)).some(({ state }) => state === 'submitted' || state === 'passed');
  if (handed) refuse('track.assigned-filled', {}, 'organisation', 'conflict');
}
