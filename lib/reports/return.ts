import { next } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { reopen } from '../testing/index.ts';
import { reportOf, subjectOf } from './issue.ts';
import { reportMachine } from './machine.ts';
import type { ReportRow } from './rows.ts';

export interface ReturnInput {
  id: string;
  version: number;
  reason: string;
}

/** The signatory gives the draft back to the department with a reason: the batch is open again for its head, the number is kept. */
export async function returnReport(act: Act, { id, version, reason }: ReturnInput): Promise<ReportRow> {
  if ([...reason.replace(/[\s\u200B\u3000]/g, '')].length < 2) refuse('report.reason', {}, 'reason');
  const report = await reportOf(act.db, id);
  if (report.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  next(reportMachine, 'return', await subjectOf(act, report), actorOf(act.user));
  await reopen(act, report.sample_id, reason);
  return act.update<ReportRow>('reports', report, { returned_reason: reason }, { reason });
}
