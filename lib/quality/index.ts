import type { StandardsOn, WatchesOn } from '../capability/index.ts';
import type { Slice } from '../kernel/routes.ts';
import { coverageOf } from './matrix.ts';
import { budgetsPage, qualityPage, reviewFile } from './pages.tsx';

/** 质量总览: what is due, failing, suspended and uncovered, on one page and as input of the management review. It is given what the annex asks of standards, control and proficiency tests. */
export function qualitySlice({ standards, watches }: { standards: StandardsOn; watches: WatchesOn }): Slice {
  const coverage = coverageOf(standards, watches);
  return {
    name: 'quality',
    routes: [qualityPage(coverage), reviewFile(coverage), budgetsPage(coverage)],
    nav: [{ href: '/quality', label: 'nav.quality', needs: 'quality.read', group: 'quality' }],
  };
}
