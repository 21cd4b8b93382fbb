export { checkDefinitions, type DefinitionFailure, runExample } from './check-definitions.ts';
export { exampleFaults, sealOf } from './example-rules.ts';
export { faultsOf, type Surroundings, sealed } from './faults.ts';
export { basisText, exampleItem, testItem } from './item.ts';
export {
  isLimit,
  type LimitField,
  type LooseLimit,
  limitFields,
  limitFrom,
  limitKinds,
  limitTexts,
  openFields,
} from './limit-fields.ts';
export { catalogue, definitionHash, loadCatalogue } from './load.ts';
export { overlay, type Replacement } from './overlay.ts';
export { type Difference, differences, type ReferenceRow, readReference, standardsIn } from './reference.ts';
export {
  type Answered,
  answered,
  answerFaults,
  applicable,
  decidingDate,
  firstAnswers,
  type Goods,
  holds,
  itemsFor,
  unfit,
} from './specification.ts';
export type {
  Answers,
  Basis,
  Catalogue,
  DefinitionKind,
  Edition,
  Example,
  ItemTerms,
  Parameter,
  ProductClass,
  Question,
  Specification,
  SpecificationItem,
} from './types.ts';
