import type { InputField, TestItem } from './types.ts';

/** The unit of a reading, `""` for none: one written as empty is read in the unit of the item's result, as `unit: ""` of a calculation is. */
export function unitOf(field: { 'x-unit'?: InputField['x-unit'] }, item: Pick<TestItem, 'unit'>): string {
  const unit = field['x-unit'];
  return unit === '' ? (item.unit ?? '') : (unit ?? '');
}
