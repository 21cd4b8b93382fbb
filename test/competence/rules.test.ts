import { expect } from 'chai';
import { type DelegationRow, deputyFaults } from '../../lib/competence/index.ts';
import type { StaffRow } from '../../lib/competence/rows.ts';
import { type Minimum, shortfall } from '../../lib/competence/rules.ts';

const named = {
  user_id: 'wang',
  deputy_id: 'zheng',
  duty: 'department-head',
  from_on: '2026-11-23',
  to_on: '2026-11-30',
  ended_on: null,
} satisfies Partial<DelegationRow>;
const asked = {
  deputy: 'zheng',
  principal: 'wang',
  duty: 'department-head',
  day: '2026-11-25',
  chain: ['li'],
} as const;

const deputies: [says: string, row: object, change: object, ids: string[]][] = [
  ['within the days', {}, {}, []],
  ['on the first day', {}, { day: '2026-11-23' }, []],
  ['on the last day', {}, { day: '2026-11-30' }, []],
  ['the day before', {}, { day: '2026-11-22' }, ['delegation.none']],
  ['the day after', {}, { day: '2026-12-01' }, ['delegation.none']],
  ['from the day on which it was ended', { ended_on: '2026-11-25' }, {}, ['delegation.none']],
  ['the day before it was ended', { ended_on: '2026-11-26' }, {}, []],
  ['for another duty', { duty: 'signatory' }, {}, ['delegation.none']],
  ['for somebody else', { user_id: 'chen' }, {}, ['delegation.none']],
  ['who already acted on the same object', {}, { chain: ['li', 'zheng'] }, ['delegation.chain']],
  [
    'who is neither named nor outside the chain',
    {},
    { day: '2026-12-01', chain: ['zheng'] },
    ['delegation.none', 'delegation.chain'],
  ],
];

describe('whether a deputy may act', () => {
  for (const [says, row, change, ids] of deputies)
    it(`${says}: ${ids.join(', ') || 'yes'}`, () =>
      expect(deputyFaults([{ ...named, ...row }], { ...asked, ...change }).map(({ id }) => id)).to.deep.equal(ids));
});

const sign: Minimum = {
  act: 'sign',
  years: { college: 8, bachelor: 5, master: 3, doctor: 1 },
  otherwise: null,
  titles: ['middle', 'senior', 'professor'],
  basis: 'x',
  confidence: 'V',
  validFrom: '2023-12-01',
  validTo: null,
};
const staff = (education: StaffRow['education'], field_since: string | null, title: StaffRow['title'] = null) => ({
  education,
  field_since,
  title,
});
const minimum: [says: string, given: Parameters<typeof shortfall>[1], lacks: string | null][] = [
  ['no staff file', undefined, 'competence.unknown-education'],
  ['a middle title, whatever the years', staff('college', null, 'middle'), null],
  ['a master with three years to the day', staff('master', '2023-11-23'), null],
  ['a master a day short', staff('master', '2023-11-24'), 'competence.too-few-years'],
  ['a bachelor with four years', staff('bachelor', '2022-11-23'), 'competence.too-few-years'],
  ['a doctor with one year', staff('doctor', '2025-11-23'), null],
  ['no year told', staff('doctor', null), 'competence.too-few-years'],
  ['secondary education, after any time', staff('secondary', '1990-01-01', 'junior'), 'competence.unqualified'],
];

describe('what a signatory needs (评审准则 2023, CNAS-CL01-G001)', () => {
  for (const [says, given, lacks] of minimum)
    it(`${says}: ${lacks ?? 'enough'}`, () => expect(shortfall(sign, given, '2026-11-23')?.id ?? null).to.equal(lacks));
  it('asks for nothing where no rule is in force', () =>
    expect(shortfall(undefined, undefined, '2026-11-23')).to.equal(null));
});
