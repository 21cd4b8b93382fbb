import { chinaDate } from '../core/deadlines.ts';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { SampleRow } from '../samples/index.ts';
import { type DueRound, dueProficiency, nearness } from './due.ts';
import { evaluationHash } from './evaluate.ts';
import { pastOf } from './history.ts';
import { type RoundMove, roundMachine } from './machine.ts';
import { parameterName } from './names.ts';
import type { CorrectiveRow, ItemRow, Kept, ProviderRow, RoundRow, RoundState, Verdict } from './rows.ts';
import { roundStates, sealedStates } from './rows.ts';
import { correctivesOf, itemsOf, itemsOfAll, namesBy, roundFor, rowAt } from './store.ts';
import { subjectOf } from './subject.ts';

export interface RoundsInput {
  state?: RoundState;
  q?: string;
  after?: string;
}

export interface RoundLine {
  id: string;
  number: string;
  scheme: string;
  provider: string;
  state: RoundState;
  deadlineAt: string;
  hours: number;
  term: 'on-time' | 'amber' | 'late' | null;
  late: boolean;
  parameters: string[];
  verdict: Verdict | null;
}

export interface RoundsList {
  state: RoundState | null;
  q: string;
  counts: { state: RoundState; count: number }[];
  due: DueRound[];
  lines: RoundLine[];
  next: string | null;
  after: string | null;
}

const PAGE = 100;
const order: readonly (Verdict | null)[] = [null, 'satisfactory', 'questionable', 'unsatisfactory'];
export const worst = (items: readonly Pick<ItemRow, 'verdict'>[]): Verdict | null =>
  items.map(({ verdict }) => verdict).reduce((a, b) => (order.indexOf(a) > order.indexOf(b) ? a : b), null);

const running: readonly RoundState[] = ['planned', 'registered', 'received', 'testing', 'results', 'reviewed', 'late'];

