import { chinaDate } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act, App, Lang } from '../kernel/types.ts';
import { utcOf } from './check.ts';
import { startAll, stopUntil } from './clocks.ts';
import { type TransferMove, type TransferSubject, transferMachine } from './machine.ts';
import { refuseFiller } from './refuse-filler.ts';
import type { TransferRow } from './rows.ts';
import { trackRules } from './rules.ts';
import { early, type Step, type Stepping, said, saidOrNull, ticked } from './said.ts';
import { settle } from './settle.ts';
import type { Known } from './store.ts';
import { rowOf } from './store.ts';

const TABLE = 'track_transfers';
const PATTERN = 'YS{year}-{serial:4}';

/** Two officers report a suspected crime in writing, or a clue for another body: of a crime the three days of the head begin (T1). */
const begin: Step = async (act, { known, data }) => {
  refuseFiller(known);
  const [one, two] = [said(data, 'officer1'), said(data, 'officer2')];
  if (one === two) refuse('track.two-officers', {}, 'data.officer2');
  const kind = said(data, 'kind') === 'crime' ? 'crime' : 'clue';
  const goods = Array.isArray(data.goods) ? data.goods.filter((row) => typeof row === 'object') : [];
  const papers = ticked(data, 'papers');
  if (papers.includes('goods') && goods.length === 0) refuse('track.goods-none', {}, 'data.goods');
  const row = await act.insert<TransferRow>(TABLE, {
    ...{ track_id: known.track.id, case_id: known.row.id, created_by: act.user.id, state: 'proposed', kind },
    number: await act.number('transfer', PATTERN),
    ...{ to_body: said(data, 'toBody'), party: said(data, 'party'), facts: said(data, 'facts') },
    ...{ articles: said(data, 'articles'), officers: [one, two], papers, goods, reported_at: said(data, 'reportedOn') },
    ...{ decided_at: null, decided_by: null, decision_reason: null, sent_at: null, sent_how: null, received_by: null },
    ...{ received_at: null, receipt_no: null, outcome: null, outcome_on: null, outcome_no: null, outcome_reason: null },
    ...{ review: null, review_on: null, goods_on: null, files: [] },
  });
  await start(act, known, row, 'crime-reported', row.reported_at);
  await settle(act, known.track);
  return row;
};

/** Terms hold for suspected crimes only; a clue goes to another body without one. */
async function start(
  act: Act,
  known: Known,
  row: TransferRow,
  event: string,
  moment: string | { on: string; at: string },
): Promise<void> {
  if (row.kind === 'crime') await startAll(act, TABLE, row, known.row, event, moment, known.track.organisation_id);
}

/** The papers that a kind of transfer needs and that are not ticked, in words. */
export function missingPapers(app: Pick<App, 'config'>, row: Pick<TransferRow, 'kind' | 'papers'>, lang: Lang): string {
  const field = trackRules(app)
    .steps.find(({ id }) => id === 'transfer')
    ?.fields.find(({ key }) => key === 'papers');
  return (field?.options ?? [])
    .filter(({ value, needed }) => needed?.includes(row.kind) && !row.papers.includes(value))
    .map(({ label }) => label[lang])
    .join('、');
}

export const transferSubject = (
  { app, user }: Pick<Act, 'app' | 'user'>,
  { subject }: Pick<Known, 'subject'>,
  row: TransferRow,
): TransferSubject & TransferRow => ({
  ...subject,
  ...row,
  name: user.name,
  missing: missingPapers(app, row, user.lang),
});

async function moved(act: Act, { known, ref, version }: Stepping, move: TransferMove) {
  const row = await rowOf<TransferRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  return { row, state: next(transferMachine, move, transferSubject(act, known, row), actorOf(act.user)) };
}

