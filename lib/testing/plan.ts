import { type Specification, testItem } from '../catalogue/index.ts';
import { follow } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { Act, App } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { type Batch, held, originsOf } from './store.ts';
import type { TestRow } from './test.ts';

/** The day that decides which edition of a standard holds: production, or where that is not known, today (domain 1.8). */
export const decidingDate = (producedOn: string | null, today: string): string => producedOn ?? today;

/** Why a specification cannot be used for goods of that class and date, or null. */
export function unfit(specification: Specification, productClass: string, on: string): Reason | null {
  const { code, validFrom, validTo } = specification;
  if (specification.class !== productClass) return { id: 'plan.class', field: 'specification', params: { code } };
  if (validFrom !== undefined && on < validFrom)
    return { id: 'plan.not-yet', field: 'specification', params: { code, date: on, from: validFrom } };
  if (validTo !== undefined && on > validTo)
    return { id: 'plan.withdrawn', field: 'specification', params: { code, date: on, to: validTo } };
  return null;
}

/** What else stands against a production date: goods are not made after they were received. */
export function dateFault(producedOn: string | null, receivedOn: string): Reason | null {
  return producedOn !== null && producedOn > receivedOn
    ? { id: 'plan.produced-later', params: { produced: producedOn, received: receivedOn } }
    : null;
}

/**
 * Makes the items of a specification the tests of a batch. Specification, parameters and forms are kept and named by their edition hash,
 * and each item is copied whole, so that the test stays what it is whatever the files say later. The batch is then `assigned`.
 * @throws Refusal `plan.already`, `plan.unknown`, `plan.class`, `plan.not-yet`, `plan.withdrawn`
 */
export async function plan(act: Act, sample: { id: string }, specificationCode: string): Promise<TestRow[]> {
  const batch = await held<Batch>(act, 'samples', sample.id);
  if (batch.state !== 'accepted') refuse('plan.already', { number: batch.number }, undefined, 'conflict');
  const specification = act.app.catalogue.specifications.get(specificationCode);
  if (!specification) return refuse('plan.unknown', { code: specificationCode.slice(0, 60) }, 'specification');
  const { producedOn } = await originsOf(act.db, batch.sampling_id);
  const faults = [
    unfit(specification, batch.product_class, decidingDate(producedOn, act.today)),
    dateFault(producedOn, batch.received_on),
  ];
  refuseAll(faults.filter((fault) => fault !== null));
  await keepEditions(act, specification);
  const tests = await act.insertAll<TestRow>('tests', rowsOf(act.app, specification, batch.id));
  const hash = act.app.catalogue.edition('specification', specification.code).hash;
  await act.update<Batch>('samples', batch, {
    state: follow(sampleMachine, 'assign', batch),
    spec_code: specification.code,
    spec_hash: hash,
    basis: specification.standard,
  });
  return tests;
}

/** The same for a batch that is planned at the counter: how many tests it got. */
export async function planTests(
  act: Act,
  sample: { id: string },
  specificationCode: string,
): Promise<{ tests: number }> {
  return { tests: (await plan(act, sample, specificationCode)).length };
}

async function keepEditions({ app: { catalogue }, keep }: Act, specification: Specification): Promise<void> {
  const parameters = [...new Set(specification.items.map((item) => item.parameter))].map((code) =>
    catalogue.edition('parameter', code),
  );
  const forms = [...new Set(specification.items.map((item) => catalogue.parameter(item.parameter).form))].map((code) =>
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
  sampleId: string,
): Omit<TestRow, 'id' | 'version' | 'created_at'>[] {
  return specification.items.map((item) => {
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
