import { refuse } from '../core/refusal.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, date, id, integer, list, long, nullable, object, oneOf, text, upload } from '../kernel/shapes.ts';
import type { Act, Query } from '../kernel/types.ts';
import { type Layout, layoutCodes, layoutsOf } from './layouts.ts';
import { LayoutsView } from './layouts.view.tsx';
import { UploadsView } from './list.view.tsx';
import { type MakeInput, makeUpload } from './make.ts';
import { NewUploadView } from './new.view.tsx';
import { encodings, formats, type UploadRow } from './rows.ts';
import { all, read, type Saved, saved, savedRow } from './schema.ts';
import {
  listUploads,
  type NewInput,
  type NewUpload,
  newUpload,
  PAGE,
  type Scope,
  scopes,
  showUpload,
  type UploadList,
  type UploadSheet,
} from './show.ts';
import {
  type AcknowledgeInput,
  acknowledgeUpload,
  approveUpload,
  type HandInput,
  handUpload,
  MEGABYTES,
  type Read,
  withdrawUpload,
} from './steps.ts';
import { kept, rowOf } from './store.ts';
import { UploadView } from './upload.view.tsx';

const workKinds = oneOf('JD', 'PJ', 'FX', 'ZX');

export const uploadsPage = page<{ scope?: Scope; after?: string }, UploadList>({
  name: 'upload.list',
  path: '/uploads',
  needs: 'upload.read',
  wide: true,
  input: object({ scope: oneOf(...scopes), after: id }),
  answer: all({
    ...{ scope: oneOf(...scopes), counts: all({ open: integer, late: integer }), batches: list(anyObject, PAGE) },
    ...{ uploads: list(anyObject, PAGE), next: nullable(text(40)) },
  }),
  load: listUploads,
  title: (_data, ui) => ui.t('nav.uploads'),
  view: (data, ui) => <UploadsView data={data} ui={ui} />,
});

export const layoutsPage = page<object, { layouts: Layout[] }>({
  name: 'upload.layouts',
  path: '/uploads/layouts',
  needs: 'upload.read',
  input: object({}),
  answer: all({ layouts: list(anyObject, 50) }),
  load: async ({ app }) => ({ layouts: layoutsOf(app) }),
  title: (_data, ui) => ui.t('upload.layouts'),
  view: (data, ui) => <LayoutsView data={data} ui={ui} />,
});

export const newUploadPage = page<NewInput, NewUpload>({
  name: 'upload.new',
  path: '/uploads/new',
  needs: 'upload.write',
  wide: true,
  input: object({ layout: oneOf(...layoutCodes), from: date, to: date, workKind: workKinds }),
  answer: all({ layouts: list(anyObject, 50), asked: anyObject, version: anyObject, batches: list(anyObject, 500) }),
  load: newUpload,
  title: (_data, ui) => ui.t('upload.new'),
  view: (data, ui) => <NewUploadView data={data} ui={ui} />,
});

export const makePost = post<MakeInput, Saved>({
  name: 'upload.make',
  path: '/uploads',
  needs: 'upload.write',
  creates: true,
  input: object(
    {
      ...{ layout: oneOf(...layoutCodes), from: date, to: date, workKind: workKinds, format: oneOf(...formats) },
      ...{ encoding: oneOf(...encodings), purpose: { type: 'string', minLength: 1, maxLength: 300 } },
      samples: list(id, 1000),
    },
    ['layout', 'from', 'to', 'format', 'purpose', 'samples'],
  ),
  answer: saved,
  run: async (act, input) => savedRow(await makeUpload(act, input)),
  then: ({ id: own }) => `/uploads/${own}`,
  on: newUploadPage,
});

export const uploadPage = page<{ id: string }, UploadSheet>({
  name: 'upload.show',
  path: '/uploads/:id',
  needs: 'upload.read',
  wide: true,
  input: object({ id }, ['id']),
  answer: all({
    ...{ row: anyObject, layoutName: anyObject, system: anyObject, blank: list(text()), batches: list(anyObject) },
    ...{ columns: anyObject, names: anyObject, moves: list(anyObject) },
  }),
  load: showUpload,
  title: ({ row }) => row.number,
  view: (data, ui) => <UploadView data={data} ui={ui} />,
});

const toSheet = ({ id: own }: Saved): string => `/uploads/${own}`;

export const approvePost = post<Read, Saved>({
  name: 'upload.approve',
  path: '/uploads/:id/approval',
  needs: 'upload.approve',
  versioned: true,
  input: object(read, ['id', 'version']),
  answer: saved,
  run: async (act, input) => savedRow(await approveUpload(act, input)),
  then: toSheet,
  on: uploadPage,
});

export const handPost = post<HandInput, Saved>({
  name: 'upload.hand',
  path: '/uploads/:id/hand-over',
  needs: 'upload.write',
  versioned: true,
  input: object({ ...read, handedOn: date, handedHow: { type: 'string', minLength: 1, maxLength: 300 } }, [
    ...['id', 'version', 'handedOn', 'handedHow'],
  ]),
  answer: saved,
  run: async (act, input) => savedRow(await handUpload(act, input)),
  then: toSheet,
  on: uploadPage,
});

export const acknowledgePost = post<AcknowledgeInput, Saved>({
  name: 'upload.acknowledge',
  path: '/uploads/:id/acknowledgement',
  needs: 'upload.write',
  versioned: true,
  upload: MEGABYTES,
  input: object(
    {
      ...{ ...read, acknowledgedOn: date, systemNo: { type: 'string', minLength: 1, maxLength: 100 } },
      receipt: upload(MEGABYTES),
      answers: list(
        object({ batch: id, batchState: oneOf('accepted', 'returned'), reason: text(500), systemNo: text(100) }, [
          ...['batch', 'batchState'],
        ]),
        1000,
      ),
    },
    ['id', 'version', 'acknowledgedOn', 'systemNo', 'answers'],
  ),
  answer: saved,
  run: async (act, input) => savedRow(await acknowledgeUpload(act, input)),
  then: toSheet,
  on: uploadPage,
});

export const withdrawPost = post<Read & { reason: string }, Saved>({
  name: 'upload.withdraw',
  path: '/uploads/:id/withdrawal',
  needs: 'upload.write',
  versioned: true,
  input: object({ ...read, reason: { ...long, minLength: 1 } }, ['id', 'version', 'reason']),
  answer: saved,
  run: async (act: Act, input) => savedRow(await withdrawUpload(act, input)),
  then: toSheet,
  on: uploadPage,
});

/** The file itself, for whoever hands it over: not before a second person approved it (domain 10, 28). */
export const uploadFile = file<{ id: string }>({
  name: 'upload.download',
  path: '/uploads/:id/file',
  needs: 'upload.write',
  input: object({ id }, ['id']),
  load: async (query: Query, input) => {
    const row = await rowOf<UploadRow>(query.db, 'uploads', input.id);
    if (row.state === 'made' || row.state === 'void')
      return refuse('upload.not-approved', { number: row.number }, undefined, 'conflict');
    return kept(query, row.file_hash, row.file_name);
  },
  event: ({ id: own }) => ({ entity: 'uploads', id: own }),
});

export const receiptFile = file<{ id: string }>({
  name: 'upload.receipt',
  path: '/uploads/:id/receipt',
  needs: 'upload.read',
  input: object({ id }, ['id']),
  load: async (query: Query, input) => {
    const row = await rowOf<UploadRow>(query.db, 'uploads', input.id);
    return kept(query, row.receipt_hash, row.receipt_name ?? 'receipt');
  },
  event: ({ id: own }) => ({ entity: 'uploads', id: own }),
});
