import type { Knex } from 'knex';
import { addDays, addWorkingDays, chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import { type Standing, standing } from '../kernel/terms.ts';
import type { App, Query } from '../kernel/types.ts';
import type { ReportRow } from '../reports/index.ts';
import type { SampleRow } from '../samples/index.ts';
import { formOf, type Level, type ProductClass, type SamplingRow, type WorkKind } from '../samplings/index.ts';
import { isReference, placeOf, type TestRow } from '../testing/index.ts';
import { type Layout, type LayoutVersion, layoutsOf } from './layouts.ts';
import type { Asked } from './rows.ts';
import { contentOf, type Fault, type Source } from './values.ts';

/** The most that goes into one file. */
export const MOST = 500;

/** The first moment of a day in China, as times are stored. */
export const startOf = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();

/**
 * Issued reports of statutory sampling of the levels that are uploaded, without those of the institute's own samples. A report that a
 * later one replaced is not issued any more; its successor has to be uploaded anew.
 */
export function reportable(
  db: Knex,
  { level, productClasses, workKinds }: Pick<Layout, 'level' | 'productClasses' | 'workKinds'>,
): Knex.QueryBuilder {
  return db('reports')
    .join('samples', 'samples.id', 'reports.sample_id')
    .join('samplings', 'samplings.id', 'samples.sampling_id')
    .where({ 'reports.state': 'issued', 'samplings.level': level })
    .whereIn('samplings.product_class', productClasses)
    .whereIn('samplings.work_kind', workKinds)
    .whereNotExists(secondBatches(db))
    .whereNotExists(db('internal_samples').select(db.raw('1')).whereRaw('internal_samples.sample_id = samples.id'));
}

/** The batches (table `samples`) that are portions of a re-inspection: what they bring stands with the first batch (domain 1.7). */
export const secondBatches = (db: Knex): Knex.QueryBuilder =>
  db('reinspections').select(db.raw('1')).whereRaw('reinspections.second_sample_id = samples.id');

/** Leaves those of which no file waits for an answer and none was accepted. */
const uncovered = (db: Knex, rows: Knex.QueryBuilder): Knex.QueryBuilder =>
  rows.whereNotExists(
    db('upload_batches')
      .select(db.raw('1'))
      .whereRaw('upload_batches.report_id = reports.id')
      .whereIn('upload_batches.state', ['waiting', 'accepted']),
  );

export interface OpenBatch extends Standing {
  sampleId: string;
  reportId: string;
  sampleNumber: string;
  samplingNumber: string;
  reportNumber: string;
  productClass: ProductClass;
  productName: string;
  batchNo: string;
  level: Level;
  workKind: WorkKind;
  issuedOn: string;
  dueOn: string;
  /** Layouts into which it goes, by code. */
  layout: string;
  /** Why the receiving system sent it back last, where it did. */
  returned: string | null;
}

interface Found {
  id: string;
  sample_id: string;
  number: string;
  issued_at: string;
  sample_number: string;
  sampling_number: string;
  product_class: ProductClass;
  product_name: string;
  batch_no: string;
  level: Level;
  work_kind: WorkKind;
  returned: string | null;
}

const columns = [
  ...['reports.id', 'reports.sample_id', 'reports.number', 'reports.issued_at', 'samples.number as sample_number'],
  ...['samplings.number as sampling_number', 'samplings.product_class', 'samplings.product_name', 'samplings.batch_no'],
  ...['samplings.level', 'samplings.work_kind'],
];

/** The reason of the last return of a report, as a column. */
const returned = (db: Knex) =>
  db('upload_batches')
    .whereRaw('upload_batches.report_id = reports.id')
    .where({ 'upload_batches.state': 'returned' })
    .orderBy('upload_batches.id', 'desc')
    .limit(1)
    .select('reason')
    .as('returned');

/** The day by which a report is to be uploaded by a layout. */
export const dueOf = ({ calendar }: Pick<App, 'calendar'>, layout: Layout, issuedOn: string): string =>
  addWorkingDays(calendar, issuedOn, layout.due.amount).date;

/** The first day of issue whose upload is not late yet, by counting back through a generous span. */
function lateBefore({ app, today }: Pick<Query, 'app' | 'today'>, layout: Layout): string {
  let day = today;
  while (dueOf(app, layout, addDays(day, -1)) >= today) day = addDays(day, -1);
  return day;
}

/** Batches of a layout that are not uploaded: all of a period, or only those past their day; the oldest first, at most 500. */
export async function openBatches(
  query: Pick<Query, 'app' | 'db' | 'today'>,
  layout: Layout,
  { asked, late = false, limit = MOST }: { asked?: Asked; late?: boolean; limit?: number } = {},
): Promise<OpenBatch[]> {
  const { app, db } = query;
  const rows = uncovered(db, reportable(db, layout))
    .orderBy(['reports.issued_at', 'reports.id'])
    .limit(limit)
    .select(...columns, returned(db));
  if (asked) {
    rows
      .where('reports.issued_at', '>=', startOf(asked.from))
      .where('reports.issued_at', '<', startOf(addDays(asked.to, 1)));
    if (asked.workKind) rows.where({ 'samplings.work_kind': asked.workKind });
  }
  if (late) rows.where('reports.issued_at', '<', startOf(lateBefore(query, layout)));
  return ((await rows) as Found[]).map((row) => {
    const issuedOn = chinaDate(row.issued_at);
    const dueOn = dueOf(app, layout, issuedOn);
    return {
      ...{ sampleId: row.sample_id, reportId: row.id, sampleNumber: row.sample_number, reportNumber: row.number },
      ...{ samplingNumber: row.sampling_number, productClass: row.product_class, productName: row.product_name },
      ...{ batchNo: row.batch_no, level: row.level, workKind: row.work_kind, issuedOn, dueOn, layout: layout.code },
      ...{ returned: row.returned, ...standing(query, dueOn) },
    };
  });
}

/** How many batches wait for a file, and how many of them are past their day. */
export async function countOpen(query: Pick<Query, 'app' | 'db' | 'today'>): Promise<{ open: number; late: number }> {
  let [open, late] = [0, 0];
  for (const layout of layoutsOf(query.app)) {
    const count = async (rows: Knex.QueryBuilder): Promise<number> => {
      const [row] = (await rows.count({ n: '*' })) as { n: number | string }[];
      return Number(row?.n ?? 0);
    };
    const all = () => uncovered(query.db, reportable(query.db, layout));
    open += await count(all());
    late += await count(all().where('reports.issued_at', '<', startOf(lateBefore(query, layout))));
  }
  return { open, late };
}

export interface Checked {
  open: OpenBatch;
  content: ReturnType<typeof contentOf>['content'];
  faults: Fault[];
}

/** The batches of a period by the columns of a layout, each with what is missing. */
export async function checkedBatches(
  query: Pick<Query, 'app' | 'db' | 'today'>,
  layout: Layout,
  version: LayoutVersion,
  asked: Asked,
): Promise<Checked[]> {
  const open = await openBatches(query, layout, { asked });
  const sources = await sourcesOf(query.db, open);
  return open.map((one) => {
    const source = sources.get(one.sampleId);
    if (!source) throw new Error(`batch ${one.sampleNumber} has no record behind it`);
    return { open: one, ...contentOf(layout, version, source) };
  });
}

/** The records behind some batches, by one query for each table. */
async function sourcesOf(db: Knex, open: readonly OpenBatch[]): Promise<Map<string, Source>> {
  const sampleIds = open.map(({ sampleId }) => sampleId);
  const read = async <T>(table: 'samples' | 'samplings' | 'reports' | 'tests', column: string, ids: string[]) => {
    const rows: object[] = await db(table).whereIn(column, ids).orderBy('id');
    return rows.map((row) => decode<T>(table, row));
  };
  const samples = await read<SampleRow>('samples', 'id', sampleIds);
  const samplings = await read<SamplingRow>(
    'samplings',
    'id',
    samples.map(({ sampling_id }) => sampling_id),
  );
  const reports = await read<ReportRow>(
    'reports',
    'id',
    open.map(({ reportId }) => reportId),
  );
  const tests = await read<TestRow>('tests', 'sample_id', sampleIds);
  const forms = new Map<string, Source['form']>();
  for (const { form_hash } of samplings) if (!forms.has(form_hash)) forms.set(form_hash, await formOf(db, form_hash));
  const found = new Map<string, Source>();
  for (const sample of samples) {
    const sampling = samplings.find(({ id }) => id === sample.sampling_id);
    const report = reports.find(({ sample_id }) => sample_id === sample.id);
    const form = sampling && forms.get(sampling.form_hash);
    const own = tests
      .filter((test) => test.sample_id === sample.id && test.standing === 'counts' && !isReference(test))
      .sort((a, b) => placeOf(a) - placeOf(b));
    if (sampling && report && form)
      found.set(sample.id, { sampling, form, sample, report, items: own.map(({ item }) => item) });
  }
  return found;
}
