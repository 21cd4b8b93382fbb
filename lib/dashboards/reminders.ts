import type { Knex } from 'knex';
import { reminderDays as competenceDays } from '../competence/index.ts';
import { addDays, addMonths, chinaDate } from '../core/deadlines.ts';
import { reminderDays as equipmentDays } from '../equipment/index.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { soonDays } from '../materials/index.ts';
import { cycleOn } from '../methods/index.ts';
import { dueProficiency } from '../proficiency/index.ts';
import { improvementReminders } from './improvement.ts';
import { investigationReminders } from './investigations.ts';
import { counted, dated, type Tally } from './tally.ts';

export const reminderKinds = [
  'nonconformity',
  'toClose',
  'improvement',
  'improvementAction',
  'improvementVerify',
  'investigationUrgent',
  'investigationApprove',
  'investigation',
  'excursion',
  'excursionClose',
  'certificate',
  'calibration',
  'titrant',
  'secondKey',
  'lot',
  'sop',
  'authorisation',
  'ownAuthorisation',
  'training',
  'ownTraining',
  'delegation',
  'standard',
  'capability',
  'proficiency',
  'proficiencyFile',
] as const;
export type ReminderKind = (typeof reminderKinds)[number];

/** What the registers remind a person of: one line for each kind, however many stand behind it. */
export interface Reminder extends Tally {
  kind: ReminderKind;
  href: string;
}

export interface Source {
  kind: ReminderKind;
  href: string | ((query: Query) => string);
  wanted: (query: Query) => boolean;
  find: (query: Query) => Promise<Tally>;
}

const needs =
  (...permissions: string[]) =>
  ({ user }: Query): boolean =>
    permissions.some((permission) => may(user.roles, permission));
const everybody = (): boolean => true;

/** Authorisations that end and were not granted anew, of people who are there. */
const authorisations = (db: Knex): Knex.QueryBuilder =>
  db('authorisations as own')
    .join('users', 'users.id', 'own.user_id')
    .leftJoin('staff', 'staff.user_id', 'own.user_id')
    .where('users.active', 1)
    .whereNull('staff.left_on')
    .whereNot('own.state', 'ended')
    .whereNotExists(
      db('authorisations as later')
        .whereRaw('later.user_id = own.user_id and later.act = own.act and later.class = own.class')
        .whereRaw("coalesce(later.grp, '') = coalesce(own.grp, '')")
        .whereRaw("coalesce(later.parameter_code, '') = coalesce(own.parameter_code, '')")
        .whereRaw("later.from_on > own.from_on and later.state <> 'ended'")
        .select(db.raw('1')),
    );

const trainings = (db: Knex): Knex.QueryBuilder =>
  db('trainings').join('users', 'users.id', 'trainings.user_id').where('users.active', 1).whereNull('done_on');

