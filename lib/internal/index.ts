import type { Slice } from '../kernel/routes.ts';
import { internalPage, internalPost, newInternalPage } from './pages.tsx';

export { type Completed, internalOr } from './completed.ts';
export { coverInput, coverRequired } from './cover.ts';
export { CoverFields } from './cover.view.tsx';
export { type InternalInput, prepareInternal } from './prepare.ts';

/** Samples of the institute's own that run blind over the bench: seen only by those who may know of them. */
export const internalSlice: Slice = {
  name: 'internal',
  routes: [newInternalPage, internalPage, internalPost],
  nav: [{ href: '/internal', label: 'nav.internal', needs: 'internal.read', group: 'quality' }],
};
