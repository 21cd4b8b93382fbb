import { catalogue, type Specification } from '../../lib/catalogue/index.ts';
import type { Engine } from '../../lib/kernel/database.ts';
import type { Act } from '../../lib/kernel/types.ts';
import type { ReceiptRow, SampleRow } from '../../lib/samples/rows.ts';
import type { SamplingRow } from '../../lib/samplings/index.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import { type Answer, type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';
import { reviewEach } from '../support/review.ts';

export { PASSWORD };

/** A small standard of our own: one number, one word, one staged item. */
export const specification: Specification = {
  code: 'TEST-TABLETS',
  product: { zh: '示例片', en: 'Example tablets' },
  class: 'drug',
  standard: '示例标准 2025',
  validFrom: '2025-10-01',
  compare: 'rounded',
  confidence: 'high',
  source: 'test',
  items: [
    {
      seq: 1,
      group: '性状',
      name: { zh: '性状', en: 'Description' },
      parameter: 'D-ID-APPEAR',
      limit: { kind: 'text', requirement: '白色片' },
      limitText: '应为白色片',
    },
    {
      seq: 2,
      group: '检查',
      name: { zh: '干燥失重', en: 'Loss on drying' },
      parameter: 'D-LIM-LOD',
      limit: { kind: 'max', value: '0.5' },
      limitText: '不得过0.5%',
      places: 1,
      individualPlaces: 2,
    },
    {
      seq: 3,
      group: '检查',
      name: { zh: '崩解时限', en: 'Disintegration' },
      parameter: 'D-FORM-DISINT',
      limit: { kind: 'longest', minutes: '15', retestUnits: 6 },
      limitText: '应在15分钟内全部崩解',
      places: 0,
    },
  ],
};

const withdrawn: Specification = {
  ...specification,
  code: 'TEST-OLD',
  standard: '示例标准 2015',
  validFrom: '2015-12-01',
  validTo: '2025-09-30',
};
const cosmetic: Specification = { ...specification, code: 'TEST-CREAM', class: 'cosmetic' };

/** Its description depends on the kind of tablet, its drying on nothing; what the label names is tested if it is named. */
const asked: Specification = {
  ...specification,
  code: 'TEST-ASKED',
  product: { zh: '示例包衣片', en: 'Example coated tablets' },
  questions: [
    {
      id: 'coat',
      label: { zh: '片型', en: 'Kind of tablet' },
      options: [
        { value: 'film', zh: '薄膜衣片', en: 'film-coated' },
        { value: 'sugar', zh: '糖衣片', en: 'sugar-coated' },
      ],
    },
    {
      id: 'label',
      label: { zh: '标签标示', en: 'On the label' },
      many: true,
      options: [
        { value: 'quick', zh: '速崩', en: 'quick' },
        { value: 'none', zh: '无', en: 'nothing' },
      ],
    },
  ],
  items: specification.items.flatMap((item): Specification['items'] => {
    if (item.seq === 1)
      return [
        { ...item, limitText: '应为白色薄膜衣片', when: { coat: ['film'] } },
        { ...item, limitText: '应为糖衣片', when: { coat: ['sugar'] } },
      ];
    return [item.seq === 3 ? { ...item, when: { label: ['quick'] } } : item];
  }),
};
const registered: Specification = { ...specification, code: 'TEST-BOUND', registrations: ['国药准字H00000001'] };

export const common = {
  portion: 'Y2026-00001-P1',
  started: '2026-11-23T09:10',
  finished: '2026-11-23T16:40',
  temperature: '23.4',
  humidity: '45',
  instruments: [{ no: 'E-0012', name: '天平', validTo: '2027-01-10' }],
  materials: [{ name: '水', lot: '20261101', validTo: '2027-06-30' }],
};
export const appearance = { common, observation: '白色片', conforms: 'yes' };
export const drying = {
  common,
  temperature_dry: '105',
  hours: '3',
  samples: [
    { m_1: '20.3158', m: '1.0042', m_p: '21.3160', m_2: '21.3159' },
    { m_1: '21.0876', m: '1.0015', m_p: '22.0854', m_2: '22.0852' },
  ],
};
const unit = (minutes: string) => ({ minutes, seconds: '10' });
export const disintegration = { common, medium: '水', bath: '37.0', units: ['6', '7', '6', '8', '7', '9'].map(unit) };
/** One unit over in the first six: six more are due. */
export const disintegrationUndecided = { ...disintegration, units: ['6', '7', '6', '8', '7', '16'].map(unit) };

export interface Rig extends Lab {
  /** A received batch without tests; `officers` are logins. */
  batch(change?: {
    officers?: string[];
    producedOn?: string | null;
    approvalNo?: string;
    state?: SampleRow['state'];
    productClass?: SampleRow['product_class'];
  }): Promise<{ id: string; version: number }>;
  /** A batch whose three tests are planned and assigned. */
  assigned(analyst?: string, officers?: string[]): Promise<{ id: string; tests: TestAnswer[] }>;
  /** The same with all readings saved. */
  recorded(officers?: string[]): Promise<{ id: string; tests: TestAnswer[] }>;
  /** The same, submitted. */
  submitted(officers?: string[]): Promise<{ id: string; tests: TestAnswer[] }>;
  reviewed(officers?: string[]): Promise<{ id: string; tests: TestAnswer[] }>;
  tests(sampleId: string): Promise<TestAnswer[]>;
}

