import type { Slice } from '../kernel/routes.ts';
import * as balances from './balance.pages.tsx';
import * as files from './files.pages.tsx';
import * as profiles from './profiles.pages.tsx';

export { type Reading, readInstrumentFile, type Value } from './formats/index.ts';
export { instrumentFileMachine, instrumentProfileMachine } from './machine.ts';
export { type CellSource, fileFlags, filesOf, sourcesOf } from './review.ts';
export type { WeighingRow } from './rows.ts';
export { spectrumScene } from './spectrum.ts';
export { balancesOf } from './weighings.ts';

/** Files of instruments in a run, how they go into its records, and balances that are read at the bench (N20, N21). */
export const instrumentsSlice: Slice = {
  name: 'instruments',
  // The fixed addresses stand before those with an id.
  routes: [
    files.filesPage,
    files.uploadPost,
    files.filePage,
    files.rereadPost,
    files.decisionPost,
    files.takePost,
    files.dropPost,
    files.bytesFile,
    files.asmFile,
    profiles.profilesPage,
    profiles.newProfilePage,
    profiles.profilePost,
    profiles.profilePage,
    profiles.retirePost,
    balances.connectionsPage,
    balances.connectionPost,
    balances.weighPage,
    balances.weighPost,
  ],
  nav: [
    { href: '/instrument-files/profiles', label: 'nav.profiles', needs: 'instrument-file.profile', group: 'resources' },
    { href: '/instruments/connections', label: 'nav.balances', needs: 'equipment.write', group: 'resources' },
  ],
};
