import { page } from '../kernel/routes.ts';
import { object, text } from '../kernel/shapes.ts';
import { listParameters, listSpecifications, type ParameterList, type SpecificationList } from './lists.ts';
import { ParametersView, SpecificationsView } from './lists.view.tsx';
import { ParameterView } from './parameter.view.tsx';
import { parameterAnswer, parametersAnswer, specificationAnswer, specificationsAnswer } from './shapes.ts';
import { type ParameterSheet, showParameter } from './show-parameter.ts';
import { type SpecificationSheet, showSpecification } from './show-specification.ts';
import { SpecificationView } from './specification.view.tsx';
import { type ListInput, listInput } from './terms.ts';

const code = object({ code: text(100) }, ['code']);

export const parametersPage = page<ListInput, ParameterList>({
  name: 'parameter.list',
  path: '/parameters',
  needs: 'catalogue.read',
  input: listInput,
  answer: parametersAnswer,
  load: async ({ app }, input) => listParameters(app.catalogue, input),
  title: (_data, ui) => ui.t('nav.parameters'),
  view: (data, ui) => <ParametersView data={data} ui={ui} />,
});

export const parameterPage = page<{ code: string }, ParameterSheet>({
  name: 'parameter.show',
  path: '/parameters/:code',
  needs: 'catalogue.read',
  input: code,
  answer: parameterAnswer,
  load: async (query, input) => showParameter(query, input.code),
  title: (data, ui) => `${data.code} ${data.name[ui.lang]}`,
  view: (data, ui) => <ParameterView data={data} ui={ui} />,
});

export const specificationsPage = page<ListInput, SpecificationList>({
  name: 'specification.list',
  path: '/specifications',
  needs: 'catalogue.read',
  input: listInput,
  answer: specificationsAnswer,
  load: async ({ app, today }, input) => listSpecifications(app.catalogue, input, today),
  title: (_data, ui) => ui.t('nav.specifications'),
  view: (data, ui) => <SpecificationsView data={data} ui={ui} />,
});

export const specificationPage = page<{ code: string }, SpecificationSheet>({
  name: 'specification.show',
  path: '/specifications/:code',
  needs: 'catalogue.read',
  input: code,
  answer: specificationAnswer,
  load: async (query, input) => showSpecification(query, input.code),
  title: (data, ui) => data.product[ui.lang],
  view: (data, ui) => <SpecificationView data={data} ui={ui} />,
});
