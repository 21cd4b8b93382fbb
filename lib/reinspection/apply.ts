import { normalise } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';
import { type CaseRow, caseScope, noteEvent, type RecipientRow } from '../disposals/index.ts';
import { decode, find } from '../kernel/tables.ts';
import { startClock, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { reportOf } from '../reports/index.ts';
import { holdSample } from '../samples/index.ts';
import type { ProductClass } from '../samplings/index.ts';
import { windowOf } from './against.ts';
import { filePaper } from './filing.ts';
import type { Applicant, Fee, Laboratory, LaboratoryWay, Objected, ReinspectionRow } from './rows.ts';
import { failedTests } from './store.ts';

const PATTERN = 'FY{year}-{serial:4}';

/** What the 申请表 says beside the report (domain 2.12). */
export interface FormInput {
  address?: string;
  contact: string;
  phone: string;
  reason: string;
  papers?: string[];
  postedOn?: string;
  postingProof?: string;
  laboratoryWay: LaboratoryWay;
  laboratoryName?: string;
  drawnBy?: string;
  drawnOn?: string;
  feeAmount?: string;
  feePaidOn?: string;
  feeReceiptNo?: string;
}

export interface ApplyInput extends FormInput {
  caseId: string;
  recipientId: string;
  /** Ids of the failed tests whose results are objected to. */
  items: string[];
}

const filled = (text: string | undefined): string | undefined => text?.trim() || undefined;

export const feeOf = (input: FormInput): Fee => ({
  ...(filled(input.feeAmount) && { amount: normalise(filled(input.feeAmount) ?? '', {}, 'feeAmount').decimal }),
  ...(filled(input.feePaidOn) && { paidOn: input.feePaidOn }),
  ...(filled(input.feeReceiptNo) && { receiptNo: filled(input.feeReceiptNo) }),
});

export const laboratoryOf = (input: FormInput, institute: string): Laboratory => ({
  way: input.laboratoryWay,
  name:
    input.laboratoryWay === 'own' || input.laboratoryWay === 'sole' ? institute : (filled(input.laboratoryName) ?? ''),
  ...(filled(input.drawnBy) && { drawnBy: filled(input.drawnBy) }),
  ...(filled(input.drawnOn) && { drawnOn: input.drawnOn }),
});

/** The day of the postmark counts, so it needs its proof. @throws Refusal `reinspection.posting` */
function postingOf(act: Act, { postedOn, postingProof }: FormInput): Pick<Applicant, 'postedOn' | 'postingProof'> {
  if (!filled(postedOn)) return {};
  if ((postedOn ?? '') > act.today || !filled(postingProof))
    refuse('reinspection.posting', { today: act.today }, 'postedOn');
  return { postedOn, postingProof: filled(postingProof) };
}

/** The case that an application is about, held until the act is done. @throws Refusal `record.missing`, `reinspection.case-over` */
export async function openCaseOf(act: Act, id: string): Promise<CaseRow> {
  const query = act
    .db('cases')
    .where({ id })
    .where(await caseScope(act))
    .first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!found) return refuse('record.missing', { what: id }, undefined, 'missing');
  const row = decode<CaseRow>('cases', found);
  if (row.state === 'closed' || row.state === 'revoked')
    refuse('reinspection.case-over', { number: row.number }, undefined, 'conflict');
  return row;
}

/**
 * Registers the application of a party of a case for the re-inspection of a report of the institute. Whether it is let in is decided after
 * that, with every reason at once; a late application is registered too, so that it is refused in writing.
 * @throws Refusal `reinspection.case-over`, `reinspection.no-report`, `reinspection.recipient`, `reinspection.items`, `reinspection.posting`
 */
export async function apply(act: Act, input: ApplyInput): Promise<ReinspectionRow> {
  const about = await openCaseOf(act, input.caseId);
  if (about.report_id === null)
    return refuse('reinspection.no-report', { number: about.number }, undefined, 'conflict');
  const report = await reportOf(act.db, about.report_id);
  const recipient = await find<RecipientRow>(act.db, 'case_recipients', { id: input.recipientId, case_id: about.id });
  if (!recipient) return refuse('reinspection.recipient', { number: about.number }, 'recipientId');
  const institute = (await readInstitute(act.db))?.name ?? '';
  const { content } = report;
  const row = await act.insert<ReinspectionRow>('reinspections', {
    number: await act.number('reinspection', PATTERN),
    standing: 'own',
    case_id: about.id,
    recipient_id: recipient.id,
    sample_id: about.sample_id,
    report_id: report.id,
    first_lab: institute,
    first_report_no: report.number,
    product_class: about.product_class,
    product: {
      name: about.product_name,
      batchNo: about.batch_no,
      spec: content.product.spec,
      producer: about.producer,
      sampledUnit: about.sampled_unit,
      basis: content.basis,
      ...(content.product.expiry && { expiry: content.product.expiry }),
    },
    applicant: {
      name: recipient.name,
      role: recipient.role,
      creditCode: recipient.credit_code ?? '',
      address: filled(input.address) ?? '',
      contact: input.contact,
      phone: input.phone,
      ...postingOf(act, input),
    },
    items: await objected(act, about.sample_id, input.items),
    delivered_on: recipient.delivered_on,
    laboratory: laboratoryOf(input, institute),
    ...common(act, input),
  });
  await begin(act, row);
  return filePaper(act, row, 'application');
}

