import { refuse } from '../core/refusal.ts';
import { t } from '../messages/index.ts';
import type { Symbol } from '../pdf/code.ts';
import { code128, place } from '../pdf/code.ts';
import { MM, openPaper, type Paper } from '../pdf/paper.ts';
import type { Standing } from './due.ts';

/** What the state label of an instrument shows (domain 2.16); dates 'YYYY-MM-DD'. Barcode: the number only. */
export interface InstrumentLabel {
  number: string;
  name: string;
  standing: Exclude<Standing, 'grey'>;
  doneOn: string | null;
  validTo: string | null;
  confirmedBy: string | null;
  /** 准用: between which values; 停用: why. */
  remark: string | null;
}

const SIZE: [number, number] = [60 * MM, 40 * MM];
const LEFT = 2.5 * MM;
const INNER = SIZE[0] - 2 * LEFT;
const BAND = 10 * MM;
/** Bars thinner than this do not scan from a 300 dpi label (two dots). */
const THINNEST = 0.165 * MM;

/**
 * Grounds of the band and the ink on it. In grey they still differ: white words on dark for green and red, dark words on light for
 * yellow; red has a double frame besides, and the word is always printed.
 */
const looks = {
  green: { ground: '#1f7a3d', ink: '#ffffff' },
  yellow: { ground: '#ffd54a', ink: '#000000' },
  red: { ground: '#b3161d', ink: '#ffffff' },
} as const;

/** 状态标识, 60 × 40 mm, one a page: 合格 green, 准用 yellow, 停用 red. @throws Refusal `paper.glyph`, `paper.code`, `paper.wide` */
export async function instrumentLabelsPdf(
  labels: readonly InstrumentLabel[],
  meta: { author: string; created: string },
): Promise<Buffer> {
  const bars = await Promise.all(labels.map(({ number }) => code128(number)));
  const paper = await openPaper({
    ...meta,
    title: t('zh', 'equipment.labelTitle'),
    number: labels[0]?.number ?? '',
    size: SIZE,
    margins: { top: 0, right: 0, bottom: 0, left: 0 },
  });
  labels.forEach((label, i) => {
    if (i > 0) paper.next();
    const symbol = bars[i];
    if (symbol) draw(paper, label, symbol);
  });
  return paper.finish();
}

function draw(paper: Paper, label: InstrumentLabel, symbol: Symbol): void {
  const { standing, number, name } = label;
  const { ground, ink } = looks[standing];
  paper.ground({ x: 0, y: 0, width: SIZE[0], height: BAND }, ground);
  const word = t('zh', `equipment.label.${standing}`);
  paper.text(word, LEFT, 5.5, { size: 17, weight: 'bold', colour: ink });
  const side = shrunk(paper, number, 11, INNER - paper.measure(word, { size: 17, weight: 'bold' }) - 8);
  paper.text(number, LEFT + INNER - paper.measure(number, { size: side, weight: 'bold' }), 8.5, {
    size: side,
    weight: 'bold',
    colour: ink,
  });
  if (standing === 'red') {
    paper.frame({ x: 1, y: 1, width: SIZE[0] - 2, height: SIZE[1] - 2 }, 1.4, '#000000');
    paper.frame({ x: 3.4, y: 3.4, width: SIZE[0] - 6.8, height: SIZE[1] - 6.8 }, 0.5, '#000000');
  }
  paper.text(name, LEFT + 2, 32, { size: shrunk(paper, name, 9.5, INNER - 4), weight: 'bold' });
  const lines = [
    [
      [t('zh', 'equipment.done_on'), label.doneOn],
      [t('zh', 'equipment.validTo'), label.validTo],
    ],
    [
      [t('zh', 'equipment.confirmedBy'), label.confirmedBy],
      [t('zh', `equipment.labelRemark.${standing}`), label.remark],
    ],
  ];
  lines.forEach((parts, i) => {
    const text = parts
      .filter(([, value]) => value !== null && value !== '')
      .map(([title, value]) => t('zh', 'paper.colon', { label: title ?? '', value: value ?? '' }))
      .join('　');
    if (text !== '') paper.text(text, LEFT + 2, 47 + i * 11, { size: shrunk(paper, text, 7.5, INNER - 4, 'regular') });
  });
  const box = { x: LEFT + 4, y: 70, width: INNER - 8, height: 27 };
  if (box.width / symbol.wide < THINNEST) refuse('paper.wide', { code: number });
  const widest = Math.min(box.width, symbol.wide * 1.2);
  paper.bars(place(symbol, { ...box, x: (SIZE[0] - widest) / 2, width: widest }));
  paper.text(number, (SIZE[0] - paper.measure(number, { size: 7.5 })) / 2, 98.5, { size: 7.5 });
}

function shrunk(paper: Paper, text: string, size: number, width: number, weight: 'bold' | 'regular' = 'bold'): number {
  return Math.min(size, (size * width) / paper.measure(text, { size, weight }));
}
