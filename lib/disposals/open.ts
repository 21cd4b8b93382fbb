import { addCalendarDays, addWorkingDays } from '../core/deadlines.ts';
import type { Act } from '../kernel/types.ts';
import type { ReportRow } from '../reports/index.ts';
import type { SampleRow } from '../samples/index.ts';
import type { CaseRow, ClockRow } from './rows.ts';

const PATTERN = 'HC{year}-{serial:4}';

/**
 * Opens the case of a nonconforming report in the transaction of its issue, with the first clock: the papers go to the
 * authority within the days that the dated rule names (drug: 2 working days, 国药监药管〔2019〕34号).
 */
export async function openCase(act: Act, report: ReportRow, sample: SampleRow, items: CaseRow['items']): Promise<void> {
  const number = await act.number('case', PATTERN);
  const opened = await act.insert<CaseRow>('cases', {
    number,
    sample_id: sample.id,
    report_id: report.id,
    state: 'opened',
    items,
    opened_at: act.now,
    notified_on: null,
    notified_to: null,
    notified_how: null,
    receipt_no: null,
    note: null,
  });
  await act.code(number, 'case', 'cases', opened.id);
  const rule = act.app.rules.clock('nonconforming-issued', sample.product_class, act.today);
  if (!rule) throw new Error(`no clock for a nonconforming ${sample.product_class} on ${act.today}`);
  const add = rule.counting === 'working' ? addWorkingDays : addCalendarDays;
  const due = add(act.app.calendar, act.today, rule.days);
  await act.insert<ClockRow>('clocks', {
    entity: 'case',
    entity_id: opened.id,
    rule: rule.id,
    basis: rule.basis,
    owner_role: rule.ownerRole,
    started_on: act.today,
    due_on: due.date,
    provisional: due.provisional ? 1 : 0,
    state: 'running',
    done_at: null,
  });
}
