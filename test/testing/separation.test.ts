import { expect } from 'chai';
import fc from 'fast-check';
import { obstacles } from '../../lib/core/machine.ts';
import { type TestMove, type TestState, testMachine } from '../../lib/testing/index.ts';
import { chainOf, type SignatureRow } from '../../lib/testing/store.ts';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import { appearance, bound, disintegration, drying, PASSWORD, type Rig, startRig } from './rig.ts';

const SEED = 20261123;
const moves = Object.keys(testMachine.moves) as TestMove[];
const PEOPLE = ['a', 'b', 'c', 'd'];
const complete = { complete: true, missing: [], problems: [], verdict: { verdict: 'conforms' } };

interface Walked {
  state: TestState;
  analyst_id: string | null;
  reviewer_id: string | null;
  hands: string[];
  locked: string | null;
}

/** One move by one person who may do everything, where the machine lets him; `hand`: who types beside the analyst from then on. */
function walk(test: Walked, { move, who, other }: { move: TestMove; who: string; other: string }): Walked {
  const subject = {
    ...test,
    ...{ officers: ['d'], batch: 'testing', chain: chainOf([test]), outcome: complete },
    ...{ item: { limit: { kind: 'max' } }, candidate: { id: other, roles: ['analyst'] } },
  };
  if (obstacles(testMachine, move, subject, { id: who, roles: [], may: () => true }).length > 0) return test;
  const state = testMachine.moves[move].to;
  if (move === 'assign') return { ...test, state, analyst_id: other };
  if (move === 'record') return { ...test, state, hands: other === 'd' ? test.hands : [...test.hands, other] };
  if (move === 'review') return { ...test, state, reviewer_id: who };
  return { ...test, state, locked: move === 'lock' ? who : null };
}

describe('testing: nobody stands twice in the chain of a result', () => {
  it('by whatever moves a test is locked, analyst, hands, reviewer and head are different people, none of whom drew it', () => {
    const step = fc.record({
      move: fc.constantFrom(...moves),
      who: fc.constantFrom(...PEOPLE),
      other: fc.constantFrom(...PEOPLE),
    });
    let reached = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
        let test: Walked = { state: 'unassigned', analyst_id: null, reviewer_id: null, hands: [], locked: null };
        for (const one of steps) {
          test = walk(test, one);
          if (test.state !== 'locked') continue;
          reached += 1;
          const worked = [test.analyst_id, ...test.hands];
          expect(test.reviewer_id).to.be.a('string');
          expect(worked).not.to.include(test.reviewer_id);
          expect([...worked, test.reviewer_id]).not.to.include(test.locked);
          expect([test.analyst_id, test.reviewer_id, test.locked]).not.to.include('d');
        }
      }),
      { seed: SEED, numRuns: 4000 },
    );
    expect(reached, 'tests that were locked').to.be.greaterThan(100);
  });
});

