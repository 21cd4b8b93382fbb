import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Refusal, refuse, refuseAll } from '../../lib/core/refusal.ts';
import { en, zh } from '../../lib/messages/core.ts';

/** The refusal that `work` ends in; fails the test when it ends in none. */
function caught(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('refuse', () => {
  it('carries id, parameters, field and kind', () => {
    const refusal = caught(() => refuse('formula.missing', { name: 'V0' }, 'readings.V0', 'conflict'));
    expect(refusal.reasons).to.deep.equal([{ id: 'formula.missing', field: 'readings.V0', params: { name: 'V0' } }]);
    expect(refusal.kind).to.equal('conflict');
  });

  it('is invalid input unless told otherwise', () => {
    expect(caught(() => refuse('date.form')).kind).to.equal('invalid');
    expect(caught(() => refuse('date.form')).reasons).to.deep.equal([{ id: 'date.form' }]);
  });

  it('gives every reason at once', () => {
    const refusal = caught(() => refuseAll([{ id: 'a' }, { id: 'b', field: 'x' }], 'precondition'));
    expect(refusal.reasons.map(({ id }) => id)).to.deep.equal(['a', 'b']);
    expect(refusal.kind).to.equal('precondition');
    expect(refusal.message).to.equal('a, b');
  });

  it('does nothing without reasons', () => {
    expect(() => refuseAll([])).not.to.throw();
  });

  it('carries the values that a stale writer needs', () => {
    expect(new Refusal([{ id: 'row.stale' }], 'stale', { version: 3 }).data).to.deep.equal({ version: 3 });
  });

  it('is an Error that names itself', () => {
    expect(new Refusal([{ id: 'a' }]))
      .to.be.instanceOf(Error)
      .with.property('name', 'Refusal');
  });
});

describe('the sentences of the core', () => {
  const folder = new URL('../../lib/core/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const areas = '(?:number|rounding|formula|limit|machine|date|deadline|numbering|scan|statistics)';
  const refusals = [...sources.matchAll(new RegExp(`'(${areas}\\.[a-z-]+)'`, 'g'))].map(
    (match) => `refusal.${match[1]}`,
  );
  const verdicts = [...sources.matchAll(/'((?:verdict|statistics\.caution)\.[a-z-]+)'/g)].map(
    (match) => match[1] ?? '',
  );

  it('exist in Chinese and English for every id that is thrown or given', () => {
    for (const key of [...refusals, ...verdicts]) {
      expect(zh, key).to.have.property(key);
      expect(en, key).to.have.property(key);
    }
  });

  it('are all in use', () => {
    expect(Object.keys(zh).filter((key) => !refusals.includes(key) && !verdicts.includes(key))).to.deep.equal([]);
  });

  it('name the same parameters in both languages', () => {
    const places = (text: string) => [...text.matchAll(/\{[a-z]+\}/g)].map(([place]) => place).sort();
    for (const key of Object.keys(zh) as (keyof typeof zh)[])
      expect([...new Set(places(en[key]))], key).to.deep.equal([...new Set(places(zh[key]))]);
  });
});
