import type { Slice } from '../kernel/routes.ts';
import * as pages from './pages.ts';
import { importPost, lotsFile } from './workbook.ts';

export { type ContentInUse, contentInUse } from './content.ts';
export { entryReasons } from './entries.ts';
export { materialContents, materialFacts } from './facts.ts';
export { type Registered, registeredEntries } from './registered.ts';
export type { Kind, MaterialRow } from './rows.ts';
export { soonDays } from './rules.ts';
export { factorAt } from './temperature.ts';

export const materialsSlice: Slice = {
  name: 'materials',
  routes: [
    pages.materialsPage,
    pages.newPage,
    lotsFile,
    importPost,
    pages.registerPost,
    pages.materialPage,
    pages.openPost,
    pages.blockPost,
    pages.suitabilityPost,
    pages.certificatePost,
    pages.closePost,
    pages.movePost,
    pages.settlePost,
    pages.confirmPost,
    pages.standardisePost,
    pages.label,
    pages.picture,
    pages.certificate,
  ],
  nav: [{ href: '/materials', label: 'nav.materials', needs: 'material.read', group: 'resources' }],
};
