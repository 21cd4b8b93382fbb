import { t } from '../messages/index.ts';
import { INK, MM, type Paper } from '../pdf/paper.ts';

/** A heading that never stands last on a page. */
export function heading(paper: Paper, text: string, room = 80): void {
  paper.y += 12;
  paper.room(room);
  paper.text(text, paper.left, paper.y, { size: 12.5, weight: 'bold' });
  paper.y += 22;
}

/** Paragraphs with an indent of two characters, cut between lines where a page ends. */
export function paragraphs(paper: Paper, text: string, size = 10.5): void {
  for (const part of text.split('\n').map((one) => one.trim())) {
    if (part === '') continue;
    for (const line of paper.wrap(`　　${part}`, paper.inner, { size })) {
      paper.room(paper.leading(1, size));
      paper.text(line, paper.left, paper.y, { size });
      paper.y += paper.leading(1, size) + 2;
    }
    paper.y += 3;
  }
}

/** Number of the paper at the left of each foot, page x of y at the right. */
export function foot(paper: Paper, number: string): void {
  paper.onEveryPage((page, pages) => {
    const y = paper.height - 12 * MM;
    paper.text(number, paper.left, y, { size: 8, colour: INK.quiet });
    paper.text(t('zh', 'paper.page', { page, pages }), paper.left, y, { size: 8, align: 'right' }, paper.inner);
  });
}
