import type { Knex } from 'knex';
import { addDays } from '../core/deadlines.ts';
import { type Reason, refuse } from '../core/refusal.ts';
import type { Act, Query } from '../kernel/types.ts';
import { countImpacts, type Doubt, doubtsOf, type ImpactCounts, impactsOf, usesWithin } from './doubts.ts';
import { raise } from './nonconformities.ts';
import type { EventRow, ImpactRow, InstrumentRow, Judgement } from './rows.ts';
import { eventsOf, heldInstrument, instrumentOf, namesOf } from './store.ts';

export const PAGE = 200;

export type Shown = 'unjudged' | 'all' | Judgement;

export interface ImpactInput {
  id: string;
  /** The bad calibration; the newest without it. */
  event?: string;
  show?: Shown;
  /** Day and test of the last line of the page before. */
  after?: string;
  /** Draws every line ticked. */
  ticked?: boolean;
}

/** A test that is in doubt. */
export interface ImpactLine {
  test_id: string;
  /** Version of its judgement; 0 before the first. */
  version: number;
  sample_no: string;
  product: string;
  batch: string;
  item: string;
  result: string | null;
  verdict: string | null;
  reports: { id: string; number: string; state: string }[];
  from: string;
  to: string;
  judgement: Judgement | null;
  reason: string;
  by: string;
}

export interface DoubtHead
  extends Pick<EventRow, 'id' | 'kind' | 'done_on' | 'certificate_no' | 'conclusion' | 'remark'> {
  /** First doubted day; null where no good check went before. */
  from: string | null;
  /** Last doubted day. */
  to: string;
}

export interface ImpactList {
  instrument: Pick<InstrumentRow, 'id' | 'number' | 'name'>;
  /** Every bad calibration, newest first. */
  doubts: DoubtHead[];
  /** The one shown; null where none was bad. */
  doubt: DoubtHead | null;
  show: Shown;
  /** Where the page begins; null on the first. */
  after: string | null;
  counts: ImpactCounts;
  lines: ImpactLine[];
  next: string | null;
  ticked: boolean;
  /** What keeps this person from judging. */
  obstacles: Reason[];
}

const headOf = ({ event, from, to }: Doubt): DoubtHead => ({
  ...{ id: event.id, kind: event.kind, done_on: event.done_on, certificate_no: event.certificate_no },
  ...{ conclusion: event.conclusion, remark: event.remark, from: from || null, to: addDays(to, -1) },
});

/** @throws Refusal `equipment.impact-event` */
const doubtNamed = (doubts: readonly Doubt[], id: string): Doubt =>
  doubts.find(({ event }) => event.id === id) ?? refuse('equipment.impact-event', {}, 'event', 'missing');

const ownRecord = ({ event }: Doubt, user: string): Reason[] =>
  event.recorded_by === user ? [{ id: 'equipment.impact-own-record', params: { day: event.done_on } }] : [];

/**
 * Every test, batch and report since the last good check before a bad calibration, newest first, a page at a time.
 * @throws Refusal `equipment.missing`, `equipment.impact-event`
 */
export async function listImpacts({ db, user }: Query, input: ImpactInput): Promise<ImpactList> {
  const { id, number, name } = await instrumentOf(db, input.id);
  const doubts = doubtsOf(await eventsOf(db, id));
  const doubt = input.event === undefined ? doubts[0] : doubtNamed(doubts, input.event);
  const { show = 'unjudged', ticked = false, after = null } = input;
  const head = { instrument: { id, number, name }, doubts: doubts.map(headOf), show, after, ticked };
  if (!doubt) {
    const counts = { total: 0, unjudged: 0, unaffected: 0, retest: 0, amend: 0 };
    return { ...head, doubt: null, counts, lines: [], next: null, obstacles: [] };
  }
  const { keys, next } = await keysOf(db, number, doubt, show, input.after);
  return {
    ...{ ...head, doubt: headOf(doubt), next },
    counts: await countImpacts(db, number, doubt),
    lines: await linesOf(db, doubt.event.id, keys),
    obstacles: ownRecord(doubt, user.id),
  };
}

interface Key {
  test_id: string;
  used_from: string;
  used_to: string;
}

async function keysOf(
  db: Knex,
  number: string,
  doubt: Doubt,
  show: Shown,
  after: string | undefined,
): Promise<{ keys: Key[]; next: string | null }> {
  const query = usesWithin(db, number, doubt);
  const judged = db('instrument_impacts as judged')
    .where('judged.event_id', doubt.event.id)
    .whereRaw('judged.test_id = used.test_id')
    .select(db.raw('1'));
  if (show === 'unjudged') query.whereNotExists(judged);
  else if (show !== 'all') query.whereExists(judged.where('judged.judgement', show));
  const [, day, test] = /^(\d{4}-\d{2}-\d{2})_([0-9A-Z]{26})$/.exec(after ?? '') ?? [];
  if (day !== undefined && test !== undefined) query.whereRaw('(used.used_from, used.test_id) < (?, ?)', [day, test]);
  const rows = (await query
    .orderBy([
      { column: 'used.used_from', order: 'desc' },
      { column: 'used.test_id', order: 'desc' },
    ])
    .limit(PAGE + 1)
    .select('used.test_id', 'used.used_from', 'used.used_to')) as Key[];
  const keys = rows.slice(0, PAGE);
  const last = keys.at(-1);
  return { keys, next: rows.length > PAGE && last ? `${last.used_from}_${last.test_id}` : null };
}

