import { expect } from 'chai';
import { type Actor, available, diagram, follow, type Machine, next, obstacles } from '../../lib/core/machine.ts';
import { refused } from './expect-refusal.ts';

type State = 'sampled' | 'received' | 'in-test' | 'void';
type Verb = 'receive' | 'test' | 'void';
interface Batch {
  sealWhole: boolean;
  sampler: string;
}

const machine: Machine<State, Verb, Batch> = {
  name: 'batch',
  initial: 'sampled',
  states: ['sampled', 'received', 'in-test', 'void'],
  moves: {
    receive: {
      from: ['sampled'],
      to: 'received',
      needs: 'sample.receive',
      unless: [({ sealWhole }) => (sealWhole ? null : { id: 'seal.broken' })],
    },
    test: {
      from: ['received'],
      to: 'in-test',
      needs: 'test.start',
      unless: [
        ({ sealWhole }) => (sealWhole ? null : { id: 'seal.broken' }),
        ({ sampler }, { id }) => (sampler === id ? { id: 'duty.sampler' } : null),
      ],
    },
    void: { from: ['sampled', 'received'], to: 'void', needs: 'batch.void' },
  },
};

const person = (id: string, ...permissions: string[]): Actor => ({
  id,
  roles: [],
  may: (permission) => permissions.includes(permission),
});
const batch = (state: State, more: Partial<Batch> = {}) => ({ state, sealWhole: true, sampler: 'wang', ...more });
const anyone = person('li', 'sample.receive', 'test.start', 'batch.void');

describe('next', () => {
  it('gives the state after the move', () => {
    expect(next(machine, 'receive', batch('sampled'), anyone)).to.equal('received');
    expect(next(machine, 'test', batch('received'), anyone)).to.equal('in-test');
  });

  it('makes every move from its own states only: state × move', () => {
    for (const state of machine.states)
      for (const move of Object.keys(machine.moves) as Verb[])
        if (machine.moves[move].from.includes(state))
          expect(next(machine, move, batch(state), anyone)).to.equal(machine.moves[move].to);
        else
          expect(refused(() => next(machine, move, batch(state), anyone), 'machine.state').kind).to.equal('conflict');
  });

  it('tells the state, the move and where it would be possible', () => {
    const refusal = refused(() => next(machine, 'void', batch('in-test'), anyone), 'machine.state');
    expect(refusal.reasons[0]?.params).to.deep.equal({
      machine: 'batch',
      move: 'void',
      state: 'in-test',
      from: 'sampled, received',
    });
  });

  it('is forbidden without the permission', () => {
    const refusal = refused(() => next(machine, 'receive', batch('sampled'), person('li')), 'machine.permission');
    expect(refusal.kind).to.equal('forbidden');
    expect(refusal.reasons[0]?.params).to.deep.equal({ needs: 'sample.receive' });
  });

  it('gives every reason of the guards', () => {
    const wang = person('wang', 'test.start');
    expect(
      refused(() => next(machine, 'test', batch('received', { sealWhole: false }), wang), 'seal.broken', 'duty.sampler')
        .kind,
    ).to.equal('conflict');
  });
});

describe('obstacles', () => {
  it('are none when the way is free', () =>
    expect(obstacles(machine, 'receive', batch('sampled'), anyone)).to.deep.equal([]));

  it('name permission, state and guards', () => {
    const ids = (move: Verb, state: State, actor: Actor, more: Partial<Batch> = {}) =>
      obstacles(machine, move, batch(state, more), actor).map(({ id }) => id);
    expect(ids('receive', 'void', person('li'))).to.deep.equal(['machine.permission', 'machine.state']);
    expect(ids('receive', 'sampled', person('li'), { sealWhole: false })).to.deep.equal([
      'machine.permission',
      'seal.broken',
    ]);
  });

  it('do not ask guards about a state they were not written for', () => {
    expect(
      obstacles(machine, 'receive', batch('void', { sealWhole: false }), anyone).map(({ id }) => id),
    ).to.deep.equal(['machine.state']);
  });
});

describe('available', () => {
  it('lists the moves of this state and person, and what greys them', () => {
    expect(available(machine, batch('received', { sealWhole: false }), anyone)).to.deep.equal([
      { move: 'test', obstacles: [{ id: 'seal.broken' }] },
      { move: 'void', obstacles: [] },
    ]);
  });

  it('leaves out what the person may never do', () => {
    expect(available(machine, batch('sampled'), person('li', 'sample.receive')).map(({ move }) => move)).to.deep.equal([
      'receive',
    ]);
    expect(available(machine, batch('void'), anyone)).to.deep.equal([]);
  });
});

describe('follow', () => {
  it('goes where the arrow leads without asking the person again', () => {
    expect(follow(machine, 'void', { state: 'received' })).to.equal('void');
  });

  it('refuses a state that the arrow does not leave', () => {
    expect(refused(() => follow(machine, 'test', { state: 'void' }), 'machine.state').kind).to.equal('conflict');
  });
});

describe('diagram', () => {
  it('draws every arrow', () => {
    expect(diagram(machine).split('\n')).to.deep.equal([
      'stateDiagram-v2',
      '  [*] --> sampled',
      '  sampled --> received: receive',
      '  received --> in_test: test',
      '  sampled --> void: void',
      '  received --> void: void',
    ]);
  });
});
