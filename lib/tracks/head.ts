import type { Query } from '../kernel/types.ts';
import type { Known } from './store.ts';

/** What identifies a track on each of its pages and papers. */
export interface TrackHead {
  id: string;
  version: number;
  caseId: string;
  caseNumber: string;
  caseState: string;
  kind: string;
  state: string;
  unitName: string;
  region: string | null;
  productName: string;
  batchNo: string;
  producer: string;
  producerRegion: string | null;
  sampledUnit: string;
  sampledRegion: string | null;
  items: { name: string; requirement: string; result: string }[];
  level: string;
  supervision: number;
  openedAt: string;
  authority: { id: string; name: string } | null;
  handler: string | null;
  phone: string | null;
  startedOn: string | null;
  doneOn: string | null;
  reportNumber: string | null;
  sampleNumber: string;
  spec: string;
  conclusion: string | null;
}

/** The head of a track's pages and papers. */
export async function headOf({ db }: Pick<Query, 'db'>, { track, row, organisation }: Known): Promise<TrackHead> {
  const sample = await db('samples')
    .join('samplings', 'samplings.id', 'samples.sampling_id')
    .where('samples.id', row.sample_id)
    .first<{ number: string; spec: string } | undefined>('samples.number', 'samplings.spec');
  const report = await db('reports').where({ id: row.report_id }).first<{ number: string } | undefined>('number');
  return {
    ...{ id: track.id, version: track.version, caseId: row.id, caseNumber: row.number, caseState: row.state },
    ...{ kind: track.kind, state: track.state, unitName: track.unit_name, region: track.region },
    ...{
      productName: row.product_name,
      batchNo: row.batch_no,
      spec: sample?.spec ?? '',
      sampleNumber: sample?.number ?? '',
    },
    ...{ producer: row.producer, producerRegion: row.producer_region, sampledUnit: row.sampled_unit },
    ...{ sampledRegion: row.sampled_region, items: row.items, level: row.level, supervision: row.supervision },
    ...{ openedAt: row.opened_at, conclusion: row.conclusion, reportNumber: report?.number ?? null },
    authority: organisation ? { id: organisation.id, name: organisation.name } : null,
    ...{ handler: track.handler, phone: track.phone, startedOn: track.started_on, doneOn: track.done_on },
  };
}
