import type { Slice } from '../kernel/routes.ts';
import {
  alertPage,
  alertsPage,
  batchesFile,
  batchesPage,
  reviewPost,
  runPost,
  statisticsFile,
  statisticsPage,
} from './pages.tsx';
import {
  closePost,
  newRiskPage,
  outcomePost,
  planPost,
  progressPost,
  proofFile,
  reopenPost,
  riskPage,
  riskPost,
  risksFile,
  risksPage,
} from './risks.pages.tsx';

export { watchDaily } from './daily.ts';
export { riskMachine, signalMachine } from './machine.ts';

/** 风险与趋势: statistics of nonconformity, signals with their stated false-alarm rate, and the risk list (domain 1.11, N14). */
export const signalsSlice: Slice = {
  name: 'signals',
  // The fixed addresses stand before those with an id.
  routes: [
    statisticsPage,
    statisticsFile,
    batchesPage,
    batchesFile,
    alertsPage,
    runPost,
    alertPage,
    reviewPost,
    risksPage,
    risksFile,
    newRiskPage,
    riskPost,
    riskPage,
    planPost,
    progressPost,
    closePost,
    reopenPost,
    outcomePost,
    proofFile,
  ],
  nav: [{ href: '/signals', label: 'nav.signals', needs: 'signal.read', group: 'disposal' }],
};
