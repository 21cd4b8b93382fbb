import type { Slice } from '../kernel/routes.ts';
import type { Nonconforming } from './issue.ts';
import { reportsPage } from './list.pages.tsx';
import { issuePost, reportFile, reportPage, returnPost } from './pages.ts';
import { verifyPage } from './verify.tsx';

export { draftReport } from './draft.ts';
export { type Nonconforming, reportOf } from './issue.ts';
export { reportMachine } from './machine.ts';
export type { ReportRow } from './rows.ts';

export function reportsSlice({ nonconforming }: { nonconforming: Nonconforming }): Slice {
  return {
    name: 'reports',
    routes: [reportsPage, reportPage, issuePost(nonconforming), returnPost, reportFile, verifyPage],
    nav: [{ href: '/reports', label: 'nav.reports', needs: 'report.read' }],
  };
}
