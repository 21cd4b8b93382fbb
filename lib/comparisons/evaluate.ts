import { next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { rowHash } from '../kernel/action.ts';
import type { Act } from '../kernel/types.ts';
import { type Entry, type Evaluation, evaluateTarget, type Noted } from './evaluation.ts';
import { type ActionMove, actionMachine } from './machine.ts';
import { type ActionRow, type CheckRow, type ComparisonRow, type KeptFile, keyOf, samplesOf } from './rows.ts';
import { comparisonRules } from './rules.ts';
import { openResults } from './sealed.ts';
import { moving, type Read } from './steps.ts';
import { actionOf, checksOf, comparisonOf, itemsOf, participantOf, participantsOf } from './store.ts';

/** Computes all scores from the results that count and freezes them. @throws Refusal `comparison.nothing-reported`, `statistics.*` */
export async function evaluate(act: Act, read: Read): Promise<ComparisonRow> {
  const { row, state } = await moving(act, read, 'evaluate');
  const participants = await participantsOf(act.db, row.id);
  const results = await openResults(act.db, row);
  const entries = participants.flatMap((one): Entry[] => {
    const found = results.get(one.id);
    return found
      ? [
          {
            participant: one.id,
            code: one.lab_code,
            late: found.late,
            exclusion: one.exclusion,
            reported: found.reported,
          },
        ]
      : [];
  });
  if (entries.length === 0) refuse('comparison.nothing-reported', {}, undefined, 'conflict');
  const rules = comparisonRules(act.app, row.invited_on);
  const checks = await checksOf(act.db, row.id);
  const targets = (await itemsOf(act.db, row.id)).flatMap((item) =>
    samplesOf(row).map((sample) => {
      const found = evaluateTarget({ key: keyOf(item, sample), sample, item }, entries, rules);
      const own = checks.filter((check) => check.item_id === item.id && check.sample === sample);
      return { ...found, cautions: [...found.cautions, ...checkNotes(own, row)] };
    }),
  );
  const evaluation: Evaluation = {
    at: act.now,
    invited: participants.length,
    joined: participants.filter((one) => one.state === 'joined' || one.state === 'delivered').length,
    reported: entries.length,
    targets,
  };
  const evaluated = { state, evaluation, evaluated_by: act.user.id, evaluated_at: act.now };
  return act.update<ComparisonRow>('comparisons', row, evaluated);
}

/** What the tests of the units say about every score of the round (ISO 13528:2022 B.2.5, B.5). */
function checkNotes(checks: readonly CheckRow[], { decision }: ComparisonRow): Noted[] {
  const homogeneity = checks.find(({ kind }) => kind === 'homogeneity');
  const stability = checks.find(({ kind }) => kind === 'stability');
  const notes: Noted[] = [];
  if (homogeneity?.result.expanded) notes.push({ id: 'comparison.caution.expanded', params: {} });
  if (homogeneity && !homogeneity.result.passes)
    notes.push({ id: 'comparison.caution.inhomogeneous', params: { reason: decision ?? '' } });
  if (!stability) notes.push({ id: 'comparison.caution.no-stability', params: {} });
  if (stability && !stability.result.passes) notes.push({ id: 'comparison.caution.unstable', params: {} });
  return notes;
}

/** What the second person signs: the comparison with its evaluation. */
export const signedHash = (row: ComparisonRow): string => rowHash('comparisons', row);

/** A second person confirms the evaluation by signature; the laboratories then see their scores. @throws Refusal `comparison.own-evaluation` */
export async function publish(act: Act, read: Read): Promise<ComparisonRow> {
  const { row, state } = await moving(act, read, 'publish');
  const confirmed = { state, confirmed_by: act.user.id, confirmed_at: act.now };
  const published = await act.update<ComparisonRow>('comparisons', row, confirmed);
  await act.sign('approve', [{ entity: 'comparisons', id: row.id, hash: signedHash(published) }]);
  return published;
}

/** Asks a laboratory with an unsatisfactory result for a corrective action. @throws Refusal `comparison.action-state`, `comparison.action-good`, `comparison.action-due` */
export async function ask(
  act: Act,
  { id, participantId, asked, dueOn }: { id: string; participantId: string; asked: string; dueOn: string },
): Promise<ActionRow> {
  const row = await comparisonOf(act.db, id);
  const own = await participantOf(act.db, participantId, id);
  if (row.state !== 'published') refuse('comparison.action-state', {}, 'asked', 'conflict');
  if (dueOn < act.today) refuse('comparison.action-due', { today: act.today }, 'dueOn');
  const about = badTargets(row, own.id);
  if (about.length === 0) refuse('comparison.action-good', {}, 'asked');
  return act.insert<ActionRow>('comparison_actions', {
    ...{ comparison_id: id, participant_id: own.id, about: about.join('、'), state: 'requested', asked, due_on: dueOn },
    ...{ asked_by: act.user.id, reply: null, reply_file: null, replied_by: null, replied_at: null },
    ...{ judgement: null, settled_by: null, settled_at: null },
  });
}

const BAD = ['unsatisfactory', 'wrong', 'questionable', 'partly-right'];

/** The items in which a laboratory was not satisfactory, in words. */
export const badTargets = ({ evaluation, samples }: ComparisonRow, participant: string): string[] =>
  (evaluation?.targets ?? []).flatMap(({ name, sample, lines }) =>
    lines.some((line) => line.participant === participant && BAD.includes(line.verdict))
      ? [samples === 1 ? name : `${name} ${sample}`]
      : [],
  );

/** The laboratory's answer. @throws Refusal `comparison.missing` for one of another laboratory */
export async function answerAction(
  act: Act,
  {
    own,
    actionId,
    version,
    reply,
    file,
  }: {
    own: { participant: { id: string }; comparison: { id: string } };
    actionId: string;
    version: number;
    reply: string;
    file: KeptFile | null;
  },
): Promise<ActionRow> {
  const row = await actionOf(act.db, actionId, own.comparison.id);
  if (row.participant_id !== own.participant.id) refuse('comparison.missing', {}, undefined, 'missing');
  const state = next(actionMachine, 'answer', row, actorOf(act.user));
  const answered = { state, reply, reply_file: file ?? row.reply_file, replied_by: act.user.id, replied_at: act.now };
  return act.update<ActionRow>('comparison_actions', { ...row, version }, answered);
}

/** The organiser is content with the answer, or asks again with the reason. */
export async function judgeAction(
  act: Act,
  {
    id,
    actionId,
    version,
    actionJudgement,
    settles,
  }: Read & {
    actionId: string;
    actionJudgement: string;
    settles: boolean;
  },
): Promise<ActionRow> {
  const row = await actionOf(act.db, actionId, id);
  const move: ActionMove = settles ? 'settle' : 'return';
  const state = next(actionMachine, move, row, actorOf(act.user));
  const settled = settles ? { settled_by: act.user.id, settled_at: act.now } : {};
  return act.update<ActionRow>(
    'comparison_actions',
    { ...row, version },
    { state, judgement: actionJudgement, ...settled },
  );
}
