import { coverInput, coverRequired } from '../internal/index.ts';
import type { JsonSchema, Upload } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, date, id, integer, list, long, nullable, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { assignBlind, type BlindInput } from './blind.ts';
import { appeal, archive, type Evaluation, evaluate, settleAppeal } from './evaluate.ts';
import { type FigureRows, importFigures, readFigures, takeReport } from './figures.ts';
import { MEGABYTES } from './files.ts';
import { NewRoundView } from './new-round.view.tsx';
import type { Read } from './plans.ts';
import { RoundView } from './round.view.tsx';
import {
  allowLate,
  askLate,
  confirmResults,
  handIn,
  openRound,
  type ReceiptInput,
  type RoundInput,
  receiveItem,
  register,
  withdraw,
} from './rounds.ts';
import { RoundsView } from './rounds.view.tsx';
import { type PlanLineRow, type ProviderRow, type RoundRow, roundStates } from './rows.ts';
import { listRounds, type RoundSheet, type RoundsInput, type RoundsList, showRound } from './show-rounds.ts';
import { providersOf, rowAt } from './store.ts';

export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
export const whole: JsonSchema = { type: 'integer' };
export const read = { id, version: integer };
const paper = upload(MEGABYTES);
const moment: JsonSchema = { type: 'string', maxLength: 16 };

export const roundsPage = page<RoundsInput, RoundsList>({
  name: 'proficiency.list',
  path: '/proficiency',
  needs: 'proficiency.read',
  input: object({ state: oneOf(...roundStates), q: text(100), after: id }),
  answer: all({
    ...{ state: nullable(text()), q: text(), after: nullable(id), next: nullable(id) },
    counts: list(all({ state: oneOf(...roundStates), count: integer })),
    ...{ due: list(anyObject), lines: list(anyObject) },
  }),
  load: listRounds,
  title: (_data, ui) => ui.t('nav.proficiency'),
  view: (data, ui) => <RoundsView data={data} ui={ui} />,
});

export interface NewRound {
  line: PlanLineRow | null;
  providers: Pick<ProviderRow, 'id' | 'name'>[];
}

export const newRoundPage = page<{ line?: string }, NewRound>({
  name: 'proficiency.new-round',
  path: '/proficiency/rounds/new',
  needs: 'proficiency.write',
  input: object({ line: id }),
  answer: all({ line: orNull(anyObject), providers: list(all({ id, name: text() })) }),
  load: async ({ db }, { line }) => ({
    line: line === undefined ? null : await rowAt<PlanLineRow>(db, 'pt_plan_lines', line),
    providers: (await providersOf(db))
      .filter(({ active }) => active === 1)
      .map((one) => ({ id: one.id, name: one.name })),
  }),
  title: (_data, ui) => ui.t('proficiency.newRound'),
  view: (data, ui) => <NewRoundView data={data} ui={ui} />,
});

export const roundPage = page<{ id: string }, RoundSheet>({
  name: 'proficiency.round',
  path: '/proficiency/rounds/:id',
  needs: 'proficiency.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ round: anyObject, provider: anyObject, items: list(anyObject), people: anyObject, hours: whole },
    ...{ term: nullable(text()), reminder: nullable(integer), sample: orNull(anyObject), correctives: list(anyObject) },
    ...{ moves: list(all({ move: text(), obstacles: list(anyObject) })), hash: text(64) },
  }),
  load: showRound,
  title: ({ round }) => `${round.number} ${round.scheme}`,
  view: (data, ui) => <RoundView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  number: string;
  version: number;
  state: string;
}

const saved = ({ id: own, number, version, state }: RoundRow): Saved => ({ id: own, number, version, state });
const savedShape = all({ id, number: text(), version: integer, state: text() });
const back = ({ id: own }: Saved): string => `/proficiency/rounds/${own}`;

const roundInput = {
  ...{ provider: text(), scheme: text(), schemeNo: text(60), parameterCodes: text(1000), deadline: moment },
  ...{ cost: text(20), method: text(500), sample: text(), responsible: text(60) },
};

export const openRoundPost = post<RoundInput, Saved>({
  name: 'proficiency.open',
  path: '/proficiency/rounds',
  needs: 'proficiency.write',
  creates: true,
  input: object({ line: id, ...roundInput }, ['provider', 'scheme', 'parameterCodes', 'deadline']),
  answer: savedShape,
  run: async (act, input) => saved(await openRound(act, input)),
  then: back,
  on: newRoundPage,
});

