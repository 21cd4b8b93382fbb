import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Mathjs from 'mathjs';

const require = createRequire(import.meta.url);
const home = dirname(require.resolve('mathjs'));

/** A part of mathjs by its file: importing the whole library takes four times as long as starting all the rest of the program. */
const part = <Name extends keyof typeof Mathjs>(file: string, name: Name): (typeof Mathjs)[Name] =>
  (require(join(home, file)) as typeof Mathjs)[name];

const create = part('core/create.js', 'create');
const bignumberDependencies = part('entry/dependenciesAny/dependenciesBignumber.generated.js', 'bignumberDependencies');
const parseDependencies = part('entry/dependenciesAny/dependenciesParse.generated.js', 'parseDependencies');

/** Decimal arithmetic carried to 64 digits. Only the number type and the parser are taken; nothing of mathjs evaluates an expression. */
export const math = create({ ...bignumberDependencies, ...parseDependencies }, { number: 'BigNumber', precision: 64 });