const sources: Source[] = [
  {
    kind: 'nonconformity',
    href: '/nonconformities',
    wanted: needs('equipment.confirm'),
    find: ({ db }) => counted(db('nonconformities').where({ state: 'open' })),
  },
  {
    kind: 'toClose',
    href: '/nonconformities?state=handled',
    wanted: needs('validity.write'),
    find: ({ db, user }) =>
      counted(
        db('nonconformities')
          .where({ state: 'handled' })
          .whereNot({ raised_by: user.id })
          .whereNot({ handled_by: user.id }),
      ),
  },
  ...improvementReminders,
  ...investigationReminders,
  {
    kind: 'excursion',
    href: '/environment',
    wanted: needs('environment.write'),
    find: ({ db }) => counted(db('excursions').where({ state: 'open' })),
  },
  {
    kind: 'excursionClose',
    href: '/environment',
    wanted: needs('environment.confirm'),
    find: ({ db, user }) => counted(db('excursions').where({ state: 'assessed' }).whereNot({ assessed_by: user.id })),
  },
  {
    kind: 'certificate',
    href: '/instruments/confirmations',
    wanted: needs('equipment.confirm'),
    find: ({ db, user }) =>
      counted(
        db('instrument_events')
          .where({ state: 'recorded' })
          .whereNotIn('kind', ['maintenance', 'repair'])
          .whereNot({ recorded_by: user.id }),
      ),
  },
  {
    kind: 'calibration',
    href: '/instruments?within=60',
    wanted: needs('equipment.write'),
    find: (query) =>
      dated(
        query,
        query
          .db('instruments')
          .whereNot({ traceability: 'exempt' })
          .whereIn('state', ['acceptance', 'enabled', 'limited', 'stopped']),
        'due_on',
        equipmentDays(query.app),
      ),
  },
  {
    kind: 'titrant',
    href: '/materials?view=to-do&kind=titrant',
    wanted: needs('material.write'),
    find: ({ db, user }) =>
      counted(
        db('standardisations as last')
          .join('materials', 'materials.id', 'last.material_id')
          .whereNull('materials.closed_on')
          .where({ 'last.part': 'first', 'last.accepted': 1 })
          .whereNot({ 'last.by_id': user.id })
          .whereNotExists(
            db('standardisations as later')
              .whereRaw('later.material_id = last.material_id and later.id > last.id')
              .select(db.raw('1')),
          ),
      ),
  },
  {
    kind: 'secondKey',
    href: '/materials?view=to-do',
    wanted: needs('material.write'),
    find: ({ db, user }) => counted(db('material_moves').where({ state: 'waiting' }).whereNot({ by_id: user.id })),
  },
  {
    kind: 'lot',
    href: '/materials?view=soon',
    // Whoever keeps the store, not everybody who may write into it.
    wanted: ({ user }) => user.roles.some((role) => role === 'material-manager' || role === 'department-head'),
    find: (query) =>
      dated(
        query,
        query.db('materials').whereNull('closed_on').whereNotIn('balance', ['0', '0.0', '0.00', '0.000']),
        'valid_to',
        [soonDays(query.app.config.root)],
      ),
  },
  { kind: 'sop', href: '/methods/sops', wanted: needs('method.read'), find: toRead },
  {
    kind: 'authorisation',
    href: '/competence/expiring',
    wanted: needs('competence.write'),
    find: (query) => dated(query, authorisations(query.db), 'own.to_on', competenceDays(query.app, query.today)),
  },
  {
    kind: 'ownAuthorisation',
    href: '/me/authorisations',
    wanted: everybody,
    find: (query) =>
      dated(
        query,
        authorisations(query.db).where('own.user_id', query.user.id),
        'own.to_on',
        competenceDays(query.app, query.today),
      ),
  },
  {
    kind: 'training',
    href: '/competence/people?show=training',
    wanted: needs('competence.write'),
    find: (query) => dated(query, trainings(query.db), 'planned_on', [30]),
  },
  {
    kind: 'ownTraining',
    href: '/me/authorisations',
    wanted: everybody,
    find: (query) => dated(query, trainings(query.db).where('trainings.user_id', query.user.id), 'planned_on', [30]),
  },
  {
    kind: 'delegation',
    href: ({ user }) => (may(user.roles, 'competence.read') ? '/competence/delegations' : '/me/authorisations'),
    wanted: everybody,
    find: (query) => {
      const running = query.db('delegations').whereNull('ended_on').where('to_on', '>=', query.today);
      if (!may(query.user.roles, 'competence.write'))
        running.where((own) => own.where({ user_id: query.user.id }).orWhere({ deputy_id: query.user.id }));
      return dated(query, running, 'to_on', [7]);
    },
  },
  { kind: 'standard', href: '/methods/watch', wanted: needs('standard.write'), find: toWatch },
  {
    kind: 'capability',
    href: '/capability?standing=held',
    wanted: needs('capability.write'),
    find: (query) =>
      dated(query, query.db('capabilities').where({ state: 'held' }), 'valid_to', equipmentDays(query.app)),
  },
  { kind: 'proficiency', href: '/proficiency', wanted: needs('proficiency.write'), find: ofProficiency('round') },
  {
    kind: 'proficiencyFile',
    href: '/proficiency/correctives?state=open',
    wanted: needs('proficiency.write'),
    find: ofProficiency('corrective'),
  },
];

/** Rounds from 72 h before their deadline on, and corrective files in their last month. */
function ofProficiency(kind: 'round' | 'corrective'): Source['find'] {
  return async (query) => {
    const due = (await dueProficiency(query)).filter((one) => one.kind === kind && one.term !== 'on-time');
    const late = due.filter(({ term }) => term === 'late').length;
    const next = due.find(({ term }) => term === 'amber');
    return { count: due.length, late, within: [], next: next ? chinaDate(next.dueAt) : null };
  };
}

/** SOP versions in use that this person has to read and has not. */
async function toRead({ db, user }: Query): Promise<Tally> {
  const rows: { readers: string }[] = await db('sop_versions as given')
    .join('sops', 'sops.id', 'given.sop_id')
    .where('given.state', 'approved')
    .whereNotExists(
      db('sop_readings')
        .whereRaw('sop_readings.sop_version_id = given.id')
        .where('sop_readings.user_id', user.id)
        .select(db.raw('1')),
    )
    .select('sops.readers');
  const mine = rows.filter(({ readers }) =>
    (JSON.parse(readers) as string[]).some((role) => user.roles.some((own) => own === role)),
  );
  return { count: mine.length, late: 0, within: [], next: null };
}

/** Standards in force whose last look (查新) lies so far back that the next one is due. */
async function toWatch({ app, db, today }: Query): Promise<Tally> {
  const { months, reminderDays } = cycleOn(app, 'standard-check', today);
  const looked = addMonths(addDays(today, reminderDays), -months);
  const rows = db('standards')
    .where((own) => own.whereNull('valid_to').orWhere('valid_to', '>=', today))
    .whereNotExists(
      db('standard_checks')
        .whereRaw('standard_checks.standard_id = standards.id')
        .where('standard_checks.checked_on', '>', looked)
        .select(db.raw('1')),
    );
  return counted(rows);
}

/** What the registers remind this person of, over all duties held; counts only, each by an index. */
export async function remindersOf(query: Query): Promise<Reminder[]> {
  const found: Reminder[] = [];
  for (const { kind, href, wanted, find } of sources) {
    if (!wanted(query)) continue;
    const own = await find(query);
    if (own.count > 0) found.push({ kind, href: typeof href === 'string' ? href : href(query), ...own });
  }
  return found;
}
