import type { JsonSchema } from '../kernel/request.ts';
import { object } from '../kernel/shapes.ts';

/** A closed object that has every one of its properties. */
export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
