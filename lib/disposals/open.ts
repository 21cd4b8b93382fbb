import { chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import { startClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import type { ReportRow } from '../reports/index.ts';
import type { SampleRow } from '../samples/index.ts';
import { type SamplingRow, samplingOf } from '../samplings/index.ts';
import { aboutBatch, authoritiesOf, authorityFor, jurisdictionsOf, partiesOf } from './concern.ts';
import { noteEvent } from './events.ts';
import type { CaseRow, RecipientRow, TrackRow, UrgentReport } from './rows.ts';

const PATTERN = 'HC{year}-{serial:4}';

/**
 * Opens the case of a nonconforming report in the transaction of its issue, with the first clock: the papers go to the
 * authorities within the days that the dated rule names (drug: 2 working days, 国药监药管〔2019〕34号). Where an urgent report opened
 * the case before, the report joins that case.
 */
export async function openCase(act: Act, report: ReportRow, sample: SampleRow, items: CaseRow['items']): Promise<void> {
  // The term runs from the date that the paper bears.
  const issued_at = report.issued_at ?? act.now;
  const startedOn = chinaDate(issued_at);
  const rule = act.app.rules.clock('nonconforming-issued', sample.product_class, startedOn);
  if (!rule) throw new Error(`no clock for a nonconforming ${sample.product_class} on ${startedOn}`);
  const urgent = await urgentOf(act, sample.id);
  const row = urgent
    ? await act.update<CaseRow>('cases', urgent, { report_id: report.id, items })
    : await insertCase(act, sample, { report_id: report.id, items, opened_at: issued_at, urgent: null });
  const params = { number: report.number, items: items.map((item) => item.name).join('、') };
  await noteEvent(act, row.id, 'report-issued', params, { ref: { entity: 'reports', id: report.id }, on: startedOn });
  await startClock(act, 'cases', row.id, rule, startedOn, { productClass: sample.product_class });
}

/** The case of a batch that only an urgent report opened. */
async function urgentOf(act: Act, sampleId: string): Promise<CaseRow | undefined> {
  const query = act.db('cases').where({ sample_id: sampleId }).whereNull('report_id').first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  return row && decode<CaseRow>('cases', row);
}

/** Opens a case because of what was found before there is a report. */
export function openUrgently(act: Act, sample: SampleRow, urgent: UrgentReport): Promise<CaseRow> {
  return insertCase(act, sample, { report_id: null, items: [], opened_at: act.now, urgent });
}

type Opened = Pick<CaseRow, 'report_id' | 'items' | 'opened_at' | 'urgent'>;

/** The case with whom it concerns and who handles it where; the terms of each track begin with it (domain 1.3, N1). */
async function insertCase(act: Act, sample: SampleRow, opened: Opened): Promise<CaseRow> {
  const sampling: SamplingRow = await samplingOf(act.db, sample.sampling_id);
  const number = await act.number('case', PATTERN);
  const row = await act.insert<CaseRow>('cases', {
    ...opened,
    ...aboutBatch(sampling, sample),
    number,
    sample_id: sample.id,
    state: 'opened',
    ...{ supervision: 0, reopened: 0, conclusion: null, closed_at: null, closed_by: null },
    ...{ notified_on: null, notified_to: null, notified_how: null, receipt_no: null, note: null },
  });
  await act.code(number, 'case', 'cases', row.id);
  await noteEvent(act, row.id, 'opened', { number }, { on: chinaDate(opened.opened_at) });
  await concern(act, row, sampling);
  return row;
}

async function concern(act: Act, row: CaseRow, sampling: SamplingRow): Promise<void> {
  const authorities = await authoritiesOf(act.db);
  await act.insertAll<RecipientRow>(
    'case_recipients',
    partiesOf(sampling).map((party) => newRecipient(row.id, party, authorityFor(party.region, authorities))),
  );
  const tracks = await act.insertAll<TrackRow>(
    'case_tracks',
    jurisdictionsOf(sampling).map((track) => {
      const organisation_id = authorityFor(track.region, authorities);
      return {
        ...{ case_id: row.id, ...track, organisation_id },
        state: organisation_id === null ? ('open' as const) : ('assigned' as const),
        ...{ handler: null, phone: null, started_on: null, done_on: null },
      };
    }),
  );
  const startedOn = chinaDate(row.opened_at);
  for (const track of tracks)
    for (const rule of act.app.rules.clocks('case-opened', row.product_class, startedOn))
      await startClock(act, 'case_tracks', track.id, rule, startedOn, {
        ownerOrg: track.organisation_id,
        productClass: row.product_class,
      });
}

/** A party to whom nothing was sent yet. */
export const newRecipient = (
  case_id: string,
  party: Pick<RecipientRow, 'role' | 'name' | 'credit_code' | 'region'>,
  organisation_id: string | null,
): Omit<RecipientRow, 'id' | 'version' | 'created_at'> => ({
  ...{ case_id, ...party, organisation_id, waived: 0, waived_on: null },
  ...{ papers_on: null, papers_to: null, papers_how: null, papers_no: null },
  ...{ delivered_on: null, delivered_how: null, place: null, receiver: null, witness: null, agent: null },
  ...{ receipt_no: null, proof_hash: null },
});
