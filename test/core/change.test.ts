import { expect } from 'chai';
import fc from 'fast-check';
import { canonical } from '../../lib/core/canonical.ts';
import { changes } from '../../lib/core/change.ts';

describe('changes', () => {
  it('gives old and new of what differs, by name', () => {
    expect(changes({ id: '1', result: '12.50', version: 1 }, { id: '1', result: '12.5', version: 2 })).to.deep.equal([
      { field: 'result', old: '12.50', new: '12.5' },
      { field: 'version', old: 1, new: 2 },
    ]);
  });

  it('gives every field of a new and of a removed row', () => {
    expect(changes(null, { b: 'x', a: true, none: null })).to.deep.equal([
      { field: 'a', old: null, new: true },
      { field: 'b', old: null, new: 'x' },
    ]);
    expect(changes({ a: 0 }, null)).to.deep.equal([{ field: 'a', old: 0, new: null }]);
  });

  it('goes into nested values by dot path', () => {
    expect(
      changes(
        { fields: { unit: { name: '甲' } }, officers: ['u1', 'u2'] },
        { fields: { unit: { name: '乙' } }, officers: ['u1', 'u3', 'u4'] },
      ),
    ).to.deep.equal([
      { field: 'fields.unit.name', old: '甲', new: '乙' },
      { field: 'officers.1', old: 'u2', new: 'u3' },
      { field: 'officers.2', old: null, new: 'u4' },
    ]);
  });

  it('tells an emptied list from an absent one', () => {
    expect(changes({ x: ['1'] }, { x: [] })).to.deep.equal([
      { field: 'x', old: null, new: '[]' },
      { field: 'x.0', old: '1', new: null },
    ]);
    expect(changes({}, { x: {} })).to.deep.equal([{ field: 'x', old: null, new: '{}' }]);
  });

  it('does not mistake text for a number or nothing', () => {
    expect(changes({ a: '1' }, { a: 1 })).to.deep.equal([{ field: 'a', old: '1', new: 1 }]);
    expect(changes({ a: '' }, { a: null })).to.deep.equal([{ field: 'a', old: '', new: null }]);
    expect(changes({ a: null }, {})).to.deep.equal([]);
    expect(changes({ a: false }, { a: 0 })).to.deep.equal([{ field: 'a', old: false, new: 0 }]);
  });

  it('throws for what cannot be recorded', () => {
    expect(() => changes(null, { a: { b: () => 1 } })).to.throw(TypeError, 'a.b');
    expect(() => changes(null, { a: 1n })).to.throw(TypeError, 'bigint');
  });

  it('is empty for equal states, and turns round with them', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue()),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue()),
        (a, b) => {
          expect(changes(a, structuredClone(a))).to.deep.equal([]);
          expect(changes(a, b).map(({ field, old, new: now }) => ({ field, old: now, new: old }))).to.deep.equal(
            changes(b, a),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('canonical (RFC 8785)', () => {
  it('writes the example of section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonical(value)).to.equal(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts by UTF-16 code units as section 3.2.3 shows', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonical(value)) as object)).to.have.members(Object.values(value));
    const order = [...canonical(value).matchAll(/:"([A-Za-z: ]+)"/g)].map((match) => match[1]);
    expect(order).to.deep.equal([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('does not mind the order of writing, nor absent fields', () => {
    expect(canonical({ b: 1, a: { d: '12.50', c: undefined } })).to.equal('{"a":{"d":"12.50"},"b":1}');
    expect(canonical({ a: { d: '12.50' }, b: 1 })).to.equal(canonical({ b: 1, a: { d: '12.50' } }));
  });

  it('writes -0 as 0', () => expect(canonical([-0])).to.equal('[0]'));

  it('keeps rare characters whole', () => expect(canonical('𠮷𰻝')).to.equal('"𠮷𰻝"'));

  const impossible: [what: string, value: unknown][] = [
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['nothing', undefined],
    ['nothing in a list', [undefined]],
    ['a function', { a: () => 1 }],
    ['a bigint', { a: 1n }],
    ['a date', { a: new Date(0) }],
    ['a map', new Map()],
    ['half a character', '\ud842'],
    ['half a character as a key', { '\ud842': 1 }],
  ];
  for (const [what, value] of impossible)
    it(`throws for ${what}`, () => expect(() => canonical(value)).to.throw(TypeError));

  it('reads back as the same value and is stable', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonical(value);
        expect(canonical(JSON.parse(text))).to.equal(text);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });
});
