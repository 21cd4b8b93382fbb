import type { Knex } from 'knex';
import {
  type Answers,
  answered,
  exampleItem,
  type Goods,
  type ItemTerms,
  itemsFor,
  type Specification,
  type SpecificationItem,
  testItem,
  unfit,
} from '../catalogue/index.ts';
import { type Limit, limitText } from '../core/limits.ts';
import { follow } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { TestItem } from '../forms/index.ts';
import type { Act, App } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { type Batch, held, originsOf } from './store.ts';
import { type Standing, type Supplement, seqOfAttempt, type TestRow } from './test.ts';

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
  const { kind, code, hash, body } = catalogue.edition('specification', specification.code);
  await keep(kind, code, hash, body);
  await keepParameters(
    { app: { catalogue }, keep },
    items.map((item) => item.parameter),
  );
}

/** Keeps the editions of parameters and of their forms. */
async function keepParameters(
  { app: { catalogue }, keep }: { app: Pick<App, 'catalogue'>; keep: Act['keep'] },
  named: readonly string[],
): Promise<void> {
  const codes = [...new Set(named)];
  const parameters = codes.map((code) => catalogue.edition('parameter', code));
  const forms = [...new Set(codes.map((code) => catalogue.parameter(code).form))].map((code) =>
    catalogue.edition('form', code),
  );
  for (const { kind, code, hash, body } of [...parameters, ...forms]) {
    await keep(kind, code, hash, body);
  }
}

type NewTest = Omit<TestRow, 'id' | 'version' | 'created_at'>;

const rowsOf = (
  app: App,
  specification: Specification,
  items: readonly SpecificationItem[],
  sampleId: string,
): NewTest[] =>
  items.map((item) => {
    const parameter = app.catalogue.parameter(item.parameter);
    return rowOf(app, sampleId, item.seq, parameter.code, testItem(parameter, item, specification));
  });

function rowOf({ catalogue }: App, sampleId: string, seq: number, code: string, item: TestItem): NewTest {
  const { form } = catalogue.parameter(code);
  return {
    ...newTest(sampleId, seq, item),
    parameter_code: code,
    parameter_hash: catalogue.edition('parameter', code).hash,
    form_code: form,
    form_hash: catalogue.edition('form', form).hash,
  };
}

/** A test of which nobody has done anything. */
const newTest = (sample_id: string, seq: number, item: TestItem) => ({
  ...{ sample_id, seq, item, state: 'unassigned' as const, analyst_id: null, reviewer_id: null },
  ...{ readings: {}, outcome: null, result_text: null, result_exact: null, verdict: null },
  ...{ started_at: null, submitted_at: null, reviewed_at: null, returned_reason: null },
  ...{ standing: 'counts' as const, attempt: 0 },
});

/** An item asked for by its parameter, without a product standard: what it is held against (left out: nothing), and the constants of its form. */
export interface ItemAsked {
  parameter: string;
  limit?: Limit;
  constants?: Record<string, string>;
}

/** Results that are a figure of their own can be reported without a limit; all others are judged by the words of the method. */
const figures = new Set(['number', 'plates-chp', 'plates-cosmetic']);

/** The terms of an item that no specification gives. */
function termsAsked({ catalogue }: App, { parameter: code, limit, constants }: ItemAsked): ItemTerms {
  const parameter = catalogue.parameter(code);
  const isFigure = figures.has(catalogue.form(parameter.form)['x-result'].kind);
  const typical = parameter.examples.find(({ kind }) => kind !== 'refusal')?.item;
  const own: Limit | undefined = limit ?? (isFigure ? { kind: 'none' } : typical?.limit);
  return {
    limit: own ?? { kind: 'text', requirement: parameter.typicalLimit ?? '' },
    constants: { ...(isFigure ? {} : typical?.constants), ...constants },
  };
}

/**
 * Makes single items the tests of a batch that has no product standard: internal samples, re-inspection of named items. The batch is then `assigned`.
 * @throws Refusal `plan.already`, `plan.no-items`, `catalogue.unknown`
 */
