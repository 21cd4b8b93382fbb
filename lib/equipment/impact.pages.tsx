import type { JsonSchema } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { type ImpactInput, type ImpactList, type Judging, judgeImpacts, listImpacts, PAGE } from './impact.ts';
import { ImpactView } from './impact.view.tsx';
import { conclusions, eventKinds, judgements } from './rows.ts';

const show = oneOf('unjudged', 'all', ...judgements);
const closed = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));

const doubt = closed({
  ...{ id, kind: oneOf(...eventKinds), done_on: date, certificate_no: nullable(text()), remark: nullable(text(2000)) },
  ...{ conclusion: oneOf(...conclusions), from: nullable(date), to: date },
});
const line = closed({
  ...{ test_id: id, version: integer, sample_no: text(), product: text(), batch: text(), item: text() },
  ...{ result: nullable(text(2000)), verdict: nullable(text()), from: text(10), to: text(10) },
  reports: list(closed({ id, number: text(), state: text() })),
  judgement: { anyOf: [oneOf(...judgements), { type: 'null' }] },
  ...{ reason: long, by: text() },
});
const counts = closed(Object.fromEntries(['total', 'unjudged', ...judgements].map((name) => [name, integer])));

export const impactPage = page<ImpactInput, ImpactList>({
  name: 'equipment.impact',
  path: '/instruments/:id/impact',
  // Results and reports stand on it.
  needs: 'test.read',
  wide: true,
  input: object({ id, event: id, show, after: text(40), ticked: boolean }, ['id']),
  answer: closed({
    instrument: closed({ id, number: text(), name: text() }),
    ...{ doubts: list(doubt), doubt: { anyOf: [doubt, { type: 'null' }] }, show, counts },
    ...{ lines: list(line, PAGE), next: nullable(text(40)), after: nullable(text(40)), ticked: boolean },
    obstacles: list(anyObject),
  }),
  load: listImpacts,
  title: ({ instrument }, ui) => `${ui.t('equipment.impact')} ${instrument.number}`,
  view: (data, ui) => <ImpactView data={data} ui={ui} />,
});

type Posted = Omit<Judging, 'lines'> & { lines?: string[]; show?: string; after?: string };

export const judgePost = post<Posted, { judged: number }>({
  name: 'equipment.judge',
  path: '/instruments/:id/impact',
  needs: 'equipment.confirm',
  input: object(
    {
      ...{ id, event: id, show, after: text(40), judgement: oneOf(...judgements), reason: long },
      lines: list({ type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}_[0-9]{1,9}$' }, 1000),
    },
    ['id', 'event', 'judgement', 'reason'],
  ),
  answer: closed({ judged: integer }),
  run: async (act, { lines = [], ...input }) => ({ judged: await judgeImpacts(act, { ...input, lines }) }),
  then: (_output, { id: own, event, show: shown = 'unjudged' }) =>
    `/instruments/${own}/impact?event=${event}&show=${shown}`,
  on: impactPage,
});
