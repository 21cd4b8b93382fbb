import type { Dash, Tone } from './types.ts';

/**
 * Colours of the tones, by Okabe and Ito's set for colour-blind readers, darkened (lightened) until text in them has a contrast of
 * 4.5 on the sheet. app.css holds the same values as `--plot-<tone>`.
 */
export const plotTones: Record<Tone, { light: string; dark: string; grey: string }> = {
  ink: { light: '#1c2733', dark: '#e3e9f1', grey: '#111111' },
  muted: { light: '#566272', dark: '#a3afbf', grey: '#555555' },
  grid: { light: '#d5dbe3', dark: '#344253', grey: '#cccccc' },
  paper: { light: '#ffffff', dark: '#18212c', grey: '#ffffff' },
  good: { light: '#007a5a', dark: '#4fd1a5', grey: '#666666' },
  warn: { light: '#8a5e00', dark: '#f0b63c', grey: '#444444' },
  bad: { light: '#b84300', dark: '#ff9157', grey: '#000000' },
  accent: { light: '#0067a3', dark: '#6cc0f2', grey: '#222222' },
  series1: { light: '#0067a3', dark: '#6cc0f2', grey: '#222222' },
  series2: { light: '#b84300', dark: '#ff9157', grey: '#555555' },
  series3: { light: '#007a5a', dark: '#4fd1a5', grey: '#6e6e6e' },
  series4: { light: '#92477b', dark: '#e3a0c8', grey: '#000000' },
};

/** Pixels drawn and left out. */
export const dashes: Record<Dash, number[]> = { dashed: [6, 4], dotted: [1.5, 3], dashdot: [8, 3, 2, 3] };

/** The style rules of the tones for light and dark pages; app.css holds exactly this text. */
export function plotCss(): string {
  const rule = (theme: 'light' | 'dark') =>
    Object.entries(plotTones)
      .map(([tone, colours]) => `--plot-${tone}:${colours[theme]}`)
      .join(';');
  return `.plot{${rule('light')}}\n[data-bs-theme=dark] .plot{${rule('dark')}}`;
}
