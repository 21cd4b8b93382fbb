import { next } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act, App } from '../kernel/types.ts';
import { keepPaper } from './files.ts';
import { subfieldOf } from './history.ts';
import { type RoundMove, roundMachine } from './machine.ts';
import { utcOf } from './moment.ts';
import { codesOf, costFaults, providerNamed, type Read } from './plans.ts';
import type { ItemRow, Kept, PlanLineRow, PlanRow, Receipt, RoundRow } from './rows.ts';
import { itemsOf, roundFor, rowAt } from './store.ts';
import { subjectOf } from './subject.ts';

export interface RoundInput {
  /** The line of an approved plan that it fulfils. */
  line?: string;
  provider: string;
  scheme: string;
  schemeNo?: string;
  parameterCodes: string;
  deadline: string;
  cost?: string;
  method?: string;
  sample?: string;
  responsible?: string;
}

/** Forms of record whose result is a word, not a number. */
const wordy: readonly string[] = ['conform', 'choice', 'screen', 'absence'];

export function kindOf({ catalogue }: App, code: string): ItemRow['kind'] {
  const parameter = catalogue.parameter(code);
  return wordy.includes(catalogue.form(parameter.form)['x-result'].kind) ? 'qualitative' : 'number';
}

/**
 * Opens a participation, by the plan or beside it. @throws Refusal `proficiency.codes`, `proficiency.unknown-code`, `proficiency.cost`,
 * `proficiency.moment`, `proficiency.deadline-past`, `proficiency.provider`, `proficiency.plan-not-approved`, `proficiency.line-used`
 */
export async function openRound(act: Act, input: RoundInput): Promise<RoundRow> {
  const codes = codesOf(input.parameterCodes);
  const deadline_at = utcOf(input.deadline, 'deadline');
  refuseAll([
    ...(codes.length === 0 ? [{ id: 'proficiency.codes', field: 'parameterCodes' }] : []),
    ...codes
      .filter((code) => subfieldOf(act.app, code) === null)
      .map((code) => ({ id: 'proficiency.unknown-code', field: 'parameterCodes', params: { code } })),
    ...(deadline_at <= act.now ? [{ id: 'proficiency.deadline-past', field: 'deadline' }] : []),
    ...costFaults(input.cost),
  ]);
  const line = await lineFor(act, input.line);
  const text = (value: string | undefined): string | null => value?.trim() || null;
  const round = await act.insert<RoundRow>('pt_rounds', {
    ...blank,
    number: await act.number('proficiency', 'PT-{year}-{serial:3}'),
    line_id: line?.id ?? null,
    provider_id: (await providerNamed(act, input.provider)) ?? refuse('proficiency.provider', { name: '' }, 'provider'),
    scheme: input.scheme.trim(),
    scheme_no: text(input.schemeNo),
    ...{ lab_code: null, cost: text(input.cost), deadline_at, state: 'planned', created_by: act.user.id },
    ...{ method: text(input.method), sample: text(input.sample), responsible: text(input.responsible) },
  });
  await act.insertAll<ItemRow>(
    'pt_items',
    codes.map((code, i) => ({
      ...{ round_id: round.id, seq: i + 1, parameter_code: code, kind: kindOf(act.app, code) },
      unit: act.app.catalogue.parameter(code).unit,
      ...{ test_id: null, result: null, figures: {}, participants: [], judged: null, verdict: null },
    })),
  );
  return round;
}

const blank = {
  ...{ registration: null, receipt: null, sample_id: null, reviewed_by: null, reviewed_at: null, review_note: null },
  ...{ late_asked_by: null, late_reason: null, late_by: null, submitted_at: null, submission: null, report_on: null },
  ...{ report: null, evaluated_by: null, evaluated_at: null, evaluation: null, measures: null, appeal_to: null },
  ...{ appeal: null, outcome: null, archived_at: null, withdrawn_by: null, withdrawn_reason: null },
} as const;

async function lineFor({ db }: Act, id: string | undefined): Promise<PlanLineRow | null> {
  if (id === undefined) return null;
  const line = await rowAt<PlanLineRow>(db, 'pt_plan_lines', id);
  const plan = await rowAt<PlanRow>(db, 'pt_plans', line.plan_id);
  if (plan.state !== 'approved' || line.dropped === 1) refuse('proficiency.plan-not-approved', {}, 'line', 'conflict');
  const taken = await db('pt_rounds')
    .where({ line_id: id })
    .whereNot({ state: 'withdrawn' })
    .first<{ number: string } | undefined>('number');
  return taken ? refuse('proficiency.line-used', { number: taken.number }, 'line', 'conflict') : line;
}

/** A round with the state that a move leads to. @throws Refusal of the machine, `proficiency.missing`, `record.stale` */
export async function moved(act: Act, move: RoundMove, { id, version }: Read) {
  const round = await roundFor(act, id, version);
  const state = next(roundMachine, move, await subjectOf(act, round), actorOf(act.user));
  return { round, state };
}

export const keptNow = async (act: Act, note: string | undefined, file: Upload | undefined): Promise<Kept> => ({
  at: act.now,
  by: act.user.id,
  note: note?.trim() || null,
  file: await keepPaper(act, file),
});

