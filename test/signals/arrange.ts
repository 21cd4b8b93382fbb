import { type Random, randomFrom } from '../../lib/core/statistics/random.ts';
import type { Client, Lab } from '../support/lab.ts';

/** A batch as its facts stand after the issue; items by code, with what failed. */
export interface Fact {
  id: string;
  on: string;
  cls?: 'drug' | 'tcm' | 'device' | 'cosmetic';
  product: string;
  producer: string;
  producerRegion?: string | null;
  seller?: string;
  region?: string | null;
  items: readonly { code: string; fails: boolean }[];
}

const DAY = 86_400_000;
export const dayAfter = (from: string, n: number): string =>
  new Date(Date.parse(from) + n * DAY).toISOString().slice(0, 10);

/** Puts facts where the database itself would put them at the issue. */
export async function putFacts(lab: Lab, facts: readonly Fact[]): Promise<void> {
  const db = lab.app.db.write;
  const batches = facts.map(({ id, on, cls = 'drug', product, producer, items, ...more }) => {
    const fails = items.some((item) => item.fails) ? 1 : 0;
    return {
      ...{ sample_id: id, report_id: `r${id}`, issued_on: on, product_class: cls, work_kind: 'JD', level: 'municipal' },
      ...{ product_name: product, producer, producer_key: producer, producer_region: more.producerRegion ?? null },
      ...{
        seller: more.seller ?? '示例大药房',
        region: more.region ?? null,
        fails,
        issued_fails: fails,
        conclusion: null,
      },
    };
  });
  const items = facts.flatMap(({ id, on, items: own }) =>
    own.map(({ code, fails }, seq) => ({
      ...{ sample_id: id, seq, issued_on: on, item_code: code, item_name: `项目${code}` },
      ...{ fails: fails ? 1 : 0, issued_fails: fails ? 1 : 0 },
    })),
  );
  await db.transaction(async (trx) => {
    for (let at = 0; at < batches.length; at += 400) await trx('batch_facts').insert(batches.slice(at, at + 400));
    for (let at = 0; at < items.length; at += 400) await trx('item_facts').insert(items.slice(at, at + 400));
  });
}

export interface Market {
  seed: number;
  batches: number;
  /** First day, and how many days the batches are spread over. */
  from: string;
  days: number;
  /** Share of failures of each item in control. */
  share: number;
  /** From this batch on, this producer's item fails with the raised share. */
  outbreak?: { producer: number; item: number; share: number; after: number };
  prefix?: string;
}

const PRODUCERS = 60;
const PRODUCTS = 40;
const REGIONS = [
  '示例省示例市甲县',
  '示例省示例市乙县',
  '示例省示例市丙区',
  '示例省示例市丁县',
  '示例省示例市戊县',
  '示例省示例市己县',
];
/** Six items of the twelve are tested on each product. */
const itemsOf = (product: number): number[] => Array.from({ length: 6 }, (_, i) => (product + i) % 12);

/** The batches of a city, from a stated seed: some producers are sampled often, most seldom. */
export function market({ seed, batches, from, days, share, outbreak, prefix = '0' }: Market): Fact[] {
  const random: Random = randomFrom(seed);
  return Array.from({ length: batches }, (_, n) => {
    const producer = Math.floor(PRODUCERS * random.uniform() ** 2);
    const product = (producer * 3 + random.below(3)) % PRODUCTS;
    const items = itemsOf(product).map((item) => {
      const raised = outbreak && n >= outbreak.after && producer === outbreak.producer && item === outbreak.item;
      return { code: `I${item}`, fails: random.uniform() < (raised ? outbreak.share : share) };
    });
    return {
      ...{ id: `${prefix}${String(n).padStart(25, '0')}`, on: dayAfter(from, Math.floor((n * days) / batches)) },
      ...{
        product: `示例品${product}`,
        producer: `示例药业${producer}厂`,
        region: REGIONS[random.below(REGIONS.length)] ?? null,
      },
      producerRegion: REGIONS[producer % REGIONS.length] ?? null,
      ...{ seller: `示例大药房${random.below(30)}店`, items },
    };
  });
}

/** A small PDF, as evidence. */
export const proof = {
  name: '复查记录.pdf',
  type: 'application/pdf',
  data: Buffer.from('%PDF-1.4 复查').toString('base64'),
};

export const run = (client: Client) => client.post('/signals/runs', {});
