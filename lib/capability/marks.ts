import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { cites } from '../core/standard-number.ts';
import { annexOn, type CapabilityFact, type Scheme, type Standing } from './rows.ts';

/** An item of a report: its parameter, and the standards by which it was tested. */
export interface MarkItem {
  seq: number;
  name: string;
  code: string;
  standards: readonly string[];
}

/** Why an item is outside: the annex does not name it, its line does not stand, or names another standard. */
export type Outside = 'unnamed' | 'other-standard' | Exclude<Standing, 'held'>;

export interface ItemMark {
  seq: number;
  name: string;
  code: string;
  /** Null: inside the scope of the scheme. */
  outside: Record<Scheme, Outside | null>;
}

export interface ReportMarks {
  items: ItemMark[];
  /** Whether the report may bear the mark: at least one item is inside, and each one outside is declared beside it. */
  may: Record<Scheme, boolean>;
  /** The items that a report with the mark must declare as outside its scope, by their seq. */
  declare: Record<Scheme, number[]>;
  /** Why the report may not be issued at all. */
  refusals: Reason[];
}

const covers = ({ standards }: CapabilityFact, used: readonly string[]): boolean =>
  used.length === 0 || used.some((one) => cites(standards, one));

/** What is nearest to being inside comes first: the reason that one can do something about. */
const order: readonly Outside[] = [
  'other-standard',
  'not-yet',
  'expired',
  'suspended',
  'applied',
  'cancelled',
  'unnamed',
];

/**
 * Which items of a report are inside the scope of CMA and CNAS, by the annex as it stood on the day of issue. A cosmetics report may only be
 * issued when every item is inside CMA (domain 10, item 13).
 */
export function reportMarks(
  items: readonly MarkItem[],
  annex: readonly CapabilityFact[],
  productClass: string,
): ReportMarks {
  const marked = items.map(({ seq, name, code, standards }): ItemMark => {
    const outsideOf = (scheme: Scheme): Outside | null => {
      const lines = annex.filter((line) => line.scheme === scheme && line.parameter === code);
      const each = lines.map((line): Outside | null =>
        line.standing !== 'held' ? line.standing : covers(line, standards) ? null : 'other-standard',
      );
      if (each.includes(null)) return null;
      return order.find((one) => each.includes(one)) ?? 'unnamed';
    };
    return { seq, name, code, outside: { CMA: outsideOf('CMA'), CNAS: outsideOf('CNAS') } };
  });
  const by = <T>(tell: (scheme: Scheme) => T): Record<Scheme, T> => ({ CMA: tell('CMA'), CNAS: tell('CNAS') });
  const out = (scheme: Scheme) => marked.filter(({ outside }) => outside[scheme] !== null);
  return {
    items: marked,
    may: by((scheme) => out(scheme).length < marked.length),
    declare: by((scheme) => out(scheme).map(({ seq }) => seq)),
    refusals:
      productClass === 'cosmetic'
        ? out('CMA').map(({ seq, name, code }) => ({
            id: 'capability.cosmetic-outside',
            params: { seq, item: name, code },
          }))
        : [],
  };
}

/** `reportMarks` by the annex of a day. */
export async function marksOn(
  db: Knex,
  report: { items: readonly MarkItem[]; class: string },
  day: string,
): Promise<ReportMarks> {
  const codes = new Set(report.items.map(({ code }) => code));
  const annex = (await annexOn(db, day)).filter(({ parameter }) => codes.has(parameter));
  return reportMarks(report.items, annex, report.class);
}
