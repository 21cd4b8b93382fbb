import { addWorkingDays } from '../../lib/core/deadlines.ts';
import type { TestItem } from '../../lib/forms/index.ts';
import type { ClockRow } from '../../lib/kernel/terms.ts';
import type { Act } from '../../lib/kernel/types.ts';
import { draftReport, type ReportRow } from '../../lib/reports/index.ts';
import type { ReceiptRow, SampleRow } from '../../lib/samples/index.ts';
import { samplingForm } from '../../lib/samplings/form.ts';
import type { PortionRow, SamplingRow } from '../../lib/samplings/index.ts';
import type { SignatureRow, TestRow, TestState } from '../../lib/testing/index.ts';
import { clockRow } from '../support/clocks.ts';
import { type Answer, type Client, type Lab, PASSWORD } from '../support/lab.ts';

/** What differs from a conforming tablet of a supervision sampling that the department has approved; people by login. */
export interface BatchChange {
  productClass?: SampleRow['product_class'];
  workKind?: SamplingRow['work_kind'];
  /** The ash content is over its limit. */
  fails?: boolean;
  state?: SampleRow['state'];
  /** State of both items. */
  tests?: TestState;
  officers?: [string, string];
  analyst?: string | null;
  reviewer?: string | null;
  approvedBy?: string;
  /** A reviewer whose signature came before a return; his record was reviewed anew. */
  formerReviewer?: string;
  producer?: string;
  dueOn?: string;
}

export interface Arranged {
  sampleId: string;
  sampleNumber: string;
  samplingId: string;
  testIds: string[];
  /** Empty unless the batch is approved. */
  reportId: string;
}

const products = {
  drug: '示例片',
  tcm: '示例饮片',
  device: '示例口罩',
  cosmetic: '示例面霜',
} as const;

/** The standard of every arranged batch, as its report cites it. */
export const BASIS = '《示例标准》2025年版';

const looks: TestItem = {
  group: '性状',
  name: { zh: '性状', en: 'Description' },
  parameter: 'D-ID-APPEAR',
  limit: { kind: 'text', requirement: '白色' },
  limitText: '应为白色',
  unit: null,
  places: null,
  rule: 'half-even',
  compare: 'rounded',
  constants: {},
  method: '通则1',
};
const ash: TestItem = {
  ...looks,
  group: '检查',
  name: { zh: '总灰分', en: 'Total ash' },
  limit: { kind: 'max', value: '5.0' },
  limitText: '不得过5.0%',
  unit: '%',
  places: 1,
  method: '通则2302',
};

let serial = 0;

/** Puts a batch into the tables as it stands at some point of its way; an approved one gets its report drafted by the product itself. */
export async function arrangeBatch(lab: Lab, change: BatchChange = {}): Promise<Arranged> {
  const {
    officers = ['sampler', 'sampler2'],
    analyst = 'analyst',
    reviewer = 'reviewer',
    approvedBy = 'head',
  } = change;
  const ids = new Map<string, string>();
  for (const login of [...officers, analyst, reviewer, approvedBy, change.formerReviewer])
    if (login) ids.set(login, (await lab.user(login)).id);
  serial += 1;
  const n = serial;
  return lab.act('head', (act) => insertBatch(act, n, change, (login) => ids.get(login ?? '') ?? null));
}

async function insertBatch(
  act: Act,
  n: number,
  change: BatchChange,
  idOf: (login: string | null | undefined) => string | null,
): Promise<Arranged> {
  const { productClass = 'drug', workKind = 'JD', fails = false, state = 'approved', tests = 'locked' } = change;
  const {
    officers = ['sampler', 'sampler2'],
    analyst = 'analyst',
    reviewer = 'reviewer',
    approvedBy = 'head',
  } = change;
  const { form, hash, code } = samplingForm(act.app.config.root, productClass);
  await act.keep('form', code, hash, form);
  const { producer = '示例制药有限公司' } = change;
  const goods = {
    product_class: productClass,
    product_name: products[productClass],
    batch_no: `B${n}`,
    producer,
  };
  const sampling = await act.insert<SamplingRow>('samplings', {
    ...goods,
    number: `CY-A${n}`,
    work_kind: workKind,
    level: 'municipal',
    spec: '0.5g',
    sampled_unit: '示例大药房',
    sampled_on: act.today,
    quantity: '3',
    unit: '盒',
    officers: officers.map((login) => idOf(login) ?? ''),
    state: 'received',
    fields: { productionDate: '2026-01-05' },
    form_hash: hash,
    created_by: idOf(officers[0]) ?? '',
  });
  const ok = 'ok' as const;
  const receipt = await act.insert<ReceiptRow>('receipts', {
    sampling_id: sampling.id,
    decision: 'accepted',
    checks: { seal: ok, packaging: ok, amount: ok, condition: ok, papers: ok, details: ok, storage: ok },
    grounds: [],
    deviation: null,
    temperature: null,
    note: null,
    received_at: act.now,
    received_by: act.user.id,
  });
  const due_on = change.dueOn ?? addWorkingDays(act.app.calendar, act.today, 25).date;
  const sample = await act.insert<SampleRow>('samples', {
    ...goods,
    number: `YA2026-${String(n).padStart(5, '0')}`,
    sampling_id: sampling.id,
    receipt_id: receipt.id,
    state,
    received_on: act.today,
    due_on,
    spec_code: null,
    spec_hash: null,
    basis: BASIS,
    spec_answers: null,
    verdict: fails ? 'fails' : 'conforms',
    priority: 'normal',
    approved_by: ['approved', 'issued'].includes(state) ? idOf(approvedBy) : null,
  });
  await act.insert<PortionRow>('portions', {
    sampling_id: sampling.id,
    sample_id: sample.id,
    role: 'test',
    n: 1,
    total: 1,
    qty: '3',
    unit: '盒',
    seal_no: `FQA${n}`,
    code: `${sample.number}-P1`,
    place: '检品室',
    state: 'in-test',
  });
  await act.insert<ClockRow>(
    'clocks',
    clockRow({
      entity: 'samples',
      entity_id: sample.id,
      rule: 'D2',
      owner_role: 'department-head',
      started_on: act.today,
      due_on,
    }),
  );
  const rows =
    state === 'accepted' ? [] : await insertTests(act, sample.id, fails, tests, idOf(analyst), idOf(reviewer));
  await insertSignatures(act, rows, 'review', change.formerReviewer ? idOf(change.formerReviewer) : null);
  await insertSignatures(act, rows, 'test', tests === 'assigned' ? null : idOf(analyst));
  await insertSignatures(act, rows, 'review', idOf(reviewer));
  if (state === 'approved') await draftReport(act, sample.id);
  const report = await act.db('reports').where({ sample_id: sample.id }).first<{ id: string } | undefined>('id');
  return {
    sampleId: sample.id,
    sampleNumber: sample.number,
    samplingId: sampling.id,
    testIds: rows.map(({ id }) => id),
    reportId: report?.id ?? '',
  };
}

