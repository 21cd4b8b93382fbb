import type { JsonSchema } from '../kernel/request.ts';
import { roles } from '../kernel/roles.ts';
import { file, page, post } from '../kernel/routes.ts';
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
  upload,
} from '../kernel/shapes.ts';
import { fileAnswer, MEGABYTES } from './files.ts';
import { type SopReviewRow, type SopVersionRow, sopStates } from './rows.ts';
import { NewSopView, SopView } from './sop.view.tsx';
import { listSops, type SopLine, type SopSheet, showSop } from './sops.show.ts';
import {
  addSop,
  addVersion,
  approveVersion,
  confirmReading,
  endVersion,
  type NewSop,
  type NewVersion,
  reviewSop,
} from './sops.ts';
import { SopsView } from './sops.view.tsx';
import { rowAt } from './store.ts';

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const review = all({ due: nullable(date), state: oneOf('never', 'late', 'soon', 'done') });
const roleList = list(oneOf(...roles), roles.length);

export const sopsPage = page<object, { today: string; lines: SopLine[] }>({
  name: 'sop.list',
  path: '/methods/sops',
  needs: 'method.read',
  input: object({}),
  answer: all({
    today: date,
    lines: list(
      all({
        id,
        number: text(),
        title: text(),
        label: nullable(text()),
        from: nullable(date),
        review,
        unread: integer,
        readers: integer,
        mine: boolean,
      }),
      5000,
    ),
  }),
  load: (query) => listSops(query),
  title: (_data, ui) => ui.t('methods.sops'),
  view: (data, ui) => <SopsView data={data} ui={ui} />,
});

export const newSopPage = page<object, object>({
  name: 'sop.new',
  path: '/methods/sops/new',
  needs: 'method.write',
  input: object({}),
  answer: object({}),
  load: async () => ({}),
  title: (_data, ui) => ui.t('methods.newSop'),
  view: (_data, ui) => <NewSopView ui={ui} />,
});

export const sopPage = page<{ id: string }, SopSheet>({
  name: 'sop.show',
  path: '/methods/sops/:id',
  needs: 'method.read',
  input: object({ id }, ['id']),
  answer: all({
    id,
    number: text(),
    title: text(),
    reviewMonths: integer,
    readers: roleList,
    current: nullable(text()),
    review,
    versions: list(
      all({
        id,
        version: integer,
        label: text(),
        state: oneOf(...sopStates),
        from: date,
        changeNote: long,
        fileName: text(),
        author: text(),
        approvedBy: nullable(text()),
        approvedAt: nullable(text()),
        reason: nullable(long),
        hash,
        moves: list(all({ move: text(), obstacles: list(anyObject) })),
      }),
    ),
    reading: orNull(
      all({
        versionId: id,
        label: text(),
        done: list(all({ name: text(), at: text() }), 5000),
        open: list(text(), 5000),
        mine: boolean,
      }),
    ),
    reviews: list(all({ id, on: date, outcome: oneOf('keep', 'revise'), note: nullable(long), by: text() })),
  }),
  load: showSop,
  title: ({ number, title }) => `${number} ${title}`,
  view: (data, ui) => <SopView data={data} ui={ui} />,
});

const back = (sopId: string) => `/methods/sops/${sopId}`;

export const addSopPost = post<NewSop, { id: string }>({
  name: 'sop.add',
  path: '/methods/sops',
  needs: 'method.write',
  input: object(
    {
      sopNo: text(60),
      docTitle: text(),
      reviewMonths: { type: 'integer', minimum: 1, maximum: 60 },
      readers: roleList,
    },
    ['sopNo', 'docTitle', 'readers'],
  ),
  answer: all({ id }),
  creates: true,
  run: async (act, input) => ({ id: (await addSop(act, input)).id }),
  then: ({ id: own }) => back(own),
  on: newSopPage,
});

interface Saved {
  id: string;
  sop: string;
  version: number;
  state: string;
}
const saved = ({ id: own, sop_id, version, state }: SopVersionRow): Saved => ({ id: own, sop: sop_id, version, state });
const savedShape = all({ id, sop: id, version: integer, state: text() });

