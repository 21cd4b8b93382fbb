import type { Slice } from '../kernel/routes.ts';
import { evidenceFile } from './files.ts';
import { analysisPage, listPage, newPage, openPost, recordFile, registerFile, sheetPage } from './pages.tsx';
import {
  acknowledgePost,
  answerPost,
  assignPost,
  changePost,
  donePost,
  filePost,
  linkPost,
  planPost,
  stepPost,
} from './steps.pages.ts';

export { remindedActions, remindedRecords, remindedVerifications } from './due.ts';
export { improvementMachine } from './machine.ts';
export { improvementsOf, type Opening, openImprovement, settleImprovement } from './open.ts';
export type { Ref } from './refs.ts';

/** 不符合工作与纠正措施: from finding to closing (GB/T 27025 7.9, 7.10, 8.5 to 8.8). */
export const improvementSlice: Slice = {
  name: 'improvement',
  // The fixed addresses stand before those with an id.
  routes: [
    listPage,
    registerFile,
    analysisPage,
    newPage,
    openPost,
    evidenceFile,
    donePost,
    changePost,
    sheetPage,
    recordFile,
    stepPost,
    acknowledgePost,
    answerPost,
    planPost,
    linkPost,
    filePost,
    assignPost,
  ],
  nav: [{ href: '/nonconforming', label: 'nav.improvement', needs: 'nonconforming.read', group: 'quality' }],
};
