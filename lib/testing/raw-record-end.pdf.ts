import { fields } from '../pdf/fields.ts';
import type { Paper } from '../pdf/paper.ts';
import { INK, MM } from '../pdf/paper.ts';
import { drawSignatures, SIGNATURE_HEIGHT } from '../pdf/signatures.ts';
import { table } from '../pdf/table.ts';
import { chinaTime, say } from '../pdf/words.ts';
import type { RawRecord, RecordChange, RecordFile, RecordOverride } from './raw-record.pdf.ts';
import { part, raised } from './raw-record-readings.pdf.ts';

/** Longer computed values are cut on paper, never rounded. */
const DIGITS = 16;

/** A requirement that takes a row of its own. */
const isLong = (limitText: string): boolean => limitText.length > 22;

/** What result and signatures need: they stay on one page, unless the list of changes or the pictures come between. */
export function endHeight(record: RawRecord): number {
  const { changes, overrides, attachments, item } = record;
  const result =
    (record.blank ? 86 : 90) + (isLong(item.limitText) ? 22 + 12 * Math.floor(item.limitText.length / 46) : 0);
  return changes.length === 0 && overrides.length === 0 && attachments.length === 0
    ? result + 24 + SIGNATURE_HEIGHT
    : result;
}

/** How a rounded or a full value was compared; USP rounds a five up. */
function comparison({ compare, constants }: RawRecord['item']): string {
  return say(
    compare === 'rounded' && constants['scheme'] === 'usp'
      ? 'paper.record.compare.usp'
      : `paper.record.compare.${compare}`,
  );
}

/** Computed, rounded and reported value, the comparison rule and the verdict; empty places on a blank form. */
export function drawResult(paper: Paper, record: RawRecord): void {
  const { item, outcome } = record;
  const result = record.blank ? undefined : outcome?.result;
  const verdict = record.blank ? undefined : outcome?.verdict;
  part(paper, say('paper.record.result'), endHeight(record));
  fields(
    paper,
    [
      { label: say('paper.record.exact'), value: cut(result?.exact ?? '') },
      { label: say('paper.record.rounded'), value: result?.rounded ?? '' },
      {
        label: say('paper.record.reported'),
        value: result
          ? [result.text, item.unit && /\d$/.test(result.text) ? item.unit : ''].filter(Boolean).join(' ')
          : '',
        bold: true,
      },
      { label: say('paper.record.verdict'), value: verdict ? say(`paper.verdict.${verdict.verdict}`) : '', bold: true },
      { label: say('paper.record.compare'), value: comparison(item) },
      { label: say('paper.record.limit'), value: item.limitText, span: isLong(item.limitText) ? 2 : 1 },
      ...(!record.blank && outcome && outcome.missing.length > 0
        ? [
            {
              label: say('paper.record.missing'),
              value: outcome.missing.map((gap) => gap.label.zh).join('、'),
              span: 2,
            },
          ]
        : []),
    ],
    2,
    { size: 8.5, pad: record.blank ? 5 : 3, label: 66 },
  );
}

function cut(exact: string): string {
  return exact.length > DIGITS ? `${exact.slice(0, DIGITS)}…` : exact;
}

/** The annex of changed values, numbered as the Δ marks are; it says so when nothing was changed. */
export function drawChanges(paper: Paper, changes: RecordChange[]): void {
  if (changes.length === 0) {
    paper.room(16);
    paper.text(say('paper.record.noChanges'), paper.left, paper.y + 4, { size: 8, colour: INK.quiet });
    paper.y += 16;
    return;
  }
  part(paper, say('paper.record.changes'));
  const columns = [
    { title: 'Δ', share: 6, align: 'center' as const },
    { title: say('paper.record.field'), share: 20 },
    { title: say('paper.record.old'), share: 14, align: 'center' as const },
    { title: say('paper.record.new'), share: 14, align: 'center' as const },
    { title: say('paper.record.who'), share: 11, align: 'center' as const },
    { title: say('paper.record.when'), share: 16 },
    { title: say('paper.record.why'), share: 19 },
  ];
  table(
    paper,
    columns,
    changes.map((change, index) => ({
      cells: [
        `Δ${raised(index + 1)}`,
        change.label,
        change.old,
        change.new,
        change.who,
        chinaTime(change.at),
        change.why,
      ],
    })),
    { size: 8, pad: 3 },
  );
}

/** What two persons set aside, always printed with both names, times and reasons (17025 7.2.1.7). */
export function drawOverrides(paper: Paper, overrides: RecordOverride[]): void {
  if (overrides.length === 0) return;
  part(paper, say('paper.record.overrides'));
  const columns = [
    { title: say('paper.record.overrideReason'), share: 36 },
    { title: say('paper.record.overrideAsked'), share: 32 },
    { title: say('paper.record.overrideDecided'), share: 32 },
  ];
  table(
    paper,
    columns,
    overrides.map(({ reason, asked, decided }) => ({ cells: [reason, asked, decided] })),
    { size: 8, pad: 3 },
  );
}

/** 检验结果异常调查 of the record: whether it counts, and what they came to. */
export function drawInvestigations(paper: Paper, lines: readonly string[]): void {
  if (lines.length === 0) return;
  part(paper, say('paper.record.investigations'));
  for (const line of lines) paper.y += paper.block(line, paper.left, paper.y, paper.inner, { size: 8.5 }) + 3;
}

/** Attachments with their hashes and pictures, then the signatures. */
export function drawEnd(paper: Paper, record: RawRecord): void {
  if (record.attachments.length > 0) drawFiles(paper, record.attachments);
  if (!paper.room(SIGNATURE_HEIGHT + 24)) paper.y += 9;
  const top = paper.y;
  drawSignatures(paper, [
    [say('paper.record.analyst'), record.signatures.test],
    [say('paper.record.reviewer'), record.signatures.review],
  ]);
  paper.frame({ x: paper.left, y: top, width: paper.inner, height: SIGNATURE_HEIGHT }, 0.9);
  paper.text(say('paper.rest'), paper.left, paper.y + 5, { size: 9, align: 'center' }, paper.inner);
}

const PICTURE = { width: 82 * MM, height: 62 * MM, gap: 6 * MM, caption: 14 };

function drawFiles(paper: Paper, files: RecordFile[]): void {
  part(paper, say('paper.record.attachments'));
  table(
    paper,
    [
      { title: say('paper.record.file'), share: 26 },
      { title: say('paper.record.fileNote'), share: 26 },
      { title: say('paper.record.hash'), share: 48 },
    ],
    files.map(({ name, note = '', withdrawn, hash }) => ({
      cells: [name, [note, withdrawn].filter(Boolean).join('；'), hash],
    })),
    { size: 7.5, pad: 3 },
  );
  paper.y += 6;
  const pictures = files.filter((file) => file.picture !== undefined);
  pictures.forEach((file, i) => {
    const column = i % 2;
    if (column === 0) paper.room(PICTURE.height + PICTURE.caption + 4);
    const box = { x: paper.left + column * (PICTURE.width + PICTURE.gap), y: paper.y, ...PICTURE };
    if (file.picture) paper.picture(file.picture, box);
    paper.frame(box, 0.4);
    const caption = file.note ? `${file.name}　${file.note}` : file.name;
    const [line = ''] = paper.wrap(caption, PICTURE.width, { size: 7.5 });
    paper.text(line, box.x, box.y + PICTURE.height + 2, { size: 7.5, align: 'center' }, PICTURE.width);
    if (column === 1 || i === pictures.length - 1) paper.y += PICTURE.height + PICTURE.caption + 4;
  });
}
