import { expect } from 'chai';
import fc from 'fast-check';
import type { Reason } from '../../lib/core/refusal.ts';
import { type Facts, type InstrumentFact, type Need, type Period, validity } from '../../lib/core/validity.ts';
import { reasonText } from '../../lib/messages/index.ts';
import { refused } from './expect-refusal.ts';

const quantities: Facts['practice']['quantities'] = [
  { id: 'mass', names: ['质量'], units: { g: '1', mg: '0.001', kg: '1000' } },
  { id: 'wavelength', names: ['波长'], units: { nm: '1' } },
];
/** A titration of one morning; everything that it names is in order. */
const morning: Period = { from: '2026-03-10T09:00', to: '2026-03-10T11:30' };
const balance: InstrumentFact = {
  no: 'YQ-012',
  name: '电子天平',
  history: [{ state: 'enabled', from: '2024-01-05' }],
  calibrations: [{ from: '2025-06-01', validTo: '2026-05-31', conclusion: 'fit' }],
  serves: ['D-ASSAY-TITR', '重量分析'],
};
const titrant = {
  lot: 'DDY-260301',
  name: '氢氧化钠滴定液（0.1mol/L）',
  kind: 'titrant',
  from: '2026-03-01',
  validTo: '2026-05-31',
  standardised: { F: '1.012', from: '2026-03-02', validTo: '2026-06-01' },
  parents: [{ lot: 'SJ-77', name: '氢氧化钠', kind: 'reagent', validTo: '2028-01-01', parents: [] }],
};
const need: Need = {
  parameter: 'D-ASSAY-TITR',
  groups: ['含量测定', '容量分析'],
  class: 'drug',
  instruments: [{ no: 'YQ-012', field: 'common.instruments.0.no' }],
  materials: [{ lot: 'DDY-260301', field: 'common.materials.0.lot' }],
  people: [
    { id: 'sun', name: '孙采', act: 'sample' },
    { id: 'li', name: '李检', act: 'test' },
    { id: 'zheng', name: '郑核', act: 'review', during: { from: '2026-03-11', to: '2026-03-11' } },
    { id: 'chen', name: '陈签', act: 'sign', during: { from: '2026-03-12', to: '2026-03-12' } },
  ],
  method: { standard: '《中国药典》', edition: '2025年版' },
  producedOn: '2025-12-01',
  marks: ['CMA'],
  room: 'R-301',
};
const facts: Facts = {
  instruments: [balance],
  materials: [titrant],
  people: [
    {
      id: 'li',
      authorisations: [{ scope: { parameter: 'D-ASSAY-TITR' }, act: 'test', from: '2025-01-01', to: '2026-12-31' }],
    },
    {
      id: 'zheng',
      authorisations: [{ scope: { group: '容量分析' }, act: 'review', from: '2025-01-01' }],
    },
    { id: 'chen', authorisations: [{ scope: { class: 'drug' }, act: 'sign', from: '2025-01-01' }] },
  ],
  methods: [
    { standard: '《中国药典》', edition: '2020年版', from: '2020-12-30', to: '2025-09-30' },
    { standard: '《中国药典》', edition: '2025年版', from: '2025-10-01' },
  ],
  capabilities: [{ scheme: 'CMA', parameter: 'D-ASSAY-TITR', standing: 'held' }],
  rooms: [{ room: 'R-301', name: '滴定室', excursions: [] }],
  practice: { factor: { low: '0.95', high: '1.05' }, quantities },
};

const withBalance = (patch: Partial<InstrumentFact>): Partial<Facts> => ({ instruments: [{ ...balance, ...patch }] });
const withTitrant = (patch: object): Partial<Facts> => ({ materials: [{ ...titrant, ...patch }] });
const person = (id: string, authorisations: Facts['people'][number]['authorisations']): Partial<Facts> => ({
  people: [...facts.people.filter((one) => one.id !== id), { id, authorisations }],
});
const acts = (act: 'sample' | 'test' | 'review' | 'sign', id: string): Partial<Need> => ({
  people: need.people?.map((one) => (one.act === act ? { ...one, id, name: '韩多' } : one)),
});
const capability = (standing: Facts['capabilities'][number]['standing']): Partial<Facts> => ({
  capabilities: [{ scheme: 'CMA', parameter: 'D-ASSAY-TITR', standing }],
});
const yellow = { state: 'limited', from: '2026-01-10' } as const;
const span = [{ quantity: 'mass', low: '0.010', high: '100', unit: 'g' }];
const weighed = (value: string, unit = 'g', quantity = 'mass'): Partial<Need> => ({
  instruments: [{ no: 'YQ-012', readings: [{ quantity, value, unit }] }],
});
const many = { scope: { parameter: 'D-ASSAY-TITR' }, from: '2025-01-01' };
const everyDuty: Partial<Facts> = {
  people: [
    ...facts.people,
    {
      id: 'han',
      authorisations: [
        { ...many, act: 'test' },
        { ...many, act: 'review' },
        { ...many, act: 'sign' },
      ],
    },
  ],
};

