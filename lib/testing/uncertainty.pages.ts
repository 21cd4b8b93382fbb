import { post } from '../kernel/routes.ts';
import { boolean, id, integer, object } from '../kernel/shapes.ts';
import { planPage } from './plan.pages.tsx';
import { type AskInput, askUncertainty } from './uncertainty.ts';

/** Notes or takes back that the report of a batch shall tell the uncertainty of its results. */
export const askUncertaintyPost = post<AskInput, { id: string; version: number; reportUncertainty: boolean }>({
  name: 'sample.uncertainty',
  path: '/samples/:id/uncertainty',
  needs: 'task.plan',
  versioned: true,
  input: object({ id, version: integer, reportUncertainty: boolean }, ['id', 'version']),
  answer: object({ id, version: integer, reportUncertainty: boolean }, ['id', 'version', 'reportUncertainty']),
  run: async (act, input) => {
    const { version, uncertainty_asked } = await askUncertainty(act, input);
    return { id: input.id, version, reportUncertainty: uncertainty_asked === 1 };
  },
  then: (_noted, input) => `/samples/${input.id}/plan`,
  on: planPage,
});
