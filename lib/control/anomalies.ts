import { next } from '../core/machine.ts';
import { refuseAll } from '../core/refusal.ts';
import { settleImprovement } from '../improvement/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { personFault } from './lines.ts';
import { type AnomalyMove, anomalyMachine } from './machine.ts';
import type { AnomalyRow } from './rows.ts';
import { blank, heldRow } from './store.ts';

export interface AnomalyStep {
  id: string;
  version: number;
  anomalyMove: AnomalyMove;
  measures?: string;
  closing?: string;
  resolved?: boolean;
}

/**
 * Answers an 异常记录 (measures), gives it back, or closes it with whether it is resolved.
 * @throws Refusal `control.anomaly-own`, `control.anomaly-other`, `control.words`, `machine.state`
 */
export async function moveAnomaly(act: Act, input: AnomalyStep): Promise<AnomalyRow> {
  const { id, version, anomalyMove, measures, closing, resolved = false } = input;
  const anomaly = await heldRow<AnomalyRow>(act, 'qc_anomalies', id, version);
  const state = next(anomalyMachine, anomalyMove, anomaly, actorOf(act.user));
  refuseAll(anomalyMove === 'answer' ? blank(measures, 'measures') : blank(closing, 'closing'));
  const patch: Record<AnomalyMove, Partial<AnomalyRow>> = {
    answer: { measures: measures?.trim() ?? null, answered_at: act.now },
    reopen: { closing: closing?.trim() ?? null },
    close: { closing: closing?.trim() ?? null, resolved: resolved ? 1 : 0, closed_by: act.user.id, closed_at: act.now },
  };
  if (anomalyMove === 'close') {
    const words = [anomaly.measures, closing?.trim()].filter(Boolean).join(' / ');
    await settleImprovement(act, { entity: 'qc_anomalies', id }, { words });
  }
  return act.update<AnomalyRow>('qc_anomalies', anomaly, { state, ...patch[anomalyMove] });
}

/** Gives an 异常记录 to another person or another day. @throws Refusal `control.person`, `machine.state` */
export async function assignAnomaly(
  act: Act,
  {
    id,
    version,
    responsible,
    dueOn,
    reason,
  }: { id: string; version: number; responsible: string; dueOn: string; reason: string },
): Promise<AnomalyRow> {
  const anomaly = await heldRow<AnomalyRow>(act, 'qc_anomalies', id, version);
  refuseAll([...blank(reason, 'reason'), ...(await personFault(act.db, responsible, 'responsible'))]);
  if (anomaly.state === 'closed') next(anomalyMachine, 'answer', anomaly, actorOf(act.user));
  return act.update<AnomalyRow>('qc_anomalies', anomaly, { responsible_id: responsible, due_on: dueOn }, { reason });
}
