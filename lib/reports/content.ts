import { chinaDate } from '../core/deadlines.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { reasonText, t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { basisLine, type SampleRow } from '../samples/index.ts';
import { formOf, type PortionRow, type SamplingRow, shownValue } from '../samplings/index.ts';
import {
  overridesOf,
  reportable,
  type SignatureRow,
  signaturesOf,
  type TestRow,
  type UncertaintyStatement,
  uncertaintyStatements,
} from '../testing/index.ts';
import type { ReportRow as PrintedRow, ReportContent } from './report.pdf.ts';
import { marksOf } from './scope.ts';

interface Sources {
  sample: SampleRow;
  sampling: SamplingRow;
  portions: PortionRow[];
  tests: TestRow[];
  signatures: SignatureRow[];
  officers: string[];
  deviation: string | null;
  /** What two persons set aside, by item. */
  overrides: { item: string; reason: string }[];
  uncertainty: UncertaintyStatement[];
}

/** Reads what a report speaks of, in the transaction that freezes it. */
export async function sourcesOf(act: Act, sample: SampleRow): Promise<Sources> {
  const sampling = await find<SamplingRow>(act.db, 'samplings', { id: sample.sampling_id });
  if (!sampling) throw new Error(`sample ${sample.number} has no sampling`);
  const tests = await reportable(act.db, sample.id);
  const receipt = await find<{ deviation: string | null }>(act.db, 'receipts', { id: sample.receipt_id });
  const names: { id: string; name: string }[] = await act
    .db('users')
    .whereIn('id', sampling.officers)
    .select('id', 'name');
  return {
    sample,
    sampling,
    portions: await list<PortionRow>(act.db, 'portions', { sampling_id: sampling.id }, 'n'),
    tests,
    signatures: await signaturesOf(
      act.db,
      'tests',
      tests.map((test) => test.id),
    ),
    officers: sampling.officers.map((id) => names.find((person) => person.id === id)?.name ?? ''),
    deviation: receipt?.deviation ?? null,
    overrides: await approvedOverrides(act, tests),
    uncertainty: await uncertaintyStatements(act.db, sample, tests, act.today),
  };
}

/** ISO/IEC 17025 7.8.2.1 n: the report tells of deviations; what lies outside the scope is told by its marks. */
async function approvedOverrides(act: Act, tests: readonly TestRow[]): Promise<Sources['overrides']> {
  const found: Sources['overrides'] = [];
  for (const test of tests) {
    const rows = await overridesOf(act.db, test.id);
    const told = rows.filter(({ state, reason_id }) => state === 'approved' && !reason_id.includes('.capability-'));
    const reasons = told.map(({ reason_id: id, params }) => reasonText('zh', { id, params }));
    found.push(...reasons.map((reason) => ({ item: test.item.name.zh, reason })));
  }
  return found;
}

/** The batch fails when any item fails (domain 3.7). */
export const verdictOf = (tests: readonly TestRow[]): 'conforms' | 'fails' =>
  tests.some((test) => test.verdict === 'fails') ? 'fails' : 'conforms';

/** The sentence of the conclusion by class, kind of work and verdict; its wording is dated data, not code. */
export function conclusionOf(act: Act, sample: SampleRow, sampling: SamplingRow, tests: readonly TestRow[]): string {
  const failed = tests.filter((test) => test.verdict === 'fails').map((test) => test.item.name.zh);
  // Risk monitoring gives data, no statement of conformity (domain 1.2).
  const id =
    sampling.work_kind === 'FX'
      ? 'conclusion-risk'
      : failed.length > 0
        ? 'conclusion-fails'
        : 'conclusion-part-conforms';
  const rule = act.app.rules.text(id, sample.product_class, act.today);
  if (!rule) throw new Error(`no text ${id} for ${sample.product_class} on ${act.today}`);
  return rule.text.replace('{basis}', () => sample.basis ?? '').replace('{items}', () => failed.join('、'));
}

/** Devices and cosmetics have a column for the unit, so the result is printed without it there; 未检出（检出限…） keeps its own. */
function resultOf({ item, result_text }: TestRow, hasUnitColumn: boolean): { result: string; unit?: string } {
  const result = result_text ?? '';
  if (!hasUnitColumn || item.unit === null) return { result };
  const isNumeric = /^[<>≤≥-]?\d/.test(result);
  return {
    result: isNumeric ? result.replaceAll(item.unit, '').replaceAll(/ +(?=、|$)/g, '') : result,
    unit: item.unit,
  };
}

const printedRow = (test: TestRow, isMonitoring: boolean, hasUnitColumn: boolean): PrintedRow => ({
  group: test.item.group,
  name: test.item.name.zh,
  method: test.item.method,
  requirement: test.item.limitText,
  ...resultOf(test, hasUnitColumn),
  verdict: isMonitoring ? 'none' : test.verdict === 'fails' ? 'fails' : 'conforms',
});

/**
 * The person who signed most of the records with that meaning, and when last: 主检 and 复核 of the report. Of a record that was given
 * back and signed again only the last signature counts.
 */
