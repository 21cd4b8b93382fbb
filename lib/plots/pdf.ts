import type { Paper } from '../pdf/paper.ts';
import { LINE } from '../pdf/paper.ts';
import { dashes, plotTones } from './palette.ts';
import { hatchStrokes, markerOutline, TYPE } from './scene.ts';
import type { Fill, Item, Label, Marker, Rect, Scene, Spot, Stroke, Tone } from './types.ts';

export interface ScenePlace {
  x: number;
  y: number;
  width: number;
  /** Pure grey instead of the colours of the light page. */
  grey?: true;
}

const TITLE = { size: 9.5, weight: 'bold' } as const;
const GAP = 4;

/** Height in points that `drawScene` needs at a width: to ask for room before drawing. */
export function sceneHeight(paper: Paper, scene: Scene, width: number): number {
  return titleHeight(paper, scene, width) + GAP + (scene.height * width) / scene.width;
}

function titleHeight(paper: Paper, scene: Scene, width: number): number {
  return paper.leading(paper.wrap(scene.title, width, TITLE).length, TITLE.size);
}

/** Draws a picture as vectors with its title over it; returns the height used, points. Links and hints are for screens only. */
export function drawScene(paper: Paper, scene: Scene, { x, y, width, grey }: ScenePlace): number {
  const top = y + paper.block(scene.title, x, y, width, TITLE) + GAP;
  const pen = new Pen(paper, { x, y: top, scale: width / scene.width }, grey ? 'grey' : 'light');
  for (const item of scene.items) pen.draw(item);
  return top - y + (scene.height * width) / scene.width;
}

class Pen {
  private readonly paper: Paper;
  private readonly from: { x: number; y: number; scale: number };
  private readonly theme: 'light' | 'grey';

  constructor(paper: Paper, from: { x: number; y: number; scale: number }, theme: 'light' | 'grey') {
    this.paper = paper;
    this.from = from;
    this.theme = theme;
  }

  draw(item: Item): void {
    switch (item.kind) {
      case 'line':
        this.trace([lineSpots(item)], { stroke: item.stroke });
        break;
      case 'polyline':
        this.trace([item.points], { stroke: item.stroke });
        break;
      case 'polygon':
        this.trace([item.points], { ...item, close: true });
        break;
      case 'rect':
        this.trace([corners(item)], { ...item, close: true });
        if (item.hatch) this.trace(hatchStrokes(item, item.hatch.lines), { stroke: { tone: item.hatch.tone } });
        break;
      case 'circle':
        this.disc(item, item.r, item);
        break;
      case 'marker':
        this.mark(item);
        break;
      case 'text':
        this.words(item);
    }
  }

  private mark(item: Marker): void {
    const cross = item.shape === 'cross';
    const look = {
      ...(!cross && { fill: { tone: item.open ? ('paper' as const) : item.tone } }),
      stroke: { tone: item.tone, thick: cross ? 2 : 1.5 },
    };
    if (item.shape === 'circle') this.disc(item, item.size ?? 4, look);
    else this.trace(markerOutline(item), { ...look, ...(!cross && { close: true }) });
  }

  /** Lines through spots, closed and filled where asked. */
  private trace(paths: Spot[][], look: { fill?: Fill; stroke?: Stroke; close?: true }): void {
    this.painted(look, (document) => {
      for (const spots of paths) {
        spots.forEach((spot, n) => {
          if (n === 0) document.moveTo(this.x(spot.x), this.y(spot.y));
          else document.lineTo(this.x(spot.x), this.y(spot.y));
        });
        if (look.close) document.closePath();
      }
    });
  }

  private disc(middle: Spot, r: number, look: { fill?: Fill; stroke?: Stroke }): void {
    this.painted(look, (document) => document.circle(this.x(middle.x), this.y(middle.y), r * this.from.scale));
  }

  private painted(
    { fill, stroke }: { fill?: Fill; stroke?: Stroke },
    outline: (document: PDFKit.PDFDocument) => void,
  ): void {
    if (!fill && !stroke) return;
    this.alone((document) => {
      if (fill) document.fillColor(this.colour(fill.tone)).fillOpacity(fill.strength ?? 1);
      if (stroke) {
        document.strokeColor(this.colour(stroke.tone)).lineWidth((stroke.thick ?? 1) * this.from.scale);
        if (stroke.dash) {
          const lengths = dashes[stroke.dash].map((pixels) => (pixels * this.from.scale).toFixed(3));
          document.addContent(`[${lengths.join(' ')}] 0 d`);
        }
      }
      outline(document);
      if (fill && stroke) document.fillAndStroke();
      else if (fill) document.fill();
      else document.stroke();
    });
  }

  private words({ x, y, text, tone, anchor = 'start', size = TYPE.normal, bold, upwards }: Label): void {
    const points = size * this.from.scale;
    const ink = { size: points, colour: this.colour(tone), ...(bold && { weight: 'bold' as const }) };
    const width = this.paper.measure(text, ink);
    const before = { start: 0, middle: width / 2, end: width }[anchor];
    // Paper.text takes the upper left corner of a line.
    const rise = ((LINE - 1) / 2 + 0.86) * points;
    const [left, base] = [this.x(x), this.y(y)];
    this.alone((document) => {
      if (upwards) document.rotate(-90, { origin: [left, base] });
      this.paper.text(text, left - before, base - rise, ink);
    });
  }

  /** Colours, dashes and turns end with what was drawn. */
  private alone(draw: (document: PDFKit.PDFDocument) => void): void {
    this.paper.document.save();
    draw(this.paper.document);
    this.paper.document.restore();
  }

  private x(pixels: number): number {
    return this.from.x + pixels * this.from.scale;
  }

  private y(pixels: number): number {
    return this.from.y + pixels * this.from.scale;
  }

  private colour(tone: Tone): string {
    return plotTones[tone][this.theme];
  }
}

const lineSpots = ({ x1, y1, x2, y2 }: Extract<Item, { kind: 'line' }>): Spot[] => [
  { x: x1, y: y1 },
  { x: x2, y: y2 },
];

const corners = ({ x, y, width, height }: Rect): Spot[] => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];
