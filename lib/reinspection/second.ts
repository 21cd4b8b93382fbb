import { normalise } from '../core/decimal.ts';
import type { Limit } from '../core/limits.ts';
import { refuse } from '../core/refusal.ts';
import { find, list } from '../kernel/tables.ts';
import { dueBy, startClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { type ReceiptRow, type SampleRow, sampleLetters, sampleOf, samplePattern } from '../samples/index.ts';
import { findSampling, type PortionRow, places, type SamplingRow, samplingForm } from '../samplings/index.ts';
import { planItems, repeatItems, type TestRow } from '../testing/index.ts';
import type { ReinspectionRow } from './rows.ts';

/** What is seen of the portion when it comes in. */
export interface PortionSeen {
  quantity: string;
  unit: string;
  sealNo: string;
  condition: string;
  temperature?: string;
}

/**
 * Registers the portion that is re-inspected as a batch of its own, linked to the first by the re-inspection, and sets the objected items
 * only, by the same method and basis (34号, domain 1.7).
 */
export async function registerSecond(
  act: Act,
  row: ReinspectionRow,
  seen: PortionSeen,
  limits: readonly (Limit | undefined)[],
): Promise<SampleRow> {
  const rule = act.app.rules.clock('backup-received', row.product_class, act.today);
  if (!rule) return refuse('reinspection.no-clock', { class: row.product_class });
  const sampling = await cover(act, row, seen);
  const receipt = await act.insert<ReceiptRow>('receipts', {
    sampling_id: sampling.id,
    decision: 'accepted',
    checks: { seal: 'ok', packaging: 'ok', amount: 'ok', condition: 'ok', papers: 'ok', details: 'ok', storage: 'ok' },
    grounds: [],
    deviation: null,
    temperature: seen.temperature === undefined ? null : normalise(seen.temperature, {}, 'temperature').decimal,
    note: `${row.number} ${seen.condition}`,
    received_at: act.now,
    received_by: act.user.id,
  });
  const number = await act.number(`sample-${row.product_class}`, samplePattern, {
    class: sampleLetters[row.product_class],
  });
  const first = row.sample_id === null ? undefined : await sampleOf(act.db, row.sample_id);
  const sample = await act.insert<SampleRow>('samples', {
    number,
    sampling_id: sampling.id,
    receipt_id: receipt.id,
    product_class: row.product_class,
    product_name: row.product.name,
    batch_no: row.product.batchNo,
    producer: row.product.producer,
    state: 'accepted',
    received_on: act.today,
    due_on: dueBy(act.app, rule, act.today).date,
    spec_code: first?.spec_code ?? null,
    spec_hash: first?.spec_hash ?? null,
    basis: first?.basis ?? row.product.basis,
    spec_answers: first?.spec_answers ?? null,
    verdict: null,
    priority: 'urgent',
    approved_by: null,
  });
  await act.code(number, 'sample', 'samples', sample.id);
  await startClock(act, 'samples', sample.id, rule, act.today, { productClass: row.product_class });
  await portionOf(act, sampling, sample, seen);
  await setItems(act, row, sample, limits);
  return sample;
}

/** The record that the batch came with: that of the first where the institute drew it, else what the application states. */
async function cover(act: Act, row: ReinspectionRow, seen: PortionSeen): Promise<SamplingRow> {
  const known = row.sample_id === null ? undefined : await sampleOf(act.db, row.sample_id);
  const first = known && (await findSampling(act.db, known.sampling_id));
  const { form, hash, code } = samplingForm(act.app.config.root, row.product_class);
  if (!first) await act.keep('form', code, hash, form);
  return act.insert<SamplingRow>('samplings', {
    number: await act.number('reinspection-cover', 'FYCY{year}-{serial:4}'),
    product_class: row.product_class,
    work_kind: 'FY',
    level: first?.level ?? 'municipal',
    product_name: row.product.name,
    batch_no: row.product.batchNo,
    spec: row.product.spec,
    producer: row.product.producer,
    sampled_unit: row.product.sampledUnit,
    sampled_on: first?.sampled_on ?? act.today,
    quantity: normalise(seen.quantity, {}, 'quantity').decimal,
    unit: seen.unit,
    officers: first?.officers ?? [],
    state: 'received',
    fields: first?.fields ?? { ...(row.product.expiry && { expiryDate: row.product.expiry }) },
    form_hash: first?.form_hash ?? hash,
    created_by: act.user.id,
  });
}

async function portionOf(act: Act, sampling: SamplingRow, sample: SampleRow, seen: PortionSeen): Promise<void> {
  const code = `${sample.number}-P1`;
  const portion = await act.insert<PortionRow>('portions', {
    sampling_id: sampling.id,
    sample_id: sample.id,
    role: 'test',
    n: 1,
    total: 1,
    qty: sampling.quantity,
    unit: seen.unit,
    // The seal itself is known already where the portion came from the institute's own store.
    seal_no: `${seen.sealNo}/${sample.number}`,
    code,
    place: places.reception,
    state: 'received',
  });
  await act.code(code, 'portion', 'portions', portion.id);
}

async function setItems(
  act: Act,
  row: ReinspectionRow,
  sample: SampleRow,
  limits: readonly (Limit | undefined)[],
): Promise<void> {
  if (row.sample_id === null) {
    await planItems(
      act,
      sample,
      row.items.map(({ parameter = '' }, i) => ({ parameter, ...(limits[i] && { limit: limits[i] }) })),
    );
    return;
  }
  const wanted = new Set(row.items.map(({ testId }) => testId));
  const tests = await list<TestRow>(act.db, 'tests', { sample_id: row.sample_id }, 'seq');
  await repeatItems(
    act,
    sample,
    tests.filter(({ id }) => wanted.has(id)),
  );
}

/** The sealed portion as the store knows it. @throws Refusal `record.missing` */
export const storedPortion = async (act: Act, id: string): Promise<PortionRow> =>
  (await find<PortionRow>(act.db, 'portions', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
