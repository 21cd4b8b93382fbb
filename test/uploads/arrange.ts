import type { SamplingRow } from '../../lib/samplings/index.ts';
import { type Arranged, arrangeBatch, type BatchChange, issued } from '../reports/arrange.ts';
import { type Client, type Lab, PASSWORD, signIn } from '../support/lab.ts';

/** Everything that a layout asks of a sampling form. */
export const complete = {
  samplingLink: 'retail',
  sampledUnitKind: 'pharmacy',
  sampledUnitRegion: '示例省示例市城关区',
  sampledUnitAddress: '示例市城关区检验路2号',
  origin: 'domestic',
  productionDate: '2026-01-05',
};

export interface Change extends BatchChange {
  level?: SamplingRow['level'];
  fields?: Record<string, string>;
}

/** A batch of a level whose report is issued. */
export async function issuedBatch(
  lab: Lab,
  { level = 'national', fields = complete, ...change }: Change = {},
): Promise<Arranged & { caseId: string | null }> {
  const batch = await arrangeBatch(lab, change);
  await lab.act('head', async (act) => {
    const row = await act
      .db('samplings')
      .where({ id: batch.samplingId })
      .first<SamplingRow & { officers: string; fields: string }>();
    await act.update<SamplingRow>(
      'samplings',
      {
        ...row,
        officers: JSON.parse(String(row.officers)) as string[],
        fields: JSON.parse(String(row.fields)) as Record<string, string>,
      },
      { level, fields },
    );
  });
  const { caseId } = await issued(await signIn(lab.url, 'signatory', lab.app), batch.reportId);
  return { ...batch, caseId };
}

export interface Sheet {
  row: { id: string; version: number; number: string; state: string; file_hash: string; approved_by: string | null };
  batches: { id: string; sample_id: string; state: string; reason: string | null }[];
  moves: { move: string; obstacles: { id: string }[] }[];
}

export const sheetOf = async (client: Client, id: string): Promise<Sheet> =>
  (await client.get(`/uploads/${id}`)).json<Sheet>();

export const asking = (samples: string[], change: object = {}): object => ({
  ...{
    layout: 'national-drug',
    from: '2026-01-01',
    to: '2026-12-31',
    format: 'csv',
    purpose: '2026年国抽数据报送',
    samples,
  },
  ...change,
});

/** Makes a file, has it approved by somebody else and hands it over. */
export async function handedOver(lab: Lab, samples: string[], change: object = {}): Promise<string> {
  const reception = await signIn(lab.url, 'reception', lab.app);
  const made = await reception.post('/uploads', asking(samples, change));
  if (made.status !== 201) throw new Error(made.text);
  const { id, version } = made.json<{ id: string; version: number }>();
  const quality = await signIn(lab.url, 'quality', lab.app);
  const approved = await quality.post(`/uploads/${id}/approval`, { version });
  if (approved.status !== 200) throw new Error(approved.text);
  const day = lab.app.clock.now().toISOString().slice(0, 10);
  const handed = await reception.post(`/uploads/${id}/hand-over`, {
    version: version + 1,
    handedOn: day,
    handedHow: '登录系统导入',
  });
  if (handed.status !== 200) throw new Error(handed.text);
  return id;
}

export { PASSWORD };
