/** One line of the table: medians in milliseconds, side by side in one run. */
export interface Line {
  measure: string;
  engine: string;
  ours: number;
  floor: number | null;
  ratio: number | null;
  /** Ours at the larger size divided by ours at the smaller one. */
  growth: number | null;
  samples: number;
}

export interface Pair {
  measure: string;
  engine: string;
  times: number;
  /** How many units of work one call does; figures are for one unit. */
  units?: number;
  /** What must be arranged before each call; not timed. */
  before?: () => Promise<void>;
  ours: () => Promise<unknown>;
  floor?: () => Promise<unknown>;
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Times ours and the floor by turns, after one warm-up of each, and answers with their medians. */
export async function compare({ measure, engine, times, units = 1, before, ours, floor }: Pair): Promise<Line> {
  const [mine, bare]: [number[], number[]] = [[], []];
  for (let i = 0; i <= times; i += 1) {
    await before?.();
    const own = (await timed(ours)) / units;
    const other = floor ? (await timed(floor)) / units : 0;
    if (i === 0) continue;
    mine.push(own);
    bare.push(other);
  }
  const [a, b] = [median(mine), floor ? median(bare) : null];
  return { measure, engine, ours: a, floor: b, ratio: b === null ? null : a / b, growth: null, samples: times };
}

const cell = (value: number | null, digits: number): string =>
  (value === null ? '—' : value.toFixed(digits)).padStart(10);

export const heading = `${'measure'.padEnd(58)}${'engine'.padEnd(10)}${'ours ms'.padStart(10)}${'floor ms'.padStart(10)}${'ratio ×'.padStart(10)}${'growth ×'.padStart(10)}`;
export const row = ({ measure, engine, ours, floor, ratio, growth }: Line): string =>
  measure.padEnd(58) + engine.padEnd(10) + cell(ours, 3) + cell(floor, 3) + cell(ratio, 2) + cell(growth, 2);
