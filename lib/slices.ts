import { capabilitySlice, type WatchesOn } from './capability/index.ts';
import { clocksSlice } from './clocks/index.ts';
import { comparisonsSlice } from './comparisons/index.ts';
import { competenceSlice } from './competence/index.ts';
import { controlCompleted, controlSlice, controlWatches } from './control/index.ts';
import { dashboardsSlice } from './dashboards/index.ts';
import { definitionsSlice } from './definitions/index.ts';
import { demoSlice } from './demo/index.ts';
import { disposalsSlice, openCase } from './disposals/index.ts';
import { editionsSlice } from './editions/index.ts';
import { environmentSlice } from './environment/index.ts';
import { equipmentSlice } from './equipment/index.ts';
import { improvementSlice } from './improvement/index.ts';
import { instrumentsSlice } from './instruments/index.ts';
import { internalOr, internalSlice } from './internal/index.ts';
import { investigationsSlice } from './investigations/index.ts';
import type { Slice } from './kernel/routes.ts';
import { materialsSlice } from './materials/index.ts';
import { currentStandards, methodsSlice } from './methods/index.ts';
import { peopleSlice } from './people/index.ts';
import { completeRound, proficiencyOf, proficiencySlice } from './proficiency/index.ts';
import { provenanceSlice } from './provenance/index.ts';
import { qualitySlice } from './quality/index.ts';
import { reinspectionClosing, reinspectionSlice, unlessReinspection } from './reinspection/index.ts';
import { draftReport, reportsSlice } from './reports/index.ts';
import { samplesSlice } from './samples/index.ts';
import { samplingsSlice } from './samplings/index.ts';
import { signalsSlice } from './signals/index.ts';
import { systemSlice } from './system/index.ts';
import { planTests, testingSlice } from './testing/index.ts';
import { reopenTracks, seizedReportIssued, trackClosing, tracksSlice } from './tracks/index.ts';
import { uncertaintySlice } from './uncertainty/index.ts';
import { uploadClosing, uploadsSlice } from './uploads/index.ts';
import { validitySlice } from './validity/index.ts';
import { worksheetsSlice } from './worksheets/index.ts';

/** Beside each parameter of the annex: what internal quality control and proficiency tests last said of it. */
const watches: WatchesOn = async (query) => ({
  control: await controlWatches(query),
  proficiency: new Map(
    [...(await proficiencyOf(query))].map(([code, { on, verdict, next }]) => [
      code,
      { on, ok: verdict !== 'unsatisfactory', until: next },
    ]),
  ),
});

/** The table of contents of the product, in the order of the navigation; where one slice sets off another, it is said here. */
export const slices: Slice[] = [
  dashboardsSlice,
  samplingsSlice,
  samplesSlice({ plan: planTests }),
  // What belongs to the institute itself goes back to its owner, everything else gets a report.
  testingSlice({ approved: internalOr(draftReport, { 'control-line': controlCompleted, proficiency: completeRound }) }),
  worksheetsSlice,
  provenanceSlice,
  reportsSlice({ nonconforming: unlessReinspection(openCase), issued: seizedReportIssued }),
  // A case closes when none of these has anything open of it.
  disposalsSlice({ closing: [trackClosing, reinspectionClosing, uploadClosing], reopening: reopenTracks }),
  reinspectionSlice,
  tracksSlice,
  uploadsSlice,
  clocksSlice,
  signalsSlice,
  definitionsSlice,
  editionsSlice,
  capabilitySlice({ standards: currentStandards, watches }),
  qualitySlice({ standards: currentStandards, watches }),
  proficiencySlice,
  controlSlice,
  investigationsSlice,
  improvementSlice,
  internalSlice,
  methodsSlice,
  uncertaintySlice,
  competenceSlice,
  // Its /instruments/connections stands before the instruments with an id.
  instrumentsSlice,
  equipmentSlice,
  materialsSlice,
  environmentSlice,
  comparisonsSlice,
  validitySlice,
  peopleSlice,
];

slices.push(systemSlice(slices), demoSlice(slices));
