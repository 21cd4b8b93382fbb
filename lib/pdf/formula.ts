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
  const full = extent(paper, node, size);
  const scale = Math.min(1, width / full.width);
  if (scale < 0.68) return paper.block(plain(node), x, top, width, { size: size * 0.9 });
  const fit = scale === 1 ? full : extent(paper, node, size * scale);
  set(paper, node, x, top + fit.above, size * scale);
  return fit.above + fit.below;
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
        width: Math.max(over.width, under.width) + 0.6 * size,
        above: (AXIS + GAP) * size + over.above + over.below,
        below: under.above + under.below + (GAP - AXIS) * size,
      };
    }
    case 'power': {
      const [base, exponent] = [extent(paper, node.base, size), extent(paper, node.exponent, size * SMALL)];
      return {
        width: base.width + exponent.width,
        above: Math.max(base.above, base.above - 0.45 * size + exponent.above),
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
      set(paper, node.top, x + (room.width - over.width) / 2, bar - GAP * size - over.below, size);
      set(paper, node.bottom, x + (room.width - under.width) / 2, bar + GAP * size + under.above, size);
      paper.rule(x + 0.12 * size, bar, x + room.width - 0.12 * size, bar, 0.6);
      return;
    }
    case 'power': {
      const wide = extent(paper, node.base, size);
      set(paper, node.base, x, base, size);
      set(paper, node.exponent, x + wide.width, base - wide.above + 0.45 * size, size * SMALL);
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
