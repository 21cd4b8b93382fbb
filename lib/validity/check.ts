import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { type Need, type Period, validity } from '../core/validity.ts';
import { find } from '../kernel/tables.ts';
import type { App, Told, User } from '../kernel/types.ts';
import { entryReasons } from '../materials/index.ts';
import { methodFaults } from '../methods/index.ts';
import { goodsOf, type SampleRow } from '../samples/index.ts';
import type { SamplingRow } from '../samplings/index.ts';
import { asideOf, overridesOf, reasonKey, type TestRow, timeOf } from '../testing/index.ts';
import { factsFor, needOf } from './load.ts';
import { kindOf, kinds, modesOf, someRefuse } from './modes.ts';
import { mayOverride, overrideRule } from './rules.ts';

type By = { user: Pick<User, 'id' | 'name'>; act: 'test' | 'review' | 'sign' };

/**
 * What stands against a test by the registers, each reason with whether it stops signing. `by`: who is about to sign, and as what; for the
 * report (`sign`) the annex is not asked here, it is held against the day of issue. What two persons set aside is told and stops nothing.
 * `onlyRefusing`: only what stops, and nothing is looked up unless the institute lets some register refuse.
 */
export async function testReasons(
  app: App,
  db: Knex,
  testId: string,
  { by, onlyRefusing = false }: { by?: By; onlyRefusing?: boolean },
): Promise<Told[]> {
  if (onlyRefusing && !(await someRefuse(db))) return [];
  const modes = await modesOf(db);
  if (kinds.every((kind) => modes[kind] === 'off')) return [];
  const test = await find<TestRow>(db, 'tests', { id: testId });
  if (!test) return [];
  const reasons = (await reasonsAgainst(app, db, test, by)).filter(
    (reason) => modes[kindOf(reason)] !== 'off' && !(by?.act === 'sign' && kindOf(reason) === 'capability'),
  );
  if (reasons.length === 0) return [];
  // The last word about each reason.
  const asides = new Map((await overridesOf(db, testId)).map((row) => [row.reason_key, asideOf(row)]));
  const own = app.catalogue.parameters.get(test.parameter_code)?.class ?? '';
  const told = reasons.map((reason): Told => {
    const key = reasonKey(reason);
    const override = asides.get(key);
    const isSilent = override?.state === 'approved';
    const rule = mayOverride(app, reason.id, own) ? overrideRule(app, reason.id) : undefined;
    return {
      reason,
      refuses: modes[kindOf(reason)] === 'refuse' && !isSilent,
      key,
      ...(rule && { basis: rule.basis }),
      ...(override && { override }),
    };
  });
  return onlyRefusing ? told.filter(({ refuses }) => refuses) : told;
}

const CHINA = 8 * 3_600_000;
const benchTime = (utc: string): string =>
  utc === '' ? '' : new Date(Date.parse(utc) + CHINA).toISOString().slice(0, 16);

async function reasonsAgainst(app: App, db: Knex, test: TestRow, by: By | undefined): Promise<Reason[]> {
  const parameter = app.catalogue.parameters.get(test.parameter_code);
  const time = timeOf(test);
  if (!parameter || !time) return [];
  const now = benchTime(app.clock.now().toISOString());
  const at: Period = { from: time.from, to: time.to ?? (now < time.from ? time.from : now) };
  const people = await peopleOf(db, test, by, now);
  const need = await needOf(db, test, parameter, people);
  const facts = await factsFor(app, db, need, at);
  const sample = await find<SampleRow>(db, 'samples', { id: test.sample_id });
  const sampling = sample && (await find<SamplingRow>(db, 'samplings', { id: sample.sampling_id }));
  const { producedOn, registration } = sampling ? goodsOf(sampling, '') : {};
  return [
    ...validity(need, facts, at),
    ...(await entryReasons(app.config.root, db, test.readings, at.from.slice(0, 10))),
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

/** The analyst for the time of the test; who reviewed for the moment of it; who is about to review or to sign for now. */
async function peopleOf(
  db: Knex,
  test: TestRow,
  by: By | undefined,
  now: string,
): Promise<NonNullable<Need['people']>> {
  const analyst = await personOf(db, test.analyst_id);
  const isReviewed = ['reviewed', 'locked'].includes(test.state) && test.reviewed_at !== null;
  const reviewer = isReviewed ? await personOf(db, test.reviewer_id) : undefined;
  const reviewed = benchTime(test.reviewed_at ?? '');
  return [
    ...(analyst ? [{ ...analyst, act: 'test' as const }] : []),
    ...(reviewer ? [{ ...reviewer, act: 'review' as const, during: { from: reviewed, to: reviewed } }] : []),
    ...(by && by.act !== 'test'
      ? [{ id: by.user.id, name: by.user.name, act: by.act, during: { from: now, to: now } }]
      : []),
  ];
}

const personOf = async (db: Knex, id: string | null): Promise<{ id: string; name: string } | undefined> =>
  id === null ? undefined : db('users').where({ id }).first('id', 'name');
