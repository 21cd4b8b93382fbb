import {
  basisText,
  type Catalogue,
  type Parameter,
  type ProductClass,
  type Specification,
} from '../catalogue/index.ts';
import type { Confidence } from '../catalogue/types.ts';
import type { Words } from '../forms/index.ts';
import { find, type Index, indexOf } from './search.ts';
import { classes, cut, type Listed, type ListInput } from './terms.ts';
import { type Validity, validityOn } from './validity.ts';

export interface ParameterLine {
  code: string;
  name: Words;
  aliases: string[];
  class: ProductClass;
  group: string;
  /** The standard with its clause, as reports print it. */
  basis: string;
  unit: string | null;
  family: string;
  /** The method as the trade calls it; where the file does not say, the title of its record form. */
  method: Words;
  confidence: Confidence;
}

export interface SpecificationLine {
  code: string;
  product: Words;
  class: ProductClass;
  standard: string;
  /** 2025年版, or the year of a national standard. */
  edition: string | null;
  /** Every item of the standard stands here. */
  complete: boolean;
  validFrom: string | null;
  validTo: string | null;
  validity: Validity;
  items: number;
  /** Items whose limits still have to be confirmed from the standard. */
  uncertain: number;
  confidence: Confidence;
}

export interface SpecificationList extends Listed {
  today: string;
  specifications: SpecificationLine[];
}

/** The product standards that were asked for, with how each stands on `today`. */
export function listSpecifications(catalogue: Catalogue, input: ListInput, today: string): SpecificationList {
  const found = find(searchIndex(catalogue), input.q ?? '').map(({ code }) => catalogue.specification(code));
  const { shown, listed } = cut(found, input);
  return { ...listed, today, specifications: shown.map((specification) => specificationLine(specification, today)) };
}

export function parameterLine(catalogue: Catalogue, parameter: Parameter): ParameterLine {
  const { code, name, aliases = [], group, unit, family, confidence } = parameter;
  const method = parameter.method ?? catalogue.form(parameter.form)['x-title'];
  return {
    code,
    name,
    aliases,
    class: parameter.class,
    group,
    basis: basisText(parameter.basis),
    unit,
    family,
    method,
    confidence,
  };
}

export function specificationLine(specification: Specification, today: string): SpecificationLine {
  const { code, product, standard, edition = null, complete = false, items, confidence } = specification;
  const { validFrom = null, validTo = null } = specification;
  return {
    code,
    product,
    class: specification.class,
    standard,
    edition,
    complete,
    validFrom,
    validTo,
    validity: validityOn(today, specification),
    items: items.length,
    uncertain: items.filter((item) => (item.confidence ?? confidence) !== 'high').length,
    confidence,
  };
}

const known = new WeakMap<Catalogue, Index>();

/** The definitions are read once at start, and so is their index. */
function searchIndex(catalogue: Catalogue): Index {
  const made =
    known.get(catalogue) ??
    indexOf(
      inOrder([...catalogue.specifications.values()]).map(({ code, product, standard }) => ({
        code,
        texts: [
          { field: 'name', text: product.zh },
          { field: 'name', text: product.en },
          { field: 'standard', text: standard },
        ],
      })),
    );
  known.set(catalogue, made);
  return made;
}

/** By class, in each by code. */
export function inOrder<T extends { class: ProductClass; code: string }>(list: T[]): T[] {
  const place = (one: T) => classes.indexOf(one.class);
  return list.sort((a, b) => place(a) - place(b) || (a.code < b.code ? -1 : 1));
}
