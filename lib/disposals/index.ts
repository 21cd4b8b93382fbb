import type { Slice } from '../kernel/routes.ts';
import { caseReportFile, noticeFile } from './files.ts';
import { casesPage } from './list.pages.tsx';
import type { Reopening } from './moves.ts';
import { caseRoutes, urgentPage, urgentPost } from './pages.ts';
import {
  assignPost,
  deliveryPost,
  documentFile,
  papersPost,
  proofFile,
  recipientPage,
  waiverPost,
} from './recipient.pages.ts';
import type { Closing } from './subject.ts';

export { authoritiesOf, authorityFor } from './concern.ts';
export { beginHandling } from './deliver.ts';
export { documentsOf, fileDocument, keepFile, type NewDocument } from './documents.ts';
export { eventsOf, noteEvent } from './events.ts';
export { caseMachine } from './machine.ts';
export { concludeCase, type Finding, type Reopening } from './moves.ts';
export { openCase } from './open.ts';
export { needsRelease, refuseUnreleased, unreleasedOf } from './release.ts';
export {
  type CaseRow,
  type CaseState,
  type Conclusion,
  caseStates,
  type DocumentRow,
  type EventRow,
  type RecipientRow,
  type TrackKind,
  type TrackRow,
  type TrackState,
  trackKinds,
  trackStates,
} from './rows.ts';
export { type CaseScope, caseScope, caseWithin } from './scope.ts';
export { clocksOfCase, recipientsOf, tracksOf } from './store.ts';
export type { Closing } from './subject.ts';

/**
 * The cases of nonconforming batches; `closing`: what other parts of the program still have open of a case before it may be closed,
 * `reopening`: how the tracks of a case that is taken up again are worked on anew.
 */
export const disposalsSlice = ({
  closing = [],
  reopening,
}: {
  closing?: readonly Closing[];
  reopening?: Reopening;
} = {}): Slice => ({
  name: 'disposals',
  // The fixed addresses stand before those with an id.
  routes: [
    casesPage,
    urgentPage,
    urgentPost,
    ...caseRoutes(closing, reopening),
    noticeFile,
    caseReportFile,
    recipientPage,
    deliveryPost,
    waiverPost,
    assignPost,
    papersPost,
    proofFile,
    documentFile,
  ],
  nav: [{ href: '/cases', label: 'nav.cases', needs: 'case.read', group: 'disposal' }],
});
