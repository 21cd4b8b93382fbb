import { expect } from 'chai';
import fc from 'fast-check';
import { Refusal } from '../../lib/core/refusal.ts';
import { cell, entries, isReason, leaves, merge, reasonsMissing, valueAt } from '../../lib/testing/readings.ts';

const refused = (run: () => unknown): string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.reasons.map(({ id }) => id);
    throw error;
  }
  return [];
};

describe('testing: readings', () => {
  it('B001 keeps 12.50 as typed, and takes blanks away only at the ends', () => {
    expect(merge({}, entries({}, leaves({ F: ' 12.50 ' })))).to.deep.equal({ F: '12.50' });
  });

  it('merges a part into rows without touching the rest', () => {
    const saved = { common: { temperature: '23.4' }, samples: [{ m: '1.0042', m_1: '20.3158' }] };
    const changed = entries(saved, leaves({ samples: [{}, { m: '1.0015' }] }));
    expect(changed).to.deep.equal([{ path: 'samples.1.m', old: '', new: '1.0015' }]);
    expect(merge(saved, changed)).to.deep.equal({
      common: { temperature: '23.4' },
      samples: [{ m: '1.0042', m_1: '20.3158' }, { m: '1.0015' }],
    });
    expect(saved.samples).to.have.length(1);
  });

  it('makes rows that were jumped over empty ones', () => {
    expect(merge({}, entries({}, cell('samples.2.m', '3')))).to.deep.equal({ samples: [{}, {}, { m: '3' }] });
  });

  it('B010 takes blanks, U+3000 and U+200B for empty, and null for clearing', () => {
    for (const blank of ['', ' ', '\u3000', '\u200B', '\u00A0\u200B'])
      expect(entries({ F: '1' }, leaves({ F: blank }))).to.deep.equal([{ path: 'F', old: '1', new: '' }]);
    expect(entries({ F: '1' }, leaves({ F: null }))).to.deep.equal([{ path: 'F', old: '1', new: '' }]);
    expect(merge({ F: '1', V: '2' }, entries({ F: '1', V: '2' }, leaves({ F: '' })))).to.deep.equal({ V: '2' });
  });

  it('takes the same text again for no change, another way of writing the number for one', () => {
    expect(entries({ F: '1.0' }, leaves({ F: '1.0' }))).to.deep.equal([]);
    expect(entries({ F: '1.0' }, leaves({ F: '1.00' }))).to.have.length(1);
  });

  it('refuses numbers and booleans: a JSON number has lost its trailing zeros', () => {
    expect(refused(() => leaves({ F: 12.5 }))).to.deep.equal(['readings.text']);
    expect(refused(() => leaves({ F: true }))).to.deep.equal(['readings.text']);
  });

  it('refuses paths that no form has: prototypes, endless rows, empty names, texts without end', () => {
    for (const path of ['__proto__.x', 'a.constructor', 'samples.400.m', 'samples..m', '', 'a.b.c.d.e.f.g']) {
      expect(
        refused(() => cell(path, '1')),
        path,
      ).to.deep.equal(['readings.path']);
    }
    expect(refused(() => leaves({ F: 'x'.repeat(4001) }))).to.deep.equal(['readings.long']);
    expect(refused(() => leaves({ rows: Array.from({ length: 401 }, () => ({})) }))).to.deep.equal(['readings.rows']);
  });

  it('does not find inherited names', () => {
    expect(valueAt({}, ['toString'])).to.equal('');
    expect(entries({}, cell('toString', 'x'))).to.deep.equal([{ path: 'toString', old: '', new: 'x' }]);
  });

  it('DI-03 asks for a reason of two visible characters for what was saved, and for nothing else', () => {
    const changed = entries({ F: '1', V: '2' }, leaves({ F: '3', V: '', m: '5' }));
    expect(reasonsMissing(changed, undefined).map(({ field }) => field)).to.deep.equal(['F', 'V']);
    for (const reason of ['', 'x', '  x ', '\u200B\u200B', '\u3000\u3000', 'x\u200B'])
      expect(reasonsMissing(changed, reason), JSON.stringify(reason)).to.have.length(2);
    expect(reasonsMissing(changed, '笔误')).to.deep.equal([]);
    expect(reasonsMissing(entries({}, leaves({ F: '3' })), undefined)).to.deep.equal([]);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(isReason('𠮷')).to.equal(false);
    expect(isReason('𠮷𠮷')).to.equal(true);
  });

  it('puts in what the entries say, and nothing else, for any sequence of cells', () => {
    const name = fc.constantFrom('F', 'V', 'common.temperature', 'samples.0.m', 'samples.1.m', 'samples.1.V');
    const typed = fc.constantFrom('', '1', '1.0', '12.50');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, typed), { maxLength: 30 }), (cells) => {
        let readings = {};
        const expected = new Map<string, string>();
        for (const [path, text] of cells) {
          readings = merge(readings, entries(readings, cell(path, text)));
          expected.set(path, text);
        }
        for (const [path, text] of expected) expect(valueAt(readings, path.split('.'))).to.equal(text);
      }),
    );
  });
});
