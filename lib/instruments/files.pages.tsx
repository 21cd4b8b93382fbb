import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import {
  anyObject,
  boolean,
  id,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text,
  upload as uploaded,
} from '../kernel/shapes.ts';
import { type AsmInput, asmOf } from './asm.ts';
import { type DecideInput, decide, drop } from './decide.ts';
import { FileView } from './file.view.tsx';
import { FileListView } from './list.view.tsx';
import type { FileRow } from './rows.ts';
import {
  all,
  counts,
  encoding,
  filed,
  format,
  instrument,
  lineDecision,
  orNull,
  places,
  profileRow,
  run,
} from './shapes.ts';
import { type FileAnswer, type FileList, fileAnswer, fileList, PAGE, type ShowInput, views } from './show.ts';
import { type TakeInput, take } from './take.ts';
import {
  keptBytes,
  MEGABYTES,
  type ReadFile,
  type RereadInput,
  readBytes,
  readUpload,
  reread,
  type UploadInput,
  upload,
} from './upload.ts';

interface Filed {
  id: string;
  version: number;
  run: string;
  state: FileRow['state'];
}

const filedOf = ({ id: own, version, worksheet_id, state }: FileRow): Filed => ({
  id: own,
  version,
  run: worksheet_id,
  state,
});
const addressOf = ({ id: own, run: runId }: Filed): string => `/runs/${runId}/files/${own}`;

export const filesPage = page<{ id: string }, FileList>({
  name: 'instrument-file.list',
  path: '/runs/:id/files',
  needs: 'instrument-file.read',
  wide: true,
  input: object({ id }, ['id']),
  answer: all({ run, files: list(anyObject), why: list(anyObject), instruments: list(instrument) }),
  load: (query, input) => fileList(query, input.id),
  title: ({ run: { number } }, ui) => `${ui.t('instrument-file.title')} ${number}`,
  view: (data, ui) => <FileListView data={data} ui={ui} />,
});

export const uploadPost = post<UploadInput, Filed, ReadFile>({
  name: 'instrument-file.upload',
  path: '/runs/:id/files',
  needs: 'instrument-file.write',
  creates: true,
  upload: MEGABYTES,
  input: object({ id, file: uploaded(MEGABYTES), instrument: text(60), format, encoding, profile: id }, ['id', 'file']),
  answer: filed,
  prepare: (_caller, { file: given, format: asked, encoding: stated }: UploadInput & { file: Upload }) =>
    readUpload(given, { ...(asked && { format: asked }), ...(stated && { encoding: stated }) }),
  run: async (act, input, read) => filedOf(await upload(act, input, read)),
  then: addressOf,
  on: filesPage,
});

export const filePage = page<ShowInput, FileAnswer>({
  name: 'instrument-file.show',
  path: '/runs/:id/files/:file',
  needs: 'instrument-file.read',
  wide: true,
  input: object({ id, file: id, view: oneOf(...views), from: integer }, ['id', 'file']),
  answer: all({
    ...{
      id,
      version: integer,
      run,
      file: anyObject,
      by: text(),
      takenBy: nullable(text()),
      replaces: orNull(anyObject),
    },
    ...{
      elsewhere: list(anyObject),
      profile: orNull(profileRow),
      profiles: list(anyObject),
      mayMap: boolean,
      view: oneOf(...views),
    },
    ...{
      counts,
      lines: list(anyObject, PAGE),
      total: integer,
      from: integer,
      next: orNull(integer),
      conflicts: integer,
    },
    ...{
      firstConflict: orNull(anyObject),
      rows: list(anyObject, 5000),
      instruments: list(instrument),
      why: anyObject,
      curve: orNull(anyObject),
    },
  }),
  load: fileAnswer,
  title: ({ file: { name } }) => name,
  view: (data, ui) => <FileView data={data} ui={ui} />,
});

export const rereadPost = post<RereadInput, Filed, ReadFile>({
  name: 'instrument-file.reread',
  path: '/runs/:id/files/:file/reading',
  needs: 'instrument-file.write',
  versioned: true,
  input: object({ id, file: id, version: integer, format, encoding, profile: id, instrument: text(60) }, [
    'id',
    'file',
    'version',
  ]),
  answer: filed,
  prepare: async ({ app }, input) => {
    const kept = await keptBytes({ app, db: app.db.read }, input.id, input.file);
    return readBytes(kept.body, kept.name, {
      format: input.format ?? kept.file.format,
      encoding: input.encoding ?? kept.file.encoding,
    });
  },
  run: async (act, input, read) => filedOf(await reread(act, input, read)),
  then: addressOf,
  on: filePage,
});

export const decisionPost = post<DecideInput, Filed>({
  name: 'instrument-file.decide',
  path: '/runs/:id/files/:file/decisions',
  needs: 'instrument-file.write',
  versioned: true,
  input: object(
    { id, file: id, version: integer, fileLines: places, lineDecision, row: id, replicate: text(7), reason: long },
    [...['id', 'file', 'version', 'lineDecision', 'reason']],
  ),
  answer: filed,
  run: async (act, input) => filedOf(await decide(act, input)),
  then: addressOf,
  on: filePage,
});

export const takePost = post<TakeInput, Filed & { lines: number; cells: number; records: number }>({
  name: 'instrument-file.take',
  path: '/runs/:id/files/:file/taking',
  needs: 'instrument-file.write',
  versioned: true,
  input: object({ id, file: id, version: integer, reason: long }, ['id', 'file', 'version']),
  answer: all({ id, version: integer, run: id, state: text(10), lines: integer, cells: integer, records: integer }),
  run: async (act, input) => {
    const { file: row, ...told } = await take(act, input);
    return { ...filedOf(row), ...told };
  },
  then: addressOf,
  on: filePage,
});

export const dropPost = post<{ id: string; file: string; version: number; reason: string }, Filed>({
  name: 'instrument-file.drop',
  path: '/runs/:id/files/:file/drop',
  needs: 'instrument-file.write',
  versioned: true,
  input: object({ id, file: id, version: integer, reason: long }, ['id', 'file', 'version', 'reason']),
  answer: filed,
  run: async (act, input) => filedOf(await drop(act, input)),
  then: ({ run: runId }) => `/runs/${runId}/files`,
  on: filePage,
});

/** The bytes as they were uploaded. @throws Refusal `instrument-file.missing` */
export const bytesFile = file<{ id: string; file: string }>({
  name: 'instrument-file.bytes',
  path: '/runs/:id/files/:file/bytes',
  needs: 'instrument-file.read',
  input: object({ id, file: id }, ['id', 'file']),
  load: async ({ app, db }, input) => {
    const { body, name } = await keptBytes({ app, db }, input.id, input.file);
    return body.length === 0
      ? refuse('instrument-file.missing', {}, undefined, 'missing')
      : { body, name, type: 'application/octet-stream', immutable: true };
  },
});

/** What instruments gave to the run, as Allotrope ASM. @throws Refusal `instrument-file.asm-empty` */
export const asmFile = file<AsmInput>({
  name: 'instrument-file.asm',
  path: '/runs/:id/asm.json',
  needs: 'instrument-file.read',
  input: object({ id, technique: oneOf('liquid-chromatography', 'balance') }, ['id']),
  load: async (query, input) => ({ ...(await asmOf(query, input)), type: 'application/json' }),
  event: ({ id: run }) => ({ entity: 'worksheets', id: run }),
});
