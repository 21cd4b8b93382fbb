import type { Knex } from 'knex';
import { addDays, chinaDate } from '../core/deadlines.ts';
import type { Reason } from '../core/refusal.ts';
import type { UserRow } from '../kernel/session.ts';
import type { Query } from '../kernel/types.ts';
import { type AuthorisationStanding, lastDay, standingOn } from './facts.ts';
import {
  type AuthorisationRow,
  acts,
  authorisationOf,
  authorisationsOf,
  type Document,
  groupBy,
  type Pause,
  peopleOf,
  personOf,
  type StaffRow,
  staffOf,
  trainingsOf,
} from './rows.ts';
import { minimumFor, shortfall } from './rules.ts';
import { groupsOf, scopeWords } from './scope.ts';

export interface AuthorisationLine {
  id: string;
  version: number;
  personId: string;
  act: AuthorisationRow['act'];
  scope: string;
  field: string | null;
  from: string;
  lastDay: string | null;
  certificate: string | null;
  document: Document | null;
  standing: AuthorisationStanding;
  grantedBy: string;
  grantedOn: string;
  state: AuthorisationRow['state'];
  pauses: Pause[];
  endedOn: string | null;
  endedReason: string | null;
}

export interface TrainingLine {
  id: string;
  version: number;
  kind: 'training' | 'check';
  topic: string;
  way: string | null;
  plannedOn: string | null;
  doneOn: string | null;
  hours: string | null;
  assessor: string | null;
  result: 'passed' | 'failed' | null;
  note: string | null;
  document: Document | null;
}

export type StaffFacts = Omit<StaffRow, 'id' | 'user_id' | 'created_at'>;

export interface Person {
  id: string;
  name: string;
  login: string;
  employeeNo: string | null;
  roles: string[];
  active: boolean;
  today: string;
  /** With version 0 while there is no staff file. */
  staff: StaffFacts;
  authorisations: AuthorisationLine[];
  trainings: TrainingLine[];
  /** What the staff file lacks for the acts of the person's roles. */
  notes: Reason[];
  areas: { value: string; class: string; group: string | null }[];
}

const noStaff: StaffFacts = {
  version: 0,
  education: null,
  degree: null,
  title: null,
  field: null,
  field_since: null,
  entered_on: null,
  left_on: null,
  left_reason: null,
  specimen: null,
};

const dutyOf = { test: 'analyst', review: 'reviewer', sign: 'signatory' } as const;

/** The staff file of a person with authorisations, trainings and checks. @throws Refusal `competence.person` */
export async function showPerson(query: Query, userId: string): Promise<Person> {
  const { app, db, today } = query;
  const person = await personOf(db, userId);
  const [row] = await staffOf(db, { user_id: userId });
  const names = await namesOf(query);
  const leftOn = row?.left_on ?? null;
  const held = await authorisationsOf(db, { user_id: userId });
  const trainings = await trainingsOf(db, { user_id: userId });
  const asked = acts.filter((act) => person.roles.includes(dutyOf[act]) || held.some((one) => one.act === act));
  return {
    ...accountOf(person),
    today,
    staff: row ? staffFacts(row) : noStaff,
    authorisations: held.map((one) => lineOf(query, one, leftOn, names)).sort(byStanding),
    trainings: trainings.map((one) => ({
      ...{ id: one.id, version: one.version, kind: one.kind, topic: one.topic, way: one.way, hours: one.hours },
      ...{ plannedOn: one.planned_on, doneOn: one.done_on, result: one.result, note: one.note, document: one.document },
      assessor: one.assessor_id && (names.get(one.assessor_id) ?? null),
    })),
    notes: asked.map((act) => shortfall(minimumFor(app, act, today), row, today)).filter((note) => note !== null),
    areas: areasOf(query),
  };
}

const accountOf = ({ id, name, login, employee_no, roles, active }: UserRow) => ({
  ...{ id, name, login, roles },
  employeeNo: employee_no,
  active: active === 1,
});

function staffFacts({ id: _id, user_id: _user, created_at: _at, ...facts }: StaffRow): StaffFacts {
  return facts;
}

const namesOf = async ({ db }: Query): Promise<Map<string, string>> =>
  new Map((await peopleOf(db)).map(({ id, name }) => [id, name]));

function lineOf(
  { app, user, today }: Query,
  row: AuthorisationRow,
  leftOn: string | null,
  names: ReadonlyMap<string, string>,
): AuthorisationLine {
  return {
    ...{ id: row.id, version: row.version, personId: row.user_id, act: row.act, field: row.field, from: row.from_on },
    ...{ certificate: row.certificate, document: row.document, state: row.state, pauses: row.pauses },
    ...{ endedOn: row.ended_on, endedReason: row.ended_reason, lastDay: lastDay(row, leftOn) },
    scope: scopeWords(app.catalogue, row, user.lang),
    standing: standingOn(row, leftOn, today),
    grantedBy: names.get(row.granted_by) ?? '',
    grantedOn: chinaDate(row.created_at),
  };
}

