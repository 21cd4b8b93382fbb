import type { Nonconforming } from '../reports/index.ts';
import { isReinspection } from './standing.ts';

/** The report of a re-inspected portion opens no case of its own: it concludes that of the first report. */
export const unlessReinspection =
  (ordinary: Nonconforming): Nonconforming =>
  async (act, report, sample, items) => {
    if (!(await isReinspection(act.db, sample.id))) await ordinary(act, report, sample, items);
  };
