import { expect } from 'chai';
import fc from 'fast-check';
import { type Known, type Registration, registrationProblems } from '../../lib/samplings/check.ts';

const known = (): Known => ({
  today: '2026-11-23',
  samplers: new Set(['A', 'B', 'C']),
  numbers: new Map(),
  seals: new Map(),
});

const good: Registration = {
  class: 'drug',
  number: 'G462026000001',
  workKind: 'JD',
  level: 'municipal',
  productName: 'p',
  batchNo: 'b',
  producer: 'x',
  sampledUnit: 'y',
  sampledOn: '2026-11-20',
  quantity: '30',
  unit: '盒',
  officers: ['A', 'B'],
  portions: [
    { role: 'test', qty: '10', sealNo: 'S-1' },
    { role: 'check', qty: '10.0', sealNo: 'S-2' },
    { role: 'retain', qty: '１０', sealNo: 'S-3' },
  ],
};

const ids = (change: Partial<Registration>, extra: Partial<Known> = {}): [string, string | undefined][] =>
  registrationProblems({ ...good, ...change }, { ...known(), ...extra }).map(({ id, field }) => [id, field]);

describe('what a registration must satisfy', () => {
  it('B002: takes a right one, full-width digits and trailing zeros included', () => {
    expect(ids({})).to.deep.equal([]);
  });

  for (const { title, change, expected } of [
    { title: '10.1: one officer alone', change: { officers: ['A'] }, expected: ['sampling.officers-two', 'officers'] },
    {
      title: '10.1: one officer named twice',
      change: { officers: ['A', 'A'] },
      expected: ['sampling.officers-two', 'officers'],
    },
    {
      title: '10.1: an officer who is no active sampler',
      change: { officers: ['A', 'Z'] },
      expected: ['sampling.officer-unfit', 'officers'],
    },
    {
      title: '10.3: portions that do not sum',
      change: { quantity: '30.5' },
      expected: ['sampling.portions-sum', 'portions.0.qty'],
    },
    {
      title: '10.3: a portion in another unit',
      change: { portions: [{ role: 'test', qty: '30', unit: '瓶', sealNo: 'S-1' }] },
      expected: ['sampling.portion-unit', 'portions.0.unit'],
    },
    {
      title: 'no portion for testing',
      change: { portions: [{ role: 'check', qty: '30', sealNo: 'S-1' }] },
      expected: ['sampling.portion-test', 'portions.0.role'],
    },
    {
      title: 'N17: a seal twice in one record',
      change: {
        portions: [
          { role: 'test', qty: '10', sealNo: 'S-1' },
          { role: 'check', qty: '20', sealNo: 'S-1' },
        ],
      },
      expected: ['sampling.seal-twice', 'portions.1.sealNo'],
    },
    {
      title: 'B035: a sampling in the future',
      change: { sampledOn: '2026-11-24' },
      expected: ['sampling.future', 'sampledOn'],
    },
    { title: 'B031: 2026-02-30', change: { sampledOn: '2026-02-30' }, expected: ['date.none', 'sampledOn'] },
    { title: 'B037: the year 0000', change: { sampledOn: '0000-01-01' }, expected: ['date.range', 'sampledOn'] },
    {
      title: 'B035: made after the sampling',
      change: { fields: { productionDate: '2026-11-21' } },
      expected: ['sampling.made-later', 'fields.productionDate'],
    },
    {
      title: 'B035: expiry before production',
      change: { fields: { productionDate: '2026-01-02', expiryDate: '2026-01-01' } },
      expected: ['sampling.expiry-first', 'fields.expiryDate'],
    },
    { title: 'B011: 0x10 is no quantity', change: { quantity: '0x10' }, expected: ['number.notation', 'quantity'] },
    {
      title: 'B005: <30 is no quantity',
      change: { quantity: '<30' },
      expected: ['sampling.quantity-positive', 'quantity'],
    },
    { title: 'a quantity of 0', change: { quantity: '0' }, expected: ['sampling.quantity-positive', 'quantity'] },
  ] as { title: string; change: Partial<Registration>; expected: [string, string] }[]) {
    it(`refuses ${title}`, () => expect(ids(change)).to.deep.include(expected));
  }

  it('refuses a number in use and names the record that bears it (10.6)', () => {
    const numbers = new Map([[good.number, { product: '甲', batch: '1', on: '2026-01-01' }]]);
    const [reason] = registrationProblems(good, { ...known(), numbers });
    expect(reason).to.deep.equal({
      id: 'sampling.number-taken',
      field: 'number',
      params: { number: good.number, product: '甲', batch: '1', on: '2026-01-01' },
    });
  });

  it('N17: refuses a seal that another sampling bears', () => {
    expect(ids({}, { seals: new Map([['S-2', 'G1']]) })).to.deep.equal([['sampling.seal-taken', 'portions.1.sealNo']]);
  });

  it('tells every reason at once', () => {
    expect(ids({ officers: [], quantity: '31', sampledOn: '2027-01-01' })).to.have.length(3);
  });

  it('10.3: sums decimals exactly, whatever binary floats would say', () => {
    const cents = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(cents, (parts) => {
        const text = (n: number) => `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`;
        const portions = parts.map((n, i) => ({ role: 'test' as const, qty: text(n), sealNo: `S-${i}` }));
        const sum = parts.reduce((a, b) => a + b, 0);
        expect(ids({ quantity: text(sum), portions })).to.deep.equal([]);
        expect(ids({ quantity: text(sum + 1), portions })).to.deep.equal([['sampling.portions-sum', 'portions.0.qty']]);
      }),
      { numRuns: 100 },
    );
  });
});
