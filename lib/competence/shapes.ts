import type { JsonSchema } from '../kernel/request.ts';
import { boolean, date, hash, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { duties } from './delegation.ts';
import { acts, educations, titles } from './rows.ts';

/** What the routes about people take and answer. */
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
export const productClass = oneOf('drug', 'tcm', 'device', 'cosmetic', 'packaging');
export const act = oneOf(...acts);
export const duty = oneOf(...duties);
export const education = oneOf(...educations);
export const jobTitle = oneOf(...titles);
export const reason: JsonSchema = { ...long, minLength: 2 };

const whole = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const standing = oneOf('in-force', 'not-yet', 'suspended', 'expired', 'ended', 'left');
const day = nullable(date);
const document = orNull(whole({ hash, name: text(), type: text(), size: integer, by: text(), at: text() }));
const cell = whole({ test: integer, review: integer, sign: integer });
const pause = object({ from: date, to: date, reason: long, by: text() }, ['from', 'reason', 'by']);

export const matrix = whole({
  today: date,
  class: productClass,
  act: orNull(act),
  q: text(),
  classes: list(whole({ class: productClass, people: integer })),
  columns: list(whole({ class: productClass, group: text(), parameters: integer, people: cell })),
  lines: list(whole({ id, name: text(), employeeNo: nullable(text()), cells: list(cell) }), 5000),
});

const authorisationFacts = {
  id,
  version: integer,
  personId: id,
  act,
  scope: text(400),
  field: nullable(text()),
  from: date,
  lastDay: day,
  certificate: nullable(text()),
  document,
  standing,
  grantedBy: text(),
  grantedOn: date,
  state: oneOf('granted', 'suspended', 'ended'),
  pauses: list(pause),
  endedOn: day,
  endedReason: nullable(long),
};

export const shownAuthorisation = whole({ ...authorisationFacts, name: text(), today: date });

const training = whole({
  id,
  version: integer,
  kind: oneOf('training', 'check'),
  topic: text(),
  way: nullable(text()),
  plannedOn: day,
  doneOn: day,
  hours: nullable(text()),
  assessor: nullable(text()),
  result: orNull(oneOf('passed', 'failed')),
  note: nullable(text()),
  document,
});

const staff = whole({
  version: integer,
  education: orNull(education),
  degree: nullable(text()),
  title: orNull(jobTitle),
  field: nullable(text()),
  field_since: day,
  entered_on: day,
  left_on: day,
  left_reason: nullable(long),
  specimen: document,
});

export const person = whole({
  id,
  name: text(),
  login: text(),
  employeeNo: nullable(text()),
  roles: list(text()),
  active: boolean,
  today: date,
  staff,
  authorisations: list(whole(authorisationFacts), 5000),
  trainings: list(training, 5000),
  notes: list(object({ id: text(), params: { type: 'object' } }, ['id'])),
  areas: list(whole({ value: text(), class: productClass, group: nullable(text()) })),
});

export const people = whole({
  today: date,
  q: text(),
  show: oneOf('here', 'left', 'training'),
  here: integer,
  left: integer,
  training: integer,
  people: list(
    whole({
      id,
      name: text(),
      employeeNo: nullable(text()),
      education: orNull(education),
      title: orNull(jobTitle),
      field: nullable(text()),
      enteredOn: day,
      leftOn: day,
      active: boolean,
      proposed: boolean,
      inForce: integer,
      nextEnd: day,
      nextTraining: day,
    }),
    5000,
  ),
});

export const expiring = whole({
  today: date,
  within: orNull(integer),
  reminders: list(whole({ days: integer, count: integer })),
  expired: integer,
  lines: list(
    whole({
      id,
      personId: id,
      name: text(),
      act,
      scope: text(400),
      lastDay: date,
      days: { type: 'integer' },
      standing,
      within: orNull(integer),
    }),
    5000,
  ),
});

export const delegations = whole({
  today: date,
  lines: list(
    whole({
      id,
      version: integer,
      principal: text(),
      deputy: text(),
      duty,
      from: date,
      to: date,
      reason: long,
      standing: oneOf('running', 'planned', 'over', 'ended'),
      endsIn: orNull(integer),
      endedOn: day,
      endedReason: nullable(long),
      namedBy: text(),
    }),
  ),
  principals: list(whole({ id, name: text(), duties: list(duty) }), 5000),
});
