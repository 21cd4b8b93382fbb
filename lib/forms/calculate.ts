import { dec, settle } from '../core/decimal.ts';
import {
  compile,
  evaluate,
  type Formula,
  type FormulaNode,
  order,
  type Scope,
  show,
  substitute,
  variables,
} from '../core/formula.ts';
import { branches, type Tree } from '../core/formula-tree.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { roundPlaces, roundSignificant } from '../core/rounding.ts';
import { applies } from './conditions.ts';
import { type Read, rowLabel } from './read.ts';
import type { Calc, FormDefinition, Readings, ResultRule, Step, TestItem } from './types.ts';

/** Significant digits of an intermediate value on screen and paper; the value itself is kept exact. */
const SHOWN_DIGITS = 8;
/** The symbols of each form; a form edition never changes. */
const symbolsOf = new WeakMap<FormDefinition, Record<string, string>>();

/** Names → values: a column of a grid is a list. `gaps` names what is not known. `path` gives the field of a name. */
export interface Known {
  scope: Scope;
  gaps: Set<string>;
  steps: Step[];
  problems: Reason[];
}

/** Calculates every value of the form in the order in which they depend on each other; per row where the form says so. */
export function calculate(
  form: FormDefinition,
  item: TestItem,
  constants: Record<string, string>,
  readings: Readings,
  read: Read,
): Known {
  const known: Known = { scope: columns(constants, read), gaps: new Set(read.gaps), steps: [], problems: [] };
  const calcs = (form['x-calc'] ?? []).filter((calc) => applies(calc.when, constants, readings));
  const labels = symbols(form);
  const trace = new Trace(form, calcs, read);
  for (const id of order(calcs)) {
    const calc = calcs.find((one) => one.id === id);
    if (!calc) continue;
    if (calc.each) eachRow(calc, calc.each, form, item, read, known, labels, trace);
    else {
      const exact = single(calc, known.scope, known, trace);
      if (exact === undefined) known.gaps.add(calc.id);
      else {
        known.scope[calc.id] = exact;
        known.steps.push(step(calc, item, form['x-result'], exact, known.scope, labels));
      }
    }
  }
  return known;
}

/** Values of one row beside those of the record: a column name means the cell of this row. */
export function rowScope(scope: Scope, cells: Record<string, string>): Scope {
  return { ...scope, ...cells };
}

function eachRow(
  calc: Calc,
  gridId: string,
  form: FormDefinition,
  item: TestItem,
  read: Read,
  known: Known,
  labels: Record<string, string>,
  trace: Trace,
): void {
  const grid = form.properties[gridId];
  const rows = read.grids[gridId] ?? [];
  const own = grid?.type === 'array' ? Object.keys(grid.items.properties) : [];
  const list: string[] = [];
  for (const row of rows) {
    const blanks = own.filter((column) => row.cells[column] === undefined);
    const scope = without(rowScope(known.scope, row.cells), blanks);
    const gaps = new Set([...known.gaps].filter((name) => row.cells[name] === undefined).concat(blanks));
    const exact = single(calc, scope, { ...known, gaps }, trace, row.index);
    if (exact === undefined) continue;
    row.cells[calc.id] = exact;
    list.push(exact);
    const label = grid?.type === 'array' ? { rowLabel: rowLabel(grid, row.index) } : {};
    known.steps.push({ ...step(calc, item, form['x-result'], exact, scope, labels), row: row.index, ...label });
  }
  if (list.length === rows.length && rows.length > 0) known.scope[calc.id] = list;
  else known.gaps.add(calc.id);
}

function single(
  calc: Pick<Calc, 'id' | 'expr'>,
  scope: Scope,
  known: Pick<Known, 'gaps' | 'problems'>,
  trace: Trace,
  row?: number,
): string | undefined {
  const compiledExpr = compile(calc.expr);
  if (variables(compiledExpr).some((name) => known.gaps.has(name) || scope[name] === undefined)) return undefined;
  try {
    return evaluate(compiledExpr, scope);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const field = trace.culprit(compiledExpr, scope, row);
    known.problems.push(
      ...error.reasons.map((reason) => ({
        ...reason,
        ...(field ? { field: field.path } : {}),
        params: { ...reason.params, calc: calc.id, label: field?.label ?? calc.id },
      })),
    );
    return undefined;
  }
}

/** The value of a gate or criterion, or undefined while something it reads is unknown. */
export function valueOf(id: string, expr: string, known: Known, trace: Trace): string | undefined {
  return single({ id, expr }, known.scope, known, trace);
}

/** `unit: ""` means the item's own unit for the result and its individuals, and no unit for a value on the way to them. */
const unitOf = (calc: Calc, item: TestItem, result: ResultRule): string =>
  calc.unit || ([result.value, result.individuals].includes(calc.id) ? (item.unit ?? '') : '');

function step(
  calc: Calc,
  item: TestItem,
  result: ResultRule,
  exact: string,
  scope: Scope,
  labels: Record<string, string>,
): Step {
  const compiledExpr = compile(calc.expr);
  return {
    id: calc.id,
    label: calc.label,
    symbol: calc.symbol,
    unit: unitOf(calc, item, result),
    formula: drawn(compiledExpr, labels),
    substituted: substitute(compiledExpr, scope),
    exact,
    shown: shown(exact, calc.places),
  };
}

/** The drawn formulas of each form: the same in every row and at every save. */
const drawings = new WeakMap<Record<string, string>, Map<string, FormulaNode>>();

function drawn(formula: Formula, labels: Record<string, string>): FormulaNode {
  const ofForm = drawings.get(labels) ?? new Map<string, FormulaNode>();
  drawings.set(labels, ofForm);
  const known = ofForm.get(formula.expr) ?? show(formula, labels);
  ofForm.set(formula.expr, known);
  return known;
}

/** A value for the eye: the decimals of the calculation, else 8 significant digits without trailing zeros. */
export function shown(exact: string, places?: number): string {
  if (places !== undefined) return roundPlaces(exact, places);
  const value = settle(dec(exact));
  if (value.precision() <= SHOWN_DIGITS) return value.toFixed();
  const text = roundSignificant(exact, SHOWN_DIGITS);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function columns(constants: Record<string, string>, read: Read): Scope {
  const scope: Scope = { ...constants, ...read.values };
  for (const rows of Object.values(read.grids)) {
    for (const column of new Set(rows.flatMap(({ cells }) => Object.keys(cells)))) {
      const list = rows.flatMap(({ cells }) => cells[column] ?? []);
      if (list.length === rows.length) scope[column] = list;
    }
  }
  return scope;
}

function without(scope: Scope, names: string[]): Scope {
  return Object.fromEntries(Object.entries(scope).filter(([name]) => !names.includes(name)));
}

function symbols(form: FormDefinition): Record<string, string> {
  const known = symbolsOf.get(form);
  if (known) return known;
  const fields = Object.entries(form.properties).flatMap(([id, field]) =>
    field.type === 'array'
      ? Object.entries(field.items.properties)
      : field.type === 'string'
        ? [[id, field] as const]
        : [],
  );
  const made: Record<string, string> = Object.fromEntries([
    ...fields.map(([id, field]) => [id, field['x-symbol'] ?? id]),
    ...(form['x-constants'] ?? []).map(({ id, symbol }) => [id, symbol ?? id]),
    ...(form['x-calc'] ?? []).map(({ id, symbol }) => [id, symbol]),
  ]);
  symbolsOf.set(form, made);
  return made;
}

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
