import type { JsonSchema } from '../kernel/request.ts';
import { date, oneOf, text } from '../kernel/shapes.ts';

const filled: JsonSchema = { ...text(), minLength: 1 };

/** The input of the cover of an internal sample, with what of it must be there. */
export const coverInput: Record<string, JsonSchema> = {
  productClass: oneOf('drug', 'tcm', 'device', 'cosmetic'),
  productName: filled,
  batchNo: filled,
  spec: text(),
  producer: filled,
  client: filled,
  quantity: { ...text(40), minLength: 1 },
  unit: { ...text(20), minLength: 1 },
  receptionist: text(60),
  dueOn: date,
};
export const coverRequired = [
  'productClass',
  'productName',
  'batchNo',
  'producer',
  'client',
  'quantity',
  'unit',
  'dueOn',
];
