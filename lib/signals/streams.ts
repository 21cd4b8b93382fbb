import type { Knex } from 'knex';
import type { ProductClass } from '../samplings/index.ts';
import type { Family, StreamParts } from './rows.ts';

/** A stream of results with what was counted of it in the window. */
export interface Stream {
  family: Family;
  /** Names the stream for ever: its family and what it has in common. */
  key: string;
  parts: StreamParts;
  productClass: ProductClass;
  n: number;
  k: number;
}

/** One result of a stream, in the order of issue. */
export interface Result {
  sampleId: string;
  on: string;
  failed: boolean;
  region: string | null;
  producerRegion: string | null;
}

interface Counted {
  n: number | string;
  k: number | string;
  cls: ProductClass;
}

/** A producer who was found not to have made the batch is not watched for it (domain 1.7). */
const made = (where: Knex.QueryBuilder): void =>
  void where.whereNull('b.conclusion').orWhereNot('b.conclusion', 'denied');

/** Every stream that has results in a window, with its counts: one statement for each family. */
export async function streamsIn(db: Knex, from: string, to: string): Promise<Stream[]> {
  const items = () =>
    db('item_facts as i')
      .join('batch_facts as b', 'b.sample_id', 'i.sample_id')
      .whereBetween('i.issued_on', [from, to]);
  const counts = 'max(b.product_class) as cls, count(*) as n, sum(i.fails) as k';
  const made_by: (Counted & { producer_key: string; producer: string; item_name: string })[] = await items()
    .where((own) => made(own))
    .groupBy('b.producer_key', 'i.item_name')
    .select('b.producer_key', 'i.item_name', db.raw(`max(b.producer) as producer, ${counts}`));
  const products: (Counted & { product_name: string; item_name: string })[] = await items()
    .groupBy('b.product_name', 'i.item_name')
    .select('b.product_name', 'i.item_name', db.raw(counts));
  const regions: (Counted & { region: string; product_class: ProductClass })[] = await db('batch_facts as b')
    .whereBetween('b.issued_on', [from, to])
    .whereNotNull('b.region')
    .groupBy('b.region', 'b.product_class')
    .select('b.region', 'b.product_class', db.raw('max(b.product_class) as cls, count(*) as n, sum(b.fails) as k'));
  return [
    ...made_by.map((row) =>
      streamOf('producer-item', row, {
        ...{ producer: row.producer, producerKey: row.producer_key, item: row.item_name },
      }),
    ),
    ...products.map((row) => streamOf('product-item', row, { product: row.product_name, item: row.item_name })),
    ...regions.map((row) => streamOf('region-class', row, { region: row.region, productClass: row.product_class })),
  ];
}

function streamOf(family: Family, { n, k, cls }: Counted, parts: StreamParts): Stream {
  const named = [parts.producerKey, parts.product, parts.item, parts.region, parts.productClass];
  const key = [family, ...named.filter((part) => part !== undefined)].join('|');
  return { family, key, parts, productClass: cls, n: Number(n), k: Number(k) };
}

/** The results of one stream in their order. */
export async function resultsOf(
  db: Knex,
  { family, parts }: Pick<Stream, 'family' | 'parts'>,
  from: string,
  to: string,
): Promise<Result[]> {
  const isBatch = family === 'region-class';
  const rows = db('batch_facts as b')
    .whereBetween('b.issued_on', [from, to])
    .orderBy('b.issued_on')
    .orderBy('b.sample_id');
  if (isBatch) rows.where({ 'b.region': parts.region ?? '', 'b.product_class': parts.productClass ?? '' });
  else rows.join('item_facts as i', 'i.sample_id', 'b.sample_id').where('i.item_name', parts.item ?? '');
  if (family === 'producer-item') rows.where('b.producer_key', parts.producerKey ?? '').where((own) => made(own));
  if (family === 'product-item') rows.where('b.product_name', parts.product ?? '');
  const found: {
    sample_id: string;
    issued_on: string;
    region: string | null;
    producer_region: string | null;
    fails: 0 | 1;
  }[] = await rows.select(
    'b.sample_id',
    'b.issued_on',
    'b.region',
    'b.producer_region',
    isBatch ? 'b.fails' : 'i.fails',
  );
  return found.map((row) => ({
    ...{ sampleId: row.sample_id, on: row.issued_on, failed: row.fails === 1 },
    ...{ region: row.region, producerRegion: row.producer_region },
  }));
}

export interface Baseline {
  n: number;
  k: number;
}

/** The key of an item of a class among the shares in control. */
export const itemKey = (productClass: string, item: string): string => `${productClass}|${item}`;

/** What failed before the window, by item of a class and by class: the in-control shares. */
export async function baselineIn(
  db: Knex,
  from: string,
  before: string,
): Promise<{ items: Map<string, Baseline>; classes: Map<string, Baseline> }> {
  const earlier = () => db('batch_facts as b').where('b.issued_on', '>=', from).where('b.issued_on', '<', before);
  const items: (Baseline & { cls: string; item: string })[] = await earlier()
    .join('item_facts as i', 'i.sample_id', 'b.sample_id')
    .groupBy('b.product_class', 'i.item_name')
    .select(db.raw('b.product_class as cls, i.item_name as item, count(*) as n, sum(i.fails) as k'));
  const classes: (Baseline & { cls: string })[] = await earlier()
    .groupBy('b.product_class')
    .select(db.raw('b.product_class as cls, count(*) as n, sum(b.fails) as k'));
  const counts = ({ n, k }: Baseline): Baseline => ({ n: Number(n), k: Number(k) });
  return {
    items: new Map(items.map((row) => [itemKey(row.cls, row.item), counts(row)])),
    classes: new Map(classes.map((row) => [row.cls, counts(row)])),
  };
}
