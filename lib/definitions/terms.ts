import type { ProductClass } from '../catalogue/index.ts';
import type { Confidence } from '../catalogue/types.ts';
import { date, integer, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { validities } from './validity.ts';

/** The product classes in the order in which the lists show them. */
export const classes: readonly ProductClass[] = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'];

export const confidences: readonly Confidence[] = ['high', 'medium', 'low'];

/** What both lists can be asked for. */
export interface ListInput {
  class?: ProductClass;
  q?: string;
  from?: number;
}

/** How many of what was searched for are in each class, and the class that is shown. */
export interface Listed {
  class: ProductClass | null;
  q: string;
  counts: { class: ProductClass; count: number }[];
  total: number;
  from: number;
  next: number | null;
}

/** Rows of a list page. */
export const PAGE = 100;

/** Shapes that several answers of this slice share. */
export const words = object({ zh: text(2000), en: text(2000) }, ['zh', 'en']);
export const productClass = oneOf(...classes);
export const confidence = oneOf(...confidences);
export const validity = oneOf(...validities);
export const term = { validFrom: nullable(date), validTo: nullable(date), validity };
export const compare = oneOf('rounded', 'full');
export const listInput = object({ class: productClass, q: text(100), from: integer });
export const listed = {
  class: { anyOf: [productClass, { type: 'null' }] },
  q: text(),
  counts: { type: 'array', items: object({ class: productClass, count: integer }, ['class', 'count']) },
  total: integer,
  from: integer,
  next: nullable(integer),
};

/** Cuts what was found to the class and page that were asked for. */
export function cut<T extends { class: ProductClass }>(
  found: readonly T[],
  input: ListInput,
): { shown: T[]; listed: Listed } {
  const { class: asked = null, q = '', from = 0 } = input;
  const ofClass = found.filter((one) => asked === null || one.class === asked);
  const counts = classes
    .map((name) => ({ class: name, count: found.filter((one) => one.class === name).length }))
    .filter(({ count, class: name }) => count > 0 || name === asked);
  const next = from + PAGE < ofClass.length ? from + PAGE : null;
  return {
    shown: ofClass.slice(from, from + PAGE),
    listed: { class: asked, q, counts, total: ofClass.length, from, next },
  };
}
