import { chinaDate } from '../core/deadlines.ts';
import { lookUp, t } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { drawScene, type Scene, sceneHeight } from '../plots/index.ts';
import { chinaTime } from '../ui/index.ts';
import { foot, heading, paragraphs } from './paper.ts';
import { paretoOf, trendOf } from './pictures.ts';
import type { BlockKey, StatisticsKind, StatisticsRow } from './rows.ts';
import { type ShownTable, tablesOf } from './tables.ts';

export interface Signers {
  institute: string;
  writer: string;
  /** '' while a draft. */
  releaser: string;
}

/** A chapter: its text, and the tables and pictures that stand behind it. */
interface Chapter {
  block: BlockKey | null;
  title: string;
  tables: string[];
  picture?: 'trend' | 'pareto';
}

const chaptersOf = (kind: StatisticsKind): Chapter[] => {
  const say = (key: string): string => lookUp('zh', `statistics.block.${key}`);
  const chapter = (block: BlockKey, tables: string[] = [], picture?: Chapter['picture']): Chapter => ({
    ...{ block, title: say(block), tables },
    ...(picture && { picture }),
  });
  const groups = ['class', 'level', 'kind', 'region', 'link', 'unitKind', 'origin'];
  const common = [
    chapter('overview', ['totals', ...(kind === 'quarter' ? ['months'] : ['months', ...groups])], 'trend'),
    chapter('findings', [...(kind === 'quarter' ? groups : []), 'items', 'producers'], 'pareto'),
    { block: null, title: say('handling'), tables: ['cases', 'clocks'] },
  ];
  if (kind === 'quarter') return [...common, chapter('risks'), chapter('discuss')];
  if (kind === 'half') return [...common, chapter('risks'), chapter('measures')];
  return [...common, chapter('quality', ['quality']), chapter('measures'), chapter('plan')];
};

/** What was counted how: printed at the end, so that nobody has to guess at a figure. */
export const definitions = [
  ...['sampled', 'received', 'issued', 'tested', 'failed', 'overturned', 'rate', 'groups', 'items', 'cases', 'clocks'],
  ...['quality', 'internal'],
] as const;

/** The report of a period: chapters with text, numbered tables and pictures, definitions. @throws Refusal `paper.glyph` */
export async function statisticsPdf(row: StatisticsRow, signers: Signers): Promise<Buffer> {
  const title = titleOf(row, signers.institute);
  const paper = await openPaper({
    ...{ title, number: row.number, author: signers.institute, created: row.released_at ?? row.figures.asOf },
    margins: { top: 22 * MM, right: 22 * MM, bottom: 22 * MM, left: 24 * MM },
  });
  head(paper, row, title, signers);
  const tables = new Map(tablesOf(row, 'zh').map((one) => [one.key, one]));
  const count = { tables: 0, figures: 0 };
  for (const [n, chapter] of chaptersOf(row.kind).entries()) {
    heading(paper, t('zh', 'statistics.chapter', { n: numerals[n] ?? String(n + 1), title: chapter.title }));
    if (chapter.block !== null) paragraphs(paper, row.blocks[chapter.block] || t('zh', 'statistics.noText'));
    for (const key of chapter.tables) {
      const one = tables.get(key);
      if (!one) continue;
      count.tables += 1;
      drawTable(paper, one, count.tables);
    }
    if (chapter.picture && row.figures.tested > 0) {
      count.figures += 1;
      drawPicture(paper, (chapter.picture === 'trend' ? trendOf : paretoOf)(row.figures, 'zh'), count.figures);
    }
  }
  heading(paper, t('zh', 'statistics.definitions'));
  for (const key of definitions) paragraphs(paper, lookUp('zh', `statistics.define.${key}`), 9.5);
  foot(paper, `${row.number} ${t('zh', 'statistics.edition', { n: row.edition })}`);
  if (row.state === 'draft') paper.watermark(t('zh', 'statistics.draft'));
  return paper.finish();
}

const numerals: readonly string[] = t('zh', 'statistics.numerals').split('');

/** 示例市药品检验所2026年第1季度药品安全风险会商材料 */
export function titleOf(
  { kind, from_day, to_day }: Pick<StatisticsRow, 'kind' | 'from_day' | 'to_day'>,
  institute: string,
): string {
  const months = kind === 'quarter' ? 3 : 6;
  const part = Math.ceil(Number(to_day.slice(5, 7)) / months);
  return lookUp('zh', `statistics.title.${kind}`, {
    institute,
    year: from_day.slice(0, 4),
    part: numerals[part - 1] ?? part,
  });
}

function head(paper: Paper, row: StatisticsRow, title: string, { writer, releaser }: Signers): void {
  const ink = { size: 17, weight: 'bold', align: 'center' } as const;
  const lines = paper.wrap(title, paper.inner, ink);
  paper.lines(lines, paper.left, paper.y, paper.inner, ink);
  paper.y += paper.leading(lines.length, 17) + 10;
  fields(paper, [
    {
      label: t('zh', 'statistics.number'),
      value: `${row.number}（${t('zh', 'statistics.edition', { n: row.edition })}）`,
    },
    { label: t('zh', 'statistics.period'), value: `${row.from_day}～${row.to_day}` },
    { label: t('zh', 'statistics.asOf'), value: chinaTime(row.figures.asOf) },
    {
      label: t('zh', 'statistics.released'),
      value: row.released_at === null ? t('zh', 'statistics.draft') : chinaDate(row.released_at),
    },
    { label: t('zh', 'statistics.writer'), value: writer },
    { label: t('zh', 'statistics.releaser'), value: releaser || '—' },
    ...(row.reason === null ? [] : [{ label: t('zh', 'statistics.revisedFor'), value: row.reason, span: 2 }]),
  ]);
}

function drawTable(paper: Paper, { title, heads, rows, empty }: ShownTable, n: number): void {
  paper.y += 8;
  paper.room(70);
  const text = t('zh', 'statistics.tableNo', { n, title });
  paper.text(text, paper.left, paper.y, { size: 10, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 18;
  if (rows.length === 0) {
    paper.text(empty, paper.left, paper.y, { size: 9.5, colour: INK.quiet, align: 'center' }, paper.inner);
    paper.y += 18;
    return;
  }
  const isWide = heads.length === 5;
  table(
    paper,
    heads.map((one, i) => ({
      title: one,
      share: i === 0 ? (isWide ? 2.6 : 4) : i === 4 ? 2 : 1.5,
      align: i === 0 ? 'left' : 'center',
    })),
    rows.map((cells) => ({ cells })),
    { size: 9 },
  );
  paper.y += 8;
}

function drawPicture(paper: Paper, scene: Scene, n: number): void {
  const width = paper.inner * 0.9;
  const tall = sceneHeight(paper, scene, width);
  paper.y += 8;
  paper.room(tall + 30);
  paper.y += drawScene(
    paper,
    { ...scene, title: t('zh', 'statistics.figureNo', { n, title: scene.title }) },
    {
      x: paper.left + (paper.inner - width) / 2,
      y: paper.y,
      width,
    },
  );
  paper.y += 8;
}
