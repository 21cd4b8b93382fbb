import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { keepDocument } from './documents.ts';
import { personOf, type TrainingRow } from './rows.ts';

export interface TrainInput {
  id: string;
  trainingKind: TrainingRow['kind'];
  topic: string;
  checkWay?: string;
  trainingPlanned: string;
}

/** Plans a training or a check of competence. @throws Refusal `competence.person` */
export async function planTraining(act: Act, input: TrainInput): Promise<TrainingRow> {
  const person = await personOf(act.db, input.id);
  return act.insert<TrainingRow>('trainings', {
    user_id: person.id,
    kind: input.trainingKind,
    topic: input.topic,
    way: input.checkWay ?? null,
    planned_on: input.trainingPlanned,
    done_on: null,
    hours: null,
    assessor_id: null,
    result: null,
    note: null,
    document: null,
  });
}

export interface ResultInput {
  /** The person. */
  id: string;
  training: string;
  version: number;
  trainingDone: string;
  trainingHours?: string;
  trainingResult: 'passed' | 'failed';
  note?: string;
  file?: Upload;
}

/**
 * Records that it was done and what came of it; who writes it is the assessor, and never checks himself.
 * @throws Refusal `competence.training`, `competence.done`, `competence.own-check`, `competence.future`, `competence.hours`, of the file
 */
export async function recordResult(act: Act, input: ResultInput): Promise<TrainingRow> {
  const row = await find<TrainingRow>(act.db, 'trainings', { id: input.training, user_id: input.id });
  if (!row) return refuse('competence.training', {}, undefined, 'missing');
  if (row.done_on !== null) refuse('competence.done', { day: row.done_on }, undefined, 'conflict');
  const faults: Reason[] = [
    ...(row.kind === 'check' && row.user_id === act.user.id ? [{ id: 'competence.own-check' }] : []),
    ...(input.trainingDone > act.today
      ? [{ id: 'competence.future', field: 'trainingDone', params: { day: input.trainingDone, today: act.today } }]
      : []),
    ...(input.trainingHours !== undefined && !/^\d{1,4}(\.\d)?$/.test(input.trainingHours)
      ? [{ id: 'competence.hours', field: 'trainingHours', params: { text: input.trainingHours } }]
      : []),
  ];
  refuseAll(faults);
  const document = input.file ? await keepDocument(act, input.file) : null;
  return act.update<TrainingRow>(
    'trainings',
    { ...row, version: input.version },
    {
      done_on: input.trainingDone,
      hours: input.trainingHours ?? null,
      result: input.trainingResult,
      note: input.note ?? null,
      assessor_id: act.user.id,
      document,
    },
  );
}
