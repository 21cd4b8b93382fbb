import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { type CaseRow, caseWithin, type DocumentRow, type TrackRow } from '../disposals/index.ts';
import { may } from '../kernel/access.ts';
import { decode, find, list, type TableName } from '../kernel/tables.ts';
import type { ClockRow } from '../kernel/terms.ts';
import type { Act, Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';
import type { TrackSubject } from './machine.ts';
import type {
  PenaltyRow,
  RecallReportRow,
  RecallRow,
  SectionName,
  SectionRow,
  SeizureRow,
  TransferRow,
} from './rows.ts';
import { trackScope } from './scope.ts';

type Asking = Pick<Query, 'db' | 'user'>;

const organisationOf = (db: Knex, id: string | null): Promise<OrganisationRow | undefined> =>
  id === null ? Promise.resolve(undefined) : find<OrganisationRow>(db, 'organisations', { id });

/** A track with its case and authority, as far as this person may see them. */
export interface Known {
  track: TrackRow;
  row: CaseRow;
  organisation: OrganisationRow | undefined;
  subject: TrackSubject;
}

/** @throws Refusal `record.missing` for what does not exist or lies outside of the person's scope */
export async function knownTrack(query: Asking, caseId: string, id: string): Promise<Known> {
  const found: object | undefined = await query
    .db('case_tracks')
    .where({ id, case_id: caseId })
    .where(await trackScope(query))
    .first();
  const row = found && (await caseWithin(query, caseId));
  if (!found || !row) return refuse('record.missing', { what: id }, undefined, 'missing');
  const track = decode<TrackRow>('case_tracks', found);
  const organisation = await organisationOf(query.db, track.organisation_id);
  return { track, row, organisation, subject: subjectOf(query, track, row) };
}

function subjectOf({ user }: Asking, track: TrackRow, row: CaseRow): TrackSubject {
  const own = user.organisation !== undefined && user.organisation === track.organisation_id;
  return {
    own,
    // Whoever of another authority sees the track stands above the one in charge (lib/tracks/scope.ts).
    audits: user.organisation !== undefined && may(user.roles, 'track.audit') && track.organisation_id !== null,
    caseOpen: row.state !== 'closed' && row.state !== 'revoked',
    cancelled: track.state === 'cancelled',
  };
}

/** The same, held against others until the act is done. @throws Refusal `record.missing` */
export async function heldTrack(act: Act, caseId: string, id: string): Promise<Known> {
  if (act.app.db.engine === 'postgres') await act.db('case_tracks').where({ id }).forUpdate().first('id');
  return knownTrack(act, caseId, id);
}

export const sectionsOf = (db: Knex, track_id: string): Promise<SectionRow[]> =>
  list<SectionRow>(db, 'track_sections', { track_id }, 'id');

/** A section as it stands; one that nobody wrote in yet has version 0. */
export async function sectionOf(
  db: Knex,
  track_id: string,
  section: SectionName,
): Promise<Omit<SectionRow, 'id' | 'created_at'> & { id: string | null }> {
  const row = await find<SectionRow>(db, 'track_sections', { track_id, section });
  return row ?? { ...emptySection(track_id, section), id: null, version: 0 };
}

export const emptySection = (
  track_id: string,
  section: SectionName,
): Omit<SectionRow, 'id' | 'version' | 'created_at'> => ({
  ...{ track_id, section, data: {}, state: 'empty', filled_by: null, fillers: [], filled_at: null },
  ...{ submitted_at: null, audited_by: null, audited_at: null, reason: null, files: [], round: 0 },
});

export interface Registers {
  seizures: SeizureRow[];
  recalls: RecallRow[];
  reports: RecallReportRow[];
  penalties: PenaltyRow[];
  transfers: TransferRow[];
}

/** What stands in the registers of a track, the oldest first. */
export async function registersOf(db: Knex, track_id: string): Promise<Registers> {
  const recalls = await list<RecallRow>(db, 'track_recalls', { track_id }, 'id');
  const reports: object[] = await db('recall_reports')
    .whereIn(
      'recall_id',
      recalls.map(({ id }) => id),
    )
    .orderBy('id');
  return {
    seizures: await list<SeizureRow>(db, 'track_seizures', { track_id }, 'id'),
    recalls,
    reports: reports.map((row) => decode<RecallReportRow>('recall_reports', row)),
    penalties: await list<PenaltyRow>(db, 'track_penalties', { track_id }, 'id'),
    transfers: await list<TransferRow>(db, 'track_transfers', { track_id }, 'id'),
  };
}

/** A row of a register of a track, as it was read. @throws Refusal `record.missing`, `record.stale` */
export async function rowOf<T extends { version: number }>(
  act: Act,
  table: TableName,
  where: { id: string; track_id: string },
  version: number,
): Promise<T> {
  const row = await find<T>(act.db, table, where);
  if (!row) return refuse('record.missing', { what: where.id }, undefined, 'missing');
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  return row;
}

const registerTables = ['track_seizures', 'track_recalls', 'track_penalties', 'track_transfers'] as const;

/** Every clock of a track and of what stands in its registers, the oldest first. */
export async function clocksOfTracks(db: Knex, trackIds: readonly string[]): Promise<ClockRow[]> {
  const rows: object[] = await db('clocks')
    .where((where) => {
      where.where((own) => own.where({ entity: 'case_tracks' }).whereIn('entity_id', [...trackIds]));
      for (const table of registerTables)
        where.orWhere((one) =>
          one.where({ entity: table }).whereIn(
            'entity_id',
            db(table)
              .select('id')
              .whereIn('track_id', [...trackIds]),
          ),
        );
    })
    .orderBy('id');
  return rows.map((row) => decode<ClockRow>('clocks', row));
}

export async function documentsOfTrack(db: Knex, track_id: string): Promise<DocumentRow[]> {
  return list<DocumentRow>(db, 'case_documents', { track_id }, 'id');
}

/** Names of people by id. */
export async function namesOf(db: Knex, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const rows: { id: string; name: string }[] = await db('users').whereIn('id', wanted).select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
