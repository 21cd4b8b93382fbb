import { next } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { openImprovement } from '../improvement/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import { clocksOf, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { giveAttempt, restand, settleBatch, testTitle } from '../testing/index.ts';
import { addProof, keepProof } from './files.ts';
import { type InvestigationMove, investigationMachine } from './machine.ts';
import { type AnswerRow, findings, type InvestigationRow, newest, type State } from './rows.ts';
import { answersOf, heldInvestigation, recordsOf, subjectOf, wordless } from './store.ts';

/** The state after a move by this person. @throws Refusal with every obstacle */
export async function moved(act: Act, row: InvestigationRow, move: InvestigationMove): Promise<State> {
  const subject = subjectOf(row, await recordsOf(act.db, row), await answersOf(act.db, row.id));
  return next(investigationMachine, move, subject, actorOf(act.user));
}

export interface AnswerInput {
  id: string;
  version: number;
  answers: { point: string; pointFinding?: string; pointWords?: string }[];
  /** The point that the file belongs to. */
  evidencePoint?: string;
  file?: Upload;
}

interface Given extends Pick<AnswerRow, 'point' | 'finding' | 'words'> {
  field: string;
}

/** The points that were answered now; what stands already is not written again. */
function given(row: InvestigationRow, { answers }: AnswerInput, before: ReadonlyMap<string, AnswerRow>): Given[] {
  return answers.flatMap(({ point, pointFinding, pointWords = '' }, i) => {
    const finding = findings.find((one) => one === pointFinding);
    if (!finding) return [];
    if (!row.checklist.some(({ id }) => id === point))
      refuse('investigation.point', { point: point.slice(0, 60) }, `answers.${i}.point`);
    const words = pointWords.trim();
    const last = before.get(point);
    return last?.finding === finding && last.words === words
      ? []
      : [{ point, finding, words, field: `answers.${i}.pointWords` }];
  });
}

/**
 * Answers points of the checklist; an earlier answer stays beside the new one. What is not normal is said in words.
 * @throws Refusal `investigation.point`, `investigation.words`, `investigation.file-type`, `investigation.evidence-point`,
 * `investigation.nothing`
 */
export async function answerPoints(act: Act, input: AnswerInput): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'answer');
  const before = newest(await answersOf(act.db, row.id));
  const fresh = given(row, input, before);
  const evident = input.evidencePoint?.trim();
  const last = evident === undefined || evident === '' ? undefined : before.get(evident);
  const known = fresh.find(({ point }) => point === evident) ?? last;
  refuseAll([
    ...fresh.flatMap(({ finding, words, field }) => (finding === 'normal' ? [] : wordless(words, field))),
    ...(input.file && !known ? [{ id: 'investigation.evidence-point', field: 'evidencePoint' }] : []),
    ...(fresh.length === 0 && !input.file ? [{ id: 'investigation.nothing' }] : []),
  ]);
  const proof = input.file && known ? { point: known.point, kept: await keepProof(act, input.file) } : undefined;
  const isOwn = proof && !fresh.some(({ point }) => point === proof.point);
  const all = isOwn && last ? [...fresh, { point: last.point, finding: last.finding, words: last.words }] : fresh;
  await act.insertAll<AnswerRow>(
    'investigation_answers',
    all.map(({ point, finding, words }) => ({
      ...{ investigation_id: row.id, point, finding, words, by_id: act.user.id },
      file: proof?.point === point ? proof.kept : (before.get(point)?.file ?? null),
    })),
  );
  return act.update<InvestigationRow>('investigations', row, { state });
}

/** Records what may have happened, before anything is tested again. @throws Refusal `investigation.words` */
export async function suppose(
  act: Act,
  input: { id: string; version: number; hypothesis: string },
): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'suppose');
  refuseAll(wordless(input.hypothesis, 'hypothesis'));
  return act.update<InvestigationRow>('investigations', row, {
    ...{ state, hypothesis: input.hypothesis.trim(), hypothesis_by: act.user.id, hypothesis_at: act.now },
  });
}

