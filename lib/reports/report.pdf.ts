import type { Symbol } from '../pdf/code.ts';
import { code128, qrCode } from '../pdf/code.ts';
import type { Paper } from '../pdf/paper.ts';
import { openPaper } from '../pdf/paper.ts';
import type { PaperSignature } from '../pdf/signatures.ts';
import { say } from '../pdf/words.ts';
import type { UncertaintyStatement } from '../testing/index.ts';
import { drawCover } from './report-cover.pdf.ts';
import {
  drawBand,
  drawConclusion,
  drawFurniture,
  drawHeaderBlock,
  drawSectionTitle,
  drawStatements,
} from './report-parts.pdf.ts';
import { drawResults } from './report-results.pdf.ts';

/** The laboratory as papers name it. */
export interface Institute {
  name: string;
  address: string;
  postcode?: string;
  phone: string;
  /** Number of the CMA certificate; the mark is printed only if it is given. */
  cma?: string;
}

/** One line of the results, as printed. */
export interface ReportRow {
  /** 性状, 鉴别, 检查, 含量测定 …; ignored for devices and cosmetics. */
  group: string;
  name: string;
  /** Method or clause of the standard (devices and cosmetics). */
  method?: string;
  requirement: string;
  unit?: string;
  result: string;
  verdict: 'conforms' | 'fails' | 'none';
  /** The item lies outside the CMA scope of a report that bears the mark: its name is marked with *. */
  unqualified?: boolean;
  /** The same for CNAS: #. */
  unaccredited?: boolean;
}

/** The marks that a report bears, with the numbers of their certificates (domain 2.10); `unmarked`: no item is inside the CMA scope, and the paper says so. */
export interface Marks {
  cma?: string;
  cnas?: string;
  unmarked?: boolean;
}

/** Everything that a report prints, frozen at issue; dates 'YYYY-MM-DD', times UTC ISO, measurements text. */
export interface ReportContent {
  institute: Institute;
  number: string;
  sampleNo: string;
  productClass: 'drug' | 'tcm' | 'device' | 'cosmetic';
  workKind: 'JD' | 'PJ' | 'FX' | 'ZX' | 'SA' | 'WT' | 'FY';
  product: {
    name: string;
    batchNo: string;
    spec: string;
    doseForm?: string;
    packaging?: string;
    producer: string;
    producerAddress?: string;
    approvalNo?: string;
    producedOn?: string;
    expiry?: string;
    storage?: string;
  };
  /** Who sent the sample, when it was commissioned. */
  client?: { name: string; address?: string };
  sampling?: { number: string; on: string; unit: string; officers: string[]; place?: string; sampledUnit: string };
  /** Absent in a content that was frozen before the annex was asked: then CMA by the institute's certificate. */
  marks?: Marks;
  quantity: string;
  sealed?: string;
  receivedOn: string;
  condition: string;
  testedFrom: string;
  testedTo: string;
  /** 全部项目 or 部分项目, as printed. */
  scope: string;
  basis: string;
  rows: ReportRow[];
  /** Uncertainty of results with the decision rule; absent where none was asked for or near a limit, and in contents frozen before. */
  uncertainty?: UncertaintyStatement[];
  conclusion: string;
  deviation?: string;
  note?: string;
  replaces?: { number: string; reason: string };
  /** The legal text on objections that applies to this sample. */
  objection?: string;
  /** In the order 主检, 复核, 授权签字人; empty while a draft. */
  signatures: { test?: PaperSignature; review?: PaperSignature; issue?: PaperSignature };
  issuedOn?: string;
  /** Address that the QR code opens. */
  verifyUrl: string;
  state: 'drafted' | 'issued' | 'withdrawn';
  /** UTC ISO time of the frozen content: the creation date of the file. */
  frozenAt: string;
}

export interface ReportCodes {
  number: Symbol;
  verify: Symbol;
}

/**
 * 检验报告书 (A4). Drug and TCM: one run of pages that begins with the head; device and cosmetic: cover, statements, summary, results.
 * The same content always gives the same bytes. Fields: RB/T 214 4.5.20, ISO/IEC 17025:2017 7.8.2.1.
 * @throws Refusal `paper.glyph` (characters that cannot be printed), `paper.code` (a number that is no barcode)
 */
export async function reportPdf(content: ReportContent): Promise<Buffer> {
  const title = `${say('paper.report.title')} ${content.number}`;
  const paper = await openPaper({
    title,
    number: content.number,
    author: content.institute.name,
    created: content.frozenAt,
  });
  const codes = { number: await code128(content.number), verify: await qrCode(content.verifyUrl) };
  const covered = content.productClass === 'device' || content.productClass === 'cosmetic';
  if (covered) drawCovered(paper, content, codes);
  else drawPlain(paper, content, codes);
  drawFurniture(paper, content, covered);
  return paper.finish();
}

function drawPlain(paper: Paper, content: ReportContent, codes: ReportCodes): void {
  drawBand(paper, content, codes);
  drawHeaderBlock(paper, content);
  paper.y += 8;
  drawResults(paper, content);
  drawConclusion(paper, content);
  paper.next();
  drawStatements(paper, content);
  paper.text(say('paper.end'), paper.left, paper.y + 18, { align: 'center', size: 9 }, paper.inner);
}

function drawCovered(paper: Paper, content: ReportContent, codes: ReportCodes): void {
  drawCover(paper, content, codes);
  paper.next();
  drawStatements(paper, content);
  paper.next();
  drawSectionTitle(paper, content, say('paper.report.first'));
  drawHeaderBlock(paper, content);
  drawConclusion(paper, content);
  paper.next();
  drawSectionTitle(paper, content, say('paper.report.annex'));
  drawResults(paper, content);
}
