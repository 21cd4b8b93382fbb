import type { RecipientRow } from '../../lib/disposals/index.ts';
import { find } from '../../lib/kernel/tables.ts';
import { startClock } from '../../lib/kernel/terms.ts';
import type { PortionRow } from '../../lib/samplings/index.ts';
import { arrangeBatch, type BatchChange, issued } from '../reports/arrange.ts';
import { type Answer, type Client, type Lab, PASSWORD, signIn } from '../support/lab.ts';

/** A nonconforming batch with an issued report, a sealed backup in the store, and parties that were served. */
export interface Arranged {
  caseId: string;
  sampleId: string;
  reportId: string;
  portionId: string;
  producer: string;
  unit: string;
  /** The failed test. */
  item: string;
}

let serial = 0;

export interface Change extends BatchChange {
  /** Days on which the producer was served; null leaves him unserved. */
  deliveredOn?: string | null;
  expiryDate?: string;
}

export async function arrangeCase(lab: Lab, change: Change = {}): Promise<Arranged> {
  const { deliveredOn = '2026-03-02', expiryDate, ...batch } = change;
  const { sampleId, samplingId, reportId, testIds } = await arrangeBatch(lab, { fails: true, ...batch });
  serial += 1;
  const seal = `FQB${serial}`;
  const portion = await lab.act('reception', async (act) => {
    const row = await act.insert<PortionRow>('portions', {
      ...{ sampling_id: samplingId, sample_id: sampleId, role: 'check', n: 2, total: 2, qty: '2', unit: '盒' },
      ...{ seal_no: seal, code: seal, place: 'retention', state: 'retained' },
    });
    await act.insert('retentions', {
      ...{ portion_id: row.id, sample_id: sampleId, due_on: null, rule: null, basis: null, room: null, rack: null },
      ...{ box: null, position: null, condition: null, keeper_id: null },
    } as never);
    if (expiryDate) {
      const found = await act.db('samplings').where({ id: samplingId }).first<{ fields: string }>('fields');
      await act
        .db('samplings')
        .where({ id: samplingId })
        .update({ fields: JSON.stringify({ ...JSON.parse(found.fields), expiryDate }) });
    }
    return row;
  });
  const signatory = await signIn(lab.url, 'signatory', lab.app);
  const { caseId } = await issued(signatory, reportId);
  const recipients: RecipientRow[] = await lab.app.db.read('case_recipients').where({ case_id: caseId }).orderBy('id');
  const idOf = (role: string) => recipients.find((one) => one.role === role)?.id ?? '';
  if (deliveredOn !== null)
    for (const { id } of recipients) await serve(lab, id, deliveredOn, change.productClass ?? 'drug');
  return {
    caseId: caseId ?? '',
    sampleId,
    reportId,
    portionId: portion.id,
    producer: idOf('producer'),
    unit: idOf('sampled-unit'),
    item: testIds[1] ?? '',
  };
}

/** Records that a party was served, with its own window. */
export const serve = (lab: Lab, recipientId: string, on: string, productClass: string): Promise<void> =>
  lab.act('reception', async (act) => {
    const row = await find<RecipientRow>(act.db, 'case_recipients', { id: recipientId });
    if (!row) throw new Error('no recipient');
    await act.update<RecipientRow>('case_recipients', row, { delivered_on: on, delivered_how: 'direct' });
    for (const rule of act.app.rules.clocks('report-delivered', productClass, on))
      await startClock(act, 'case_recipients', row.id, rule, on, { productClass });
  });

export const PAPERS = ['form', 'report', 'attorney', 'identity', 'delivery', 'licence'];

/** An application to which nothing is wanting. */
export const application = (about: Arranged, change: object = {}): object => ({
  ...{
    caseId: about.caseId,
    recipientId: about.producer,
    items: [about.item],
    contact: '林经办',
    phone: '0512-1234567',
  },
  ...{ reason: '自检结果符合规定', papers: PAPERS, laboratoryWay: 'own' },
  ...{ feeAmount: '1200', feePaidOn: '2026-03-03', feeReceiptNo: 'PJ-001' },
  ...change,
});

export const drawn = {
  laboratoryWay: 'drawn',
  laboratoryName: '邻市药品检验所',
  drawnBy: '省药品监督管理局',
  drawnOn: '2026-03-05',
};

export interface Saved {
  id: string;
  version: number;
  state: string;
  number: string;
}

export interface Sheet {
  row: Saved &
    Record<string, unknown> & { second_sample_id: string | null; outcome: string | null; fee: { borneBy?: string } };
  against: { id: string }[];
  clocks: { rule: string; startedOn: string; dueOn: string; clockState: string }[];
  holds: { kind: string; by: string }[];
}

