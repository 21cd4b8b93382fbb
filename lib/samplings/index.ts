import type { Slice } from '../kernel/routes.ts';
import {
  importPost,
  listPage,
  newPage,
  recordFile,
  registerPost,
  samplingPage,
  sealsFile,
  voidPost,
} from './samplings.pages.ts';

export { dataFile } from './data.ts';
export { labelOf, type SamplingForm, samplingForm, shownValue } from './form.ts';
export { asked, listHref, SearchLine } from './list.view.tsx';
export type { SamplingMove } from './machine.ts';
export { samplingMachine } from './machine.ts';
export { Options } from './options.view.tsx';
export {
  type Level,
  type PortionRole,
  type PortionRow,
  type PortionState,
  type ProductClass,
  places,
  portionStates,
  productClasses,
  type SamplingRow,
  type SamplingState,
  type WorkKind,
} from './rows.ts';
export { PortionTable } from './sampling.view.tsx';
export { portion as portionSchema, samplingLine as samplingLineSchema } from './schema.ts';
export { lineOf, type SamplingLine, type ShownPortion, samplingOf, shownPortion } from './show.ts';
export {
  findSampling,
  formOf,
  namesOf,
  type Officer,
  PAGE,
  type Page,
  portionsOf,
  startsWith,
  waitingSamplings,
} from './store.ts';
export { currentSampling } from './void.ts';

export const samplingsSlice: Slice = {
  name: 'samplings',
  // The fixed addresses stand before the one with an id.
  routes: [listPage, newPage, registerPost, importPost, recordFile, sealsFile, voidPost, samplingPage],
  nav: [{ href: '/samplings', label: 'nav.samplings', needs: 'sampling.read' }],
};
