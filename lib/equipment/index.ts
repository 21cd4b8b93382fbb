import type { Slice } from '../kernel/routes.ts';
import {
  confirmPost,
  eventPage,
  ledgerPost,
  recordPage,
  recordPost,
  waitingPage,
  withdrawPost,
} from './events.pages.tsx';
import { certificateFile, labelFile, ledgerFile } from './files.ts';
import { impactPage, judgePost } from './impact.pages.tsx';
import {
  calendarPage,
  changePost,
  createPost,
  editPage,
  importPost,
  instrumentPage,
  listPage,
  movePost,
  newPage,
  releasePost,
} from './pages.tsx';

export { type InstrumentRecord, instrumentFacts } from './facts.ts';
export { eventMachine, instrumentMachine } from './machine.ts';
export { type Use, usesOf } from './uses.ts';

/** 仪器设备: the ledger, what was done to each instrument, and until when it may be used (domain 6.1, 6.2). */
export const equipmentSlice: Slice = {
  name: 'equipment',
  // The fixed addresses stand before those with an id.
  routes: [
    listPage,
    calendarPage,
    newPage,
    waitingPage,
    ledgerFile,
    importPost,
    ledgerPost,
    createPost,
    instrumentPage,
    changePost,
    editPage,
    movePost,
    releasePost,
    impactPage,
    judgePost,
    recordPage,
    recordPost,
    labelFile,
    eventPage,
    confirmPost,
    withdrawPost,
    certificateFile,
  ],
  nav: [{ href: '/instruments', label: 'nav.equipment', needs: 'equipment.read' }],
};