interface TestPart {
  test_id: string;
  sample_id: string;
  sample_no: string;
  product: string;
  batch: string;
  item: string;
  result: string | null;
  verdict: string | null;
}

async function linesOf(db: Knex, event: string, keys: readonly Key[]): Promise<ImpactLine[]> {
  const ids = keys.map(({ test_id }) => test_id);
  const found: TestPart[] = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn('tests.id', ids)
    .select('tests.id as test_id', 'samples.id as sample_id', 'samples.number as sample_no', 'tests.item')
    .select('samples.product_name as product', 'samples.batch_no as batch')
    .select('tests.result_text as result', 'tests.verdict');
  const tests = new Map(found.map((row) => [row.test_id, row]));
  const samples = [...new Set(found.map(({ sample_id }) => sample_id))];
  const reports: (ImpactLine['reports'][number] & { sample_id: string })[] = await db('reports')
    .whereIn('sample_id', samples)
    .orderBy('id')
    .select('id', 'number', 'state', 'sample_id');
  const impacts = await impactsOf(db, event, ids);
  const names = await namesOf(
    db,
    [...impacts.values()].map(({ judged_by }) => judged_by),
  );
  return keys.flatMap(({ test_id, used_from, used_to }): ImpactLine[] => {
    const test = tests.get(test_id);
    if (!test) return [];
    const { sample_id, item, ...rest } = test;
    const judged = impacts.get(test_id);
    return [
      {
        ...{ ...rest, from: used_from, to: used_to },
        item: (JSON.parse(item) as { name: { zh: string } }).name.zh,
        reports: reports
          .filter((report) => report.sample_id === sample_id)
          .map(({ id, number, state }) => ({ id, number, state })),
        ...{ version: judged?.version ?? 0, judgement: judged?.judgement ?? null, reason: judged?.reason ?? '' },
        by: names.get(judged?.judged_by ?? '') ?? '',
      },
    ];
  });
}

export interface Judging {
  id: string;
  event: string;
  /** Test and version of its judgement as the page showed it, `<id>_<version>`. */
  lines: string[];
  judgement: Judgement;
  reason: string;
}

/**
 * A person's judgement of one or many doubted tests; a later one takes the place of an earlier one, the trail keeps both. Who recorded
 * the calibration may not judge what it means. A test to repeat or a report to correct becomes nonconforming work.
 * @throws Refusal `equipment.impact-event`, `equipment.impact-own-record`, `equipment.impact-none`, `equipment.impact-outside`, `equipment.reason`, `record.stale`
 */
export async function judgeImpacts(act: Act, input: Judging): Promise<number> {
  const { version } = await instrumentOf(act.db, input.id);
  const { id, number } = await heldInstrument(act, input.id, version);
  const doubt = doubtNamed(doubtsOf(await eventsOf(act.db, id)), input.event);
  const [own] = ownRecord(doubt, act.user.id);
  if (own) refuse(own.id, own.params, undefined, 'conflict');
  const reason = input.reason.trim();
  if (reason === '') refuse('equipment.reason', {}, 'reason');
  const seen = new Map(input.lines.map((line) => [line.slice(0, 26), Number(line.slice(27))]));
  if (seen.size === 0) refuse('equipment.impact-none', {}, 'lines');
  const tests = [...seen.keys()];
  const within: string[] = await usesWithin(act.db, number, doubt).whereIn('used.test_id', tests).pluck('used.test_id');
  if (within.length < seen.size) refuse('equipment.impact-outside', { count: seen.size - within.length }, 'lines');
  const known = await impactsOf(act.db, doubt.event.id, tests);
  if (tests.some((test) => (known.get(test)?.version ?? 0) !== seen.get(test)))
    refuse('record.stale', {}, undefined, 'stale');
  const judged = { judgement: input.judgement, reason, judged_by: act.user.id, judged_at: act.now };
  const fresh = tests.filter((test) => !known.has(test));
  const row = { ...judged, instrument_id: id, event_id: doubt.event.id };
  if (fresh.length > 0)
    await act.insertAll<ImpactRow>(
      'instrument_impacts',
      fresh.map((test_id) => ({ ...row, test_id })),
    );
  for (const before of known.values()) await act.update<ImpactRow>('instrument_impacts', before, judged, { reason });
  await raise(act, { instrument: id, event: doubt.event.id, tests, judgement: input.judgement, reason });
  return tests.length;
}
