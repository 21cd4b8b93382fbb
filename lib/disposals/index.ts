import type { Slice } from '../kernel/routes.ts';
import { casesPage } from './list.pages.tsx';
import { casePage, noticeFile, notifyPost } from './pages.ts';

export { caseMachine } from './machine.ts';
export { openCase } from './open.ts';
export type { CaseRow } from './rows.ts';

export const disposalsSlice: Slice = {
  name: 'disposals',
  routes: [casesPage, casePage, notifyPost, noticeFile],
  nav: [{ href: '/cases', label: 'nav.cases', needs: 'case.read' }],
};
