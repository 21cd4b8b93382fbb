import { chinaDate } from '../core/deadlines.ts';
import { startClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import type { ReportRow } from '../reports/index.ts';
import type { SampleRow } from '../samples/index.ts';
import type { CaseRow } from './rows.ts';

const PATTERN = 'HC{year}-{serial:4}';

/**
 * Opens the case of a nonconforming report in the transaction of its issue, with the first clock: the papers go to the
 * authority within the days that the dated rule names (drug: 2 working days, 国药监药管〔2019〕34号).
 */
export async function openCase(act: Act, report: ReportRow, sample: SampleRow, items: CaseRow['items']): Promise<void> {
  // The term runs from the date that the paper bears.
  const issued_at = report.issued_at ?? act.now;
  const startedOn = chinaDate(issued_at);
  const number = await act.number('case', PATTERN);
  const opened = await act.insert<CaseRow>('cases', {
    number,
    sample_id: sample.id,
    report_id: report.id,
    state: 'opened',
    items,
    opened_at: issued_at,
    notified_on: null,
    notified_to: null,
    notified_how: null,
    receipt_no: null,
    note: null,
  });
  await act.code(number, 'case', 'cases', opened.id);
  const rule = act.app.rules.clock('nonconforming-issued', sample.product_class, startedOn);
  if (!rule) throw new Error(`no clock for a nonconforming ${sample.product_class} on ${startedOn}`);
  await startClock(act, 'cases', opened.id, rule, startedOn);
}