async function insertTests(
  act: Act,
  sample_id: string,
  fails: boolean,
  state: TestState,
  analyst_id: string | null,
  reviewer_id: string | null,
): Promise<TestRow[]> {
  const definition = 'e'.repeat(64);
  await act.keep('form', 'arranged', definition, {});
  const found = [
    { item: looks, result_text: '白色', result_exact: null, verdict: 'conforms' as const },
    {
      item: ash,
      result_text: fails ? '8.1%' : '3.2%',
      result_exact: fails ? '8.1' : '3.2',
      verdict: fails ? ('fails' as const) : ('conforms' as const),
    },
  ];
  return act.insertAll<TestRow>(
    'tests',
    found.map((row, i) => ({
      ...row,
      ...{ standing: 'counts' as const, attempt: 0 },
      sample_id,
      seq: i + 1,
      parameter_code: row.item.parameter,
      parameter_hash: definition,
      form_code: 'arranged',
      form_hash: definition,
      state,
      analyst_id,
      reviewer_id,
      readings: {},
      outcome: null,
      started_at: act.now,
      submitted_at: act.now,
      reviewed_at: act.now,
      returned_reason: null,
    })),
  );
}

async function insertSignatures(
  act: Act,
  tests: TestRow[],
  meaning: 'test' | 'review',
  user_id: string | null,
): Promise<void> {
  if (user_id === null || tests.length === 0) return;
  const person = await act.db('users').where({ id: user_id }).first<{ name: string }>('name');
  const rows = tests.map(({ id }) => ({
    entity: 'tests',
    entity_id: id,
    record_hash: 'd'.repeat(64),
    meaning,
    user_id,
    user_name: person.name,
    role: meaning === 'test' ? 'analyst' : 'reviewer',
    at: act.now,
    set_id: act.app.ids.next(),
  }));
  await act.insertAll<SignatureRow>('signatures', rows);
}

/** A report as the API shows it, as far as these tests look. */
export interface ShownReport {
  id: string;
  version: number;
  number: string;
  state: string;
  verdict: string;
  conclusion: string;
  contentHash: string;
  pdfHash: string | null;
  verifyUrl: string;
  issuedAt: string | null;
  returnedReason: string | null;
  caseId: string | null;
  rows: { name: string; requirement: string; result: string; verdict: string }[];
  signatures: { meaning: string; name: string; at: string }[];
  moves: { move: string; obstacles: { id: string }[] }[];
}

export const shown = async (client: Client, reportId: string): Promise<ShownReport> =>
  (await client.get(`/reports/${reportId}`)).json<ShownReport>();

/** Signs a report as its page would send it; `change` spoils what the page knows. */
export async function sign(client: Client, reportId: string, reader: Client, change: object = {}): Promise<Answer> {
  const { version, contentHash } = await shown(reader, reportId);
  return client.post(`/reports/${reportId}/issue`, { version, hash: contentHash, password: PASSWORD, ...change });
}

/** Issues a report that nothing stops. @throws Error when it is refused */
export async function issued(client: Client, reportId: string): Promise<ShownReport> {
  const answer = await sign(client, reportId, client);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return shown(client, reportId);
}

export const reportRow = async (lab: Lab, id: string): Promise<ReportRow> => {
  const row = await lab.app.db.read('reports').where({ id }).first<ReportRow & { content: unknown }>();
  return { ...row, content: JSON.parse(String(row.content)) } as ReportRow;
};
