import type { Slice } from '../kernel/routes.ts';
import {
  budgetFile,
  budgetPage,
  budgetsPage,
  confirmBudgetPost,
  dropBudgetPost,
  newBudgetPage,
  openBudgetPost,
  proposeBudgetPost,
  returnBudgetPost,
  reviseBudgetPost,
  saveBudgetPost,
  simulateBudgetPost,
} from './pages.tsx';

export { drawUncertainty, UncertaintyLine } from './line.view.tsx';
export { budgetMachine } from './machine.ts';
export { budgetOn, type ResultAsked, type ResultUncertainty, uncertaintyOf } from './result.ts';

/** Uncertainty budgets of the parameters, and what they say of a result (domain 3.9). */
export const uncertaintySlice: Slice = {
  name: 'uncertainty',
  // The fixed address stands before that with an id.
  routes: [
    budgetsPage,
    newBudgetPage,
    openBudgetPost,
    budgetPage,
    saveBudgetPost,
    simulateBudgetPost,
    proposeBudgetPost,
    returnBudgetPost,
    dropBudgetPost,
    confirmBudgetPost,
    reviseBudgetPost,
    budgetFile,
  ],
  nav: [{ href: '/uncertainty', label: 'nav.uncertainty', needs: 'uncertainty.read', group: 'quality' }],
};
