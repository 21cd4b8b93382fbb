import type { FormulaNode } from '../core/formula-show.ts';
import { plain } from '../core/formula-show.ts';
import type { Paper } from './paper.ts';

/** The room of a drawn formula around its base line, points. */
interface Extent {
  width: number;
  above: number;
  below: number;
}

/** Height of the fraction bar over the base line, space around it, size of exponents and lowered letters; shares of the type size. */
const AXIS = 0.32;
const GAP = 0.14;
const SMALL = 0.66;
/** A formula shrunk below this share of its size is wrapped plain text instead. */
const SMALLEST = 0.68;

/**
 * Draws formulas side by side as people write them, `top` being their upper edge; smaller if they are too wide, and as wrapped
 * plain text if they would become too small to read. Returns the height used.
 */
export function drawFormula(
  paper: Paper,
  node: FormulaNode,
  x: number,
  top: number,
  width: number,
  size = 9.5,
): number {
  const scale = scaleOf(paper, node, width, size);
  if (scale < SMALLEST) return paper.block(plain(node), x, top, width, { size: size * 0.9 });
  const fit = extent(paper, node, size * scale);
  set(paper, node, x, top + fit.above, size * scale);
  return fit.above + fit.below;
}

/** The room that `drawFormula` takes inside a width. */
export function formulaSize(
  paper: Paper,
  node: FormulaNode,
  width: number,
  size = 9.5,
): { width: number; height: number } {
  const scale = scaleOf(paper, node, width, size);
  if (scale < SMALLEST) {
    const ink = { size: size * 0.9 };
    return { width, height: paper.leading(paper.wrap(plain(node), width, ink).length, ink.size) };
  }
  const fit = extent(paper, node, size * scale);
  return { width: fit.width, height: fit.above + fit.below };
}

function scaleOf(paper: Paper, node: FormulaNode, width: number, size: number): number {
  return Math.min(1, width / extent(paper, node, size).width);
}

/** A fraction over or under a fraction: its bar is longer and heavier than theirs, so that one sees which divides last. */
function isTower(node: FormulaNode): boolean {
  return node.kind === 'fraction' && (holdsFraction(node.top) || holdsFraction(node.bottom));
}

function holdsFraction(node: FormulaNode): boolean {
  return node.kind === 'fraction' || (node.kind === 'row' && node.items.some(holdsFraction));
}

function gapOf(node: FormulaNode): number {
  return isTower(node) ? 0.26 : GAP;
}

/** The size of an exponent: a fraction up there stays large enough to read. */
function raisedSize(exponent: FormulaNode, size: number): number {
  return size * (holdsFraction(exponent) ? 0.85 : SMALL);
}

function extent(paper: Paper, node: FormulaNode, size: number): Extent {
  switch (node.kind) {
    case 'text':
      return { width: paper.measure(node.text, { size }), above: 0.95 * size, below: 0.3 * size };
    case 'sub':
      return {
        width: paper.measure(node.base, { size }) + paper.measure(node.sub, { size: size * SMALL }),
        above: 0.95 * size,
        below: 0.42 * size,
      };
    case 'row': {
      const parts = node.items.map((item) => extent(paper, item, size));
      return {
        width: parts.reduce((sum, part) => sum + part.width, 0),
        above: Math.max(0, ...parts.map((part) => part.above)),
        below: Math.max(0, ...parts.map((part) => part.below)),
      };
    }
    case 'fraction': {
      const [over, under] = [extent(paper, node.top, size), extent(paper, node.bottom, size)];
      return {
        width: Math.max(over.width, under.width) + (isTower(node) ? 1.8 : 0.6) * size,
        above: (AXIS + gapOf(node)) * size + over.above + over.below,
        below: under.above + under.below + (gapOf(node) - AXIS) * size,
      };
    }
    case 'power': {
      const [base, exponent] = [
        extent(paper, node.base, size),
        extent(paper, node.exponent, raisedSize(node.exponent, size)),
      ];
      return {
        width: base.width + exponent.width,
        above: Math.max(
          base.above,
          base.above - 0.45 * size + exponent.above + (holdsFraction(node.exponent) ? exponent.below - 0.25 * size : 0),
        ),
        below: base.below,
      };
    }
    case 'root': {
      const body = extent(paper, node.body, size);
      return { width: body.width + 0.9 * size, above: body.above + 0.12 * size, below: body.below };
    }
  }
}

/** Draws a node with its base line at `base`. */
function set(paper: Paper, node: FormulaNode, x: number, base: number, size: number): void {
  const room = extent(paper, node, size);
  switch (node.kind) {
    case 'text':
      letter(paper, node.text, x, base, size);
      return;
    case 'sub':
      letter(paper, node.base, x, base, size);
      letter(paper, node.sub, x + paper.measure(node.base, { size }), base + 0.18 * size, size * SMALL);
      return;
    case 'row': {
      let at = x;
      for (const item of node.items) {
        set(paper, item, at, base, size);
        at += extent(paper, item, size).width;
      }
      return;
    }
    case 'fraction': {
      const [over, under] = [extent(paper, node.top, size), extent(paper, node.bottom, size)];
      const bar = base - AXIS * size;
      const gap = gapOf(node) * size;
      set(paper, node.top, x + (room.width - over.width) / 2, bar - gap - over.below, size);
      set(paper, node.bottom, x + (room.width - under.width) / 2, bar + gap + under.above, size);
      paper.rule(x + 0.12 * size, bar, x + room.width - 0.12 * size, bar, isTower(node) ? 1.1 : 0.6);
      return;
    }
    case 'power': {
      const wide = extent(paper, node.base, size);
      set(paper, node.base, x, base, size);
      const small = raisedSize(node.exponent, size);
      const lift = holdsFraction(node.exponent) ? extent(paper, node.exponent, small).below - 0.25 * size : 0;
      set(paper, node.exponent, x + wide.width, base - wide.above + 0.45 * size - lift, small);
      return;
    }
    case 'root': {
      const [head, foot] = [base - room.above + 0.06 * size, base + room.below - 0.08 * size];
      paper.rule(x + 0.1 * size, base - 0.3 * size, x + 0.28 * size, base - 0.36 * size, 0.6);
      paper.rule(x + 0.28 * size, base - 0.36 * size, x + 0.5 * size, foot, 0.9);
      paper.rule(x + 0.5 * size, foot, x + 0.75 * size, head, 0.6);
      paper.rule(x + 0.75 * size, head, x + room.width, head, 0.6);
      set(paper, node.body, x + 0.8 * size, base, size);
      return;
    }
  }
}

function letter(paper: Paper, text: string, x: number, base: number, size: number): void {
  paper.text(text, x, base - 1.07 * size, { size });
}
