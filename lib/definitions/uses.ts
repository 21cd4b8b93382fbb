import type { Catalogue } from '../catalogue/index.ts';
import type { Words } from '../forms/index.ts';
import { type Validity, validityOn } from './validity.ts';

/** A product standard that a parameter is judged by, with its items. */
export interface Use {
  code: string;
  product: Words;
  edition: string | null;
  validity: Validity;
  items: { seq: number; name: Words; limitText: string }[];
}

/** The product standards that name a parameter, with how each stands on `today` (`YYYY-MM-DD`). */
export function usesOf(catalogue: Catalogue, code: string, today: string): Use[] {
  return [...catalogue.specifications.values()].flatMap((specification) => {
    const items = specification.items
      .filter(({ parameter }) => parameter === code)
      .map(({ seq, name, limitText }) => ({ seq, name, limitText }))
      // Lines that exclude each other may print the same.
      .filter(
        (one, i, all) => all.findIndex(({ seq, limitText }) => seq === one.seq && limitText === one.limitText) === i,
      );
    if (items.length === 0) return [];
    const { product, edition = null } = specification;
    return [{ code: specification.code, product, edition, validity: validityOn(today, specification), items }];
  });
}
