import { chinaDate } from '../core/deadlines.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { find } from '../kernel/tables.ts';
import { startClock, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import type { SampleRow } from '../samples/index.ts';
import { refuseOver } from './deliver.ts';
import { noteEvent } from './events.ts';
import type { ways } from './notify.ts';
import { openUrgently } from './open.ts';
import type { CaseRow, UrgentReport } from './rows.ts';
import { heldCase } from './store.ts';

export interface ToldInput {
  urgentTo?: string;
  urgentHow?: (typeof ways)[number];
  /** China time 'YYYY-MM-DDTHH:MM'. */
  urgentAt?: string;
}

export interface UrgentInput extends ToldInput {
  sampleNumber: string;
  finding: string;
  foundAt: string;
}

/** A moment typed as China time, as UTC ISO. @throws Refusal `case.moment` */
function moment(typed: string, field: string): string {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed) ? new Date(`${typed}:00+08:00`) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? refuse('case.moment', { value: typed }, field) : at.toISOString();
}

/**
 * Opens a case before the report is signed: a serious risk was found in testing (domain 1.3, C4: 24 hours where the class has that term).
 * @throws Refusal `case.sample`, `case.sample-reported`, `case.urgent-twice`, `case.moment`, `case.moment-future`, `case.moment-order`, `case.told-part`
 */
export async function reportUrgently(act: Act, input: UrgentInput): Promise<CaseRow> {
  const sample = await find<SampleRow>(act.db, 'samples', { number: input.sampleNumber.trim() });
  const internal: object | undefined =
    sample && (await act.db('internal_samples').where({ sample_id: sample.id }).first('id'));
  if (!sample || internal)
    return refuse('case.sample', { number: input.sampleNumber.trim() }, 'sampleNumber', 'missing');
  if (sample.state === 'terminated' || sample.state === 'issued')
    refuse('case.sample-reported', { number: sample.number }, 'sampleNumber', 'conflict');
  const known = await find<CaseRow>(act.db, 'cases', { sample_id: sample.id });
  if (known) refuse('case.urgent-twice', { number: known.number }, 'sampleNumber', 'conflict');
  const foundAt = moment(input.foundAt, 'foundAt');
  refuseAll(momentFaults(act, foundAt, 'foundAt', sample.created_at));
  const urgent: UrgentReport = { finding: input.finding.trim(), foundAt, foundBy: act.user.id, told: null };
  const row = await openUrgently(act, sample, urgent);
  const on = chinaDate(foundAt);
  await noteEvent(act, row.id, 'risk-found', { finding: urgent.finding }, { on });
  const rule = act.app.rules.clock('serious-risk-found', sample.product_class, on);
  const { product_class: productClass } = sample;
  if (rule) await startClock(act, 'cases', row.id, rule, { on, at: foundAt }, { productClass });
  return input.urgentTo || input.urgentHow || input.urgentAt ? told(act, row, input) : row;
}

/** Records that the urgent report went out: its 24 hours end. @throws Refusal as `reportUrgently`, `case.not-urgent`, `case.told` */
export async function tellUrgently(act: Act, input: ToldInput & { id: string; version: number }): Promise<CaseRow> {
  return told(act, await heldCase(act, input.id, input.version), input);
}

async function told(act: Act, row: CaseRow, input: ToldInput): Promise<CaseRow> {
  const { urgent } = row;
  if (urgent === null) return refuse('case.not-urgent', {}, undefined, 'conflict');
  refuseOver(row);
  if (urgent.told !== null) refuse('case.told', { to: urgent.told.to }, undefined, 'conflict');
  const { urgentTo = '', urgentHow, urgentAt } = input;
  const missing = (['urgentTo', 'urgentHow', 'urgentAt'] as const).filter((field) => !input[field]?.trim());
  if (missing.length > 0 || !urgentHow || !urgentAt)
    return refuseAll(missing.map((field) => ({ id: 'case.told-part', field }))) ?? row;
  const at = moment(urgentAt, 'urgentAt');
  refuseAll(momentFaults(act, at, 'urgentAt', urgent.foundAt));
  const on = chinaDate(at);
  const done: UrgentReport = { ...urgent, told: { to: urgentTo.trim(), how: urgentHow, at, on, by: act.user.id } };
  await noteEvent(act, row.id, 'urgent-told', { to: urgentTo.trim(), finding: urgent.finding }, { on });
  const rules = act.app.rules.clocks('serious-risk-found', row.product_class, on).map(({ id }) => id);
  await stopClocks(act, 'cases', row.id, 'done', undefined, { rules, on });
  return act.update<CaseRow>('cases', row, { urgent: done });
}

function momentFaults(act: Act, at: string, field: string, from: string): Reason[] {
  if (at > act.now) return [{ id: 'case.moment-future', field }];
  // Typed times have no seconds.
  return at.slice(0, 16) < from.slice(0, 16) ? [{ id: 'case.moment-order', field }] : [];
}
