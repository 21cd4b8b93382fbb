import { capabilitiesOf, suspendParameter } from '../capability/index.ts';
import { chinaDate } from '../core/deadlines.ts';
import { refuse } from '../core/refusal.ts';
import { openImprovement } from '../improvement/index.ts';
import { rowHash } from '../kernel/action.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { verdictWord } from './columns.ts';
import { pastOf } from './history.ts';
import { parameterName } from './names.ts';
import type { Read } from './plans.ts';
import { keptNow, moved, needed } from './rounds.ts';
import type { CorrectiveRow, ItemRow, RoundRow } from './rows.ts';
import { dueFrom } from './rules.ts';
import { correctivesOf, itemsOf } from './store.ts';

export interface Evaluation extends Read {
  evaluation: string;
  measures?: string;
}

/** What the evaluator signs: the round as it stood before. */
export const evaluationHash = (round: RoundRow): string => rowHash('pt_rounds', round);

/**
 * 评价, under a password, by a person who was not on the bench. In the same transaction an unsatisfactory parameter is suspended in the
 * capability annex from today and gets a corrective file of 180 days; two that are not satisfactory in a row open a preventive one
 * (domain 5.2, 10 item 31).
 * @throws Refusal of the machine, `proficiency.own-bench`, `proficiency.unscored`, `proficiency.measures`
 */
export async function evaluate(act: Act, input: Evaluation): Promise<RoundRow> {
  const { round, state } = await moved(act, 'evaluate', input);
  const items = await itemsOf(act.db, round.id);
  const bad = items.some(({ verdict, judged }) => verdict !== 'satisfactory' || judged?.disagrees);
  const measures = input.measures?.trim() || null;
  if (bad && measures === null) refuse('proficiency.measures', {}, 'measures');
  for (const item of items) await follow(act, round, item);
  const evaluated = await act.update<RoundRow>('pt_rounds', round, {
    ...{ state, evaluated_by: act.user.id, evaluated_at: act.now, evaluation: input.evaluation.trim(), measures },
    // An appeal that was upheld does not run twice.
    appeal_to: round.appeal_to ?? dueFrom(act.app, 'appeal', round.report_on ?? act.today),
  });
  await act.sign('approve', [{ entity: 'pt_rounds', id: round.id, hash: evaluationHash(round) }]);
  return evaluated;
}

/** What one verdict sets off. */
async function follow(act: Act, round: RoundRow, item: ItemRow): Promise<void> {
  if (item.verdict === 'satisfactory' || item.verdict === null) return;
  const code = item.parameter_code;
  const open = await correctivesOf(act.db, { item_id: item.id, state: 'open' });
  if (open.length > 0) return;
  const past = (await pastOf(act.db, code)).filter(({ round_id }) => round_id !== round.id);
  const before = past.at(-1)?.verdict ?? null;
  const good = past.findLast(({ verdict }) => verdict === 'satisfactory');
  const since = good?.evaluated_at ? chinaDate(good.evaluated_at) : null;
  if (item.verdict === 'unsatisfactory') {
    const reason = t('zh', 'proficiency.suspendReason', { number: round.number });
    const suspended = await suspendParameter(act, code, { fromDay: act.today, reason });
    await openFile(act, round, item, {
      kind: 'corrective',
      since,
      suspended: suspended.length,
      repeated: before === 'unsatisfactory',
    });
  } else if (before !== null && before !== 'satisfactory') {
    await openFile(act, round, item, { kind: 'preventive', since, suspended: 0, repeated: false });
  }
}

async function openFile(
  act: Act,
  round: RoundRow,
  item: ItemRow,
  { kind, since, suspended, repeated }: Pick<CorrectiveRow, 'kind' | 'since' | 'suspended'> & { repeated: boolean },
): Promise<CorrectiveRow> {
  const file = await act.insert<CorrectiveRow>('pt_correctives', {
    number: await act.number('pt-corrective', 'PTC-{year}-{serial:3}'),
    ...{
      round_id: round.id,
      item_id: item.id,
      parameter_code: item.parameter_code,
      kind,
      state: 'open',
      since,
      suspended,
    },
    repeated: repeated ? 1 : 0,
    ...{ opened_by: act.user.id, opened_on: act.today, due_on: dueFrom(act.app, 'correction', act.today) },
    ...{ closed_by: null, closed_at: null, conclusion: null },
  });
  const said = { number: round.number, name: parameterName(act.app, item.parameter_code, 'zh') };
  const verdict = verdictWord(item.verdict ?? 'questionable');
  await openImprovement(act, {
    ...{ source: 'proficiency', kind: kind === 'preventive' ? 'preventive' : 'work', elsewhere: true },
    ...{ origin: { entity: 'pt_correctives', id: file.id }, parameterCode: item.parameter_code },
    title: t('zh', 'improvement.auto.proficiency.title', { ...said, verdict }),
    finding: t('zh', 'improvement.auto.proficiency.finding', {
      ...{ ...said, verdict, scheme: round.scheme, file: file.number },
    }),
    refs: [
      { entity: 'pt_correctives', id: file.id },
      { entity: 'pt_rounds', id: round.id },
    ],
  });
  return file;
}

/** Whether any line of the annex is suspended for a parameter. */
export const isSuspended = async (act: Pick<Act, 'db'>, code: string): Promise<boolean> =>
  (await capabilitiesOf(act.db, { parameter_code: code, state: 'suspended' })).length > 0;

/** 申诉 within 15 working days of the report. @throws Refusal of the machine, `proficiency.appeal-over`, `proficiency.reason` */
export async function appeal(act: Act, input: Read & { reason: string; file?: Upload }): Promise<RoundRow> {
  const { round, state } = await moved(act, 'appeal', input);
  const kept = await keptNow(act, needed(input.reason), input.file);
  return act.update<RoundRow>('pt_rounds', round, { state, appeal: kept });
}

/** What the provider decided: `uphold` brings the figures back to be corrected and judged again. @throws Refusal of the machine, `proficiency.reason` */
export async function settleAppeal(
  act: Act,
  input: Read & { decision: 'uphold' | 'dismiss'; reason: string },
): Promise<RoundRow> {
  const { round, state } = await moved(act, input.decision, input);
  return act.update<RoundRow>('pt_rounds', round, { state, outcome: needed(input.reason) });
}

/** 归档. @throws Refusal of the machine, `proficiency.corrective-open` */
export async function archive(act: Act, input: Read): Promise<RoundRow> {
  const { round, state } = await moved(act, 'archive', input);
  return act.update<RoundRow>('pt_rounds', round, { state, archived_at: act.now });
}
