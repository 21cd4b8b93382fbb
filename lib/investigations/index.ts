import type { Slice } from '../kernel/routes.ts';
import { listPage, modePost, newPage, openPost, proofFile, recordFile, sheetPage, urgentFile } from './pages.tsx';
import * as side from './side.pages.tsx';
import {
  answersPost,
  approvalPost,
  clearancePost,
  conclusionPost,
  dropPost,
  errorPost,
  hypothesisPost,
  retestsPost,
  returnPost,
} from './steps.pages.ts';

export { investigationHolds, investigationReasons } from './holds.ts';
export { within as remindedInvestigations } from './list.ts';
export { investigationMachine } from './machine.ts';
export { investigationSubmitted } from './open.ts';

/** 检验结果异常调查, 终止检验, 补充检验 (domain 1.6, 3.5). */
export const investigationsSlice: Slice = {
  name: 'investigations',
  // The fixed addresses stand before those with an id.
  routes: [
    listPage,
    openPost,
    modePost,
    newPage,
    recordFile,
    urgentFile,
    proofFile,
    sheetPage,
    answersPost,
    hypothesisPost,
    errorPost,
    clearancePost,
    retestsPost,
    conclusionPost,
    approvalPost,
    returnPost,
    dropPost,
    side.terminationPage,
    side.proposalPost,
    side.decisionPost,
    side.toldPost,
    side.noticeFile,
    side.proofFile,
    side.supplementPage,
    side.supplementPost,
  ],
  nav: [{ href: '/investigations', label: 'nav.investigations', needs: 'investigation.read', group: 'quality' }],
};