function leading(
  signatures: readonly SignatureRow[],
  meaning: 'test' | 'review',
): { meaning: typeof meaning; name: string; at: string } | undefined {
  const count = new Map<string, number>();
  const newest = new Map(
    signatures
      .filter((signature) => signature.meaning === meaning)
      .map((signature) => [signature.entity_id, signature]),
  );
  const fitting = [...newest.values()].sort((a, b) => a.at.localeCompare(b.at));
  for (const { user_name } of fitting) count.set(user_name, (count.get(user_name) ?? 0) + 1);
  const [name] = [...count].sort((a, b) => b[1] - a[1])[0] ?? [];
  const last = fitting.filter((signature) => signature.user_name === name).at(-1);
  return name && last ? { meaning, name, at: last.at } : undefined;
}

const expiryOf = (fields: Record<string, string>): string | undefined => fields.expiryDate ?? fields.shelfLife;

/** What the report says of objections, where that is not the window of the law: the contract, or that a re-inspection is final. */
const objectionTexts: Partial<Record<SamplingRow['work_kind'], string>> = {
  WT: 'objection-contract',
  FY: 'objection-final',
};

/** Everything the report prints (domain 2.10), frozen as one value: what the signatory signs. */
export async function contentOf(act: Act, sources: Sources, number: string, verifyUrl: string): Promise<ReportContent> {
  const { sample, sampling, tests, signatures, officers, deviation, portions } = sources;
  const form = await formOf(act.db, sampling.form_hash);
  const fields = Object.fromEntries(
    Object.entries(sampling.fields).map(([name, value]) => [name, shownValue(form, name, value, 'zh')]),
  );
  const institute = await readInstitute(act.db);
  const isMonitoring = sampling.work_kind === 'FX';
  const started = tests.map((test) => test.started_at ?? act.now).sort();
  const submitted = tests.map((test) => test.submitted_at ?? act.now).sort();
  const objection = act.app.rules.text(
    objectionTexts[sampling.work_kind] ?? 'objection',
    sample.product_class,
    act.today,
  );
  const deviations = [
    ...(deviation ? [deviation] : []),
    ...sources.overrides.map((one) => t('zh', 'report.overridden', one)),
  ].join(t('zh', 'report.semicolon'));
  const scope = await marksOf(act.app, act.db, sample, act.today);
  const test = leading(signatures, 'test');
  const review = leading(signatures, 'review');
  return {
    institute: {
      name: institute?.name ?? '',
      address: institute?.address ?? '',
      phone: institute?.phone ?? '',
      ...(institute?.cma && { cma: institute.cma }),
    },
    number,
    sampleNo: sample.number,
    productClass: sample.product_class,
    workKind: sampling.work_kind,
    product: {
      name: sampling.product_name,
      batchNo: sampling.batch_no,
      spec: sampling.spec,
      producer: sampling.producer,
      ...(fields.dosageForm && { doseForm: fields.dosageForm }),
      ...(fields.samplePackage && { packaging: fields.samplePackage }),
      ...(fields.producerAddress && { producerAddress: fields.producerAddress }),
      ...((fields.approvalNo ?? fields.registrationNo) && { approvalNo: fields.approvalNo ?? fields.registrationNo }),
      ...(fields.productionDate && { producedOn: fields.productionDate }),
      ...(expiryOf(fields) && { expiry: expiryOf(fields) }),
      ...(fields.storageCondition && { storage: fields.storageCondition }),
    },
    // In statutory sampling the client is the ordering authority, which stands in the sampling task; a commissioned sample names its own.
    ...(sampling.work_kind === 'WT' && {
      client: { name: sampling.sampled_unit, ...(fields.sampledUnitAddress && { address: fields.sampledUnitAddress }) },
    }),
    sampling: {
      number: sampling.number,
      on: sampling.sampled_on,
      unit: institute?.name ?? '',
      officers,
      sampledUnit: sampling.sampled_unit,
      ...(fields.samplingSite && { place: fields.samplingSite }),
    },
    marks: scope.marks,
    quantity: `${sampling.quantity}${sampling.unit}`,
    sealed: String(portions.length),
    receivedOn: sample.received_on,
    condition: deviation ?? t('zh', 'report.conditionGood'),
    testedFrom: chinaDate(started[0] ?? act.now),
    testedTo: chinaDate(submitted.at(-1) ?? act.now),
    scope: t('zh', 'report.partScope'),
    basis: basisLine(sample, 'zh'),
    rows: tests.map((row, i) => ({
      ...printedRow(row, isMonitoring, sample.product_class === 'device' || sample.product_class === 'cosmetic'),
      ...scope.rows[i],
    })),
    ...(sources.uncertainty.length > 0 && { uncertainty: sources.uncertainty }),
    conclusion: conclusionOf(act, sample, sampling, tests),
    ...(deviations !== '' && { deviation: deviations }),
    ...(institute?.demo && { note: t('zh', 'report.demo') }),
    ...(objection && { objection: objection.text }),
    signatures: { ...(test && { test }), ...(review && { review }) },
    verifyUrl,
    state: 'drafted',
    frozenAt: act.now,
  };
}
