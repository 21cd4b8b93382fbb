import type { JsonSchema } from '../kernel/request.ts';
import {
  anyObject,
  boolean,
  date,
  hash,
  id,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text,
} from '../kernel/shapes.ts';
import { actionStates, comparisonStates, participantStates, sampleNames, scoreWanted, sigmaWays } from './rows.ts';

/** Everything named is there. */
const whole = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const maybe = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

const sample = oneOf(...sampleNames);
const filled = (most: number): JsonSchema => ({ ...text(most), minLength: 1 });
export const reason: JsonSchema = { ...long, minLength: 2 };

const facts = {
  ...{ id, version: integer, schemeNo: text(60), name: text(), state: oneOf(...comparisonStates) },
  ...{ samples: list(sample, 2), method: nullable(long), storage: nullable(text()), instructions: nullable(long) },
  ...{ invitedOn: date, dispatchedOn: date, closesAt: text(40), reportOn: date },
};

const line = whole({
  ...{ id, schemeNo: text(60), name: text(), state: oneOf(...comparisonStates), closesAt: text(40) },
  ...{ invited: integer, submitted: integer, items: text(2000) },
});
export const listAnswer = object({ rows: list(line, 100), next: nullable(id), q: text(100) }, ['rows', 'next', 'q']);

const item = whole({
  ...{ id, version: integer, position: integer, name: text(), parameter: nullable(text(60)) },
  ...{ kind: oneOf('number', 'text'), unit: nullable(text(60)), decimals: nullable(integer), design: anyObject },
});
const signed = maybe(whole({ by: text(), at: text(40) }));
const action = whole({
  ...{ id, version: integer, participant: id, about: long, state: oneOf(...actionStates), asked: long, dueOn: date },
  ...{ reply: nullable(long), repliedAt: nullable(text(40)), file: nullable(text()), judgement: nullable(long) },
});
const participant = whole({
  ...{ id, version: integer, organisation: text(), labCode: text(8), state: oneOf(...participantStates) },
  ...{
    reason: nullable(long),
    condition: nullable(text(10)),
    receiptNote: nullable(long),
    receivedAt: nullable(text(40)),
  },
  ...{ submitted: boolean, exclusion: nullable(long), late: nullable(long), result: maybe(anyObject) },
});

export const sheetAnswer = whole({
  ...facts,
  items: list(item, 20),
  targets: list(whole({ item: id, sample, name: text(), sigma: nullable(text(80)), checked: boolean }), 40),
  checks: list(
    whole({
      ...{ id, item: id, name: text(), sample, kind: oneOf('homogeneity', 'stability') },
      ...{ data: list(list(text(), 100), 1000), result: anyObject, note: nullable(long), by: text(), at: text(40) },
    }),
  ),
  units: list(whole({ sample, free: integer, given: integer }), 2),
  participants: list(participant),
  laboratories: list(whole({ id, name: text(), region: text() })),
  actions: list(action),
  evaluation: maybe(anyObject),
  author: text(),
  started: signed,
  decision: maybe(whole({ by: text(), at: text(40), reason: long })),
  evaluated: signed,
  confirmed: signed,
  endedReason: nullable(long),
  hash,
  replyDays: integer,
  writes: boolean,
  moves: list(whole({ move: text(40), obstacles: list(anyObject) })),
});

export const ownListAnswer = whole({
  lines: list(
    whole({
      ...{
        id,
        schemeNo: text(60),
        name: text(),
        state: oneOf(...participantStates),
        stage: oneOf(...comparisonStates),
      },
      ...{ closesAt: text(40), submitted: boolean },
    }),
  ),
});
const wanted = whole({
  ...{
    key: text(20),
    name: text(),
    kind: oneOf('number', 'text'),
    unit: nullable(text(60)),
    decimals: nullable(integer),
  },
  ...{ options: list(text()), several: boolean },
});
export const ownAnswer = whole({
  ...{ id, version: integer, state: oneOf(...participantStates), labCode: text(8), facts: whole(facts) },
  ...{
    items: list(text(), 20),
    wanted: list(wanted, 40),
    codes: list(text(20), 10),
    unitCount: integer,
    condition: nullable(text(10)),
  },
  ...{ receiptNote: nullable(long), receivedAt: nullable(text(40)), reason: nullable(long) },
  submissions: list(whole({ at: text(40), by: text(), late: boolean, reported: anyObject })),
  entry: oneOf('open', 'late', 'closed'),
  targets: maybe(list(anyObject, 40)),
  actions: list(action),
  moves: whole({ answer: boolean, receive: boolean }),
});

export const targetAnswer = whole({
  ...facts,
  target: anyObject,
  organisations: list(whole({ participant: id, name: text() })),
});

export const planInput = {
  schemeNo: { ...filled(40), pattern: '^\\S.*$' },
  name: filled(120),
  pairs: boolean,
  methodNote: long,
  storage: text(120),
  instructions: long,
  invitedOn: date,
  dispatchedOn: date,
  closesAt: { ...text(16), minLength: 16 },
  reportOn: date,
};
export const planNeeds = ['schemeNo', 'name', 'invitedOn', 'dispatchedOn', 'closesAt', 'reportOn'];

export const itemInput = {
  itemName: filled(120),
  parameterCode: text(60),
  itemKind: oneOf('number', 'text'),
  itemUnit: text(30),
  itemDecimals: { type: 'integer', minimum: 0, maximum: 12 },
  assignedSource: oneOf('formulation', 'crm', 'expert', 'consensus'),
  robustMethod: oneOf('algorithm-a', 'q-hampel', 'median-nIQR', 'median-MADe'),
  ...{ coverage: text(20), valueA: text(60), valueB: text(60), uncertaintyA: text(500), uncertaintyB: text(500) },
  ...{ expertsA: text(1000), expertsB: text(1000), expectedA: text(500), expectedB: text(500) },
  ...{ sigmaWay: oneOf(...sigmaWays), sigmaValue: text(60), massFactor: text(40), earlierRounds: text(500) },
  ...{ scoreWanted: oneOf(...scoreWanted), scoreLimit: text(20), answerOptions: text(2000), several: boolean },
};
export const itemNeeds = ['itemName', 'itemKind'];

export const checkInput = object(
  {
    ...{ id, checkItem: id, checkSample: sample, checkKind: oneOf('homogeneity', 'stability') },
    ...{ checkReadings: { ...text(20_000), minLength: 1 }, checkSigma: text(40), note: long },
  },
  ['id', 'checkItem', 'checkSample', 'checkKind', 'checkReadings'],
);

export const resultInput = object(
  {
    id,
    results: list(object({ key: text(20), value: text(500), unit: text(30), standardU: text(40) }, ['key']), 40),
    usedMethod: filled(500),
    usedEquipment: filled(500),
    testedOn: date,
    resultRemark: long,
  },
  ['id', 'results', 'usedMethod', 'usedEquipment', 'testedOn'],
);
