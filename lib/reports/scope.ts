import type { Knex } from 'knex';
import { annexOn, type ReportMarks, reportMarks } from '../capability/index.ts';
import type { Reason } from '../core/refusal.ts';
import type { App } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import type { SampleRow } from '../samples/index.ts';
import { placeOf, reportable } from '../testing/index.ts';
import { type Mode, modesOf } from '../validity/index.ts';
import type { Marks, ReportContent } from './report.pdf.ts';

type Sampled = Pick<SampleRow, 'id' | 'product_class'>;

/** Which items of a report lie outside the scopes on a day, and what follows from it. */
export interface Scope {
  mode: Mode;
  /** The items outside CMA, by number and name. */
  outside: string[];
  /** Why the report may not be issued: by the annex where it may refuse, and where a draft claims more than the day allows. */
  refusals: Reason[];
}

/** The annex of a day against the items of a batch; undefined while the annex is empty or set aside. */
async function standing(app: App, db: Knex, sample: Sampled, day: string) {
  const { capability: mode } = await modesOf(db);
  if (mode === 'off') return { mode };
  const tests = await reportable(db, sample.id);
  const items = tests.map(({ seq, item, parameter_code: code }) => ({
    seq: placeOf({ seq }),
    name: item.name.zh,
    code,
    standards: (app.catalogue.parameters.get(code)?.basis ?? []).map(({ standard }) => standard),
  }));
  const codes = new Set(items.map(({ code }) => code));
  const annex = (await annexOn(db, day)).filter(({ parameter }) => codes.has(parameter));
  const certificate = (scheme: string): string | undefined =>
    annex.find((line) => line.scheme === scheme && line.standing === 'held' && line.certificate !== null)
      ?.certificate ?? undefined;
  return { mode, marks: reportMarks(items, annex, sample.product_class), certificate };
}

/**
 * What a draft prints of the scopes: each mark only where at least one item is inside, the others declared beside their names; without any
 * inside CMA no mark and a sentence that says so (domain 2.10, 6.6).
 */
export async function marksOf(
  app: App,
  db: Knex,
  sample: Sampled,
  day: string,
): Promise<{ marks: Marks; rows: Pick<ReportContent['rows'][number], 'unqualified' | 'unaccredited'>[] }> {
  const institute = await readInstitute(db);
  const { marks, certificate } = await standing(app, db, sample, day);
  // Nothing is known of the scope: the institute's own word counts, as it did before there was an annex.
  if (!marks || !certificate) return { marks: institute?.cma ? { cma: institute.cma } : {}, rows: [] };
  const cma = marks.may.CMA ? institute?.cma || certificate('CMA') : undefined;
  const cnas = marks.may.CNAS ? certificate('CNAS') : undefined;
  return {
    marks: { ...(cma && { cma }), ...(cnas && { cnas }), ...(!marks.may.CMA && { unmarked: true }) },
    rows: marks.items.map(({ outside }) => ({
      ...(cma && outside.CMA !== null && { unqualified: true }),
      ...(cnas && outside.CNAS !== null && { unaccredited: true }),
    })),
  };
}

/**
 * Holds a draft against the capability annex as it stands on the day of issue; a cosmetics report needs CMA for every item
 * (化妆品监督管理条例 49; domain 10, item 13). Nothing is asked while the annex is empty or set aside.
 */
export async function scopeOf(
  app: App,
  db: Knex,
  sample: Sampled,
  day: string,
  content: Pick<ReportContent, 'marks' | 'rows' | 'institute'>,
): Promise<Scope> {
  const { mode, marks } = await standing(app, db, sample, day);
  if (!marks) return { mode, outside: [], refusals: [] };
  const outside = marks.items.filter((one) => one.outside.CMA !== null).map(({ seq, name }) => `${seq} ${name}`);
  const claimed = overclaimed(content, marks);
  return {
    mode,
    outside,
    refusals: [
      ...(mode === 'refuse' ? marks.refusals : []),
      ...(claimed.length > 0 ? [{ id: 'report.scope-changed', params: { items: claimed.join(', ') } }] : []),
    ],
  };
}

/** The items that a draft shows under a mark although they are outside its scope today. */
function overclaimed(
  { marks, rows, institute }: Pick<ReportContent, 'marks' | 'rows' | 'institute'>,
  now: ReportMarks,
) {
  const { cma, cnas } = marks ?? { cma: institute.cma };
  return now.items
    .filter(
      ({ outside }, i) =>
        (cma !== undefined && outside.CMA !== null && !rows[i]?.unqualified) ||
        (cnas !== undefined && outside.CNAS !== null && !rows[i]?.unaccredited),
    )
    .map(({ seq, name }) => `${seq} ${name}`);
}
