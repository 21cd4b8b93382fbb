import { lookUp, t } from '../messages/index.ts';
import { A4, INK, MM, openPaper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { chinaTime } from '../ui/index.ts';
import type { PlanSheet } from './show-plans.ts';

export interface PaperMeta {
  author: string;
  created: string;
}

/** 能力验证实施计划 with the fields of the paper form (domain 5.2), across the page. @throws Refusal `paper.glyph` */
export async function planPdf({ plan, author, decidedBy, lines }: PlanSheet, meta: PaperMeta): Promise<Buffer> {
  const title = t('zh', 'proficiency.planOf', { year: plan.year });
  const [width, height] = A4;
  const paper = await openPaper({
    ...{ title, number: `PT-PLAN-${plan.year}`, author: meta.author, created: meta.created },
    size: [height, width],
    margins: { top: 16 * MM, right: 14 * MM, bottom: 16 * MM, left: 14 * MM },
  });
  paper.text(meta.author, paper.left, paper.y, { size: 11, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 18, { size: 17, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 48;
  const heads = [
    'scheme',
    'provider',
    'month',
    'parameters',
    'method',
    'sample',
    'instruments',
    'dueOn',
    'responsible',
    'cost',
    'progress',
  ] as const;
  const shares = [16, 12, 7, 17, 17, 8, 9, 8, 7, 6, 8];
  table(
    paper,
    [
      { title: t('zh', 'proficiency.column.seq'), share: 4, align: 'center' },
      ...heads.map((key, i) => ({ title: t('zh', `proficiency.column.${key}`), share: shares[i] ?? 8 })),
    ],
    lines
      .filter(({ dropped }) => dropped === 0)
      .map((line, i) => ({
        cells: [
          ...[
            String(i + 1),
            line.scheme,
            line.provider ?? '',
            line.month,
            line.parameterNames.join('\n'),
            line.method ?? '',
          ],
          ...[line.sample ?? '', line.instruments ?? '', line.due_on ?? '', line.responsible ?? '', line.cost ?? ''],
          lookUp('zh', `proficiency.state.${line.round?.state ?? 'planned'}`),
        ],
      })),
    { size: 7.5, pad: 3 },
  );
  paper.room(40);
  paper.y += 14;
  const signs = [
    t('zh', 'proficiency.paper.author', { name: author }),
    t('zh', 'proficiency.paper.approved', { name: plan.state === 'approved' ? decidedBy : '' }),
    t('zh', 'proficiency.paper.on', {
      day: plan.state === 'approved' && plan.decided_at ? chinaTime(plan.decided_at).slice(0, 10) : '',
    }),
    t('zh', 'proficiency.paper.revision', { n: plan.revision }),
  ];
  signs.forEach((text, i) => {
    paper.text(text, paper.left + (i * paper.inner) / 4, paper.y, { size: 9.5 });
  });
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 11 * MM;
    paper.text(title, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(t('zh', 'paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  if (plan.state !== 'approved') paper.watermark(t('zh', 'proficiency.paper.draft'));
  return paper.finish();
}