export const sheet = async (client: Client, id: string): Promise<Sheet> =>
  (await client.get(`/reinspections/${id}`)).json<Sheet>();

/** One act on a re-inspection, with the version that stands. */
export async function step(client: Client, id: string, path: string, body: object = {}): Promise<Answer> {
  const { version } = (await client.get(`/reinspections/${id}`)).json<{ row?: Saved }>().row ?? { version: 1 };
  return client.post(`/reinspections/${id}/${path}`, { version, ...body });
}

/** The same by somebody who may not read the page. */
export async function stepBy(lab: Lab, client: Client, id: string, path: string, body: object = {}): Promise<Answer> {
  const { version } = (await lab.app.db.read('reinspections').where({ id }).first()) as Saved;
  return client.post(`/reinspections/${id}/${path}`, { version, ...body });
}

export const ok = (answer: Answer): Answer => {
  if (answer.status !== 200 && answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
};

export const handingOver = {
  receiver: '赵取样',
  receiverUnit: '邻市药品检验所',
  condition: '包装完好',
  sealIntact: true,
  storageLog: '阴凉库 15–19 ℃，记录完整',
};

/** Finishes the tests of a batch and issues its report, as the department would; returns the report. */
export async function finishSecond(lab: Lab, sampleId: string, fails: boolean): Promise<string> {
  const { draftReport } = await import('../../lib/reports/index.ts');
  const id = await lab.act('head', async (act) => {
    const person = async (login: string) =>
      await act.db('users').where({ login }).first<{ id: string; name: string }>('id', 'name');
    const [analyst, reviewer, head] = [await person('analyst2'), await person('many'), await person('head')];
    const tests: { id: string }[] = await act.db('tests').where({ sample_id: sampleId });
    await act
      .db('tests')
      .where({ sample_id: sampleId })
      .update({
        ...{
          state: 'locked',
          analyst_id: analyst.id,
          reviewer_id: reviewer.id,
          started_at: act.now,
          submitted_at: act.now,
        },
        ...{ reviewed_at: act.now, result_text: fails ? '7.9%' : '4.1%', result_exact: fails ? '7.9' : '4.1' },
        verdict: fails ? 'fails' : 'conforms',
      });
    for (const [who, meaning] of [
      [analyst, 'test'],
      [reviewer, 'review'],
    ] as const)
      await act.insertAll(
        'signatures',
        tests.map((test) => ({
          ...{
            entity: 'tests',
            entity_id: test.id,
            record_hash: 'd'.repeat(64),
            meaning,
            user_id: who.id,
            user_name: who.name,
          },
          ...{ role: 'analyst', at: act.now, set_id: act.app.ids.next() },
        })) as never,
      );
    await act
      .db('samples')
      .where({ id: sampleId })
      .update({ state: 'approved', verdict: fails ? 'fails' : 'conforms', approved_by: head.id });
    await draftReport(act, sampleId);
    return (await act.db('reports').where({ sample_id: sampleId }).first<{ id: string }>('id')).id;
  });
  const signatory = await signIn(lab.url, 'signatory', lab.app);
  await issued(signatory, id);
  return id;
}

export { PASSWORD };

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64');

/** One of each with every paper there is: a concluded re-inspection, an objection with its proof, a portion in the store. */
export async function oneOfEach(lab: Lab, today: string): Promise<{ id: string; objection: string; portion: string }> {
  const about = await arrangeCase(lab, { productClass: 'device', deliveredOn: today });
  const [reception, quality, custodian] = [
    await lab.as('reception'),
    await lab.as('quality'),
    await lab.as('custodian'),
  ];
  const form = application(about, { ...drawn, drawnOn: today, feePaidOn: today });
  const { id } = ok(await reception.post('/reinspections', form)).json<Saved>();
  const file = { name: 'proof.png', type: 'image/png', data: PNG };
  const objection = { kind: 'process', contact: '林', phone: '1', content: '过程有误', file };
  const raised = await reception.post('/objections', { caseId: about.caseId, recipientId: about.unit, ...objection });
  ok(await step(quality, id, 'acceptance'));
  ok(await step(reception, id, 'request', { requestNo: 'DY1', requestedOn: today }));
  ok(await step(custodian, id, 'hand-over', handingOver));
  const result = { outcome: 'confirmed', reportNo: 'FJ-1', reportedOn: today, file };
  ok(await step(quality, id, 'conclusion', result));
  return { id, objection: ok(raised).json<Saved>().id, portion: about.portionId };
}
