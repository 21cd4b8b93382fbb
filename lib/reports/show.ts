import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { hash, id, integer, list as listOf, long, nullable, object, text } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { signaturesOf } from '../testing/index.ts';
import { reportOf, subjectOf } from './issue.ts';
import { reportMachine } from './machine.ts';
import { type ReportRow, type ShownVerdict, shownVerdict } from './rows.ts';

/** A report as its page and its JSON show it. */
export interface ReportData {
  id: string;
  version: number;
  number: string;
  sampleId: string;
  state: ReportRow['state'];
  verdict: ShownVerdict;
  conclusion: string;
  productName: string;
  sampleNumber: string;
  contentHash: string;
  pdfHash: string | null;
  verifyUrl: string;
  issuedAt: string | null;
  returnedReason: string | null;
  caseId: string | null;
  /** Items that the CMA annex does not cover today, while the report is a draft. */
  outside: string[];
  rows: { group: string; name: string; requirement: string; result: string; verdict: string }[];
  signatures: { meaning: string; name: string; at: string }[];
  moves: { move: 'issue' | 'return'; obstacles: Reason[] }[];
}

const reason = object({ id: text(), field: text(), params: { type: 'object', additionalProperties: true } }, ['id']);
export const reportAnswer = object(
  {
    id,
    version: integer,
    number: text(),
    sampleId: id,
    state: text(),
    verdict: text(),
    conclusion: long,
    productName: text(),
    sampleNumber: text(),
    contentHash: hash,
    pdfHash: nullable(hash),
    verifyUrl: text(500),
    issuedAt: nullable(text()),
    returnedReason: nullable(long),
    caseId: nullable(id),
    outside: listOf(text()),
    rows: listOf(
      object({ group: text(), name: text(), requirement: long, result: long, verdict: text() }, [
        'name',
        'requirement',
        'result',
        'verdict',
      ]),
    ),
    signatures: listOf(object({ meaning: text(), name: text(), at: text() }, ['meaning', 'name', 'at'])),
    moves: listOf(object({ move: text(), obstacles: listOf(reason) }, ['move', 'obstacles'])),
  },
  [
    'id',
    'version',
    'number',
    'state',
    'verdict',
    'conclusion',
    'contentHash',
    'pdfHash',
    'moves',
    'rows',
    'signatures',
  ],
);

/** Reads a report with its signatures, its case, and what this person may do now. @throws Refusal `record.missing` */
export async function reportData(query: Query, id: string): Promise<ReportData> {
  const { db, user } = query;
  const report = await reportOf(db, id);
  const subject = await subjectOf(query, report);
  const tests: { id: string }[] = await db('tests').where({ sample_id: report.sample_id }).select('id');
  const signed = [
    ...(await signaturesOf(
      db,
      'tests',
      tests.map((row) => row.id),
    )),
    ...(await signaturesOf(db, 'reports', [report.id])),
  ];
  const opened = await db('cases').where({ report_id: report.id }).first<{ id: string } | undefined>('id');
  return {
    id: report.id,
    version: report.version,
    number: report.number,
    sampleId: report.sample_id,
    state: report.state,
    verdict: shownVerdict(report.verdict, report.content.workKind),
    conclusion: report.conclusion,
    productName: report.content.product.name,
    sampleNumber: report.content.sampleNo,
    contentHash: report.content_hash,
    pdfHash: report.pdf_hash,
    verifyUrl: report.content.verifyUrl,
    issuedAt: report.issued_at,
    returnedReason: report.returned_reason,
    caseId: opened?.id ?? null,
    outside: subject.outside,
    rows: report.content.rows.map(({ group, name, requirement, result, verdict }) => ({
      group,
      name,
      requirement,
      result,
      verdict,
    })),
    signatures: oncePerPerson(signed.map(({ meaning, user_name, at }) => ({ meaning, name: user_name, at }))),
    moves: available(reportMachine, subject, actorOf(user)),
  };
}

/** One line for each person and meaning: the last time. */
function oncePerPerson(signatures: ReportData['signatures']): ReportData['signatures'] {
  return [...new Map(signatures.map((signature) => [`${signature.meaning}/${signature.name}`, signature])).values()];
}
