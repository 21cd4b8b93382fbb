import { dueControl } from '../control/index.ts';
import { addDays } from '../core/deadlines.ts';
import { reminderDays as equipmentDays } from '../equipment/index.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { dueProficiency } from '../proficiency/index.ts';
import { number, numbers } from './count.ts';
import type { Matrix } from './matrix.ts';
import { qualityRules } from './rules.ts';

export const sectionKeys = [
  'proficiency',
  'control',
  'capability',
  'uncertainty',
  'equipment',
  'people',
  'improvement',
  'terms',
] as const;
export type SectionKey = (typeof sectionKeys)[number];

/** How a number is to be taken: nothing to do, to be watched, to be acted on. */
export type Weight = 'good' | 'watch' | 'act';

/** One number of the dashboard with the list that it stands for. `late`: how many of them are past their day; `next`: the first day to come. */
export interface Figure {
  key: string;
  count: number;
  late: number;
  next: string | null;
  href: string;
  weight: Weight;
}

export interface Section {
  key: SectionKey;
  figures: Figure[];
}

/** `act`: any of it asks for an act; `watch`: only what is late does. */
const figure = (
  key: string,
  href: string,
  as: 'act' | 'watch',
  count: number,
  { late = 0, next = null }: { late?: number; next?: string | null } = {},
): Figure => ({
  ...{ key, href, count, late, next },
  weight: count === 0 ? 'good' : as === 'act' || late > 0 ? 'act' : 'watch',
});

type Find = (query: Query, matrix: Matrix) => Promise<Figure[]>;

/** 能力验证: rounds by their deadline, corrective files with their 180 days, parameters without a round in their cycle. */
const proficiency: Find = async (query, { gaps }) => {
  const due = await dueProficiency(query);
  const of = (kind: 'round' | 'corrective') => {
    const own = due.filter((one) => one.kind === kind);
    const late = own.filter(({ term }) => term === 'late').length;
    return { count: own.length, late, next: own.find(({ term }) => term !== 'late')?.dueAt.slice(0, 10) ?? null };
  };
  const [rounds, files] = [of('round'), of('corrective')];
  return [
    figure('ptFiles', '/proficiency/correctives?state=open', 'act', files.count, files),
    figure('ptRounds', '/proficiency', 'watch', rounds.count, rounds),
    figure('ptUncovered', '/capability/coverage?gap=proficiency', 'watch', gaps.proficiency),
  ];
};

/** 内部质量控制: charts, held results, the plan, records of what went wrong. */
const control: Find = async (query, { gaps }) => {
  const due = await dueControl(query);
  return [
    figure('qcAlarms', '/control?view=alarm', 'act', due.alarms),
    figure('qcHeld', '/control?view=alarm', 'act', due.held),
    figure('qcAnomalies', '/control/anomalies', 'watch', due.anomalies, { late: due.lateAnomalies }),
    figure('qcLines', '/control/plans', 'watch', due.overdue + due.soon, { late: due.overdue }),
    figure('qcLimits', '/control', 'watch', due.limits),
    figure('qcUncovered', '/capability/coverage?gap=control', 'watch', gaps.control),
  ];
};

/** 能力附表: what is suspended, ends, or lacks people, instruments or a standard in force. */
const capability: Find = async ({ app, db, today }, { gaps }) => {
  const ends = addDays(today, qualityRules(app).annexEnds.days);
  const lines = () => db('capabilities').where({ state: 'held' });
  return [
    figure(
      'suspended',
      '/capability?standing=suspended',
      'act',
      await number(db('capabilities').where({ state: 'suspended' })),
    ),
    figure('expired', '/capability?standing=expired', 'act', await number(lines().where('valid_to', '<', today))),
    figure(
      'annexEnds',
      '/capability?standing=held',
      'watch',
      await number(lines().whereBetween('valid_to', [today, ends])),
    ),
    figure('noPeople', '/capability/coverage?gap=people', 'act', gaps.people),
    figure('noInstruments', '/capability/coverage?gap=instruments', 'act', gaps.instruments),
    figure('noStandard', '/capability/coverage?gap=standard', 'act', gaps.standard),
  ];
};

/** 测量不确定度: held parameters with a figure as result that have no budget in force, or an old one. */
const uncertainty: Find = async ({ db }, { budgets }) => [
  figure(
    'budgetMissing',
    '/quality/budgets?view=missing',
    'watch',
    budgets.filter(({ state }) => state === 'missing').length,
  ),
  figure('budgetOld', '/quality/budgets?view=old', 'watch', budgets.filter(({ state }) => state === 'old').length),
  figure(
    'budgetProposed',
    '/uncertainty?state=proposed',
    'watch',
    await number(db('uncertainty_budgets').where({ state: 'proposed' })),
  ),
];

