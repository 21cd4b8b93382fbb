import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { Catalogue } from '../../catalogue/index.ts';
import type { Readings } from '../../forms/index.ts';
import type { Cast, Product } from '../materials.ts';
import type { Player } from '../player.ts';
import type { InUse } from '../registers.ts';
import { chinaMoment } from '../workdays.ts';

/** Somebody's act at a time (UTC milliseconds). */
export interface Step {
  at: number;
  run(): Promise<unknown>;
}

/** What the rooms of the quality department are furnished with. */
export interface Furnishing {
  player: Player;
  cast: Cast;
  catalogue: Catalogue;
  root: string;
  /** Read only: what a label or a list shows that no page of the player has. */
  db: Knex;
  inUse: InUse;
  products: readonly Product[];
  /** Head of a raw record that names instruments and materials. */
  head: Readings;
  /** Working days, oldest first; the last one is today. */
  days: string[];
  today: string;
}

export interface Saved {
  id: string;
  version: number;
}

/** Data of a room (lib/demo/rooms/<name>.json). */
export const roomData = <T>({ root }: Pick<Furnishing, 'root'>, name: string): T =>
  JSON.parse(readFileSync(join(root, 'lib', 'demo', 'rooms', `${name}.json`), 'utf8')) as T;

/** A working day so many before today. */
export const dayBack = ({ days }: Pick<Furnishing, 'days'>, back: number): string =>
  days[Math.max(0, days.length - 1 - back)] ?? '';

/** An act on a working day before today, at minutes after midnight in China; none where the demo does not look back so far. */
export const onDay = (
  furnishing: Pick<Furnishing, 'days'>,
  back: number,
  minutes: number,
  run: (day: string) => Promise<unknown>,
): Step[] => {
  const day = furnishing.days[furnishing.days.length - 1 - back];
  return day === undefined ? [] : [{ at: chinaMoment(day, minutes), run: () => run(day) }];
};

export const QUALITY = 'zhiliang';
export const TECHNICAL = 'jishu';
export const HEAD = 'zhuren';

/** A paper of one page that says what it is: an example. */
export const examplePaper = (name: string) => ({ name, type: 'application/pdf', data: PAPER });

const drawn = 'BT /F1 24 Tf 72 720 Td (EXAMPLE) Tj ET';
const objects = [
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
  `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
  '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
];

function pdfOf(bodies: readonly string[]): string {
  let text = '%PDF-1.4\n';
  const starts = bodies.map((body, i) => {
    const start = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = bodies.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`;
}

const PAPER = Buffer.from(pdfOf(objects), 'latin1').toString('base64');
