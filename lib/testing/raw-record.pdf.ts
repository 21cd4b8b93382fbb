import type { FormDefinition, Readings, RecordOutcome, TestItem } from '../forms/index.ts';
import { code128 } from '../pdf/code.ts';
import { barcode } from '../pdf/draw.ts';
import { fields } from '../pdf/fields.ts';
import type { Paper } from '../pdf/paper.ts';
import { INK, MM, openPaper } from '../pdf/paper.ts';
import type { PaperSignature } from '../pdf/signatures.ts';
import { say } from '../pdf/words.ts';
import { drawCurve } from './curve.pdf.ts';
import { drawFormulas, drawGates, drawSteps } from './raw-record-calculation.pdf.ts';
import {
  drawChanges,
  drawEnd,
  drawInvestigations,
  drawOverrides,
  drawResult,
  endHeight,
} from './raw-record-end.pdf.ts';
import { drawReadings } from './raw-record-readings.pdf.ts';

/** A value that was changed after it was first entered; `field` is its dot path in the readings. */
export interface RecordChange {
  field: string;
  label: string;
  old: string;
  new: string;
  who: string;
  /** UTC ISO time. */
  at: string;
  why: string;
}

/** A reason that two persons set aside; who, when and why as they are printed. */
export interface RecordOverride {
  reason: string;
  asked: string;
  decided: string;
}

/** A file of the record; `picture` is printed, `withdrawn` tells who took it back and why. */
export interface RecordFile {
  name: string;
  hash: string;
  note?: string;
  withdrawn?: string;
  picture?: Buffer;
}

/** What an original record prints; readings are the typed texts. Without an outcome it is a blank form for the bench. */
export interface RawRecord {
  institute: string;
  sampleNo: string;
  /** Place of the test in the sample's list. */
  seq: number;
  product: { name: string; batchNo: string; spec: string; producer: string };
  receivedOn: string;
  basis: string;
  sop?: string;
  item: TestItem;
  /** The edition that the readings were entered by; the common head is a block of it. */
  form: FormDefinition;
  readings: Readings;
  outcome?: RecordOutcome;
  changes: RecordChange[];
  overrides: RecordOverride[];
  /** Whether the record counts and what was investigated about it, a line each; absent for none. */
  investigations?: string[];
  signatures: { test?: PaperSignature; review?: PaperSignature };
  attachments: RecordFile[];
  blank: boolean;
  frozenAt: string;
}

/** 检验原始记录 (A4), filled or blank. Values changed after first entry carry Δ and a number, the annex gives old, new, who, when and why (PI 041 9.9.4). @throws Refusal `paper.glyph`, `paper.code` */
export async function rawRecordPdf(record: RawRecord): Promise<Buffer> {
  const title = say('paper.record.title');
  const number = `${record.sampleNo}-${record.seq}`;
  const margins = { top: 21 * MM, right: 15 * MM, bottom: 15.5 * MM, left: 20 * MM };
  const paper = await openPaper({
    title: `${title} ${number}`,
    number,
    author: record.institute,
    created: record.frozenAt,
    margins,
  });
  const symbol = await code128(record.sampleNo);
  paper.text(record.institute, paper.left, 9.5 * MM, { size: 11, align: 'center' }, paper.inner);
  if (record.blank) paper.text(say('paper.record.blank'), paper.left, 15 * MM, { size: 10 });
  paper.text(title, paper.left, 14 * MM, { size: 17, weight: 'bold', align: 'center' }, paper.inner);
  barcode(paper, symbol, record.sampleNo, { x: paper.right - 150, y: 10 * MM, width: 150, height: 26 });
  paper.y = 23 * MM;
  drawHead(paper, record);
  drawReadings(paper, record);
  if (record.outcome && !record.blank) {
    drawSteps(paper, record.outcome);
    drawCurve(paper, { ...record, outcome: record.outcome });
    drawGates(paper, record.outcome);
  }
  if (record.blank) drawFormulas(paper, record, endHeight(record));
  drawResult(paper, record);
  if (!record.blank) drawChanges(paper, record.changes);
  drawOverrides(paper, record.overrides);
  drawInvestigations(paper, record.investigations ?? []);
  drawEnd(paper, record);
  drawFurniture(paper, record);
  return paper.finish();
}

function drawHead(paper: Paper, record: RawRecord): void {
  const { product, item } = record;
  fields(
    paper,
    [
      // A form that belongs to no test (number 0) leaves the place of the sample number free.
      { label: say('paper.sampleNo'), value: record.seq === 0 ? '' : record.sampleNo },
      { label: say('paper.receivedOn'), value: record.receivedOn },
      { label: say('paper.product.drug'), value: product.name, span: 2, bold: true },
      { label: say('paper.batch'), value: product.batchNo },
      { label: say('paper.spec'), value: product.spec },
      { label: say('paper.producer'), value: product.producer, span: 2 },
      { label: say('paper.record.item'), value: item.name.zh, span: 2, bold: true },
      { label: say('paper.record.limit'), value: item.limitText, span: 2 },
      {
        label: say('paper.basis'),
        value: item.method.includes(record.basis)
          ? item.method
          : [record.basis, item.method].filter(Boolean).join('；'),
        span: 2,
      },
      ...(record.sop ? [{ label: say('paper.record.sop'), value: record.sop, span: 2 }] : []),
    ],
    2,
    { size: 8.5, pad: 2.4, label: 66 },
  );
}

function drawFurniture(paper: Paper, record: RawRecord): void {
  paper.onEveryPage((page, pages) => {
    if (page > 1) {
      paper.text(`${record.institute}　${say('paper.record.title')}`, paper.left, 11 * MM, {
        size: 8,
        colour: INK.quiet,
      });
      paper.text(
        `${record.sampleNo}　${record.item.name.zh}`,
        paper.left,
        11 * MM,
        { size: 8, align: 'right' },
        paper.inner,
      );
      paper.rule(paper.left, 16 * MM, paper.right, 16 * MM, 0.6);
    }
    paper.text(`${say('paper.sampleNo')} ${record.sampleNo}　No. ${record.seq}`, paper.left, paper.height - 12.5 * MM, {
      size: 7.5,
      colour: INK.quiet,
    });
    paper.text(
      say('paper.page', { page, pages }),
      paper.left,
      paper.height - 12.5 * MM,
      { size: 8, align: 'right' },
      paper.inner,
    );
  });
}
