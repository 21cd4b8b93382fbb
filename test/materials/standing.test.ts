import { expect } from 'chai';
import { addDays } from '../../lib/core/deadlines.ts';
import { afterMove, balanceOf } from '../../lib/materials/ledger.ts';
import type { MaterialRow, MoveKind, MoveRow } from '../../lib/materials/rows.ts';
import { type Lot, lastDay, reasonsAgainst, standingOn } from '../../lib/materials/standing.ts';
import { below, decimal, minus, plus, ratio } from '../support/rational.ts';

/** A repeatable chance (mulberry32): a failure names its seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DAY = '2026-11-23';
const row = (number: string, own: Partial<MaterialRow> = {}): MaterialRow => ({
  id: number,
  version: 1,
  number,
  kind: 'solution',
  name: number,
  maker: null,
  catalogue_no: null,
  lot_no: null,
  content: null,
  basis: null,
  loss: null,
  treatment: null,
  purpose: null,
  storage: null,
  concentration: null,
  unit: 'mL',
  balance: '1',
  made_on: null,
  received_on: '2026-01-01',
  opened_on: null,
  expiry: null,
  valid_to: null,
  factor: null,
  standardised_on: null,
  passage: null,
  suitability: [],
  blocked: null,
  closed_on: null,
  certificate: null,
  made_by: null,
  note: null,
  created_at: '',
  ...own,
});

describe('how a lot stands', () => {
  const lot = (own: Partial<MaterialRow>, parents: Lot[] = []): Lot => ({ row: row('A', own), parents });
  const expired: Lot = { row: row('P', { valid_to: '2026-11-22' }), parents: [] };
  const blocked = { reason: '召回', by: '尤试', on: DAY };
  const fits = (on: string, good: boolean) => ({ on, fits: good, note: '', by: '' });
  const cases: [says: string, lot: Lot, standing: string][] = [
    ['without an end', lot({}), 'ready'],
    ['on its last day', lot({ valid_to: DAY }), 'soon'],
    ['the day after', lot({ valid_to: '2026-11-22' }), 'expired'],
    ['30 days before its end', lot({ valid_to: addDays(DAY, 30) }), 'soon'],
    ['31 days before its end', lot({ valid_to: addDays(DAY, 31) }), 'ready'],
    ['blocked', lot({ blocked }), 'blocked'],
    ['made from a lot that expired', lot({}, [expired]), 'parent'],
    ['made from one that was made from it', lot({}, [{ row: row('B'), parents: [expired] }]), 'parent'],
    ['made from a blocked lot', lot({}, [{ row: row('B', { blocked }), parents: [] }]), 'parent'],
    ['a titrant without F', lot({ kind: 'titrant' }), 'unstandardised'],
    ['a titrant with F', lot({ kind: 'titrant', standardised_on: DAY }), 'ready'],
    ['a titrant that gets its F tomorrow', lot({ kind: 'titrant', standardised_on: '2026-11-24' }), 'unstandardised'],
    ['a medium without a check', lot({ kind: 'media' }), 'unsuitable'],
    ['a medium with a check that fits', lot({ kind: 'media', suitability: [fits(DAY, true)] }), 'ready'],
    [
      'a medium whose later check does not fit',
      lot({ kind: 'media', suitability: [fits('2026-11-01', true), fits(DAY, false)] }),
      'unsuitable',
    ],
    ['used up', lot({ balance: '0.00' }), 'used-up'],
    ['closed', lot({ closed_on: DAY, blocked }), 'closed'],
  ];
  for (const [says, one, standing] of cases)
    it(`${says}: ${standing}`, () => expect(standingOn(one, DAY, addDays(DAY, 30))).to.equal(standing));
});

describe('an expired or blocked parent takes its children with it, over any graph', () => {
  for (let seed = 1; seed <= 200; seed += 1)
    it(`graph ${seed}`, () => {
      const next = chance(seed);
      const lots: Lot[] = [];
      const links: [child: number, parent: number][] = [];
      for (let i = 0; i < 12; i += 1) {
        const parents = lots.map((_, at) => at).filter(() => next() < 0.25);
        links.push(...parents.map((at): [number, number] => [i, at]));
        const days = Math.floor(next() * 200) - 60;
        lots.push({
          row: row(`ML${i}`, {
            valid_to: next() < 0.7 ? addDays(DAY, days) : null,
            blocked: next() < 0.1 ? { reason: 'x', by: 'x', on: DAY } : null,
          }),
          parents: parents.flatMap((at) => lots[at] ?? []),
        });
      }
      // The other way round: from each lot at fault down to whatever was made from it.
      const tainted = new Set<number>();
      const taint = (at: number): void => {
        tainted.add(at);
        for (const [child, parent] of links) if (parent === at && !tainted.has(child)) taint(child);
      };
      for (const [at, { row: own }] of lots.entries())
        if (own.blocked || (own.valid_to !== null && own.valid_to < DAY)) taint(at);
      for (const [at, lot] of lots.entries()) {
        expect(reasonsAgainst(lot, DAY).length > 0, `lot ${at}`).to.equal(tainted.has(at));
        const end = lastDay(lot);
        for (const parent of lot.parents) {
          const parental = lastDay(parent);
          if (parental !== null)
            expect(end !== null && end <= parental, `lot ${at} outlives its parent`).to.equal(true);
        }
        if (lot.row.valid_to !== null) expect(end !== null && end <= lot.row.valid_to).to.equal(true);
      }
    });
});

describe('the ledger balances to the last digit and never falls below zero', () => {
  const kinds: MoveKind[] = ['receipt', 'issue', 'return', 'disposal', 'log'];
  for (let seed = 1; seed <= 100; seed += 1)
    it(`ledger ${seed}`, () => {
      const next = chance(seed);
      let balance = '0';
      let sum = ratio('0');
      const done: Pick<MoveRow, 'kind' | 'amount' | 'state'>[] = [];
      for (let i = 0; i < 60; i += 1) {
        const kind = kinds[Math.floor(next() * kinds.length)] ?? 'log';
        const places = Math.floor(next() * 7);
        const amount = kind === 'log' ? '0' : (next() * 20).toFixed(places);
        const isIn = kind === 'receipt' || kind === 'return';
        const wanted = isIn ? plus(sum, ratio(amount)) : kind === 'log' ? sum : minus(sum, ratio(amount));
        if (below(wanted, ratio('0'))) {
          expect(() => afterMove(balance, kind, amount)).to.throw('material.too-much');
          continue;
        }
        balance = afterMove(balance, kind, amount);
        sum = wanted;
        done.push({ kind, amount, state: 'done' }, { kind: 'issue', amount: '999', state: 'waiting' });
        expect(decimal(ratio(balance), 12), `after ${kind} ${amount}`).to.equal(decimal(sum, 12));
        expect(balance.startsWith('-')).to.equal(false);
      }
      expect(balanceOf(done)).to.equal(balance);
    });
});
