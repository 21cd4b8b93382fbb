import { expect } from 'chai';
import {
  type AuthorisationFact,
  type AuthorisationQuestion,
  authorised,
  type Period,
  periodsOf,
  unauthorised,
} from '../../lib/core/authorised.ts';

const question: AuthorisationQuestion = {
  person: 'li',
  parameter: 'T-CHK-ASH',
  group: '检查',
  class: 'tcm',
  act: 'test',
  from: '2026-05-10',
  to: '2026-05-12',
};
const year: AuthorisationFact = {
  scope: { parameter: 'T-CHK-ASH' },
  act: 'test',
  from: '2026-01-01',
  to: '2026-12-31',
};

/** What stands in the staff file, what is asked, and why it is refused (null: it is not). */
const table: {
  says: string;
  held: AuthorisationFact[];
  asks?: Partial<AuthorisationQuestion>;
  refused: string | null;
  day?: string;
}[] = [
  { says: 'nothing granted', held: [], refused: 'person.never' },
  { says: 'the parameter itself', held: [year], refused: null },
  { says: 'another parameter', held: [{ ...year, scope: { parameter: 'T-CHK-AIA' } }], refused: 'person.never' },
  { says: 'the group of the class', held: [{ ...year, scope: { class: 'tcm', group: '检查' } }], refused: null },
  {
    says: 'the group of the same name in another class',
    held: [{ ...year, scope: { class: 'drug', group: '检查' } }],
    refused: 'person.never',
  },
  {
    says: 'another group of the class',
    held: [{ ...year, scope: { class: 'tcm', group: '鉴别' } }],
    refused: 'person.never',
  },
  { says: 'the whole class', held: [{ ...year, scope: { class: 'tcm' } }], refused: null },
  { says: 'another class', held: [{ ...year, scope: { class: 'device' } }], refused: 'person.never' },
  { says: 'a scope that says nothing is no licence for all', held: [{ ...year, scope: {} }], refused: 'person.never' },
  { says: 'review, where testing is asked', held: [{ ...year, act: 'review' }], refused: 'person.never' },
  { says: 'review, where review is asked', held: [{ ...year, act: 'review' }], asks: { act: 'review' }, refused: null },
  { says: 'testing, where signing is asked', held: [year], asks: { act: 'sign' }, refused: 'person.never' },
  { says: 'somebody else', held: [year], asks: { person: 'wu' }, refused: 'person.never' },
  { says: 'from the first day', held: [{ ...year, from: '2026-05-10' }], refused: null },
  {
    says: 'a day after the test began',
    held: [{ ...year, from: '2026-05-11' }],
    refused: 'person.not-yet',
    day: '2026-05-10',
  },
  { says: 'to the last day', held: [{ ...year, to: '2026-05-12' }], refused: null },
  {
    says: 'to the day before the test ended',
    held: [{ ...year, to: '2026-05-11' }],
    refused: 'person.lapsed',
    day: '2026-05-12',
  },
  { says: 'without an end', held: [{ scope: year.scope, act: 'test', from: '2020-01-01' }], refused: null },
  {
    says: 'bench times are judged by their day',
    held: [{ ...year, from: '2026-05-10', to: '2026-05-12' }],
    asks: { from: '2026-05-10T08:30', to: '2026-05-12T23:59' },
    refused: null,
  },
  {
    says: 'a bench time past the last day',
    held: [{ ...year, to: '2026-05-11' }],
    asks: { from: '2026-05-11T17:00', to: '2026-05-12T00:01' },
    refused: 'person.lapsed',
    day: '2026-05-12',
  },
  {
    says: 'renewed without a gap',
    held: [
      { ...year, to: '2026-05-11' },
      { ...year, from: '2026-05-12' },
    ],
    refused: null,
  },
  {
    says: 'renewed, a day too late',
    held: [
      { ...year, to: '2026-05-10' },
      { ...year, from: '2026-05-12' },
    ],
    refused: 'person.lapsed',
    day: '2026-05-11',
  },
  {
    says: 'suspended and not resumed',
    held: [{ ...year, suspended: [{ from: '2026-05-12' }] }],
    refused: 'person.suspended',
    day: '2026-05-12',
  },
  { says: 'suspended after the test', held: [{ ...year, suspended: [{ from: '2026-05-13' }] }], refused: null },
  {
    says: 'resumed before the test',
    held: [{ ...year, suspended: [{ from: '2026-03-01', to: '2026-05-09' }] }],
    refused: null,
  },
  {
    says: 'resumed during the test',
    held: [{ ...year, suspended: [{ from: '2026-03-01', to: '2026-05-10' }] }],
    refused: 'person.suspended',
    day: '2026-05-10',
  },
  {
    says: 'suspended for the parameter, whatever the group says',
    held: [
      { ...year, suspended: [{ from: '2026-05-11' }] },
      { ...year, scope: { class: 'tcm', group: '检查' } },
    ],
    refused: 'person.suspended',
    day: '2026-05-11',
  },
  {
    says: 'suspended, ended, and granted anew',
    held: [
      { ...year, to: '2026-03-31', suspended: [{ from: '2026-03-01' }] },
      { ...year, from: '2026-04-01' },
    ],
    refused: null,
  },
];

describe('whether a person may do an act', () => {
  for (const { says, held, asks, refused, day } of table)
    it(`${says}: ${refused ?? 'yes'}`, () => {
      const facts = [{ id: 'li', authorisations: held }];
      const asked = { ...question, ...asks };
      const reason = unauthorised(facts, asked);
      expect(reason?.id ?? null).to.equal(refused);
      expect(reason?.params?.day).to.equal(day);
      expect(authorised(facts, asked)).to.equal(refused === null);
    });
});

const periods: [says: string, fact: Partial<AuthorisationFact>, held: Period[]][] = [
  ['the whole', {}, [{ from: '2026-01-01', to: '2026-12-31' }]],
  [
    'cut at a suspension that lasts',
    { suspended: [{ from: '2026-06-01' }] },
    [{ from: '2026-01-01', to: '2026-05-31' }],
  ],
  [
    'in three by two suspensions, in whatever order',
    {
      suspended: [
        { from: '2026-08-01', to: '2026-08-31' },
        { from: '2026-03-01', to: '2026-03-31' },
      ],
    },
    [
      { from: '2026-01-01', to: '2026-02-28' },
      { from: '2026-04-01', to: '2026-07-31' },
      { from: '2026-09-01', to: '2026-12-31' },
    ],
  ],
  ['never, when suspended from its first day', { suspended: [{ from: '2026-01-01' }] }, []],
  [
    'to its own end, when suspended after it',
    { suspended: [{ from: '2027-02-01' }] },
    [{ from: '2026-01-01', to: '2026-12-31' }],
  ],
];

describe('the periods in which an authorisation held', () => {
  for (const [says, fact, held] of periods) it(says, () => expect(periodsOf({ ...year, ...fact })).to.deep.equal(held));
});
