import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { WorkKind } from '../samplings/index.ts';
import { type LayoutVersion, layoutOf, layoutsOf, versionNamed, versionOn } from './layouts.ts';
import { uploadMachine } from './machine.ts';
import { refusePeriod } from './make.ts';
import type { BatchRow, UploadRow } from './rows.ts';
import { type Checked, checkedBatches, countOpen, type OpenBatch, openBatches } from './select.ts';
import { batchesOf, namesOf, rowOf } from './store.ts';

export const PAGE = 50;
/** Batches without an accepted file, those of them past their day, and the files. */
export const scopes = ['open', 'late', 'files'] as const;
export type Scope = (typeof scopes)[number];

export interface UploadList {
  scope: Scope;
  counts: { open: number; late: number };
  batches: OpenBatch[];
  uploads: (UploadRow & { layoutName: { zh: string; en: string }; maker: string; returned: number })[];
  next: string | null;
}

/** What is not uploaded, what of it is late, or the files, the newest first. */
export async function listUploads(
  query: Query,
  { scope = 'open', after }: { scope?: Scope; after?: string },
): Promise<UploadList> {
  const counts = await countOpen(query);
  if (scope !== 'files') {
    const batches: OpenBatch[] = [];
    for (const layout of layoutsOf(query.app))
      batches.push(...(await openBatches(query, layout, { late: scope === 'late', limit: PAGE })));
    batches.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
    return { scope, counts, batches: batches.slice(0, PAGE), uploads: [], next: null };
  }
  const page = query
    .db('uploads')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (after !== undefined) page.where('id', '<', after);
  const rows = ((await page) as object[]).map((row) => decode<UploadRow>('uploads', row));
  const shown = rows.slice(0, PAGE);
  const names = await namesOf(
    query.db,
    shown.map(({ made_by }) => made_by),
  );
  const back: { upload_id: string; n: number | string }[] = await query
    .db('upload_batches')
    .whereIn(
      'upload_id',
      shown.map(({ id }) => id),
    )
    .where({ state: 'returned' })
    .groupBy('upload_id')
    .select('upload_id')
    .count({ n: '*' });
  return {
    ...{ scope, counts, batches: [] },
    uploads: shown.map((row) => ({
      ...row,
      layoutName: layoutOf(query.app, row.layout).name,
      maker: names[row.made_by] ?? '',
      returned: Number(back.find(({ upload_id }) => upload_id === row.id)?.n ?? 0),
    })),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

export interface NewInput {
  layout?: string;
  from?: string;
  to?: string;
  workKind?: WorkKind;
}

export interface NewUpload {
  layouts: { code: string; name: { zh: string; en: string }; system: { zh: string; en: string } }[];
  asked: { layout: string; from: string; to: string; workKind: WorkKind | null };
  version: { version: string; basis: string; confidence: string; blank: string[] };
  batches: Checked[];
}

/** Heads of the columns for which this program knows nothing. */
export const blankHeads = ({ batch, items }: Pick<LayoutVersion, 'batch' | 'items'>): string[] =>
  [...batch, ...items].filter(({ path }) => path === null).map(({ header }) => header);

/** The batches of a period that a file of a layout would bear, each with what is missing. @throws Refusal `upload.layout`, `upload.no-version`, `upload.period` */
export async function newUpload(query: Query, input: NewInput): Promise<NewUpload> {
  const layouts = layoutsOf(query.app);
  const layout = layoutOf(query.app, input.layout ?? layouts[0]?.code ?? '');
  const version = versionOn(layout, query.today);
  const asked = { from: input.from ?? `${query.today.slice(0, 4)}-01-01`, to: input.to ?? query.today };
  refusePeriod(asked);
  return {
    layouts: layouts.map(({ code, name, system }) => ({ code, name, system })),
    asked: { layout: layout.code, ...asked, workKind: input.workKind ?? null },
    version: {
      ...{ version: version.version, basis: version.basis, confidence: version.confidence, blank: blankHeads(version) },
    },
    batches: await checkedBatches(query, layout, version, {
      ...asked,
      ...(input.workKind && { workKind: input.workKind }),
    }),
  };
}

interface Head {
  key: string;
  header: string;
}

export interface UploadSheet {
  row: UploadRow;
  layoutName: { zh: string; en: string };
  system: { zh: string; en: string };
  blank: string[];
  batches: BatchRow[];
  /** Key and head of each column, to read what stands in the file. */
  columns: { batch: Head[]; items: Head[] };
  names: Record<string, string>;
  moves: { move: string; obstacles: Reason[] }[];
}

/** A file with its batches, and what may be done with it. @throws Refusal `record.missing` */
export async function showUpload(query: Query, { id }: { id: string }): Promise<UploadSheet> {
  const row = decode<UploadRow>('uploads', await rowOf<object>(query.db, 'uploads', id));
  const layout = layoutOf(query.app, row.layout);
  const version = versionNamed(layout, row.layout_version);
  const batches = await batchesOf(query.db, id);
  const heads = (list: readonly Head[]): Head[] => list.map(({ key, header }) => ({ key, header }));
  return {
    ...{ row, layoutName: layout.name, system: layout.system, blank: blankHeads(version), batches },
    columns: { batch: heads(version.batch), items: heads(version.items) },
    names: await namesOf(query.db, [row.made_by, row.approved_by, row.handed_by, row.acknowledged_by]),
    moves: available(uploadMachine, row, actorOf(query.user)),
  };
}
