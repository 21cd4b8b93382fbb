import type { Slice } from '../kernel/routes.ts';
import { casePage, casesPage, noticeFile, notifyPost } from './pages.tsx';

export { caseMachine } from './machine.ts';
export { openCase } from './open.ts';
export type { CaseRow, ClockRow } from './rows.ts';

export const disposalsSlice: Slice = {
  name: 'disposals',
  routes: [casesPage, casePage, notifyPost, noticeFile],
  nav: [{ href: '/cases', label: 'nav.cases', needs: 'case.read' }],
};
