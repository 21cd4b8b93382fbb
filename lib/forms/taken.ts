import { normalise } from '../core/decimal.ts';
import { Refusal } from '../core/refusal.ts';
import { applies, constantsOf } from './conditions.ts';
import type { FormDefinition, InputField, Readings, TestItem } from './types.ts';
import { unitOf } from './units.ts';

/** A reading that was taken on an instrument: what was measured, decimal text, its unit, and where the record has it. */
export interface Taken {
  quantity: string;
  value: string;
  unit: string;
  field: string;
}

/** A control value of a record: of what kind, decimal text, and where the record has it. */
export interface ControlTaken {
  control: string;
  value: string;
  unit: string;
  field: string;
}

/** The readings of a record whose form says of what quantity they are; what is not typed, no number or only a bound (`<0.1`) is left out. */
export const takenOf = (form: FormDefinition, item: TestItem, readings: Readings): Taken[] =>
  markedBy('x-quantity', form, item, readings).map(({ mark, ...taken }) => ({ quantity: mark, ...taken }));

/** The control values of a record (recoveries, blanks, control samples), by the same rule. */
export const controlsOf = (form: FormDefinition, item: TestItem, readings: Readings): ControlTaken[] =>
  markedBy('x-control', form, item, readings).map(({ mark, ...taken }) => ({ control: mark, ...taken }));

interface Marked extends Omit<Taken, 'quantity'> {
  mark: string;
}

function markedBy(
  word: 'x-quantity' | 'x-control',
  form: FormDefinition,
  item: TestItem,
  readings: Readings,
): Marked[] {
  const constants = constantsOf(form, item);
  const applying = (field: Pick<InputField, 'x-when'>) => applies(field['x-when'], constants, readings);
  const one = (field: InputField, typed: unknown, path: string): Marked[] => {
    const mark = field[word];
    if (mark === undefined || typeof typed !== 'string' || !applying(field)) return [];
    const isMeasured = (field['x-quantity-when'] ?? [undefined]).some((when) => applies(when, constants, readings));
    if (word === 'x-quantity' && !isMeasured) return [];
    const value = plain(typed);
    return value === undefined
      ? []
      : [{ mark, value, unit: field['x-quantity-unit'] ?? unitOf(field, item), field: path }];
  };
  return Object.entries(form.properties).flatMap(([id, field]): Marked[] => {
    if (field.type === 'object') return [];
    const typed = readings[id];
    if (field.type === 'string') return one(field, typed, id);
    if (!Array.isArray(typed) || !applying(field)) return [];
    return typed.flatMap((row, i) =>
      Object.entries(field.items.properties).flatMap(([column, cell]) =>
        one(cell, row[column], `${id}.${i}.${column}`),
      ),
    );
  });
}

function plain(typed: string): string | undefined {
  try {
    const { decimal, qualifier } = normalise(typed);
    return qualifier === '=' ? decimal : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
