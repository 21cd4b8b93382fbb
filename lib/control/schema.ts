import type { ChartRule } from '../core/statistics/chart-rules.ts';
import type { JsonSchema } from '../kernel/request.ts';
import { anyObject, id, integer, object, text } from '../kernel/shapes.ts';
import { allRules } from './charts.ts';

/** All of them are there. */
export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
export const decimal: JsonSchema = text(60);
export const filled = (most = 200): JsonSchema => ({ ...text(most), minLength: 1 });
export const versioned = all({ id, version: integer });
export const rulesInput: JsonSchema = {
  type: 'array',
  items: { type: 'string', enum: [...allRules] satisfies ChartRule[] },
  maxItems: allRules.length,
};
export const rowAnswer = anyObject;

/** What an act answers of the row that it changed. */
export const versionOf = ({ id: own, version }: { id: string; version: number }): { id: string; version: number } => ({
  id: own,
  version,
});
