import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** The published cases of one file beside this test. */
export function published<Case>(file: string): Case[] {
  const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'cases', file), 'utf8')) as { cases: Case[] };
  return cases;
}

/** Digits that agree: −log10 of the relative error (of the error itself where the right answer is 0), at most 15. */
export function digits(found: number, right: number | string): number {
  const aim = Number(right);
  if (found === aim) return 15;
  return Math.min(15, -Math.log10(Math.abs(found - aim) / (aim === 0 ? 1 : Math.abs(aim))));
}

export function agrees(found: number | null, right: number | string, least: number, what = ''): void {
  expect(found, what).to.be.a('number');
  expect(digits(Number(found), right), `${what}: ${found} against ${right}`).to.be.at.least(least);
}

export const close = (found: number | null, right: number, within: number, what = ''): void => {
  expect(found, what).to.be.a('number');
  expect(Math.abs(Number(found) - right), `${what}: ${found} against ${right}`).to.be.at.most(within);
};

export const texts = (values: readonly number[]): string[] => values.map(String);
