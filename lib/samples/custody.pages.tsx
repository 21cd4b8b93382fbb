import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { conditions, confirmMove, type MoveInput, movePortion, prolong } from './custody.ts';
import { CustodyView } from './custody.view.tsx';
import {
  carryOut,
  type DecideInput,
  decideDisposal,
  disposalWays,
  type ProposeInput,
  proposeDisposal,
} from './custody-disposal.ts';
import { PortionView } from './custody-portion.view.tsx';
import {
  type CustodyList,
  type CustodyTab,
  custodyTabs,
  listCustody,
  type PortionSheet,
  showPortion,
} from './custody-show.ts';
import { type HoldKind, holdByHand, holdKinds, releaseByHand } from './holds.ts';

const all = (properties: Parameters<typeof object>[0]) => object(properties, Object.keys(properties));
const reason = { ...text(500), minLength: 2 };
const chosen = list(id, 50);

export const custodyPage = page<{ tab?: CustodyTab; q?: string; after?: string }, CustodyList>({
  name: 'custody.list',
  path: '/custody',
  needs: 'custody.read',
  input: object({ tab: oneOf(...custodyTabs), q: text(100), after: text(60) }),
  answer: all({
    tab: oneOf(...custodyTabs),
    q: text(),
    today: date,
    rows: list(anyObject, 50),
    next: nullable(text()),
  }),
  load: listCustody,
  title: (_data, ui) => ui.t('custody.title'),
  view: (data, ui) => <CustodyView data={data} ui={ui} />,
});

export const portionPage = page<{ id: string }, PortionSheet>({
  name: 'custody.show',
  path: '/custody/:id',
  needs: 'custody.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ portion: anyObject, sample: anyObject, retention: { type: ['object', 'null'], additionalProperties: true } },
    ...{ spot: text(), keeper: nullable(text()), holds: list(anyObject), moves: list(anyObject) },
    ...{ disposals: list(anyObject), against: list(anyObject), people: list(anyObject, 10_000) },
  }),
  load: (query, input) => showPortion(query, input.id),
  title: ({ portion }) => portion.seal_no,
  view: (data, ui) => <PortionView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
}
const saved = all({ id, version: integer });
const brief = ({ id: own, version }: Saved): Saved => ({ id: own, version });
const back = ({ id: own }: { id: string }): string => `/custody/${own}`;

export const movePost = post<MoveInput, Saved>({
  name: 'custody.move',
  path: '/custody/:id/moves',
  needs: 'custody.write',
  versioned: true,
  input: object(
    {
      ...{ id, version: integer, toPlace: oneOf('retention', 'reception'), condition: oneOf(...conditions) },
      ...{ room: text(60), rack: text(60), box: text(60), position: text(60), sealIntact: boolean },
      ...{ receiver: id, note: text(500) },
    },
    ['id', 'version', 'toPlace', 'condition', 'receiver'],
  ),
  answer: saved,
  run: async (act, input) => brief(await movePortion(act, { ...input, sealIntact: input.sealIntact === true })),
  then: back,
  on: portionPage,
});

export const confirmPost = post<{ id: string }, { id: string; portionId: string }>({
  name: 'custody.confirm',
  path: '/custody/moves/:id/confirmation',
  needs: 'signed-in',
  input: object({ id }, ['id']),
  answer: all({ id, portionId: id }),
  run: async (act, input) => {
    const row = await confirmMove(act, input.id);
    return { id: row.id, portionId: row.portion_id };
  },
  then: ({ portionId }) => `/custody/${portionId}`,
  on: custodyPage,
});

export const termPost = post<Parameters<typeof prolong>[1], Saved>({
  name: 'custody.prolong',
  path: '/custody/:id/term',
  needs: 'custody.write',
  versioned: true,
  input: all({ id, version: integer, dueOn: date, reason }),
  answer: saved,
  run: async (act, input) => brief(await prolong(act, input)),
  then: back,
  on: portionPage,
});

export const holdPost = post<{ id: string; holdKind: HoldKind; reason: string }, { id: string }>({
  name: 'custody.hold',
  path: '/custody/:id/holds',
  needs: 'custody.write',
  input: all({ id, holdKind: oneOf(...holdKinds), reason }),
  answer: all({ id }),
  run: holdByHand,
  then: back,
  on: portionPage,
});

export const releasePost = post<{ id: string; hold: string; reason: string }, { id: string }>({
  name: 'custody.release',
  path: '/custody/:id/releases',
  needs: 'custody.write',
  input: all({ id, hold: id, reason }),
  answer: all({ id }),
  run: releaseByHand,
  then: back,
  on: portionPage,
});

const count = all({ count: integer });

export const proposePost = post<ProposeInput, { count: number }>({
  name: 'custody.propose',
  path: '/custody/disposals',
  needs: 'custody.dispose',
  input: object({ portions: chosen, way: oneOf(...disposalWays), reason }, ['way', 'reason']),
  answer: count,
  run: (act, input) => proposeDisposal(act, { ...input, portions: input.portions ?? [] }),
  then: () => '/custody?tab=proposed',
  on: custodyPage,
});

export const decidePost = post<DecideInput, { count: number }>({
  name: 'custody.decide',
  path: '/custody/decisions',
  needs: 'custody.dispose',
  input: object({ portions: chosen, decision: oneOf('approve', 'withdraw'), reason: text(500) }, ['decision']),
  answer: count,
  run: (act, input) => decideDisposal(act, { ...input, portions: input.portions ?? [] }),
  then: () => '/custody?tab=approved',
  on: custodyPage,
});

export const carryOutPost = post<{ portions: string[] }, { count: number }>({
  name: 'custody.carry-out',
  path: '/custody/destructions',
  needs: 'custody.dispose',
  input: object({ portions: chosen }),
  answer: count,
  run: (act, input) => carryOut(act, { portions: input.portions ?? [] }),
  then: () => '/custody?tab=approved',
  on: custodyPage,
});
