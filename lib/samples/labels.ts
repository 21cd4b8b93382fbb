import { Refusal } from '../core/refusal.ts';
import type { FileAnswer } from '../kernel/routes.ts';
import { find, list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { findSampling, type PortionRow } from '../samplings/index.ts';
import type { SampleLabel } from './labels.pdf.ts';
import type { SampleRow } from './rows.ts';
import { sampleOf } from './store.ts';

/** The labels of all portions of a batch, one a page. A reprint bears the same codes (B107). */
export async function labelSheet({ db }: Query, { id }: { id: string }): Promise<FileAnswer> {
  const sample = await sampleOf(db, id);
  const portions = await list<PortionRow>(db, 'portions', { sample_id: id }, 'n');
  const storage = await storageOf(db, sample);
  const { sampleLabelsPdf } = await import('./labels.pdf.ts');
  const meta = { author: (await readInstitute(db))?.name ?? '', created: sample.created_at };
  const body = await sampleLabelsPdf(
    portions.map((portion) => labelOf(sample, portion, storage)),
    meta,
  );
  return { body, type: 'application/pdf', name: `labels-${sample.number}.pdf`, inline: true };
}

/** The label of one portion as a picture of 300 dpi. @throws Refusal 'missing', also before the portion has its code */
export async function labelPicture({ db }: Query, { id }: { id: string }): Promise<FileAnswer> {
  const portion = await find<PortionRow>(db, 'portions', { id });
  if (!portion?.sample_id) throw new Refusal([{ id: 'record.missing', params: { what: id } }], 'missing');
  const sample = await sampleOf(db, portion.sample_id);
  const { sampleLabelPng } = await import('./labels.pdf.ts');
  const body = await sampleLabelPng(labelOf(sample, portion, await storageOf(db, sample)));
  return { body, type: 'image/png', name: `label-${portion.code}.png`, inline: true };
}

/** The number of a batch as Code 128, to scan from the screen. */
export async function codePicture({ db }: Query, { id }: { id: string }): Promise<FileAnswer> {
  const { number } = await sampleOf(db, id);
  const { code128, place } = await import('../pdf/code.ts');
  const symbol = await code128(number);
  const bars = place(symbol, { x: 0, y: 0, width: symbol.wide, height: HEIGHT }).map(
    ({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h-${width}z`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${symbol.wide} ${HEIGHT}" width="${symbol.wide * 2}" height="${HEIGHT * 2}" shape-rendering="crispEdges"><path d="${bars.join('')}"/></svg>`;
  return { body: Buffer.from(svg), type: 'image/svg+xml', name: `${number}.svg`, inline: true };
}

/** Height of the bars on the screen, in modules. */
const HEIGHT = 24;

async function storageOf(db: Query['db'], sample: SampleRow): Promise<string | undefined> {
  return (await findSampling(db, sample.sampling_id))?.fields.storageCondition;
}

/** Papers and labels are in Chinese, whatever the language of the screen. */
function labelOf(sample: SampleRow, portion: PortionRow, storage: string | undefined): SampleLabel {
  const forTest = portion.role === 'test';
  return {
    code: portion.code ?? '',
    sampleNo: sample.number,
    role: portion.role,
    n: portion.n,
    total: portion.total,
    productName: sample.product_name,
    batchNo: sample.batch_no,
    ...(storage && { storage }),
    receivedOn: sample.received_on,
    dueOn: sample.due_on,
    ...(!forTest && { place: lookUp('zh', `place.${portion.place}`) }),
    ...(sample.priority === 'urgent' && { urgent: true }),
  };
}
