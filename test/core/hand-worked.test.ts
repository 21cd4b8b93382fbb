import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dec } from '../../lib/core/decimal.ts';
import { compile, evaluate, type Scope } from '../../lib/core/formula.ts';
import { placesOf, roundPlaces } from '../../lib/core/rounding.ts';

/** `exact` where the value ends, else `digits` to 20 decimals. */
interface Worked {
  name: string;
  expr: string;
  given: Scope;
  exact?: string;
  digits?: string;
}

const folder = join(import.meta.dirname, 'hand-worked');
const files = readdirSync(folder).map((file) => ({
  file,
  ...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as { source: string; cases: Worked[] }),
}));

describe('examples worked outside the program', () => {
  it('are at least 200, each a different one, with as many digits as there are', () => {
    const all = files.flatMap(({ cases }) => cases);
    expect(all.length).to.be.at.least(200);
    expect(new Set(all.map(({ expr, given }) => JSON.stringify([expr, given]))).size).to.equal(all.length);
    for (const { name, exact, digits } of all) {
      expect(
        [exact, digits].filter((one) => one !== undefined),
        name,
      ).to.have.length(1);
      if (digits !== undefined) expect(placesOf(digits), name).to.equal(20);
    }
  });

  for (const { file, source, cases } of files)
    describe(`${file}: ${source}`, () => {
      for (const { name, expr, given, exact, digits } of cases)
        it(`${name}: ${exact ?? digits}`, () => {
          const value = evaluate(compile(expr), given);
          if (exact === undefined) expect(roundPlaces(value, 20)).to.equal(digits);
          else expect(dec(roundPlaces(value, 30)).equals(dec(exact)), `${value} is not ${exact}`).to.equal(true);
        });
    });
});
