import { type Reason, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { keepDocument } from './documents.ts';
import { personOf, type StaffRow, staffOf } from './rows.ts';

export interface StaffInput {
  id: string;
  /** Of the staff file; 0 for one that is not there yet. */
  version: number;
  education?: StaffRow['education'];
  degree?: string;
  jobTitle?: StaffRow['title'];
  speciality?: string;
  fieldSince?: string;
  enteredOn?: string;
}

/** Writes the staff file of a person, or opens it. @throws Refusal `competence.person`, `competence.future`, `record.stale` */
export async function saveStaff(act: Act, input: StaffInput): Promise<StaffRow> {
  refuseAll([...future(act, 'fieldSince', input.fieldSince), ...future(act, 'enteredOn', input.enteredOn)]);
  return write(act, input, {
    education: input.education ?? null,
    degree: input.degree ?? null,
    title: input.jobTitle ?? null,
    field: input.speciality ?? null,
    field_since: input.fieldSince ?? null,
    entered_on: input.enteredOn ?? null,
  });
}

export interface LeaveInput {
  id: string;
  version: number;
  leftOn: string;
  reason: string;
}

/**
 * 离岗: the last day. Authorisations end with it, whatever was done before stays theirs; the account is disabled by the administrator.
 * @throws Refusal `competence.person`, `competence.leave-early`, `record.stale`
 */
export async function leave(act: Act, input: LeaveInput): Promise<StaffRow> {
  const [staff] = await staffOf(act.db, { user_id: input.id });
  const entered = staff?.entered_on;
  refuseAll(
    entered && input.leftOn < entered
      ? [{ id: 'competence.leave-early', field: 'leftOn', params: { on: input.leftOn, entered } }]
      : [],
  );
  return write(act, input, { left_on: input.leftOn, left_reason: input.reason }, input.reason);
}

/** 签名留样. @throws Refusal `competence.person`, of the file */
export async function keepSpecimen(
  act: Act,
  { id, version, file }: { id: string; version: number; file: Upload },
): Promise<StaffRow> {
  return write(act, { id, version }, { specimen: await keepDocument(act, file) });
}

const future = (act: Act, field: string, day: string | undefined): Reason[] =>
  day !== undefined && day > act.today ? [{ id: 'competence.future', field, params: { day, today: act.today } }] : [];

/** A file in which nothing stands yet. */
export const emptyStaff = {
  education: null,
  degree: null,
  title: null,
  field: null,
  field_since: null,
  entered_on: null,
  left_on: null,
  left_reason: null,
  specimen: null,
} as const;

async function write(
  act: Act,
  { id, version }: { id: string; version: number },
  patch: Partial<StaffRow>,
  reason?: string,
): Promise<StaffRow> {
  const person = await personOf(act.db, id);
  const [row] = await staffOf(act.db, { user_id: person.id });
  return row
    ? act.update<StaffRow>('staff', { ...row, version }, patch, { reason })
    : act.insert<StaffRow>('staff', { ...emptyStaff, user_id: person.id, ...patch });
}
