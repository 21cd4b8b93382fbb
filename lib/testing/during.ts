import type { Knex } from 'knex';
import { decode } from '../kernel/tables.ts';
import type { TestRow } from './test.ts';

/** When a test was under way, by the clock of the laboratory (YYYY-MM-DDTHH:MM); `to` null: still. */
export interface TestTime {
  from: string;
  to: string | null;
}

const CHINA = 8 * 3_600_000;
const benchTime = (utcIso: string): string => new Date(Date.parse(utcIso) + CHINA).toISOString().slice(0, 16);
const utcTime = (at: string): string => new Date(Date.parse(`${at}:00.000Z`) - CHINA).toISOString();

/** The room that the head of the record names, by its number. */
export function roomOf({ readings: { common } }: Pick<TestRow, 'readings'>): string | undefined {
  const named = typeof common === 'object' && !Array.isArray(common) ? common['room'] : undefined;
  return typeof named === 'string' && named.trim() !== '' ? named.trim() : undefined;
}

/** The times that the head of the record names; where it names none, when the record was begun and signed. Null: not begun. */
export function timeOf(test: Pick<TestRow, 'readings' | 'started_at' | 'submitted_at'>): TestTime | null {
  const { common } = test.readings;
  const head = typeof common === 'object' && !Array.isArray(common) ? common : {};
  const local = (typed: unknown, clock: string | null): string | null => {
    if (typeof typed === 'string' && typed !== '') return typed.slice(0, 16);
    return clock === null ? null : benchTime(clock);
  };
  const from = local(head['started'], test.started_at);
  return from === null ? null : { from, to: local(head['finished'], test.submitted_at) };
}

export interface TestThen extends TestTime {
  test: TestRow;
  number: string;
}

/** The tests of these parameters that were under way at any moment of a time (`to` null: up to now), by batch number and place. */
export async function testsDuring(
  db: Knex,
  parameters: readonly string[],
  { from, to }: TestTime,
): Promise<TestThen[]> {
  // A record may be typed in later than the test was done, but never signed before it was.
  const rows: (object & { sample_number: string })[] = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn('tests.parameter_code', [...parameters])
    .whereNotNull('tests.started_at')
    .where((left) => left.whereNull('tests.submitted_at').orWhere('tests.submitted_at', '>=', utcTime(from)))
    .orderBy(['samples.number', 'tests.seq'])
    .select('tests.*', 'samples.number as sample_number');
  return rows.flatMap(({ sample_number: number, ...row }) => {
    const test = decode<TestRow>('tests', row);
    const time = timeOf(test);
    return time && (to === null || time.from <= to) && (time.to === null || time.to >= from)
      ? [{ test, number, ...time }]
      : [];
  });
}
