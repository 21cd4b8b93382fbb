import type { JsonSchema, Upload } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { date, hash, id, integer, list, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { documentOf, MEGABYTES } from './documents.ts';
import { type GrantInput, grant } from './grant.ts';
import { PeopleView } from './people.view.tsx';
import { listPeople, type PeopleList, type PeopleShown, type Person, showPerson } from './person.ts';
import { OwnView, PersonView } from './person.view.tsx';
import { act, education, jobTitle, people, person, reason } from './shapes.ts';
import { keepSpecimen, type LeaveInput, leave, type StaffInput, saveStaff } from './staff.ts';
import { planTraining, type ResultInput, recordResult, type TrainInput } from './training.ts';

export const peoplePage = page<{ q?: string; show?: PeopleShown }, PeopleList>({
  name: 'competence.people',
  path: '/competence/people',
  needs: 'competence.read',
  input: object({ q: text(100), show: oneOf('here', 'left', 'training') }),
  answer: people,
  load: listPeople,
  title: (_data, ui) => ui.t('competence.tab.people'),
  view: (data, ui) => <PeopleView data={data} ui={ui} />,
});

export const personPage = page<{ id: string }, Person>({
  name: 'competence.person',
  path: '/competence/people/:id',
  needs: 'competence.read',
  input: object({ id }, ['id']),
  answer: person,
  load: (query, input) => showPerson(query, input.id),
  title: (data) => data.name,
  view: (data, ui) => <PersonView data={data} ui={ui} />,
});

export const ownPage = page<object, Person>({
  name: 'me.authorisations',
  path: '/me/authorisations',
  needs: 'signed-in',
  input: object({}),
  answer: person,
  load: (query) => showPerson(query, query.user.id),
  title: (_data, ui) => ui.t('competence.mine'),
  view: (data, ui) => <OwnView data={data} ui={ui} />,
});

export const documentFile = file<{ id: string; hash: string }>({
  name: 'competence.document',
  path: '/competence/people/:id/documents/:hash',
  needs: 'competence.read',
  input: object({ id, hash }, ['id', 'hash']),
  load: ({ app, db }, input) => documentOf(app, db, input.id, input.hash),
});

export const ownDocumentFile = file<{ hash: string }>({
  name: 'me.document',
  path: '/me/documents/:hash',
  needs: 'signed-in',
  input: object({ hash }, ['hash']),
  load: ({ app, db, user }, input) => documentOf(app, db, user.id, input.hash),
});

/** The version of what was written, to write again. */
const saved: JsonSchema = object({ id, version: integer }, ['id', 'version']);
interface Saved {
  id: string;
  version: number;
}
const brief = ({ id: own, version }: Saved): Saved => ({ id: own, version });
const back = (_output: unknown, input: { id: string }): string => `/competence/people/${input.id}`;

export const staffPost = post<StaffInput, Saved>({
  name: 'competence.file',
  path: '/competence/people/:id',
  needs: 'competence.write',
  versioned: true,
  input: object(
    {
      id,
      version: integer,
      education,
      degree: text(60),
      jobTitle,
      speciality: text(60),
      fieldSince: date,
      enteredOn: date,
    },
    ['id', 'version'],
  ),
  answer: saved,
  run: async (own, input) => brief(await saveStaff(own, input)),
  then: back,
  on: personPage,
});

export const leavePost = post<LeaveInput, Saved>({
  name: 'competence.leave',
  path: '/competence/people/:id/leave',
  needs: 'competence.write',
  versioned: true,
  input: object({ id, version: integer, leftOn: date, reason }, ['id', 'version', 'leftOn', 'reason']),
  answer: saved,
  run: async (own, input) => brief(await leave(own, input)),
  then: back,
  on: personPage,
});

export const specimenPost = post<{ id: string; version: number; file: Upload }, Saved>({
  name: 'competence.specimen',
  path: '/competence/people/:id/specimen',
  needs: 'competence.write',
  versioned: true,
  upload: MEGABYTES,
  input: object({ id, version: integer, file: upload(MEGABYTES) }, ['id', 'version', 'file']),
  answer: saved,
  run: async (own, input) => brief(await keepSpecimen(own, input)),
  then: back,
  on: personPage,
});

export const grantPost = post<GrantInput, { granted: Saved[] }>({
  name: 'competence.grant',
  path: '/competence/people/:id/authorisations',
  needs: 'competence.write',
  creates: true,
  upload: MEGABYTES,
  input: object(
    {
      id,
      authorisedActs: { ...list(act, 3), minItems: 1 },
      authorisedArea: text(100),
      parameterCodes: text(2000),
      signField: text(200),
      authorisedFrom: date,
      authorisedTo: date,
      letterNo: text(100),
      file: upload(MEGABYTES),
    },
    ['id', 'authorisedActs', 'authorisedFrom'],
  ),
  answer: object({ granted: list(saved) }, ['granted']),
  run: async (own, input) => ({ granted: (await grant(own, input)).map(brief) }),
  then: (_output, input) => `/competence/people/${input.id}#authorisations`,
  on: personPage,
});

export const planPost = post<TrainInput, Saved>({
  name: 'competence.plan',
  path: '/competence/people/:id/trainings',
  needs: 'competence.write',
  creates: true,
  input: object(
    {
      id,
      trainingKind: oneOf('training', 'check'),
      topic: { ...text(200), minLength: 2 },
      checkWay: text(100),
      trainingPlanned: date,
    },
    ['id', 'trainingKind', 'topic', 'trainingPlanned'],
  ),
  answer: saved,
  run: async (own, input) => brief(await planTraining(own, input)),
  then: (_output, input) => `/competence/people/${input.id}#trainings`,
  on: personPage,
});

export const resultPost = post<ResultInput, Saved>({
  name: 'competence.result',
  path: '/competence/people/:id/trainings/:training/result',
  needs: 'competence.write',
  versioned: true,
  upload: MEGABYTES,
  input: object(
    {
      id,
      training: id,
      version: integer,
      trainingDone: date,
      trainingHours: text(6),
      trainingResult: oneOf('passed', 'failed'),
      note: text(200),
      file: upload(MEGABYTES),
    },
    ['id', 'training', 'version', 'trainingDone', 'trainingResult'],
  ),
  answer: saved,
  run: async (own, input) => brief(await recordResult(own, input)),
  then: (_output, input) => `/competence/people/${input.id}#trainings`,
  on: personPage,
});
