import type { Knex } from 'knex';
import { find } from '../kernel/tables.ts';
import type { Row } from '../kernel/types.ts';

/** What a sample of the institute's own is for (domain 1.2 NB, 5.4): 能力验证, 盲样, 留样再测, 比对, 质控样. */
export const internalPurposes = ['proficiency', 'blind', 'retained', 'comparison', 'control'] as const;
export type InternalPurpose = (typeof internalPurposes)[number];

/** The truth about a batch that looks like any other on the bench. `owner`: the record that it belongs to. */
export interface InternalRow extends Row {
  sample_id: string;
  purpose: InternalPurpose;
  owner_kind: string;
  owner_id: string;
  note: string | null;
  prepared_by: string;
  completed_at: string | null;
  created_at: string;
}

/** Undefined for every ordinary batch. Never shown to anybody without `internal.read`. */
export const internalOf = (db: Knex, sampleId: string): Promise<InternalRow | undefined> =>
  find<InternalRow>(db, 'internal_samples', { sample_id: sampleId });
