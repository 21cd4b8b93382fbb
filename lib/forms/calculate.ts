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
import { type Reason, Refusal } from '../core/refusal.ts';
import { roundPlaces, roundSignificant } from '../core/rounding.ts';
import { applies, constantsOf, mayApply } from './conditions.ts';
import { listed, type Read, rowLabel } from './read.ts';
import { roundIndividual } from './report-text.ts';
import { Trace } from './trace.ts';
import type { Calc, FormDefinition, GridField, Readings, ResultRule, Row, Step, TestItem, Words } from './types.ts';

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
  const known: Known = { scope: columns(form, constants, read), gaps: new Set(read.gaps), steps: [], problems: [] };
  const calcs = (form['x-calc'] ?? []).filter((calc) => applies(calc.when, constants, readings));
  const labels = symbols(form);
  const trace = new Trace(form, calcs, read);
  for (const id of order(calcs)) {
    const calc = calcs.find((one) => one.id === id);
    if (!calc) continue;
    if (calc.each) eachRow(calc, calc.each, form, item, read, known, labels, trace);
    else {
      const exact = roundedFor(calc, item, single(calc, known.scope, known, trace));
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
  const neighbours = grid?.type === 'array' ? [grid['x-grid'].beside ?? []].flat() : [];
  const foreign = neighbours.flatMap((id) => namesOfRow(form, id));
  const list: string[] = [];
  for (const row of rows) {
    const cells = { ...besides(read, neighbours, row.index), ...row.cells };
    const blanks = [...own, ...foreign].filter((column) => cells[column] === undefined);
    const scope = without(rowScope(known.scope, cells), blanks);
    const gaps = new Set([...known.gaps].filter((name) => cells[name] === undefined).concat(blanks));
    const exact = roundedFor(calc, item, single(calc, scope, { ...known, gaps }, trace, row.index));
    if (exact === undefined) continue;
    row.cells[calc.id] = exact;
    list.push(exact);
    const label = grid?.type === 'array' ? { rowLabel: nameOfRow(grid, row) } : {};
    known.steps.push({ ...step(calc, item, form['x-result'], exact, scope, labels), row: row.index, ...label });
  }
  if (list.length === rows.length && rows.length > 0) known.scope[calc.id] = list;
  else known.gaps.add(calc.id);
}

/** Where the laboratory averages rounded single values, these are what goes on. */
function roundedFor(calc: Calc, item: TestItem, exact: string | undefined): string | undefined {
  return calc.round === 'individual' && exact !== undefined ? roundIndividual(exact, item) : exact;
}

/** The cells of the rows that stand beside this one. */
function besides(read: Read, grids: string[], index: number): Row {
  return Object.assign(
    {},
    ...grids.map((id) => read.grids[id]?.find((row) => row.index === index)?.cells ?? {}),
  ) as Row;
}

/** Everything that a row of a grid can hold: its columns and what is calculated for each row. */
function namesOfRow(form: FormDefinition, id: string): string[] {
  const grid = form.properties[id];
  const columns = grid?.type === 'array' ? Object.keys(grid.items.properties) : [];
  return [...columns, ...(form['x-calc'] ?? []).filter(({ each }) => each === id).map((calc) => calc.id)];
}

/** A row that the specification names (an analyte, a component) is called by that name. */
function nameOfRow(grid: GridField, { index, cells }: { index: number; cells: Row }): Words {
  const name = cells[grid['x-grid'].prefill?.column ?? ''];
  return name === undefined ? rowLabel(grid, index) : { zh: name, en: name };
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
  calc.unit || ([result.value, result.individuals].flat().includes(calc.id) ? (item.unit ?? '') : '');

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
    expr: calc.expr,
    inputs: Object.fromEntries(variables(compiledExpr).map((name) => [name, scope[name] ?? []])),
    exact,
    shown: shown(exact, calc.places),
  };
}

/** The calculations that an item can come to, in the order of the form, each formula once: what a form to be filled by hand prints. */
export function formulasOf(form: FormDefinition, item: TestItem): Pick<Step, 'id' | 'label' | 'symbol' | 'formula'>[] {
  const constants = constantsOf(form, item);
  const fields = new Set([
    ...Object.keys(form.properties),
    ...(form['x-calc'] ?? []).map(({ id }) => id).filter((id) => constants[id] === undefined),
  ]);
  const possible = (form['x-calc'] ?? []).filter(({ when }) => mayApply(when, constants, fields));
  return possible.flatMap((calc, index) =>
    possible.findIndex(({ symbol, expr }) => symbol === calc.symbol && expr === calc.expr) === index
      ? [{ id: calc.id, label: calc.label, symbol: calc.symbol, formula: drawn(compile(calc.expr), symbols(form)) }]
      : [],
  );
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

function columns(form: FormDefinition, constants: Record<string, string>, read: Read): Scope {
  const scope: Scope = { ...constants, ...read.values };
  for (const { id, list } of form['x-constants'] ?? []) {
    const text = constants[id];
    if (list && text !== undefined) scope[id] = listed(text);
  }
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
