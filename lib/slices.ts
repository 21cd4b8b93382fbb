import { capabilitySlice } from './capability/index.ts';
import { competenceSlice } from './competence/index.ts';
import { dashboardsSlice } from './dashboards/index.ts';
import { definitionsSlice } from './definitions/index.ts';
import { demoSlice } from './demo/index.ts';
import { disposalsSlice, openCase } from './disposals/index.ts';
import { editionsSlice } from './editions/index.ts';
import { environmentSlice } from './environment/index.ts';
import { equipmentSlice } from './equipment/index.ts';
import type { Slice } from './kernel/routes.ts';
import { materialsSlice } from './materials/index.ts';
import { currentStandards, methodsSlice } from './methods/index.ts';
import { peopleSlice } from './people/index.ts';
import { draftReport, reportsSlice } from './reports/index.ts';
import { samplesSlice } from './samples/index.ts';
import { samplingsSlice } from './samplings/index.ts';
import { systemSlice } from './system/index.ts';
import { planTests, testingSlice } from './testing/index.ts';
import { validitySlice } from './validity/index.ts';

/** The table of contents of the product, in the order of the navigation; where one slice sets off another, it is said here. */
export const slices: Slice[] = [
  dashboardsSlice,
  samplingsSlice,
  samplesSlice({ plan: planTests }),
  testingSlice({ approved: draftReport }),
  reportsSlice({ nonconforming: openCase }),
  disposalsSlice,
  definitionsSlice,
  editionsSlice,
  capabilitySlice({ standards: currentStandards }),
  methodsSlice,
  competenceSlice,
  equipmentSlice,
  materialsSlice,
  environmentSlice,
  validitySlice,
  peopleSlice,
];

slices.push(systemSlice(slices), demoSlice(slices));
