import { add, type Decimal, dec, settle, toText } from './decimal.ts';
import { callFunction, divide, power, type Value } from './formula-functions.ts';
import { branches, type Comparison, kindOf, plant, type Tree } from './formula-tree.ts';
import { Refusal, refuse } from './refusal.ts';

export { type FormulaNode, plain, show, substitute } from './formula-show.ts';

/** A formula of a form, read once. `kind` tells whether it yields a number or a yes/no gate. */
export interface Formula {
  expr: string;
  kind: 'number' | 'gate';
  tree: Tree;
  names: string[];
}

/** The readings by name as decimal text; a repeated reading is a list. */
export type Scope = Record<string, string | string[]>;

/** Results beyond these powers of ten are mistakes, not measurements. */
const LARGEST = 300;

/** Expressions that were read: they stand in the definitions, so there are a few hundred, and each record asks for its own at every save. */
const known = new Map<string, Formula>();
const MOST_KNOWN = 5000;

/**
 * Reads an expression in mathjs syntax; only arithmetic, comparison, and/or/not, `a ? b : c`, `if()` and the listed functions may stand in it.
 * The same text is read once; the formula is shared and never changed.
 * @throws Refusal `formula.*` naming the part that is not allowed
 */
export function compile(expr: string): Formula {
  const before = known.get(expr);
  if (before) return before;
  const tree = plant(expr);
  const formula: Formula = { expr, kind: kindOf(tree, expr), tree, names: [...new Set(namesIn(tree))] };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(expr, formula);
  return formula;
}

/** The names that a formula reads, in order of appearance. */
export function variables(formula: Formula): string[] {
  return formula.names;
}

/**
 * The value of a number formula as exact decimal text (up to 64 digits, not rounded for display).
 * @throws Refusal `formula.missing` {name}, `formula.zero`, `formula.not-number` {name}, `formula.list` {name}, `formula.domain` {name}, `formula.large`
 */
export function evaluate(formula: Formula, scope: Scope): string {
  if (formula.kind !== 'number') refuse('formula.kind', { expr: formula.expr });
  return toText(number(formula.tree, scope));
}

/** Whether a gate formula (system suitability, precision between duplicates) is met. @throws Refusal as `evaluate` */
export function holds(formula: Formula, scope: Scope): boolean {
  if (formula.kind !== 'gate') refuse('formula.kind', { expr: formula.expr });
  return gate(formula.tree, scope);
}

/** The ids in an order in which each is calculated after those it reads. @throws Refusal `formula.cycle` {names}, `formula.duplicate` {name} */
export function order(calcs: { id: string; expr: string }[]): string[] {
  const reads = new Map<string, string[]>();
  for (const { id, expr } of calcs) {
    if (reads.has(id)) refuse('formula.duplicate', { name: id });
    reads.set(id, variables(compile(expr)));
  }
  const done = new Set<string>();
  const visit = (id: string, path: string[]): void => {
    if (path.includes(id)) refuse('formula.cycle', { names: [...path.slice(path.indexOf(id)), id].join(' → ') });
    if (done.has(id)) return;
    for (const name of reads.get(id) ?? []) if (reads.has(name)) visit(name, [...path, id]);
    done.add(id);
  };
  for (const id of reads.keys()) visit(id, []);
  return [...done];
}

function number(tree: Tree, scope: Scope): Decimal {
  const value = unbounded(tree, scope);
  if (!value.isFinite() || Math.abs(value.isZero() ? 0 : value.e) > LARGEST)
    return refuse('formula.large', { most: LARGEST });
  return value;
}

function unbounded(tree: Tree, scope: Scope): Decimal {
  switch (tree.is) {
    case 'number':
      return tree.value;
    case 'name': {
      const value = lookUp(tree.name, scope);
      return Array.isArray(value) ? refuse('formula.list', { name: tree.name }) : value;
    }
    case 'group':
      return number(tree.body, scope);
    case 'negative':
      return number(tree.body, scope).negated();
    case 'arithmetic':
      return arithmetic(tree.op, number(tree.left, scope), number(tree.right, scope));
    case 'choice':
      return number(gate(tree.test, scope) ? tree.yes : tree.no, scope);
    case 'call':
      return callFunction(
        tree.name,
        tree.args.map((arg) => (arg.is === 'name' ? lookUp(arg.name, scope) : number(arg, scope))),
      );
    default:
      return refuse('formula.kind', { expr: tree.is });
  }
}

function arithmetic(op: '+' | '-' | '*' | '/' | '^', left: Decimal, right: Decimal): Decimal {
  switch (op) {
    case '+':
      return add(left, right);
    case '-':
      return add(left, right.negated());
    case '*':
      return left.times(right);
    case '/':
      return divide(left, right);
    case '^':
      return power(left, right);
  }
}

function gate(tree: Tree, scope: Scope): boolean {
  switch (tree.is) {
    case 'group':
      return gate(tree.body, scope);
    case 'not':
      return !gate(tree.body, scope);
    case 'logic':
      return tree.op === 'and'
        ? gate(tree.left, scope) && gate(tree.right, scope)
        : gate(tree.left, scope) || gate(tree.right, scope);
    case 'choice':
      return gate(gate(tree.test, scope) ? tree.yes : tree.no, scope);
    case 'comparison': {
      const values = tree.parts.map((part) => settle(number(part, scope)));
      return tree.ops.every((op, i) => compares(op, values[i], values[i + 1]));
    }
    default:
      return refuse('formula.kind', { expr: tree.is });
  }
}

function compares(op: Comparison, left: Decimal | undefined, right: Decimal | undefined): boolean {
  if (!left || !right) return false;
  const sign = left.comparedTo(right);
  return { '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0, '==': sign === 0, '!=': sign !== 0 }[op];
}

/** A missing reading is a refusal that names it, never 0. */
function lookUp(name: string, scope: Scope): Value {
  const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
  if (value === undefined || value === '' || value.length === 0) return refuse('formula.missing', { name }, name);
  return Array.isArray(value) ? value.map((text, i) => reading(text, `${name}.${i}`)) : reading(value, name);
}

function reading(text: string, name: string): Decimal {
  if (text === '') return refuse('formula.missing', { name }, name);
  try {
    return dec(text);
  } catch (error) {
    if (error instanceof Refusal) return refuse('formula.not-number', { name, text }, name);
    throw error;
  }
}

function namesIn(tree: Tree): string[] {
  return tree.is === 'name' ? [tree.name] : branches(tree).flatMap(namesIn);
}
