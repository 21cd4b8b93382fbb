import type { JsonSchema } from '../kernel/request.ts';
import { id, integer, object } from '../kernel/shapes.ts';

/** Every property is there. */
export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
export const read = { id, version: integer };
export const saved = all(read);

export interface Saved {
  id: string;
  version: number;
}
export const savedRow = ({ id: own, version }: Saved): Saved => ({ id: own, version });
