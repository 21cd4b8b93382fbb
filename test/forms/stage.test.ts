import { expect } from 'chai';
import fc from 'fast-check';
import {
  pyrogenVerdict,
  stagedCountVerdict,
  tubesVerdict,
  uniformityVerdict,
  unitsVerdict,
} from '../../lib/forms/stages.ts';

const units = (text: string): string[] => (text === '' ? [] : text.split(' '));
type Row = [what: string, first: string, further: string, verdict: string];

describe('judge in stages', () => {
  const dissolution: Row[] = [
    ['all at least Q', '80 81 90 85 88 92', '', 'conforms'],
    ['one below Q, not below Q−10, mean at least Q', '86 84 91 88 79 85', '', 'conforms'],
    ['two below Q, mean at least Q', '71 72 95 96 97 98', '', 'conforms'],
    ['three below Q', '79 79 79 95 96 97', '', 'fails'],
    ['two below Q, mean below Q', '70 71 82 81 80 82', '', 'fails'],
    ['one between Q−20 and Q−10: six more are due', '65 84 91 88 84 85', '', 'undecided'],
    ['one below Q−20', '59 95 95 95 95 95', '', 'fails'],
    ['two below Q−10', '65 66 95 96 97 98', '', 'fails'],
    ['stage 2: three below Q, one of them below Q−10', '65 84 91 88 84 85', '79 78 90 91 92 93', 'conforms'],
    ['stage 2: four below Q', '65 84 91 88 84 85', '79 78 77 91 92 93', 'fails'],
    ['stage 2: two below Q−10', '65 84 91 88 84 85', '66 90 91 92 93 94', 'fails'],
    ['79.5 rounds to 80', '79.5 81 90 85 88 92', '', 'conforms'],
  ];
  for (const [what, first, further, verdict] of dissolution) {
    it(`溶出度 0931, Q = 80: ${what}`, () => {
      expect(unitsVerdict({ low: '80' }, units(first), units(further), 'rounded').verdict).to.equal(verdict);
    });
  }

  it('释放度: outside a window by more than 10 % calls for six more', () => {
    const window = { low: '25', high: '55' };
    expect(unitsVerdict(window, units('39 40 41 38 39 40'), [], 'rounded').verdict).to.equal('conforms');
    expect(unitsVerdict(window, units('66 40 41 38 39 40'), [], 'rounded').verdict).to.equal('undecided');
    expect(unitsVerdict(window, units('76 40 41 38 39 40'), [], 'rounded').verdict).to.equal('fails');
  });

  it('含量均匀度 0941: passes, fails, or 20 more', () => {
    const good = units('98.2 101.5 99.0 97.4 103.2 100.1 96.8 102.0 99.6 100.9');
    const judged = (first: string[], further: string[]) => uniformityVerdict('15.0', '100', first, further);
    expect(judged(good, []).verdict).to.deep.include({ verdict: 'conforms', compared: '4.7' });
    const wide = units('90 110 88 112 92 108 100 100 90 110');
    expect(judged(wide, []).verdict.verdict).to.equal('undecided');
    expect(judged(units('60 61 62 63 64 65 66 67 68 69'), []).verdict.verdict).to.equal('fails');
    // All thirty: A = 0, S² = 816 ÷ 29 = 28.14, held against 0.25 × 15.0².
    const { verdict, figure } = judged(wide, Array<string>(20).fill('100'));
    expect([verdict.verdict, verdict.compared, figure.name, figure.bound]).to.deep.equal([
      'conforms',
      '28.1',
      'A²+S²',
      '56.25',
    ]);
  });

  it('热原 1142', () => {
    expect(pyrogenVerdict(units('0.25 0.31 0.18'), []).verdict).to.equal('conforms');
    expect(pyrogenVerdict(units('0.60 0.10 0.10'), []).verdict).to.equal('undecided');
    expect(pyrogenVerdict(units('0.50 0.50 0.30'), []).verdict).to.equal('undecided');
    expect(pyrogenVerdict(units('0.60 0.70 0.10'), []).verdict).to.equal('fails');
    expect(pyrogenVerdict(units('0.60 0.10 0.10'), units('0.6 0.1 0.1 0.1 0.1')).verdict).to.equal('conforms');
    expect(pyrogenVerdict(units('0.60 0.10 0.10'), units('0.5 0.5 0.5 0.5 0.5')).verdict).to.equal('conforms');
    expect(pyrogenVerdict(units('0.60 0.20 0.20'), units('0.5 0.5 0.5 0.5 0.51')).verdict).to.equal('fails');
    expect(pyrogenVerdict(units('0.60 0.10 0.10'), units('0.6 0.6 0.1 0.1 0.1')).verdict).to.equal('fails');
  });

  it('细菌内毒素 1143, gel clot', () => {
    expect(tubesVerdict(['-', '-'], []).verdict).to.equal('conforms');
    expect(tubesVerdict(['+', '-'], []).verdict).to.equal('undecided');
    expect(tubesVerdict(['+', '-'], ['-', '-', '-', '-']).verdict).to.equal('conforms');
    expect(tubesVerdict(['+', '-'], ['-', '+', '-', '-']).verdict).to.equal('fails');
    expect(tubesVerdict(['+', '+'], []).verdict).to.equal('fails');
  });

  it('可见异物 0904', () => {
    const rule = { accept: '0', retest: '1', total: '1' };
    expect(stagedCountVerdict('0', undefined, '0', rule).verdict).to.equal('conforms');
    expect(stagedCountVerdict('1', undefined, '0', rule).verdict).to.equal('undecided');
    expect(stagedCountVerdict('1', '1', '0', rule).verdict).to.equal('fails');
    expect(stagedCountVerdict('2', undefined, '0', rule).verdict).to.equal('fails');
    expect(stagedCountVerdict('0', undefined, '1', rule).verdict).to.equal('fails');
  });

  it('raising a unit never makes a dissolution worse', () => {
    const rank = { fails: 0, undecided: 1, conforms: 2 };
    const six = fc.array(fc.integer({ min: 50, max: 110 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(six, fc.nat(5), fc.nat(20), (values, at, by) => {
        const judged = (list: number[]) => rank[unitsVerdict({ low: '80' }, list.map(String), [], 'rounded').verdict];
        expect(judged(values.map((value, i) => (i === at ? value + by : value)))).to.be.at.least(judged(values));
      }),
    );
  });
});
