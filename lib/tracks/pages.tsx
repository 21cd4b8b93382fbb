import { refuse } from '../core/refusal.ts';
import type { DocumentRow, TrackRow } from '../disposals/index.ts';
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
import { find } from '../kernel/tables.ts';
import { type AssignInput, assignTrack } from './assign.ts';
import { type AttachInput, attach, type DropInput, dropFile, MEGABYTES } from './files.ts';
import { sheetPaper, transferOf, transferPaper } from './papers.ts';
import { type SectionName, type SectionRow, sectionNames } from './rows.ts';
import { SectionView } from './section.view.tsx';
import { type At, type AuditInput, auditSection, type FillInput, fillSection } from './sections.ts';
import { type SectionSheet, showSection, showTrack, type TrackSheet } from './show.ts';
import { knownTrack, sectionsOf } from './store.ts';
import { TrackView } from './track.view.tsx';

export const at = { caseId: id, id };
const atKeys = ['caseId', 'id'];
const whole = { type: 'integer' };
const words = object({ zh: text(), en: text(500) }, ['zh', 'en']);
const all = (properties: Parameters<typeof object>[0]) => object(properties, Object.keys(properties));

export const headAnswer = {
  ...{ id, version: integer, caseId: id, caseNumber: text(), caseState: text(), kind: text(), state: text() },
  ...{ unitName: text(400), region: nullable(text()), productName: text(), batchNo: text(), producer: text() },
  ...{ producerRegion: nullable(text()), sampledUnit: text(), sampledRegion: nullable(text()) },
  ...{ items: list(anyObject), level: text(), supervision: integer, openedAt: text() },
  authority: { anyOf: [object({ id, name: text() }, ['id', 'name']), { type: 'null' }] },
  ...{ handler: nullable(text()), phone: nullable(text()), startedOn: nullable(date), doneOn: nullable(date) },
  ...{ reportNumber: nullable(text()), sampleNumber: text(), spec: text(), conclusion: nullable(text()) },
};

const clockAnswer = all({
  ...{ id, rule: text(), title: words, basis: text(500), clockState: text(), startedOn: date, dueOn: date },
  ...{ dueAt: nullable(text()), state: text(), days: whole, provisional: boolean },
});
const registerLine = all({
  id,
  version: integer,
  state: text(),
  title: text(500),
  facts: list(all({ label: text(), value: text(4000) })),
});

export const trackPage = page<At, TrackSheet>({
  name: 'track.show',
  path: '/cases/:caseId/tracks/:id',
  needs: 'case.read',
  input: object(at, atKeys),
  answer: all({
    ...headAnswer,
    sections: list(
      all({
        ...{ section: oneOf(...sectionNames), title: words, state: text(), needed: boolean },
        ...{ filledBy: nullable(text()), filledAt: nullable(text()), auditedBy: nullable(text()) },
        ...{ auditedAt: nullable(text()), reason: nullable(long), files: integer },
      }),
    ),
    clocks: list(clockAnswer),
    cautions: list(anyObject),
    registers: list(all({ of: text(), lines: list(registerLine) })),
    documents: list(all({ id, kind: text(), number: text(), title: text(), on: date })),
    ...{ mayFill: boolean, mayAudit: boolean, authorities: list(all({ id, name: text() })) },
  }),
  load: showTrack,
  title: (data) => `${data.caseNumber} ${data.unitName}`,
  view: (data, ui) => <TrackView data={data} ui={ui} />,
});

/** The address of a track by its id alone, e.g. from a clock. */
export const trackLink = page<{ id: string }, { id: string; caseId: string }>({
  name: 'track.open',
  path: '/tracks/:id',
  needs: 'case.read',
  input: object({ id }, ['id']),
  answer: all({ id, caseId: id }),
  load: async (query, input) => {
    const row = await find<TrackRow>(query.db, 'case_tracks', { id: input.id });
    const { track } = await knownTrack(query, row?.case_id ?? '', input.id);
    return { id: track.id, caseId: track.case_id };
  },
  redirect: (row) => `/cases/${row.caseId}/tracks/${row.id}`,
  title: () => '',
  view: () => <></>,
});

