import { page, post } from '../kernel/routes.ts';
import { anyObject, date, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { ImplausibleListView, ImplausibleView } from './plausible.view.tsx';
import { type ExplainInput, explain } from './plausible-explain.ts';
import { type ImplausibleAsked, type ImplausiblePage, implausibilityOf, listImplausible } from './plausible-list.ts';
import { type ImplausibilityRow, implausibleKinds, implausibleStates } from './plausible-rows.ts';

export const plausibilityPage = page<ImplausibleAsked, ImplausiblePage>({
  name: 'plausibility.list',
  path: '/plausibility',
  needs: 'plausibility.read',
  input: object({
    state: oneOf(...implausibleStates),
    kind: oneOf(...implausibleKinds),
    q: text(100),
    from: date,
    to: date,
    after: text(),
  }),
  answer: object({ rows: list(anyObject, 100), next: nullable(text()) }, ['rows', 'next']),
  load: ({ db }, input) => listImplausible(db, input),
  title: (_data, ui) => ui.t('nav.plausibility'),
  view: (data, ui) => <ImplausibleListView data={data} ui={ui} />,
});

export const implausiblePage = page<{ id: string }, { id: string; version: number; finding: ImplausibilityRow }>({
  name: 'plausibility.show',
  path: '/plausibility/:id',
  needs: 'plausibility.read',
  input: object({ id }, ['id']),
  answer: object({ id, version: integer, finding: anyObject }, ['id', 'version', 'finding']),
  load: async ({ db }, input) => {
    const finding = await implausibilityOf(db, input.id);
    return { id: finding.id, version: finding.version, finding };
  },
  title: ({ finding }, ui) => `${ui.t('nav.plausibility')} ${finding.subject_name}`,
  view: ({ finding }, ui) => <ImplausibleView finding={finding} ui={ui} />,
});

export const explanationPost = post<ExplainInput, { id: string; version: number }>({
  name: 'plausibility.explain',
  path: '/plausibility/:id/explanation',
  needs: 'plausibility.explain',
  versioned: true,
  input: object({ id, version: integer, reason: text(2000) }, ['id', 'version', 'reason']),
  answer: object({ id, version: integer }, ['id', 'version']),
  run: async (act, input) => {
    const finding = await explain(act, input);
    return { id: finding.id, version: finding.version };
  },
  then: (_finding, input) => `/plausibility/${input.id}`,
  on: implausiblePage,
});