export interface ErrorInput {
  id: string;
  version: number;
  errorCause: string;
  findingText: string;
  analyst: string;
  file?: Upload;
}

/**
 * A laboratory error is proven: the first record is set aside and a repeat by the same plan takes its place; all of it stays. The error itself
 * is nonconforming work.
 * @throws Refusal `investigation.own`, `investigation.no-hypothesis`, `investigation.unanswered`, `investigation.no-evidence`,
 * `investigation.words`, `investigation.cause`, `investigation.no-retest` where only listed causes make the test invalid
 */
export async function confirmError(act: Act, input: ErrorInput): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'error');
  const cause = row.rules.causes.find(({ id }) => id === input.errorCause);
  const unlisted = { id: row.rules.forbidden ? 'investigation.no-retest' : 'investigation.cause', field: 'errorCause' };
  refuseAll([
    ...(cause ? [] : [unlisted]),
    ...wordless(input.findingText, 'findingText'),
    ...(input.file ? [] : [{ id: 'investigation.no-evidence', field: 'file' }]),
  ]);
  if (!cause || !input.file) return row;
  const proof = await addProof(act, row, input.file, 'error');
  const { first } = await recordsOf(act.db, row);
  const reason = `${row.number} ${cause.zh}`;
  await restand(act, first.id, 'invalid', { investigation: row.id, reason });
  await giveAttempt(act, first, { standing: 'counts', investigation: row.id, analyst: input.analyst });
  await settleBatch(act, row.sample_id);
  const decided = await act.update<InvestigationRow>('investigations', row, {
    ...{
      due_on: await endPhase(act, row),
      state,
      outcome: 'error',
      cause: cause.id,
      finding: input.findingText.trim(),
    },
    ...{ decided_by: act.user.id, decided_at: act.now, conclusion: 'invalid' },
    ...{ conclusion_reason: input.findingText.trim(), concluded_by: act.user.id, concluded_at: act.now },
  });
  const item = testTitle(first, 'zh');
  await openImprovement(act, {
    ...{ source: 'oos', origin: { entity: 'investigations', id: row.id }, parameterCode: first.parameter_code },
    title: t('zh', 'investigation.improvementTitle', { number: row.number, item }),
    finding: t('zh', 'investigation.improvementFinding', { cause: cause.zh, finding: input.findingText.trim() }),
    refs: [
      { entity: 'investigations', id: row.id },
      { entity: 'tests', id: first.id },
      { entity: 'samples', id: row.sample_id },
    ],
    ...(first.analyst_id !== null && { personId: first.analyst_id, involved: [first.analyst_id] }),
  });
  act.record({ entity: 'investigation_files', id: proof.id, note: proof.file.name });
  return decided;
}

/** No laboratory error was found. @throws Refusal `investigation.own`, `investigation.no-hypothesis`, `investigation.unanswered`, `investigation.words` */
export async function clearLaboratory(
  act: Act,
  input: { id: string; version: number; findingText: string; file?: Upload },
): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'clear');
  refuseAll(wordless(input.findingText, 'findingText'));
  if (input.file) await addProof(act, row, input.file, 'clear');
  return act.update<InvestigationRow>('investigations', row, {
    due_on: await endPhase(act, row),
    ...{ state, outcome: 'no-error', finding: input.findingText.trim(), decided_by: act.user.id, decided_at: act.now },
  });
}

/** The term of the laboratory's own investigation ends with its finding; the next end that is due. */
async function endPhase(act: Act, row: InvestigationRow): Promise<string | null> {
  const rules = act.app.rules
    .all()
    .filter(({ until }) => until === 'laboratory-phase-done')
    .map(({ id }) => id);
  await stopClocks(act, 'investigations', row.id, 'done', undefined, { rules });
  const running = (await clocksOf(act.db, 'investigations', row.id)).filter(({ state }) => state === 'running');
  return running.map(({ due_on }) => due_on).sort()[0] ?? null;
}
