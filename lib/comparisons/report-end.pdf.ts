import { lookUp, type MessageKey, t } from '../messages/index.ts';
import type { Paper } from '../pdf/paper.ts';
import { drawSignatures, SIGNATURE_HEIGHT } from '../pdf/signatures.ts';
import { table } from '../pdf/table.ts';
import { shortFigure } from './figures.ts';
import type { ReportPaper } from './report.pdf.ts';
import type { CheckResult } from './rows.ts';
import { localTime } from './times.ts';

/** Papers are printed in Chinese. */
export const word = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);

export function heading(paper: Paper, text: string, least = 60): void {
  paper.room(least);
  paper.text(text, paper.left, paper.y, { size: 11.5, weight: 'bold' });
  paper.y += 20;
}

export function note(paper: Paper, text: string): void {
  const height = paper.leading(paper.wrap(text, paper.inner, { size: 8.5 }).length, 8.5);
  paper.room(height);
  paper.y += paper.block(text, paper.left, paper.y, paper.inner, { size: 8.5 }) + 2;
}

export function checksPart(paper: Paper, { checks, decision }: ReportPaper): void {
  if (checks.length === 0) return;
  heading(paper, word('comparison.checks'), 90);
  table(
    paper,
    [
      { title: word('field.itemName'), share: 2.4 },
      { title: word('comparison.paper.check'), share: 1.6, align: 'center' },
      { title: word('comparison.paper.figures'), share: 5 },
      { title: word('comparison.verdict'), share: 2, align: 'center' },
    ],
    checks.map(({ kind, name, result }) => ({
      cells: [
        name,
        word(`comparison.check.${kind}`),
        result.figures
          .map((figure) => `${lookUp('zh', `comparison.figure.${figure.name}`)} ${shortFigure(figure.value)}`)
          .join('，'),
        passWord(result),
      ],
    })),
    { size: 8.5, pad: 2.5 },
  );
  paper.y += 4;
  note(paper, word('comparison.formula.homogeneity'));
  if (checks.some(({ kind }) => kind === 'stability')) note(paper, word('comparison.formula.stability'));
  if (decision !== null) note(paper, `${word('comparison.decision')}：${decision}`);
  paper.y += 8;
}

const passWord = ({ passes, expanded }: CheckResult): string => {
  if (!passes) return word('comparison.passes.no');
  return word(expanded ? 'comparison.passes.expanded' : 'comparison.passes.yes');
};

export function readingPart(paper: Paper, { institute }: ReportPaper): void {
  heading(paper, word('comparison.paper.reading'), 70);
  note(paper, word('comparison.paper.readingText'));
  note(paper, word('comparison.paper.sharing'));
  note(
    paper,
    word('comparison.paper.contact', { name: institute.name, address: institute.address, phone: institute.phone }),
  );
  paper.y += 8;
}

export function signatures(paper: Paper, { evaluated, confirmed }: ReportPaper): void {
  paper.room(SIGNATURE_HEIGHT + 30);
  paper.y += paper.block(
    `${word('comparison.evaluatedBy')}：${evaluated.name}　${localTime(evaluated.at)}`,
    paper.left,
    paper.y,
    paper.inner,
    { size: 9 },
  );
  paper.y += 6;
  const top = paper.y;
  drawSignatures(paper, [
    [word('comparison.confirmedBy'), confirmed ? { meaning: 'approve', ...confirmed } : undefined],
  ]);
  paper.frame({ x: paper.left, y: top, width: paper.inner, height: SIGNATURE_HEIGHT }, 0.9);
}
