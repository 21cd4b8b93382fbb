import type { Knex } from 'knex';
import { normalise } from '../core/decimal.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act, User } from '../kernel/types.ts';
import { participantMachine } from './machine.ts';
import {
  type ComparisonRow,
  type ItemRow,
  keyOf,
  type ParticipantRow,
  type Reported,
  type ResultRow,
  type UnitRow,
} from './rows.ts';
import { seal } from './sealed.ts';
import type { Read } from './steps.ts';
import { comparisonOf, itemsOf, unitsOf } from './store.ts';
import { localTime } from './times.ts';

export interface Own {
  participant: ParticipantRow;
  comparison: ComparisonRow;
}

/** A participation of the reader's own laboratory; to everybody else it does not exist. @throws Refusal `comparison.missing` */
export async function ownOf(db: Knex, user: User, id: string): Promise<Own> {
  const missing = () => refuse('comparison.missing', {}, undefined, 'missing');
  if (user.organisation === undefined) return missing();
  const where = { id, organisation_id: user.organisation };
  const participant = (await find<ParticipantRow>(db, 'comparison_participants', where)) ?? missing();
  return { participant, comparison: await comparisonOf(db, participant.comparison_id) };
}

/** Answers the invitation until the samples go out. @throws Refusal `comparison.answer-late`, `comparison.reason-needed` */
export async function answerInvitation(
  act: Act,
  { id, version, joins, reason }: Read & { joins: boolean; reason?: string },
): Promise<ParticipantRow> {
  const { participant, comparison } = await ownOf(act.db, act.user, id);
  if (comparison.state !== 'inviting') refuse('comparison.answer-late', {}, undefined, 'conflict');
  if (!joins && !reason?.trim()) refuse('comparison.reason-needed', {}, 'reason');
  const state = next(participantMachine, joins ? 'join' : 'decline', participant, actorOf(act.user));
  const answered = { state, answered_by: act.user.id, answered_at: act.now, reason: reason?.trim() || null };
  return act.update<ParticipantRow>('comparison_participants', { ...participant, version }, answered);
}

export interface ReceiptInput extends Read {
  unitCodes: string;
  receiptCondition: 'good' | 'damaged';
  receiptNote?: string;
}

/** Confirms the receipt by the blind codes that stand on the labels. @throws Refusal `comparison.not-dispatched`, `comparison.codes`, `comparison.damage-note` */
export async function confirmReceipt(act: Act, input: ReceiptInput): Promise<ParticipantRow> {
  const { participant, comparison } = await ownOf(act.db, act.user, input.id);
  if (comparison.state !== 'dispatched') refuse('comparison.not-dispatched', {}, undefined, 'conflict');
  const state = next(participantMachine, 'deliver', participant, actorOf(act.user));
  const units = await ownUnits(act.db, participant);
  const given = input.unitCodes
    .toUpperCase()
    .split(/[\s,，;；、]+/)
    .filter((code) => code !== '');
  const strange = given.filter((code) => !units.some((unit) => unit.code === code));
  if (strange.length > 0 || new Set(given).size !== units.length)
    refuse('comparison.codes', { given: given.join('、') || '—', n: units.length }, 'unitCodes');
  if (input.receiptCondition === 'damaged' && !input.receiptNote?.trim())
    refuse('comparison.damage-note', {}, 'receiptNote');
  const received = { received_by: act.user.id, received_at: act.now, condition: input.receiptCondition };
  return act.update<ParticipantRow>(
    'comparison_participants',
    { ...participant, version: input.version },
    { ...received, state, receipt_note: input.receiptNote?.trim() || null },
  );
}

export interface ResultInput {
  id: string;
  results: { key: string; value?: string; unit?: string; standardU?: string }[];
  usedMethod: string;
  usedEquipment: string;
  testedOn: string;
  resultRemark?: string;
}

/**
 * Hands in results, or changes what was handed in: each submission stays, the last one counts. Until the closing time; after it only
 * where the organiser allowed it, and then marked as late.
 * @throws Refusal `comparison.no-receipt`, `comparison.closed`, `comparison.result-*`, `number.*`
 */
