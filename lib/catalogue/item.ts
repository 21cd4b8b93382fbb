import type { TestItem } from '../forms/index.ts';
import type { Basis, ItemTerms, Parameter, ReportWording, Specification, SpecificationItem } from './types.ts';

/** An item of a specification completed by its parameter: what a test is frozen with when the sample is accepted. */
export function testItem(
  parameter: Parameter,
  item: SpecificationItem,
  specification: Pick<Specification, 'compare'>,
): TestItem {
  return {
    ...terms(parameter, { compare: specification.compare, ...item }),
    group: item.group,
    name: item.name,
    limitText: item.limitText,
    method: item.method ?? basisText(parameter.basis),
  };
}

/** The item of a worked example. */
export function exampleItem(parameter: Parameter, item: ItemTerms): TestItem {
  return {
    ...terms(parameter, item),
    group: parameter.group,
    name: parameter.name,
    limitText: item.limitText ?? '',
    method: basisText(parameter.basis),
  };
}

/** 《中国药典》2025年版四部 通则0512 */
export function basisText(basis: Basis[]): string {
  return basis
    .map(({ standard, clause, scope }) => [standard, clause, scope && `(${scope})`].filter(Boolean).join(' '))
    .join('；');
}

/** The outcome words of a report, without the name of the item; an edition from before there were any has none. */
function worded({ report }: { report?: ReportWording }): Pick<TestItem, 'report'> {
  if (!report) return {};
  const { item: _item, ...words } = report;
  return { report: words };
}

function terms(parameter: Parameter, item: ItemTerms): Omit<TestItem, 'group' | 'name' | 'limitText' | 'method'> {
  const { rounding } = parameter;
  // Decimals of the item replace significant digits of the parameter: a specification says how its own limit is written.
  const own = item.places !== undefined && item.places !== null;
  const significant = item.significant ?? (own ? undefined : rounding.significant);
  const individualPlaces =
    item.individualPlaces ?? (own && item.places !== rounding.places ? undefined : rounding.individualPlaces);
  const precision = item.precision === undefined ? parameter.precision : item.precision;
  const [lod, loq] = [item.lod ?? parameter.lod, item.loq ?? parameter.loq];
  return {
    parameter: parameter.code,
    limit: item.limit,
    unit: item.unit === undefined ? parameter.unit : item.unit,
    places: own ? (item.places ?? null) : rounding.places,
    rule: rounding.rule,
    compare: item.compare ?? parameter.compare,
    constants: { ...parameter.constants, ...item.constants },
    ...(significant === undefined ? {} : { significant }),
    ...(individualPlaces === undefined ? {} : { individualPlaces }),
    ...(precision ? { precision } : {}),
    ...(lod ? { lod } : {}),
    ...(loq ? { loq } : {}),
    ...worded(parameter),
  };
}
