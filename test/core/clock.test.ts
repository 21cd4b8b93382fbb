import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Pause, termEnd } from '../../lib/core/clock.ts';
import { addDays } from '../../lib/core/deadlines.ts';
import { chinaCalendar } from '../../lib/kernel/calendar.ts';
import { loadRules } from '../../lib/kernel/rules.ts';
import { refused } from './expect-refusal.ts';

interface Case {
  rule: string;
  from: string;
  at?: string;
  pauses?: Pause[];
  end: string;
  endAt?: string;
  note: string;
}

const read = (): { source: string; cases: Case[] } =>
  JSON.parse(readFileSync(new URL('./vectors/clocks.json', import.meta.url), 'utf8')) as {
    source: string;
    cases: Case[];
  };
const rules = loadRules(process.cwd());
const ruleOf = (id: string) => {
  const rule = rules.all().find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
};

describe('clocks: the end of a term', () => {
  const { cases } = read();

  it('has at least 120 hand-worked cases', () => {
    expect(cases.length).to.be.at.least(120);
  });

  for (const { rule, from, at, pauses, end, endAt, note } of cases) {
    it(`${rule} from ${at ?? from}${pauses ? ` with ${pauses.length} pauses` : ''} ends on ${end} (${note})`, () => {
      const found = termEnd(chinaCalendar, ruleOf(rule), { on: from, ...(at && { at }) }, pauses);
      expect(found?.date).to.equal(end);
      if (endAt) expect(found?.at).to.equal(endAt);
    });
  }

  it('has no end while a pause goes on', () => {
    expect(
      termEnd(chinaCalendar, { amount: 25, unit: 'working' }, { on: '2026-03-02' }, [{ from: '2026-03-10' }]),
    ).to.equal(null);
  });

  it('is provisional beyond the loaded calendar (domain 10.35)', () => {
    expect(termEnd(chinaCalendar, { amount: 25, unit: 'working' }, { on: '2026-12-14' })?.provisional).to.equal(true);
    expect(termEnd(chinaCalendar, { amount: 5, unit: 'working' }, { on: '2026-12-14' })?.provisional).to.equal(false);
  });

  it('hours stand still while a pause lasts, whatever part of it lies inside', () => {
    const start = { on: '2026-03-02', at: '2026-03-02T01:00:00.000Z' };
    const pause = (from: string, to: string) =>
      termEnd(chinaCalendar, { amount: 24, unit: 'hour' }, start, [{ from, to }])?.at;
    expect(pause('2026-03-02T03:00:00.000Z', '2026-03-02T05:00:00.000Z')).to.equal('2026-03-03T03:00:00.000Z');
    // A pause that was over before the start takes nothing away.
    expect(pause('2026-03-01T03:00:00.000Z', '2026-03-01T05:00:00.000Z')).to.equal('2026-03-03T01:00:00.000Z');
    expect(pause('2026-03-02T00:00:00.000Z', '2026-03-02T02:00:00.000Z')).to.equal('2026-03-03T02:00:00.000Z');
  });

  it('refuses what is no term', () => {
    const end = (amount: number, unit: 'working' | 'hour', pauses: Pause[] = []) =>
      termEnd(chinaCalendar, { amount, unit }, { on: '2026-03-02' }, pauses);
    refused(() => end(-1, 'working'), 'clock.amount');
    refused(() => end(1.5, 'working'), 'clock.amount');
    refused(() => end(24, 'hour'), 'clock.instant');
    refused(() => end(3, 'working', [{ from: '2026-03-05', to: '2026-03-04' }]), 'clock.pause');
  });

  const day = fc.integer({ min: 0, max: 600 }).map((n) => addDays('2025-01-01', n));

  it('a longer term never ends earlier, and a pause never brings the end forward', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom('working' as const, 'calendar' as const),
        (on, amount, after, length, unit) => {
          const plain = termEnd(chinaCalendar, { amount, unit }, { on })?.date ?? '';
          const longer = termEnd(chinaCalendar, { amount: amount + 1, unit }, { on })?.date ?? '';
          const from = addDays(on, after);
          const paused =
            termEnd(chinaCalendar, { amount, unit }, { on }, [{ from, to: addDays(from, length) }])?.date ?? '';
          expect(longer >= plain).to.equal(true);
          expect(paused >= plain).to.equal(true);
        },
      ),
    );
  });
});

