import { dec } from '../core/decimal.ts';
import type { Reason } from '../core/refusal.ts';
import { shown } from './calculate.ts';
import type { Source } from './source.ts';

/**
 * Concentrations off the line of the standards give no result: dilute, or take more. One below the lowest standard is told only where the
 * result is not reported as below the limit of detection or quantitation anyway. Each is told at the response that was typed.
 */
export function offCurve({ form, rule, item, read, known }: Source): Reason[] {
  const { range } = rule;
  if (!range) return [];
  const end = (id: string) => (typeof known.scope[id] === 'string' ? known.scope[id] : undefined);
  const [low, high] = [end(range.low), end(range.high)];
  const result = end(rule.value ?? '');
  const isTraced = [item.lod, item.loq].some(
    (threshold) => threshold !== undefined && result !== undefined && dec(result).lessThan(dec(threshold)),
  );
  const grid = form.properties[range.grid];
  const label = grid?.type === 'array' ? (grid.items.properties[range.field]?.['x-label'].zh ?? range.field) : '';
  return (read.grids[range.grid] ?? []).flatMap(({ index, cells }) => {
    const found = cells[range.value];
    if (found === undefined) return [];
    const isLow = low !== undefined && !isTraced && dec(found).lessThan(dec(low));
    const isHigh = high !== undefined && dec(found).greaterThan(dec(high));
    if (!isLow && !isHigh) return [];
    const params = { label, value: shown(found), low: low ?? '', high: high ?? '' };
    return [{ id: 'record.range', field: `${range.grid}.${index}.${range.field}`, params }];
  });
}
