import { dec, settle } from '../core/decimal.ts';
import { placesOf, roundPlaces } from '../core/rounding.ts';
import { type Known, shown, Trace, valueOf } from './calculate.ts';
import { applies } from './conditions.ts';
import type { Read } from './read.ts';
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
  const trace = new Trace(form, form['x-calc'] ?? [], read);
  return gates
    .filter((gate) => applies(gate.when, constants, readings))
    .flatMap((gate) => (gate.field ? chosen(gate, form, read) : measured(gate, constants, known, trace, rounded)));
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

function measured(
  gate: Gate,
  constants: Record<string, string>,
  known: Known,
  trace: Trace,
  rounded: boolean,
): GateOutcome[] {
  const value = valueOf(gate.id, gate.expr ?? '', known, trace);
  if (value === undefined) return [];
  const [min, max] = [gate.min, gate.max].map((bound) =>
    bound === undefined ? undefined : (constants[bound] ?? bound),
  );
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
  return [{ id: gate.id, label: gate.label, ok, value: `${shown(value)}${unit}`, bound }];
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
