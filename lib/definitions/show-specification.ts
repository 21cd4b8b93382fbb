import { testItem } from '../catalogue/index.ts';
import type { Confidence, Question, SpecificationItem } from '../catalogue/types.ts';
import type { CompareMode, Limit } from '../core/limits.ts';
import { type Confirmation, confirmationFor, confirmationsOf } from '../editions/index.ts';
import type { Words } from '../forms/index.ts';
import type { Query } from '../kernel/types.ts';
import { type SpecificationLine, specificationLine } from './lists.ts';
import { type Validity, validityOn } from './validity.ts';

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
  /** Somebody of the institute read the line against the standard. */
  confirmation: Confirmation | null;
  /** The questions on which the line depends, with the answers for which it holds, in words. */
  when: { label: Words; answers: Words[] }[];
}

export interface SpecificationSheet extends Omit<SpecificationLine, 'items'> {
  items: ItemLine[];
  /** The questions about the goods that must be answered before the items are known. */
  questions: { id: string; label: Words; many: boolean; options: Words[] }[];
  registrations: string[];
  /** Other editions of the same standard. */
  editions: {
    code: string;
    edition: string | null;
    validity: Validity;
    validFrom: string | null;
    validTo: string | null;
  }[];
  hash: string;
  compare: CompareMode;
  source: string;
}

/** A product standard with its items. @throws Refusal `catalogue.unknown` */
export async function showSpecification(
  { app: { catalogue }, db, today }: Pick<Query, 'app' | 'db' | 'today'>,
  code: string,
): Promise<SpecificationSheet> {
  const specification = catalogue.specification(code);
  const { compare, source, questions = [], registrations = [], series } = specification;
  const { hash } = catalogue.edition('specification', code);
  const confirmations = await confirmationsOf(db, 'specification', code, hash);
  const items = specification.items.map((item) => {
    const { limit, unit, method, compare, limitText } = testItem(
      catalogue.parameter(item.parameter),
      item,
      specification,
    );
    const { seq, group, name, parameter, confidence = specification.confidence } = item;
    const when = conditions(questions, item);
    const confirmation = confirmationFor(confirmations, seq) ?? null;
    return { confirmation, seq, group, name, parameter, limitText, limit, unit, method, compare, confidence, when };
  });
  return {
    ...specificationLine(specification, today),
    items,
    uncertain: items.filter((item) => item.confidence !== 'high' && item.confirmation === null).length,
    questions: questions.map(({ id, label, many = false, options }) => ({
      ...{ id, label, many },
      options: options.map(({ zh, en }) => ({ zh, en })),
    })),
    registrations,
    editions: [...catalogue.specifications.values()]
      .filter((other) => series !== undefined && other.series === series && other.code !== code)
      .map((other) => {
        const { edition = null, validFrom = null, validTo = null } = other;
        return { code: other.code, edition, validity: validityOn(today, other), validFrom, validTo };
      }),
    hash,
    compare,
    source,
  };
}

function conditions(questions: readonly Question[], { when = {} }: SpecificationItem): ItemLine['when'] {
  return Object.entries(when).map(([id, values]) => {
    const question = questions.find((one) => one.id === id);
    const wordOf = (value: string): Words => {
      const { zh = value, en = value } = question?.options.find((option) => option.value === value) ?? {};
      return { zh, en };
    };
    return { label: question?.label ?? { zh: id, en: id }, answers: values.map(wordOf) };
  });
}
