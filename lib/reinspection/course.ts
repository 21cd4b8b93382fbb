import type { Limit } from '../core/limits.ts';
import { next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { concludeCase } from '../disposals/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { backupFaults, handOver, heldPortion, releaseHold, sampleOf, setTerms } from '../samples/index.ts';
import { testsOf } from '../testing/index.ts';
import { isOurs, subjectOf } from './against.ts';
import { note, refOf, turnClock } from './decide.ts';
import { keepPaper } from './files.ts';
import { filePaper } from './filing.ts';
import { reinspectionMachine } from './machine.ts';
import type { ReinspectionRow, Result } from './rows.ts';
import { reinspectionRules } from './rules.ts';
import { type PortionSeen, registerSecond, storedPortion } from './second.ts';
import { heldReinspection, issuedReport } from './store.ts';

interface Read {
  id: string;
  version: number;
}

export interface HandOverInput extends Read {
  receiver: string;
  receiverUnit?: string;
  condition: string;
  sealIntact: boolean;
  storageLog: string;
}

/**
 * The custodian gives the sealed backup out (备份样品移交单, domain 2.12), to the courier or collector of the other laboratory or to the
 * department. @throws Refusal `reinspection.portion`, `reinspection.seal`, `reinspection.one-person`
 */
export async function handOverPortion(act: Act, input: HandOverInput): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'handOver', await subjectOf(act, row), actorOf(act.user));
  if (!input.sealIntact) refuse('reinspection.seal', {}, 'sealIntact');
  if (input.receiver.trim() === act.user.name) refuse('reinspection.one-person', {}, 'receiver');
  const { portion } = await backupFaults(act, row.sample_id ?? '', row.portion_id);
  if (!portion) return refuse('record.missing', { what: row.number }, undefined, 'missing');
  const receiverUnit = input.receiverUnit?.trim() || row.laboratory.name;
  await handOver(act, {
    portion: await heldPortion(act, portion.id),
    receiver: input.receiver.trim(),
    receiverUnit,
    condition: input.condition,
    sealIntact: true,
    note: input.storageLog,
    ref: refOf(row),
  });
  await turnClock(act, row, 'backup-requested', null);
  await note(act, row, 'backup-handed-over', { to: receiverUnit });
  const done = await act.update<ReinspectionRow>('reinspections', row, {
    state,
    portion_id: portion.id,
    hand_over: {
      on: act.today,
      sealIntact: true,
      storageLog: input.storageLog,
      condition: input.condition,
      giver: act.user.name,
      receiver: input.receiver.trim(),
      receiverUnit,
    },
  });
  return filePaper(act, done, 'hand-over');
}

export interface ReceiveInput extends Read {
  quantity?: string;
  unit?: string;
  sealNo?: string;
  condition: string;
  temperature?: string;
  sealIntact: boolean;
  limits?: { kind: 'max' | 'min' | 'text'; value?: string }[];
}

/**
 * The institute takes the portion in as the re-inspecting laboratory: a batch of its own, with the objected items only.
 * @throws Refusal `reinspection.seal`, `reinspection.amount`, `reinspection.expired`
 */
export async function receivePortion(act: Act, input: ReceiveInput): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'receive', await subjectOf(act, row), actorOf(act.user));
  if (!input.sealIntact) refuse('reinspection.seal', {}, 'sealIntact');
  if (row.product.expiry && row.product.expiry < act.today)
    refuse('reinspection.expired', { expiry: row.product.expiry }, undefined, 'conflict');
  const seen = await seenOf(act, row, input);
  const sample = await registerSecond(act, row, seen, (input.limits ?? []).map(limitOf));
  await turnClock(act, row, row.standing === 'own' ? null : 'backup-requested', null);
  await note(act, row, 'backup-received', { sample: sample.number });
  return act.update<ReinspectionRow>('reinspections', row, {
    state,
    second_sample_id: sample.id,
    received_on: act.today,
  });
}

async function seenOf(act: Act, row: ReinspectionRow, input: ReceiveInput): Promise<PortionSeen> {
  const stored = row.portion_id === null ? undefined : await storedPortion(act, row.portion_id);
  const [quantity, unit, sealNo] = stored
    ? [stored.qty, stored.unit, stored.seal_no]
    : [input.quantity?.trim(), input.unit?.trim(), input.sealNo?.trim()];
  if (!quantity || !unit || !sealNo) return refuse('reinspection.amount', {}, 'quantity');
  const { condition, temperature } = input;
  return { quantity, unit, sealNo, condition, ...(temperature?.trim() && { temperature: temperature.trim() }) };
}

function limitOf(given: { kind: 'max' | 'min' | 'text'; value?: string }): Limit | undefined {
  const value = given.value?.trim();
  if (!value || given.kind === 'text') return undefined;
  return given.kind === 'max' ? { kind: 'max', value } : { kind: 'min', value };
}

export interface ConcludeInput extends Read {
  outcome?: 'confirmed' | 'overturned';
  reportNo?: string;
  reportedOn?: string;
  results?: string[];
  file?: Upload;
  note?: string;
}

