import { addDays, addMonths } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { recordHash } from '../kernel/hash.ts';
import type { Act } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { XLSX } from '../sheets/index.ts';
import { type Figures, figuresOf } from './figures.ts';
import { statisticsMachine } from './machine.ts';
import type { BlockKey, Blocks, StatisticsKind, StatisticsRow } from './rows.ts';
import { statisticsSheet } from './statistics.sheet.ts';
import type { Read } from './steps.ts';
import { held, keep, rowOf } from './store.ts';

/** The sections of text of each kind, in their order on paper. */
export const blocksOf: Record<StatisticsKind, readonly BlockKey[]> = {
  quarter: ['overview', 'findings', 'risks', 'discuss'],
  half: ['overview', 'findings', 'risks', 'measures'],
  year: ['overview', 'findings', 'quality', 'measures', 'plan'],
};

/** How many of a kind a year has. */
export const partsOf: Record<StatisticsKind, number> = { quarter: 4, half: 2, year: 1 };

export interface DraftInput {
  kind: StatisticsKind;
  year: number;
  part: number;
}

/** The days of the n-th period of a kind in a year. @throws Refusal `statistics.part` */
export function daysOf({ kind, year, part }: DraftInput): { from: string; to: string } {
  const parts = partsOf[kind];
  if (part < 1 || part > parts) refuse('statistics.part', { part, parts }, 'part');
  const months = 12 / parts;
  const from = addMonths(`${year}-01-01`, (part - 1) * months);
  return { from, to: addDays(addMonths(from, months), -1) };
}

/**
 * Begins the report of a period with its figures as they stand now and a first sentence that says them.
 * @throws Refusal `statistics.part`, `statistics.future`, `statistics.exists`
 */
export async function draftStatistics(act: Act, input: DraftInput): Promise<StatisticsRow> {
  const days = daysOf(input);
  if (days.from > act.today) refuse('statistics.future', { from: days.from }, 'part');
  const known: { number: string } | undefined = await act
    .db('statistics_reports')
    .where({ kind: input.kind, from_day: days.from })
    .whereIn('state', ['draft', 'released'])
    .first('number');
  if (known) refuse('statistics.exists', { number: known.number }, 'part', 'conflict');
  const figures = await figuresOf(act, days);
  return act.insert<StatisticsRow>('statistics_reports', {
    number: await act.number('statistics', 'TJ{year}-{serial:3}'),
    edition: 1,
    kind: input.kind,
    from_day: days.from,
    to_day: days.to,
    state: 'draft',
    figures,
    blocks: { overview: overviewOf(figures) },
    drafted_by: act.user.id,
    writers: [act.user.id],
    ...{ released_by: null, released_at: null, replaces_id: null, reason: null, pdf_hash: null, xlsx_hash: null },
  });
}

/** The first paragraph: nothing in it that the tables do not say. */
export function overviewOf(figures: Figures): string {
  const { from, to, sampled, issued, tested, failed, rate, low, high, previous, overturned } = figures;
  const first = t('zh', 'statistics.overview', { from, to, sampled, issued, tested, failed });
  const share = tested === 0 ? '' : t('zh', 'statistics.overviewRate', { rate, low, high });
  const earlier =
    previous.tested === 0
      ? t('zh', 'statistics.overviewNone')
      : t('zh', 'statistics.overviewBefore', {
          ...{
            from: previous.from,
            to: previous.to,
            tested: previous.tested,
            failed: previous.failed,
            rate: previous.rate,
          },
        });
  return [
    first,
    share,
    earlier,
    ...(overturned > 0 ? [t('zh', 'statistics.overviewOverturned', { overturned })] : []),
  ].join('');
}

export interface EditInput extends Read {
  blocks?: Blocks;
  /** Counts anew. */
  recount?: boolean;
}

/** Writes the sections, or counts anew; whoever wrote does not release. @throws those of the machine */
export async function editStatistics(act: Act, input: EditInput): Promise<StatisticsRow> {
  const row = await held<StatisticsRow>(act, 'statistics_reports', input.id, input.version);
  const state = next(statisticsMachine, 'edit', row, actorOf(act.user));
  const blocks = Object.fromEntries(
    blocksOf[row.kind].map((key) => [key, (input.blocks?.[key] ?? row.blocks[key] ?? '').trim()]),
  );
  return act.update<StatisticsRow>('statistics_reports', row, {
    ...{ state, blocks, writers: [...new Set([...row.writers, act.user.id])] },
    ...(input.recount && { figures: await figuresOf(act, { from: row.from_day, to: row.to_day }) }),
  });
}

