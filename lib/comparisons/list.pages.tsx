import { page, post } from '../kernel/routes.ts';
import { id, integer, object, text } from '../kernel/shapes.ts';
import { type ComparisonList, listComparisons } from './list.ts';
import { ListView, PlanForm } from './list.view.tsx';
import { type ComparisonInput, createComparison } from './organise.ts';
import { listAnswer, planInput, planNeeds } from './shapes.ts';

export interface Saved {
  id: string;
  version: number;
}
export const saved = object({ id, version: integer }, ['id', 'version']);
export const brief = ({ id: own, version }: Saved): Saved => ({ id: own, version });

export const comparisonsPage = page<{ before?: string; q?: string }, ComparisonList>({
  name: 'comparison.list',
  path: '/comparisons',
  needs: 'comparison.read',
  input: object({ before: id, q: text(100) }),
  answer: listAnswer,
  load: (query, input) => listComparisons(query, input),
  title: (_data, ui) => ui.t('nav.comparisons'),
  view: (data, ui) => <ListView data={data} ui={ui} />,
});

export const newComparisonPage = page<object, object>({
  name: 'comparison.new',
  path: '/comparisons/new',
  needs: 'comparison.write',
  input: object({}),
  answer: object({}),
  load: async () => ({}),
  title: (_data, ui) => ui.t('comparison.new'),
  view: (_data, ui) => <PlanForm ui={ui} />,
});

export const createComparisonPost = post<ComparisonInput, Saved>({
  name: 'comparison.create',
  path: '/comparisons',
  needs: 'comparison.write',
  creates: true,
  input: object(planInput, planNeeds),
  answer: saved,
  run: async (act, input) => brief(await createComparison(act, input)),
  then: (row) => `/comparisons/${row.id}#items`,
  on: newComparisonPage,
});
