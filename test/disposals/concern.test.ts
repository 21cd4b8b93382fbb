import { expect } from 'chai';
import { authorityFor, jurisdictionsOf, partiesOf } from '../../lib/disposals/concern.ts';
import type { OrganisationRow } from '../../lib/people/index.ts';

const sampling = (fields: Record<string, string>, change: object = {}) => ({
  sampled_unit: '示例大药房',
  producer: '示例制药有限公司',
  fields,
  ...change,
});
const parties = (fields: Record<string, string>, change: object = {}) =>
  partiesOf(sampling(fields, change)).map(({ role, name }) => `${role} ${name}`);
const tracks = (fields: Record<string, string>, change: object = {}) =>
  jurisdictionsOf(sampling(fields, change)).map(({ kind, region }) => `${kind} ${region ?? '?'}`);

describe('whom a nonconforming batch concerns (domain 1.10, 1.11)', () => {
  for (const [what, fields, change, expected] of [
    ['the unit and the producer', {}, {}, ['sampled-unit 示例大药房', 'producer 示例制药有限公司']],
    [
      'one party where the sample was taken at the producer',
      {},
      { sampled_unit: '示例制药有限公司' },
      ['sampled-unit 示例制药有限公司'],
    ],
    [
      'the registrant, with the producer as the entrusted one',
      { registrant: '示例生物有限公司' },
      {},
      ['sampled-unit 示例大药房', 'producer 示例生物有限公司', 'entrusted-producer 示例制药有限公司'],
    ],
    [
      'no second party where registrant and producer are one, in full-width letters too',
      { registrant: '示例制药　有限公司' },
      {},
      ['sampled-unit 示例大药房', 'producer 示例制药有限公司'],
    ],
    [
      'the agent of imported goods',
      { agent: '示例进出口公司' },
      {},
      ['sampled-unit 示例大药房', 'producer 示例制药有限公司', 'agent 示例进出口公司'],
    ],
    [
      'nobody where the form is struck out',
      { agent: '/', registrant: '——' },
      {},
      ['sampled-unit 示例大药房', 'producer 示例制药有限公司'],
    ],
    ['only the unit of goods without a producer on the label', {}, { producer: '—' }, ['sampled-unit 示例大药房']],
  ] as [string, Record<string, string>, object, string[]][])
    it(`serves the result on ${what}`, () => expect(parties(fields, change)).to.deep.equal(expected));

  for (const [what, fields, change, expected] of [
    [
      'two tracks in two places',
      { sampledUnitRegion: '甲县', producerRegion: '乙县' },
      {},
      ['production 乙县', 'circulation 甲县'],
    ],
    [
      'one track in one place',
      { sampledUnitRegion: '示例市 甲县', producerRegion: '示例市甲县' },
      {},
      ['production 示例市甲县'],
    ],
    [
      'one track where sampled at the producer',
      { sampledUnitRegion: '甲县', sampledUnitKind: 'producer' },
      {},
      ['production 甲县'],
    ],
    ['two tracks where a place is not known', { sampledUnitRegion: '甲县' }, {}, ['production ?', 'circulation 甲县']],
    ['two tracks where no place is known: blank is not the same place', {}, {}, ['production ?', 'circulation ?']],
    [
      'a third track for a platform',
      { sampledUnitRegion: '甲县', producerRegion: '乙县', platform: '示例商城' },
      {},
      ['production 乙县', 'circulation 甲县', 'online ?'],
    ],
  ] as [string, Record<string, string>, object, string[]][])
    it(`has ${what}`, () => expect(tracks(fields, change)).to.deep.equal(expected));

  const authority = (id: string, region: string): OrganisationRow => ({
    ...{
      id,
      region,
      name: `${region}局`,
      kind: 'authority',
      level: 'county',
      region_code: null,
      contact: null,
      active: 1,
    },
    ...{ created_at: '', version: 1 },
  });
  const known = [
    authority('city', '示例市'),
    authority('jia', '甲县'),
    authority('b1', '乙县'),
    authority('b2', '乙县'),
  ];
  for (const [region, expected] of [
    ['示例省示例市甲县', 'jia'],
    ['示例省示例市', 'city'],
    ['示例省示例市丙县', null],
    ['示例省示例市乙县', null],
    ['', null],
    [null, null],
  ] as const)
    it(`finds the authority of ${region ?? 'no place'}: ${expected ?? 'by hand'}`, () =>
      expect(authorityFor(region, known)).to.equal(expected));
});
