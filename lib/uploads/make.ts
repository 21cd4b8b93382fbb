import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import type { WorkKind } from '../samplings/index.ts';
import { fileOf } from './files.ts';
import { layoutOf, versionOn } from './layouts.ts';
import type { BatchRow, Encoding, Format, UploadRow } from './rows.ts';
import { type Checked, checkedBatches, MOST } from './select.ts';
import { keep } from './store.ts';

export interface MakeInput {
  layout: string;
  from: string;
  to: string;
  workKind?: WorkKind;
  format: Format;
  encoding?: Encoding;
  purpose: string;
  /** Which of the batches go into the file. */
  samples: string[];
}

const faultReason = ({ open, faults }: Checked): Reason[] =>
  faults.map(({ kind, field, value }) => ({
    id: `upload.${kind}`,
    field: 'samples',
    params: { batch: open.sampleNumber, column: field, value },
  }));

/** A period is asked for in its order. @throws Refusal `upload.period` */
export function refusePeriod({ from, to }: { from: string; to: string }): void {
  if (from > to) refuse('upload.period', { from, to }, 'to');
}

/**
 * Makes a file of the chosen batches by the version of the layout that holds today. It leaves the institute only after somebody else
 * approved it.
 * @throws Refusal `upload.period`, `upload.layout`, `upload.no-version`, `upload.none`, `upload.not-open`, `upload.too-many`,
 * `upload.missing`, `upload.uncoded`, `upload.character`
 */
export async function makeUpload(act: Act, input: MakeInput): Promise<UploadRow> {
  refusePeriod(input);
  const layout = layoutOf(act.app, input.layout);
  const version = versionOn(layout, act.today);
  const wanted = new Set(input.samples);
  if (wanted.size === 0) refuse('upload.none', {}, 'samples');
  if (wanted.size > MOST) refuse('upload.too-many', { most: MOST }, 'samples');
  const asked = { from: input.from, to: input.to, ...(input.workKind && { workKind: input.workKind }) };
  const checked = (await checkedBatches(act, layout, version, asked)).filter(({ open }) => wanted.has(open.sampleId));
  if (checked.length < wanted.size)
    refuse('upload.not-open', { count: wanted.size - checked.length }, 'samples', 'conflict');
  refuseAll(checked.flatMap(faultReason));
  const number = await act.number('upload', 'SB{year}-{serial:4}');
  const { format, encoding = 'utf-8' } = input;
  const contents = checked.map(({ content }) => content);
  const file = await fileOf({ number, layout, version, format, encoding, batches: contents });
  const row = await act.insert<UploadRow>('uploads', {
    number,
    layout: layout.code,
    layout_version: version.version,
    format,
    encoding: format === 'json' || format === 'xlsx' ? 'utf-8' : encoding,
    asked,
    purpose: input.purpose.trim(),
    batches: checked.length,
    file_name: file.name,
    file_hash: await keep(act, file),
    state: 'made',
    made_by: act.user.id,
    ...{ approved_by: null, approved_at: null, handed_on: null, handed_how: null, handed_by: null, system_no: null },
    ...{ acknowledged_on: null, receipt_hash: null, receipt_name: null, acknowledged_by: null, void_reason: null },
  });
  await act.insertAll<BatchRow>(
    'upload_batches',
    checked.map(({ open, content }) => ({
      upload_id: row.id,
      sample_id: open.sampleId,
      report_id: open.reportId,
      report_number: open.reportNumber,
      product_name: open.productName,
      batch_no: open.batchNo,
      content,
      state: 'waiting',
      ...{ reason: null, system_no: null, decided_on: null },
    })),
  );
  return row;
}