export const addVersionPost = post<NewVersion, Saved>({
  name: 'sop.add-version',
  path: '/methods/sops/:id/versions',
  needs: 'method.write',
  input: object({ id, versionLabel: text(20), inForceFrom: date, changeNote: long, file: upload(MEGABYTES) }, [
    'id',
    'versionLabel',
    'inForceFrom',
    'changeNote',
    'file',
  ]),
  answer: savedShape,
  creates: true,
  upload: MEGABYTES,
  run: async (act, input) => saved(await addVersion(act, input)),
  then: ({ sop }) => back(sop),
  on: sopPage,
});

/** The page of the SOP to which a version belongs, for acts on the version. */
export const sopVersionPage = page<{ id: string }, SopSheet>({
  name: 'sop.show-version',
  path: '/methods/sop-versions/:id',
  needs: 'method.read',
  input: object({ id }, ['id']),
  answer: sopPage.answer,
  load: async (query, input) =>
    showSop(query, { id: (await rowAt<SopVersionRow>(query.db, 'sop_versions', input.id)).sop_id }),
  title: ({ number, title }) => `${number} ${title}`,
  view: (data, ui) => <SopView data={data} ui={ui} />,
});

export const approveVersionPost = post<{ id: string; version: number }, Saved>({
  name: 'sop.approve',
  path: '/methods/sop-versions/:id/approval',
  needs: 'method.approve',
  signs: true,
  versioned: true,
  input: object({ id, version: integer, password: text() }, ['id', 'version', 'password']),
  answer: savedShape,
  run: async (act, input) => saved(await approveVersion(act, input)),
  then: ({ sop }) => back(sop),
  on: sopVersionPage,
});

const ending = (move: 'drop' | 'withdraw', path: string, needs: 'method.write' | 'method.approve') =>
  post<{ id: string; version: number; reason: string }, Saved>({
    name: `sop.${move}`,
    path: `/methods/sop-versions/:id/${path}`,
    needs,
    versioned: true,
    input: object({ id, version: integer, reason: long }, ['id', 'version', 'reason']),
    answer: savedShape,
    run: async (act, input) => saved(await endVersion(act, move, input)),
    then: ({ sop }) => back(sop),
    on: sopVersionPage,
  });

export const dropVersionPost = ending('drop', 'drop', 'method.write');
export const withdrawVersionPost = ending('withdraw', 'withdrawal', 'method.approve');

export const readingPost = post<{ id: string }, { id: string }>({
  name: 'sop.read',
  path: '/methods/sop-versions/:id/readings',
  needs: 'method.read',
  input: object({ id }, ['id']),
  answer: all({ id }),
  creates: true,
  run: async (act, input) => {
    await confirmReading(act, input);
    return input;
  },
  then: ({ id: own }) => `/methods/sop-versions/${own}`,
  on: sopVersionPage,
});

export const versionFile = file<{ id: string }>({
  name: 'sop.file',
  path: '/methods/sop-versions/:id/file',
  needs: 'method.read',
  input: object({ id }, ['id']),
  load: async ({ app, db }, input) => fileAnswer(app, await rowAt<SopVersionRow>(db, 'sop_versions', input.id)),
});

export const reviewSopPost = post<
  { id: string; reviewedOn: string; reviewOutcome: SopReviewRow['outcome']; note?: string },
  { id: string }
>({
  name: 'sop.review',
  path: '/methods/sops/:id/reviews',
  needs: 'method.write',
  input: object({ id, reviewedOn: date, reviewOutcome: oneOf('keep', 'revise'), note: long }, [
    'id',
    'reviewedOn',
    'reviewOutcome',
  ]),
  answer: all({ id }),
  creates: true,
  run: async (act, input) => {
    await reviewSop(act, input);
    return { id: input.id };
  },
  then: ({ id: own }) => back(own),
  on: sopPage,
});
