import type { Answered, Question } from '../catalogue/index.ts';
import { available } from '../core/machine.ts';
import { actorOf } from '../kernel/access.ts';
import { clocksOf, type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import {
  lineOf,
  portionsOf,
  type SamplingLine,
  type ShownPortion,
  samplingOf,
  shownPortion,
} from '../samplings/index.ts';
import { needsCold } from './cold-chain.ts';
import { goodsOf, offered } from './goods.ts';
import { type HistoryEntry, historyOf } from './history.ts';
import { type SampleMove, sampleMachine } from './machine.ts';
import { type CheckName, checkNames, type Decision, openStates, type SampleRow } from './rows.ts';
import {
  caseLines,
  investigationLines,
  type ReportLine,
  receiptRow,
  reportLines,
  sampleOf,
  type TestLine,
  testLines,
} from './store.ts';

export interface SampleLine {
  id: string;
  number: string;
  class: SampleRow['product_class'];
  productName: string;
  batchNo: string;
  producer: string;
  state: SampleRow['state'];
  verdict: SampleRow['verdict'];
  receivedOn: string;
  dueOn: string;
  due: Standing;
  priority: SampleRow['priority'];
}

export interface ShownSample extends SampleLine {
  version: number;
  sampling: { id: string; number: string; sampledUnit: string; sampledOn: string; quantity: string };
  receipt: {
    decision: Decision;
    deviation: string | null;
    temperature: string | null;
    note: string | null;
    failed: CheckName[];
  };
  specification: string | null;
  basis: string | null;
  answers: Answered[];
  clockBasis: string | null;
  portions: ShownPortion[];
  tests: TestLine[];
  reports: ReportLine[];
  cases: ReportLine[];
  investigations: ReportLine[];
  moves: { move: SampleMove; obstacles: string[] }[];
  history: HistoryEntry[];
}

type Today = Pick<Query, 'app' | 'today'>;

export const sampleLine = (row: SampleRow, now: Today): SampleLine => ({
  id: row.id,
  number: row.number,
  class: row.product_class,
  productName: row.product_name,
  batchNo: row.batch_no,
  producer: row.producer,
  state: row.state,
  verdict: row.verdict,
  receivedOn: row.received_on,
  dueOn: row.due_on,
  due: standing(now, row.due_on),
  priority: row.priority,
});

export const isOpen = (state: SampleRow['state']): boolean => openStates.some((open) => open === state);

/** A batch as its page shows it: what it is, where its portions are, its tests, its papers, its life. @throws Refusal 'missing' */
export async function showSample(query: Query, id: string): Promise<ShownSample> {
  const { db, user } = query;
  const sample = await sampleOf(db, id);
  const sampling = await samplingOf(db, sample.sampling_id);
  const receipt = await receiptRow(db, sample.receipt_id);
  if (!receipt) throw new Error(`sample ${sample.number} has no receipt`);
  const [portions, tests, reports] = [
    await portionsOf(db, sampling.id),
    await testLines(db, id),
    await reportLines(db, id),
  ];
  const [cases, clocks] = [await caseLines(db, id), await clocksOf(db, 'samples', id)];
  const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);
  const entities = {
    samples: [id],
    samplings: [sampling.id],
    receipts: [receipt.id],
    portions: ids(portions),
    tests: ids(tests),
    reports: ids(reports),
    cases: ids(cases),
  };
  return {
    ...sampleLine(sample, query),
    version: sample.version,
    sampling: {
      id: sampling.id,
      number: sampling.number,
      sampledUnit: sampling.sampled_unit,
      sampledOn: sampling.sampled_on,
      quantity: `${sampling.quantity} ${sampling.unit}`,
    },
    receipt: {
      decision: receipt.decision,
      deviation: receipt.deviation,
      temperature: receipt.temperature,
      note: receipt.note,
      failed: checkNames.filter((name) => receipt.checks[name] === 'not'),
    },
    specification: sample.spec_code,
    basis: sample.basis,
    answers: sample.spec_answers ?? [],
    clockBasis: clocks[0]?.basis ?? null,
    portions: portions.map(shownPortion),
    tests,
    reports,
    cases,
    investigations: await investigationLines(db, id),
    moves: available(sampleMachine, sample, actorOf(user)).map(({ move, obstacles }) => ({
      move,
      obstacles: obstacles.map((reason) => reasonText(user.lang, reason)),
    })),
    history: await historyOf(db, entities, new Map(tests.map((test) => [test.id, test.name[user.lang]])), user.lang),
  };
}

export interface ReceiptPage {
  sampling: SamplingLine;
  version: number;
  quantity: string;
  /** Storage as the label states it. */
  storage: string | null;
  cold: boolean;
  portions: ShownPortion[];
  /** Those that hold for the goods; those that bear their name stand first. */
  specifications: { code: string; name: string }[];
  /** What the chosen one asks. */
  questions: Question[];
  /** Somebody decided about it already. */
  decided: boolean;
}

/** What reception needs to see beside the goods. @throws Refusal 'missing' */
export async function showReceipt({ app, db, user, today }: Query, id: string, chosen?: string): Promise<ReceiptPage> {
  const sampling = await samplingOf(db, id);
  return {
    sampling: lineOf(sampling),
    version: sampling.version,
    quantity: `${sampling.quantity} ${sampling.unit}`,
    storage: sampling.fields.storageCondition ?? null,
    cold: needsCold(app.config.root, sampling.fields),
    portions: (await portionsOf(db, id)).map(shownPortion),
    specifications: offered(app.catalogue, goodsOf(sampling, today), sampling.product_name).map(
      ({ code, product, standard }) => ({ code, name: `${product[user.lang]} · ${standard}` }),
    ),
    questions: (chosen === undefined ? undefined : app.catalogue.specifications.get(chosen)?.questions) ?? [],
    decided: sampling.state !== 'sampled',
  };
}
