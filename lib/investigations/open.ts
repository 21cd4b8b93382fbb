import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import { startClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { holdSample, type SampleRow, sampleOf } from '../samples/index.ts';
import type { TestRow } from '../testing/index.ts';
import { modeOf } from './modes.ts';
import { type InvestigationRow, type Kind, openStates } from './rows.ts';
import { appliedTo, checklistFor, urgentGrounds } from './rules.ts';
import { wordless } from './store.ts';

const PATTERN = 'YC{year}-{serial:4}';

/** Opens an investigation of a result: the sample is held, its clocks start, and what has to be told at once is said. */
async function open(
  act: Act,
  test: TestRow,
  sample: SampleRow,
  { kind, situation, automatic }: { kind: Kind; situation: string; automatic: boolean },
): Promise<InvestigationRow> {
  const parameter = act.app.catalogue.parameters.get(test.parameter_code);
  const known = { retest: parameter?.retest ?? true, family: parameter?.family ?? '' };
  const supplementary = test.supplement != null;
  const urgent =
    test.verdict === 'fails'
      ? await urgentGrounds(act, {
          ...{ family: known.family, supplementary, sampleId: sample.id, producer: sample.producer },
        })
      : [];
  const row = await act.insert<InvestigationRow>('investigations', {
    ...{ number: await act.number('investigation', PATTERN), sample_id: sample.id, test_id: test.id, kind },
    ...{ state: 'opened', automatic: automatic ? 1 : 0, situation, first_result: test.result_text },
    ...{ first_verdict: test.verdict, rules: appliedTo(act.app, known, act.today) },
    ...{ checklist: checklistFor(act.app, known.family, act.today), opened_by: act.user.id },
    ...{ hypothesis: null, hypothesis_by: null, hypothesis_at: null, outcome: null, cause: null, finding: null },
    ...{ decided_by: null, decided_at: null, n: null, retest_analyst: null, portion: null, planned_by: null },
    ...{ planned_at: null, conclusion: null, conclusion_reason: null, concluded_by: null, concluded_at: null },
    ...{ approved_by: null, approved_at: null, approval_note: null, returned_reason: null, due_on: null },
    urgent: urgent.length > 0 ? urgent : null,
  });
  await holdSample(act, sample.id, 'oos', { entity: 'investigations', id: row.id }, row.number);
  return startTerms(act, row, sample);
}

/** Starts the terms of the laboratory's own investigation and of the whole; the nearest end stands on the row. */
async function startTerms(act: Act, row: InvestigationRow, sample: SampleRow): Promise<InvestigationRow> {
  const { product_class: productClass } = sample;
  const ends: string[] = [];
  for (const rule of act.app.rules.clocks('investigation-opened', productClass, act.today))
    ends.push((await startClock(act, 'investigations', row.id, rule, act.today, { productClass })).date);
  const [due_on] = ends.sort();
  return due_on === undefined ? row : act.update<InvestigationRow>('investigations', row, { due_on });
}

/** Whether a result is being asked about, or was with the same value. */
async function known(act: Act, test: TestRow): Promise<boolean> {
  const rows: { state: InvestigationRow['state']; first_result: string | null }[] = await act
    .db('investigations')
    .where({ test_id: test.id })
    .whereNot({ state: 'dropped' })
    .select('state', 'first_result');
  return rows.some(({ state, first_result }) => openStates.includes(state) || first_result === test.result_text);
}

/**
 * After analysts have signed: where the institute asks for it, every result out of its limit is investigated from that moment on. A further
 * attempt that confirms another record is judged by the investigation that set it.
 */
export async function investigationSubmitted(act: Act, testIds: readonly string[]): Promise<void> {
  const rows: object[] = await act
    .db('tests')
    .whereIn('id', [...testIds])
    .where({ verdict: 'fails', standing: 'counts' })
    .orderBy('id');
  if (rows.length === 0 || (await modeOf(act)) !== 'refuse') return;
  for (const test of rows.map((row) => decode<TestRow>('tests', row))) {
    if (await known(act, test)) continue;
    const sample = await sampleOf(act.db, test.sample_id);
    const situation = t('zh', 'investigation.auto', { item: test.item.name.zh, result: test.result_text ?? '' });
    await open(act, test, sample, { kind: 'oos', situation, automatic: true });
  }
}

export interface OpenInput {
  testId: string;
  investigationKind: Kind;
  situation: string;
}

/**
 * Opens an investigation by hand: a failing result, or one that conforms and is out of trend or odd.
 * @throws Refusal `investigation.words`, `investigation.not-signed`, `investigation.too-late`, `investigation.kind`, `investigation.again`,
 * `investigation.not-counting`
 */
export async function openByHand(act: Act, input: OpenInput): Promise<InvestigationRow> {
  const test = await find<TestRow>(act.db, 'tests', { id: input.testId });
  if (!test) return refuse('record.missing', { what: input.testId }, undefined, 'missing');
  const sample = await sampleOf(act.db, test.sample_id);
  const isFailing = test.verdict === 'fails';
  const faults: (Reason | false)[] = [
    ...wordless(input.situation, 'situation'),
    test.standing !== 'counts' && { id: 'investigation.not-counting' },
    !['submitted', 'reviewed'].includes(test.state) && { id: 'investigation.not-signed' },
    !['testing', 'tested'].includes(sample.state) && { id: 'investigation.too-late' },
    isFailing !== (input.investigationKind === 'oos') && { id: 'investigation.kind', field: 'investigationKind' },
    (await known(act, test)) && { id: 'investigation.again' },
  ];
  refuseAll(
    faults.filter((fault) => fault !== false),
    'conflict',
  );
  const { investigationKind: kind, situation } = input;
  return open(act, test, sample, { kind, situation: situation.trim(), automatic: false });
}
