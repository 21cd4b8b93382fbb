import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { type Need, type Period, validity } from '../core/validity.ts';
import { find } from '../kernel/tables.ts';
import type { App, Told, User } from '../kernel/types.ts';
import { methodFaults } from '../methods/index.ts';
import { goodsOf, type SampleRow } from '../samples/index.ts';
import type { SamplingRow } from '../samplings/index.ts';
import { type TestRow, timeOf } from '../testing/index.ts';
import { factsFor, needOf } from './load.ts';
import { kindOf, modesOf } from './modes.ts';

/**
 * What stands against a test by the registers, each reason with whether it stops signing. `by`: who is about to sign, and as what.
 * `onlyRefusing`: nothing is looked up unless the institute lets some register refuse.
 */
export async function testReasons(
  app: App,
  db: Knex,
  testId: string,
  {
    by,
    onlyRefusing = false,
  }: { by?: { user: Pick<User, 'id' | 'name'>; act: 'test' | 'review' }; onlyRefusing?: boolean },
): Promise<Told[]> {
  const modes = await modesOf(db);
  if (onlyRefusing && !Object.values(modes).includes('refuse')) return [];
  const test = await find<TestRow>(db, 'tests', { id: testId });
  if (!test) return [];
  const reasons = await reasonsAgainst(app, db, test, by);
  return reasons
    .map((reason) => ({ reason, mode: modes[kindOf(reason)] }))
    .filter(({ mode }) => mode === 'refuse' || (mode === 'warn' && !onlyRefusing))
    .map(({ reason, mode }) => ({ reason, refuses: mode === 'refuse' }));
}

const CHINA = 8 * 3_600_000;

async function reasonsAgainst(
  app: App,
  db: Knex,
  test: TestRow,
  by: { user: Pick<User, 'id' | 'name'>; act: 'test' | 'review' } | undefined,
): Promise<Reason[]> {
  const parameter = app.catalogue.parameters.get(test.parameter_code);
  const time = timeOf(test);
  if (!parameter || !time) return [];
  const now = new Date(app.clock.now().getTime() + CHINA).toISOString().slice(0, 16);
  const at: Period = { from: time.from, to: time.to ?? (now < time.from ? time.from : now) };
  const people = await peopleOf(db, test, by, now);
  const need = await needOf(db, test, parameter, people);
  const facts = await factsFor(app, db, need, at);
  const sample = await find<SampleRow>(db, 'samples', { id: test.sample_id });
  const sampling = sample && (await find<SamplingRow>(db, 'samplings', { id: sample.sampling_id }));
  const { producedOn, registration } = sampling ? goodsOf(sampling, '') : {};
  return [
    ...validity(need, facts, at),
    ...(await methodFaults(
      db,
      parameter.basis.map(({ standard }) => standard),
      {
        test: at.to.slice(0, 10),
        ...(producedOn && { production: producedOn }),
        ...(registration && { registration: [registration] }),
      },
    )),
  ];
}

/** The analyst for the time of the test; a reviewer for the moment of the review. */
async function peopleOf(
  db: Knex,
  test: TestRow,
  by: { user: Pick<User, 'id' | 'name'>; act: 'test' | 'review' } | undefined,
  now: string,
): Promise<NonNullable<Need['people']>> {
  const analyst: { id: string; name: string } | undefined =
    test.analyst_id === null ? undefined : await db('users').where({ id: test.analyst_id }).first('id', 'name');
  return [
    ...(analyst ? [{ id: analyst.id, name: analyst.name, act: 'test' as const }] : []),
    ...(by?.act === 'review'
      ? [{ id: by.user.id, name: by.user.name, act: 'review' as const, during: { from: now, to: now } }]
      : []),
  ];
}
