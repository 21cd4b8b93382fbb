import { code128 } from '../pdf/code.ts';
import { barcode } from '../pdf/draw.ts';
import type { Field } from '../pdf/fields.ts';
import { fields } from '../pdf/fields.ts';
import type { FormSchema, Values } from '../pdf/form.ts';
import { formFields } from '../pdf/form.ts';
import type { Paper } from '../pdf/paper.ts';
import { INK, MM, openPaper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { chinaTime, say } from '../pdf/words.ts';
import type { WorkKind } from './rows.ts';

/** One sealed part of the sample. */
export interface SealedPortion {
  role: 'test' | 'check' | 'retain';
  n: number;
  total: number;
  /** Decimal text. */
  qty: string;
  unit: string;
  sealNo: string;
  place?: string;
}

/** What a sampling record prints. Dates 'YYYY-MM-DD', times UTC ISO, quantities decimal text. */
export interface SamplingPaper {
  productClass: 'drug' | 'tcm' | 'device' | 'cosmetic';
  number: string;
  workKind: WorkKind;
  level: 'national' | 'provincial' | 'municipal' | 'county';
  product: { name: string; batchNo: string; spec: string; producer: string };
  sampledUnit: { name: string; signer?: string; signedAt?: string };
  samplingUnit: { name: string; address?: string; phone?: string };
  sampledOn: string;
  officers: { name: string; at?: string }[];
  quantity: string;
  unit: string;
  /** The form of this product class and what was entered in it. */
  form: FormSchema;
  values: Values;
  portions: SealedPortion[];
  /** 收样 by the laboratory, once it happened. */
  received?: { name: string; at: string };
  state: 'draft' | 'sampled' | 'received' | 'refused' | 'void';
  frozenAt: string;
}

const SIZE = 8;

/** 药品、医疗器械抽样记录及凭证, 化妆品抽样单 (A4; 国药监药管〔2019〕34号 and the sampling rules of devices and cosmetics). @throws Refusal `paper.glyph`, `paper.code` */
export async function samplingRecordPdf(record: SamplingPaper): Promise<Buffer> {
  const kind = record.productClass === 'tcm' ? 'drug' : record.productClass;
  const title = say(`paper.sampling.title.${kind}`);
  const margins = { top: 18 * MM, right: 15 * MM, bottom: 17 * MM, left: 17 * MM };
  const paper = await openPaper({
    title: `${title} ${record.number}`,
    number: record.number,
    author: record.samplingUnit.name,
    created: record.frozenAt,
    margins,
  });
  const symbol = await code128(record.number);
  paper.text(title, paper.left, 10 * MM, { size: 18, weight: 'bold', align: 'center' }, paper.inner);
  paper.y = 20 * MM;
  paper.text(say('paper.colon', { label: say('paper.samplingNo'), value: record.number }), paper.left, paper.y, {
    size: 10,
    weight: 'bold',
  });
  paper.text(say(`paper.sampling.copies.${kind}`), paper.left, paper.y + 17, { size: 7.5, colour: INK.quiet });
  barcode(paper, symbol, record.number, { x: paper.right - 190, y: paper.y - 2, width: 190, height: 30 });
  paper.y += 32;
  fields(paper, head(record), 6, { size: SIZE, pad: 2.8, label: 66 });
  for (const group of formFields(record.form, record.values, false, 6)) {
    section(paper, group.title);
    fields(
      paper,
      group.fields.map((field) => ({ ...field, span: span(field.value) })),
      6,
      { size: SIZE, pad: 2.4, label: 66 },
    );
  }
  drawPortions(paper, record);
  drawSides(paper, record, kind);
  drawFurniture(paper, record, title);
  return paper.finish();
}

/** Sixths of the row that a value needs. */
function span(value: string): number {
  return value.length <= 10 ? 2 : value.length <= 20 ? 3 : value.length <= 30 ? 4 : 6;
}

function head(record: SamplingPaper): Field[] {
  const { product } = record;
  return [
    { label: say('paper.sampling.kind'), value: say(`paper.kind.${record.workKind}`), span: 2 },
    { label: say('paper.sampling.level'), value: say(`paper.level.${record.level}`), span: 2 },
    { label: say('paper.sampledOn'), value: record.sampledOn, span: 2 },
    { label: say('paper.product'), value: product.name, span: 6, bold: true },
    { label: say('paper.batch'), value: product.batchNo, span: 2 },
    { label: say(record.productClass === 'device' ? 'paper.model' : 'paper.spec'), value: product.spec, span: 4 },
    { label: say('paper.producer.labelled'), value: product.producer, span: 6 },
    { label: say('paper.sampledUnit'), value: record.sampledUnit.name, span: 6 },
    { label: say('paper.sampling.quantity'), value: `${record.quantity} ${record.unit}`, span: 2 },
    { label: say('paper.samplingUnit'), value: record.samplingUnit.name, span: 4 },
  ];
}

function section(paper: Paper, title: string): void {
  paper.room(46);
  paper.text(title, paper.left, paper.y + 3.5, { size: 8.5, weight: 'bold' });
  paper.y += 17;
}

function drawPortions(paper: Paper, record: SamplingPaper): void {
  section(paper, say('paper.sampling.portions'));
  const columns = [
    { title: say('paper.sampling.portion'), share: 16, align: 'center' as const },
    { title: say('paper.sampling.part'), share: 10, align: 'center' as const },
    { title: say('paper.sampling.qty'), share: 16, align: 'center' as const },
    { title: say('paper.seal'), share: 30, align: 'center' as const },
    { title: say('paper.sampling.place'), share: 28 },
  ];
  const rows = record.portions.map((portion) => ({
    cells: [
      say(`paper.role.${portion.role}`),
      `${portion.n}/${portion.total}`,
      `${portion.qty} ${portion.unit}`,
      portion.sealNo,
      portion.place ?? '',
    ],
  }));
  table(paper, columns, rows, { size: SIZE, pad: 2.4 });
}

const SIDE = 76;

/** Who stands for the record: the sampled unit, the officers, and the laboratory that received the sample. */
function drawSides(paper: Paper, record: SamplingPaper, kind: 'drug' | 'device' | 'cosmetic'): void {
  paper.room(SIDE + 24);
  paper.text(say(`paper.sampling.statement.${kind}`), paper.left, paper.y + 5, { size: 8.5, weight: 'bold' });
  paper.y += 22;
  const signed = (name?: string, at?: string) =>
    name ? (at ? say('paper.sampling.signedAt', { name, at: chinaTime(at) }) : name) : '';
  const sides: [string, string, string[]][] = [
    [
      say('paper.sampling.sampledSide'),
      record.sampledUnit.name,
      [signed(record.sampledUnit.signer, record.sampledUnit.signedAt)],
    ],
    [
      say('paper.sampling.officerSide'),
      record.samplingUnit.name,
      record.officers.map((officer) => signed(officer.name, officer.at)),
    ],
    [say('paper.sampling.labSide'), '', [signed(record.received?.name, record.received?.at)]],
  ];
  const wide = paper.inner / sides.length;
  sides.forEach(([title, unit, names], index) => {
    const x = paper.left + index * wide;
    if (index > 0) paper.rule(x, paper.y, x, paper.y + SIDE);
    paper.text(title, x + 5, paper.y + 4, { size: SIZE, weight: 'bold' });
    const used = paper.block(unit, x + 5, paper.y + 17, wide - 10, { size: 7, colour: INK.quiet });
    const shown = names.filter((name) => name !== '');
    if (shown.length === 0) paper.text(say('paper.sampling.signHere'), x + 5, paper.y + 20 + used, { size: SIZE });
    shown.forEach((name, line) =>
      paper.text(name, x + 5, paper.y + 20 + used + line * 11.5, {
        size: Math.min(SIZE, (SIZE * (wide - 10)) / paper.measure(name, { size: SIZE })),
      }),
    );
    paper.text(say('paper.dateLine'), x + 5, paper.y + SIDE - 15, { size: SIZE, colour: INK.quiet });
    paper.text(say('paper.stamp'), x, paper.y + SIDE - 15, { size: SIZE, colour: '#9a9a9a', align: 'right' }, wide - 6);
  });
  paper.frame({ x: paper.left, y: paper.y, width: paper.inner, height: SIDE }, 0.9);
  paper.y += SIDE;
}

function drawFurniture(paper: Paper, record: SamplingPaper, title: string): void {
  paper.onEveryPage((page, pages) => {
    if (record.state === 'void') paper.watermark(say('paper.sampling.void'));
    const foot = paper.height - 12.5 * MM;
    paper.text(`${title}　${record.number}`, paper.left, foot, { size: 7.5, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 7.5, align: 'right' }, paper.inner);
  });
}
