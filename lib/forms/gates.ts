import { dec, settle } from '../core/decimal.ts';
import { compile, type Scope, variables } from '../core/formula.ts';
import { placesOf, roundPlaces } from '../core/rounding.ts';
import { type Known, shown, valueOf } from './calculate.ts';
import { applies } from './conditions.ts';
import type { Read } from './read.ts';
import { Trace } from './trace.ts';
import type { FormDefinition, Gate, GateOutcome, Readings } from './types.ts';

/**
 * Holds each gate (or criterion) that applies and can already be evaluated. `rounded`: the value is rounded to the decimals of its
 * bound first (修约值比较法); otherwise it is compared as it is.
 */
export function holdGates(
  gates: Gate[],
  form: FormDefinition,
  constants: Record<string, string>,
  readings: Readings,
  read: Read,
  known: Known,
  rounded: boolean,
): GateOutcome[] {
  const trace = new Trace(
    form,
    (form['x-calc'] ?? []).filter(({ when }) => applies(when, constants, readings)),
    read,
  );
  return gates
    .filter((gate) => applies(gate.when, constants, readings))
    .flatMap((gate) => {
      if (gate.field) return chosen(gate, form, read);
      return gate.each
        ? inEachRow(gate, gate.each, { constants, known, read, trace, rounded })
        : measured(gate, { constants, known, read, trace, rounded });
    });
}

function chosen(gate: Gate, form: FormDefinition, read: Read): GateOutcome[] {
  const field = gate.field ?? '';
  const values =
    read.values[field] === undefined
      ? Object.values(read.grids).flatMap((rows) => rows.flatMap(({ cells }) => cells[field] ?? []))
      : [read.values[field]];
  if (values.length === 0 || read.gaps.has(field)) return [];
  return [
    {
      id: gate.id,
      label: gate.label,
      ok: values.every((value) => value === gate.is),
      value: [...new Set(values.map((value) => word(form, field, value)))].join('、'),
      bound: word(form, field, gate.is ?? ''),
    },
  ];
}

/** What the gates of a record are held with. */
interface Held {
  constants: Record<string, string>;
  known: Known;
  read: Read;
  trace: Trace;
  rounded: boolean;
}

function measured(gate: Gate, held: Held): GateOutcome[] {
  const value = valueOf(gate.id, gate.expr ?? '', held.known, held.trace);
  return value === undefined ? [] : [outcome(gate, value, held, held.known.scope)];
}

/** Every row for itself: those beyond the bound are told one by one, otherwise the span of all. */
function inEachRow(gate: Gate, grid: string, held: Held): GateOutcome[] {
  const formula = compile(gate.expr ?? '');
  const rows = (held.read.grids[grid] ?? []).flatMap(({ index, cells }) => {
    const scope = { ...held.known.scope, ...cells };
    const isOwn = variables(formula).some((name) => cells[name] !== undefined);
    const gaps = new Set([...held.known.gaps].filter((name) => cells[name] === undefined));
    const value = isOwn ? valueOf(gate.id, gate.expr ?? '', { ...held.known, scope, gaps }, held.trace) : undefined;
    return value === undefined ? [] : [outcome(gate, value, held, scope, index)];
  });
  const failed = rows.filter(({ ok }) => !ok);
  const [first, last] = [rows[0], rows[rows.length - 1]];
  if (failed.length > 0 || !first || !last) return failed;
  return [{ ...first, value: first === last ? first.value : `${first.value}…${last.value}` }];
}

function outcome(gate: Gate, value: string, held: Held, scope: Scope, row?: number): GateOutcome {
  const { constants, known, trace, rounded } = held;
  const [min, max] = [gate.min, gate.max].map((bound) => {
    const calculated = bound === undefined ? undefined : known.scope[bound];
    return bound === undefined
      ? undefined
      : (constants[bound] ?? (typeof calculated === 'string' ? calculated : bound));
  });
  const compared = (bound: string) =>
    settle(dec(rounded ? roundPlaces(value, placesOf(bound)) : value)).comparedTo(dec(bound));
  const ok = (min === undefined || compared(min) >= 0) && (max === undefined || compared(max) <= 0);
  const unit = gate.unit ?? '';
  const bound =
    min !== undefined && max !== undefined
      ? `${min}～${max}${unit}`
      : min === undefined
        ? `≤${max ?? ''}${unit}`
        : `≥${min}${unit}`;
  const field = ok ? undefined : trace.culprit(compile(gate.expr ?? ''), scope, row)?.path;
  const { id, label } = gate;
  return { id, label, ok, value: `${shown(value)}${unit}`, bound, ...(field === undefined ? {} : { field }) };
}

/** The printed word of a chosen value. */
export function word(form: FormDefinition, field: string, value: string): string {
  const found = Object.entries(form.properties)
    .flatMap(([id, property]) =>
      property.type === 'array'
        ? Object.entries(property.items.properties)
        : property.type === 'string'
          ? [[id, property] as const]
          : [],
    )
    .find(([id]) => id === field);
  return found?.[1]['x-options']?.find((option) => option.value === value)?.zh ?? value;
}
