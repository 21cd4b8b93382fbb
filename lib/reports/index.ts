import type { Slice } from '../kernel/routes.ts';
import type { Issued, Nonconforming } from './issue.ts';
import { reportsPage } from './list.pages.tsx';
import { issuePost, reportFile, reportPage, returnPost } from './pages.ts';
import { verifyPage } from './verify.tsx';

export { draftReport } from './draft.ts';
export { type Issued, type Nonconforming, reportOf } from './issue.ts';
export { reportMachine } from './machine.ts';
export type { ReportRow } from './rows.ts';

/** `issued` runs with every report that is signed, `nonconforming` with those of batches that fail. */
export function reportsSlice({ nonconforming, issued }: { nonconforming: Nonconforming; issued?: Issued }): Slice {
  return {
    name: 'reports',
    routes: [reportsPage, reportPage, issuePost(nonconforming, issued), returnPost, reportFile, verifyPage],
    nav: [{ href: '/reports', label: 'nav.reports', needs: 'report.read' }],
  };
}
