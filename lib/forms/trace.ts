import { dec, settle } from '../core/decimal.ts';
import { compile, evaluate, type Formula, type Scope, variables } from '../core/formula.ts';
import { branches, type Tree } from '../core/formula-tree.ts';
import { Refusal } from '../core/refusal.ts';
import type { Read } from './read.ts';
import type { Calc, FormDefinition } from './types.ts';

/** Where a name stands on the form, and what it is called there. */
interface Place {
  path: (row: number) => string;
  label: string;
}

function placesIn(form: FormDefinition, read: Read): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [id, field] of Object.entries(form.properties)) {
    if (field.type === 'string') places.set(id, { path: () => id, label: field['x-label'].zh });
    if (field.type !== 'array') continue;
    const first = read.grids[id]?.[0]?.index ?? 0;
    for (const [column, cell] of Object.entries(field.items.properties))
      places.set(column, {
        path: (row) => `${id}.${row < 0 ? first : row}.${column}`,
        label: cell['x-label'].zh,
      });
  }
  return places;
}

/** Finds the reading behind a failed calculation, so that a division by zero is told at the field that was typed. */
export class Trace {
  readonly #form: FormDefinition;
  readonly #calcs: Calc[];
  readonly #read: Read;
  #fields: Map<string, Place> | undefined;

  constructor(form: FormDefinition, calcs: Calc[], read: Read) {
    this.#form = form;
    this.#calcs = calcs;
    this.#read = read;
  }

  /** Laid out with the first failure: most records have none. */
  get #places(): Map<string, Place> {
    this.#fields ??= placesIn(this.#form, this.#read);
    return this.#fields;
  }

  /** The field whose zero stops the formula; else the first field that it reads. */
  culprit(failed: Formula, scope: Scope, row = -1): { path: string; label: string } | undefined {
    const names = [...divisors(failed.tree, scope).flatMap(namesIn), ...failed.names].flatMap((name) =>
      this.#readings(name, []),
    );
    const zero = names.find((name) =>
      [scope[name] ?? []].flat().some((text) => /^[+-]?[\d.]+$/.test(text) && dec(text).isZero()),
    );
    const found = zero ?? names[0];
    const field = found === undefined ? undefined : this.#places.get(found);
    return field && { path: field.path(row), label: field.label };
  }

  #readings(name: string, path: string[]): string[] {
    if (this.#places.has(name)) return [name];
    const calc = path.includes(name) ? undefined : this.#calcs.find(({ id }) => id === name);
    return calc ? variables(compile(calc.expr)).flatMap((inner) => this.#readings(inner, [...path, name])) : [];
  }
}

/** The right sides of the divisions that are zero. */
function divisors(tree: Tree, scope: Scope): Tree[] {
  const inner = branches(tree).flatMap((branch) => divisors(branch, scope));
  return tree.is === 'arithmetic' && tree.op === '/' && isZero(tree.right, scope) ? [...inner, tree.right] : inner;
}

function isZero(tree: Tree, scope: Scope): boolean {
  try {
    return settle(dec(evaluate({ expr: '', kind: 'number', tree, names: [] }, scope))).isZero();
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function namesIn(tree: Tree): string[] {
  return tree.is === 'name' ? [tree.name] : branches(tree).flatMap(namesIn);
}
