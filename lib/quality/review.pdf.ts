import { chinaDate } from '../core/deadlines.ts';
import { lookUp, t } from '../messages/index.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { type Column, type Row, table } from '../pdf/table.ts';
import { drawScene, sceneHeight } from '../plots/index.ts';
import { periodName, scenesOf } from './scenes.ts';
import type { QualitySheet } from './show.ts';
import type { Figure } from './standing.ts';

const word = (key: Parameters<typeof t>[1], params?: Record<string, string | number>) => t('zh', key, params);

export interface ReviewPaper {
  institute: string;
  by: string;
  created: string;
  grey?: boolean;
}

/** 管理评审输入: how everything stands today, what happened in the period, and the pictures of the page (GB/T 27025-2019, 8.9.2). */
export async function reviewPdf(
  data: QualitySheet,
  { institute, by, created, grey = false }: ReviewPaper,
): Promise<Buffer> {
  const period = periodName('zh', data.period.name);
  const title = word('quality.paperTitle');
  const paper = await openPaper({
    author: institute,
    created,
    title,
    number: `MR-${data.period.name}`,
    margins: { top: 20 * MM, right: 18 * MM, bottom: 20 * MM, left: 20 * MM },
  });
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 13 * MM;
    paper.text(`${institute}　${title}　${period}`, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(word('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  paper.text(institute, paper.left, paper.y, { size: 11, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 18, { size: 18, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 46;
  const lead = word('quality.paperLead', {
    ...{ period, from: data.period.from, to: data.period.to },
    ...{ today: data.today, by, on: chinaDate(created) },
  });
  paper.y += paper.block(lead, paper.left, paper.y, paper.inner, { size: 9, colour: INK.quiet }) + 10;
  const [coverage, ...others] = scenesOf(data, 'zh').map(({ wide }) => wide);
  heading(paper, word('quality.paperNow'));
  if (coverage && data.lines.length > 0) picture(paper, coverage, grey);
  table(paper, nowColumns(), nowRows(data), { size: 8.5, pad: 3.2 });
  paper.y += 12;
  heading(paper, word('quality.paperPeriod', { period }));
  table(paper, periodColumns(data), periodRows(data), { size: 8.5, pad: 3.2 });
  paper.y += 12;
  for (const scene of others) picture(paper, scene, grey);
  return paper.finish();
}

function heading(paper: Paper, text: string): void {
  paper.room(60);
  paper.text(text, paper.left, paper.y, { size: 12, weight: 'bold' });
  paper.y += 20;
}

function picture(paper: Paper, scene: Parameters<typeof drawScene>[1], grey: boolean): void {
  if (paper.y + sceneHeight(paper, scene, paper.inner) > paper.bottom) paper.next();
  paper.y +=
    drawScene(paper, scene, { x: paper.left, y: paper.y, width: paper.inner, ...(grey && { grey: true as const }) }) +
    14;
}

const nowColumns = (): Column[] => [
  { title: word('quality.what'), share: 52 },
  { title: word('quality.count'), share: 10, align: 'center' },
  { title: word('field.state'), share: 38 },
];

const shapes = { good: '√', watch: '○', act: '▲' } as const;

function weighed({ weight, late, next }: Figure): string {
  const says = late > 0 ? word('quality.late', { late }) : word(`quality.weight.${weight}`);
  return [`${shapes[weight]} ${says}`, ...(next === null ? [] : [word('quality.next', { next })])].join('　');
}

const nowRows = ({ sections }: QualitySheet): Row[] =>
  sections.flatMap(({ key, figures }): Row[] => [
    { heading: word(`quality.section.${key}`), again: word(`quality.section.${key}`) },
    ...figures.map((figure) => ({
      cells: [
        { text: lookUp('zh', `quality.figure.${figure.key}`), indent: 1 },
        String(figure.count),
        { text: weighed(figure), bold: figure.weight === 'act' },
      ],
    })),
  ]);

const periodColumns = ({ period, last }: QualitySheet): Column[] => [
  { title: word('quality.what'), share: 56 },
  { title: periodName('zh', period.name), share: 22, align: 'center' },
  { title: periodName('zh', last), share: 22, align: 'center' },
];

const periodRows = ({ groups }: QualitySheet): Row[] =>
  groups.flatMap(({ key, facts }): Row[] => [
    { heading: word(`quality.group.${key}`), again: word(`quality.group.${key}`) },
    ...facts.map((fact) => ({
      cells: [{ text: lookUp('zh', `quality.fact.${fact.key}`), indent: 1 }, String(fact.count), String(fact.before)],
    })),
  ]);
