import type { Knex } from 'knex';
import { type Actor, follow, next, obstacles } from '../core/machine.ts';
import { type Reason, refuse } from '../core/refusal.ts';
import { openImprovement } from '../improvement/index.ts';
import { actorOf } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act, Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { type NonconformityMove, nonconformityMachine } from './machine.ts';
import type { EventRow, InstrumentRow, Judgement, NonconformityRow } from './rows.ts';
import { namesOf } from './store.ts';

const PATTERN = 'BF{year}-{serial:4}';
export const PAGE = 100;

interface Touched {
  instrument: string;
  event: string;
  tests: readonly string[];
  judgement: Judgement;
  reason: string;
}

/**
 * What follows from a judgement: a test to repeat or a report to correct becomes nonconforming work that stays open until another
 * person closed it (GB/T 27025 7.10); what was judged anew as untouched is dropped, with that reason.
 */
export async function raise(act: Act, { instrument, event, tests, judgement, reason }: Touched): Promise<void> {
  const rows: object[] = await act.db('nonconformities').where({ event_id: event }).whereIn('test_id', tests);
  const known = new Map(
    rows.map((row) => decode<NonconformityRow>('nonconformities', row)).map((row) => [row.test_id, row]),
  );
  for (const row of known.values()) {
    if (judgement === 'unaffected' && row.state === 'dropped') continue;
    const patch =
      judgement === 'unaffected'
        ? { state: follow(nonconformityMachine, 'drop', row) }
        : { state: follow(nonconformityMachine, 'raise', row), asks: judgement, raised_by: act.user.id };
    await act.update<NonconformityRow>('nonconformities', row, { ...patch, reason }, { reason });
  }
  if (judgement === 'unaffected') return;
  await note(act, { instrument, event, tests, reason });
  for (const test_id of tests.filter((id) => !known.has(id)))
    await act.insert<NonconformityRow>('nonconformities', {
      ...{ number: await act.number('nonconformity', PATTERN), instrument_id: instrument, event_id: event, test_id },
      ...{ asks: judgement, reason, state: 'open', raised_by: act.user.id, measure: null, handled_by: null },
      ...{ handled_at: null, remark: null, closed_by: null, closed_at: null },
    });
}

/** One record of nonconforming work for each bad calibration: why results are affected, and what keeps it from coming again (8.7). */
async function note(act: Act, { instrument, event, tests, reason }: Omit<Touched, 'judgement'>): Promise<void> {
  const own = await find<InstrumentRow>(act.db, 'instruments', { id: instrument });
  const check = await find<EventRow>(act.db, 'instrument_events', { id: event });
  if (!own || !check) return;
  await openImprovement(act, {
    ...{ source: 'equipment', origin: { entity: 'instrument_events', id: event }, instrumentNo: own.number },
    title: t('zh', 'improvement.auto.equipment.title', { number: own.number }),
    finding: t('zh', 'improvement.auto.equipment.finding', { day: check.done_on, reason }),
    refs: [
      { entity: 'instruments', id: instrument },
      { entity: 'instrument_events', id: event },
      ...tests.slice(0, 200).map((id) => ({ entity: 'tests' as const, id })),
    ],
  });
}

/** Numbers of the work that is open or not yet closed for some tests, by test: what a review or a report gate asks. */
export async function openNonconformities(db: Knex, tests: readonly string[]): Promise<Map<string, string[]>> {
  const rows: { test_id: string; number: string }[] = await db('nonconformities')
    .whereIn('test_id', tests)
    .whereIn('state', ['open', 'handled'])
    .orderBy('id')
    .select('test_id', 'number');
  const found = new Map<string, string[]>();
  for (const { test_id, number } of rows) found.set(test_id, [...(found.get(test_id) ?? []), number]);
  return found;
}

/** How much of it is not closed yet. */
export async function unclosed(db: Knex): Promise<number> {
  const [row] = await db('nonconformities')
    .whereIn('state', ['open', 'handled'])
    .count<{ n: number | string }[]>({ n: '*' });
  return Number(row?.n ?? 0);
}

export interface NonconformityLine extends Pick<NonconformityRow, 'id' | 'number' | 'asks' | 'reason' | 'state'> {
  test_id: string;
  item: string;
  sample_no: string;
  product: string;
  instrument_id: string;
  instrument: string;
  reports: { id: string; number: string; state: string }[];
  raised_on: string;
  /** Who did something about it; '' before. */
  handler: string;
}

export interface NonconformityList {
  state: NonconformityRow['state'];
  counts: { state: NonconformityRow['state']; count: number }[];
  lines: NonconformityLine[];
  next: string | null;
}

interface Found extends NonconformityRow {
  item: string;
  sample_id: string;
  sample_no: string;
  product: string;
  instrument_no: string;
}

const founds = (db: Knex): Knex.QueryBuilder =>
  db('nonconformities as work')
    .join('tests', 'tests.id', 'work.test_id')
    .join('samples', 'samples.id', 'tests.sample_id')
    .join('instruments', 'instruments.id', 'work.instrument_id')
    .select('work.*', 'tests.item', 'samples.id as sample_id', 'samples.number as sample_no')
    .select('samples.product_name as product', 'instruments.number as instrument_no');

