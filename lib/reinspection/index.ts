import type { Slice } from '../kernel/routes.ts';
import { applyForeignPost, applyPost, stepPosts } from './acts.pages.ts';
import { objectionPosts, objectPost, proofFile } from './objection.pages.ts';
import { foreignPage, newObjectionPage, newPage, objectionPage, reinspectionsPage, sheetPage } from './pages.tsx';
import { paperFiles } from './papers.pages.ts';

export { objectionMachine, reinspectionMachine } from './machine.ts';
export { unlessReinspection } from './second-report.ts';
export { isReinspection, reinspectionClosing, type StandingVerdict, standingVerdict } from './standing.ts';

/** 复验（复检）与异议: from the application of a party to the final conclusion, and the objections of other kinds. */
export const reinspectionSlice: Slice = {
  name: 'reinspection',
  // The fixed addresses stand before the one with an id.
  routes: [
    reinspectionsPage,
    newPage,
    foreignPage,
    applyPost,
    applyForeignPost,
    ...stepPosts,
    ...paperFiles,
    sheetPage,
    newObjectionPage,
    objectPost,
    ...objectionPosts,
    proofFile,
    objectionPage,
  ],
  nav: [{ href: '/reinspections', label: 'nav.reinspections', needs: 'reinspection.read', group: 'disposal' }],
};
