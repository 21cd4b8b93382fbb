import type { Slice } from '../kernel/routes.ts';
import * as alarms from './alarm.pages.tsx';
import * as lines from './lines.pages.tsx';
import * as charts from './pages.tsx';
import * as plans from './plans.pages.tsx';

export { controlCompleted } from './carry.ts';
export { controlWatches, type DueControl, dueControl, type LastControl, lastControl } from './coverage.ts';
export { submitted } from './feed.ts';
export { holdReasons } from './holds.ts';
export {
  alarmMachine,
  anomalyMachine,
  chartMachine,
  holdMachine,
  limitsMachine,
  lineMachine,
  planMachine,
} from './machine.ts';
export { feedRun, type RunValue } from './run-feed.ts';

/** Internal quality control (domain 5.4): yearly plan, control charts, held results. */
export const controlSlice: Slice = {
  name: 'control',
  // The fixed addresses stand before those with an id.
  routes: [
    charts.controlPage,
    charts.newChartPage,
    charts.chartPost,
    charts.chartFile,
    charts.pointsFile,
    charts.chartPage,
    charts.pointPost,
    charts.importPost,
    charts.limitsPost,
    alarms.approveLimitsPost,
    alarms.returnLimitsPost,
    alarms.exclusionPost,
    charts.notePost,
    charts.rulesPost,
    charts.chartStatePost,
    alarms.alarmPage,
    alarms.releasePost,
    plans.plansPage,
    plans.planPost,
    plans.planFile,
    plans.planPage,
    plans.linesPost,
    plans.proposalPost,
    plans.planStatePost,
    lines.linePage,
    lines.startPost,
    lines.valuesPost,
    lines.dropPost,
    lines.anomaliesPage,
    lines.anomalyPost,
    lines.assignmentPost,
  ],
  nav: [{ href: '/control', label: 'nav.control', needs: 'control.read', group: 'quality' }],
};
