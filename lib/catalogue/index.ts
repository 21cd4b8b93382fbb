export { checkDefinitions, type DefinitionFailure, runExample } from './check-definitions.ts';
export { exampleFaults, sealOf } from './example-rules.ts';
export { basisText, testItem } from './item.ts';
export { catalogue, definitionHash, loadCatalogue } from './load.ts';
export { type Difference, differences, type ReferenceRow, readReference, standardsIn } from './reference.ts';
export type {
  Basis,
  Catalogue,
  DefinitionKind,
  Edition,
  Example,
  ItemTerms,
  Parameter,
  ProductClass,
  Specification,
  SpecificationItem,
} from './types.ts';