eachEngine('testing: no way to an issued report past a second and a third person', (engine) => {
  const LOGINS = ['analyst', 'analyst2', 'reviewer', 'head', 'signatory'];
  const ROLES = ['analyst', 'reviewer', 'department-head', 'signatory'];
  let rig: Rig;
  const clients = new Map<string, Client>();
  const ids = new Map<string, string>();
  before(async () => {
    rig = await startRig(engine);
    for (const login of LOGINS) {
      await rig.app.db
        .write('users')
        .where({ login })
        .update({ roles: JSON.stringify(ROLES) });
      clients.set(login, await rig.as(login));
      ids.set(login, (await rig.user(login)).id);
    }
  });
  after(() => rig.close());

  interface Tried {
    act: (typeof acts)[number];
    who: string;
    hand: string;
  }
  const acts = ['record', 'submit', 'review', 'set', 'return', 'send-back', 'approve', 'issue', 'hand'] as const;
  /** What brings a batch on, and between it whatever people may try. */
  const forward = ['record', 'submit', 'review', 'approve', 'issue'] as const;

  async function tryIt(batch: { id: string }, { act, who, hand }: Tried): Promise<void> {
    const client = clients.get(who);
    if (!client) return;
    const tests = await rig.tests(batch.id);
    const all = { tests: bound(tests), password: PASSWORD };
    const readings = [appearance, drying, disintegration];
    switch (act) {
      case 'hand':
        await rig.app.db
          .write('tests')
          .where({ id: tests[0]?.id })
          .whereIn('state', ['assigned', 'testing', 'returned'])
          .update({ hands: JSON.stringify([ids.get(hand)]) });
        return;
      case 'record':
        for (const [i, { id, version }] of tests.entries())
          await client.post(`/tests/${id}/readings`, { version, readings: readings[i], reason: '更正' });
        return;
      case 'submit':
        await client.post('/submissions', all);
        return;
      case 'review':
        for (const { id, hash } of tests) await client.post(`/tests/${id}/review`, { hash, password: PASSWORD });
        return;
      case 'set':
        await client.post('/reviews', all);
        return;
      case 'return':
        await client.post(`/tests/${tests[0]?.id ?? ''}/return`, { version: tests[0]?.version, reason: '请核对' });
        return;
      case 'send-back':
        await client.post(`/samples/${batch.id}/approval/return`, { tests: [tests[0]?.id], reason: '请核对' });
        return;
      case 'approve':
        await client.post(`/samples/${batch.id}/approval`, { hashes: bound(tests), password: PASSWORD });
        return;
      case 'issue': {
        const report = await rig.app.db.read('reports').where({ sample_id: batch.id }).first();
        const row = report as { id: string; version: number; content_hash: string } | undefined;
        if (row)
          await client.post(`/reports/${row.id}/issue`, {
            ...{ version: row.version, hash: row.content_hash, password: PASSWORD },
          });
      }
    }
  }

  /** Who signed what of a batch, as it counts now: by the hash of each record. */
  async function refuseOverlap(batch: { id: string }): Promise<boolean> {
    const tests = await rig.tests(batch.id);
    const sample: { state: string; approved_by: string | null } = await rig.app.db
      .read('samples')
      .where({ id: batch.id })
      .first();
    if (!['approved', 'issued'].includes(sample.state)) return false;
    const signed: SignatureRow[] = await rig.app.db
      .read('signatures')
      .whereIn(
        'entity_id',
        tests.map(({ id }) => id),
      )
      .orderBy('id');
    for (const { id, hash } of tests) {
      const { hands } = (await rig.app.db.read('tests').where({ id }).first('hands')) as { hands: string | null };
      const of = (meaning: string) =>
        signed
          .filter((one) => one.entity_id === id && one.record_hash === hash && one.meaning === meaning)
          .map(({ user_id }) => user_id)
          .at(-1);
      const chain = [of('test'), of('review'), of('approve')];
      expect(chain).to.not.include(undefined);
      expect(new Set(chain).size, chain.join()).to.equal(3);
      for (const hand of JSON.parse(hands ?? '[]') as string[]) expect(chain.slice(1)).not.to.include(hand);
    }
    return sample.state === 'issued';
  }

  it('by whatever sequence of real acts, those who tested, reviewed and approved are different people', async function () {
    this.timeout(240_000);
    let issued = 0;
    const who = fc.constantFrom(...LOGINS);
    const noise = fc.record({ act: fc.constantFrom(...acts), who, hand: who });
    const way = fc.tuple(
      who,
      fc.array(fc.tuple(fc.array(noise, { maxLength: 2 }), fc.shuffledSubarray(LOGINS, { minLength: 5 })), {
        minLength: forward.length,
        maxLength: forward.length,
      }),
    );
    await fc.assert(
      fc.asyncProperty(way, async ([analyst, stages]) => {
        const batch = await rig.assigned(analyst);
        for (const [i, [between, order]] of stages.entries()) {
          for (const tried of between) await tryIt(batch, tried);
          const act = forward[i];
          for (const login of order) {
            if (act) await tryIt(batch, { act, who: login, hand: login });
            if (await refuseOverlap(batch)) break;
          }
        }
        if (await refuseOverlap(batch)) issued += 1;
      }),
      { seed: SEED, numRuns: 8, endOnFailure: true },
    );
    expect(issued, 'reports that were issued').to.be.greaterThan(0);
  });
});
