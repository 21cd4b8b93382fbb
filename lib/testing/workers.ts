import type { Knex } from 'knex';
import { distribute, type Share } from '../core/distribute.ts';
import type { Reason } from '../core/refusal.ts';
import type { App, Query, Testers } from '../kernel/types.ts';
import { originsOf, usersWith } from './store.ts';
import type { TestRow } from './test.ts';

/** Somebody who tests, as the head of the department sees him before giving him work of a batch. */
export interface Worker {
  id: string;
  name: string;
  /** He drew or prepared this batch, or tested what it re-inspects (domain 10.7). */
  sampler: boolean;
  /** Tests that are not signed yet. */
  open: number;
  /** Hours by which those of them that are late are late, added up. */
  hoursLate: number;
  /** Of the tests asked for, those for which he is not authorised today, each with why; empty where it is not asked. */
  unauthorised: { test: string; reason: Reason }[];
}

export interface Workers {
  mode: Testers['mode'];
  people: Worker[];
}

const HOUR = 3_600_000;

/** The analysts in service with their load and with what they may test of a batch today. */
export async function workersFor(
  { app, db, now, today }: Pick<Query, 'app' | 'db' | 'now' | 'today'>,
  batch: { sampling_id: string },
  tests: readonly Pick<TestRow, 'id' | 'parameter_code'>[],
): Promise<Workers> {
  const analysts = await usersWith(db, 'analyst');
  const { officers } = await originsOf(db, batch.sampling_id);
  const loads = await loadsOf(db, now);
  const testers = await testersOn(
    { app, db },
    analysts.map(({ id }) => id),
    today,
  );
  return {
    mode: testers?.mode ?? 'off',
    people: analysts.map(({ id, name }) => ({
      ...{ id, name, sampler: officers.includes(id), ...(loads.get(id) ?? { open: 0, hoursLate: 0 }) },
      unauthorised: tests.flatMap((test) => {
        const reason = testers?.against(id, test.parameter_code);
        return reason ? [{ test: test.id, reason }] : [];
      }),
    })),
  };
}

/** Who may test what today, by the register of authorisations; undefined where the program has none. */
export const testersOn = async (
  { app, db }: { app: App; db: Knex },
  people: readonly string[],
  day: string,
): Promise<Testers | undefined> => app.testers?.(app, db, { people, day });

/** Open tests of each analyst, and by how many hours those past their term are late (from the end of the day in China). */
async function loadsOf(db: Knex, now: string): Promise<Map<string, { open: number; hoursLate: number }>> {
  const rows: { analyst_id: string; due_on: string; n: number | string }[] = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn('tests.state', ['assigned', 'testing', 'returned'])
    .whereNot('tests.standing', 'invalid')
    .whereNotNull('tests.analyst_id')
    .groupBy('tests.analyst_id', 'samples.due_on')
    .select('tests.analyst_id', 'samples.due_on')
    .count({ n: '*' });
  const loads = new Map<string, { open: number; hoursLate: number }>();
  for (const { analyst_id, due_on, n } of rows) {
    const end = Date.parse(`${due_on}T24:00:00+08:00`);
    const late = Math.max(0, Math.floor((Date.parse(now) - end) / HOUR));
    const { open, hoursLate } = loads.get(analyst_id) ?? { open: 0, hoursLate: 0 };
    loads.set(analyst_id, { open: open + Number(n), hoursLate: hoursLate + late * Number(n) });
  }
  return loads;
}

/** Proposes who does which of these tests: never who drew the batch, never who is not authorised, the lightest load first. */
export const proposed = ({ people }: Workers, tests: readonly Pick<TestRow, 'id' | 'form_code'>[]): Share[] =>
  distribute(
    tests.map(({ id, form_code }) => ({ id, method: form_code })),
    people,
    (worker, test) => {
      const one = people.find(({ id }) => id === worker);
      return one !== undefined && !one.sampler && one.unauthorised.every((fault) => fault.test !== test);
    },
  );
