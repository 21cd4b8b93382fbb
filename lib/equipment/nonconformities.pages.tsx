import { page, post } from '../kernel/routes.ts';
import { anyObject, date, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import {
  decide,
  handle,
  listNonconformities,
  type NonconformityInput,
  type NonconformityList,
  type NonconformitySheet,
  PAGE,
  showNonconformity,
} from './nonconformities.ts';
import { NonconformitiesView, NonconformityView } from './nonconformities.view.tsx';
import { eventKinds, type NonconformityRow, nonconformityStates } from './rows.ts';

const all = (properties: Parameters<typeof object>[0]) => object(properties, Object.keys(properties));
const state = oneOf(...nonconformityStates);
const line = all({
  ...{ id, number: text(), asks: oneOf('retest', 'amend'), reason: long, state, test_id: id, item: text() },
  ...{ sample_no: text(), product: text(), instrument_id: id, instrument: text(), raised_on: text(), handler: text() },
  reports: list(all({ id, number: text(), state: text() })),
});

export const nonconformitiesPage = page<{ state?: NonconformityRow['state']; after?: string }, NonconformityList>({
  name: 'equipment.nonconformities',
  path: '/nonconformities',
  needs: 'test.read',
  wide: true,
  input: object({ state, after: id }),
  answer: all({
    state,
    counts: list(all({ state, count: integer })),
    lines: list(line, PAGE),
    next: nullable(text(40)),
  }),
  load: listNonconformities,
  title: (_data, ui) => ui.t('nonconformity.title'),
  view: (data, ui) => <NonconformitiesView data={data} ui={ui} />,
});

export const nonconformityPage = page<{ id: string }, NonconformitySheet>({
  name: 'equipment.nonconformity',
  path: '/nonconformities/:id',
  needs: 'test.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ version: integer, line, event: all({ id, done_on: date, kind: oneOf(...eventKinds) }) },
    ...{ instrument: all({ id, number: text(), name: text() }), measure: nullable(long), handled_at: nullable(text()) },
    ...{ remark: nullable(long), closed_at: nullable(text()), raiser: text(), closer: text() },
    moves: list(all({ move: text(), obstacles: list(anyObject) })),
  }),
  load: showNonconformity,
  title: ({ line: own }) => `${own.number} ${own.sample_no}`,
  view: (data, ui) => <NonconformityView data={data} ui={ui} />,
});

const saved = all({ id, version: integer, state });
type Saved = Pick<NonconformityRow, 'id' | 'version' | 'state'>;
const brief = ({ id: own, version, state: now }: NonconformityRow): Saved => ({ id: own, version, state: now });
const back = ({ id: own }: Saved): string => `/nonconformities/${own}`;

export const handlePost = post<NonconformityInput, Saved>({
  name: 'equipment.handle',
  path: '/nonconformities/:id/measure',
  needs: 'equipment.confirm',
  versioned: true,
  input: object({ id, version: integer, measure: long }, ['id', 'version', 'measure']),
  answer: saved,
  run: async (act, input) => brief(await handle(act, input)),
  then: back,
  on: nonconformityPage,
});

/** Closing and giving back are the quality or technical manager's. */
export const decidePost = post<Parameters<typeof decide>[1], Saved>({
  name: 'equipment.decide',
  path: '/nonconformities/:id/decision',
  needs: 'validity.write',
  versioned: true,
  input: object({ id, version: integer, decision: oneOf('close', 'reopen'), remark: long }, [
    'id',
    'version',
    'decision',
  ]),
  answer: saved,
  run: async (act, input) => brief(await decide(act, input)),
  then: back,
  on: nonconformityPage,
});
