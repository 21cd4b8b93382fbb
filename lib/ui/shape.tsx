import type { JSX } from 'preact';

/** Outlines on a 16 × 16 grid. */
const RING = 'M8 2.4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 8 2.4z';
const DISC = 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8z';
const CROSS = 'M3.6 3.6l8.8 8.8M12.4 3.6l-8.8 8.8';
const TICK = 'M2.6 8.6l3.6 3.7 7.2-8.2';

interface Drawing {
  line?: string;
  fill?: string;
  dashed?: true;
}

/** Each shape is named by the character it looks like, but drawn: it stands in no font of an old office PC or phone. */
const drawings = {
  '○': { line: RING },
  '●': { fill: DISC },
  '◐': { line: RING, fill: 'M8 2.4v11.2A5.6 5.6 0 0 1 8 2.4z' },
  '◑': { line: RING, fill: 'M8 2.4a5.6 5.6 0 0 1 0 11.2z' },
  '◔': { line: RING, fill: 'M8 8V2.4A5.6 5.6 0 0 1 13.6 8z' },
  '◕': { line: RING, fill: 'M8 8H2.4A5.6 5.6 0 1 0 8 2.4z' },
  '◉': { line: RING, fill: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z' },
  '◌': { line: RING, dashed: true },
  '◷': { line: `${RING}M8 4.8V8l2.3 1.6` },
  '✔': { line: TICK },
  '✓': { line: TICK },
  '✕': { line: CROSS },
  '✗': { line: CROSS },
  '▲': { fill: 'M8 1.8l6.8 12.4H1.2z' },
  '■': { fill: 'M2.6 2.6h10.8v10.8H2.6z' },
  '◇': { line: 'M8 2l6 6-6 6-6-6z' },
  '◆': { fill: 'M8 1.4L14.6 8 8 14.6 1.4 8z' },
  '‖': { line: 'M5.6 2.8v10.4M10.4 2.8v10.4' },
  '↩': { line: 'M6.4 3L2.8 6.6l3.6 3.6M3.2 6.6h6.4a3.4 3.4 0 0 1 0 6.8H6.4' },
  '!': { line: 'M8 2v7.6M8 13v.6' },
  '?': { line: 'M4.8 5.4a3.2 3.2 0 1 1 4.7 2.8c-1 .6-1.5 1-1.5 2.2M8 13.4v.4' },
  '…': { fill: 'M1.6 7h2.6v2.6H1.6zM6.7 7h2.6v2.6H6.7zM11.8 7h2.6v2.6h-2.6z' },
  '·': { fill: 'M8 5.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z' },
} as const satisfies Record<string, Drawing>;

export type ShapeName = keyof typeof drawings;

/** The shape of a state, hidden from screen readers because a word follows it; in the colour of that word. */
export function Shape({ name }: { name: ShapeName }): JSX.Element {
  const { line, fill, dashed }: Drawing = drawings[name];
  return (
    <svg class="shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {fill ? <path d={fill} fill="currentColor" /> : null}
      {line ? (
        <path
          d={line}
          fill="none"
          stroke="currentColor"
          stroke-width="1.8"
          stroke-linecap="round"
          stroke-linejoin="round"
          stroke-dasharray={dashed ? '1.6 2.8' : undefined}
        />
      ) : null}
    </svg>
  );
}
