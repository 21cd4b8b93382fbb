import type { Knex } from 'knex';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { number } from './count.ts';
import type { Period } from './period.ts';

/** What happened in a period, by the inputs of a management review (GB/T 27025-2019, 8.9.2); each line leads to its list. */
export interface Fact {
  key: string;
  href: string;
  count: number;
}

export interface FactGroup {
  key: 'results' | 'proficiency' | 'control' | 'improvement' | 'resources' | 'capability';
  facts: Fact[];
}

const between = (rows: Knex.QueryBuilder, column: string, { since, until }: Period): Knex.QueryBuilder =>
  rows.where(column, '>=', since).where(column, '<', until);

const onDays = (rows: Knex.QueryBuilder, column: string, { from, to }: Period): Knex.QueryBuilder =>
  rows.whereBetween(column, [from, to]);

/** Counts of the values of a column. */
async function by(rows: Knex.QueryBuilder, column: string): Promise<(value: string) => number> {
  const found: { value: string; n: number | string }[] = await rows
    .groupBy(column)
    .select(`${column} as value`)
    .count({ n: '*' });
  return (value) => Number(found.find((one) => one.value === value)?.n ?? 0);
}

type Find = (query: Query, period: Period) => Promise<Fact[]>;

const results: Find = async ({ db }, period) => {
  const reports = await by(between(db('reports').whereNot({ state: 'drafted' }), 'issued_at', period), 'verdict');
  return [
    {
      key: 'tests',
      href: '/samples',
      count: await number(between(db('tests').where({ standing: 'counts' }), 'reviewed_at', period)),
    },
    { key: 'reports', href: '/reports', count: reports('conforms') + reports('fails') },
    { key: 'reportsFail', href: '/reports', count: reports('fails') },
    {
      key: 'overrides',
      href: '/overrides',
      count: await number(between(db('overrides').where({ state: 'approved' }), 'decided_at', period)),
    },
    {
      key: 'clocksMissed',
      href: '/clocks',
      count: await number(
        onDays(db('clocks').where({ kind: 'duty', state: 'done' }), 'done_on', period).whereRaw('done_on > due_on'),
      ),
    },
  ];
};

const judged = ['evaluated', 'appealed', 'archived'];

const proficiency: Find = async ({ db }, period) => {
  const items = between(
    db('pt_items').join('pt_rounds', 'pt_rounds.id', 'pt_items.round_id').whereIn('pt_rounds.state', judged),
    'pt_rounds.evaluated_at',
    period,
  );
  const verdicts = await by(items, 'pt_items.verdict');
  const rounds = between(db('pt_rounds').whereIn('state', judged), 'evaluated_at', period);
  return [
    { key: 'ptRoundsDone', href: '/proficiency', count: await number(rounds) },
    { key: 'ptGood', href: '/proficiency', count: verdicts('satisfactory') },
    { key: 'ptQuestionable', href: '/proficiency', count: verdicts('questionable') },
    { key: 'ptBad', href: '/proficiency', count: verdicts('unsatisfactory') },
    {
      key: 'ptClosed',
      href: '/proficiency/correctives?state=closed',
      count: await number(between(db('pt_correctives').where({ state: 'closed' }), 'closed_at', period)),
    },
  ];
};

/** Ways of control that the bench must not know beforehand (domain 5.4); their lines count only for those who may know of them. */
const open = ['reference', 'recovery', 'parallel'];

const control: Find = async ({ db, user }, period) => {
  const own = db('qc_lines');
  if (!may(user.roles, 'internal.read')) own.whereIn('method', open);
  const lines = await by(onDays(own, 'done_on', period), 'state');
  const points = await by(between(db('control_points').whereNull('excluded'), 'at', period), 'verdict');
  return [
    { key: 'qcGood', href: '/control/plans', count: lines('ok') },
    { key: 'qcBad', href: '/control/plans', count: lines('not-ok') },
    { key: 'qcPoints', href: '/control', count: points('in') + points('warning') + points('out') },
    { key: 'qcOut', href: '/control', count: points('out') },
  ];
};

/** Nonconforming work of a period, as this person may see it. */
export const found = ({ db, user }: Pick<Query, 'db' | 'user'>, period: Period): Knex.QueryBuilder => {
  const rows = onDays(db('improvements').whereNot('state', 'dropped'), 'found_on', period);
  return may(user.roles, 'internal.read') ? rows : rows.where({ sealed: 0 });
};

