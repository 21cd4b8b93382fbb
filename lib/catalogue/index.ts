export { checkDefinitions, type DefinitionFailure, runExample } from './check-definitions.ts';
export { basisText, testItem } from './item.ts';
export { catalogue, definitionHash, loadCatalogue } from './load.ts';
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