/** 仪器设备与环境: calibrations, nonconforming work by a bad one, rooms. */
const equipment: Find = async ({ app, db, today, user }) => {
  const ahead = [...equipmentDays(app)].sort((a, b) => a - b)[1] ?? 30;
  const traced = () =>
    db('instruments').whereNot({ traceability: 'exempt' }).whereIn('state', ['acceptance', 'enabled', 'limited']);
  const due = await numbers(db, traced(), today, addDays(today, ahead));
  return [
    figure('calibrations', `/instruments?within=${ahead}`, 'watch', due.count, due),
    figure(
      'doubtful',
      '/nonconformities',
      'act',
      await number(db('nonconformities').whereIn('state', ['open', 'handled'])),
    ),
    ...(may(user.roles, 'environment.read')
      ? [
          figure(
            'excursions',
            '/environment',
            'watch',
            await number(db('excursions').whereIn('state', ['open', 'assessed'])),
          ),
        ]
      : []),
  ];
};

/** 人员: authorisations that run out, training that was planned. */
const people: Find = async ({ db, today }) => {
  const here = () =>
    db('authorisations as own')
      .join('users', 'users.id', 'own.user_id')
      .where({ 'users.active': 1 })
      .whereNot('own.state', 'ended');
  const renewed = db('authorisations as later')
    .whereRaw('later.user_id = own.user_id and later.act = own.act and later.class = own.class')
    .whereRaw(
      "coalesce(later.grp, '') = coalesce(own.grp, '') and coalesce(later.parameter_code, '') = coalesce(own.parameter_code, '')",
    )
    .whereRaw("later.from_on > own.from_on and later.state <> 'ended'")
    .select(db.raw('1'));
  const ends = await numbers(db, here().whereNotExists(renewed), today, addDays(today, 60), 'own.to_on');
  const training = db('trainings')
    .join('users', 'users.id', 'trainings.user_id')
    .where({ 'users.active': 1 })
    .whereNull('done_on');
  const planned = await numbers(db, training, today, addDays(today, 30), 'planned_on');
  return [
    figure('authorisations', '/competence/expiring', 'watch', ends.count, ends),
    figure('trainings', '/competence/people?show=training', 'watch', planned.count, planned),
  ];
};

/** 不符合工作、纠正措施与投诉: what is open, and what of it is past the end of its step. */
const improvement: Find = async ({ db, user, today }) => {
  const open = () => {
    const rows = db('improvements').whereNotIn('state', ['closed', 'dropped']);
    return may(user.roles, 'internal.read') ? rows : rows.where({ sealed: 0 });
  };
  const of = async (key: string, kind: string) => {
    const late = await number(open().where({ kind }).where('due_on', '<', today));
    return figure(key, `/nonconforming?scope=open&kind=${kind}`, 'watch', await number(open().where({ kind })), {
      late,
    });
  };
  const actions = () =>
    db('improvement_actions').where({ state: 'open' }).whereIn('improvement_id', open().select('id'));
  return [
    await of('work', 'work'),
    await of('complaints', 'complaint'),
    await of('findings', 'audit'),
    figure('actions', '/nonconforming?scope=open', 'watch', await number(actions()), {
      late: await number(actions().where('due_on', '<', today)),
    }),
  ];
};

/** 时限与偏离: statutory clocks that are over, overrides that wait for somebody. */
const terms: Find = async (query) => {
  const { db, today, user } = query;
  const late = await number(db('clocks').where({ kind: 'duty', state: 'running' }).where('due_on', '<', today));
  const near = await number(
    db('clocks')
      .where({ kind: 'duty', state: 'running' })
      .whereBetween('due_on', [today, addDays(today, 3)]),
  );
  return [
    figure('clocksLate', '/clocks?scope=late', 'act', late),
    figure('clocksNear', '/clocks?scope=amber', 'watch', near),
    ...(may(user.roles, 'validity.override')
      ? [figure('overrides', '/overrides', 'watch', await number(db('overrides').where({ state: 'asked' })))]
      : []),
  ];
};

const sources: { key: SectionKey; needs: string; find: Find }[] = [
  { key: 'proficiency', needs: 'proficiency.read', find: proficiency },
  { key: 'control', needs: 'control.read', find: control },
  { key: 'capability', needs: 'catalogue.read', find: capability },
  { key: 'uncertainty', needs: 'uncertainty.read', find: uncertainty },
  { key: 'equipment', needs: 'equipment.read', find: equipment },
  { key: 'people', needs: 'competence.read', find: people },
  { key: 'improvement', needs: 'nonconforming.read', find: improvement },
  { key: 'terms', needs: 'clock.read', find: terms },
];

/** How everything stands today, of what this person may open. */
export async function sectionsOf(query: Query, matrix: Matrix): Promise<Section[]> {
  const own = sources.filter(({ needs }) => may(query.user.roles, needs));
  return Promise.all(own.map(async ({ key, find }) => ({ key, figures: await find(query, matrix) })));
}