/** The rounds that this person may know of, the newest first; a sealed one is not even counted for others. */
export async function listRounds(query: Query, { state, q = '', after }: RoundsInput): Promise<RoundsList> {
  const { db, user } = query;
  const hidden = may(user.roles, 'internal.read') ? [] : [...sealedStates];
  const seen = () => db('pt_rounds').whereNotIn('state', hidden);
  const counted: { state: RoundState; n: number | string }[] = await seen()
    .groupBy('state')
    .select('state')
    .count({ n: '*' });
  const asked = seen()
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (state !== undefined) asked.where({ state });
  if (after !== undefined) asked.where('id', '<', after);
  const wanted = q.trim();
  if (wanted !== '')
    asked.where((either) => {
      const like = `${wanted.replace(/[%_\\]/g, '')}%`;
      either.where('number', 'like', like).orWhere('scheme', 'like', `%${like}`).orWhere('scheme_no', 'like', like);
    });
  const rows = ((await asked) as object[]).map((row) => decode<RoundRow>('pt_rounds', row));
  const shown = rows.slice(0, PAGE);
  const providers = new Map(
    (await db<ProviderRow>('pt_providers').select('id', 'name')).map(({ id, name }) => [id, name]),
  );
  const items = await itemsOfAll(
    db,
    shown.map(({ id }) => id),
  );
  return {
    ...{ state: state ?? null, q, after: after ?? null },
    counts: roundStates.flatMap((own) => {
      const count = Number(counted.find((one) => one.state === own)?.n ?? 0);
      return count > 0 ? [{ state: own, count }] : [];
    }),
    due: (await dueProficiency(query)).filter(({ term }) => term !== 'on-time'),
    lines: shown.map((row) => ({
      ...{ id: row.id, number: row.number, scheme: row.scheme, state: row.state, deadlineAt: row.deadline_at },
      provider: providers.get(row.provider_id) ?? '',
      hours: nearness(query, row.deadline_at).hours,
      term: running.includes(row.state) ? nearness(query, row.deadline_at).term : null,
      late: row.late_by !== null && row.submitted_at !== null,
      parameters: (items.get(row.id) ?? []).map((item) => parameterName(query.app, item.parameter_code, user.lang)),
      verdict: worst(items.get(row.id) ?? []),
    })),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

export interface ItemLine extends ItemRow {
  name: string;
}

export interface RoundSheet {
  round: RoundRow;
  provider: ProviderRow;
  items: ItemLine[];
  people: Record<string, string>;
  hours: number;
  term: 'on-time' | 'amber' | 'late' | null;
  reminder: number | null;
  /** The batch on the bench, for those who may know. */
  sample: { id: string; number: string; state: string; done: number; of: number } | null;
  correctives: Pick<CorrectiveRow, 'id' | 'number' | 'parameter_code' | 'kind' | 'state' | 'due_on'>[];
  moves: { move: RoundMove; obstacles: Reason[] }[];
  hash: string;
}

const by = (kept: Kept | null): string | null => kept?.by ?? null;

/** A round with everything that hangs on it. @throws Refusal `proficiency.missing` */
export async function showRound(query: Query, { id }: { id: string }): Promise<RoundSheet> {
  const { app, db, user } = query;
  const round = await roundFor(query, id);
  const items = await itemsOf(db, id);
  const people = await namesBy(db, [
    ...[
      round.created_by,
      round.reviewed_by,
      round.late_asked_by,
      round.late_by,
      round.evaluated_by,
      round.withdrawn_by,
    ],
    ...[by(round.registration), by(round.submission), by(round.report), by(round.appeal)],
  ]);
  const near = nearness(query, round.deadline_at);
  return {
    ...{ round, provider: await rowAt<ProviderRow>(db, 'pt_providers', round.provider_id) },
    items: items.map((item) => ({ ...item, name: parameterName(app, item.parameter_code, user.lang) })),
    people: Object.fromEntries(people),
    ...{ hours: near.hours, reminder: near.reminder, term: running.includes(round.state) ? near.term : null },
    sample: may(user.roles, 'internal.read') ? await progressOf(query, round.sample_id) : null,
    correctives: (await correctivesOf(db, { round_id: id })).map(
      ({ id: own, number, parameter_code, kind, state, due_on }) => ({
        ...{ id: own, number, parameter_code, kind, state, due_on },
      }),
    ),
    moves: available(roundMachine, await subjectOf(query, round), actorOf(user)),
    hash: evaluationHash(round),
  };
}

async function progressOf({ db }: Query, id: string | null): Promise<RoundSheet['sample']> {
  if (id === null) return null;
  const sample = await find<SampleRow>(db, 'samples', { id });
  const states: string[] = await db('tests').where({ sample_id: id, standing: 'counts' }).pluck('state');
  const done = states.filter((state) => ['submitted', 'reviewed', 'locked'].includes(state)).length;
  return sample ? { id, number: sample.number, state: sample.state, done, of: states.length } : null;
}

export interface ItemSheet {
  item: ItemLine;
  round: Pick<RoundRow, 'id' | 'number' | 'scheme' | 'state' | 'lab_code'>;
  /** Whether the figures can be entered now. */
  enters: boolean;
  /** The parameter over its judged rounds. */
  past: Awaited<ReturnType<typeof pastOf>>;
}

/** One parameter of a round with its scores. @throws Refusal `proficiency.missing` */
export async function showItem(query: Query, { id }: { id: string }): Promise<ItemSheet> {
  const item = await rowAt<ItemRow>(query.db, 'pt_items', id);
  const round = await roundFor(query, item.round_id);
  const { number, scheme, state, lab_code } = round;
  return {
    item: { ...item, name: parameterName(query.app, item.parameter_code, query.user.lang) },
    round: { id: round.id, number, scheme, state, lab_code },
    enters: state === 'reported' && may(query.user.roles, 'proficiency.write'),
    past: await pastOf(query.db, item.parameter_code),
  };
}

export interface ParameterSheet {
  code: string;
  name: string;
  past: (ItemSheet['past'][number] & { on: string })[];
}

/** A parameter over all its judged rounds. */
export async function showParameter({ app, db, user }: Query, { code }: { code: string }): Promise<ParameterSheet> {
  const past = await pastOf(db, code);
  return {
    ...{ code, name: parameterName(app, code, user.lang) },
    past: past.map((item) => ({ ...item, on: chinaDate(item.evaluated_at ?? item.created_at) })),
  };
}
