import { page, post } from '../kernel/routes.ts';
import { anyObject, hash, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { password } from './answers.ts';
import {
  type AskPage,
  type OverrideLine,
  type OverridePage,
  overrideLines,
  showAsk,
  showOverride,
} from './overrides.show.ts';
import {
  type AskInput,
  askOverride,
  type DecisionInput,
  decideOverride,
  type OverrideRow,
  overrideStates,
  withdrawOverride,
} from './overrides.ts';
import { AskView, OverridesView, OverrideView } from './overrides.view.tsx';

const about = { testId: id, number: text(), item: text(500) };
const line = { ...about, reason: anyObject, aside: anyObject };
const shown = { ...line, version: integer, hash, basis: nullable(long), moves: list(anyObject, 10) };
const asking = {
  ...about,
  key: text(64),
  reason: { type: ['object', 'null'] },
  basis: nullable(long),
  why: list(anyObject, 10),
};
const filled = { ...long, minLength: 1 };

export const overridesPage = page<object, { lines: OverrideLine[] }>({
  name: 'override.list',
  path: '/overrides',
  needs: 'test.read',
  input: object({}),
  answer: object({ lines: list(object(line, Object.keys(line)), 300) }, ['lines']),
  load: async (query) => ({ lines: await overrideLines(query) }),
  title: (_data, ui) => ui.t('nav.overrides'),
  view: ({ lines }, ui) => <OverridesView lines={lines} ui={ui} />,
});

export const overridePage = page<{ id: string }, OverridePage>({
  name: 'override.show',
  path: '/overrides/:id',
  needs: 'test.read',
  input: object({ id }, ['id']),
  answer: object(shown, Object.keys(shown)),
  load: (query, input) => showOverride(query, input.id),
  title: ({ number }, ui) => `${ui.t('override.one')} ${number}`,
  view: (data, ui) => <OverrideView data={data} ui={ui} />,
});

export const askPage = page<{ id: string; key?: string }, AskPage>({
  name: 'override.new',
  path: '/tests/:id/overrides',
  needs: 'test.read',
  input: object({ id, key: hash }, ['id']),
  answer: object(asking, Object.keys(asking)),
  load: (query, input) => showAsk(query, input.id, input.key ?? ''),
  title: ({ number }, ui) => `${ui.t('override.ask')} ${number}`,
  view: (data, ui) => <AskView data={data} ui={ui} />,
});

interface Told {
  id: string;
  version: number;
  state: string;
}
const told = ({ id: own, version, state }: OverrideRow): Told => ({ id: own, version, state });
const toldSchema = object({ id, version: integer, state: oneOf(...overrideStates) }, ['id', 'version', 'state']);

export const askPost = post<AskInput, Told>({
  name: 'override.ask',
  path: '/tests/:id/overrides',
  needs: 'validity.ask',
  creates: true,
  input: object({ id, key: hash, reason: filled }, ['id', 'key', 'reason']),
  answer: toldSchema,
  run: async (act, input) => told(await askOverride(act, input)),
  then: (made) => `/overrides/${made.id}`,
  on: askPage,
});

export const decidePost = post<DecisionInput, Told>({
  name: 'override.decide',
  path: '/overrides/:id/decision',
  needs: 'validity.override',
  versioned: true,
  signs: true,
  input: object({ id, version: integer, decision: oneOf('approve', 'decline'), reason: filled, password }, [
    'id',
    'version',
    'decision',
    'reason',
    'password',
  ]),
  answer: toldSchema,
  run: async (act, input) => told(await decideOverride(act, input)),
  then: (made) => `/overrides/${made.id}`,
  on: overridePage,
});

export const withdrawPost = post<{ id: string; version: number }, Told>({
  name: 'override.withdraw',
  path: '/overrides/:id/withdrawal',
  needs: 'validity.ask',
  versioned: true,
  input: object({ id, version: integer }, ['id', 'version']),
  answer: toldSchema,
  run: async (act, input) => told(await withdrawOverride(act, input)),
  then: (made) => `/overrides/${made.id}`,
  on: overridePage,
});
