/** Pictures of scores and the verdict that they draw. */
export { scoreHistory } from './history.ts';
export { rankedBars } from './ranked.ts';
export { scoreVerdict, zBounds } from './score-axis.ts';
