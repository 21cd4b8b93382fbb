import { addDays } from '../core/deadlines.ts';
import { dec } from '../core/decimal.ts';
import { next } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { clocksOf, startClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { messages } from '../messages/index.ts';
import { startAll, stopUntil } from './clocks.ts';
import { recallMachine } from './machine.ts';
import { refuseFiller } from './refuse-filler.ts';
import type { RecallReportRow, RecallRow } from './rows.ts';
import { early, type Step, said, saidOrNull } from './said.ts';
import type { Known } from './store.ts';
import { rowOf } from './store.ts';

const TABLE = 'track_recalls';
const REPORTED = 'recall-reported';

/** A recall is decided: by its level the stop-sale notice is due (R1, R2). @throws Refusal `track.recall-nothing` */
const begin: Step = async (act, { known, data }) => {
  refuseFiller(known);
  if (dec(said(data, 'amount')).isZero()) refuse('track.recall-nothing', {}, 'data.amount');
  const level = Number(said(data, 'level'));
  const row = await act.insert<RecallRow>(TABLE, {
    ...{ track_id: known.track.id, case_id: known.row.id, created_by: act.user.id, state: 'decided', level },
    kind: said(data, 'kind') === 'ordered' ? 'ordered' : 'voluntary',
    ...{ scope: said(data, 'scope'), amount: said(data, 'amount'), unit: said(data, 'unit') },
    decided_on: said(data, 'decidedOn'),
    ...{ notified_on: null, notice_no: null, next_on: null, ended_on: null, conclusion: null },
  });
  await startAll(act, TABLE, row, known.row, `recall-level-${level}`, row.decided_on, known.track.organisation_id);
  return row;
};

/** The notice went out: progress is then reported every so many days, as the rule of the level says. */
const notice: Step = async (act, { known, data, ref, version }) => {
  const row = await rowOf<RecallRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  const state = next(recallMachine, 'notice', { ...known.subject, ...row }, actorOf(act.user));
  refuseAll(early(data, 'notifiedOn', row.decided_on));
  const on = said(data, 'notifiedOn');
  await stopUntil(act, TABLE, row.id, 'recall-notified', { on });
  const next_on = await expectReport(act, known, row, on);
  return act.update<RecallRow>(TABLE, row, { state, notified_on: on, notice_no: said(data, 'noticeNo'), next_on });
};

/** Starts the clock of the next progress report, and answers its day; null where the product has no rule. */
async function expectReport(
  act: Act,
  { track, row: own }: Known,
  row: RecallRow,
  from: string,
): Promise<string | null> {
  const rules = (await clocksOf(act.db, TABLE, row.id)).map(({ snapshot }) => snapshot);
  const rule = rules.find(({ every }) => every !== undefined);
  if (rule?.every === undefined) return null;
  const { zh, en } = messages;
  const progress = {
    ...rule,
    ...{
      id: `${rule.id}-report`,
      event: 'recall-notified',
      until: REPORTED,
      amount: rule.every,
      unit: 'calendar' as const,
    },
    title: { zh: zh['track.progressDue'], en: en['track.progressDue'] },
  };
  await startClock(act, TABLE, row.id, progress, from, {
    ownerOrg: track.organisation_id,
    productClass: own.product_class,
  });
  return addDays(from, rule.every);
}

const reportsOf = (act: Act, recall_id: string): Promise<RecallReportRow[]> =>
  act.db('recall_reports').where({ recall_id }).orderBy('id');

/** @throws Refusal `track.recalled-less` when less came back than before, `track.recalled-more` when more than there was */
const report: Step = async (act, { known, data, ref, version }) => {
  const row = await rowOf<RecallRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  const state = next(recallMachine, 'report', { ...known.subject, ...row }, actorOf(act.user));
  const last = (await reportsOf(act, row.id)).at(-1);
  refuseAll(early(data, 'onDay', last?.on_day ?? row.notified_on));
  const [recalled, on] = [said(data, 'recalled'), said(data, 'onDay')];
  if (last && dec(recalled).lt(dec(last.recalled)))
    refuse('track.recalled-less', { before: last.recalled, unit: row.unit }, 'data.recalled');
  if (dec(recalled).gt(dec(row.amount)))
    refuse('track.recalled-more', { amount: row.amount, unit: row.unit }, 'data.recalled');
  await act.insert<RecallReportRow>('recall_reports', {
    ...{
      recall_id: row.id,
      on_day: on,
      recalled,
      note: saidOrNull(data, 'note'),
      due_on: row.next_on,
      created_by: act.user.id,
    },
  });
  await stopUntil(act, TABLE, row.id, REPORTED, { on });
  return act.update<RecallRow>(TABLE, row, { state, next_on: await expectReport(act, known, row, on) });
};

/** @throws Refusal `track.recall-unreported` while nobody said how much came back */
const end: Step = async (act, { known, data, ref, version }) => {
  const row = await rowOf<RecallRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  const state = next(recallMachine, 'end', { ...known.subject, ...row }, actorOf(act.user));
  const last = (await reportsOf(act, row.id)).at(-1);
  if (!last) return refuse('track.recall-unreported', {}, undefined, 'conflict');
  refuseAll(early(data, 'endedOn', last.on_day));
  const on = said(data, 'endedOn');
  await stopUntil(act, TABLE, row.id, REPORTED, { on });
  return act.update<RecallRow>(TABLE, row, {
    state,
    ended_on: on,
    conclusion: said(data, 'conclusion'),
    next_on: null,
  });
};

export const recallSteps: Record<string, Step> = {
  recall: begin,
  'recall-notice': notice,
  'recall-report': report,
  'recall-end': end,
};