export const bound = (tests: readonly TestAnswer[]): { id: string; hash: string }[] =>
  tests.map(({ id, hash }) => ({ id, hash }));

/** The answer's body, or an error that says what was answered instead. */
export function ok<T>(answer: Answer): T {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.json<T>();
}

export async function startRig(engine: Engine): Promise<Rig> {
  const lab = await startLab(engine);
  const files = lab.app.catalogue;
  lab.app.catalogue = catalogue(
    [...files.forms.values()],
    [...files.parameters.values()],
    [...files.specifications.values(), specification, withdrawn, cosmetic, asked, registered],
  );
  let n = 0;
  const tests = async (sampleId: string) =>
    ok<{ tests: TestAnswer[] }>(await (await lab.as('head')).get(`/samples/${sampleId}/assignment`)).tests;
  const rig: Rig = {
    ...lab,
    tests,
    batch: async ({
      officers = ['sampler', 'sampler2'],
      producedOn = '2026-01-05',
      approvalNo,
      state = 'accepted',
      productClass = 'drug',
    } = {}) => {
      n += 1;
      const ids = await Promise.all(officers.map(async (login) => (await lab.user(login)).id));
      return lab.act('reception', (act) => insertBatch(act, n, ids, { producedOn, approvalNo }, state, productClass));
    },
    assigned: async (analyst = 'analyst', officers) => {
      const head = await lab.as('head');
      const batch = await rig.batch(officers ? { officers } : {});
      ok(await head.post(`/samples/${batch.id}/plan`, { specification: specification.code, version: batch.version }));
      const list = (await tests(batch.id)).map(({ id }) => id);
      ok(await head.post(`/samples/${batch.id}/assignment`, { tests: list, analyst: (await lab.user(analyst)).id }));
      return { id: batch.id, tests: await tests(batch.id) };
    },
    recorded: async (officers) => {
      const batch = await rig.assigned('analyst', officers);
      const analyst = await lab.as('analyst');
      for (const [i, readings] of [appearance, drying, disintegration].entries())
        ok(await save(analyst, batch.tests[i], readings));
      return { id: batch.id, tests: await tests(batch.id) };
    },
    submitted: async (officers) => {
      const batch = await rig.recorded(officers);
      ok(await (await lab.as('analyst')).post('/submissions', { tests: bound(batch.tests), password: PASSWORD }));
      return { id: batch.id, tests: await tests(batch.id) };
    },
    reviewed: async (officers) => {
      const batch = await rig.submitted(officers);
      ok(await reviewEach(await lab.as('reviewer'), batch.tests));
      return { id: batch.id, tests: await tests(batch.id) };
    },
  };
  return rig;
}

/** Saves readings over the version that the caller read. */
export const save = (
  client: Client,
  test: Pick<TestAnswer, 'id' | 'version'> | undefined,
  readings: object,
  reason?: string,
): Promise<Answer> =>
  client.post(
    `/tests/${test?.id ?? ''}/readings`,
    { readings, ...(reason !== undefined && { reason }) },
    { ifMatch: `"${test?.version ?? 0}"` },
  );

async function insertBatch(
  act: Act,
  n: number,
  officers: string[],
  { producedOn, approvalNo }: { producedOn: string | null; approvalNo: string | undefined },
  state: SampleRow['state'],
  product_class: SampleRow['product_class'],
): Promise<SampleRow> {
  const form_hash = 'f'.repeat(64);
  await act.keep('form', 'sampling-test', form_hash, { properties: {} });
  const product = { product_class, product_name: '示例片', batch_no: `2026${n}`, producer: '示例药业有限公司' };
  const sampling = await act.insert<SamplingRow>('samplings', {
    ...product,
    number: `CY-${n}`,
    work_kind: 'JD',
    level: 'municipal',
    spec: '0.5g',
    sampled_unit: '示例大药房',
    sampled_on: '2026-11-20',
    quantity: '3',
    unit: '盒',
    officers,
    state: 'received',
    fields: { ...(producedOn !== null && { productionDate: producedOn }), ...(approvalNo && { approvalNo }) },
    form_hash,
    created_by: officers[0] ?? act.user.id,
  });
  const checks = {
    seal: 'ok',
    packaging: 'ok',
    amount: 'ok',
    condition: 'ok',
    papers: 'ok',
    details: 'ok',
    storage: 'ok',
  } as const;
  const receipt = await act.insert<ReceiptRow>('receipts', {
    sampling_id: sampling.id,
    decision: 'accepted',
    checks,
    grounds: [],
    deviation: null,
    temperature: null,
    note: null,
    received_at: act.now,
    received_by: act.user.id,
  });
  return act.insert<SampleRow>('samples', {
    ...product,
    number: `Y2026-${String(n).padStart(5, '0')}`,
    sampling_id: sampling.id,
    receipt_id: receipt.id,
    state,
    received_on: '2026-11-21',
    due_on: '2026-12-25',
    spec_code: null,
    spec_hash: null,
    basis: null,
    spec_answers: null,
    verdict: null,
    priority: 'normal',
    approved_by: null,
  });
}
