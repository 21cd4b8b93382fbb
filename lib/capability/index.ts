import type { Slice } from '../kernel/routes.ts';
import type { StandardsOn, WatchesOn } from './coverage.ts';
import { coveragePage, linePage, statePost } from './line.pages.tsx';
import { annexFile, capabilityPage, importPost } from './pages.tsx';
import {
  newProjectPage,
  openProjectPost,
  planPost,
  projectPage,
  projectsPage,
  taskPage,
  taskPost,
} from './projects.pages.tsx';

export {
  type Coverage,
  type CoverageLine,
  type Gap,
  listCoverage,
  type StandardsOn,
  type Watch,
  type WatchesOn,
} from './coverage.ts';
export { capabilityMachine } from './machine.ts';
export { type ItemMark, type MarkItem, marksOn, type Outside, type ReportMarks, reportMarks } from './marks.ts';
export { restoreParameter, suspendParameter } from './parameter-state.ts';
export {
  accreditedOn,
  annexOn,
  type CapabilityFact,
  type CapabilityRow,
  capabilitiesOf,
  capabilityOn,
  type Standing,
  standingOn,
} from './rows.ts';
export { StandingPill } from './standing.view.tsx';

/** The capability annex, what stands behind it, and the projects by which it grows. `standards` says how standards stand, `watches` when control and proficiency tests spoke last, by parameter. */
export const capabilitySlice = ({ standards, watches }: { standards: StandardsOn; watches: WatchesOn }): Slice => ({
  name: 'capability',
  // The fixed addresses stand before those with an id.
  routes: [
    capabilityPage,
    annexFile,
    importPost,
    coveragePage(standards, watches),
    linePage,
    statePost,
    projectsPage,
    newProjectPage,
    openProjectPost,
    projectPage,
    planPost,
    taskPage,
    taskPost,
  ],
  nav: [{ href: '/capability', label: 'nav.capability', needs: 'catalogue.read', group: 'resources' }],
});
