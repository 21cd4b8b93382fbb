import { t } from '../messages/index.ts';
import { code128, dataMatrix } from '../pdf/code.ts';
import { type LabelSurface, labelsPdf } from '../pdf/label.ts';
import { MM, openPaper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';

/** The label of a unit: its blind code and what everybody may know. Neither sample, laboratory nor order can be read from it. */
export interface UnitLabel {
  code: string;
  schemeNo: string;
  storage: string | null;
}

const SIZE: [number, number] = [60 * MM, 40 * MM];
const LEFT = 2.5 * MM;
const INNER = SIZE[0] - 2 * LEFT;
const MATRIX = 11 * MM;

/** 比对样品标签, 60 × 40 mm, one a page, in the order of the codes. @throws Refusal `paper.glyph`, `paper.wide` */
export async function unitLabelsPdf(
  labels: readonly UnitLabel[],
  meta: { author: string; created: string },
): Promise<Buffer> {
  const draws = await Promise.all(labels.map(prepared));
  const title = t('zh', 'comparison.paper.labels');
  return labelsPdf({ ...meta, title, number: labels[0]?.schemeNo ?? '', size: SIZE }, draws);
}

async function prepared({ code, schemeNo, storage }: UnitLabel): Promise<(surface: LabelSurface) => void> {
  const [bars, matrix] = [await code128(code), await dataMatrix(code)];
  return (surface) => {
    const shrunk = (text: string, size: number, width = INNER) =>
      Math.min(size, (size * width) / surface.measure(text, size));
    surface.text(t('zh', 'comparison.paper.unit'), LEFT, 12.5, 10, 'bold');
    const number = say('paper.colon', { label: t('zh', 'field.schemeNo'), value: schemeNo });
    surface.rule(LEFT, 16.5, LEFT + INNER, 16.5);
    surface.text(number, LEFT, 27, shrunk(number, 8, INNER - MATRIX - MM));
    const kept = storage === null ? '' : say('paper.colon', { label: t('zh', 'field.storage'), value: storage });
    if (kept !== '') surface.text(kept, LEFT, 38, shrunk(kept, 7.5, INNER - MATRIX - MM));
    surface.text(code, LEFT, 59, 15, 'bold');
    surface.symbol(matrix, code, { x: LEFT + INNER - MATRIX, y: 21, width: MATRIX, height: MATRIX });
    surface.symbol(bars, code, { x: LEFT, y: 67, width: INNER, height: 32 });
    surface.text(code, LEFT + (INNER - surface.measure(code, 8.5)) / 2, 109, 8.5);
  };
}

export interface PackingPaper {
  institute: string;
  schemeNo: string;
  name: string;
  storage: string | null;
  rows: { organisation: string; labCode: string; units: { sample: string; code: string }[] }[];
  spare: { sample: string; code: string }[];
  created: string;
}

/** Which unit goes to which laboratory: for the organiser alone, kept sealed until the closing time. @throws Refusal `paper.glyph` */
export async function packingPdf(packing: PackingPaper): Promise<Buffer> {
  const title = t('zh', 'comparison.paper.packing');
  const paper = await openPaper({
    title: `${title} ${packing.schemeNo}`,
    number: packing.schemeNo,
    author: packing.institute,
    created: packing.created,
  });
  paper.text(packing.institute, paper.left, paper.y, { size: 12, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 20, { size: 17, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 50;
  paper.y += paper.block(`${packing.schemeNo} ${packing.name}`, paper.left, paper.y, paper.inner, { size: 10.5 }) + 4;
  paper.y += paper.block(t('zh', 'comparison.paper.packingNote'), paper.left, paper.y, paper.inner, { size: 9 }) + 8;
  const units = (list: { sample: string; code: string }[]) =>
    list.map(({ sample, code }) => `${sample}：${code}`).join('　');
  table(
    paper,
    [
      { title: t('zh', 'comparison.laboratory'), share: 4 },
      { title: t('zh', 'comparison.labCode'), share: 1.4, align: 'center' },
      { title: t('zh', 'comparison.units'), share: 4 },
      { title: t('zh', 'comparison.paper.packed'), share: 1.6 },
    ],
    packing.rows.map((row) => ({ cells: [row.organisation, row.labCode, units(row.units), ''] })),
    { least: 24 },
  );
  paper.y += 10;
  if (packing.spare.length > 0)
    paper.y += paper.block(
      `${t('zh', 'comparison.unitsFree')}：${units(packing.spare)}`,
      paper.left,
      paper.y,
      paper.inner,
      { size: 8.5 },
    );
  paper.onEveryPage((page, pages) =>
    paper.text(
      `${packing.schemeNo}　${say('paper.page', { page, pages })}`,
      paper.left,
      paper.height - 13 * MM,
      { size: 8, align: 'right' },
      paper.inner,
    ),
  );
  return paper.finish();
}
