import { addDays } from '../core/deadlines.ts';
import { dec, toText } from '../core/decimal.ts';
import { follow, next } from '../core/machine.ts';
import { Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { openImprovement } from '../improvement/index.ts';
import { type InternalInput, prepareInternal } from '../internal/index.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import type { InternalPurpose, InternalRow } from '../samples/index.ts';
import type { TestRow } from '../testing/index.ts';
import { type Judgement, judge, type Measured } from './judge.ts';
import { refuseUnseen } from './lines.ts';
import { lineMachine } from './machine.ts';
import { type AnomalyRow, hiddenMethods, type LineRow, type Method, methods, type PlanRow } from './rows.ts';
import { practiceOf } from './rules.ts';
import { blank, heldRow, rowOf, rows } from './store.ts';

const OWNER = 'control-line';

/** What an internal sample of a method is called in the register. */
const purposes: Partial<Record<Method, InternalPurpose>> = {
  reference: 'control',
  retained: 'retained',
  blind: 'blind',
  person: 'comparison',
  instrument: 'comparison',
  method: 'comparison',
};
export const blindMethods = methods.filter((method) => purposes[method] !== undefined);

export interface PrepareInput extends Omit<InternalInput, 'purpose' | 'ownerKind' | 'ownerId' | 'items' | 'note'> {
  id: string;
  version: number;
  /** Number of the batch whose earlier result this one is compared with. */
  earlierSample?: string;
}

/**
 * Carries a line out by an internal sample that goes over the ordinary bench; the analyst knows nothing of it.
 * @throws Refusal `control.not-blind`, `control.earlier`, `control.plan-open`, and those of prepareInternal
 */
export async function startBlind(act: Act, { id, version, earlierSample, ...cover }: PrepareInput): Promise<LineRow> {
  const line = await heldRow<LineRow>(act, 'qc_lines', id, version);
  const plan = await rowOf<PlanRow>(act.db, 'qc_plans', line.plan_id);
  const state = next(lineMachine, 'start', { ...line, plan: plan.state }, actorOf(act.user));
  const purpose = purposes[line.method];
  if (purpose === undefined) return refuse('control.not-blind', {}, undefined, 'conflict');
  const earlier = (earlierSample ?? '').trim() === '' ? undefined : await earlierTest(act, line, earlierSample ?? '');
  if (!earlier && line.criterion.assigned === undefined) refuse('control.earlier-missing', {}, 'earlierSample');
  const item = earlier && { limit: earlier.item.limit, constants: earlier.item.constants };
  const sample = await prepareInternal(act, {
    ...cover,
    purpose,
    ownerKind: OWNER,
    ownerId: line.id,
    items: [{ parameter: line.parameter_code, ...item }],
  });
  return act.update<LineRow>('qc_lines', line, {
    state,
    sample_id: sample.id,
    reference_test_id: earlier?.id ?? null,
  });
}

/** The finished test of the same parameter in a batch that is named by its number. @throws Refusal `control.earlier` */
async function earlierTest(act: Act, line: LineRow, number: string): Promise<TestRow> {
  const [found] = await rows<TestRow>(
    'tests',
    act
      .db('tests')
      .join('samples', 'samples.id', 'tests.sample_id')
      .where({ 'samples.number': number.trim().toUpperCase(), 'tests.parameter_code': line.parameter_code })
      .where({ 'tests.standing': 'counts' })
      .whereIn('tests.state', ['reviewed', 'locked'])
      .orderBy('tests.seq')
      .limit(1)
      .select('tests.*'),
  );
  return (
    found ?? refuse('control.earlier', { number: number.slice(0, 40), code: line.parameter_code }, 'earlierSample')
  );
}

const DIGITS = 12;
const FIGURE = /^-?\d+(\.\d+)?$/;

/** The result of a record as it is compared: the figure before rounding, to twelve digits, or the words. */
function resultOf({ result_exact, result_text }: TestRow, { kind }: LineRow['criterion']): string {
  if (kind === 'same' || result_exact === null || !FIGURE.test(result_exact)) return result_text ?? '';
  return toText(dec(result_exact).toSignificantDigits(DIGITS));
}

/**
 * After the approval of an internal sample: its result is compared with the earlier one or the assigned value. What cannot be judged by
 * numbers (未检出 against a number) waits for a person; the approval is never kept back by it.
 */
export async function controlCompleted(act: Act, internal: InternalRow): Promise<void> {
  const line = await find<LineRow>(act.db, 'qc_lines', { id: internal.owner_id });
  if (internal.owner_kind !== OWNER || line?.state !== 'under-way') return;
  const test = await find<TestRow>(act.db, 'tests', {
    sample_id: internal.sample_id,
    parameter_code: line.parameter_code,
    standing: 'counts',
  });
  if (!test) return;
  const earlier =
    line.reference_test_id === null ? undefined : await find<TestRow>(act.db, 'tests', { id: line.reference_test_id });
  const data: Measured = {
    x1: resultOf(test, line.criterion),
    ...(earlier && { x2: resultOf(earlier, line.criterion), from2: earlier.id }),
    from1: test.id,
  };
  let judgement: Judgement;
  try {
    judgement = judge(line.criterion, data);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await act.update<LineRow>('qc_lines', line, { data });
    return;
  }
  // Judged by the criterion that was planned, not by the person who approved the batch.
  const done = await act.update<LineRow>('qc_lines', line, {
    state: follow(lineMachine, judgement.ok ? 'satisfy' : 'fail', line),
    data,
    judgement,
    done_on: act.today,
    judged_by: null,
  });
  if (!judgement.ok) await openAnomaly(act, done, internal.prepared_by);
}

export interface ValuesInput extends Pick<Measured, 'x1' | 'x2' | 'unspiked' | 'spiked' | 'added' | 'words'> {
  id: string;
  version: number;
  doneOn: string;
  /** Batches whose results are the two values. */
  sampleOne?: string;
  sampleTwo?: string;
  /** A person's judgement where no number can be compared. */
  personal?: 'ok' | 'not-ok';
}

/**
 * Carries a line out by typed values or by the results of two batches, and judges it.
 * @throws Refusal `control.future`, `control.value-missing`, `control.value-bound`, `control.earlier`, `control.words`, `control.plan-open`
 */
export async function enterValues(act: Act, input: ValuesInput): Promise<LineRow> {
  const line = await heldRow<LineRow>(act, 'qc_lines', input.id, input.version);
  refuseUnseen(act.user, line);
  const plan = await rowOf<PlanRow>(act.db, 'qc_plans', line.plan_id);
  if (input.doneOn > act.today) refuse('control.future', { text: input.doneOn }, 'doneOn');
  const data = await dataOf(act, line, input);
  const judgement = input.personal === undefined ? judge(line.criterion, data) : personal(act, input);
  const state = next(lineMachine, judgement.ok ? 'satisfy' : 'fail', { ...line, plan: plan.state }, actorOf(act.user));
  const done = await act.update<LineRow>('qc_lines', line, {
    state,
    data,
    judgement,
    done_on: input.doneOn,
    judged_by: act.user.id,
  });
  if (!judgement.ok) await openAnomaly(act, done, act.user.id);
  return done;
}

function personal(act: Act, { personal: word, words }: ValuesInput): Judgement {
  refuseAll(blank(words, 'words'));
  const ok = word === 'ok';
  const value = t(act.user.lang, `control.line.${ok ? 'ok' : 'not-ok'}`);
  return { kind: 'person', ok, formula: '—', numbers: words?.trim() ?? '', value, limit: '—' };
}

async function dataOf(act: Act, line: LineRow, input: ValuesInput): Promise<Measured> {
  const { x1, x2, unspiked, spiked, added, words, sampleOne = '', sampleTwo = '' } = input;
  const one = sampleOne.trim() === '' ? undefined : await earlierTest(act, line, sampleOne);
  const two = sampleTwo.trim() === '' ? undefined : await earlierTest(act, line, sampleTwo);
  const typed = { x1, x2, unspiked, spiked, added, words };
  const kept = Object.fromEntries(
    Object.entries(typed).flatMap(([key, text]) => (text?.trim() ? [[key, text.trim()]] : [])),
  );
  return {
    ...line.data,
    ...kept,
    ...(one && { x1: resultOf(one, line.criterion), from1: one.id }),
    ...(two && { x2: resultOf(two, line.criterion), from2: two.id }),
  };
}

/** Not met: an 异常记录 for whoever is responsible (of the line, or who carried it out). */
async function openAnomaly(act: Act, line: LineRow, fallback: string): Promise<AnomalyRow> {
  const { formula = '', numbers = '', value = '', limit = '' } = line.judgement ?? {};
  const anomaly = await act.insert<AnomalyRow>('qc_anomalies', {
    line_id: line.id,
    situation: `${formula}；${numbers}；${value} / ${limit}`,
    responsible_id: line.responsible_id ?? fallback,
    due_on: addDays(act.today, practiceOf(act.app).anomaly.days),
    measures: null,
    answered_at: null,
    state: 'open',
    resolved: null,
    closing: null,
    closed_by: null,
    closed_at: null,
  });
  await openImprovement(act, {
    ...{ source: 'control', elsewhere: true, origin: { entity: 'qc_anomalies', id: anomaly.id } },
    // Whoever must not know of a blind sample must not learn of it here.
    ...{
      sealed: hiddenMethods.includes(line.method),
      parameterCode: line.parameter_code,
      ownerId: anomaly.responsible_id,
    },
    title: t('zh', 'improvement.auto.control.title', { code: line.parameter_code }),
    finding: anomaly.situation,
    refs: [{ entity: 'qc_lines', id: line.id }],
  });
  return anomaly;
}
