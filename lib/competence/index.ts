import type { Slice } from '../kernel/routes.ts';
import {
  authorisationPage,
  delegationsPage,
  endDelegationPost,
  endPost,
  namePost,
  resumePost,
  suspendPost,
} from './authorisation.pages.tsx';
import { authorisationsFile, expiringPage, importPost, matrixCsv, matrixFile, matrixPage } from './matrix.pages.tsx';
import {
  documentFile,
  grantPost,
  leavePost,
  ownDocumentFile,
  ownPage,
  peoplePage,
  personPage,
  planPost,
  resultPost,
  specimenPost,
  staffPost,
} from './people.pages.tsx';

import { importStaffPost, staffFile } from './staff.pages.ts';

export { type AuthorisationQuestion, authorised, type PersonFact, unauthorised } from '../core/authorised.ts';
export { type DelegationRow, type Duty, delegationsOf, deputyFaults, holdsOn, standsInFor } from './delegation.ts';
export { personFacts } from './facts.ts';
export { type GrantInput, grant } from './grant.ts';
export { authorisationMachine } from './machine.ts';
export { reminderDays } from './rules.ts';
export { saveStaff } from './staff.ts';

/** People: staff files, authorisations, training and checks, deputies, the matrix of skills. */
export const competenceSlice: Slice = {
  name: 'competence',
  // The fixed addresses stand before those with an id.
  routes: [
    matrixPage,
    matrixFile,
    matrixCsv,
    authorisationsFile,
    importPost,
    expiringPage,
    delegationsPage,
    namePost,
    endDelegationPost,
    peoplePage,
    staffFile,
    importStaffPost,
    personPage,
    staffPost,
    leavePost,
    specimenPost,
    grantPost,
    planPost,
    resultPost,
    documentFile,
    authorisationPage,
    suspendPost,
    resumePost,
    endPost,
    ownPage,
    ownDocumentFile,
  ],
  nav: [{ href: '/competence', label: 'nav.competence', needs: 'competence.read', group: 'resources' }],
};
