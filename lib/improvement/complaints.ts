import { refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { keepEvidence } from './files.ts';
import type { ImprovementRow } from './rows.ts';
import { endTerm } from './rules.ts';
import { complaintOf } from './steps.ts';
import { blank, dayFault, note, recordFor } from './store.ts';

export interface AcknowledgeInput {
  id: string;
  version: number;
  onDay: string;
  stepText: string;
}

/** The complainant was told that the complaint came in (GB/T 27025 7.9.5). @throws Refusal `improvement.no-complaint`, `improvement.acknowledged`, `improvement.day` */
export async function acknowledge(
  act: Act,
  { id, version, onDay, stepText }: AcknowledgeInput,
): Promise<ImprovementRow> {
  const row = await recordFor(act, id, version);
  const complaint = complaintOf(row);
  if (complaint.acknowledged_on !== null)
    refuse('improvement.acknowledged', { day: complaint.acknowledged_on }, undefined, 'conflict');
  refuseAll([...blank(stepText, 'stepText'), ...dayFault(onDay, complaint.received_on, act.today, 'onDay')]);
  await note(act, row, { move: 'acknowledge', on_day: onDay, words: stepText.trim(), data: {} });
  await endTerm(act, id, 'acknowledge');
  return act.update<ImprovementRow>('improvements', row, {
    complaint: { ...complaint, acknowledged_on: onDay, acknowledged_by: act.user.id },
  });
}

export interface AnswerInput extends AcknowledgeInput {
  justified?: boolean;
  file?: Upload;
}

/**
 * The outcome was told to the complainant, by somebody who had no part in what the complaint is about (7.9.6, 7.9.7).
 * @throws Refusal `improvement.no-complaint`, `improvement.answered`, `improvement.involved`, `improvement.investigate-first`, `improvement.day`
 */
export async function answer(act: Act, input: AnswerInput): Promise<ImprovementRow> {
  const row = await recordFor(act, input.id, input.version);
  const complaint = complaintOf(row);
  if (complaint.answered_on !== null)
    refuse('improvement.answered', { day: complaint.answered_on }, undefined, 'conflict');
  if (row.involved.includes(act.user.id)) refuse('improvement.involved', {}, undefined, 'conflict');
  if (row.state === 'found') refuse('improvement.investigate-first', {}, undefined, 'conflict');
  refuseAll([
    ...blank(input.stepText, 'stepText'),
    ...dayFault(input.onDay, complaint.received_on, act.today, 'onDay'),
  ]);
  const justified = input.justified === true;
  const words = input.stepText.trim();
  await note(act, row, { move: 'answer', on_day: input.onDay, words, data: { justified } });
  if (input.file) await keepEvidence(act, row, input.file, { stage: 'answer' });
  await endTerm(act, row.id, 'answer');
  return act.update<ImprovementRow>('improvements', row, {
    complaint: { ...complaint, answered_on: input.onDay, answered_by: act.user.id, justified, answer: words },
  });
}
