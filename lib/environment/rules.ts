import type { App } from '../kernel/types.ts';
import { dataFile } from '../samplings/index.ts';

/** A part of the working day in which every room has to be read. Clock times HH:MM. */
export interface Round {
  id: string;
  from: string;
  to: string;
}

interface Practice {
  rounds: Round[];
  /** How far the clock of a sensor may be ahead. */
  clockMinutes: number;
}

/** What the institute agreed on for its environment records: lib/rules/environment.json. */
export const practiceOf = ({ config }: App): Practice => dataFile<Practice>(config.root, 'lib/rules/environment.json');