/** What is signed: the figures and the text of this edition. */
export const contentHash = ({ number, edition, figures, blocks }: StatisticsRow): string =>
  recordHash({ number, edition, figures, blocks });

const emptyBlocks = ({ kind, blocks }: StatisticsRow): Reason[] =>
  blocksOf[kind]
    .filter((key) => !blocks[key]?.trim())
    .map((key) => ({
      id: 'statistics.block-empty',
      field: `blocks.${key}`,
      params: { block: lookUp('zh', `statistics.block.${key}`) },
    }));

/**
 * Releases a report: its paper and its workbook are made and kept; the edition before it is replaced and stays.
 * @throws Refusal `statistics.block-empty`, `statistics.running`, `statistics.changed`, `statistics.own` and those of the machine
 */
export async function releaseStatistics(act: Act, input: Read & { hash: string }): Promise<StatisticsRow> {
  const row = await held<StatisticsRow>(act, 'statistics_reports', input.id, input.version);
  const state = next(statisticsMachine, 'release', row, actorOf(act.user));
  const hash = contentHash(row);
  refuseAll([
    ...emptyBlocks(row),
    ...(row.to_day >= act.today ? [{ id: 'statistics.running', params: { to: row.to_day } }] : []),
    ...(input.hash === hash ? [] : [{ id: 'statistics.changed', field: 'hash' }]),
  ]);
  await act.sign('release', [{ entity: 'statistics_reports', id: row.id, hash }]);
  const { statisticsPdf } = await import('./statistics.pdf.ts');
  const institute = (await readInstitute(act.db))?.name ?? '';
  const writer: { name: string } | undefined = await act.db('users').where({ id: row.drafted_by }).first('name');
  const shown = { ...row, state, released_at: act.now };
  const pdf = await statisticsPdf(shown, { institute, writer: writer?.name ?? '', releaser: act.user.name });
  const name = `${row.number}-${row.edition}`;
  if (row.replaces_id !== null) {
    const former = await rowOf<StatisticsRow>(act.db, 'statistics_reports', row.replaces_id);
    const replaced = next(statisticsMachine, 'replace', former, actorOf(act.user));
    await act.update<StatisticsRow>('statistics_reports', former, { state: replaced });
  }
  return act.update<StatisticsRow>('statistics_reports', row, {
    ...{ state, released_by: act.user.id, released_at: act.now },
    pdf_hash: await keep(act, { body: pdf, type: 'application/pdf', name: `${name}.pdf` }),
    xlsx_hash: await keep(act, { body: await statisticsSheet(row), type: XLSX, name: `${name}.xlsx` }),
  });
}

/** A new edition of a released report; the old one stands until the new one is released. @throws Refusal `statistics.not-released`, `statistics.revised` */
export async function reviseStatistics(
  act: Act,
  { id, version, reason }: Read & { reason: string },
): Promise<StatisticsRow> {
  const row = await held<StatisticsRow>(act, 'statistics_reports', id, version);
  if (row.state !== 'released') refuse('statistics.not-released', {}, undefined, 'conflict');
  const open: object | undefined = await act
    .db('statistics_reports')
    .where({ number: row.number, state: 'draft' })
    .first('id');
  if (open) refuse('statistics.revised', { number: row.number }, undefined, 'conflict');
  const last: { edition: number } | undefined = await act
    .db('statistics_reports')
    .where({ number: row.number })
    .orderBy('edition', 'desc')
    .first('edition');
  return act.insert<StatisticsRow>('statistics_reports', {
    ...{ number: row.number, edition: (last?.edition ?? row.edition) + 1, kind: row.kind, blocks: row.blocks },
    ...{ from_day: row.from_day, to_day: row.to_day, state: 'draft', replaces_id: row.id, reason: reason.trim() },
    figures: await figuresOf(act, { from: row.from_day, to: row.to_day }),
    ...{ drafted_by: act.user.id, writers: [act.user.id] },
    ...{ released_by: null, released_at: null, pdf_hash: null, xlsx_hash: null },
  });
}

/** A draft that is not needed; it stays, marked. @throws those of the machine */
export async function dropStatistics(
  act: Act,
  { id, version, reason }: Read & { reason: string },
): Promise<StatisticsRow> {
  const row = await held<StatisticsRow>(act, 'statistics_reports', id, version);
  const state = next(statisticsMachine, 'drop', row, actorOf(act.user));
  return act.update<StatisticsRow>('statistics_reports', row, { state, reason: reason.trim() }, { reason });
}