interface Row {
  says: string;
  need?: { [K in keyof Need]?: Need[K] | undefined };
  facts?: Partial<Facts>;
  at?: Period;
  ids: string[];
  /** A piece of the sentence that the laboratory reads. */
  text?: string;
}

/** domain.md 6.5 and section 10 rows 7-13 and 32, the row's number first; no ids: it counts. */
const rows: Record<string, Row[]> = {
  'the whole': [
    { says: 'in order', ids: [] },
    {
      says: 'ends before it begins',
      at: { from: '2026-03-10T11:30', to: '2026-03-10T09:00' },
      ids: ['validity.period'],
    },
  ],
  'equipment (6.5; 10: overdue or red at test time)': [
    { says: 'not in the register', facts: { instruments: [] }, ids: ['validity.instrument-unknown'], text: 'YQ-012' },
    {
      says: 'overdue the day before',
      facts: withBalance({ calibrations: [{ from: '2025-03-10', validTo: '2026-03-09', conclusion: 'fit' }] }),
      ids: ['validity.instrument-overdue'],
      text: '有效期至 2026-03-09',
    },
    {
      says: 'valid to the very day',
      facts: withBalance({ calibrations: [{ from: '2025-03-11', validTo: '2026-03-10', conclusion: 'fit' }] }),
      ids: [],
    },
    {
      says: 'overdue in the middle of a test of several days',
      facts: withBalance({ calibrations: [{ from: '2025-03-11', validTo: '2026-03-10', conclusion: 'fit' }] }),
      at: { from: '2026-03-10T16:00', to: '2026-03-11T08:00' },
      ids: ['validity.instrument-overdue'],
    },
    {
      says: 'calibrated again only after the test, before somebody typed it in',
      facts: withBalance({
        calibrations: [
          { from: '2025-02-01', validTo: '2026-01-31', conclusion: 'fit' },
          { from: '2026-03-11', validTo: '2027-03-10', conclusion: 'fit' },
        ],
      }),
      ids: ['validity.instrument-overdue'],
    },
    {
      says: 'two certificates that follow each other without a gap',
      facts: withBalance({
        calibrations: [
          { from: '2026-03-10', validTo: '2027-03-09', conclusion: 'fit' },
          { from: '2025-03-10', validTo: '2026-03-09', conclusion: 'fit' },
        ],
      }),
      at: { from: '2026-03-09T20:00', to: '2026-03-10T08:00' },
      ids: [],
    },
    {
      says: 'a newer certificate with a shorter term is the one that counts',
      facts: withBalance({
        calibrations: [
          { from: '2025-06-01', validTo: '2026-05-31', conclusion: 'fit' },
          { from: '2026-01-01', validTo: '2026-02-28', conclusion: 'fit' },
        ],
      }),
      ids: ['validity.instrument-overdue'],
      text: '2026-02-28',
    },
    {
      says: 'no certificate',
      facts: withBalance({ calibrations: [] }),
      ids: ['validity.instrument-uncalibrated'],
    },
    {
      says: 'first certificate after the test',
      facts: withBalance({ calibrations: [{ from: '2026-04-01', validTo: '2027-03-31', conclusion: 'fit' }] }),
      ids: ['validity.instrument-uncalibrated'],
    },
    { says: 'needs none (免校)', facts: withBalance({ calibrations: [], exempt: true }), ids: [] },
    {
      says: 'confirmed as unfit',
      facts: withBalance({
        calibrations: [...balance.calibrations, { from: '2026-03-01', validTo: '2027-02-28', conclusion: 'unfit' }],
      }),
      ids: ['validity.instrument-unfit'],
    },
    {
      says: 'found unfit, repaired and calibrated before the test',
      facts: withBalance({
        calibrations: [
          { from: '2026-02-01', validTo: '2027-01-31', conclusion: 'unfit' },
          { from: '2026-03-01', validTo: '2027-02-28', conclusion: 'fit' },
        ],
      }),
      ids: [],
    },
    {
      says: 'red for an hour within the test',
      facts: withBalance({
        history: [
          { state: 'enabled', from: '2024-01-05' },
          { state: 'stopped', from: '2026-03-10T10:00', reason: '称量不稳' },
          { state: 'enabled', from: '2026-03-10T11:00' },
        ],
      }),
      ids: ['validity.instrument-stopped'],
      text: '称量不稳',
    },
    {
      says: 'red only after the test',
      facts: withBalance({
        history: [
          { state: 'enabled', from: '2024-01-05' },
          { state: 'stopped', from: '2026-03-10T11:31' },
        ],
      }),
      ids: [],
    },
    {
      says: 'under acceptance',
      facts: withBalance({ history: [{ state: 'acceptance', from: '2026-03-01' }] }),
      ids: ['validity.instrument-not-accepted'],
    },
    {
      says: 'scrapped',
      facts: withBalance({ history: [{ state: 'scrapped', from: '2026-03-01', reason: '报废单12号' }] }),
      ids: ['validity.instrument-scrapped'],
    },
    {
      says: 'accepted only after the test began',
      facts: withBalance({ history: [{ state: 'enabled', from: '2026-03-10T10:00' }] }),
      ids: ['validity.instrument-not-in-use'],
    },
    {
      says: 'not registered for the parameter',
      facts: withBalance({ serves: ['D-ASSAY-UV'] }),
      ids: ['validity.instrument-not-serving'],
    },
    { says: 'registered for a group of the parameter', facts: withBalance({ serves: ['容量分析'] }), ids: [] },
    { says: 'registered for nothing in particular', facts: withBalance({ serves: [] }), ids: [] },
  ],
  '32 yellow equipment outside its limits': [
    { says: 'within', facts: withBalance({ history: [{ ...yellow, limits: span }] }), need: weighed('99.9'), ids: [] },
    {
      says: 'at the end',
      facts: withBalance({ history: [{ ...yellow, limits: span }] }),
      need: weighed('100.0'),
      ids: [],
    },
    {
      says: 'beyond the end',
      facts: withBalance({ history: [{ ...yellow, limits: span }] }),
      need: weighed('100.1'),
      ids: ['validity.instrument-outside'],
      text: '100.1 g 超出可用范围 0.010–100 g',
    },
    {
      says: 'below the beginning',
      facts: withBalance({ history: [{ ...yellow, limits: span }] }),
      need: weighed('0.0099'),
      ids: ['validity.instrument-outside'],
    },
    {
      says: 'in the second of two good parts',
      facts: withBalance({
        history: [{ ...yellow, limits: [...span, { quantity: 'mass', low: '150', unit: 'g' }] }],
      }),
      need: weighed('160'),
      ids: [],
    },
    {
      says: 'a quantity that is not limited',
      facts: withBalance({ history: [{ ...yellow, limits: span }] }),
      need: weighed('25', '℃', 'temperature'),
      ids: [],
    },
    {
      says: 'in another unit of the same quantity, at the very end',
      facts: withBalance({ history: [{ ...yellow, limits: span }] }),
      need: weighed('10.0', 'mg'),
      ids: [],
    },
    {
      says: 'in another unit, a ten thousandth below',
      facts: withBalance({ history: [{ ...yellow, limits: span }] }),
      need: weighed('9.9999', 'mg'),
      ids: ['validity.instrument-outside'],
      text: '9.9999 mg 超出可用范围 0.010–100 g',
    },
    {
      says: 'in a unit that is none of the quantity',
      facts: withBalance({ history: [{ ...yellow, limits: span }] }),
      need: weighed('50', 'mL'),
      ids: ['validity.instrument-limit-unit'],
    },
    {
      says: 'limits that the register calls by the word of the trade',
      facts: withBalance({ history: [{ ...yellow, limits: [{ quantity: '质量', high: '100', unit: 'g' }] }] }),
      need: weighed('100.1'),
      ids: ['validity.instrument-outside'],
    },
    {
      says: 'a spectrophotometer within its wavelengths',
      facts: withBalance({
        history: [{ ...yellow, limits: [{ quantity: '波长', low: '200', high: '400', unit: 'nm' }] }],
      }),
      need: weighed('400', 'nm', 'wavelength'),
      ids: [],
    },
    {
      says: 'a spectrophotometer beyond its wavelengths',
      facts: withBalance({
        history: [{ ...yellow, limits: [{ quantity: '波长', low: '200', high: '400', unit: 'nm' }] }],
      }),
      need: weighed('485', 'nm', 'wavelength'),
      ids: ['validity.instrument-outside'],
      text: '485 nm 超出可用范围 200–400 nm',
    },
    {
      says: 'yellow without written limits',
      facts: withBalance({ history: [yellow] }),
      need: weighed('1'),
      ids: ['validity.instrument-limits-missing'],
    },
    {
      says: 'limited by its certificate',
      facts: withBalance({
        calibrations: [
          {
            from: '2025-06-01',
            validTo: '2026-05-31',
            conclusion: 'limited',
            limits: [{ quantity: 'mass', high: '50', unit: 'g' }],
          },
        ],
      }),
      need: weighed('51'),
      ids: ['validity.instrument-outside'],
      text: '≤ 50 g',
    },
    {
      says: 'green again before the test',
      facts: withBalance({
        history: [
          { ...yellow, limits: span },
          { state: 'enabled', from: '2026-03-10' },
        ],
      }),
      need: weighed('500'),
      ids: [],
    },
  ],
  '11 titrant, reference material, medium, solution': [
    { says: 'not in the register', facts: { materials: [] }, ids: ['validity.material-unknown'], text: 'DDY-260301' },
    { says: 'blocked', facts: withTitrant({ blocked: '召回' }), ids: ['validity.material-blocked'], text: '召回' },
    { says: 'expired', facts: withTitrant({ validTo: '2026-03-09' }), ids: ['validity.material-expired'] },
    { says: 'on its last day', facts: withTitrant({ validTo: '2026-03-10' }), ids: [] },
    {
      says: 'expired in the middle of the test',
      facts: withTitrant({ validTo: '2026-03-10T10:00' }),
      ids: ['validity.material-expired'],
    },
    {
      says: 'prepared after the test began',
      facts: withTitrant({ from: '2026-03-11' }),
      ids: ['validity.material-not-yet'],
    },
    {
      says: 'open too long',
      facts: withTitrant({ openedOn: '2026-02-01', openedTo: '2026-03-03' }),
      ids: ['validity.material-open-long'],
      text: '开启后可用至 2026-03-03',
    },
    {
      says: 'an expired parent',
      facts: withTitrant({ parents: [{ ...titrant.parents[0], validTo: '2026-03-09' }] }),
      ids: ['validity.material-parent-expired'],
      text: '由 氢氧化钠 SJ-77 配制',
    },
    {
      says: 'an expired grandparent',
      facts: withTitrant({
        parents: [
          {
            ...titrant.parents[0],
            parents: [{ lot: 'SJ-1', name: '原料', kind: 'reagent', validTo: '2026-01-01', parents: [] }],
          },
        ],
      }),
      ids: ['validity.material-parent-expired'],
      text: '原料 SJ-1',
    },
    {
      says: 'a blocked parent',
      facts: withTitrant({ parents: [{ ...titrant.parents[0], blocked: '适用性不符合' }] }),
      ids: ['validity.material-parent-blocked'],
    },
    {
      says: 'not standardised',
      facts: withTitrant({ standardised: undefined }),
      ids: ['validity.titrant-not-standardised'],
    },
    {
      says: 'standardised only after the test',
      facts: withTitrant({ standardised: { F: '1.012', from: '2026-03-11', validTo: '2026-06-01' } }),
      ids: ['validity.titrant-standardisation'],
    },
    {
      says: 'standardisation run out',
      facts: withTitrant({ standardised: { F: '1.012', from: '2025-12-01', validTo: '2026-03-01' } }),
      ids: ['validity.titrant-standardisation'],
    },
    {
      says: 'F at the limit',
      facts: withTitrant({ standardised: { ...titrant.standardised, F: '1.050' } }),
      ids: [],
    },
    {
      says: 'F above it',
      facts: withTitrant({ standardised: { ...titrant.standardised, F: '1.0501' } }),
      ids: ['validity.titrant-factor'],
      text: 'F 值 1.0501 超出 0.95～1.05',
    },
    {
      says: 'F below it',
      facts: withTitrant({ standardised: { ...titrant.standardised, F: '0.949' } }),
      ids: ['validity.titrant-factor'],
    },
    {
      says: 'a reagent needs no standardisation',
      facts: withTitrant({ kind: 'reagent', standardised: undefined }),
      ids: [],
    },
  ],
  '7, 8 who took, tested, reviewed and signed it': [
    {
      says: '7 the sampler tests',
      need: acts('test', 'sun'),
      facts: person('sun', [{ ...many, act: 'test' }]),
      ids: ['validity.sampler-tests'],
    },
    {
      says: '8 the analyst reviews',
      need: acts('review', 'li'),
      facts: person('li', [
        { ...many, act: 'test' },
        { ...many, act: 'review' },
      ]),
      ids: ['validity.analyst-reviews'],
    },
    {
      says: '8 the analyst signs',
      need: acts('sign', 'li'),
      facts: person('li', [
        { ...many, act: 'test' },
        { ...many, act: 'sign' },
      ]),
      ids: ['validity.analyst-signs'],
    },
    {
      says: 'the reviewer signs',
      need: acts('sign', 'zheng'),
      facts: person('zheng', [
        { ...many, act: 'review' },
        { ...many, act: 'sign' },
      ]),
      ids: ['validity.reviewer-signs'],
    },
    { says: 'a person with every duty tests only', need: acts('test', 'han'), facts: everyDuty, ids: [] },
  ],
  '9 authorised for the parameter': [
    { says: 'no staff file', facts: { people: facts.people.slice(1) }, ids: ['validity.person-unknown'], text: '李检' },
    { says: 'no authorisation to test', facts: person('li', []), ids: ['validity.analyst-not-authorised'] },
    { says: 'none to review', facts: person('zheng', []), ids: ['validity.reviewer-not-authorised'] },
    { says: 'none to sign', facts: person('chen', []), ids: ['validity.signatory-not-authorised'] },
    {
      says: 'only for another parameter',
      facts: person('li', [{ ...many, scope: { parameter: 'D-ASSAY-UV' }, act: 'test' }]),
      ids: ['validity.analyst-not-authorised'],
    },
    {
      says: 'for another act',
      facts: person('li', [{ ...many, act: 'review' }]),
      ids: ['validity.analyst-not-authorised'],
    },
    {
      says: 'for the group, but of another class',
      facts: person('li', [{ ...many, scope: { group: '容量分析', class: 'device' }, act: 'test' }]),
      ids: ['validity.analyst-not-authorised'],
    },
    {
      says: 'for nothing named',
      facts: person('li', [{ ...many, scope: {}, act: 'test' }]),
      ids: ['validity.analyst-not-authorised'],
    },
    {
      says: 'for group and class',
      facts: person('li', [{ ...many, scope: { group: '容量分析', class: 'drug' }, act: 'test' }]),
      ids: [],
    },
    {
      says: 'ended during the test',
      facts: person('li', [{ ...many, act: 'test', to: '2026-03-10' }]),
      at: { from: '2026-03-10T16:00', to: '2026-03-11T08:00' },
      need: { people: need.people?.filter(({ act }) => act === 'test') },
      ids: ['validity.authorisation-ended'],
      text: '授权至 2026-03-10',
    },
    {
      says: 'renewed without a gap',
      facts: person('li', [
        { ...many, act: 'test', to: '2026-03-10' },
        { ...many, act: 'test', from: '2026-03-11' },
      ]),
      at: { from: '2026-03-10T16:00', to: '2026-03-11T08:00' },
      need: { people: need.people?.filter(({ act }) => act === 'test') },
      ids: [],
    },
    {
      says: 'granted after the test',
      facts: person('li', [{ ...many, act: 'test', from: '2026-03-11' }]),
      ids: ['validity.analyst-not-authorised'],
    },
    {
      says: 'suspended',
      facts: person('li', [{ ...many, act: 'test', suspended: [{ from: '2026-03-01' }] }]),
      ids: ['validity.authorisation-suspended'],
    },
    {
      says: 'the reviewer on the day of the review, not of the test',
      facts: person('zheng', [{ ...many, act: 'review', from: '2026-03-11' }]),
      ids: [],
    },
  ],
  '12 standard for the production date': [
    {
      says: 'the withdrawn edition for goods made after it',
      need: { method: { standard: '《中国药典》', edition: '2020年版' } },
      ids: ['validity.method-edition'],
      text: '应用 2025年版',
    },
    {
      says: 'the earlier edition for goods made under it',
      need: { method: { standard: '《中国药典》', edition: '2020年版' }, producedOn: '2025-08-01' },
      ids: [],
    },
    {
      says: 'the new edition for goods made before it',
      need: { producedOn: '2025-08-01' },
      ids: ['validity.method-edition'],
      text: '应用 2020年版',
    },
    {
      says: 'withdrawn with nothing in its place',
      need: { method: { standard: 'YBZ00012004', edition: '2004' } },
      facts: { methods: [{ standard: 'YBZ00012004', edition: '2004', from: '2004-01-01', to: '2024-12-31' }] },
      ids: ['validity.method-withdrawn'],
      text: '2024-12-31 废止',
    },
    {
      says: 'not yet in force',
      need: { method: { standard: 'GB/T 1', edition: '2027' }, producedOn: undefined },
      facts: { methods: [{ standard: 'GB/T 1', edition: '2027', from: '2027-01-01' }] },
      ids: ['validity.method-not-in-force'],
    },
    { says: 'not under control', facts: { methods: [] }, ids: ['validity.method-unknown'] },
    { says: 'without a date of production the time of the test decides', need: { producedOn: undefined }, ids: [] },
  ],
  '13 inside the scope of the marks': [
    { says: 'out of scope', facts: { capabilities: [] }, ids: ['validity.capability-none'], text: '内部检验' },
    { says: 'suspended', facts: capability('suspended'), ids: ['validity.capability-suspended'] },
    { says: 'cancelled', facts: capability('cancelled'), ids: ['validity.capability-cancelled'] },
    { says: 'expired', facts: capability('expired'), ids: ['validity.capability-expired'] },
    { says: 'applied for', facts: capability('applied'), ids: ['validity.capability-applied'] },
    { says: 'not yet in force', facts: capability('not-yet'), ids: ['validity.capability-not-yet'] },
    { says: 'suspended, tested as internal', need: { internal: true }, facts: capability('suspended'), ids: [] },
    { says: 'suspended, without a mark', need: { marks: [] }, facts: capability('suspended'), ids: [] },
    {
      says: 'a cosmetic needs CMA whatever the mark (条例 §49)',
      need: { marks: [], class: 'cosmetic', people: [] },
      facts: { capabilities: [] },
      ids: ['validity.capability-none'],
    },
    {
      says: 'held at one site, suspended at another',
      facts: { capabilities: [...facts.capabilities, { ...facts.capabilities[0]!, standing: 'suspended' }] },
      ids: [],
    },
  ],
  'room (6.4, 6.5)': [
    { says: 'not registered', facts: { rooms: [] }, ids: ['validity.room-unknown'] },
    {
      says: 'not named where there are several',
      need: { room: undefined, rooms: ['R-301', 'R-302'] },
      ids: ['validity.room-unnamed'],
      text: 'R-301, R-302',
    },
    { says: 'named out of several', need: { rooms: ['R-301', 'R-302'] }, ids: [] },
    { says: 'not named where there is none', need: { room: undefined, rooms: [] }, ids: [] },
    {
      says: 'named, but not one for this parameter',
      need: { rooms: ['R-302', 'R-303'] },
      ids: ['validity.room-other'],
      text: '滴定室',
    },
    {
      says: 'out for a while within the test',
      facts: {
        rooms: [
          {
            room: 'R-301',
            name: '滴定室',
            excursions: [{ from: '2026-03-10T10:00', to: '2026-03-10T10:20', quantity: 'temperature' }],
          },
        ],
      },
      ids: ['validity.room-out'],
      text: '滴定室 的温度于',
    },
    {
      says: 'out since before and still',
      facts: {
        rooms: [{ room: 'R-301', name: '滴定室', excursions: [{ from: '2026-03-09T22:00', quantity: 'humidity' }] }],
      },
      ids: ['validity.room-still-out'],
    },
    {
      says: 'out, with an approved deviation',
      facts: {
        rooms: [
          {
            room: 'R-301',
            name: '滴定室',
            excursions: [{ from: '2026-03-09', quantity: 'humidity', approvedDeviation: 'PL-003' }],
          },
        ],
      },
      ids: [],
    },
    {
      says: 'out only before the test',
      facts: {
        rooms: [
          {
            room: 'R-301',
            name: '滴定室',
            excursions: [{ from: '2026-03-10T07:00', to: '2026-03-10T08:59', quantity: 'humidity' }],
          },
        ],
      },
      ids: [],
    },
  ],
};

