import { normalise } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';
import { may } from '../kernel/access.ts';
import type { UserRow } from '../kernel/session.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import {
  type InternalPurpose,
  type InternalRow,
  type ReceiptRow,
  type SampleRow,
  sampleLetters,
  samplePattern,
} from '../samples/index.ts';
import { type PortionRow, type ProductClass, places, type SamplingRow, samplingForm } from '../samplings/index.ts';
import { type ItemAsked, planItems } from '../testing/index.ts';

export interface InternalInput {
  purpose: InternalPurpose;
  ownerKind: string;
  ownerId: string;
  note?: string;
  productClass: ProductClass;
  productName: string;
  batchNo: string;
  spec?: string;
  producer: string;
  /** What the bench is told of where it comes from; shown where an ordinary batch shows the sampled unit. */
  client: string;
  quantity: string;
  unit: string;
  dueOn: string;
  /** Login or staff number of whoever took it at the counter; shown as the receiver. Left out: the preparer. */
  receptionist?: string;
  items: readonly ItemAsked[];
}

/**
 * Makes a batch of the institute's own that looks like a commissioned one and goes over the ordinary bench with the ordinary checks
 * (blind samples, GB/T 27025 7.7.1 k). Its truth stands apart, in `internal_samples`; whoever prepared it may not test it.
 * @returns the batch with its tests, waiting to be assigned
 * @throws Refusal `internal.due` for a day that has passed, `internal.receiver`, `number.*` for the quantity, `plan.*` for the items
 */
export async function prepareInternal(act: Act, input: InternalInput): Promise<SampleRow> {
  if (input.dueOn < act.today) refuse('internal.due', { today: act.today }, 'dueOn');
  const quantity = normalise(input.quantity, {}, 'quantity').decimal;
  const receiver = await receiverOf(act, input.receptionist);
  const sampling = await cover(act, input, quantity);
  const sample = await batch(act, input, sampling, { quantity, receiver });
  await act.insert<InternalRow>('internal_samples', {
    sample_id: sample.id,
    purpose: input.purpose,
    owner_kind: input.ownerKind,
    owner_id: input.ownerId,
    note: input.note ?? null,
    prepared_by: act.user.id,
    completed_at: null,
  });
  await planItems(act, sample, input.items);
  return sample;
}

/** @throws Refusal `internal.receiver` for anybody who does not receive samples */
async function receiverOf(act: Act, named: string | undefined): Promise<string> {
  const name = named?.trim() ?? '';
  if (name === '') return act.user.id;
  const row =
    (await find<UserRow>(act.db, 'users', { login: name })) ??
    (await find<UserRow>(act.db, 'users', { employee_no: name }));
  return row?.active === 1 && may(row.roles, 'sample.receive')
    ? row.id
    : refuse('internal.receiver', { name }, 'receptionist');
}

/** The record that an ordinary batch came with: commissioned, received today. */
async function cover(act: Act, input: InternalInput, quantity: string): Promise<SamplingRow> {
  const { form, hash, code } = samplingForm(act.app.config.root, input.productClass);
  await act.keep('form', code, hash, form);
  return act.insert<SamplingRow>('samplings', {
    number: await act.number('commission', 'WT{year}-{serial:5}'),
    product_class: input.productClass,
    work_kind: 'WT',
    level: 'municipal',
    product_name: input.productName,
    batch_no: input.batchNo,
    spec: input.spec?.trim() || '—',
    producer: input.producer,
    sampled_unit: input.client,
    sampled_on: act.today,
    quantity,
    unit: input.unit,
    officers: [],
    state: 'received',
    fields: {},
    form_hash: hash,
    created_by: act.user.id,
  });
}

async function batch(
  act: Act,
  input: InternalInput,
  sampling: SamplingRow,
  { quantity, receiver }: { quantity: string; receiver: string },
): Promise<SampleRow> {
  const receipt = await act.insert<ReceiptRow>('receipts', {
    sampling_id: sampling.id,
    decision: 'accepted',
    checks: { seal: 'ok', packaging: 'ok', amount: 'ok', condition: 'ok', papers: 'ok', details: 'ok', storage: 'ok' },
    grounds: [],
    deviation: null,
    temperature: null,
    note: null,
    received_at: act.now,
    received_by: receiver,
  });
  const number = await act.number(`sample-${input.productClass}`, samplePattern, {
    class: sampleLetters[input.productClass],
  });
  const sample = await act.insert<SampleRow>('samples', {
    number,
    sampling_id: sampling.id,
    receipt_id: receipt.id,
    product_class: input.productClass,
    product_name: input.productName,
    batch_no: input.batchNo,
    producer: input.producer,
    state: 'accepted',
    received_on: act.today,
    due_on: input.dueOn,
    spec_code: null,
    spec_hash: null,
    basis: null,
    spec_answers: null,
    verdict: null,
    priority: 'normal',
    approved_by: null,
  });
  await act.code(number, 'sample', 'samples', sample.id);
  const code = `${number}-P1`;
  const portion = await act.insert<PortionRow>('portions', {
    sampling_id: sampling.id,
    sample_id: sample.id,
    role: 'test',
    n: 1,
    total: 1,
    qty: quantity,
    unit: input.unit,
    seal_no: code,
    code,
    place: places.reception,
    state: 'received',
  });
  await act.code(code, 'portion', 'portions', portion.id);
  return sample;
}
