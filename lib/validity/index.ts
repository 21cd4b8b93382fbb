import type { Slice } from '../kernel/routes.ts';
import { modesPage, modesPost } from './pages.tsx';
import { registeredPost } from './registered.pages.ts';

export { testReasons } from './check.ts';
export { type Mode, modesOf } from './modes.ts';
export { testers } from './testers.ts';

/** The one check of what makes a result valid, over all registers (domain 6.5). */
export const validitySlice: Slice = {
  name: 'validity',
  routes: [modesPage, modesPost, registeredPost],
  nav: [{ href: '/validity', label: 'nav.validity', needs: 'validity.write', group: 'quality' }],
};