export async function submitResults(act: Act, input: ResultInput): Promise<ResultRow> {
  const { participant, comparison } = await ownOf(act.db, act.user, input.id);
  if (participant.state !== 'delivered') refuse('comparison.no-receipt', {}, undefined, 'conflict');
  const late = lateness(act, participant, comparison);
  if (input.testedOn > act.today) refuse('comparison.tested-on', { today: act.today }, 'testedOn');
  const items = await itemsOf(act.db, comparison.id);
  const reported = reportedOf(input, askedOf(items, await ownUnits(act.db, participant)));
  return act.insert<ResultRow>('comparison_results', {
    ...{ comparison_id: comparison.id, participant_id: participant.id, sealed: seal(act.app.ids, reported) },
    ...{ late: late ? 1 : 0, submitted_by: act.user.id, submitted_at: act.now },
  });
}

/** Whether a submission now is a late one. @throws Refusal `comparison.closed` when it cannot be made */
function lateness({ now }: Act, { late_at }: ParticipantRow, { state, closes_at }: ComparisonRow): boolean {
  const open = state === 'dispatched' && now < closes_at;
  if (open) return false;
  if (state === 'gathered' && late_at !== null) return true;
  return refuse('comparison.closed', { at: localTime(closes_at), now: localTime(now) }, undefined, 'conflict');
}

/** What a laboratory reports: one line an item and unit. It knows its units by their blind codes and not which sample each is. */
export interface Asked {
  item: ItemRow;
  code: string;
  /** As the laboratory sees it. */
  unitKey: string;
  /** As the evaluation takes it. */
  key: string;
}

/** In the order of the items and, within each, of the codes: the order says nothing of the sample. */
export const askedOf = (items: readonly ItemRow[], units: readonly UnitRow[]): Asked[] =>
  items.flatMap((item) =>
    [...units]
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map(({ code, sample }) => ({ item, code, unitKey: `${item.position}-${code}`, key: keyOf(item, sample) })),
  );

export const ownUnits = async (db: Knex, { id, comparison_id }: ParticipantRow): Promise<UnitRow[]> =>
  (await unitsOf(db, comparison_id)).filter(({ participant_id }) => participant_id === id);

function reportedOf(input: ResultInput, asked: readonly Asked[]): Reported {
  const reported: Reported = {
    ...{ values: {}, units: {}, method: input.usedMethod.trim(), equipment: input.usedEquipment.trim() },
    ...{ testedOn: input.testedOn, remark: input.resultRemark?.trim() ?? '' },
  };
  const strange = input.results.findIndex(({ key }) => !asked.some(({ unitKey }) => unitKey === key));
  if (strange >= 0) refuse('comparison.result-key', {}, `results.${strange}.key`);
  const reasons: Reason[] = [];
  for (const { item, code, key, unitKey } of asked) {
    const at = input.results.findIndex((one) => one.key === unitKey);
    const given = input.results[at];
    const field = `results.${Math.max(at, 0)}`;
    if (!given?.value?.trim()) {
      const params = { what: `${item.name} ${code}` };
      reasons.push({ id: 'comparison.result-missing', field: `${field}.value`, params });
      continue;
    }
    if (item.kind === 'text') reported.values[key] = { value: wordOf(item, given.value, `${field}.value`) };
    else {
      reported.values[key] = numberOf(item, { ...given, value: given.value }, at);
      reported.units[key] =
        given.unit?.trim() || refuse('comparison.result-unit', { what: item.name }, `${field}.unit`);
    }
  }
  refuseAll(reasons);
  return reported;
}

const wordOf = ({ design }: ItemRow, value: string, field: string): string => {
  const { options = [], several } = design;
  if (options.length > 0 && !several && !options.includes(value.trim()))
    refuse('comparison.result-option', { given: value.trim(), options: options.join('、') }, field);
  return value.trim();
};

/** Digits as the scheme asks, no fewer and no more (domain 10.14); u above 0. */
function numberOf(
  item: ItemRow,
  { value, standardU: u }: { value: string; standardU?: string },
  at: number,
): { value: string; u?: string } {
  const { decimal, qualifier } = normalise(value, {}, `results.${at}.value`);
  const decimals = decimal.split('.')[1]?.length ?? 0;
  const asked = item.decimals ?? decimals;
  if (qualifier === '=' && decimals !== asked)
    refuse('comparison.result-digits', { what: item.name, asked, n: decimals }, `results.${at}.value`);
  const shown = qualifier === '=' ? decimal : `${qualifier}${decimal}`;
  if (!u?.trim()) return { value: shown };
  const own = normalise(u, {}, `results.${at}.standardU`);
  if (own.qualifier !== '=' || !/[1-9]/.test(own.decimal) || own.decimal.startsWith('-'))
    refuse('comparison.result-u', { given: u }, `results.${at}.standardU`);
  return { value: shown, u: own.decimal };
}
