import type { Knex } from 'knex';
import { plainNumber } from './store.ts';

/** A test whose record header names an instrument or a lot. */
export interface Use {
  test_id: string;
  sample_id: string;
  sample_no: string;
  product: string;
  item: string;
  state: string;
  analyst: string;
  /** Bench times as the record says them; '' where it does not. */
  start: string;
  end: string;
}

interface UseRow extends Omit<Use, 'item' | 'start' | 'end' | 'analyst'> {
  item: string;
  readings: string;
  analyst: string | null;
}

/** 使用记录, written by the tests themselves: the newest tests that name the instrument (or the lot), and how many there are. */
export async function usesOf(
  db: Knex,
  number: string,
  most: number,
  table: 'instrument_uses' | 'material_uses' = 'instrument_uses',
): Promise<{ total: number; uses: Use[] }> {
  const where = { [`${table}.number`]: plainNumber(number) };
  const [count] = await db(table).where(where).count<{ n: number | string }[]>({ n: '*' });
  const rows: UseRow[] = await db(table)
    .join('tests', 'tests.id', `${table}.test_id`)
    .join('samples', 'samples.id', 'tests.sample_id')
    .leftJoin('users', 'users.id', 'tests.analyst_id')
    .where(where)
    .orderBy('tests.id', 'desc')
    .limit(most)
    .select(
      'tests.id as test_id',
      'samples.id as sample_id',
      'samples.number as sample_no',
      'samples.product_name as product',
      'tests.item',
      'tests.readings',
      'tests.state',
      'users.name as analyst',
    );
  return { total: Number(count?.n ?? 0), uses: rows.map(useOf) };
}

function useOf({ item, readings, analyst, ...row }: UseRow): Use {
  const { name } = JSON.parse(item) as { name: { zh: string } };
  const { common = {} } = JSON.parse(readings) as { common?: { started?: string; finished?: string } };
  return { ...row, item: name.zh, analyst: analyst ?? '', start: common.started ?? '', end: common.finished ?? '' };
}