export async function planItems(act: Act, sample: { id: string }, asked: readonly ItemAsked[]): Promise<TestRow[]> {
  const batch = await held<Batch>(act, 'samples', sample.id);
  if (batch.state !== 'accepted') refuse('plan.already', { number: batch.number }, undefined, 'conflict');
  if (asked.length === 0) refuse('plan.no-items', {}, 'items');
  await keepParameters(
    act,
    asked.map(({ parameter }) => parameter),
  );
  const tests = await act.insertAll<TestRow>(
    'tests',
    asked.map((one, i) => {
      const parameter = act.app.catalogue.parameter(one.parameter);
      const terms = termsAsked(act.app, one);
      const item = exampleItem(parameter, terms);
      const words = item.limitText || limitText(terms.limit, item.unit, 'zh');
      return rowOf(act.app, batch.id, i + 1, parameter.code, { ...item, limitText: words });
    }),
  );
  await act.update<Batch>('samples', batch, { state: follow(sampleMachine, 'assign', batch) });
  return tests;
}

/**
 * Makes items of an earlier batch the tests of a new one exactly as they were: same method, same limits, same editions (re-inspection, domain
 * 1.7). The batch is then `assigned`.
 * @throws Refusal `plan.already`, `plan.no-items`
 */
export async function repeatItems(act: Act, sample: { id: string }, earlier: readonly TestRow[]): Promise<TestRow[]> {
  const batch = await held<Batch>(act, 'samples', sample.id);
  if (batch.state !== 'accepted') refuse('plan.already', { number: batch.number }, undefined, 'conflict');
  if (earlier.length === 0) refuse('plan.no-items', {}, 'items');
  const tests = await act.insertAll<TestRow>(
    'tests',
    earlier.map(({ parameter_code, parameter_hash, form_code, form_hash, item }, i) => ({
      ...newTest(batch.id, i + 1, item),
      ...{ parameter_code, parameter_hash, form_code, form_hash },
    })),
  );
  await act.update<Batch>('samples', batch, { state: follow(sampleMachine, 'assign', batch) });
  return tests;
}

/** Another attempt at an item of the same batch, by the same editions and limits: nobody's yet, beside the first one (domain 3.5). */
export async function attemptAgain(
  act: Act,
  first: TestRow,
  { attempt, standing, investigation }: { attempt: number; standing: Standing; investigation: string },
): Promise<TestRow> {
  const { parameter_code, parameter_hash, form_code, form_hash } = first;
  return act.insert<TestRow>('tests', {
    ...newTest(first.sample_id, seqOfAttempt(first, attempt), first.item),
    ...{ parameter_code, parameter_hash, form_code, form_hash, standing, attempt, investigation_id: investigation },
  });
}

/**
 * Adds an item to a batch that is being tested, after those of its standard, by a method of a kind that its rule names (domain 1.6).
 * @throws Refusal `plan.under-way`, `catalogue.unknown`
 */
export async function addItem(
  act: Act,
  sampleId: string,
  asked: ItemAsked & { method: string },
  supplement: Supplement,
): Promise<TestRow> {
  const batch = await held<Batch>(act, 'samples', sampleId);
  if (!['assigned', 'testing', 'tested'].includes(batch.state))
    refuse('plan.under-way', { number: batch.number }, undefined, 'conflict');
  await keepParameters(act, [asked.parameter]);
  const parameter = act.app.catalogue.parameter(asked.parameter);
  const terms = termsAsked(act.app, asked);
  const item = exampleItem(parameter, terms);
  const words = item.limitText || limitText(terms.limit, item.unit, 'zh');
  const last: { seq: number }[] = await act.db('tests').where({ sample_id: sampleId, attempt: 0 }).select('seq');
  const seq = Math.max(0, ...last.map((test) => test.seq)) + 1;
  const row = rowOf(act.app, sampleId, seq, parameter.code, { ...item, limitText: words, method: asked.method });
  const test = await act.insert<TestRow>('tests', { ...row, supplement });
  if (batch.state === 'tested')
    await act.update<Batch>('samples', batch, { state: follow(sampleMachine, 'reopen', batch) });
  return test;
}

/** The version of a batch that was read, checked before it is changed. @throws Refusal `record.stale` */
export async function refuseOldBatch(act: Act, id: string, version: number): Promise<void> {
  const batch = await held<Batch>(act, 'samples', id);
  if (batch.version !== version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', { version: batch.version, state: batch.state });
}
