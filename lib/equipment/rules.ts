import type { App } from '../kernel/types.ts';
import { dataFile } from '../samplings/index.ts';

interface Practice {
  reminderDays: number[];
  mostIntervalMonths: number;
}

const practice = ({ config }: App): Practice => dataFile<Practice>(config.root, 'lib/rules/equipment.json');

/** How many days before its last day an instrument is reminded of, the farthest first (CNAS-CL01-G001 6.4.3). */
export const reminderDays = (app: App): number[] => practice(app).reminderDays;

export const mostIntervalMonths = (app: App): number => practice(app).mostIntervalMonths;
