import { code128 } from '../pdf/code.ts';
import { barcode } from '../pdf/draw.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper } from '../pdf/paper.ts';
import { say } from '../pdf/words.ts';
import type { SamplingPaper, SealedPortion } from './record.pdf.ts';

/** What the seals of one sampling print. */
export type SealPaper = Pick<
  SamplingPaper,
  'number' | 'product' | 'samplingUnit' | 'sampledUnit' | 'sampledOn' | 'officers' | 'portions' | 'frozenAt'
>;

/** 抽样封签: one seal of 150 × 80 mm for each portion (domain 2.5). @throws Refusal `paper.glyph`, `paper.code` */
export async function sealsPdf(seals: SealPaper): Promise<Buffer> {
  const margins = { top: 5 * MM, right: 6 * MM, bottom: 4 * MM, left: 6 * MM };
  const paper = await openPaper({
    title: `${say('paper.seal.title')} ${seals.number}`,
    number: seals.number,
    author: seals.samplingUnit.name,
    created: seals.frozenAt,
    size: [150 * MM, 80 * MM],
    margins,
  });
  for (const [index, portion] of seals.portions.entries()) {
    if (index > 0) paper.next();
    drawSeal(paper, seals, portion, await code128(portion.sealNo));
  }
  return paper.finish();
}

function drawSeal(
  paper: Awaited<ReturnType<typeof openPaper>>,
  seals: SealPaper,
  portion: SealedPortion,
  symbol: Awaited<ReturnType<typeof code128>>,
): void {
  const role = say('paper.seal.portion', {
    role: say(`paper.role.${portion.role}`),
    n: portion.n,
    total: portion.total,
  });
  paper.frame({ x: 3 * MM, y: 3 * MM, width: 144 * MM, height: 74 * MM }, 1.4);
  paper.text(say('paper.seal.title'), paper.left, paper.y - 1, { size: 17, weight: 'bold' });
  paper.text(role, paper.left, paper.y + 24, { size: 10, weight: 'bold' });
  barcode(paper, symbol, portion.sealNo, { x: paper.right - 200, y: paper.y, width: 200, height: 38 });
  paper.y += 43;
  const tall = { size: 8.5, pad: 3.6, label: 58 };
  fields(
    paper,
    [
      { label: say('paper.product'), value: seals.product.name, span: 2, bold: true },
      { label: say('paper.batch'), value: seals.product.batchNo },
      { label: say('paper.sampling.qty'), value: `${portion.qty} ${portion.unit}` },
      { label: say('paper.samplingNo'), value: seals.number },
      { label: say('paper.sampledOn'), value: seals.sampledOn },
      { label: say('paper.samplingUnit'), value: seals.samplingUnit.name, span: 2 },
      { label: say('paper.officers'), value: seals.officers.map((officer) => officer.name).join('　') },
      { label: say('paper.seal.sampledSign'), value: '' },
      {
        label: say('paper.seal.opened'),
        value: `${say('paper.seal.openedBy')}　　　　　　　　${say('paper.seal.openedAt')}　　　　　　　　${say('paper.seal.why')}`,
        span: 2,
      },
    ],
    2,
    tall,
  );
  paper.text(
    say('paper.seal.warning'),
    paper.left,
    80 * MM - 4 * MM - 10,
    { size: 7, colour: INK.quiet, align: 'center' },
    paper.inner,
  );
}
