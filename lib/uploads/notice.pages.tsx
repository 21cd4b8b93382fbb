import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, date, hash, id, integer, list, long, nullable, object, text } from '../kernel/shapes.ts';
import { decode } from '../kernel/tables.ts';
import { clocksOf, type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { type Candidate, candidates } from './candidates.ts';
import { noticeMachine } from './machine.ts';
import { NoticeView } from './notice.view.tsx';
import { correctionsOf, noticeOf, visibleNotices } from './notice-scope.ts';
import {
  type CorrectInput,
  correctNotice,
  draftNotice,
  dropNotice,
  editNotice,
  type NoticeText,
  noticeHash,
  papersOf,
  type ReleaseInput,
  releaseNotice,
  returnNotice,
  submitNotice,
} from './notices.ts';
import { NewNoticeView, NoticesView } from './notices.view.tsx';
import type { NoticeRow } from './rows.ts';
import { all, read, type Saved, saved, savedRow } from './schema.ts';
import type { Read } from './steps.ts';
import { kept, namesOf } from './store.ts';

const PAGE = 50;

export interface NoticeList {
  notices: (Pick<NoticeRow, 'id' | 'number' | 'kind' | 'title' | 'state' | 'published_on'> & { batches: number })[];
  next: string | null;
}

export const noticesPage = page<{ after?: string }, NoticeList>({
  name: 'notice.list',
  path: '/notices',
  needs: 'notice.read',
  input: object({ after: id }),
  answer: all({ notices: list(anyObject, PAGE), next: nullable(text(40)) }),
  load: async (query, { after }) => {
    const rows = query
      .db('public_notices')
      .where(await visibleNotices(query))
      .orderBy('id', 'desc')
      .limit(PAGE + 1);
    if (after !== undefined) rows.where('id', '<', after);
    const found = ((await rows) as object[]).map((row) => decode<NoticeRow>('public_notices', row));
    return {
      notices: found.slice(0, PAGE).map(({ id: own, number, kind, title, state, published_on, lines }) => ({
        ...{ id: own, number, kind, title, state, published_on, batches: lines.length },
      })),
      next: found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null,
    };
  },
  title: (_data, ui) => ui.t('nav.notices'),
  view: (data, ui) => <NoticesView data={data} ui={ui} />,
});

export interface NewNotice {
  candidates: Candidate[];
  institute: string;
}

export const newNoticePage = page<object, NewNotice>({
  name: 'notice.new',
  path: '/notices/new',
  needs: 'notice.write',
  input: object({}),
  answer: all({ candidates: list(anyObject, 200), institute: text() }),
  load: async (query) => ({
    candidates: await candidates(query),
    institute: (await readInstitute(query.db))?.name ?? '',
  }),
  title: (_data, ui) => ui.t('notice.new'),
  view: (data, ui) => <NewNoticeView data={data} ui={ui} />,
});

const filled = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const texts = { noticeTitle: filled(200), noticeScope: filled(300), lead: filled(4000), noticeClosing: text(4000) };
const textNames = ['noticeTitle', 'noticeScope', 'lead'];

type Typed = Omit<NoticeText, 'closing'> & { noticeClosing?: string };

export const draftNoticePost = post<Typed & { cases: string[]; region?: string }, Saved>({
  name: 'notice.draft',
  path: '/notices',
  needs: 'notice.write',
  creates: true,
  input: object({ ...texts, cases: list(id, 200), region: text(100) }, [...textNames, 'cases']),
  answer: saved,
  run: async (act, { noticeClosing: closing = '', region = '', ...input }) =>
    savedRow(await draftNotice(act, { ...input, closing, region })),
  then: ({ id: own }) => `/notices/${own}`,
  on: newNoticePage,
});

export interface NoticeSheet {
  row: NoticeRow;
  hash: string;
  sentences: string[];
  corrects: { id: string; number: string } | null;
  corrections: { id: string; number: string; state: NoticeRow['state'] }[];
  term: (Standing & { dueOn: string }) | null;
  names: Record<string, string>;
  moves: { move: string; obstacles: Reason[] }[];
}

async function showNotice(query: Query, own: string): Promise<NoticeSheet> {
  const row = await noticeOf(query, own);
  const { sentences, corrects } = await papersOf(query, row);
  const [clock] = (await clocksOf(query.db, 'public_notices', row.id)).filter(({ state }) => state === 'running');
  return {
    ...{ row, hash: noticeHash(row), sentences },
    corrects: corrects && row.corrects_id !== null ? { id: row.corrects_id, number: corrects.number } : null,
    corrections: (await correctionsOf(query.db, row.id)).map(({ id: one, number, state }) => ({
      id: one,
      number,
      state,
    })),
    term: clock ? { ...standing(query, clock.due_on), dueOn: clock.due_on } : null,
    names: await namesOf(query.db, [row.drafted_by, row.submitted_by, row.released_by]),
    moves: available(noticeMachine, row, actorOf(query.user)),
  };
}

export const noticePage = page<{ id: string }, NoticeSheet>({
  name: 'notice.show',
  path: '/notices/:id',
  needs: 'notice.read',
  wide: true,
  input: object({ id }, ['id']),
  answer: all({
    ...{ row: anyObject, hash, sentences: list(text(2000)), corrects: { type: ['object', 'null'] } },
    ...{ corrections: list(anyObject), term: { type: ['object', 'null'] }, names: anyObject, moves: list(anyObject) },
  }),
  load: (query, { id: own }) => showNotice(query, own),
  title: ({ row }) => row.number,
  view: (data, ui) => <NoticeView data={data} ui={ui} />,
});

const toSheet = ({ id: own }: Saved): string => `/notices/${own}`;

export const editNoticePost = post<Read & Typed, Saved>({
  name: 'notice.edit',
  path: '/notices/:id/text',
  needs: 'notice.write',
  versioned: true,
  input: object({ ...read, ...texts }, ['id', 'version', ...textNames]),
  answer: saved,
  run: async (act, { noticeClosing: closing = '', ...input }) => savedRow(await editNotice(act, { ...input, closing })),
  then: toSheet,
  on: noticePage,
});

export const submitNoticePost = post<Read, Saved>({
  name: 'notice.submit',
  path: '/notices/:id/submission',
  needs: 'notice.write',
  versioned: true,
  input: object(read, ['id', 'version']),
  answer: saved,
  run: async (act, input) => savedRow(await submitNotice(act, input)),
  then: toSheet,
  on: noticePage,
});

/** Open to whoever reads notices, so that staff of the institute are told who may publish. */
export const releaseNoticePost = post<ReleaseInput, Saved>({
  name: 'notice.release',
  path: '/notices/:id/release',
  needs: 'notice.read',
  versioned: true,
  signs: true,
  input: object({ ...read, hash, publishedOn: date, publishedWhere: filled(300), password: text() }, [
    ...['id', 'version', 'hash', 'publishedOn', 'publishedWhere', 'password'],
  ]),
  answer: saved,
  run: async (act, input) => savedRow(await releaseNotice(act, input)),
  then: toSheet,
  on: noticePage,
});

const withReason = object({ ...read, reason: { ...long, minLength: 1 } }, ['id', 'version', 'reason']);

export const returnNoticePost = post<Read & { reason: string }, Saved>({
  name: 'notice.return',
  path: '/notices/:id/return',
  needs: 'notice.release',
  versioned: true,
  input: withReason,
  answer: saved,
  run: async (act, input) => savedRow(await returnNotice(act, input)),
  then: toSheet,
  on: noticePage,
});

export const dropNoticePost = post<Read & { reason: string }, Saved>({
  name: 'notice.drop',
  path: '/notices/:id/drop',
  needs: 'notice.write',
  versioned: true,
  input: withReason,
  answer: saved,
  run: async (act, input) => savedRow(await dropNotice(act, input)),
  then: toSheet,
  on: noticePage,
});

export const correctNoticePost = post<
  Omit<CorrectInput, 'stays' | 'foundOn'> & { stays?: string[]; foundWrongOn: string },
  Saved
>({
  name: 'notice.correct',
  path: '/notices/:id/correction',
  needs: 'notice.write',
  versioned: true,
  input: object({ ...read, stays: list(id, 200), foundWrongOn: date, reason: { ...long, minLength: 1 } }, [
    ...['id', 'version', 'foundWrongOn', 'reason'],
  ]),
  answer: all({ id, version: integer }),
  run: async (act, { stays = [], foundWrongOn, ...input }) =>
    savedRow(await correctNotice(act, { ...input, stays, foundOn: foundWrongOn })),
  then: toSheet,
  on: noticePage,
});

/** The published paper, whose bytes never change; before that a draft with its mark across every page. */
export const noticePaperFile = file<{ id: string }>({
  name: 'notice.print',
  path: '/notices/:id/notice.pdf',
  needs: 'notice.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const row = await noticeOf(query, input.id);
    const name = `${row.number}.pdf`;
    if (row.pdf_hash !== null) return kept(query, row.pdf_hash, name, true);
    const { noticePdf } = await import('./notice.pdf.ts');
    const body = await noticePdf(row, { ...(await papersOf(query, row)), authority: '' });
    return { body, type: 'application/pdf', name, inline: true };
  },
  event: ({ id: own }) => ({ entity: 'public_notices', id: own }),
});