const improvement: Find = async (query, period) => {
  const kinds = await by(found(query, period), 'kind');
  const closed = between(query.db('improvements').where({ state: 'closed' }), 'closed_at', period);
  if (!may(query.user.roles, 'internal.read')) closed.where({ sealed: 0 });
  const href = `/nonconforming/analysis?from=${period.from}&to=${period.to}`;
  return [
    { key: 'workFound', href, count: kinds('work') },
    { key: 'auditFound', href, count: kinds('audit') },
    { key: 'complaintFound', href, count: kinds('complaint') },
    { key: 'preventiveFound', href, count: kinds('preventive') },
    { key: 'improvementClosed', href: '/nonconforming?scope=closed', count: await number(closed) },
  ];
};

const resources: Find = async ({ db }, period) => {
  const events = await by(
    onDays(
      db('instrument_events').where({ state: 'confirmed' }).whereIn('kind', ['calibration', 'verification']),
      'done_on',
      period,
    ),
    'conclusion',
  );
  const trainings = await by(onDays(db('trainings'), 'done_on', period), 'kind');
  return [
    { key: 'calibrated', href: '/instruments', count: events('fit') + events('limited') + events('unfit') },
    { key: 'unfit', href: '/nonconformities', count: events('unfit') },
    { key: 'trained', href: '/competence/people', count: trainings('training') },
    { key: 'checked', href: '/competence/people', count: trainings('check') },
    { key: 'granted', href: '/competence', count: await number(between(db('authorisations'), 'created_at', period)) },
  ];
};

const capability: Find = async ({ db }, period) => {
  const moves = await by(onDays(db('capability_changes'), 'from_day', period), 'move');
  return [
    { key: 'grantedLines', href: '/capability', count: moves('grant') + moves('renew') },
    { key: 'suspendedLines', href: '/capability?standing=suspended', count: moves('suspend') },
    { key: 'restoredLines', href: '/capability', count: moves('restore') },
    {
      key: 'budgets',
      href: '/uncertainty?state=confirmed',
      count: await number(between(db('uncertainty_budgets'), 'confirmed_at', period)),
    },
  ];
};

const sources: { key: FactGroup['key']; needs: string; find: Find }[] = [
  { key: 'results', needs: 'report.read', find: results },
  { key: 'proficiency', needs: 'proficiency.read', find: proficiency },
  { key: 'control', needs: 'control.read', find: control },
  { key: 'improvement', needs: 'nonconforming.read', find: improvement },
  { key: 'resources', needs: 'equipment.read', find: resources },
  { key: 'capability', needs: 'catalogue.read', find: capability },
];

export async function factsOf(query: Query, period: Period): Promise<FactGroup[]> {
  const own = sources.filter(({ needs }) => may(query.user.roles, needs));
  return Promise.all(own.map(async ({ key, find }) => ({ key, facts: await find(query, period) })));
}

export interface PeriodScore {
  code: string;
  kind: string;
  shown: string;
  itemId: string;
}

/** z, z′ and ζ of the rounds that were judged in a period, each by which the round was judged. */
export async function scoresOf({ db, user }: Pick<Query, 'db' | 'user'>, period: Period): Promise<PeriodScore[]> {
  if (!may(user.roles, 'proficiency.read')) return [];
  const rows: { id: string; code: string; judged: string | null }[] = await between(
    db('pt_items').join('pt_rounds', 'pt_rounds.id', 'pt_items.round_id').whereIn('pt_rounds.state', judged),
    'pt_rounds.evaluated_at',
    period,
  )
    .orderBy('pt_items.id', 'desc')
    .limit(200)
    .select('pt_items.id', 'pt_items.parameter_code as code', 'pt_items.judged');
  return rows.flatMap(({ id, code, judged: kept }) => {
    const { by: way = '', scores = [] } = (JSON.parse(kept ?? '{}') ?? {}) as {
      by?: string;
      scores?: { kind: string; shown: string }[];
    };
    const score = scores.find(({ kind }) => kind === way);
    return score && ['z', 'z-prime', 'zeta'].includes(way) ? [{ code, kind: way, shown: score.shown, itemId: id }] : [];
  });
}

/** How many records came from where. */
export async function originsOf(query: Query, period: Period): Promise<{ source: string; count: number }[]> {
  if (!may(query.user.roles, 'nonconforming.read')) return [];
  const rows: { source: string; n: number | string }[] = await found(query, period)
    .groupBy('source')
    .select('source')
    .count({ n: '*' });
  return rows.map(({ source, n }) => ({ source, count: Number(n) }));
}
