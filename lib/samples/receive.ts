import type { Answers } from '../catalogue/index.ts';
import type { Due } from '../core/deadlines.ts';
import { normalise } from '../core/decimal.ts';
import { next } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { dueBy, startClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import {
  currentSampling,
  type PortionRow,
  type ProductClass,
  places,
  portionsOf,
  type SamplingRow,
  samplingMachine,
} from '../samplings/index.ts';
import { type Receipt, receiptProblems } from './check.ts';
import { needsCold } from './cold-chain.ts';
import { retain } from './custody.ts';
import { portionMachine } from './machine.ts';
import type { ReceiptRow, SampleRow } from './rows.ts';
import { countTests, sampleOf } from './store.ts';

export interface ReceiveInput extends Receipt {
  id: string;
  version: number;
  priority?: 'normal' | 'urgent';
  /** Code of the product specification, when the tests are planned at the counter. */
  specification?: string;
  /** Answers to its questions. */
  answers?: Answers;
}

export interface Received {
  receiptId: string;
  decision: ReceiptRow['decision'];
  samplingId: string;
  sample: { id: string; number: string; dueOn: string; provisional: boolean; version: number } | null;
  portions: { id: string; code: string }[];
  tests: number | null;
}

/** Makes the tests of a new batch from a specification; given by the slice that knows how (lib/slices.ts). */
export type Plan = (act: Act, sample: SampleRow, specificationCode: string, answers: Answers) => Promise<unknown>;

/** Class letters of the house's 检品编号: Y 药品, Z 中药, Q 器械, H 化妆品 (domain 8.2). */
export const sampleLetters: Record<ProductClass, string> = { drug: 'Y', tcm: 'Z', device: 'Q', cosmetic: 'H' };
export const samplePattern = '{class}{year}-{serial:5}';

/**
 * Decides at the counter about a sampling (domain 1.5). Taken: receipt, 检品编号, portion codes, clock and, if a specification is
 * named, the tests, all in this act. Refused: the receipt with its grounds, and the portions go back.
 * @throws Refusal 'missing', 'stale', 'conflict' (received already), or every reason of the decision
 */
export async function receive(act: Act, input: ReceiveInput, plan?: Plan): Promise<Received> {
  const sampling = await currentSampling(act, input);
  const state = next(samplingMachine, input.decision === 'refused' ? 'refuse' : 'receive', sampling, actorOf(act.user));
  const cold = needsCold(act.app.config.root, sampling.fields);
  refuseAll(receiptProblems(input, cold, (check) => lookUp(act.user.lang, `check.${check}`)));
  // First the sampling: of two at the counter, the slower one stops here and no number is drawn for nothing.
  await act.update<SamplingRow>('samplings', sampling, { state });
  const receipt = await act.insert<ReceiptRow>('receipts', receiptOf(act, input));
  const base = { receiptId: receipt.id, decision: receipt.decision, samplingId: sampling.id };
  if (receipt.decision === 'refused') {
    await sendBack(act, sampling);
    return { ...base, sample: null, portions: [], tests: null };
  }
  const { sample, due } = await registerSample(act, sampling, receipt, input.priority ?? 'normal');
  const portions = await codePortions(act, sampling, sample);
  const planned = input.specification !== undefined && plan !== undefined;
  if (planned) await plan(act, sample, input.specification ?? '', input.answers ?? {});
  const { version } = planned ? await sampleOf(act.db, sample.id) : sample;
  return {
    ...base,
    sample: { id: sample.id, number: sample.number, dueOn: due.date, provisional: due.provisional, version },
    portions,
    tests: planned ? await countTests(act.db, sample.id) : null,
  };
}

function receiptOf(act: Act, input: ReceiveInput) {
  return {
    sampling_id: input.id,
    decision: input.decision,
    checks: input.checks,
    grounds: input.grounds ?? [],
    deviation: input.decision === 'deviation' ? (input.deviation ?? null) : null,
    temperature: input.temperature === undefined ? null : normalise(input.temperature).decimal,
    note: input.note ?? null,
    // Server time only: nobody dates a receipt back (domain 10.23).
    received_at: act.now,
    received_by: act.user.id,
  };
}

async function registerSample(
  act: Act,
  sampling: SamplingRow,
  receipt: ReceiptRow,
  priority: SampleRow['priority'],
): Promise<{ sample: SampleRow; due: Due }> {
  const { product_class: productClass } = sampling;
  const rule = act.app.rules.clock('received', productClass, act.today);
  if (!rule)
    return refuse('receipt.no-clock', { class: lookUp(act.user.lang, `class.${productClass}`), on: act.today });
  const due = dueBy(act.app, rule, act.today);
  const number = await act.number(`sample-${productClass}`, samplePattern, { class: sampleLetters[productClass] });
  const sample = await act.insert<SampleRow>('samples', {
    number,
    sampling_id: sampling.id,
    receipt_id: receipt.id,
    product_class: productClass,
    product_name: sampling.product_name,
    batch_no: sampling.batch_no,
    producer: sampling.producer,
    state: 'accepted',
    received_on: act.today,
    due_on: due.date,
    spec_code: null,
    spec_hash: null,
    basis: null,
    spec_answers: null,
    verdict: null,
    priority,
    approved_by: null,
  });
  await act.code(number, 'sample', 'samples', sample.id);
  await startClock(act, 'samples', sample.id, rule, act.today);
  return { sample, due };
}

/** The part for testing stays at reception until an analyst fetches it; the parts for re-inspection and retention go into the store, still sealed. */
async function codePortions(
  act: Act,
  sampling: SamplingRow,
  sample: SampleRow,
): Promise<{ id: string; code: string }[]> {
  const coded: { id: string; code: string }[] = [];
  for (const portion of await portionsOf(act.db, sampling.id)) {
    const code = `${sample.number}-P${portion.n}`;
    const forTest = portion.role === 'test';
    const state = next(portionMachine, forTest ? 'receive' : 'retain', portion, actorOf(act.user));
    await act.code(code, 'portion', 'portions', portion.id);
    if (!forTest) await retain(act, portion, sample.id);
    await act.update<PortionRow>('portions', portion, {
      sample_id: sample.id,
      code,
      state,
      place: forTest ? places.reception : places.retention,
    });
    coded.push({ id: portion.id, code });
  }
  return coded;
}

async function sendBack(act: Act, sampling: SamplingRow): Promise<void> {
  for (const portion of await portionsOf(act.db, sampling.id)) {
    const state = next(portionMachine, 'refuse', portion, actorOf(act.user));
    await act.update<PortionRow>('portions', portion, { state, place: places.returned });
  }
}
