import type { JsonSchema } from '../kernel/request.ts';
import {
  anyObject,
  boolean,
  hash,
  id,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text,
  upload,
} from '../kernel/shapes.ts';
import { draftKinds, draftStates, kinds } from './rows.ts';

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const password: JsonSchema = { type: 'string', minLength: 1, maxLength: 200 };
const state = oneOf(...draftStates);
const kind = oneOf(...draftKinds);
const anyKind = oneOf(...kinds);
const code = { ...text(100), minLength: 1 };
const reason: JsonSchema = { type: 'string', minLength: 2, maxLength: 2000 };
export const MEGABYTES = 2;

export const byId = object({ id }, ['id']);
export const listInput = object({ state: oneOf('open', 'released', 'dropped') });
export const newInput = object({ kind, from: text(100) });
export const beginInput = object({ kind, from: text(100), code, note: long, file: upload(MEGABYTES) }, ['kind']);
export const saveInput = object({ id, version: integer, act: text(40), note: long, body: anyObject }, [
  'id',
  'version',
  'body',
]);
export const readInput = object({ id, version: integer }, ['id', 'version']);
export const reasonInput = object({ id, version: integer, reason }, ['id', 'version', 'reason']);
export const releaseInput = object({ id, version: integer, password }, ['id', 'version', 'password']);
export const fileInput = object({ id, version: integer, file: upload(MEGABYTES) }, ['id', 'version', 'file']);
/** A number in a path is text. */
const n: JsonSchema = { type: 'string', pattern: '^[1-9]\\d{0,2}$' };
export const exampleInput = object({ id, n }, ['id', 'n']);
export const saveExampleInput = object({ id, n, version: integer, example: anyObject, readings: anyObject }, [
  'id',
  'n',
  'version',
  'example',
]);
export const editionsInput = object({ kind: anyKind, code, old: hash, new: hash, all: boolean }, ['kind', 'code']);
export const editionInput = object({ kind: anyKind, code, hash }, ['kind', 'code', 'hash']);
export const sheetInput = object({ code, hash }, ['code', 'hash']);
export const adoptInput = object({ kind: anyKind, code, hash, note: long, password }, [
  'kind',
  'code',
  'hash',
  'password',
]);
export const confirmInput = object(
  {
    kind,
    code,
    hash,
    seq: integer,
    source: { ...text(400), minLength: 2 },
    page: text(40),
    seenBy: { ...text(100), minLength: 2 },
  },
  ['kind', 'code', 'hash', 'source', 'seenBy'],
);

const words = all({ zh: text(), en: text() });
const choice = list(all({ code: text(), name: words }), 5000);
const line = {
  id,
  kind,
  code: text(),
  title: long,
  state,
  note: nullable(long),
  author: text(),
  isNew: boolean,
  mine: boolean,
};
const fact = all({ key: text(), label: text(), text: { type: 'string' } });
const sections = list(all({ id: text(2000), kind: text(), title: text(2000), facts: list(fact, 5000) }), 5000);
const row = all({
  section: text(2000),
  label: text(),
  old: { type: ['string', 'null'] },
  new: { type: ['string', 'null'] },
  changed: boolean,
});
const comparison = all({ sentences: list({ type: 'string' }, 5000), rows: list(row, 20_000) });
const example = all({
  n: integer,
  kind: text(),
  note: long,
  expected: long,
  found: long,
  verdict: text(),
  agrees: boolean,
});

export const draftsAnswer = all({
  state: text(),
  drafts: list(all(line)),
  newer: list(all({ kind: anyKind, code: text(), hash, current: hash, title: long })),
});
export const newAnswer = all({ kind, from: nullable(text()), title: long, choices: choice });
export const draftAnswer = all({
  ...line,
  version: integer,
  body: anyObject,
  base: nullable(hash),
  reason: nullable(long),
  decidedBy: text(),
  hash,
  faults: list(anyObject, 5000),
  moves: list(all({ move: text(), obstacles: list(anyObject) })),
  changes: comparison,
  sections,
  parameters: choice,
  forms: choice,
  constants: list(list(anyObject)),
  examples: list(example),
  questions: list(anyObject),
});
export const savedAnswer = object({ id, version: integer, state, code: text(), hash }, [
  'id',
  'version',
  'state',
  'code',
]);
export const exampleAnswer = all({
  id,
  version: integer,
  n: integer,
  code: text(),
  title: long,
  line: example,
  example: anyObject,
  form: anyObject,
  item: anyObject,
  constants: list(anyObject),
});
export const editionsAnswer = all({
  kind: anyKind,
  code: text(),
  title: long,
  editions: list(
    all({
      hash,
      origin: oneOf('program', 'institute'),
      by: text(),
      at: text(),
      note: nullable(long),
      draft: nullable(id),
      current: boolean,
    }),
  ),
  newer: nullable(hash),
  old: nullable(hash),
  new: nullable(hash),
  all: boolean,
  comparison,
});
export const editionAnswer = all({
  kind: anyKind,
  code: text(),
  hash,
  title: long,
  sections,
  current: boolean,
  items: list(all({ seq: integer, name: text() })),
  confirmations: list(
    all({ seq: nullable(integer), source: text(400), page: nullable(text()), seenBy: text(), by: text(), at: text() }),
  ),
});
export const adoptedAnswer = all({ id });
export const confirmedAnswer = all({ id, version: integer });
