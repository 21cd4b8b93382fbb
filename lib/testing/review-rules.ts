import type { App } from '../kernel/types.ts';
import { dataFile } from '../samplings/index.ts';

interface Dated {
  validFrom: string;
  validTo: string | null;
}

/** How long a method takes at least: so many hours, and what the record itself says in `field` (`unit` h or d). */
export interface Duration extends Dated {
  forms: string[];
  hours: number;
  field?: string;
  unit?: 'h' | 'd';
}

interface Practice {
  hours: (Dated & { from: string; to: string })[];
  entry: (Dated & { lateHours: number })[];
  typing: { cells: number };
  copies: { values: number; digits: number };
  sequence: { names: string[]; longestDays: number };
  balances: { names: string[] };
  durations: Duration[];
}

/** What the institute holds to be unusual: lib/rules/review.json. */
export const reviewPractice = ({ config }: Pick<App, 'config'>): Practice =>
  dataFile<Practice>(config.root, 'lib/rules/review.json');

/** The row of a dated list that holds on a day, YYYY-MM-DD. */
export const heldOn = <T extends Dated>(rows: readonly T[], day: string): T | undefined =>
  rows.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo));