async function linesOf(db: Knex, rows: readonly Found[]): Promise<NonconformityLine[]> {
  const reports: { id: string; number: string; state: string; sample_id: string }[] = await db('reports')
    .whereIn('sample_id', [...new Set(rows.map(({ sample_id }) => sample_id))])
    .orderBy('id')
    .select('id', 'number', 'state', 'sample_id');
  const names = await namesOf(
    db,
    rows.map(({ handled_by }) => handled_by),
  );
  return rows.map(({ id, number, asks, reason, state, test_id, sample_no, product, instrument_id, ...row }) => ({
    ...{ id, number, asks, reason, state, test_id, sample_no, product, instrument_id },
    item: (JSON.parse(row.item) as { name: { zh: string } }).name.zh,
    instrument: row.instrument_no,
    reports: reports
      .filter(({ sample_id }) => sample_id === row.sample_id)
      .map((report) => ({ id: report.id, number: report.number, state: report.state })),
    raised_on: row.created_at,
    handler: names.get(row.handled_by ?? '') ?? '',
  }));
}

/** Nonconforming work by its state, oldest first, a page at a time. */
export async function listNonconformities(
  { db }: Query,
  { state = 'open', after }: { state?: NonconformityRow['state']; after?: string },
): Promise<NonconformityList> {
  const counted: { state: NonconformityRow['state']; n: number | string }[] = await db('nonconformities')
    .groupBy('state')
    .select('state')
    .count({ n: '*' });
  const query = founds(db)
    .where('work.state', state)
    .orderBy('work.id')
    .limit(PAGE + 1);
  if (after !== undefined) query.where('work.id', '>', after);
  const rows: Found[] = await query;
  return {
    state,
    counts: nonconformityMachine.states.map((one) => ({
      state: one,
      count: Number(counted.find((row) => row.state === one)?.n ?? 0),
    })),
    lines: await linesOf(db, rows.slice(0, PAGE)),
    next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null,
  };
}

export interface NonconformitySheet {
  version: number;
  line: NonconformityLine;
  event: Pick<EventRow, 'id' | 'done_on' | 'kind'>;
  instrument: Pick<InstrumentRow, 'id' | 'number' | 'name'>;
  measure: string | null;
  handled_at: string | null;
  remark: string | null;
  closed_at: string | null;
  raiser: string;
  closer: string;
  /** For each move what stands against it now; a move whose permission is lacking is left out. */
  moves: { move: NonconformityMove; obstacles: Reason[] }[];
}

/** One piece of nonconforming work with what led to it. @throws Refusal `equipment.missing` */
export async function showNonconformity({ db, user }: Query, { id }: { id: string }): Promise<NonconformitySheet> {
  const row: Found | undefined = await founds(db).where('work.id', id).first();
  const [line] = row ? await linesOf(db, [row]) : [];
  const event = row && (await find<EventRow>(db, 'instrument_events', { id: row.event_id }));
  const instrument = row && (await find<InstrumentRow>(db, 'instruments', { id: row.instrument_id }));
  if (!row || !line || !event || !instrument) return refuse('equipment.missing', {}, undefined, 'missing');
  const names = await namesOf(db, [row.raised_by, row.closed_by]);
  const actor = actorOf(user);
  return {
    ...{ version: row.version, line, measure: row.measure, handled_at: row.handled_at, remark: row.remark },
    event: { id: event.id, done_on: event.done_on, kind: event.kind },
    instrument: { id: instrument.id, number: instrument.number, name: instrument.name },
    closed_at: row.closed_at,
    raiser: names.get(row.raised_by) ?? '',
    closer: names.get(row.closed_by ?? '') ?? '',
    moves: movesOf(row, actor),
  };
}

function movesOf(row: NonconformityRow, actor: Actor): NonconformitySheet['moves'] {
  return (['handle', 'reopen', 'close'] as const).flatMap((move) => {
    const against = obstacles(nonconformityMachine, move, row, actor);
    const barred = against.some(({ id }) => id === 'machine.permission' || id === 'machine.state');
    return barred ? [] : [{ move, obstacles: against }];
  });
}

export interface NonconformityInput {
  id: string;
  version: number;
  /** What was done: the repeated test, the replacing or recalled report. */
  measure: string;
}

const held = async (act: Act, { id, version }: { id: string; version: number }): Promise<NonconformityRow> => {
  const row = await find<NonconformityRow>(act.db, 'nonconformities', { id });
  if (!row) return refuse('equipment.missing', {}, undefined, 'missing');
  return { ...row, version };
};

/** Says what was done about it. @throws Refusal of the machine, `equipment.reason`, `record.stale` */
export async function handle(act: Act, input: NonconformityInput): Promise<NonconformityRow> {
  const row = await held(act, input);
  const state = next(nonconformityMachine, 'handle', row, actorOf(act.user));
  const measure = input.measure.trim() || refuse('equipment.reason', {}, 'measure');
  return act.update<NonconformityRow>('nonconformities', row, {
    ...{ state, measure, handled_by: act.user.id, handled_at: act.now },
  });
}

/** Another person closes it, or gives it back. @throws Refusal of the machine, `equipment.work-own`, `equipment.reason`, `record.stale` */
export async function decide(
  act: Act,
  { decision, remark, ...input }: { id: string; version: number; decision: 'close' | 'reopen'; remark?: string },
): Promise<NonconformityRow> {
  const row = await held(act, input);
  const state = next(nonconformityMachine, decision, row, actorOf(act.user));
  const said = remark?.trim() ?? '';
  if (decision === 'reopen' && said === '') refuse('equipment.reason', {}, 'remark');
  return act.update<NonconformityRow>('nonconformities', row, {
    ...{ state, remark: said || null },
    ...(decision === 'close' && { closed_by: act.user.id, closed_at: act.now }),
  });
}
