import { applies } from './conditions.ts';
import type { InputField, TestItem } from './types.ts';

/**
 * The unit of a reading, `""` for none: one written as empty is read in the unit of the item's result, as `unit: ""` of a calculation
 * is, where the item's constants meet `x-unit-when`.
 */
export function unitOf(
  field: Partial<Pick<InputField, 'x-unit' | 'x-unit-when'>>,
  { unit, constants }: Pick<TestItem, 'unit' | 'constants'>,
): string {
  if (!applies(field['x-unit-when'], constants, {})) return '';
  return field['x-unit'] === '' ? (unit ?? '') : (field['x-unit'] ?? '');
}

/** Whether a balance can fill the field: a mass whose unit is known. */
export const isWeighed = (field: InputField, item: Parameters<typeof unitOf>[1]): boolean =>
  field['x-quantity'] === 'mass' && (field['x-quantity-unit'] ?? unitOf(field, item)) !== '';
