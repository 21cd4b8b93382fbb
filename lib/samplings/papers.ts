import type { Knex } from 'knex';
import type { FileAnswer } from '../kernel/routes.ts';
import type { Query } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import type { SamplingPaper } from './record.pdf.ts';
import { samplingOf } from './show.ts';
import { formOf, namesOf, portionsOf, receiptOf } from './store.ts';

/** 抽样记录及凭证 as PDF. The drawing code and its fonts are read only when a paper is asked for. */
export async function recordPaper({ db }: Query, { id }: { id: string }): Promise<FileAnswer> {
  const paper = await paperOf(db, id);
  const { samplingRecordPdf } = await import('./record.pdf.ts');
  return {
    body: await samplingRecordPdf(paper),
    type: 'application/pdf',
    name: `sampling-${paper.number}.pdf`,
    inline: true,
  };
}

/** 抽样封签, one page a portion. */
export async function sealsPaper({ db }: Query, { id }: { id: string }): Promise<FileAnswer> {
  const paper = await paperOf(db, id);
  const { sealsPdf } = await import('./seals.pdf.ts');
  return { body: await sealsPdf(paper), type: 'application/pdf', name: `seals-${paper.number}.pdf`, inline: true };
}

async function paperOf(db: Knex, id: string): Promise<SamplingPaper> {
  const row = await samplingOf(db, id);
  const institute = await readInstitute(db);
  const officers = await namesOf(db, row.officers);
  const receipt = await receiptOf(db, id);
  const accepted = receipt && receipt.decision !== 'refused';
  return {
    productClass: row.product_class,
    number: row.number,
    workKind: row.work_kind,
    level: row.level,
    product: { name: row.product_name, batchNo: row.batch_no, spec: row.spec, producer: row.producer },
    sampledUnit: {
      name: row.sampled_unit,
      ...(row.fields.sampledUnitSigner && { signer: row.fields.sampledUnitSigner }),
    },
    samplingUnit: {
      name: institute?.name ?? '',
      ...(institute && { address: institute.address, phone: institute.phone }),
    },
    sampledOn: row.sampled_on,
    officers: officers.map(({ name }) => ({ name })),
    quantity: row.quantity,
    unit: row.unit,
    form: await formOf(db, row.form_hash),
    values: row.fields,
    portions: (await portionsOf(db, id)).map(({ role, n, total, qty, unit, seal_no }) => ({
      role,
      n,
      total,
      qty,
      unit,
      sealNo: seal_no,
    })),
    ...(accepted && { received: { name: receipt.by, at: receipt.at } }),
    state: row.state,
    frozenAt: row.created_at,
  };
}
