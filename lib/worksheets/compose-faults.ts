import type { Knex } from 'knex';
import { next } from '../core/machine.ts';
import { type Reason, refuse } from '../core/refusal.ts';
import type { Words } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act, App } from '../kernel/types.ts';
import { type Lang, lookUp, reasonText } from '../messages/index.ts';
import { surroundingsOfAll, testTitle } from '../testing/index.ts';
import { type Candidate, methodsOf, workable } from './compose-candidates.ts';
import { type RunMove, runMachine } from './machine.ts';
import type { WorksheetRow } from './rows.ts';
import { runPractice } from './templates.default.ts';

/** The run that tests shall stand in: whose it is, and what all its tests have in common. */
export interface Frame {
  /** The run itself once it is there. */
  run: string | null;
  people: readonly { id: string; name: string }[];
  form_hash: string;
  method: Words;
  /** Samples that stand in it already. */
  standing: readonly string[];
}

/** What stands against tests of a run: `refuses` keeps them out, `warns` is told. Each reason names its test in `params.test`. */
export interface Faults {
  refuses: Reason[];
  warns: Reason[];
}

/** @param today the day for which authorisations are asked, YYYY-MM-DD */
export async function faultsOf(
  { app, db, today, lang }: { app: App; db: Knex; today: string; lang: Lang },
  frame: Frame,
  tests: readonly Candidate[],
): Promise<Faults> {
  const around = await surroundingsOfAll(
    db,
    tests.map(({ sample_id }) => sample_id),
  );
  const methods = await methodsOf(
    db,
    tests.map(({ parameter_hash }) => parameter_hash),
  );
  const elsewhere = await openRunsOf(
    db,
    tests.map(({ id }) => id),
  );
  const ids = frame.people.map(({ id }) => id);
  const testers = await app.testers?.(app, db, { people: ids, day: today });
  const faults: Faults = { refuses: [], warns: [] };
  const { samples: most } = runPractice(app).most;
  if (frame.standing.length + tests.length > most)
    faults.refuses.push({
      id: 'run.many',
      field: 'tests',
      params: { most, count: frame.standing.length + tests.length },
    });
  const seen = new Set(frame.standing);
  for (const test of tests) {
    const { number, sample_id, analyst_id } = test;
    const say = (id: string, params: Record<string, string> = {}): Reason => ({
      ...{ id, field: 'tests' },
      params: { number, item: testTitle(test, lang), test: test.id, ...params },
    });
    const { officers = [], batch } = around.get(sample_id) ?? {};
    const method = methods.get(test.parameter_hash)?.method;
    const other = elsewhere.get(test.id);
    const found: (Reason | false)[] = [
      seen.has(test.id) && say('run.twice'),
      batch === 'terminated' && say('run.terminated'),
      test.standing === 'invalid' && say('run.set-aside'),
      !isWorkable(test) && say('run.state', { state: lookUp(lang, `state.${test.state}`) }),
      method?.zh !== frame.method.zh && say('run.method', { method: method?.[lang] ?? '—', own: frame.method[lang] }),
      method?.zh === frame.method.zh && test.form_hash !== frame.form_hash && say('run.edition'),
      isWorkable(test) &&
        (analyst_id === null || !ids.includes(analyst_id)) &&
        say('run.not-assigned', {
          name: test.analyst_name ?? '—',
        }),
      other !== undefined && other.id !== frame.run && say('run.elsewhere', { run: other.number }),
      ...frame.people.map(({ id, name }) => officers.includes(id) && say('run.sampler', { name })),
    ];
    faults.refuses.push(...found.filter((reason) => reason !== false));
    seen.add(test.id);
    for (const { id, name } of frame.people) {
      const why = testers?.against(id, test.parameter_code);
      if (!why) continue;
      const reason = say('run.unauthorised', { name, why: reasonText(lang, why) });
      (testers?.mode === 'refuse' ? faults.refuses : faults.warns).push(reason);
    }
  }
  return faults;
}

const isWorkable = ({ state }: Candidate): boolean => workable.some((one) => one === state);

/** The open run in which each of these tests stands. */
async function openRunsOf(db: Knex, testIds: readonly string[]): Promise<Map<string, { id: string; number: string }>> {
  const rows: { test_id: string; id: string; number: string }[] = await db('worksheet_rows')
    .join('worksheets', 'worksheets.id', 'worksheet_rows.worksheet_id')
    .where({ 'worksheets.state': 'open' })
    .whereNull('worksheet_rows.removed_at')
    .whereIn('worksheet_rows.test_id', [...testIds])
    .select('worksheet_rows.test_id', 'worksheets.id', 'worksheets.number');
  return new Map(rows.map(({ test_id, ...run }) => [test_id, run]));
}

/** Ids of these accounts that are in use and test, with their names; the one who asks comes first. */
export async function crewOf(db: Knex, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const rows: { id: string; name: string; roles: string }[] = await db('users')
    .whereIn('id', [...ids])
    .where({ active: 1 })
    .select('id', 'name', 'roles');
  const known = rows.filter(({ roles }) => roles.includes('"analyst"'));
  return [...new Set(ids)]
    .flatMap((id) => known.find((row) => row.id === id) ?? [])
    .map(({ id, name }) => ({ id, name }));
}

/** Asks the machine of runs. @throws Refusal `run.closed` where the state does not allow the move, `run.not-mine`, `machine.permission` */
export function stepped(act: Pick<Act, 'user'>, run: WorksheetRow, move: RunMove): WorksheetRow['state'] {
  const { from } = runMachine.moves[move];
  if (!from.some((state) => state === run.state)) {
    const state = lookUp(act.user.lang, `run.state.${run.state}`);
    refuse('run.closed', { number: run.number, state }, undefined, 'conflict');
  }
  return next(runMachine, move, run, actorOf(act.user));
}