/** 报名: the laboratory's code, its cost, the confirmation. @throws Refusal of the machine, `proficiency.file-type` */
export async function register(
  act: Act,
  input: Read & { labCode: string; cost?: string; note?: string; file?: Upload },
): Promise<RoundRow> {
  const { round, state } = await moved(act, 'register', input);
  refuseAll(costFaults(input.cost));
  const registration = await keptNow(act, input.note, input.file);
  const cost = input.cost?.trim() || round.cost;
  return act.update<RoundRow>('pt_rounds', round, { state, lab_code: input.labCode.trim(), cost, registration });
}

export interface ReceiptInput extends Read {
  receivedOn: string;
  itemCondition: Receipt['condition'];
  temperature?: string;
  statement: string;
  instructions?: string;
  note?: string;
  file?: Upload;
}

/** 样品接收. @throws Refusal of the machine, `proficiency.received-later`, `proficiency.damage-note`, `proficiency.file-type` */
export async function receiveItem(act: Act, input: ReceiptInput): Promise<RoundRow> {
  const { round, state } = await moved(act, 'receive', input);
  const text = (value: string | undefined): string | null => value?.trim() || null;
  refuseAll([
    ...(input.receivedOn > act.today
      ? [{ id: 'proficiency.received-later', field: 'receivedOn', params: { today: act.today } }]
      : []),
    ...(input.itemCondition === 'damaged' && text(input.note) === null
      ? [{ id: 'proficiency.damage-note', field: 'note' }]
      : []),
  ]);
  const receipt: Receipt = {
    ...{ on: input.receivedOn, condition: input.itemCondition, statement: input.statement.trim() },
    temperature: text(input.temperature),
    instructions: text(input.instructions),
    note: text(input.note),
    file: await keepPaper(act, input.file),
  };
  return act.update<RoundRow>('pt_rounds', round, { state, receipt });
}

/**
 * 独立复核 by a person who neither tested nor reviewed on the bench; answers in words are taken over as they go out.
 * @throws Refusal of the machine, `proficiency.own-bench`, `proficiency.no-result`
 */
export async function confirmResults(
  act: Act,
  input: Read & { reviewNote?: string; itemAnswers?: { item: string; answer: string }[] },
): Promise<RoundRow> {
  const { round, state } = await moved(act, 'confirm', input);
  const items = await itemsOf(act.db, round.id);
  for (const item of items) {
    const answer =
      item.kind === 'qualitative' ? input.itemAnswers?.find((one) => one.item === item.id)?.answer.trim() : '';
    if (answer) Object.assign(item, await act.update<ItemRow>('pt_items', item, { result: answer }));
  }
  const open = items.filter(({ result }) => result === null);
  refuseAll(
    open.map(({ parameter_code: code }) => ({ id: 'proficiency.no-result', params: { code } })),
    'conflict',
  );
  const reviewed = { reviewed_by: act.user.id, reviewed_at: act.now, review_note: input.reviewNote?.trim() || null };
  return act.update<RoundRow>('pt_rounds', round, { state, ...reviewed });
}

/** Past the deadline: somebody asks, another person allows. @throws Refusal of the machine, `proficiency.reason` */
export async function askLate(act: Act, input: Read & { reason: string }): Promise<RoundRow> {
  const { round, state } = await moved(act, 'ask-late', input);
  const late_reason = needed(input.reason);
  return act.update<RoundRow>('pt_rounds', round, { state, late_asked_by: act.user.id, late_reason });
}

export const needed = (reason: string): string => reason.trim() || refuse('proficiency.reason', {}, 'reason');

/** @throws Refusal of the machine, `proficiency.late-own` */
export async function allowLate(act: Act, input: Read): Promise<RoundRow> {
  const { round, state } = await moved(act, 'allow-late', input);
  return act.update<RoundRow>('pt_rounds', round, { state, late_by: act.user.id });
}

/**
 * 上报 with its proof. After the deadline only with the approval of another person; it then stays marked as late (domain 10 item 31).
 * @throws Refusal of the machine, `proficiency.proof`, `proficiency.late`, `proficiency.before-review`, `proficiency.moment-future`, `proficiency.moment`
 */
export async function handIn(
  act: Act,
  input: Read & { handedInAt: string; note?: string; file?: Upload },
): Promise<RoundRow> {
  const { round, state } = await moved(act, 'hand-in', input);
  const at = utcOf(input.handedInAt, 'handedInAt');
  const minute = (iso: string): string => iso.slice(0, 16);
  refuseAll([
    ...(input.file === undefined ? [{ id: 'proficiency.proof', field: 'file' }] : []),
    ...(at > act.now ? [{ id: 'proficiency.moment-future', field: 'handedInAt' }] : []),
    ...(minute(at) < minute(round.reviewed_at ?? '') ? [{ id: 'proficiency.before-review', field: 'handedInAt' }] : []),
    ...(at > round.deadline_at && round.late_by === null ? [{ id: 'proficiency.late', field: 'handedInAt' }] : []),
  ]);
  const submission = await keptNow(act, input.note, input.file);
  return act.update<RoundRow>('pt_rounds', round, { state, submitted_at: at, submission });
}

/** Gives a participation up, with the reason: failing to take part without one has consequences (2023年第13号). @throws Refusal of the machine, `proficiency.reason` */
export async function withdraw(act: Act, input: Read & { reason: string }): Promise<RoundRow> {
  const { round, state } = await moved(act, 'withdraw', input);
  const reason = needed(input.reason);
  const patch = { state, withdrawn_by: act.user.id, withdrawn_reason: reason };
  return act.update<RoundRow>('pt_rounds', round, patch, { reason });
}
