import { bignumberDependencies, create, parseDependencies } from 'mathjs';

/** Decimal arithmetic carried to 64 digits. Only the number type and the parser are taken; nothing of mathjs evaluates an expression. */
export const math = create({ ...bignumberDependencies, ...parseDependencies }, { number: 'BigNumber', precision: 64 });
