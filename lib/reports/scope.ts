import type { Knex } from 'knex';
import { marksOn } from '../capability/index.ts';
import type { Reason } from '../core/refusal.ts';
import { list } from '../kernel/tables.ts';
import type { App } from '../kernel/types.ts';
import type { SampleRow } from '../samples/index.ts';
import type { TestRow } from '../testing/index.ts';
import { type Mode, modesOf } from '../validity/index.ts';

/** Which items of a report lie outside the CMA scope on a day, and what follows from it. */
export interface Scope {
  mode: Mode;
  /** The items outside, by number and name. */
  outside: string[];
  /** Why the report may not be issued, where the institute lets its annex refuse. */
  refusals: Reason[];
}

/**
 * Holds the items of a report against the capability annex as it stands on the day of issue; a cosmetics report needs CMA for every item
 * (化妆品监督管理条例 49; domain 10, item 13). Nothing is asked while the annex is empty or set aside.
 */
export async function scopeOf(
  app: App,
  db: Knex,
  sample: Pick<SampleRow, 'id' | 'product_class'>,
  day: string,
): Promise<Scope> {
  const { capability: mode } = await modesOf(db);
  if (mode === 'off') return { mode, outside: [], refusals: [] };
  const tests = await list<TestRow>(db, 'tests', { sample_id: sample.id }, 'seq');
  const items = tests.map(({ seq, item, parameter_code: code }) => ({
    seq,
    name: item.name.zh,
    code,
    standards: (app.catalogue.parameters.get(code)?.basis ?? []).map(({ standard }) => standard),
  }));
  const marks = await marksOn(db, { items, class: sample.product_class }, day);
  const outside = marks.items.filter((one) => one.outside.CMA !== null).map(({ seq, name }) => `${seq} ${name}`);
  return { mode, outside, refusals: mode === 'refuse' ? marks.refusals : [] };
}
