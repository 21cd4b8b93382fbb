import { chinaDate } from '../core/deadlines.ts';
import { t } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { drawScene, sceneHeight } from '../plots/pdf.ts';
import type { Scene } from '../plots/types.ts';
import { ruleCode } from './holds.ts';
import { axisOf, pointText, short } from './picture.ts';
import type { ChartSheet } from './show.ts';

export interface ChartPaper {
  institute: string;
  sheet: ChartSheet;
  scenes: Scene[];
  by: string;
  created: string;
  grey?: boolean;
}

const word = (key: Parameters<typeof t>[1], params?: Record<string, string | number>) => t('zh', key, params);

/** 质量控制图 for the file: what it watches, the pictures, every version of the limits, what was out of control or excluded, and what was done. */
export async function chartPdf({ institute, sheet, scenes, by, created, grey = false }: ChartPaper): Promise<Buffer> {
  const { chart } = sheet;
  const paper = await openPaper({
    author: institute,
    created,
    title: word('control.pdfTitle'),
    number: chart.number,
    margins: { top: 20 * MM, right: 18 * MM, bottom: 18 * MM, left: 20 * MM },
  });
  paper.onEveryPage((page, pages) => {
    paper.text(`${institute}　${chart.number}`, paper.left, paper.height - 13 * MM, { size: 8, colour: INK.quiet });
    paper.text(
      `${page} / ${pages}`,
      paper.left,
      paper.height - 13 * MM,
      { size: 8, colour: INK.quiet, align: 'right' },
      paper.inner,
    );
  });
  paper.y +=
    paper.block(word('control.pdfTitle'), paper.left, paper.y, paper.inner, {
      size: 15,
      weight: 'bold',
      align: 'center',
    }) + 8;
  fields(paper, [
    { label: word('control.number'), value: chart.number },
    { label: word('control.kindHead'), value: word(`control.kind.${chart.kind}`) },
    { label: word('control.chartTitle'), value: chart.title, span: 2 },
    {
      label: word('control.parameters'),
      value: sheet.parameters.map(({ code, name }) => `${code} ${name.zh}`).join('；'),
      span: 2,
    },
    { label: word('control.quantity'), value: axisOf(chart) },
    { label: word('control.lot'), value: chart.material_lot ?? '—' },
    { label: word('control.instrument'), value: chart.instrument ?? '—' },
    { label: word('control.rules'), value: chart.rules.map(ruleCode).join('、') },
    {
      label: word('control.shownPoints'),
      value: word('control.shownOf', { shown: sheet.points.length, total: sheet.total }),
    },
    { label: word('control.printedBy'), value: `${by} ${chinaDate(created)}` },
  ]);
  paper.y += 10;
  for (const scene of scenes) {
    const tall = sceneHeight(paper, scene, paper.inner);
    if (paper.y + tall > paper.bottom) paper.next();
    paper.y +=
      drawScene(paper, scene, { x: paper.left, y: paper.y, width: paper.inner, ...(grey && { grey: true as const }) }) +
      12;
  }
  heading(paper, word('control.limits'));
  table(
    paper,
    (['version', 'from', 'centre', 'sigma', 'lowerUpper', 'reason', 'people'] as const).map((key) => ({
      title: word(`control.limitsHead.${key}`),
      share: key === 'reason' ? 3 : key === 'people' || key === 'lowerUpper' ? 2.2 : 1.2,
    })),
    sheet.limits.map((row) => ({
      cells: [
        String(row.n),
        `#${row.from_seq}`,
        short(row.centre),
        short(row.sigma),
        `${short(row.lower)} – ${short(row.upper)}`,
        row.reason,
        `${sheet.names[row.proposed_by] ?? ''} / ${sheet.names[row.decided_by ?? ''] ?? '—'} ${word(`control.limitsState.${row.state}`)}`,
      ],
    })),
    { size: 8, pad: 3 },
  );
  paper.y += 12;
  heading(paper, word('control.remarkable'));
  const told = sheet.points.filter(
    ({ verdict, excluded }) => excluded !== null || verdict === 'out' || verdict === 'warning',
  );
  table(
    paper,
    (['point', 'value', 'verdict', 'remark'] as const).map((key) => ({
      title: word(`control.pointHead.${key}`),
      share: key === 'remark' ? 4 : 1.4,
    })),
    told.length === 0
      ? [{ cells: ['—', '—', '—', word('control.nothingRemarkable')] }]
      : told.map((point) => ({
          cells: [
            `#${point.seq} ${chinaDate(point.at)}`,
            pointText(chart, point.value),
            word(`control.verdict.${point.verdict}`),
            [
              ...point.violations.map((rule) => word(`control.rule.${rule}`)),
              ...(point.excluded === null ? [] : [`${word('control.excluded')}：${point.excluded}`]),
              ...sheet.alarms
                .filter(({ point_id }) => point_id === point.id)
                .map(({ cause, measure }) =>
                  cause === null ? word('control.alarmOpen') : `${cause}；${measure ?? ''}`,
                ),
            ].join('；'),
          ],
        })),
    { size: 8, pad: 3 },
  );
  return paper.finish();
}

function heading(paper: Awaited<ReturnType<typeof openPaper>>, text: string): void {
  if (paper.y + 60 > paper.bottom) paper.next();
  paper.y += paper.block(text, paper.left, paper.y, paper.inner, { size: 11, weight: 'bold' }) + 4;
}
