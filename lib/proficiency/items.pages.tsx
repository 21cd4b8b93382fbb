import type { Upload } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, id, integer, list, nullable, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { enterFigures, type FiguresInput, readParticipants } from './figures.ts';
import { MEGABYTES } from './files.ts';
import { ItemView } from './item.view.tsx';
import { ParameterView } from './parameter.view.tsx';
import { all, read } from './rounds.pages.tsx';
import type { ItemRow } from './rows.ts';
import { assignedSources, type Participant, robustMethods, scoreKinds, sigmaSources, verdicts } from './score-types.ts';
import { type ItemSheet, type ParameterSheet, showItem, showParameter } from './show-rounds.ts';

export const itemPage = page<{ id: string }, ItemSheet>({
  name: 'proficiency.item',
  path: '/proficiency/items/:id',
  needs: 'proficiency.read',
  input: object({ id }, ['id']),
  answer: all({ item: anyObject, round: anyObject, enters: boolean, past: list(anyObject) }),
  load: showItem,
  title: ({ item, round }) => `${round.number} ${item.name}`,
  view: (data, ui) => <ItemView data={data} ui={ui} />,
});

export const parameterPage = page<{ code: string }, ParameterSheet>({
  name: 'proficiency.parameter',
  path: '/proficiency/parameters/:code',
  needs: 'proficiency.read',
  input: object({ code: text(60) }, ['code']),
  answer: all({ code: text(), name: text(), past: list(anyObject) }),
  load: showParameter,
  title: ({ name }) => name,
  view: (data, ui) => <ParameterView data={data} ui={ui} />,
});

const figure = text(60);
const figures = {
  ...{ assigned: figure, uAssigned: figure, ptSigma: figure, fraction: figure, participantCount: figure },
  ...{ expanded: figure, k: figure, deltaE: figure, limit: figure, providerScore: figure, expected: text(500) },
  assignedSource: oneOf(...assignedSources),
  sigmaSource: oneOf(...sigmaSources),
  robust: oneOf(...robustMethods),
  scoreKind: oneOf(...scoreKinds),
  providerVerdict: oneOf(...verdicts),
};

interface Saved {
  id: string;
  version: number;
  verdict: string | null;
  disagrees: boolean;
}

const saved = ({ id: own, version, verdict, judged }: ItemRow): Saved => ({
  ...{ id: own, version, verdict, disagrees: judged?.disagrees ?? false },
});

export const figuresPost = post<FiguresInput, Saved, Participant[] | null>({
  name: 'proficiency.figures',
  path: '/proficiency/items/:id',
  needs: 'proficiency.write',
  versioned: true,
  upload: MEGABYTES,
  input: object({ ...read, ...figures, values: { type: 'string', maxLength: 60_000 }, sheet: upload(MEGABYTES) }, [
    'id',
    'version',
  ]),
  answer: object({ id, version: integer, verdict: nullable(text()), disagrees: boolean }, [
    'id',
    'version',
    'verdict',
    'disagrees',
  ]),
  prepare: async (_caller, { sheet }: { sheet?: Upload }) => (sheet ? readParticipants(sheet) : null),
  run: async (act, input, participants) => saved(await enterFigures(act, input, participants)),
  then: ({ id: own }) => `/proficiency/items/${own}#scores`,
  on: itemPage,
});
