import { nameSize } from './name-size.ts';
import type { Paper } from './paper.ts';
import { INK } from './paper.ts';
import type { Meaning } from './words.ts';
import { chinaTime, say } from './words.ts';

/** A signature as a paper shows it: printed name, time with zone and meaning (21 CFR 11.50, EU GMP Annex 11 §14). */
export interface PaperSignature {
  meaning: Meaning;
  name: string;
  /** UTC ISO time. */
  at: string;
  /** In whose place a named deputy signed. */
  for?: string;
}

export const SIGNATURE_HEIGHT = 62;

/** A row of signatures side by side from the cursor on, each under its title; one that is still missing leaves its place empty. */
export function drawSignatures(paper: Paper, parts: [string, PaperSignature | undefined][]): void {
  const wide = paper.inner / parts.length;
  parts.forEach(([title, signature], index) => {
    const x = paper.left + index * wide;
    if (index > 0) paper.rule(x, paper.y, x, paper.y + SIGNATURE_HEIGHT);
    paper.text(title, x + 7, paper.y + 6, { size: 8.5, colour: INK.quiet });
    if (!signature) return;
    paper.text(
      signature.name,
      x,
      paper.y + 12,
      { size: nameSize(paper, signature.name, 13, wide - 70), weight: 'bold', align: 'center' },
      wide,
    );
    paper.text(say('paper.report.signed', { at: chinaTime(signature.at) }), x + 7, paper.y + 34, { size: 7 });
    const meaning = say('paper.report.meaning', { meaning: say(`paper.meaning.${signature.meaning}`) });
    paper.text(
      signature.for === undefined ? meaning : `${meaning}${say('paper.report.signedFor', { name: signature.for })}`,
      x + 7,
      paper.y + 46,
      { size: 7 },
    );
  });
  paper.y += SIGNATURE_HEIGHT;
}