/** The head decides (T1); once approved the case is handed over within 24 hours (T2). A refusal says why and is kept with the papers. */
const decide: Step = async (act, stepping) => {
  const { known, data } = stepping;
  const approves = said(data, 'decision') === 'approve';
  const { row, state } = await moved(act, stepping, approves ? 'approve' : 'decline');
  await stopUntil(act, TABLE, row.id, 'transfer-decided');
  if (approves) await start(act, known, row, 'transfer-approved', { on: act.today, at: act.now });
  const done = await act.update<TransferRow>(TABLE, row, {
    ...{ state, decided_at: act.now, decided_by: act.user.id, decision_reason: saidOrNull(data, 'reason') },
  });
  if (!approves) await settle(act, known.track);
  return done;
};

const send: Step = async (act, stepping) => {
  const { known, data } = stepping;
  const { row, state } = await moved(act, stepping, 'send');
  const sent_at = utcOf(said(data, 'sentAt'));
  // Times are typed to the minute.
  if (row.decided_at !== null && sent_at.slice(0, 16) < row.decided_at.slice(0, 16))
    refuse('track.sent-early', {}, 'data.sentAt');
  const on = chinaDate(sent_at);
  await stopUntil(act, TABLE, row.id, 'transferred', { on });
  await start(act, known, row, 'transferred', on);
  const done = await act.update<TransferRow>(TABLE, row, { state, sent_at, sent_how: said(data, 'sentHow') });
  const { fileTransfer } = await import('./papers.ts');
  await fileTransfer(act, known, done);
  return done;
};

const receive: Step = async (act, stepping) => {
  const { row, state } = await moved(act, stepping, 'receive');
  const received_at = utcOf(said(stepping.data, 'receivedAt'));
  if (row.sent_at !== null && received_at < row.sent_at) refuse('track.received-early', {}, 'data.receivedAt');
  const { data } = stepping;
  return act.update<TransferRow>(TABLE, row, {
    ...{ state, received_at, received_by: said(data, 'receivedBy'), receipt_no: saidOrNull(data, 'receiptNo') },
  });
};

const events = { filed: 'police-filed', refused: 'police-refused', forwarded: null } as const;

/** The police file the case, refuse, or forward it: what is then due follows (T4, T5). A clue is finished with the answer. */
const answer: Step = async (act, stepping) => {
  const { known, data } = stepping;
  const { row, state } = await moved(act, stepping, 'answer');
  refuseAll(early(data, 'outcomeOn', row.received_at === null ? null : chinaDate(row.received_at)));
  const [given, on] = [said(data, 'outcome'), said(data, 'outcomeOn')];
  const outcome = given === 'filed' || given === 'refused' ? given : 'forwarded';
  await stopUntil(act, TABLE, row.id, 'police-decided', { on });
  const event = events[outcome];
  if (event !== null) await start(act, known, row, event, on);
  const isFinished = outcome === 'forwarded' || row.kind === 'clue';
  return act.update<TransferRow>(TABLE, row, {
    ...{
      state: isFinished ? 'followed-up' : state,
      outcome,
      outcome_on: on,
      outcome_no: saidOrNull(data, 'outcomeNo'),
    },
    outcome_reason: saidOrNull(data, 'outcomeReason'),
  });
};

const review: Step = async (act, stepping) => {
  const { row, state } = await moved(act, stepping, 'review');
  refuseAll(early(stepping.data, 'reviewOn', row.outcome_on));
  const [given, on] = [said(stepping.data, 'review'), said(stepping.data, 'reviewOn')];
  await stopUntil(act, TABLE, row.id, 'review-asked', { on });
  const chosen = given === 'reconsideration' || given === 'procuratorate' ? given : 'accepted';
  return act.update<TransferRow>(TABLE, row, { state, review: chosen, review_on: on });
};

const goods: Step = async (act, stepping) => {
  const { row, state } = await moved(act, stepping, 'goods');
  refuseAll(early(stepping.data, 'goodsOn', row.outcome_on));
  const on = said(stepping.data, 'goodsOn');
  await stopUntil(act, TABLE, row.id, 'goods-handed-over', { on });
  return act.update<TransferRow>(TABLE, row, { state, goods_on: on });
};

export const transferSteps: Record<string, Step> = {
  transfer: begin,
  'transfer-decide': decide,
  'transfer-send': send,
  'transfer-receive': receive,
  'transfer-answer': answer,
  'transfer-review': review,
  'transfer-goods': goods,
};
