import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act, User } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import { testMachine } from './machine.ts';
import { surroundingsOf, testTitle } from './signing.ts';
import { batchOf, heldTests } from './store.ts';
import type { TestRow } from './test.ts';
import { testersOn } from './workers.ts';

export interface AssignInput {
  id: string;
  tests: string[];
  analyst: string;
}

type Candidate = User & { active: number };

async function candidateOf(act: Act, id: string): Promise<Candidate> {
  const candidate = await find<Candidate>(act.db, 'users', { id });
  return candidate?.active === 1 ? candidate : refuse('assign.unknown', { analyst: id }, 'analyst');
}

/**
 * Gives tests of one batch to an analyst, many in one call.
 * @throws Refusal `assign.unknown` for a disabled or unknown account, `assign.not-analyst`, `assign.sampler` (he drew this sample, domain 10.7),
 * `assign.unauthorised` where the institute lets authorisations refuse, `machine.state` for each test that is already under way
 */
export async function assign(act: Act, { id, tests, analyst }: AssignInput): Promise<TestRow[]> {
  return assignEach(act, { id, shares: tests.map((test) => ({ test, analyst })) });
}

export interface SharesInput {
  id: string;
  shares: { test: string; analyst?: string }[];
}

/** Gives each test of a batch to the analyst named for it; one without a name stays as it is. @throws Refusal as `assign`, `assign.twice` */
export async function assignEach(act: Act, { id, shares }: SharesInput): Promise<TestRow[]> {
  const batch = await batchOf(act.db, id);
  const given = shares.flatMap(({ test, analyst }) => (analyst === undefined ? [] : [{ test, analyst }]));
  const wanted = new Map(given.map(({ test, analyst }) => [test, analyst]));
  if (wanted.size !== given.length) refuse('assign.twice', {}, 'shares');
  const people = [...new Set(wanted.values())];
  const candidates = new Map<string, Candidate>();
  for (const one of people) candidates.set(one, await candidateOf(act, one));
  const around = await surroundingsOf(act, batch.id);
  const testers = await testersOn(act, people, act.today);
  const reasons = new Map<string, Reason>();
  const note = (reason: Reason): unknown => reasons.set(JSON.stringify(reason), reason);
  const assigned: TestRow[] = [];
  for (const test of (await heldTests(act, [...wanted.keys()])).values()) {
    if (test.sample_id !== batch.id) refuse('record.missing', { what: test.id }, 'tests', 'missing');
    const candidate = candidates.get(wanted.get(test.id) ?? '');
    if (!candidate) continue;
    const why = testers?.mode === 'refuse' ? testers.against(candidate.id, test.parameter_code) : null;
    if (why)
      note({
        ...{ id: 'assign.unauthorised', field: 'analyst' },
        params: {
          ...{ item: testTitle(test, act.user.lang), test: test.id, name: candidate.name },
          why: reasonText(act.user.lang, why),
        },
      });
    try {
      const state = next(testMachine, 'assign', { ...test, ...around, candidate }, actorOf(act.user));
      if (reasons.size === 0)
        assigned.push(await act.update<TestRow>('tests', test, { state, analyst_id: candidate.id }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const reason of error.reasons) note(reason);
    }
  }
  refuseAll([...reasons.values()], 'conflict');
  return assigned;
}
