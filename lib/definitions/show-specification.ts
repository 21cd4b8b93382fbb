import { testItem } from '../catalogue/index.ts';
import type { Confidence } from '../catalogue/types.ts';
import type { CompareMode, Limit } from '../core/limits.ts';
import type { Words } from '../forms/index.ts';
import type { Query } from '../kernel/types.ts';
import { type SpecificationLine, specificationLine } from './lists.ts';

/** An item as a test of it would be frozen: completed by its parameter. */
export interface ItemLine {
  seq: number;
  group: string;
  name: Words;
  parameter: string;
  /** 标准规定 as printed. */
  limitText: string;
  /** The limit as the program judges by it. */
  limit: Limit;
  unit: string | null;
  method: string;
  compare: CompareMode;
  confidence: Confidence;
}

export interface SpecificationSheet extends Omit<SpecificationLine, 'items'> {
  items: ItemLine[];
  hash: string;
  compare: CompareMode;
  source: string;
}

/** A product standard with its items. @throws Refusal `catalogue.unknown` */
export function showSpecification(
  { app: { catalogue }, today }: Pick<Query, 'app' | 'today'>,
  code: string,
): SpecificationSheet {
  const specification = catalogue.specification(code);
  const items = specification.items.map((item) => {
    const { limit, unit, method, compare, limitText } = testItem(
      catalogue.parameter(item.parameter),
      item,
      specification,
    );
    const { seq, group, name, parameter } = item;
    return {
      seq,
      group,
      name,
      parameter,
      limitText,
      limit,
      unit,
      method,
      compare,
      confidence: item.confidence ?? specification.confidence,
    };
  });
  const { compare, source } = specification;
  return {
    ...specificationLine(specification, today),
    items,
    hash: catalogue.edition('specification', code).hash,
    compare,
    source,
  };
}
