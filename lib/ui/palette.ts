import type { ShapeName } from './shape.tsx';

/**
 * The one palette of states: word + shape + colour (a state is never told by colour alone).
 * The words are messages `state.<name>`; the colours reach the page as the classes `tone-<tone>` that
 * `paletteCss` writes and app.css carries between its palette marks.
 */
export interface Ink {
  /** Text and shape. */
  ink: string;
  /** Background of the pill; `ink` on `ground` has a contrast of at least 4.5 (WCAG AA). */
  ground: string;
}

export interface Tone {
  light: Ink;
  dark: Ink;
}

export const tones = {
  grey: { light: { ink: '#4b5563', ground: '#eef0f3' }, dark: { ink: '#b6c0cf', ground: '#2a3342' } },
  blue: { light: { ink: '#1d4f9e', ground: '#e6effb' }, dark: { ink: '#93c0ff', ground: '#182c4d' } },
  violet: { light: { ink: '#5f3dab', ground: '#efeafb' }, dark: { ink: '#c4b0ff', ground: '#2e2550' } },
  teal: { light: { ink: '#0b6260', ground: '#dff3f1' }, dark: { ink: '#6fd8cf', ground: '#0f3536' } },
  green: { light: { ink: '#1f6433', ground: '#e2f4e6' }, dark: { ink: '#7fdb97', ground: '#143521' } },
  red: { light: { ink: '#a81e24', ground: '#fdeaea' }, dark: { ink: '#ff9c9c', ground: '#48191d' } },
  orange: { light: { ink: '#9a3d06', ground: '#feeee0' }, dark: { ink: '#ffb27a', ground: '#462410' } },
  amber: { light: { ink: '#7a4f00', ground: '#fdf3d3' }, dark: { ink: '#f5cb5c', ground: '#3d2f0b' } },
} as const satisfies Record<string, Tone>;

export type ToneName = keyof typeof tones;

export interface StateLook {
  tone: ToneName;
  /** Drawn beside the word, see shape.tsx. */
  shape: ShapeName;
  struck?: true;
}

export const stateLooks = {
  // Samplings
  draft: { tone: 'grey', shape: '◌' },
  sampled: { tone: 'blue', shape: '◔' },
  received: { tone: 'teal', shape: '●' },
  refused: { tone: 'red', shape: '▲' },
  void: { tone: 'grey', shape: '✕', struck: true },
  // Samples
  accepted: { tone: 'grey', shape: '○' },
  assigned: { tone: 'grey', shape: '◔' },
  testing: { tone: 'blue', shape: '◐' },
  tested: { tone: 'violet', shape: '◕' },
  approved: { tone: 'teal', shape: '◉' },
  issued: { tone: 'green', shape: '✔' },
  terminated: { tone: 'grey', shape: '✕', struck: true },
  // Tests
  unassigned: { tone: 'grey', shape: '○' },
  submitted: { tone: 'violet', shape: '◑' },
  returned: { tone: 'orange', shape: '↩' },
  reviewed: { tone: 'teal', shape: '●' },
  locked: { tone: 'green', shape: '■' },
  suspended: { tone: 'amber', shape: '‖' },
  asked: { tone: 'violet', shape: '◑' },
  declined: { tone: 'orange', shape: '✕' },
  // Reports and cases
  drafted: { tone: 'violet', shape: '◑' },
  withdrawn: { tone: 'grey', shape: '✕', struck: true },
  opened: { tone: 'orange', shape: '!' },
  notified: { tone: 'teal', shape: '●' },
  // Portions
  sealed: { tone: 'grey', shape: '◇' },
  'in-test': { tone: 'blue', shape: '◐' },
  retained: { tone: 'teal', shape: '◆' },
  'handed-over': { tone: 'violet', shape: '◑' },
  disposed: { tone: 'grey', shape: '✕', struck: true },
  // Clocks
  running: { tone: 'blue', shape: '◔' },
  done: { tone: 'green', shape: '✔' },
  cancelled: { tone: 'grey', shape: '✕', struck: true },
  'on-time': { tone: 'grey', shape: '◷' },
  amber: { tone: 'amber', shape: '◔' },
  late: { tone: 'orange', shape: '!' },
  // Verdicts
  conforms: { tone: 'green', shape: '✔' },
  fails: { tone: 'red', shape: '▲' },
  undecided: { tone: 'amber', shape: '…' },
  // Accounts and definitions
  proposed: { tone: 'violet', shape: '◑' },
  released: { tone: 'green', shape: '✔' },
  dropped: { tone: 'grey', shape: '✕', struck: true },
  active: { tone: 'green', shape: '●' },
  inactive: { tone: 'grey', shape: '✕', struck: true },
  expired: { tone: 'orange', shape: '!' },
} as const satisfies Record<string, StateLook>;

export type StateName = keyof typeof stateLooks;

/** Whether a text from the database is a state that has a look. */
export function isStateName(name: string): name is StateName {
  return Object.hasOwn(stateLooks, name);
}

/** The style rules of all tones for light and dark pages; app.css holds exactly this text. */
export function paletteCss(): string {
  const rules = (theme: 'light' | 'dark', prefix: string): string[] =>
    Object.entries(tones).map(
      ([name, tone]) => `${prefix}.tone-${name}{--ink:${tone[theme].ink};--ground:${tone[theme].ground}}`,
    );
  return [...rules('light', ''), ...rules('dark', '[data-bs-theme=dark] ')].join('\n');
}

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const part = (from: number): number => {
    const c = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}
