import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Act, Query } from '../kernel/types.ts';
import { type SampleRow, sampleOf } from '../samples/index.ts';
import { addItem, assign, attemptsOf, type TestRow, testTitle } from '../testing/index.ts';
import { supplementRules } from './rules.ts';
import { wordless } from './store.ts';

export interface SupplementInput {
  id: string;
  version: number;
  parameterCode: string;
  methodKind: string;
  supplementMethod: string;
  methodNumber?: string;
  reason: string;
  analyst: string;
}

/**
 * Adds a supplementary item to a batch under way (补充检验, domain 1.6): by an approved method its result counts, by one of the laboratory's own
 * it is a reference or a clue and never makes the batch fail.
 * @throws Refusal `supplement.kind`, `supplement.number`, `supplement.parameter`, `supplement.twice`, `investigation.words`, `plan.under-way`, and as for any assignment
 */
export async function addSupplement(act: Act, input: SupplementInput): Promise<TestRow> {
  const sample = await sampleOf(act.db, input.id);
  if (sample.version !== input.version) refuse('record.stale', {}, undefined, 'stale');
  const rule = supplementRules(act.app, act.today).find(({ id }) => id === input.methodKind);
  if (!rule) return refuse('supplement.kind', { kind: input.methodKind.slice(0, 40) }, 'methodKind');
  const code = input.parameterCode.trim();
  const number = input.methodNumber?.trim() || null;
  const planned = await attemptsOf(act.db, sample.id);
  const twice = planned.find(
    ({ parameter_code, item }) => parameter_code === code && item.method === input.supplementMethod.trim(),
  );
  const faults: (Reason | false)[] = [
    !act.app.catalogue.parameters.has(code) && {
      ...{ id: 'supplement.parameter', field: 'parameterCode', params: { code: code.slice(0, 40) } },
    },
    rule.numbered && number === null && { id: 'supplement.number', field: 'methodNumber', params: { kind: rule.zh } },
    twice !== undefined && { id: 'supplement.twice', field: 'parameterCode', params: { item: testTitle(twice, 'zh') } },
    ...wordless(input.supplementMethod, 'supplementMethod'),
    ...wordless(input.reason, 'reason'),
  ];
  refuseAll(faults.filter((fault) => fault !== false));
  const method = [input.supplementMethod.trim(), number].filter(Boolean).join(' ');
  const test = await addItem(
    act,
    sample.id,
    { parameter: code, method },
    { kind: rule.id, number, reason: input.reason.trim(), statutory: rule.statutory, basis: rule.basis },
  );
  const [assigned = test] = await assign(act, { id: sample.id, tests: [test.id], analyst: input.analyst });
  return assigned;
}

export interface SupplementSheet {
  sample: Pick<SampleRow, 'id' | 'version' | 'number' | 'product_name' | 'batch_no' | 'state' | 'product_class'>;
  kinds: { id: string; zh: string; en: string; statutory: boolean; numbered: boolean; basis: string }[];
  added: { id: string; title: string; method: string; kind: string; statutory: boolean; reason: string }[];
  parameters: { code: string; name: string }[];
}

/** What stands in a batch beside the items of its standard, and what may be added. @throws Refusal `record.missing` */
export async function showSupplements({ app, db, user, today }: Query, id: string): Promise<SupplementSheet> {
  const { version, number, product_name, batch_no, state, product_class } = await sampleOf(db, id);
  const tests = await attemptsOf(db, id);
  return {
    sample: { id, version, number, product_name, batch_no, state, product_class },
    kinds: supplementRules(app, today).map(({ id: kind, zh, en, statutory, numbered, basis }) => ({
      ...{ id: kind, zh, en, statutory, numbered, basis },
    })),
    added: tests.flatMap((test) =>
      test.supplement
        ? [
            {
              ...{ id: test.id, title: testTitle(test, user.lang), method: test.item.method },
              ...{ kind: test.supplement.kind, statutory: test.supplement.statutory, reason: test.supplement.reason },
            },
          ]
        : [],
    ),
    parameters: [...app.catalogue.parameters.values()]
      .filter(
        (parameter) => parameter.class === product_class || (product_class === 'tcm' && parameter.class === 'drug'),
      )
      .map((parameter) => ({ code: parameter.code, name: parameter.name[user.lang] })),
  };
}
