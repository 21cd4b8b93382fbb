import {
  basisText,
  type Catalogue,
  type Parameter,
  type ProductClass,
  type Specification,
} from '../catalogue/index.ts';
import type { Confidence } from '../catalogue/types.ts';
import type { Words } from '../forms/index.ts';
import { find, type Index, indexOf, type Named } from './search.ts';
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
  /** The family as people call it: the title of its record form. */
  method: Words;
  confidence: Confidence;
}

export interface SpecificationLine {
  code: string;
  product: Words;
  class: ProductClass;
  standard: string;
  validFrom: string | null;
  validTo: string | null;
  validity: Validity;
  items: number;
  /** Items whose limits still have to be confirmed from the standard. */
  uncertain: number;
  confidence: Confidence;
}

export interface ParameterList extends Listed {
  parameters: ParameterLine[];
}

export interface SpecificationList extends Listed {
  today: string;
  specifications: SpecificationLine[];
}

/** The inspection parameters that were asked for. */
export function listParameters(catalogue: Catalogue, input: ListInput): ParameterList {
  const found = find(indexes(catalogue).parameters, input.q ?? '').map((code) => catalogue.parameter(code));
  const { shown, listed } = cut(found, input);
  return { ...listed, parameters: shown.map((parameter) => parameterLine(catalogue, parameter)) };
}

/** The product standards that were asked for, with how each stands on `today`. */
export function listSpecifications(catalogue: Catalogue, input: ListInput, today: string): SpecificationList {
  const found = find(indexes(catalogue).specifications, input.q ?? '').map((code) => catalogue.specification(code));
  const { shown, listed } = cut(found, input);
  return { ...listed, today, specifications: shown.map((specification) => specificationLine(specification, today)) };
}

export function parameterLine(catalogue: Catalogue, parameter: Parameter): ParameterLine {
  const { code, name, aliases = [], group, unit, family, confidence } = parameter;
  const method = catalogue.form(parameter.form)['x-title'];
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
  const { code, product, standard, validFrom = null, validTo = null, confidence, items } = specification;
  return {
    code,
    product,
    class: specification.class,
    standard,
    validFrom,
    validTo,
    validity: validityOn(today, specification),
    items: items.length,
    uncertain: items.filter((item) => (item.confidence ?? confidence) !== 'high').length,
    confidence,
  };
}

interface Indexes {
  parameters: Index;
  specifications: Index;
}

const known = new WeakMap<Catalogue, Indexes>();

/** The definitions are read once at start, and so are their initials. */
function indexes(catalogue: Catalogue): Indexes {
  const made = known.get(catalogue) ?? {
    parameters: indexOf(
      inOrder([...catalogue.parameters.values()]).map(({ code, name, aliases = [] }) => ({
        code,
        names: [name.zh, name.en, ...aliases],
      })),
    ),
    specifications: indexOf(
      inOrder([...catalogue.specifications.values()]).map(
        ({ code, product, standard }): Named => ({ code, names: [product.zh, product.en, standard] }),
      ),
    ),
  };
  known.set(catalogue, made);
  return made;
}

/** By class, in each by code. */
function inOrder<T extends { class: ProductClass; code: string }>(list: T[]): T[] {
  const place = (one: T) => classes.indexOf(one.class);
  return list.sort((a, b) => place(a) - place(b) || (a.code < b.code ? -1 : 1));
}
