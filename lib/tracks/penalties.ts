import { next } from '../core/machine.ts';
import { refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { startAll, stopUntil } from './clocks.ts';
import { penaltyMachine } from './machine.ts';
import { refuseFiller } from './refuse-filler.ts';
import type { PenaltyRow } from './rows.ts';
import { early, type Step, type Stepping, said, saidOrNull, ticked } from './said.ts';
import { rowOf } from './store.ts';

const TABLE = 'track_penalties';

/** A case is filed against a party: the 90 days of the decision begin (D13), the clue is dealt with (D14). */
const open: Step = async (act, { known, data }) => {
  refuseFiller(known);
  const filed_on = said(data, 'filedOn');
  const row = await act.insert<PenaltyRow>(TABLE, {
    ...{ track_id: known.track.id, case_id: known.row.id, created_by: act.user.id, state: 'case-filed', filed_on },
    ...{ filing_no: said(data, 'filingNo'), party: said(data, 'party'), elsewhere: saidOrNull(data, 'elsewhere') },
    ...{ facts: null, decision_no: null, articles: null, fine: null, income: null, goods_value: null, measures: [] },
    ...{ decided_on: null, served_on: null, published_on: null, published_at: null, passed_on: null },
    ...{ dropped_on: null, reason: null },
  });
  await startAll(act, TABLE, row, known.row, 'case-filed', filed_on, known.track.organisation_id);
  await stopUntil(act, 'case_tracks', known.track.id, 'case-filed', { on: filed_on });
  return row;
};

type Move = keyof (typeof penaltyMachine)['moves'];

async function moved(act: Act, { known, ref, version }: Stepping, move: Move) {
  const row = await rowOf<PenaltyRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  return { row, state: next(penaltyMachine, move, { ...known.subject, ...row }, actorOf(act.user)) };
}

/** The decision: it is to be served (D15), published (D16), and passed on where the party is registered in another province (D16b). */
const decide: Step = async (act, stepping) => {
  const { known, data } = stepping;
  const { row, state } = await moved(act, stepping, 'decide');
  refuseAll(early(data, 'decidedOn', row.filed_on));
  const on = said(data, 'decidedOn');
  await stopUntil(act, TABLE, row.id, 'penalty-decided', { on });
  await startAll(act, TABLE, row, known.row, 'penalty-decided', on, known.track.organisation_id);
  if (row.elsewhere !== null)
    await startAll(act, TABLE, row, known.row, 'penalty-decided-elsewhere', on, known.track.organisation_id);
  const measures = ticked(data, 'measures');
  const amount = (measure: string, key: string) => (measures.includes(measure) ? saidOrNull(data, key) : null);
  return act.update<PenaltyRow>(TABLE, row, {
    ...{ state, decided_on: on, decision_no: said(data, 'decisionNo'), facts: said(data, 'facts') },
    ...{ articles: said(data, 'articles'), measures, fine: amount('fine', 'fine') },
    ...{ income: amount('income', 'income'), goods_value: amount('goods', 'goodsValue') },
  });
};

const serve: Step = async (act, stepping) => {
  const { row, state } = await moved(act, stepping, 'serve');
  refuseAll(early(stepping.data, 'servedOn', row.decided_on));
  const on = said(stepping.data, 'servedOn');
  await stopUntil(act, TABLE, row.id, 'penalty-served', { on });
  return act.update<PenaltyRow>(TABLE, row, { state, served_on: on });
};

const publish: Step = async (act, stepping) => {
  const { row, state } = await moved(act, stepping, 'publish');
  refuseAll(early(stepping.data, 'publishedOn', row.decided_on));
  const on = said(stepping.data, 'publishedOn');
  await stopUntil(act, TABLE, row.id, 'penalty-published', { on });
  return act.update<PenaltyRow>(TABLE, row, {
    state,
    published_on: on,
    published_at: said(stepping.data, 'publishedAt'),
  });
};

const passOn: Step = async (act, stepping) => {
  const { row, state } = await moved(act, stepping, 'pass-on');
  refuseAll(early(stepping.data, 'passedOn', row.decided_on));
  const on = said(stepping.data, 'passedOn');
  await stopUntil(act, TABLE, row.id, 'penalty-passed-on', { on });
  return act.update<PenaltyRow>(TABLE, row, { state, passed_on: on });
};

const drop: Step = async (act, stepping) => {
  const { row, state } = await moved(act, stepping, 'drop');
  refuseAll(early(stepping.data, 'droppedOn', row.filed_on));
  const [dropped_on, reason] = [said(stepping.data, 'droppedOn'), said(stepping.data, 'reason')];
  await stopUntil(act, TABLE, row.id, 'penalty-decided', { how: 'cancelled', reason, on: dropped_on });
  return act.update<PenaltyRow>(TABLE, row, { state, dropped_on, reason }, { reason });
};

export const penaltySteps: Record<string, Step> = {
  'case-file': open,
  'penalty-decide': decide,
  'penalty-serve': serve,
  'penalty-publish': publish,
  'penalty-pass-on': passOn,
  'case-drop': drop,
};
