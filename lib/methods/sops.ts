import { follow, next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { rowHash } from '../kernel/action.ts';
import type { Upload } from '../kernel/request.ts';
import { list } from '../kernel/tables.ts';
import type { Act, Role } from '../kernel/types.ts';
import { keepFile } from './files.ts';
import { sopMachine } from './machine.ts';
import type { SopReadingRow, SopReviewRow, SopRow, SopVersionRow } from './rows.ts';
import { cycleOn } from './rules.ts';
import { rowAt } from './store.ts';

export interface NewSop {
  sopNo: string;
  docTitle: string;
  reviewMonths?: number;
  readers: Role[];
}

/** Enters an SOP; its first version is added next. @throws Refusal `sop.taken`, `sop.readers` */
export async function addSop(act: Act, { sopNo, docTitle: title, reviewMonths, readers }: NewSop): Promise<SopRow> {
  const number = sopNo.trim();
  const [taken] = await list<SopRow>(act.db, 'sops', { number }, 'id');
  if (taken) refuse('sop.taken', { number, title: taken.title }, 'sopNo', 'conflict');
  if (readers.length === 0) refuse('sop.readers', {}, 'readers');
  return await act.insert<SopRow>('sops', {
    number,
    title,
    review_months: reviewMonths ?? cycleOn(act.app, 'sop-review', act.today).months,
    readers,
  });
}

export interface NewVersion {
  id: string;
  versionLabel: string;
  inForceFrom: string;
  changeNote: string;
  file: Upload;
}

/** Adds a version to be approved. @throws Refusal `sop.label-taken`, `sop.open-draft`, `sop.from-past`, `method.file-type` */
export async function addVersion(act: Act, input: NewVersion): Promise<SopVersionRow> {
  const sop = await rowAt<SopRow>(act.db, 'sops', input.id);
  const versions = await versionsOf(act, sop.id);
  const label = input.versionLabel.trim();
  if (versions.some((one) => one.label === label)) refuse('sop.label-taken', { label }, 'versionLabel', 'conflict');
  const draft = versions.find(({ state }) => state === 'draft');
  if (draft) refuse('sop.open-draft', { label: draft.label }, undefined, 'conflict');
  if (input.inForceFrom < act.today) refuse('sop.from-past', { today: act.today }, 'inForceFrom');
  return await act.insert<SopVersionRow>('sop_versions', {
    sop_id: sop.id,
    label,
    state: 'draft',
    valid_from: input.inForceFrom,
    change_note: input.changeNote,
    ...(await keepFile(act, input.file)),
    author_id: act.user.id,
    approved_by: null,
    approved_at: null,
    reason: null,
  });
}

const versionsOf = (act: Act, sop_id: string): Promise<SopVersionRow[]> =>
  list<SopVersionRow>(act.db, 'sop_versions', { sop_id }, 'id');

interface Read {
  id: string;
  version: number;
}

/** Approves a version under a password; who wrote it does not. The one before is superseded. @throws Refusal `method.own`, `record.stale` */
export async function approveVersion(act: Act, { id, version }: Read): Promise<SopVersionRow> {
  const row = await rowAt<SopVersionRow>(act.db, 'sop_versions', id, version);
  const state = next(sopMachine, 'approve', row, actorOf(act.user));
  const approved = await act.update<SopVersionRow>('sop_versions', row, {
    state,
    approved_by: act.user.id,
    approved_at: act.now,
  });
  await act.sign('approve', [{ entity: 'sop_versions', id, hash: versionHash(row) }]);
  for (const before of await versionsOf(act, row.sop_id))
    if (before.state === 'approved' && before.id !== id)
      await act.update<SopVersionRow>('sop_versions', before, { state: follow(sopMachine, 'supersede', before) });
  return approved;
}

export const versionHash = (row: SopVersionRow): string => rowHash('sop_versions', row);

/** Takes a version out of use, or gives a draft up. @throws Refusal of the machine, `record.stale` */
export async function endVersion(
  act: Act,
  move: 'drop' | 'withdraw',
  { id, version, reason }: Read & { reason: string },
): Promise<SopVersionRow> {
  const row = await rowAt<SopVersionRow>(act.db, 'sop_versions', id, version);
  const state = next(sopMachine, move, row, actorOf(act.user));
  return await act.update<SopVersionRow>('sop_versions', row, { state, reason }, { reason });
}

/** Confirms that one has read the version in use. @throws Refusal `sop.not-approved`, `sop.read-already` */
export async function confirmReading(act: Act, { id }: { id: string }): Promise<SopReadingRow> {
  const row = await rowAt<SopVersionRow>(act.db, 'sop_versions', id);
  if (row.state !== 'approved') refuse('sop.not-approved', { label: row.label }, undefined, 'conflict');
  const reading = { sop_version_id: id, user_id: act.user.id };
  const [read] = await list<SopReadingRow>(act.db, 'sop_readings', reading, 'id');
  if (read) refuse('sop.read-already', { label: row.label }, undefined, 'conflict');
  return await act.insert<SopReadingRow>('sop_readings', reading);
}

/** Records that somebody went through the document: it stays, or a new version is needed. @throws Refusal `sop.review-future`, `sop.not-in-use` */
export async function reviewSop(
  act: Act,
  input: { id: string; reviewedOn: string; reviewOutcome: SopReviewRow['outcome']; note?: string },
): Promise<SopReviewRow> {
  const sop = await rowAt<SopRow>(act.db, 'sops', input.id);
  if (input.reviewedOn > act.today) refuse('sop.review-future', { today: act.today }, 'reviewedOn');
  if (!(await versionsOf(act, sop.id)).some(({ state }) => state === 'approved'))
    refuse('sop.not-in-use', { number: sop.number }, undefined, 'conflict');
  return await act.insert<SopReviewRow>('sop_reviews', {
    sop_id: sop.id,
    reviewed_on: input.reviewedOn,
    outcome: input.reviewOutcome,
    note: input.note ?? null,
    user_id: act.user.id,
  });
}
