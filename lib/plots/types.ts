import type { Lang } from '../messages/index.ts';

/**
 * A picture as data. Coordinates are pixels of a screen at 100 %, y grows downwards; page (svg.tsx) and paper (pdf.ts) draw the
 * same scene. A meaning is never a colour alone: it also has a shape, a dash, a hatch or a letter.
 */
export interface Scene {
  width: number;
  height: number;
  /** What the picture is, one line; it stands over the picture. */
  title: string;
  /** What can be read from it, in a sentence: for people who do not see it. */
  description: string;
  items: Item[];
  /** The same facts in words. */
  table: SceneTable;
}

export interface SceneTable {
  head: string[];
  rows: string[][];
}

export type Tone =
  | 'ink'
  | 'muted'
  | 'grid'
  | 'paper'
  | 'good'
  | 'warn'
  | 'bad'
  | 'accent'
  | 'series1'
  | 'series2'
  | 'series3'
  | 'series4';
export type Dash = 'dashed' | 'dotted' | 'dashdot';
export type Hatch = 'up' | 'down' | 'cross';
export type MarkerShape = 'circle' | 'square' | 'triangle' | 'down' | 'diamond' | 'cross';

export interface Stroke {
  tone: Tone;
  /** 1 if absent. */
  thick?: number;
  dash?: Dash;
}

export interface Fill {
  tone: Tone;
  /** Opacity, 0 to 1; 1 if absent. */
  strength?: number;
}

export interface Spot {
  x: number;
  y: number;
}

/** What every item may carry: where a click leads and what a pointer reads. */
interface Carried {
  href?: string;
  hint?: string;
}

export type Line = Carried & { kind: 'line'; x1: number; y1: number; x2: number; y2: number; stroke: Stroke };
export type Polyline = Carried & { kind: 'polyline'; points: Spot[]; stroke: Stroke };
export type Polygon = Carried & { kind: 'polygon'; points: Spot[]; fill?: Fill; stroke?: Stroke };
export type Rect = Carried & {
  kind: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
  fill?: Fill;
  stroke?: Stroke;
  /** Strokes over the ground: a meaning that grey paper keeps. */
  hatch?: { lines: Hatch; tone: Tone };
};
export type Circle = Carried & { kind: 'circle'; x: number; y: number; r: number; fill?: Fill; stroke?: Stroke };
export type Marker = Carried & {
  kind: 'marker';
  x: number;
  y: number;
  shape: MarkerShape;
  tone: Tone;
  /** Open marks show the ground inside. */
  open?: true;
  /** Half of the mark's width; 4 if absent. */
  size?: number;
};
/** `x`, `y`: the anchor on the base line. */
export type Label = Carried & {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  tone: Tone;
  anchor?: 'start' | 'middle' | 'end';
  /** 12 if absent, never below 11. */
  size?: number;
  bold?: true;
  /** Turned to run upwards (−90°) around its anchor. */
  upwards?: true;
};
export type Item = Line | Polyline | Polygon | Rect | Circle | Marker | Label;

/** How a picture is to be drawn: the words' language and the width in pixels (720 if absent; about 340 for a phone). */
export interface PlotOptions {
  lang: Lang;
  width?: number;
}

export type * from './data.ts';
