import { addDays, addMonths, chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import type { ReportRow } from '../reports/index.ts';
import { formOf, type SamplingForm, type SamplingRow, shownValue } from '../samplings/index.ts';
import type { GroupKey } from './figures.ts';
import { secondBatches, startOf } from './select.ts';
import { type NamedShare, shareOf, Tally } from './share.ts';

interface Issued
  extends Pick<SamplingRow, 'product_class' | 'work_kind' | 'level' | 'producer' | 'fields' | 'form_hash'> {
  id: string;
  issued_at: string;
  verdict: ReportRow['verdict'];
  content: ReportRow['content'];
  case_conclusion: string | null;
}

/** What the issued reports of a period say when they are counted. */
export interface Counted {
  issued: number;
  monitored: number;
  entrusted: number;
  overturned: number;
  judged: { tested: number; failed: number };
  months: NamedShare[];
  groups: Record<GroupKey, Tally>;
  items: Tally;
  producers: Tally;
}

const CHUNK = 500;

/**
 * Counts the reports issued in a period (days of issue in China): each batch once, by the report that stands. Replaced reports and the
 * institute's own samples do not count; a report that a re-inspection overturned counts as tested and not as failed.
 */
export async function readIssued(
  query: Pick<Query, 'db'>,
  { from, to }: { from: string; to: string },
): Promise<Counted> {
  const { db } = query;
  const groups: Counted['groups'] = {
    ...{ class: new Tally(), level: new Tally(), kind: new Tally(), region: new Tally(), link: new Tally() },
    ...{ unitKind: new Tally(), origin: new Tally() },
  };
  const [items, producers, months] = [new Tally(), new Tally(), new Tally()];
  const forms = new Map<string, SamplingForm>();
  const found: Counted = {
    ...{ issued: 0, monitored: 0, entrusted: 0, overturned: 0, judged: { tested: 0, failed: 0 } },
    ...{ months: [], groups, items, producers },
  };
  for (let after = ''; ; ) {
    const rows = await chunk(db, from, to, after);
    for (const row of rows) {
      found.issued += 1;
      if (row.work_kind === 'FX') found.monitored += 1;
      else if (row.work_kind === 'WT' || row.work_kind === 'SA') found.entrusted += 1;
      else count(found, row, months, await formKept(db, forms, row.form_hash));
    }
    if (rows.length < CHUNK) break;
    after = rows.at(-1)?.id ?? '';
  }
  const counted = new Map(months.shares().map((one) => [one.name, one]));
  return { ...found, months: monthsBetween(from, to).map((name) => counted.get(name) ?? { name, ...shareOf(0, 0) }) };
}

function count(found: Counted, row: Issued, months: Tally, form: SamplingForm): void {
  const isOverturned = row.verdict === 'fails' && row.case_conclusion === 'overturned';
  const failed = row.verdict === 'fails' && !isOverturned;
  const said = (field: string): string => {
    const value = row.fields[field] ?? '';
    return value === '' ? t('zh', 'statistics.unknown') : shownValue(form, field, value, 'zh');
  };
  found.judged = { tested: found.judged.tested + 1, failed: found.judged.failed + (failed ? 1 : 0) };
  if (isOverturned) found.overturned += 1;
  months.add(chinaDate(row.issued_at).slice(0, 7), failed);
  found.groups.class.add(row.product_class, failed);
  found.groups.level.add(row.level, failed);
  found.groups.kind.add(row.work_kind, failed);
  found.groups.region.add(said('sampledUnitRegion'), failed);
  found.groups.link.add(said('samplingLink'), failed);
  found.groups.unitKind.add(said('sampledUnitKind'), failed);
  found.groups.origin.add(said('origin'), failed);
  found.producers.add(row.producer, failed);
  for (const { name, verdict } of row.content.rows) found.items.add(name, verdict === 'fails' && !isOverturned);
}

async function formKept(db: Query['db'], forms: Map<string, SamplingForm>, hash: string): Promise<SamplingForm> {
  const form = forms.get(hash) ?? (await formOf(db, hash));
  forms.set(hash, form);
  return form;
}

async function chunk(db: Query['db'], from: string, to: string, after: string): Promise<Issued[]> {
  const rows: (object & { fields: string; content: string })[] = await db('reports')
    .join('samples', 'samples.id', 'reports.sample_id')
    .join('samplings', 'samplings.id', 'samples.sampling_id')
    .leftJoin('cases', 'cases.report_id', 'reports.id')
    .where({ 'reports.state': 'issued' })
    .where('reports.issued_at', '>=', startOf(from))
    .where('reports.issued_at', '<', startOf(addDays(to, 1)))
    .where('reports.id', '>', after)
    .whereNot({ 'samplings.work_kind': 'FY' })
    .whereNotExists(secondBatches(db))
    .whereNotExists(db('internal_samples').select(db.raw('1')).whereRaw('internal_samples.sample_id = samples.id'))
    .orderBy('reports.id')
    .limit(CHUNK)
    .select('reports.id', 'reports.issued_at', 'reports.verdict', 'reports.content', 'samplings.product_class')
    .select('samplings.work_kind', 'samplings.level', 'samplings.producer', 'samplings.fields', 'samplings.form_hash')
    .select({ case_conclusion: 'cases.conclusion' });
  return rows.map((row) => decode<Issued>('samplings', decode<object>('reports', row)));
}

/** The months of a period, 'YYYY-MM'. */
function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let day = `${from.slice(0, 7)}-01`; day <= to; day = addMonths(day, 1)) months.push(day.slice(0, 7));
  return months;
}
