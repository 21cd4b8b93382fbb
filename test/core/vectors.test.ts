import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dec } from '../../lib/core/decimal.ts';
import { judge, type Limit } from '../../lib/core/limits.ts';
import { placesOf, type RoundingRule, roundInterval, roundPlaces } from '../../lib/core/rounding.ts';

interface Vectors {
  decimal: { cases: [id: string, text: string, places: number, rule: RoundingRule, answer: string][] };
  intervals: { cases: [text: string, interval: string, answer: string][] };
  limits: {
    cases: [
      what: string,
      kind: string,
      limit: string,
      interval: string,
      text: string,
      rounded: string,
      full: boolean,
      byRounded: boolean,
    ][];
  };
}

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', 'rounding.json'), 'utf8')) as Vectors;

describe('published vectors of rounding', () => {
  it('are all here', () =>
    expect([vectors.decimal, vectors.intervals, vectors.limits].map(({ cases }) => cases.length)).to.deep.equal([
      170, 22, 9,
    ]));

  for (const [id, text, places, rule, answer] of vectors.decimal.cases)
    it(`${id}: ${text} to ${places} decimals, ${rule}: ${answer}`, () =>
      expect(roundPlaces(text, places, rule)).to.equal(answer));

  for (const [text, interval, answer] of vectors.intervals.cases)
    it(`${text} to ${interval}: ${answer}`, () => expect(roundInterval(text, interval)).to.equal(answer));
});

describe('published verdicts of GB/T 8170-2008, 4.3', () => {
  for (const [what, kind, bound, interval, text, rounded, full, byRounded] of vectors.limits.cases)
    it(`${what} ${kind} ${bound}: ${text}`, () => {
      const value = roundInterval(text, interval);
      expect(dec(value).equals(dec(rounded))).to.equal(true);
      const verdicts = (['full', 'rounded'] as const).map(
        (mode) => judge(limitOf(kind, bound), { exact: text, rounded: value }, mode).verdict,
      );
      expect(verdicts).to.deep.equal([full, byRounded].map((met) => (met ? 'conforms' : 'fails')));
      expect(placesOf(value)).to.equal(placesOf(interval));
    });
});

function limitOf(kind: string, bound: string): Limit {
  const [low = '', high = ''] = bound.split('~');
  const value = dec(low).toFixed();
  if (kind === '>=') return { kind: 'min', value };
  if (kind === '<=') return { kind: 'max', value };
  return kind === 'open' ? { kind: 'range', low, high, openLow: true, openHigh: true } : { kind: 'range', low, high };
}
