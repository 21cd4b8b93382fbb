import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';

interface Stated {
  basis: string;
  confidence: 'V' | 'M1' | 'M2' | 'M3';
}

export interface SignalRules {
  watch: Stated & { months: number };
  baseline: Stated & { months: number; leastTests: number };
  /** Shares in control where the institute has too few data of its own. */
  inControl: Stated & Record<'batch' | 'item', Record<ProductClass, string>>;
  /** Shares for which designs are made; one in between takes the next above, which alarms later, never sooner. */
  rates: string[];
  cusum: Stated & { oddsRatio: number; falseAlarmsPerYear: number; least: number };
  repeat: Stated & { times: number; months: number };
  /** Below so many batches nothing is called high or low. */
  small: Stated & { least: number };
  limits: Stated & { confidence95: number; alpha: number };
  simulation: { seed: number; years: number };
}

const read = new Map<string, SignalRules>();

/** lib/rules/signals.json: windows, shares in control and thresholds, each with its basis and how sure that is. */
export function signalRules({ config: { root } }: Pick<App, 'config'>): SignalRules {
  const known =
    read.get(root) ?? (JSON.parse(readFileSync(join(root, 'lib', 'rules', 'signals.json'), 'utf8')) as SignalRules);
  read.set(root, known);
  return known;
}
