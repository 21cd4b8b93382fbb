import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { type CapabilityMove, capabilityMachine } from './machine.ts';
import { type CapabilityRow, type CapabilityState, type ChangeRow, changesOf, standingOn } from './rows.ts';

export interface ChangeInput {
  id: string;
  version: number;
  stateMove: CapabilityMove;
  fromDay: string;
  reason: string;
  /** Of a grant or a renewal. */
  annexCertificate?: string;
  annexEnd?: string;
}

/** Who suspended a line, while it is suspended. */
export const suspendedBy = (changes: readonly ChangeRow[]): string | null => {
  const last = changes.at(-1);
  return last?.after === 'suspended' ? last.user_id : null;
};

/**
 * Moves a line of the annex to another state from a day on; the change is kept with its reason and person, so that the state of every day
 * stays readable. @throws Refusal of the machine, `capability.line-missing`, `capability.from-future`, `capability.from-early`,
 * `capability.certificate`, `capability.end`, `capability.has-ended`, `record.stale`, `proficiency.restore-steps`
 */
export async function changeState(act: Act, input: ChangeInput): Promise<CapabilityRow> {
  const { id, version, stateMove: move, fromDay, reason, annexCertificate, annexEnd } = input;
  const row = await find<CapabilityRow>(act.db, 'capabilities', { id });
  if (!row) return refuse('capability.line-missing', { id }, undefined, 'missing');
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  const changes = (await changesOf(act.db, { capability_id: id })).get(id) ?? [];
  const after = next(capabilityMachine, move, { ...row, suspended_by: suspendedBy(changes) }, actorOf(act.user));
  refuseAll(faultsOf(act.today, input, row, changes));
  if (move === 'restore') await refuseOpenFile(act, row.parameter_code);
  const patch: Partial<CapabilityRow> =
    move === 'grant' || move === 'renew'
      ? {
          certificate: annexCertificate ?? row.certificate,
          valid_to: annexEnd ?? row.valid_to,
          ...(move === 'grant' && { approved_on: fromDay }),
        }
      : {};
  await keepChange(act, row, { move, after, from_day: fromDay, reason });
  return await act.update<CapabilityRow>('capabilities', row, { ...patch, state: after }, { reason });
}

/** After a bad proficiency test a parameter comes back by its corrective file only (domain 10 item 31). @throws Refusal `proficiency.restore-steps` */
async function refuseOpenFile({ db }: Act, code: string): Promise<void> {
  const open = await db('pt_correctives')
    .where({ parameter_code: code, kind: 'corrective', state: 'open' })
    .first<{ number: string } | undefined>('number');
  if (open) refuse('proficiency.restore-steps', { code, number: open.number }, undefined, 'conflict');
}

function faultsOf(
  today: string,
  { stateMove: move, fromDay, annexCertificate, annexEnd }: ChangeInput,
  row: CapabilityRow,
  changes: readonly ChangeRow[],
): Reason[] {
  const faults: Reason[] = [];
  const last = changes.at(-1)?.from_day;
  if (fromDay > today) faults.push({ id: 'capability.from-future', field: 'fromDay', params: { today } });
  if (last !== undefined && fromDay < last)
    faults.push({ id: 'capability.from-early', field: 'fromDay', params: { last } });
  if (move !== 'grant' && move !== 'renew') return faults;
  const certificate = annexCertificate ?? row.certificate;
  if (certificate === null) faults.push({ id: 'capability.certificate', field: 'annexCertificate' });
  if (annexEnd === undefined || annexEnd < fromDay)
    faults.push({ id: 'capability.end', field: 'annexEnd', params: { from: fromDay } });
  if (move === 'renew' && standingOn(row, fromDay, changes) === 'expired')
    faults.push({ id: 'capability.has-ended', field: 'fromDay', params: { end: row.valid_to ?? '' } });
  return faults;
}

/** Keeps one change beside the line. */
export const keepChange = (
  act: Act,
  { id, state }: CapabilityRow,
  change: Pick<ChangeRow, 'move' | 'from_day' | 'reason'> & { after: CapabilityState },
): Promise<ChangeRow> =>
  act.insert<ChangeRow>('capability_changes', {
    capability_id: id,
    before: state,
    ...change,
    user_id: act.user.id,
  });
