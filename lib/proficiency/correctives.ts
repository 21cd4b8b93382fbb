import type { Knex } from 'knex';
import { restoreParameter } from '../capability/index.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { settleImprovement } from '../improvement/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { isSuspended } from './evaluate.ts';
import { keepPaper } from './files.ts';
import { type CorrectiveSubject, correctiveMachine } from './machine.ts';
import type { Read } from './plans.ts';
import type { CorrectiveRow, StepName, StepRow, Way } from './rows.ts';
import { rowAt, stepsOf } from './store.ts';

/** The steps of a file in their order; after two bad rounds in a row people are trained again (features N13). */
export const stepsFor = ({ kind, repeated }: Pick<CorrectiveRow, 'kind' | 'repeated'>): StepName[] =>
  kind === 'preventive'
    ? ['cause', 'prevention']
    : ['cause', 'correction', 'impact', ...(repeated === 1 ? (['training'] as const) : []), 'verification'];

export function correctiveSubject(row: CorrectiveRow, done: readonly StepRow[]): CorrectiveSubject & CorrectiveRow {
  const missing = stepsFor(row).filter((step) => !done.some((one) => one.step === step));
  return { ...row, doers: done.map(({ done_by }) => done_by), missing };
}

export interface StepInput extends Read {
  stepName: StepName;
  doneOn: string;
  stepText: string;
  evidenceWay?: Way;
  file?: Upload;
}

/**
 * Writes a step down; the one before it stands already. The verification says how it was shown and brings its evidence.
 * @throws Refusal of the machine, `proficiency.step-order`, `proficiency.step-done`, `proficiency.step-day`, `proficiency.evidence`, `record.stale`
 */
export async function takeStep(act: Act, input: StepInput): Promise<CorrectiveRow> {
  const row = await rowAt<CorrectiveRow>(act.db, 'pt_correctives', input.id, input.version);
  const done = await stepsOf(act.db, row.id);
  const state = next(correctiveMachine, 'work', correctiveSubject(row, done), actorOf(act.user));
  refuseAll(stepFaults(act.today, row, done, input));
  await act.insert<StepRow>('pt_steps', {
    ...{ corrective_id: row.id, step: input.stepName, done_on: input.doneOn, content: input.stepText.trim() },
    ...{ way: input.evidenceWay ?? null, file: await keepPaper(act, input.file), done_by: act.user.id },
  });
  return act.update<CorrectiveRow>('pt_correctives', row, { state });
}

function stepFaults(today: string, row: CorrectiveRow, done: readonly StepRow[], input: StepInput): Reason[] {
  const order = stepsFor(row);
  const has = (step: StepName) => done.some((one) => one.step === step);
  const wanted = order.find((step) => !has(step));
  if (has(input.stepName)) return [{ id: 'proficiency.step-done', field: 'stepName' }];
  if (input.stepName !== wanted)
    return [
      {
        id: 'proficiency.step-order',
        field: 'stepName',
        params: { step: t('zh', `proficiency.step.${wanted ?? 'cause'}`) },
      },
    ];
  const evidence = input.stepName === 'verification' && (input.evidenceWay === undefined || input.file === undefined);
  return [
    ...(input.doneOn > today || input.doneOn < row.opened_on
      ? [{ id: 'proficiency.step-day', field: 'doneOn', params: { from: row.opened_on, today } }]
      : []),
    ...(evidence
      ? [{ id: 'proficiency.evidence', field: input.evidenceWay === undefined ? 'evidenceWay' : 'file' }]
      : []),
  ];
}

/**
 * Closes the file by another person than who judged the round or did a step; the parameter is then restored in the annex, unless another
 * file of it is open. @throws Refusal of the machine, `proficiency.steps-open`, `proficiency.restore-own`, `capability.restore-own`
 */
export async function closeCorrective(act: Act, input: Read & { conclusion: string }): Promise<CorrectiveRow> {
  const row = await rowAt<CorrectiveRow>(act.db, 'pt_correctives', input.id, input.version);
  const subject = correctiveSubject(row, await stepsOf(act.db, row.id));
  const state = next(correctiveMachine, 'finish', subject, actorOf(act.user));
  const conclusion = input.conclusion.trim() || refuse('proficiency.conclusion', {}, 'conclusion');
  const closed = await act.update<CorrectiveRow>('pt_correctives', row, {
    ...{ state, closed_by: act.user.id, closed_at: act.now, conclusion },
  });
  await settleImprovement(act, { entity: 'pt_correctives', id: row.id }, { words: conclusion });
  const code = row.parameter_code;
  if (row.kind === 'corrective' && (await openOf(act.db, code)) === 0 && (await isSuspended(act, code)))
    await restoreParameter(act, code, { fromDay: act.today, reason: `${row.number} ${conclusion}` });
  return closed;
}

const openOf = async (db: Knex, code: string): Promise<number> =>
  (await db('pt_correctives').where({ parameter_code: code, kind: 'corrective', state: 'open' }).select('id')).length;

export interface DoubtedReport {
  id: string;
  number: string;
  state: string;
  sample: string;
  product: string;
  on: string;
  result: string | null;
}

const MOST = 200;

/** Reports with the parameter that were issued since the last satisfactory round (all, where there was none), the newest first, at most 200, and how many there are. */
export async function doubtedReports(
  db: Knex,
  { parameter_code, since, opened_on }: Pick<CorrectiveRow, 'parameter_code' | 'since' | 'opened_on'>,
): Promise<{ total: number; lines: DoubtedReport[] }> {
  const query = db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .join('reports', 'reports.sample_id', 'samples.id')
    .where({ 'tests.parameter_code': parameter_code, 'tests.standing': 'counts' })
    .whereIn('reports.state', ['issued', 'withdrawn'])
    .where('reports.issued_at', '>=', since ?? '')
    .where('reports.issued_at', '<=', `${opened_on}T23:59:59.999Z`);
  const [counted] = await query.clone().count<{ n: number | string }[]>({ n: '*' });
  const lines = await query
    .orderBy('reports.issued_at', 'desc')
    .limit(MOST)
    .select(
      'reports.id',
      'reports.number',
      'reports.state',
      'samples.number as sample',
      'samples.product_name as product',
    )
    .select<DoubtedReport[]>('reports.issued_at as on', 'tests.result_text as result');
  return { total: Number(counted?.n ?? 0), lines };
}
