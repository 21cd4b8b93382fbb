import { expect } from 'chai';
import { type Actor, diagram, next, obstacles } from '../../lib/core/machine.ts';
import { Refusal } from '../../lib/core/refusal.ts';
import { actorOf } from '../../lib/kernel/access.ts';
import { type TestMove, type TestState, type TestSubject, testMachine } from '../../lib/testing/machine.ts';

const done = { complete: true, missing: [], problems: [], verdict: { verdict: 'conforms' } };
const subject = (state: TestState, change: Partial<TestSubject> = {}): TestSubject & { state: TestState } => ({
  state,
  analyst_id: 'li',
  reviewer_id: null,
  officers: ['sun', 'zhou'],
  batch: 'testing',
  chain: ['li'],
  outcome: done,
  ...change,
});
const anybody = (id: string): Actor => ({ id, roles: [], may: () => true });
/** Who makes a move when nothing stands against it. */
const mover: Record<TestMove, Actor> = {
  assign: anybody('wang'),
  record: anybody('li'),
  submit: anybody('li'),
  review: anybody('zheng'),
  return: anybody('zheng'),
  sendBack: anybody('wang'),
  lock: anybody('wang'),
  unlock: anybody('chen'),
};
const moves = Object.keys(testMachine.moves) as TestMove[];
const ids = (move: TestMove, of: TestSubject & { state: TestState }, actor: Actor = mover[move]) =>
  obstacles(testMachine, move, of, actor).map(({ id }) => id);

/** The law written a second time, by hand. */
const law: Record<TestState, Partial<Record<TestMove, TestState>>> = {
  unassigned: { assign: 'assigned' },
  assigned: { assign: 'assigned', record: 'testing' },
  testing: { record: 'testing', submit: 'submitted' },
  submitted: { review: 'reviewed', return: 'returned' },
  reviewed: { sendBack: 'returned', lock: 'locked' },
  returned: { record: 'testing', submit: 'submitted' },
  locked: { unlock: 'reviewed' },
};

describe('testing: machine of a test', () => {
  for (const state of testMachine.states) {
    for (const move of moves) {
      const to = law[state][move];
      it(`${state} × ${move} ${to ? `→ ${to}` : 'is refused'}`, () => {
        if (to) expect(next(testMachine, move, subject(state), mover[move])).to.equal(to);
        else {
          expect(() => next(testMachine, move, subject(state), mover[move])).to.throw(Refusal);
          expect(ids(move, subject(state))).to.deep.equal(['machine.state']);
        }
      });
      it(`${state} × ${move} is nothing for somebody without the permission`, () => {
        const nobody: Actor = { ...mover[move], may: () => false };
        expect(ids(move, subject(state), nobody)).to.include('machine.permission');
      });
    }
  }

  it('refuses 10.7: an officer who drew the sample as analyst, at assignment, at the bench and at submission', () => {
    const sun = { id: 'sun', roles: ['analyst'] };
    expect(ids('assign', subject('unassigned', { candidate: sun }))).to.deep.equal(['assign.sampler']);
    expect(ids('record', subject('assigned', { analyst_id: 'sun' }), anybody('sun'))).to.deep.equal(['test.sampler']);
    expect(ids('submit', subject('testing', { analyst_id: 'sun' }), anybody('sun'))).to.deep.equal(['test.sampler']);
  });

  it('refuses an assignment to somebody who is no analyst', () => {
    expect(ids('assign', subject('unassigned', { candidate: { id: 'qian', roles: ['reception'] } }))).to.deep.equal([
      'assign.not-analyst',
    ]);
  });

  it('lets only the assigned analyst record and submit', () => {
    expect(ids('record', subject('testing'), anybody('wu'))).to.deep.equal(['test.not-mine']);
    expect(ids('submit', subject('testing'), anybody('wu'))).to.deep.equal(['test.not-mine']);
  });

  it('refuses 10.8: the analyst as reviewer (also to give back his own record), and a sampling officer', () => {
    expect(ids('review', subject('submitted'), anybody('li'))).to.deep.equal(['review.own']);
    expect(ids('return', subject('submitted'), anybody('li'))).to.deep.equal(['review.own']);
    expect(ids('review', subject('submitted'), anybody('zhou'))).to.deep.equal(['test.sampler']);
  });

  it('refuses as approver anybody who analysed or reviewed an item of the batch, and a sampling officer', () => {
    const reviewed = subject('reviewed', { chain: ['li', 'zheng'] });
    for (const id of ['li', 'zheng']) expect(ids('lock', reviewed, anybody(id))).to.deep.equal(['approval.chain']);
    expect(ids('lock', reviewed, anybody('sun'))).to.deep.equal(['test.sampler']);
    expect(ids('sendBack', reviewed, anybody('zheng'))).to.deep.equal(['approval.chain']);
  });

  it('refuses to submit what is empty, faulty or undecided, with the reason', () => {
    expect(ids('submit', subject('testing', { outcome: null }))).to.deep.equal(['submit.incomplete']);
    expect(ids('submit', subject('testing', { outcome: { ...done, complete: false, missing: [{}] } }))).to.deep.equal([
      'submit.incomplete',
    ]);
    expect(ids('submit', subject('testing', { outcome: { ...done, complete: false, problems: [{}] } }))).to.deep.equal([
      'submit.problems',
    ]);
    expect(
      ids('submit', subject('testing', { outcome: { ...done, verdict: { verdict: 'undecided' } } })),
    ).to.deep.equal(['submit.undecided']);
    expect(ids('submit', subject('testing', { outcome: { complete: true, missing: [], problems: [] } }))).to.deep.equal(
      ['submit.undecided'],
    );
  });

  it('moves nothing of a batch that was terminated', () => {
    for (const state of testMachine.states) {
      for (const move of Object.keys(law[state]) as TestMove[])
        expect(ids(move, subject(state, { batch: 'terminated' }))).to.deep.equal(['test.terminated']);
    }
  });

  it('gives the permissions of the table: an administrator can make no move at all', () => {
    const admin = actorOf({ id: 'admin', roles: ['administrator'] });
    for (const move of moves)
      for (const state of testMachine.states) expect(ids(move, subject(state), admin)).to.include('machine.permission');
  });

  it('draws itself for the manual', () => {
    expect(diagram(testMachine)).to.contain('reviewed --> locked: lock').and.to.contain('[*] --> unassigned');
  });
});
