import type { Slice } from '../kernel/routes.ts';
import {
  addSopPost,
  addVersionPost,
  approveVersionPost,
  dropVersionPost,
  newSopPage,
  readingPost,
  reviewSopPost,
  sopPage,
  sopsPage,
  sopVersionPage,
  versionFile,
  withdrawVersionPost,
} from './sops.pages.tsx';
import {
  addStandardPost,
  changeStandardPost,
  checkPost,
  newStandardPage,
  standardFile,
  standardFilePost,
  standardPage,
  standardsPage,
  takePost,
  watchPage,
} from './standards.pages.tsx';
import {
  concludeVerificationPost,
  dropVerificationPost,
  newVerificationPage,
  openVerificationPost,
  proposeVerificationPost,
  returnVerificationPost,
  saveVerificationPost,
  verificationPage,
  verificationsPage,
} from './verifications.pages.tsx';

export { chooseEdition, type EditionOf, editionFaults, editionOn, type Occasion } from './choose.ts';
export { currentStandards, type EditionFact, editionFor, methodFacts, methodFaults } from './facts.ts';
export { sopMachine, verificationMachine } from './machine.ts';
export { cycleOn } from './rules.ts';
export { takeFromCatalogue } from './standards.ts';

/** Standards with their editions and their watch, SOP documents, and the verification of methods. */
export const methodsSlice: Slice = {
  name: 'methods',
  // The fixed addresses stand before those with an id.
  routes: [
    standardsPage,
    takePost,
    watchPage,
    checkPost,
    newStandardPage,
    addStandardPost,
    standardPage,
    changeStandardPost,
    standardFilePost,
    standardFile,
    sopsPage,
    newSopPage,
    addSopPost,
    sopPage,
    addVersionPost,
    reviewSopPost,
    sopVersionPage,
    approveVersionPost,
    dropVersionPost,
    withdrawVersionPost,
    readingPost,
    versionFile,
    verificationsPage,
    newVerificationPage,
    openVerificationPost,
    verificationPage,
    saveVerificationPost,
    proposeVerificationPost,
    returnVerificationPost,
    dropVerificationPost,
    concludeVerificationPost,
  ],
  nav: [{ href: '/methods', label: 'nav.methods', needs: 'method.read', group: 'resources' }],
};
