import type { Slice } from '../kernel/routes.ts';
import { tracksFile, tracksPage } from './list.pages.tsx';
import {
  assignPost,
  attachmentFile,
  attachPost,
  auditPost,
  documentFile,
  dropPost,
  fillPost,
  letterFile,
  sectionPage,
  sheetFile,
  trackLink,
  trackPage,
} from './pages.tsx';
import { stepPage, stepPost } from './step.pages.tsx';

export { penaltyMachine, recallMachine, sectionMachine, seizureMachine, transferMachine } from './machine.ts';
export { reopenTracks } from './reopen.ts';
export type {
  PenaltyRow,
  RecallReportRow,
  RecallRow,
  SectionName,
  SectionRow,
  SeizureRow,
  TransferRow,
} from './rows.ts';
export { type TrackScope, trackScope } from './scope.ts';
export { seizedReportIssued } from './seizures.ts';
export { trackClosing } from './settle.ts';

/** 核查处置: what the authorities do on the tracks of a case, section by section (domain 1.11). */
export const tracksSlice: Slice = {
  name: 'tracks',
  routes: [
    tracksPage,
    tracksFile,
    trackLink,
    trackPage,
    assignPost,
    sheetFile,
    sectionPage,
    fillPost,
    auditPost,
    attachPost,
    dropPost,
    attachmentFile,
    documentFile,
    letterFile,
    stepPage,
    stepPost,
  ],
  nav: [{ href: '/tracks', label: 'nav.tracks', needs: 'case.read', group: 'disposal' }],
};
