import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, boolean, hash, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { statisticsMachine } from './machine.ts';
import { blockKeys, type StatisticsKind, type StatisticsRow, statisticsKinds } from './rows.ts';
import { all, read, type Saved, saved, savedRow } from './schema.ts';
import {
  contentHash,
  type DraftInput,
  draftStatistics,
  dropStatistics,
  type EditInput,
  editStatistics,
  releaseStatistics,
  reviseStatistics,
} from './statistics.ts';
import { StatisticsListView, StatisticsView } from './statistics.view.tsx';
import type { Read } from './steps.ts';
import { kept, namesOf, rowOf } from './store.ts';

const PAGE = 50;

export interface StatisticsList {
  reports: Pick<
    StatisticsRow,
    'id' | 'number' | 'edition' | 'kind' | 'from_day' | 'to_day' | 'state' | 'released_at'
  >[];
  next: string | null;
  year: number;
}

export interface StatisticsSheet {
  row: StatisticsRow;
  hash: string;
  names: Record<string, string>;
  editions: { id: string; edition: number; state: StatisticsRow['state'] }[];
  moves: { move: string; obstacles: Reason[] }[];
}

export const statisticsListPage = page<{ after?: string }, StatisticsList>({
  name: 'statistics.list',
  path: '/uploads/statistics',
  needs: 'statistics.read',
  input: object({ after: id }),
  answer: all({ reports: list(anyObject, PAGE), next: nullable(text(40)), year: integer }),
  load: async ({ db, today }, { after }) => {
    const rows = db('statistics_reports')
      .orderBy('id', 'desc')
      .limit(PAGE + 1);
    if (after !== undefined) rows.where('id', '<', after);
    const found: StatisticsList['reports'] = await rows.select(
      ...['id', 'number', 'edition', 'kind', 'from_day', 'to_day', 'state', 'released_at'],
    );
    return {
      reports: found.slice(0, PAGE),
      next: found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null,
      year: Number(today.slice(0, 4)),
    };
  },
  title: (_data, ui) => ui.t('nav.statistics'),
  view: (data, ui) => <StatisticsListView data={data} ui={ui} />,
});

export const draftPost = post<{ statisticsKind: StatisticsKind; year: number; part: number }, Saved>({
  name: 'statistics.draft',
  path: '/uploads/statistics',
  needs: 'statistics.write',
  creates: true,
  input: object({ statisticsKind: oneOf(...statisticsKinds), year: integer, part: integer }, [
    'statisticsKind',
    'year',
    'part',
  ]),
  answer: saved,
  run: async (act, { statisticsKind: kind, year, part }) => {
    if (year < 2000 || year > 2100) refuse('statistics.year', { year }, 'year');
    const input: DraftInput = { kind, year, part };
    return savedRow(await draftStatistics(act, input));
  },
  then: ({ id: own }) => `/uploads/statistics/${own}`,
  on: statisticsListPage,
});

const showStatistics = async (query: Query, own: string): Promise<StatisticsSheet> => {
  const row = await rowOf<StatisticsRow>(query.db, 'statistics_reports', own);
  const editions: StatisticsSheet['editions'] = await query
    .db('statistics_reports')
    .where({ number: row.number })
    .orderBy('edition')
    .select('id', 'edition', 'state');
  return {
    ...{ row, hash: contentHash(row), editions },
    names: await namesOf(query.db, [row.drafted_by, row.released_by, ...row.writers]),
    moves: available(statisticsMachine, row, actorOf(query.user)),
  };
};

export const statisticsPage = page<{ id: string }, StatisticsSheet>({
  name: 'statistics.show',
  path: '/uploads/statistics/:id',
  needs: 'statistics.read',
  wide: true,
  input: object({ id }, ['id']),
  answer: all({ row: anyObject, hash, names: anyObject, editions: list(anyObject), moves: list(anyObject) }),
  load: (query, { id: own }) => showStatistics(query, own),
  title: ({ row }) => row.number,
  view: (data, ui) => <StatisticsView data={data} ui={ui} />,
});

const toSheet = ({ id: own }: Saved): string => `/uploads/statistics/${own}`;

export const editPost = post<EditInput, Saved>({
  name: 'statistics.edit',
  path: '/uploads/statistics/:id/text',
  needs: 'statistics.write',
  versioned: true,
  input: object(
    { ...read, blocks: object(Object.fromEntries(blockKeys.map((key) => [key, text(8000)]))), recount: boolean },
    ['id', 'version'],
  ),
  answer: saved,
  run: async (act, input) => savedRow(await editStatistics(act, input)),
  then: toSheet,
  on: statisticsPage,
});

export const releasePost = post<Read & { hash: string }, Saved>({
  name: 'statistics.release',
  path: '/uploads/statistics/:id/release',
  needs: 'statistics.release',
  versioned: true,
  signs: true,
  input: object({ ...read, hash, password: text() }, ['id', 'version', 'hash', 'password']),
  answer: saved,
  run: async (act, input) => savedRow(await releaseStatistics(act, input)),
  then: toSheet,
  on: statisticsPage,
});

const withReason = object({ ...read, reason: { ...long, minLength: 1 } }, ['id', 'version', 'reason']);

export const revisePost = post<Read & { reason: string }, Saved>({
  name: 'statistics.revise',
  path: '/uploads/statistics/:id/revision',
  needs: 'statistics.write',
  versioned: true,
  input: withReason,
  answer: saved,
  run: async (act, input) => savedRow(await reviseStatistics(act, input)),
  then: toSheet,
  on: statisticsPage,
});

export const dropPost = post<Read & { reason: string }, Saved>({
  name: 'statistics.drop',
  path: '/uploads/statistics/:id/drop',
  needs: 'statistics.write',
  versioned: true,
  input: withReason,
  answer: saved,
  run: async (act, input) => savedRow(await dropStatistics(act, input)),
  then: toSheet,
  on: statisticsPage,
});

/** The released paper, whose bytes never change; of a draft a proof with its mark across the page. */
export const statisticsFile = file<{ id: string }>({
  name: 'statistics.print',
  path: '/uploads/statistics/:id/report.pdf',
  needs: 'statistics.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const row = await rowOf<StatisticsRow>(query.db, 'statistics_reports', input.id);
    const name = `${row.number}-${row.edition}.pdf`;
    if (row.pdf_hash !== null) return kept(query, row.pdf_hash, name, true);
    const { statisticsPdf } = await import('./statistics.pdf.ts');
    const names = await namesOf(query.db, [row.drafted_by]);
    const body = await statisticsPdf(decode<StatisticsRow>('statistics_reports', row), {
      institute: (await readInstitute(query.db))?.name ?? '',
      writer: names[row.drafted_by] ?? '',
      releaser: '',
    });
    return { body, type: 'application/pdf', name, inline: true };
  },
  event: ({ id: own }) => ({ entity: 'statistics_reports', id: own }),
});

/** The tables as a workbook, once somebody released them (domain 10, 28). @throws Refusal `statistics.not-released` */
export const tablesFile = file<{ id: string }>({
  name: 'statistics.export',
  path: '/uploads/statistics/:id/tables.xlsx',
  needs: 'statistics.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const row = await rowOf<StatisticsRow>(query.db, 'statistics_reports', input.id);
    if (row.xlsx_hash === null) return refuse('statistics.not-released', {}, undefined, 'conflict');
    return kept(query, row.xlsx_hash, `${row.number}-${row.edition}.xlsx`);
  },
  event: ({ id: own }) => ({ entity: 'statistics_reports', id: own }),
});
