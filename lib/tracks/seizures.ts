import { next } from '../core/machine.ts';
import { refuseAll } from '../core/refusal.ts';
import { noteEvent } from '../disposals/index.ts';
import { actorOf } from '../kernel/access.ts';
import { pauseClock, resumeClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { openClocks, startAll, stopUntil } from './clocks.ts';
import { seizureMachine } from './machine.ts';
import { refuseFiller } from './refuse-filler.ts';
import type { SeizureRow } from './rows.ts';
import { trackRules, type Words } from './rules.ts';
import { early, type Step, said, saidOrNull } from './said.ts';
import { heldTrack, rowOf } from './store.ts';

const TABLE = 'track_seizures';

/** Goods are sealed or seized: the term of the decision (D11) and that of the measure itself (D12) begin. @throws Refusal `track.not-own` … */
const seize: Step = async (act, { known, data }) => {
  refuseFiller(known);
  const row = await act.insert<SeizureRow>(TABLE, {
    ...{ track_id: known.track.id, case_id: known.row.id, created_by: act.user.id, state: 'seized' },
    number: said(data, 'number'),
    kind: said(data, 'kind') === 'sealed' ? 'sealed' : 'seized',
    ...{ goods: said(data, 'seizedGoods'), amount: said(data, 'amount'), unit: said(data, 'unit') },
    ...{ seal_no: saidOrNull(data, 'sealNo'), place: said(data, 'place'), keeper: said(data, 'keeper') },
    seized_on: said(data, 'seizedOn'),
    ...{ tested_on: null, test_no: null, reported_on: null, report_no: null, decided_on: null, decision: null },
  });
  await startAll(act, TABLE, row, known.row, 'seized', row.seized_on, known.track.organisation_id);
  return row;
};

/** The goods are tested: the measure stands still (行政强制法 第二十五条), the decision waits for the report (药品管理法 第一百条). */
const test: Step = async (act, { known, data, ref, version }) => {
  const row = await rowOf<SeizureRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  const state = next(seizureMachine, 'test', { ...known.subject, ...row }, actorOf(act.user));
  refuseAll(early(data, 'testedOn', row.seized_on));
  const [tested_on, test_no] = [said(data, 'testedOn'), said(data, 'testNo')];
  for (const clock of await openClocks(act, TABLE, row.id))
    if (clock.state === 'running' && clock.snapshot.pauses?.includes('test'))
      await pauseClock(act, clock, { kind: 'test', from: tested_on, reason: test_no });
  const [follows] = act.app.rules.clocks('seized-report-issued', known.row.product_class, tested_on);
  if (follows) await stopUntil(act, TABLE, row.id, follows.until, { how: 'cancelled', reason: test_no, on: tested_on });
  return act.update<SeizureRow>(TABLE, row, { state, tested_on, test_no });
};

const report: Step = async (act, { known, data, ref, version }) => {
  const row = await rowOf<SeizureRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  const state = next(seizureMachine, 'report', { ...known.subject, ...row }, actorOf(act.user));
  refuseAll(early(data, 'reportedOn', row.tested_on));
  return goOn(act, row, known, { state, reported_on: said(data, 'reportedOn'), report_no: said(data, 'reportNo') });
};

type Known = Parameters<Step>[1]['known'];

/** The report ends the pause of the measure, and the term of the decision begins anew from it. */
async function goOn(
  act: Act,
  row: SeizureRow,
  known: Pick<Known, 'row' | 'track'>,
  patch: Pick<SeizureRow, 'state'> & { reported_on: string; report_no: string },
): Promise<SeizureRow> {
  for (const clock of await openClocks(act, TABLE, row.id))
    if (clock.state === 'paused') await resumeClock(act, clock, patch.reported_on);
  await startAll(act, TABLE, row, known.row, 'seized-report-issued', patch.reported_on, known.track.organisation_id);
  return act.update<SeizureRow>(TABLE, row, patch);
}

const decide: Step = async (act, { known, data, ref, version }) => {
  const row = await rowOf<SeizureRow>(act, TABLE, { id: ref, track_id: known.track.id }, version);
  const state = next(seizureMachine, 'decide', { ...known.subject, ...row }, actorOf(act.user));
  refuseAll(early(data, 'decidedOn', row.reported_on ?? row.seized_on));
  const on = said(data, 'decidedOn');
  await stopUntil(act, TABLE, row.id, 'seizure-decided', { on });
  await stopUntil(act, TABLE, row.id, 'seizure-ended', { on });
  return act.update<SeizureRow>(TABLE, row, { state, decided_on: on, decision: said(data, 'decision') });
};

export const seizureSteps: Record<string, Step> = {
  seize,
  'seizure-test': test,
  'seizure-report': report,
  'seizure-decide': decide,
};

/** A report of this institute is signed: seized goods that were sent here as this batch wait no longer. */
export async function seizedReportIssued(act: Act, report: { number: string; sample_id: string }): Promise<void> {
  const batch = await act
    .db('samples')
    .join('samplings', 'samplings.id', 'samples.sampling_id')
    .where('samples.id', report.sample_id)
    .first<{ sample: string; sampling: string } | undefined>(
      'samples.number as sample',
      'samplings.number as sampling',
    );
  if (!batch) return;
  const rows: SeizureRow[] = await act
    .db(TABLE)
    .where({ state: 'testing' })
    .whereIn('test_no', [batch.sample, batch.sampling]);
  for (const row of rows) {
    const known = await heldTrack(act, row.case_id, row.track_id);
    await goOn(act, row, known, { state: 'seized', reported_on: act.today, report_no: report.number });
    const params = { step: reportStep(act).zh, unit: known.track.unit_name, what: report.number };
    await noteEvent(act, row.case_id, 'track-step', params, { ref: { entity: TABLE, id: row.id } });
  }
}

const reportStep = ({ app }: Pick<Act, 'app'>): Words =>
  trackRules(app).steps.find(({ id }) => id === 'seizure-report')?.done ?? { zh: '', en: '' };
