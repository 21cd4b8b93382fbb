import type { Slice } from '../kernel/routes.ts';
import {
  formPage,
  formsPage,
  parameterPage,
  parametersPage,
  specificationPage,
  specificationsPage,
  trialPage,
} from './pages.tsx';

/** What the institute can test and by which limits: the inspection parameters and the product standards, for reading. */
export const definitionsSlice: Slice = {
  name: 'definitions',
  routes: [parametersPage, parameterPage, trialPage, formsPage, formPage, specificationsPage, specificationPage],
  nav: [{ href: '/parameters', label: 'nav.parameters', needs: 'catalogue.read', group: 'resources' }],
};
