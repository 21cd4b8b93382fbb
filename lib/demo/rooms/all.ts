import { caseSteps } from './cases.ts';
import { comparisonSteps } from './comparisons.ts';
import { controlSteps } from './control.ts';
import { fileSteps } from './files.ts';
import type { Furnishing, Step } from './index.ts';
import { inquirySteps } from './inquiries.ts';
import { proficiencySteps } from './proficiency.ts';
import { qualitySteps } from './quality.ts';
import { runSteps } from './runs.ts';

/** What happened in the rooms of the quality department while the batches went through the house. */
export const roomSteps = (furnishing: Furnishing): Step[] => [
  ...proficiencySteps(furnishing),
  ...controlSteps(furnishing),
  ...comparisonSteps(furnishing),
  ...qualitySteps(furnishing),
  ...caseSteps(furnishing),
  ...runSteps(furnishing),
  ...fileSteps(furnishing),
  ...inquirySteps(furnishing),
];