export const assignPost = post<AssignInput, { id: string; caseId: string; version: number }>({
  name: 'track.assign',
  path: '/cases/:caseId/tracks/:id/assignment',
  needs: 'track.assign',
  versioned: true,
  input: object({ ...at, version: integer, organisation: id, handler: text(60), phone: text(40) }, [
    ...atKeys,
    'version',
    'organisation',
  ]),
  answer: all({ id, caseId: id, version: integer }),
  run: async (act, input) => {
    const row = await assignTrack(act, input);
    return { id: row.id, caseId: row.case_id, version: row.version };
  },
  then: (row) => `/cases/${row.caseId}/tracks/${row.id}`,
  on: trackPage,
});

const section = oneOf(...sectionNames);
const atSection = { ...at, section };
const sectionKeys = [...atKeys, 'section'];

export const sectionPage = page<At & { section: SectionName }, SectionSheet>({
  name: 'track.section',
  path: '/cases/:caseId/tracks/:id/sections/:section',
  needs: 'case.read',
  input: object(atSection, sectionKeys),
  answer: all({
    ...headAnswer,
    ...{ section, title: words, lead: words, fields: list(anyObject), goods: list(anyObject), data: anyObject },
    ...{ sectionVersion: integer, sectionState: text(), filledBy: nullable(text()), filledAt: nullable(text()) },
    ...{ auditedBy: nullable(text()), auditedAt: nullable(text()), reason: nullable(long) },
    files: list(all({ hash, name: text(), type: text(), size: integer, at: text(), byName: text(), dropped: boolean })),
    balance: { anyOf: [anyObject, { type: 'null' }] },
    resampled: { anyOf: [anyObject, { type: 'null' }] },
    cautions: list(anyObject),
    moves: list(all({ move: text(), obstacles: list(anyObject) })),
    registers: list(
      all({
        of: text(),
        begin: list(all({ step: text(), title: words })),
        lines: list(registerLine),
        offers: list(anyObject),
      }),
    ),
    clocks: list(clockAnswer),
    sections: list(all({ section, title: words, state: text() })),
    mayFill: boolean,
  }),
  load: showSection,
  title: (data, ui) => `${data.title[ui.lang]} ${data.caseNumber}`,
  view: (data, ui) => <SectionView data={data} ui={ui} />,
});

/** The values of a form: those that may be ticked more than once come as lists. */
export const dataInput = {
  type: 'object',
  additionalProperties: true,
  properties: {
    causes: list(text(40), 20),
    measures: list(text(40), 20),
    papers: list(text(40), 20),
    goods: list(anyObject, 100),
  },
} as const;

interface Saved {
  id: string;
  version: number;
  state: string;
}
const savedAnswer = all({ id, version: integer, state: text() });
const saved = ({ id: own, version, state }: SectionRow): Saved => ({ id: own, version, state });
const backTo = (input: At & { section: SectionName }): string =>
  `/cases/${input.caseId}/tracks/${input.id}/sections/${input.section}`;

export const fillPost = post<FillInput, Saved>({
  name: 'track.fill',
  path: '/cases/:caseId/tracks/:id/sections/:section',
  needs: 'track.fill',
  input: object({ ...atSection, version: integer, data: dataInput, submit: boolean }, [
    ...sectionKeys,
    'version',
    'submit',
  ]),
  answer: savedAnswer,
  run: async (act, input) => saved(await fillSection(act, { ...input, data: input.data ?? {} })),
  then: (_row, input) => (input.submit ? `/cases/${input.caseId}/tracks/${input.id}` : backTo(input)),
  on: sectionPage,
});

export const auditPost = post<AuditInput, Saved>({
  name: 'track.audit',
  path: '/cases/:caseId/tracks/:id/sections/:section/audit',
  needs: 'track.audit',
  input: object({ ...atSection, version: integer, move: oneOf('return', 'pass', 'reopen'), reason: long }, [
    ...sectionKeys,
    'version',
    'move',
  ]),
  answer: savedAnswer,
  run: async (act, input) => saved(await auditSection(act, input)),
  // Who gave a track back sees it no more.
  then: (row, input) => (row.state === 'passed' || input.move !== 'pass' ? backTo(input) : '/tracks'),
  on: sectionPage,
});