const places: readonly AuthorisationStanding[] = ['in-force', 'suspended', 'not-yet', 'expired', 'left', 'ended'];

function byStanding(a: AuthorisationLine, b: AuthorisationLine): number {
  const place = places.indexOf(a.standing) - places.indexOf(b.standing) || acts.indexOf(a.act) - acts.indexOf(b.act);
  return place || (a.scope < b.scope ? -1 : 1);
}

function areasOf({ app }: Query): Person['areas'] {
  const groups = groupsOf(app.catalogue);
  return [...new Set(groups.map((one) => one.class))].flatMap((own) => [
    { value: own, class: own, group: null },
    ...groups.filter((one) => one.class === own).map(({ group }) => ({ value: `${own}/${group}`, class: own, group })),
  ]);
}

export interface ShownAuthorisation extends AuthorisationLine {
  name: string;
  today: string;
}

/** One authorisation with everything that happened to it. @throws Refusal `competence.authorisation` */
export async function showAuthorisation(query: Query, id: string): Promise<ShownAuthorisation> {
  const row = await authorisationOf(query.db, id);
  const [staff] = await staffOf(query.db, { user_id: row.user_id });
  const names = await namesOf(query);
  const line = lineOf(query, row, staff?.left_on ?? null, names);
  return { ...line, name: names.get(row.user_id) ?? '', today: query.today };
}

export interface PersonLine {
  id: string;
  name: string;
  employeeNo: string | null;
  education: StaffRow['education'];
  title: StaffRow['title'];
  field: string | null;
  enteredOn: string | null;
  leftOn: string | null;
  /** The account can still sign in. */
  active: boolean;
  /** Disabled from the beginning: the administrator has not enabled it yet. */
  proposed: boolean;
  inForce: number;
  /** The first day on which one of those in force ends. */
  nextEnd: string | null;
  /** The day of the first training or check that is overdue or planned within 30 days. */
  nextTraining: string | null;
}

/** Who is here, who has left, and who has a training or check ahead. */
export type PeopleShown = 'here' | 'left' | 'training';

export interface PeopleList {
  today: string;
  q: string;
  show: PeopleShown;
  here: number;
  left: number;
  training: number;
  people: PersonLine[];
}

/** All people with the gist of their files; who has left stays in the list of those. */
export async function listPeople(
  { db, today }: Query,
  { q = '', show = 'here' }: { q?: string; show?: PeopleShown },
): Promise<PeopleList> {
  const staff = new Map((await staffOf(db)).map((row) => [row.user_id, row]));
  const held = groupBy(await authorisationsOf(db), ({ user_id }) => user_id);
  const ahead = await trainingsAhead(db, today);
  const wanted = bare(q);
  // Who belongs to another organisation is none of ours.
  const own = (await peopleOf(db)).filter(({ organisation_id }) => organisation_id === null);
  const all = own.map((user): PersonLine => {
    const row = staff.get(user.id);
    const leftOn = row?.left_on ?? null;
    const own = (held.get(user.id) ?? []).filter((one) => standingOn(one, leftOn, today) === 'in-force');
    const ends = own.map((one) => lastDay(one, leftOn)).filter((day) => day !== null);
    return {
      ...{ id: user.id, name: user.name, employeeNo: user.employee_no, active: user.active === 1, leftOn },
      ...{ education: row?.education ?? null, title: row?.title ?? null, field: row?.field ?? null },
      enteredOn: row?.entered_on ?? null,
      proposed: user.active === 0 && user.must_change === 1 && leftOn === null,
      inForce: own.length,
      nextEnd: ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b)),
      nextTraining: ahead.get(user.id) ?? null,
    };
  });
  const gone = ({ leftOn, active, proposed }: PersonLine) =>
    leftOn === null ? !active && !proposed : leftOn < today || !active;
  const found = all.filter(({ name, employeeNo }) =>
    [name, employeeNo ?? ''].some((one) => bare(one).includes(wanted)),
  );
  return {
    ...{ today, q, show },
    here: all.filter((one) => !gone(one)).length,
    left: all.filter(gone).length,
    training: all.filter((one) => !gone(one) && one.nextTraining !== null).length,
    people: found.filter(
      (one) => gone(one) === (show === 'left') && (show !== 'training' || one.nextTraining !== null),
    ),
  };
}

const AHEAD = 30;

/** The first planned day of what each person has not done yet, up to 30 days ahead. */
async function trainingsAhead(db: Knex, today: string): Promise<Map<string, string>> {
  const rows: { user_id: string; day: string }[] = await db('trainings')
    .whereNull('done_on')
    .where('planned_on', '<=', addDays(today, AHEAD))
    .groupBy('user_id')
    .select('user_id')
    .min({ day: 'planned_on' });
  return new Map(rows.map(({ user_id, day }) => [user_id, day]));
}

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
