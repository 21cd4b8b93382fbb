import type { Slice } from '../kernel/routes.ts';
import { approvePost, assessPost, closePost, excursionPage } from './excursion.pages.tsx';
import { environmentPage, importPost, pushPage, pushPost, roomPost, templateFile } from './pages.tsx';
import { limitsPost, readingPost, roomPage, sensorPost, stopSensorPost } from './room.pages.tsx';

export { type Missing, missingToday, roomFacts, roomsOfKind } from './facts.ts';
export { textSheet } from './import.ts';
export { excursionMachine } from './machine.ts';
export { benchTime, momentOf, utcTime } from './moments.ts';

/** Rooms and their conditions (domain 6.4): readings, excursions, deviations. */
export const environmentSlice: Slice = {
  name: 'environment',
  routes: [
    environmentPage,
    roomPost,
    templateFile,
    importPost,
    pushPage,
    pushPost,
    roomPage,
    readingPost,
    limitsPost,
    sensorPost,
    stopSensorPost,
    excursionPage,
    assessPost,
    closePost,
    approvePost,
  ],
  nav: [{ href: '/environment', label: 'nav.environment', needs: 'environment.read', group: 'resources' }],
};
