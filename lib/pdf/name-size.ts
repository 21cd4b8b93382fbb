import type { Paper } from './paper.ts';

/** The type size, `size` at most, at which a bold name fits a width. */
export function nameSize(paper: Paper, name: string, size: number, width: number): number {
  return Math.min(size, (size * width) / Math.max(1, paper.measure(name, { size, weight: 'bold' })));
}
