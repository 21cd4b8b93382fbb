import type { Slice } from '../kernel/routes.ts';
import { annexFile, capabilityPage, importPost } from './pages.tsx';

export { StandingPill } from './list.view.tsx';
export { accreditedOn, type CapabilityRow, capabilitiesOf, type Standing, standingOn } from './rows.ts';

export const capabilitySlice: Slice = {
  name: 'capability',
  routes: [capabilityPage, annexFile, importPost],
  nav: [{ href: '/capability', label: 'nav.capability', needs: 'catalogue.read' }],
};