/** A step of a round: the version that was read and what belongs to the step. */
function step<I extends Read>(
  name: string,
  path: string,
  needs: 'proficiency.write' | 'proficiency.confirm' | 'internal.write',
  fields: { properties: Record<string, JsonSchema>; required?: string[]; files?: true; signs?: true },
  run: (act: Parameters<typeof register>[0], input: I) => Promise<RoundRow>,
) {
  const { properties, required = [], files, signs } = fields;
  return post<I, Saved>({
    name: `proficiency.${name}`,
    path: `/proficiency/rounds/:id/${path}`,
    needs,
    versioned: true,
    ...(files && { upload: MEGABYTES }),
    ...(signs && { signs: true }),
    input: object({ ...read, ...properties }, ['id', 'version', ...required]),
    answer: savedShape,
    run: async (act, input) => saved(await run(act, input)),
    then: back,
    on: roundPage,
  });
}

type WithNote = Read & { note?: string; file?: Upload };
const noted = { note: long, file: paper };
const reason = { properties: { reason: long }, required: ['reason'] };

export const steps = [
  step<WithNote & { labCode: string; cost?: string }>(
    ...(['register', 'registration', 'proficiency.write'] as const),
    { properties: { labCode: text(60), cost: text(20), ...noted }, required: ['labCode'], files: true },
    register,
  ),
  step<ReceiptInput>(
    ...(['receive', 'receipt', 'proficiency.write'] as const),
    {
      properties: {
        ...{ receivedOn: date, itemCondition: oneOf('intact', 'damaged'), temperature: text(20), statement: long },
        ...{ instructions: long, ...noted },
      },
      required: ['receivedOn', 'itemCondition', 'statement'],
      files: true,
    },
    receiveItem,
  ),
  step<BlindInput>(
    ...(['assign', 'assignment', 'internal.write'] as const),
    { properties: coverInput, required: coverRequired },
    assignBlind,
  ),
  step<Read & { reviewNote?: string; itemAnswers?: { item: string; answer: string }[] }>(
    ...(['confirm', 'confirmation', 'proficiency.confirm'] as const),
    { properties: { reviewNote: long, itemAnswers: list(all({ item: id, answer: text(500) }), 50) } },
    confirmResults,
  ),
  step<Read & { reason: string }>('ask-late', 'late', 'proficiency.write', reason, askLate),
  step<Read>('allow-late', 'late/approval', 'proficiency.confirm', { properties: {} }, allowLate),
  step<WithNote & { handedInAt: string }>(
    ...(['hand-in', 'submission', 'proficiency.write'] as const),
    { properties: { handedInAt: moment, ...noted }, required: ['handedInAt'], files: true },
    handIn,
  ),
  step<WithNote & { reportOn: string }>(
    ...(['report', 'report', 'proficiency.write'] as const),
    { properties: { reportOn: date, ...noted }, required: ['reportOn'], files: true },
    takeReport,
  ),
  step<Evaluation>(
    ...(['evaluate', 'evaluation', 'proficiency.confirm'] as const),
    {
      properties: { evaluation: long, measures: long, password: text() },
      required: ['evaluation', 'password'],
      signs: true,
    },
    evaluate,
  ),
  step<Read & { reason: string; file?: Upload }>(
    ...(['appeal', 'appeal', 'proficiency.write'] as const),
    { properties: { reason: long, file: paper }, required: ['reason'], files: true },
    appeal,
  ),
  step<Read & { decision: 'uphold' | 'dismiss'; reason: string }>(
    ...(['settle', 'appeal/decision', 'proficiency.confirm'] as const),
    { properties: { decision: oneOf('uphold', 'dismiss'), reason: long }, required: ['decision', 'reason'] },
    settleAppeal,
  ),
  step<Read>('archive', 'archive', 'proficiency.confirm', { properties: {} }, archive),
  step<Read & { reason: string }>('withdraw', 'withdrawal', 'proficiency.confirm', reason, withdraw),
];

export const figuresImportPost = post<Read & { file: Upload }, Saved, FigureRows>({
  name: 'proficiency.import-figures',
  path: '/proficiency/rounds/:id/figures',
  needs: 'proficiency.write',
  versioned: true,
  upload: MEGABYTES,
  input: object({ ...read, file: paper }, ['id', 'version', 'file']),
  answer: savedShape,
  prepare: async (_caller, input) => readFigures(input.file),
  run: async (act, input, rows) => saved(await importFigures(act, input, rows)),
  then: back,
  on: roundPage,
});
