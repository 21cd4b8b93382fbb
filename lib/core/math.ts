import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Mathjs from 'mathjs';
import type { BigNumber, MathNode } from 'mathjs';

const require = createRequire(import.meta.url);
const home = dirname(require.resolve('mathjs'));
/** Digits that every calculation carries. */
const PRECISION = 64;

interface Decimals {
  new (text: string): BigNumber;
  readonly EUCLID: number;
  clone(settings: { precision: number; modulo: number }): Decimals;
}

const decimals = createRequire(join(home, 'index.js'))('decimal.js') as Decimals;

/** Decimal arithmetic carried to 64 digits: decimal.js as mathjs sets it up, without the 700 files that mathjs loads to do so. */
export const DecimalNumber = decimals.clone({ precision: PRECISION, modulo: decimals.EUCLID });

/** A part of mathjs by its file: importing the whole library takes four times as long as starting all the rest of the program. */
const part = <Name extends keyof typeof Mathjs>(file: string, name: Name): (typeof Mathjs)[Name] =>
  (require(join(home, file)) as typeof Mathjs)[name];

type Parser = Pick<Mathjs.MathJsInstance, 'parse' | 'isBigNumber'>;
let loaded: Parser | undefined;

/** The parser is loaded with the first formula, not at start. Nothing of mathjs evaluates an expression. */
function parser(): Parser {
  if (loaded) return loaded;
  const create = part('core/create.js', 'create');
  const bignumber = part('entry/dependenciesAny/dependenciesBignumber.generated.js', 'bignumberDependencies');
  const parsing = part('entry/dependenciesAny/dependenciesParse.generated.js', 'parseDependencies');
  loaded = create({ ...bignumber, ...parsing }, { number: 'BigNumber', precision: PRECISION });
  return loaded;
}

/** Reads an expression in mathjs syntax. @throws SyntaxError */
export const parse = (expr: string): MathNode => parser().parse(expr);

/** Whether a constant of a parsed expression is a decimal number. */
export const isDecimal = (value: unknown): value is BigNumber => parser().isBigNumber(value);