/**
 * Enters the final conclusion. Tested here, it follows from the issued report of the second batch; from another laboratory it comes with its
 * report. The first report stays as it is in any case; what overturns it revokes the case.
 * @throws Refusal `reinspection.not-issued`, `reinspection.outcome`, `reinspection.report-file`, `reinspection.reported-day`
 */
export async function conclude(act: Act, input: ConcludeInput): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'report', await subjectOf(act, row), actorOf(act.user));
  const { outcome, result } = isOurs(row) ? await ownResult(act, row, input) : await otherResult(act, row, input);
  const rule = reinspectionRules(act.app, row.product_class, row.applied_on).fee;
  const borneBy = outcome === 'overturned' ? (rule?.overturned ?? 'first-laboratory') : 'applicant';
  const done = await act.update<ReinspectionRow>('reinspections', row, {
    state,
    outcome,
    result,
    fee: { ...row.fee, borneBy },
  });
  await turnClock(act, row, null, 'reinspection-reported', result.reportedOn);
  if (row.case_id !== null) {
    const reason = `${row.number} ${result.reportNo}`;
    await concludeCase(act, row.case_id, outcome, { reason, ref: refOf(row) });
  }
  return filePaper(act, done, 'conclusion');
}

type Found = { outcome: 'confirmed' | 'overturned'; result: Result };

/** The re-inspection confirms when one of the objected items fails again. */
async function ownResult(act: Act, row: ReinspectionRow, input: ConcludeInput): Promise<Found> {
  const report = await issuedReport(act.db, row.second_sample_id ?? '');
  if (!report?.pdf_hash || !report.content.issuedOn)
    return refuse('reinspection.not-issued', {}, undefined, 'conflict');
  const tests = await testsOf(act.db, row.second_sample_id ?? '');
  return {
    outcome: report.verdict === 'fails' ? 'confirmed' : 'overturned',
    result: {
      reportNo: report.number,
      reportId: report.id,
      file: report.pdf_hash,
      items: tests.map(({ item, result_text, verdict }) => ({
        name: item.name.zh,
        result: result_text ?? '',
        verdict: verdict ?? '',
      })),
      reportedOn: report.content.issuedOn,
      ...(input.note?.trim() && { note: input.note.trim() }),
    },
  };
}

async function otherResult(act: Act, row: ReinspectionRow, input: ConcludeInput): Promise<Found> {
  const { outcome, file } = input;
  if (!outcome) return refuse('reinspection.outcome', {}, 'outcome');
  const [reportNo, reportedOn] = [input.reportNo?.trim() ?? '', input.reportedOn ?? ''];
  if (!file || reportNo === '') return refuse('reinspection.report-file', {}, reportNo === '' ? 'reportNo' : 'file');
  if (reportedOn < (row.hand_over?.on ?? '') || reportedOn > act.today)
    refuse('reinspection.reported-day', { from: row.hand_over?.on ?? '', today: act.today }, 'reportedOn');
  const { hash } = await keepPaper(act, file);
  const verdict = outcome === 'confirmed' ? 'fails' : 'conforms';
  const items = row.items.map(({ name }, i) => ({ name, result: input.results?.[i] ?? '', verdict }));
  return {
    outcome,
    result: { reportNo, file: hash, items, reportedOn, ...(input.note?.trim() && { note: input.note.trim() }) },
  };
}

export interface SendInput extends Read {
  toldOn: string;
  toldHow: string;
  authority: string;
  refundedOn?: string;
}

/**
 * The outcome goes to the applicant, the first laboratory and the authorities (D10); with that the re-inspection is over, the sample is held
 * by it no longer, and what is left of it is kept anew from this day on.
 * @throws Refusal `reinspection.told-day`
 */
export async function send(act: Act, input: SendInput): Promise<ReinspectionRow> {
  const row = await heldReinspection(act, input.id, input.version);
  const state = next(reinspectionMachine, 'send', await subjectOf(act, row), actorOf(act.user));
  const from = row.result?.reportedOn ?? '';
  if (input.toldOn > act.today || input.toldOn < from)
    refuse('reinspection.told-day', { from, today: act.today }, 'toldOn');
  const told = [row.applicant.name, row.first_lab, input.authority].map((to) => ({
    ...{ about: 'outcome' as const, to, on: input.toldOn, how: input.toldHow },
  }));
  await stopClocks(act, 'reinspections', row.id, 'done', undefined, { on: input.toldOn });
  await releaseHold(act, refOf(row), row.number);
  if (row.sample_id !== null) await setTerms(act, await sampleOf(act.db, row.sample_id));
  await note(act, row, 'reinspection-sent', { to: input.authority });
  return act.update<ReinspectionRow>('reinspections', row, {
    state,
    sent: [...row.sent, ...told],
    fee: { ...row.fee, ...(input.refundedOn?.trim() && { refundedOn: input.refundedOn }) },
  });
}
