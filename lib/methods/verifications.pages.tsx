import type { JsonSchema } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, hash, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { type VerificationRow, verificationStates } from './rows.ts';
import { VerificationView } from './verification.view.tsx';
import {
  listVerifications,
  showVerification,
  type VerificationLine,
  type VerificationSheet,
} from './verifications.show.ts';
import {
  concludeVerification,
  declineVerification,
  type Entered,
  type NewVerification,
  openVerification,
  proposeVerification,
  type Read,
  saveVerification,
} from './verifications.ts';
import { NewVerificationView, VerificationsView } from './verifications.view.tsx';

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const kinds = ['verification', 'validation'] as const;
const numbers: JsonSchema = { type: 'string', maxLength: 10_000 };
const lineFields = {
  id,
  number: text(),
  code: text(),
  name: all({ zh: text(), en: text() }),
  standard: long,
  kind: oneOf(...kinds),
  state: oneOf(...verificationStates),
  conclusion: orNull(oneOf('fit', 'unfit')),
  author: text(),
};
const dataFields = { precision: numbers, recovery: numbers, linearity: numbers, blanks: numbers, sigma: text(60) };
const limitFields = {
  rsdMost: text(60),
  recoveryLow: text(60),
  recoveryHigh: text(60),
  rLeast: text(60),
  lodMost: text(60),
  loqMost: text(60),
};

export const verificationsPage = page<object, { lines: VerificationLine[] }>({
  name: 'verification.list',
  path: '/methods/verifications',
  needs: 'method.read',
  input: object({}),
  answer: all({ lines: list(all(lineFields), 10_000) }),
  load: (query) => listVerifications(query),
  title: (_data, ui) => ui.t('methods.verifications'),
  view: (data, ui) => <VerificationsView data={data} ui={ui} />,
});

interface Choice {
  code: string;
  name: { zh: string; en: string };
}

export const newVerificationPage = page<{ parameter?: string }, { parameter: string | null; choices: Choice[] }>({
  name: 'verification.new',
  path: '/methods/verifications/new',
  needs: 'method.write',
  input: object({ parameter: text(60) }),
  answer: all({
    parameter: nullable(text()),
    choices: list(all({ code: text(), name: all({ zh: text(), en: text() }) }), 10_000),
  }),
  load: async ({ app: { catalogue } }, { parameter }) => ({
    parameter: parameter ?? null,
    choices: [...catalogue.parameters.values()].map(({ code, name }) => ({ code, name })),
  }),
  title: (_data, ui) => ui.t('methods.newVerification'),
  view: (data, ui) => <NewVerificationView data={data} ui={ui} />,
});

export const verificationPage = page<{ id: string }, VerificationSheet>({
  name: 'verification.show',
  path: '/methods/verifications/:id',
  needs: 'method.read',
  input: object({ id }, ['id']),
  answer: all({
    ...lineFields,
    version: integer,
    data: object(dataFields),
    limits: object(limitFields),
    computed: orNull(anyObject),
    note: nullable(long),
    decidedBy: nullable(text()),
    decidedAt: nullable(text()),
    reason: nullable(long),
    hash,
    missing: list(anyObject),
    moves: list(all({ move: text(), obstacles: list(anyObject) })),
  }),
  load: showVerification,
  title: ({ number }) => number,
  view: (data, ui) => <VerificationView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  number: string;
  version: number;
  state: string;
}
const saved = ({ id: own, number, version, state }: VerificationRow): Saved => ({ id: own, number, version, state });
const savedShape = all({ id, number: text(), version: integer, state: text() });
const back = ({ id: own }: Saved) => `/methods/verifications/${own}`;
const read = { id, version: integer };

export const openVerificationPost = post<NewVerification, Saved>({
  name: 'verification.open',
  path: '/methods/verifications',
  needs: 'method.write',
  creates: true,
  input: object({ parameterCode: text(60), methodStandard: text(500), kind: oneOf(...kinds) }, [
    'parameterCode',
    'kind',
  ]),
  answer: savedShape,
  run: async (act, input) => saved(await openVerification(act, input)),
  then: back,
  on: newVerificationPage,
});

export const saveVerificationPost = post<Read & Entered, Saved>({
  name: 'verification.save',
  path: '/methods/verifications/:id',
  needs: 'method.write',
  versioned: true,
  input: object({ ...read, ...dataFields, ...limitFields, note: long }, ['id', 'version']),
  answer: savedShape,
  run: async (act, input) => saved(await saveVerification(act, input)),
  then: back,
  on: verificationPage,
});

export const proposeVerificationPost = post<Read, Saved>({
  name: 'verification.propose',
  path: '/methods/verifications/:id/proposal',
  needs: 'method.write',
  versioned: true,
  input: object(read, ['id', 'version']),
  answer: savedShape,
  run: async (act, input) => saved(await proposeVerification(act, input)),
  then: back,
  on: verificationPage,
});

const declining = (move: 'return' | 'drop', needs: 'method.approve' | 'method.write') =>
  post<Read & { reason: string }, Saved>({
    name: `verification.${move}`,
    path: `/methods/verifications/:id/${move}`,
    needs,
    versioned: true,
    input: object({ ...read, reason: long }, ['id', 'version', 'reason']),
    answer: savedShape,
    run: async (act, input) => saved(await declineVerification(act, move, input)),
    then: back,
    on: verificationPage,
  });

export const returnVerificationPost = declining('return', 'method.approve');
export const dropVerificationPost = declining('drop', 'method.write');

export const concludeVerificationPost = post<Read & { fitness: 'fit' | 'unfit'; decisionNote?: string }, Saved>({
  name: 'verification.conclude',
  path: '/methods/verifications/:id/conclusion',
  needs: 'method.approve',
  signs: true,
  versioned: true,
  input: object({ ...read, fitness: oneOf('fit', 'unfit'), decisionNote: long, password: text() }, [
    'id',
    'version',
    'fitness',
    'password',
  ]),
  answer: savedShape,
  run: async (act, input) => saved(await concludeVerification(act, input)),
  then: back,
  on: verificationPage,
});
