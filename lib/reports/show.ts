import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { anyObject, hash, id, integer, list as listOf, long, nullable, object, text } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { type Principal, principalsOf, signaturesOf, signedFor, type ToldOf } from '../testing/index.ts';
import { reportOf, subjectOf } from './issue.ts';
import { reportMachine } from './machine.ts';
import { type Became, reinspectedOf } from './reinspected.ts';
import type { Marks, ReportContent } from './report.pdf.ts';
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
  /** What a re-inspection came to; the report itself stays as it is. */
  reinspected: Became | null;
  /** Items that the CMA annex does not cover today, while the report is a draft. */
  outside: string[];
  /** What the registers say against its records, while the report is a draft. */
  validity: ToldOf[];
  /** For whom this person may sign as a deputy today. */
  principals: Principal[];
  /** The marks that the paper bears. */
  marks: Marks;
  /** What the paper says of uncertainty; `differs`: its rule decides otherwise than the report does. */
  uncertainty: { item: string; words: string; differs: boolean }[];
  rows: { group: string; name: string; requirement: string; result: string; verdict: string; mark: string }[];
  signatures: { meaning: string; name: string; at: string; for: string | null }[];
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
    reinspected: { type: ['object', 'null'], additionalProperties: true },
    outside: listOf(text()),
    validity: listOf(anyObject, 10_000),
    principals: listOf(anyObject),
    marks: anyObject,
    uncertainty: listOf(
      object({ item: text(500), words: long, differs: { type: 'boolean' } }, ['item', 'words', 'differs']),
      2000,
    ),
    rows: listOf(
      object({ group: text(), name: text(), requirement: long, result: long, verdict: text(), mark: text(2) }, [
        'name',
        'requirement',
        'result',
        'verdict',
      ]),
    ),
    signatures: listOf(
      object({ meaning: text(), name: text(), at: text(), for: nullable(text()) }, ['meaning', 'name', 'at']),
    ),
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
  const deputies = [
    await signedFor(db, 'samples', report.sample_id),
    report.state === 'issued' ? await signedFor(db, 'reports', report.id) : undefined,
  ];
  const inPlaceOf = (meaning: string, user: string): string | null => {
    const entity = meaning === 'approve' ? 'samples' : meaning === 'issue' ? 'reports' : '';
    return deputies.find((one) => one?.entity === entity && one.deputy_id === user)?.principal_name ?? null;
  };
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
    reinspected: (await reinspectedOf(db, [report.id])).get(report.id) ?? null,
    outside: subject.outside,
    validity: subject.told,
    principals: report.state === 'drafted' ? await principalsOf(db, user.id, 'signatory', query.today) : [],
    marks: report.content.marks ?? (report.content.institute.cma ? { cma: report.content.institute.cma } : {}),
    uncertainty: uncertaintyOf(report.content),
    rows: report.content.rows.map(({ group, name, requirement, result, verdict, unqualified, unaccredited }) => ({
      group,
      name,
      requirement,
      result,
      verdict,
      mark: `${unqualified ? '*' : ''}${unaccredited ? '#' : ''}`,
    })),
    signatures: oncePerPerson(
      signed.map(({ meaning, user_name, user_id, at }) => ({
        meaning,
        name: user_name,
        at,
        for: inPlaceOf(meaning, user_id),
      })),
    ),
    moves: available(reportMachine, subject, actorOf(user)),
  };
}

/** Whoever signs must see where the rule that is printed does not lead to the verdict that is printed. */
const uncertaintyOf = ({ uncertainty = [], rows }: ReportContent): ReportData['uncertainty'] =>
  uncertainty.map(({ item, words, decision }) => {
    const passes = decision === 'conforms' || decision === 'conditional-pass';
    const verdict = rows.find(({ name }) => name === item)?.verdict ?? 'none';
    return {
      item,
      words,
      differs: decision !== undefined && verdict !== 'none' && passes !== (verdict === 'conforms'),
    };
  });

/** One line for each person and meaning: the last time. */
function oncePerPerson(signatures: ReportData['signatures']): ReportData['signatures'] {
  return [...new Map(signatures.map((signature) => [`${signature.meaning}/${signature.name}`, signature])).values()];
}