describe('clocks: the master table', () => {
  it('names for every row what starts it, what it waits for, its basis and how sure it is', () => {
    for (const rule of rules.all()) {
      expect(rule.basis, rule.id).to.not.equal('');
      expect(['V', 'M1', 'M2', 'M3'], rule.id).to.include(rule.confidence);
      expect(rule.title.zh, rule.id).to.match(/\p{Script=Han}/u);
      expect(rule.until, rule.id).to.match(/^[a-z-]+$/);
    }
    const ids = rules.all().map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  // Domain 1.3: what each row says, read once more from the table.
  const table: [id: string, amount: number, unit: string, confidence: string][] = [
    ['D2', 25, 'working', 'M1'],
    ['D3', 2, 'working', 'M1'],
    ['D4', 5, 'working', 'M1'],
    ['D5', 7, 'working', 'V'],
    ['D6', 7, 'working', 'M1'],
    ['D7', 3, 'working', 'M1'],
    ['D8', 7, 'working', 'M1'],
    ['D9', 25, 'working', 'M1'],
    ['D10', 2, 'working', 'M1'],
    ['D11', 7, 'calendar', 'V'],
    ['D11b', 15, 'calendar', 'V'],
    ['D12', 30, 'calendar', 'V'],
    ['D13', 90, 'calendar', 'V'],
    ['D14', 15, 'working', 'M1'],
    ['D15', 7, 'working', 'V'],
    ['D16', 20, 'working', 'V'],
    ['D16b', 10, 'working', 'V'],
    ['D18', 20, 'working', 'V'],
    ['E2', 40, 'working', 'M2'],
    ['E5', 7, 'working', 'V'],
    ['E6', 7, 'working', 'M2'],
    ['E7', 40, 'working', 'M3'],
    // Taken over from the re-inspection of drugs until the institute has confirmed them.
    ['E8', 7, 'working', 'M3'],
    ['E8b', 2, 'working', 'M3'],
    ['E9', 3, 'working', 'M3'],
    ['E10', 7, 'working', 'M3'],
    ['E11', 2, 'working', 'M3'],
    ['C2', 30, 'working', 'M2'],
    ['C4', 24, 'hour', 'M2'],
    ['C6', 7, 'working', 'V'],
    ['C7', 7, 'working', 'M3'],
    ['C7b', 2, 'working', 'M3'],
    ['C9', 3, 'working', 'M3'],
    ['C10', 7, 'working', 'M3'],
    ['C11', 30, 'working', 'M3'],
    ['C12', 2, 'working', 'M3'],
    ['C8', 5, 'working', 'V'],
    ['P1', 180, 'calendar', 'M1'],
    ['P2', 15, 'working', 'V'],
    ['R1-1', 1, 'calendar', 'M2'],
    ['R1-2', 3, 'calendar', 'M2'],
    ['R1-3', 7, 'calendar', 'M2'],
    ['T1', 3, 'calendar', 'V'],
    ['T2', 24, 'hour', 'V'],
  ];
  for (const [id, amount, unit, confidence] of table) {
    it(`${id}: ${amount} ${unit}`, () => {
      expect(ruleOf(id)).to.include({ amount, unit, confidence });
    });
  }

  it('finds every clock that one event starts, and only those of the product', () => {
    const ids = (event: string, product: string) => rules.clocks(event, product, '2026-11-22').map(({ id }) => id);
    expect(ids('seized', 'drug')).to.deep.equal(['D11', 'D12']);
    expect(ids('seized', 'device')).to.deep.equal(['D12']);
    expect(ids('case-opened', 'cosmetic')).to.deep.equal(['N1a', 'N1b', 'N1c']);
    expect(ids('report-delivered', 'device')).to.deep.equal(['E5']);
    expect(ids('report-delivered', 'tcm')).to.deep.equal(['D5']);
    expect(ids('received', 'drug')).to.deep.equal(['D2']);
  });

  it('lets a rule of the institute take the place of the row with its id, from its first day on', () => {
    const own = { ...ruleOf('D5'), amount: 9, validFrom: '2026-12-01' };
    const changed = loadRules(process.cwd(), [own]);
    expect(changed.clock('report-delivered', 'drug', '2026-11-30')?.amount).to.equal(7);
    expect(changed.clock('report-delivered', 'drug', '2026-12-01')?.amount).to.equal(9);
  });
});