const idsOf = (reasons: Reason[]) => reasons.map(({ id }) => id);

describe('what makes a result valid', () => {
  for (const [title, cases] of Object.entries(rows))
    describe(title, () => {
      for (const { says, ids, text, ...row } of cases)
        it(`${says}: ${ids.join(', ') || 'counts'}`, () => {
          const reasons = validity({ ...need, ...row.need }, { ...facts, ...row.facts }, row.at ?? morning);
          expect(idsOf(reasons)).to.deep.equal(ids);
          const sentences = reasons.flatMap((reason) => [reasonText('zh', reason), reasonText('en', reason)]);
          for (const sentence of sentences) expect(sentence).not.to.match(/\{\w+\}|refusal\./);
          if (text !== undefined) expect(sentences.join('\n')).to.contain(text);
        });
    });

  it('points at the line of the record that names what is wrong', () => {
    const reasons = validity(need, { ...facts, instruments: [], materials: [] }, morning);
    expect(reasons.map(({ field }) => field)).to.deep.equal(['common.instruments.0.no', 'common.materials.0.lot']);
  });

  it('tells all that is wrong at once', () => {
    const bare = { ...facts, instruments: [], materials: [], people: [], methods: [], capabilities: [], rooms: [] };
    expect(new Set(idsOf(validity(need, bare, morning))).size).to.equal(6);
  });

  it('refuses a time that is none, rather than finding everything in order', () => {
    refused(() => validity(need, facts, { from: '2026-03-10T01:00:00.000Z', to: '2026-03-10' }), 'date.form');
    refused(() => validity(need, facts, { from: '2026-02-30', to: '2026-03-10' }), 'date.none');
  });
});

