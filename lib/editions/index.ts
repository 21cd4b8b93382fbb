import type { Slice } from '../kernel/routes.ts';
import {
  beginPost,
  draftPage,
  draftsPage,
  dropPost,
  examplePage,
  examplePost,
  importPost,
  itemsFile,
  newPage,
  proposePost,
  releasePost,
  returnPost,
  savePost,
  withdrawPost,
} from './drafts.pages.tsx';
import { adoptPost, confirmPost, definitionFile, editionPage, editionsPage, sheetFile } from './editions.pages.tsx';

export { type DraftMove, draftMachine } from './machine.ts';
export { ConfirmedMark, confirmationFor, confirmationText, EditionLinks } from './marks.tsx';
export { keepProgram } from './releases.ts';
export { type Confirmation, confirmationsOf } from './store.ts';

/** The editions of the institute's definitions: every one that was released, what differs between them, and how the next is made. */
export const editionsSlice: Slice = {
  name: 'editions',
  // The fixed addresses stand before those with an id.
  routes: [
    draftsPage,
    newPage,
    beginPost,
    draftPage,
    savePost,
    itemsFile,
    importPost,
    examplePage,
    examplePost,
    proposePost,
    withdrawPost,
    returnPost,
    dropPost,
    releasePost,
    sheetFile,
    editionsPage,
    editionPage,
    definitionFile,
    adoptPost,
    confirmPost,
  ],
  nav: [{ href: '/drafts', label: 'nav.drafts', needs: 'draft.read', group: 'resources' }],
};
