import type { Knex } from 'knex';
import {
  type Answers,
  answered,
  type Goods,
  itemsFor,
  type Specification,
  type SpecificationItem,
  testItem,
  unfit,
} from '../catalogue/index.ts';
import { follow } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Act, App } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { type Batch, held, originsOf } from './store.ts';
import type { TestRow } from './test.ts';

/** What else stands against a production date: goods are not made after they were received. */
export function dateFault(producedOn: string | null, receivedOn: string): Reason | null {
  return producedOn !== null && producedOn > receivedOn
    ? { id: 'plan.produced-later', params: { produced: producedOn, received: receivedOn } }
    : null;
}

/** What of a batch decides which edition holds for it. */
export async function goodsOfBatch(
  db: Knex,
  batch: Pick<Batch, 'product_class' | 'sampling_id'>,
  today: string,
): Promise<Goods> {
  const { producedOn, registration } = await originsOf(db, batch.sampling_id);
  return { class: batch.product_class, producedOn, testedOn: today, registration };
}

/**
 * Makes the items of a specification that hold for the answers the tests of a batch. Specification, parameters and forms are kept and
 * named by their edition hash, and each item is copied whole, so that the test stays what it is whatever the files say later. The
 * answers stay with the batch in words. The batch is then `assigned`.
 * @throws Refusal `plan.already`, `plan.unknown`, `plan.class`, `plan.not-yet`, `plan.withdrawn`, `plan.registration`,
 * `plan.answer-missing`, `plan.answer-several`, `plan.answer-unknown`, `plan.answer-unasked`
 */
export async function plan(
  act: Act,
  sample: { id: string },
  specificationCode: string,
  answers: Answers = {},
): Promise<TestRow[]> {
  const batch = await held<Batch>(act, 'samples', sample.id);
  if (batch.state !== 'accepted') refuse('plan.already', { number: batch.number }, undefined, 'conflict');
  const specification = act.app.catalogue.specifications.get(specificationCode);
  if (!specification) return refuse('plan.unknown', { code: specificationCode.slice(0, 60) }, 'specification');
  const goods = await goodsOfBatch(act.db, batch, act.today);
  const faults = [unfit(specification, goods), dateFault(goods.producedOn, batch.received_on)];
  refuseAll(faults.filter((fault) => fault !== null));
  const items = itemsFor(specification, answers, act.user.lang);
  await keepEditions(act, specification, items);
  const tests = await act.insertAll<TestRow>('tests', rowsOf(act.app, specification, items, batch.id));
  const hash = act.app.catalogue.edition('specification', specification.code).hash;
  await act.update<Batch>('samples', batch, {
    state: follow(sampleMachine, 'assign', batch),
    spec_code: specification.code,
    spec_hash: hash,
    basis: specification.standard,
    spec_answers: answered(specification, answers),
  });
  return tests;
}

/** The same for a batch that is planned at the counter: how many tests it got. */
export async function planTests(
  act: Act,
  sample: { id: string },
  specificationCode: string,
  answers: Answers = {},
): Promise<{ tests: number }> {
  return { tests: (await plan(act, sample, specificationCode, answers)).length };
}

async function keepEditions(
  { app: { catalogue }, keep }: Act,
  specification: Specification,
  items: readonly SpecificationItem[],
): Promise<void> {
  const codes = [...new Set(items.map((item) => item.parameter))];
  const parameters = codes.map((code) => catalogue.edition('parameter', code));
  const forms = [...new Set(codes.map((code) => catalogue.parameter(code).form))].map((code) =>
    catalogue.edition('form', code),
  );
  for (const { kind, code, hash, body } of [
    catalogue.edition('specification', specification.code),
    ...parameters,
    ...forms,
  ]) {
    await keep(kind, code, hash, body);
  }
}

function rowsOf(
  { catalogue }: App,
  specification: Specification,
  items: readonly SpecificationItem[],
  sampleId: string,
): Omit<TestRow, 'id' | 'version' | 'created_at'>[] {
  return items.map((item) => {
    const parameter = catalogue.parameter(item.parameter);
    return {
      sample_id: sampleId,
      seq: item.seq,
      parameter_code: parameter.code,
      parameter_hash: catalogue.edition('parameter', parameter.code).hash,
      form_code: parameter.form,
      form_hash: catalogue.edition('form', parameter.form).hash,
      item: testItem(parameter, item, specification),
      state: 'unassigned',
      analyst_id: null,
      reviewer_id: null,
      readings: {},
      outcome: null,
      result_text: null,
      result_exact: null,
      verdict: null,
      started_at: null,
      submitted_at: null,
      reviewed_at: null,
      returned_reason: null,
    };
  });
}

/** The version of a batch that was read, checked before it is changed. @throws Refusal `record.stale` */
export async function refuseOldBatch(act: Act, id: string, version: number): Promise<void> {
  const batch = await held<Batch>(act, 'samples', id);
  if (batch.version !== version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', { version: batch.version, state: batch.state });
}