export const attachPost = post<AttachInput, Saved>({
  name: 'track.attach',
  path: '/cases/:caseId/tracks/:id/sections/:section/files',
  needs: 'track.fill',
  upload: MEGABYTES,
  input: object({ ...atSection, version: integer, file: upload(MEGABYTES) }, [...sectionKeys, 'version', 'file']),
  answer: savedAnswer,
  run: async (act, input) => saved(await attach(act, input)),
  then: (_row, input) => `${backTo(input)}#files`,
  on: sectionPage,
});

export const dropPost = post<DropInput, Saved>({
  name: 'track.detach',
  path: '/cases/:caseId/tracks/:id/sections/:section/files/withdrawal',
  needs: 'track.fill',
  input: object({ ...atSection, version: integer, hash }, [...sectionKeys, 'version', 'hash']),
  answer: savedAnswer,
  run: async (act, input) => saved(await dropFile(act, input)),
  then: (_row, input) => `${backTo(input)}#files`,
  on: sectionPage,
});

const PDF = 'application/pdf';

export const sheetFile = file<At>({
  name: 'track.sheet',
  path: '/cases/:caseId/tracks/:id/sheet.pdf',
  needs: 'case.read',
  input: object(at, atKeys),
  load: async (query, input) => {
    const { body, number } = await sheetPaper(query, input.caseId, input.id);
    return { body, type: PDF, name: `${number}.pdf`, inline: true };
  },
  event: (input) => ({ entity: 'case_tracks', id: input.id }),
});

export const letterFile = file<At & { transfer: string }>({
  name: 'track.letter',
  path: '/cases/:caseId/tracks/:id/transfers/:transfer/letter.pdf',
  needs: 'case.read',
  input: object({ ...at, transfer: id }, [...atKeys, 'transfer']),
  load: async (query, input) => {
    const known = await knownTrack(query, input.caseId, input.id);
    const row = await transferOf(query, input.id, input.transfer);
    if (!row) return refuse('record.missing', { what: input.transfer }, undefined, 'missing');
    const { body, number } = await transferPaper(query, known, row);
    return { body, type: PDF, name: `${number}.pdf`, inline: true };
  },
  event: (input) => ({ entity: 'track_transfers', id: input.transfer }),
});

export const attachmentFile = file<At & { hash: string }>({
  name: 'track.attachment',
  path: '/cases/:caseId/tracks/:id/files/:hash',
  needs: 'case.read',
  input: object({ ...at, hash }, [...atKeys, 'hash']),
  load: async (query, input) => {
    await knownTrack(query, input.caseId, input.id);
    const files = (await sectionsOf(query.db, input.id)).flatMap((row) => row.files);
    const found = files.find((one) => one.hash === input.hash);
    const body = found && query.app.files.get(found.hash);
    if (!found || !body) return refuse('record.missing', { what: input.hash.slice(0, 12) }, undefined, 'missing');
    return { body, type: found.type, name: found.name, inline: true, immutable: true };
  },
});

export const documentFile = file<At & { document: string }>({
  name: 'track.document',
  path: '/cases/:caseId/tracks/:id/documents/:document',
  needs: 'case.read',
  input: object({ ...at, document: id }, [...atKeys, 'document']),
  load: async (query, input) => {
    await knownTrack(query, input.caseId, input.id);
    const row = await find<DocumentRow>(query.db, 'case_documents', { id: input.document, track_id: input.id });
    const kept =
      row &&
      (await query.db('files').where({ hash: row.file_hash }).first<{ type: string; name: string }>('type', 'name'));
    const body = row && query.app.files.get(row.file_hash);
    if (!kept || !body) return refuse('record.missing', { what: input.document }, undefined, 'missing');
    return { body, type: kept.type, name: kept.name, inline: true, immutable: true };
  },
});
