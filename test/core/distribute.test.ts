import { expect } from 'chai';
import { distribute } from '../../lib/core/distribute.ts';

const everybody = () => true;
const tests = (count: number, method = 'm') => Array.from({ length: count }, (_, i) => ({ id: `t${i + 1}`, method }));
const counts = (shares: { analyst: string | null }[]) => {
  const found: Record<string, number> = {};
  for (const { analyst } of shares) found[String(analyst)] = (found[String(analyst)] ?? 0) + 1;
  return found;
};

describe('distribution of tests by load and authorisation', () => {
  it('gives each the fewest: who has 4 open tests gets none while others have less', () => {
    const shares = distribute(
      tests(5),
      [
        { id: 'li', open: 4 },
        { id: 'wu', open: 1 },
        { id: 'he', open: 0 },
      ],
      everybody,
    );
    expect(counts(shares)).to.deep.equal({ wu: 2, he: 3 });
  });

  it('never gives a test to somebody who may not do it, and leaves it open where nobody may', () => {
    const may = (worker: string, test: string) => (test === 't1' ? worker === 'wu' : test !== 't3');
    const shares = distribute(
      tests(3),
      [
        { id: 'li', open: 0 },
        { id: 'wu', open: 9 },
      ],
      may,
    );
    expect(shares).to.deep.equal([
      { test: 't1', analyst: 'wu' },
      { test: 't2', analyst: 'li' },
      { test: 't3', analyst: null },
    ]);
  });

  it('keeps the only one who may do a rare test free for it', () => {
    const may = (worker: string, test: string) => test !== 't2' || worker === 'li';
    const shares = distribute(
      tests(2),
      [
        { id: 'li', open: 0 },
        { id: 'wu', open: 0 },
      ],
      may,
    );
    expect(shares).to.deep.equal([
      { test: 't1', analyst: 'wu' },
      { test: 't2', analyst: 'li' },
    ]);
  });

  it('of equals chooses the one who already has the method', () => {
    const list = [
      { id: 't1', method: 'HPLC' },
      { id: 't2', method: 'titration' },
      { id: 't3', method: 'titration' },
      { id: 't4', method: 'HPLC' },
    ];
    const shares = distribute(
      list,
      [
        { id: 'li', open: 0 },
        { id: 'wu', open: 0 },
      ],
      everybody,
    );
    expect(shares.map(({ analyst }) => analyst)).to.deep.equal(['li', 'wu', 'wu', 'li']);
  });

  it('over 500 arrangements: only the allowed, all that can be given, loads as even as equal rights permit', () => {
    let seed = 7;
    const chance = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let round = 0; round < 500; round += 1) {
      const workers = Array.from({ length: 1 + chance(5) }, (_, i) => ({ id: `w${i}`, open: chance(6) }));
      const list = tests(chance(30));
      const barred = new Set(
        list.flatMap(({ id }) => workers.flatMap((w) => (chance(4) === 0 ? [`${w.id} ${id}`] : []))),
      );
      const may = (worker: string, test: string) => !barred.has(`${worker} ${test}`);
      for (const { test, analyst } of distribute(list, workers, may)) {
        if (analyst === null) expect(workers.some(({ id }) => may(id, test))).to.equal(false);
        else expect(may(analyst, test)).to.equal(true);
      }
      const free = distribute(list, workers, everybody);
      const after = workers.map(({ id, open }) => ({ open, own: free.filter(({ analyst }) => analyst === id).length }));
      const most = Math.max(...after.filter(({ own }) => own > 0).map(({ open, own }) => open + own), 0);
      for (const { open, own } of after) expect(open + own + 1, `round ${round}`).to.be.at.least(most);
    }
  });
});
