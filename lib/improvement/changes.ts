import { refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { keepEvidence } from './files.ts';
import { addLinks } from './open.ts';
import { byNumber, mayRefer } from './refs.ts';
import { type ImprovementRow, type LinkEntity, openStates } from './rows.ts';
import { personFaults, recordFor } from './store.ts';

async function openRecord(act: Act, id: string, version: number): Promise<ImprovementRow> {
  const row = await recordFor(act, id, version);
  if (!openStates.includes(row.state)) refuse('improvement.closed', {}, undefined, 'conflict');
  return row;
}

/** Refers to a record by its kind and number. @throws Refusal `improvement.reference`, `improvement.closed` */
export async function linkRecord(
  act: Act,
  input: { id: string; version: number; refEntity: LinkEntity; refNumber: string },
): Promise<ImprovementRow> {
  const row = await openRecord(act, input.id, input.version);
  const ref = mayRefer(act.user, input.refEntity)
    ? await byNumber(act.db, input.refEntity, input.refNumber)
    : undefined;
  if (!ref) return refuse('improvement.reference', { number: input.refNumber }, 'refNumber');
  await addLinks(act, row.id, [ref]);
  return act.update<ImprovementRow>('improvements', row, {});
}

/** Adds a file to the record as it stands. @throws Refusal `improvement.file-type`, `improvement.closed` */
export async function addFile(act: Act, input: { id: string; version: number; file: Upload }): Promise<ImprovementRow> {
  const row = await openRecord(act, input.id, input.version);
  await keepEvidence(act, row, input.file, { stage: row.state });
  return act.update<ImprovementRow>('improvements', row, {});
}

/** Gives the record to another person, with a reason. @throws Refusal `improvement.person`, `improvement.owner-involved`, `improvement.closed` */
export async function assign(
  act: Act,
  input: { id: string; version: number; handlerId: string; reason: string },
): Promise<ImprovementRow> {
  const row = await openRecord(act, input.id, input.version);
  const faults = await personFaults(act.db, [{ id: input.handlerId, field: 'handlerId' }]);
  const isInvolved = row.kind === 'complaint' && row.involved.includes(input.handlerId);
  refuseAll(isInvolved ? [{ id: 'improvement.owner-involved', field: 'handlerId' }] : faults);
  return act.update<ImprovementRow>(
    'improvements',
    row,
    { owner_id: input.handlerId },
    { reason: input.reason.trim() },
  );
}
