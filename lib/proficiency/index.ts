import type { Slice } from '../kernel/routes.ts';
import { closePost, correctivePage, correctivesPage, stepPost } from './correctives.pages.tsx';
import { figuresFile, paperFile, planPdfFile, planXlsxFile, recordFile, roundsFile, stepFile } from './files.pages.ts';
import { figuresPost, itemPage, parameterPage } from './items.pages.tsx';
import {
  addLinePost,
  addProviderPost,
  changeLinePost,
  changeProviderPost,
  extendPlanPost,
  importPlanPost,
  linePage,
  openPlanPost,
  planMoves,
  planPage,
  plansPage,
  providersPage,
  subfieldsPage,
} from './plans.pages.tsx';
import { figuresImportPost, newRoundPage, openRoundPost, roundPage, roundsPage, steps } from './rounds.pages.tsx';

export { completeRound } from './blind.ts';
export { type DueRound, dueProficiency } from './due.ts';
export { type LastProficiency, lastProficiency, type ParameterProficiency, proficiencyOf } from './history.ts';
export { correctiveMachine, planMachine, roundMachine } from './machine.ts';

/** 能力验证: the yearly plan, the participations with their scores, and what follows from a bad one (domain 5). */
export const proficiencySlice: Slice = {
  name: 'proficiency',
  // The fixed addresses stand before those with an id.
  routes: [
    roundsPage,
    roundsFile,
    newRoundPage,
    openRoundPost,
    plansPage,
    openPlanPost,
    subfieldsPage,
    providersPage,
    addProviderPost,
    changeProviderPost,
    correctivesPage,
    planPage,
    planXlsxFile,
    planPdfFile,
    extendPlanPost,
    ...planMoves,
    addLinePost,
    importPlanPost,
    linePage,
    changeLinePost,
    roundPage,
    ...steps,
    figuresImportPost,
    figuresFile,
    recordFile,
    paperFile,
    itemPage,
    figuresPost,
    parameterPage,
    correctivePage,
    stepPost,
    stepFile,
    closePost,
  ],
  nav: [{ href: '/proficiency', label: 'nav.proficiency', needs: 'proficiency.read', group: 'quality' }],
};
