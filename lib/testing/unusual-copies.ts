import type { Knex } from 'knex';
import type { Readings } from '../forms/index.ts';
import { recordHash } from '../kernel/hash.ts';
import { leaves } from './readings.ts';
import type { TestRow } from './test.ts';
import type { Oddity } from './unusual.ts';

type Copies = { values: number; digits: number };

/** The parts of a record that are one sample's own: a standard that is measured once may stand in many records. */
const OWN = ['samples', 'units', 'specimens', 'plates'];

/**
 * A digest of the readings that could not be the same by chance (at least so many values of so many digits), or null: two records with one
 * print have the same readings figure by figure.
 */
export function printOf(
  { form_code, readings }: Pick<TestRow, 'form_code' | 'readings'>,
  { values, digits }: Copies,
): string | null {
  const { common: _head, ...all } = readings;
  const own: Readings = Object.fromEntries(Object.entries(all).filter(([id]) => OWN.includes(id)));
  const figures = leaves(Object.keys(own).length > 0 ? own : all)
    .map(([keys, text]) => [keys.join('.'), text] as const)
    .filter(([, text]) => /^-?\d+(\.\d+)?$/.test(text) && text.replace(/^-?0*\.?0*|\./g, '').length >= digits);
  return figures.length < values ? null : recordHash([form_code, figures.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Keeps the prints of records that are being signed, and finds the earlier records of other batches that have the same readings. */
export async function ofCopies(db: Knex, tests: readonly TestRow[], copies: Copies): Promise<Map<string, Oddity[]>> {
  const prints = tests.flatMap((test) => {
    const print = printOf(test, copies);
    return print === null ? [] : [{ test_id: test.id, print }];
  });
  await db('reading_prints')
    .whereIn(
      'test_id',
      tests.map(({ id }) => id),
    )
    .delete();
  if (prints.length === 0) return new Map();
  await db('reading_prints').insert(prints);
  const same: { print: string; id: string; sample_id: string; number: string }[] = await db('reading_prints')
    .join('tests', 'tests.id', 'reading_prints.test_id')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn(
      'print',
      prints.map(({ print }) => print),
    )
    .orderBy('tests.id')
    .select('print', 'tests.id', 'tests.sample_id', 'samples.number');
  const printed = new Map(prints.map(({ test_id, print }) => [test_id, print]));
  return new Map(
    tests.map((test) => {
      const others = same.filter(
        ({ print, id, sample_id }) => print === printed.get(test.id) && id !== test.id && sample_id !== test.sample_id,
      );
      const [other] = others;
      return [
        test.id,
        other
          ? [
              {
                id: 'copied',
                params: { number: other.number, count: others.length },
                href: `/tests/${other.id}/review`,
              },
            ]
          : [],
      ] as const;
    }),
  );
}
