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
import { decidePost, handlePost, nonconformitiesPage, nonconformityPage } from './nonconformities.pages.tsx';
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
export { eventMachine, instrumentMachine, nonconformityMachine } from './machine.ts';
export { openNonconformities } from './nonconformities.ts';
export { reminderDays } from './rules.ts';
export { type Use, usesOf } from './uses.ts';
export { UsesCard } from './uses.view.tsx';

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
    nonconformitiesPage,
    nonconformityPage,
    handlePost,
    decidePost,
  ],
  nav: [{ href: '/instruments', label: 'nav.equipment', needs: 'equipment.read', group: 'resources' }],
};
