import { available } from '../core/machine.ts';
import { Refusal } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Lang, Query } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import { numberFormats, warningsOf } from './evidence.ts';
import { labelOf, type SamplingForm, shownValue } from './form.ts';
import { type SamplingMove, samplingMachine } from './machine.ts';
import { type SpokenWarning, spoken } from './register.ts';
import type { PortionRow, SamplingRow } from './rows.ts';
import {
  findSampling,
  formOf,
  namesOf,
  type Officer,
  portionsOf,
  type ReceiptNote,
  receiptOf,
  receivedAs,
} from './store.ts';

export interface SamplingLine {
  id: string;
  number: string;
  class: SamplingRow['product_class'];
  workKind: SamplingRow['work_kind'];
  level: SamplingRow['level'];
  productName: string;
  batchNo: string;
  producer: string;
  sampledUnit: string;
  sampledOn: string;
  state: SamplingRow['state'];
}

export interface ShownPortion {
  id: string;
  role: PortionRow['role'];
  n: number;
  total: number;
  qty: string;
  unit: string;
  sealNo: string;
  code: string | null;
  place: string;
  state: PortionRow['state'];
}

export interface ShownSampling extends SamplingLine {
  version: number;
  spec: string;
  quantity: string;
  unit: string;
  officers: Officer[];
  fields: Record<string, string>;
  /** The filled fields of the form in words of the reader. */
  groups: { title: string; facts: { label: string; value: string }[] }[];
  portions: ShownPortion[];
  warnings: SpokenWarning[];
  sample: { id: string; number: string } | null;
  receipt: ReceiptNote | null;
  moves: { move: SamplingMove; obstacles: string[] }[];
}

/** The fields of a list line. */
export const lineOf = (row: SamplingRow): SamplingLine => ({
  id: row.id,
  number: row.number,
  class: row.product_class,
  workKind: row.work_kind,
  level: row.level,
  productName: row.product_name,
  batchNo: row.batch_no,
  producer: row.producer,
  sampledUnit: row.sampled_unit,
  sampledOn: row.sampled_on,
  state: row.state,
});

export const shownPortion = (row: PortionRow): ShownPortion => ({
  id: row.id,
  role: row.role,
  n: row.n,
  total: row.total,
  qty: row.qty,
  unit: row.unit,
  sealNo: row.seal_no,
  code: row.code,
  place: row.place,
  state: row.state,
});

/** A sampling as its page shows it. @throws Refusal 'missing' */
export async function showSampling({ app, db, user }: Query, id: string): Promise<ShownSampling> {
  const row = await samplingOf(db, id);
  const portions = await portionsOf(db, id);
  const form = await formOf(db, row.form_hash);
  const evidence = { productClass: row.product_class, sampledOn: row.sampled_on, fields: row.fields, portions };
  const moves = available(samplingMachine, row, actorOf(user));
  return {
    ...lineOf(row),
    version: row.version,
    spec: row.spec,
    quantity: row.quantity,
    unit: row.unit,
    officers: await namesOf(db, row.officers),
    fields: row.fields,
    groups: filledGroups(form, row.fields, user.lang),
    portions: portions.map(shownPortion),
    warnings: spoken(warningsOf(numberFormats(app.config.root), evidence), user.lang),
    sample: (await receivedAs(db, id)) ?? null,
    receipt: (await receiptOf(db, id)) ?? null,
    moves: moves.map(({ move, obstacles }) => ({
      move,
      obstacles: obstacles.map((reason) => reasonText(user.lang, reason)),
    })),
  };
}

/** @throws Refusal 'missing' */
export async function samplingOf(db: Query['db'], id: string): Promise<SamplingRow> {
  const row = await findSampling(db, id);
  if (!row) throw new Refusal([{ id: 'record.missing', params: { what: id } }], 'missing');
  return row;
}

function filledGroups(form: SamplingForm, fields: Record<string, string>, lang: Lang): ShownSampling['groups'] {
  return form['x-groups']
    .map(({ title, fields: names }) => ({
      title: title[lang],
      facts: names.flatMap((name) => {
        const value = fields[name];
        return value === undefined
          ? []
          : [{ label: labelOf(form, name, lang), value: shownValue(form, name, value, lang) }];
      }),
    }))
    .filter(({ facts }) => facts.length > 0);
}