/** Days around the test, any of them. */
const day = fc.integer({ min: 1, max: 60 }).map((n) => new Date(Date.UTC(2026, 2, n)).toISOString().slice(0, 10));
const period = fc.tuple(day, day).map(([a, b]) => (a <= b ? { from: a, to: b } : { from: b, to: a }));
const limits = fc.constantFrom(span, [], [{ quantity: 'mass', high: '10', unit: 'g' }]);
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  instruments: fc
    .record({
      history: fc.array(
        fc.record({
          state: fc.constantFrom('enabled', 'limited', 'stopped', 'acceptance', 'scrapped'),
          from: day,
          limits,
        }),
        { maxLength: 4 },
      ),
      calibrations: fc.array(
        fc
          .tuple(period, fc.constantFrom('fit', 'limited', 'unfit'), limits)
          .map(([{ from, to }, conclusion, own]) => ({ from, validTo: to, conclusion, limits: own })),
        { maxLength: 4 },
      ),
    })
    .map((own) => [{ no: 'YQ-012', name: '天平', ...own }]),
  materials: fc.tuple(period, period, day).map(([life, holds, parent]) => [
    {
      ...titrant,
      from: life.from,
      validTo: life.to,
      standardised: { F: '1.0', from: holds.from, validTo: holds.to },
      parents: [{ ...titrant.parents[0]!, validTo: parent }],
    },
  ]),
  people: fc.array(fc.tuple(period, fc.boolean()), { maxLength: 4 }).map((own) => [
    {
      id: 'li',
      authorisations: own.map(([{ from, to }, paused]) => ({
        ...many,
        act: 'test' as const,
        from,
        to,
        ...(paused && { suspended: [{ from }] }),
      })),
    },
  ]),
  methods: fc
    .array(period, { maxLength: 3 })
    .map((own) => own.map(({ from, to }) => ({ standard: '《中国药典》', edition: '2025年版', from, to }))),
  capabilities: fc
    .array(fc.constantFrom('held', 'suspended', 'expired'), { maxLength: 3 })
    .map((own) => own.map((standing) => ({ scheme: 'CMA', parameter: 'D-ASSAY-TITR', standing }))),
  rooms: fc
    .array(period, { maxLength: 3 })
    .map((own) => [{ room: 'R-301', name: '室', excursions: own.map((one) => ({ ...one, quantity: 'humidity' })) }]),
  practice: fc.constant(facts.practice),
});
const asked: Need = {
  ...need,
  ...weighed('20'),
  people: need.people?.filter(({ act }) => act === 'test'),
  producedOn: undefined,
};
/** What is wrong with what; the dates in the sentence may be others when another part of the test is asked for. */
const faults = (own: Facts, at: Period) => new Set(validity(asked, own, at).map(({ id }) => kinds[id] ?? id));
/** Of two ways to say the same fault, which one is said depends on what went before. */
const kinds: Record<string, string> = {
  'validity.instrument-uncalibrated': 'validity.instrument-overdue',
  'validity.analyst-not-authorised': 'authorisation',
  'validity.authorisation-ended': 'authorisation',
  'validity.authorisation-suspended': 'authorisation',
  'validity.method-withdrawn': 'method',
  'validity.method-not-in-force': 'method',
  'validity.method-edition': 'method',
  'validity.method-unknown': 'method',
  'validity.capability-none': 'capability',
  'validity.capability-suspended': 'capability',
  'validity.capability-expired': 'capability',
};
const within = (part: Set<string>, whole: Set<string>) => [...part].filter((id) => !whole.has(id));