const common = (act: Act, input: FormInput) => ({
  reason: input.reason,
  papers: [...new Set(input.papers ?? [])],
  applied_on: act.today,
  state: 'applied' as const,
  fee: feeOf(input),
  grounds: [],
  sent: [],
  ...{ decided_on: null, decided_by: null, receipt_no: null, request: null, portion_id: null, hand_over: null },
  ...{ second_sample_id: null, received_on: null, outcome: null, result: null, documents: null },
  created_by: act.user.id,
});

/** The failed results of the first batch that are objected to. @throws Refusal `reinspection.items` */
async function objected(act: Act, sampleId: string, ids: readonly string[]): Promise<Objected[]> {
  const failed = await failedTests(act.db, sampleId);
  const chosen = failed.filter(({ id }) => ids.includes(id));
  if (chosen.length === 0 || chosen.length !== new Set(ids).size) refuse('reinspection.items', {}, 'items');
  return chosen.map((test) => ({
    testId: test.id,
    parameter: test.parameter_code,
    name: test.item.name.zh,
    requirement: test.item.limitText,
    result: test.result_text ?? '',
  }));
}

/** The sample is held, the window of the applicant is used, and the time for the decision runs. */
async function begin(act: Act, row: ReinspectionRow): Promise<void> {
  const ref = { entity: 'reinspections', id: row.id } as const;
  if (row.sample_id) await holdSample(act, row.sample_id, 'reinspection', ref, row.number);
  for (const rule of act.app.rules.clocks('reinspection-applied', row.product_class, act.today))
    await startClock(act, 'reinspections', row.id, rule, act.today, { productClass: row.product_class });
  if (row.case_id === null || row.recipient_id === null) return;
  const end = await windowOf(act, row);
  if (end && (row.applicant.postedOn ?? row.applied_on) <= end.dueOn)
    await stopClocks(act, 'case_recipients', row.recipient_id, 'done', row.number, { rules: [end.rule] });
  await noteEvent(act, row.case_id, 'reinspection-applied', { number: row.number, name: row.applicant.name }, { ref });
}

export interface ForeignInput extends FormInput {
  productClass: ProductClass;
  firstLab: string;
  firstReportNo: string;
  productName: string;
  batchNo: string;
  spec?: string;
  producer: string;
  sampledUnit: string;
  basis: string;
  expiryDate?: string;
  applicantName: string;
  applicantRole: Applicant['role'];
  applicantCode?: string;
  deliveredOn: string;
  /** Parameter of each objected item, with what it is held against and what the first laboratory found. */
  items: { parameter: string; requirement: string; result: string }[];
}

/**
 * Registers an application for the re-inspection of another laboratory's report by the institute.
 * @throws Refusal `reinspection.foreign-lab` for a report of the institute itself, `reinspection.items`, `reinspection.posting`
 */
export async function applyForeign(act: Act, input: ForeignInput): Promise<ReinspectionRow> {
  const institute = (await readInstitute(act.db))?.name ?? '';
  if (input.firstLab.trim() === institute) refuse('reinspection.foreign-lab', {}, 'firstLab');
  if (input.items.length === 0) refuse('reinspection.items', {}, 'items');
  if (input.deliveredOn > act.today) refuse('reinspection.delivered-later', { today: act.today }, 'deliveredOn');
  const row = await act.insert<ReinspectionRow>('reinspections', {
    number: await act.number('reinspection', PATTERN),
    standing: 'foreign',
    ...{ case_id: null, recipient_id: null, sample_id: null, report_id: null },
    first_lab: input.firstLab.trim(),
    first_report_no: input.firstReportNo.trim(),
    product_class: input.productClass,
    product: {
      name: input.productName,
      batchNo: input.batchNo,
      spec: filled(input.spec) ?? '—',
      producer: input.producer,
      sampledUnit: input.sampledUnit,
      basis: input.basis,
      ...(filled(input.expiryDate) && { expiry: input.expiryDate }),
    },
    applicant: {
      name: input.applicantName,
      role: input.applicantRole,
      creditCode: filled(input.applicantCode) ?? '',
      address: filled(input.address) ?? '',
      contact: input.contact,
      phone: input.phone,
      ...postingOf(act, input),
    },
    items: input.items.map(({ parameter: code, requirement, result }) => ({
      parameter: code,
      name: act.app.catalogue.parameter(code).name.zh,
      requirement,
      result,
    })),
    delivered_on: input.deliveredOn,
    laboratory: { ...laboratoryOf(input, institute), name: institute },
    ...common(act, input),
  });
  await begin(act, row);
  return filePaper(act, row, 'application');
}
