import type { Slice } from '../kernel/routes.ts';
import { sheetRoutes } from './cells.pages.ts';
import {
  addPost,
  controlPost,
  headPost,
  newPage,
  openPost,
  orderPage,
  removalPost,
  statePost,
} from './compose.pages.tsx';
import { listPage } from './list.pages.tsx';
import { recordFile } from './list-record.ts';
import { qcRoutes } from './qc.pages.tsx';
import {
  changeTemplatePost,
  createTemplatePost,
  newTemplatePage,
  retireTemplatePost,
  templatePage,
  templatesPage,
} from './templates.pages.tsx';

export { type CellInput, type OpenSheet, openSheet, SHARED, saveCell, saveIn, saveRow } from './cells.ts';
export { carryShared } from './cells-shared.ts';
export { runMachine } from './machine.ts';
export { runHolds } from './qc-holds.ts';
export { settlementMachine } from './qc-machine.ts';
export { judgeRow } from './qc-settle.ts';
export { type HeldRun, heldRuns } from './qc-show.ts';
export { runSubmitted } from './qc-submitted.ts';
export type { SheetRow, WorksheetRow } from './rows.ts';
export { heldRun, rowsOf, runOf, runsOf } from './store.ts';

/** Runs: many samples tested together by one method, their sheet and their quality control. */
export const worksheetsSlice: Slice = {
  name: 'worksheets',
  // The fixed addresses stand before those with an id.
  routes: [
    listPage,
    newPage,
    openPost,
    templatesPage,
    newTemplatePage,
    createTemplatePost,
    templatePage,
    changeTemplatePost,
    retireTemplatePost,
    ...qcRoutes,
    orderPage,
    addPost,
    controlPost,
    removalPost,
    headPost,
    statePost,
    recordFile,
    ...sheetRoutes,
  ],
  nav: [
    { href: '/runs', label: 'nav.runs', needs: 'run.read' },
    { href: '/runs/held', label: 'nav.heldRuns', needs: 'run.release', group: 'quality' },
  ],
};