describe('validity: properties', () => {
  it('a shorter part of the same test never has more against it', () => {
    fc.assert(
      fc.property(anyFacts, period, fc.nat(59), fc.nat(59), (own, whole, a, b) => {
        const days: string[] = [];
        for (let n = 1; n <= 60; n += 1) {
          const one = new Date(Date.UTC(2026, 2, n)).toISOString().slice(0, 10);
          if (one >= whole.from && one <= whole.to) days.push(one);
        }
        const [i, j] = [a % days.length, b % days.length].sort((x, y) => x - y);
        const part = { from: days[i ?? 0] ?? whole.from, to: days[j ?? 0] ?? whole.to };
        expect(within(faults(own, part), faults(own, whole))).to.deep.equal([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('one more fact that holds for the whole test never adds a reason', () => {
    fc.assert(
      fc.property(anyFacts, period, (own, at) => {
        const before = faults(own, at);
        const [machine] = own.instruments;
        const [analyst] = own.people;
        const whole = { from: '2026-02-01', to: '2026-12-31' };
        const more: Facts[] = [
          {
            ...own,
            instruments: [
              {
                ...machine!,
                calibrations: [...machine!.calibrations, { from: whole.from, validTo: whole.to, conclusion: 'fit' }],
              },
            ],
          },
          { ...own, instruments: [{ ...machine!, history: [...machine!.history, { state: 'enabled', ...whole }] }] },
          {
            ...own,
            people: [{ ...analyst!, authorisations: [...analyst!.authorisations, { ...many, act: 'test', ...whole }] }],
          },
          { ...own, methods: [...own.methods, { standard: '《中国药典》', edition: '2025年版', ...whole }] },
          {
            ...own,
            capabilities: [...own.capabilities, { scheme: 'CMA', parameter: 'D-ASSAY-TITR', standing: 'held' }],
          },
          { ...own, instruments: [...own.instruments, { ...balance, no: 'YQ-999' }] },
          { ...own, rooms: [...own.rooms, { room: 'R-302', name: '另一室', excursions: [] }] },
        ];
        for (const one of more) expect(within(faults(one, at), before)).to.deep.equal([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a test of minutes is judged as the minutes of its day', () => {
    fc.assert(
      fc.property(anyFacts, day, (own, on) => {
        const minute = { from: `${on}T10:00`, to: `${on}T10:00` };
        expect(faults(own, minute)).to.deep.equal(faults(own, { from: on, to: on }));
      }),
    );
  });
});
