import { accreditedOn } from '../capability/index.ts';
import { page } from '../kernel/routes.ts';
import { object, text } from '../kernel/shapes.ts';
import { type BrowseInput, browse, type ParameterList, prepareIndex } from './browse.ts';
import { Found, ParametersView } from './browse.view.tsx';
import { type FormList, type FormSheet, listForms, showForm } from './forms.ts';
import { FormsView, FormView } from './forms.view.tsx';
import { listSpecifications, type SpecificationList } from './lists.ts';
import { SpecificationsView } from './lists.view.tsx';
import { ParameterView } from './parameter.view.tsx';
import {
  browseInput,
  formAnswer,
  formsAnswer,
  parameterAnswer,
  parametersAnswer,
  specificationAnswer,
  specificationsAnswer,
  trialAnswer,
  trialInput,
} from './shapes.ts';
import { type ParameterSheet, showParameter } from './show-parameter.ts';
import { type SpecificationSheet, showSpecification } from './show-specification.ts';
import { SpecificationView } from './specification.view.tsx';
import { type ListInput, listInput } from './terms.ts';
import { type Trial, type TrialInput, tryOut } from './trial.ts';
import { TrialOutcome, TrialView } from './trial.view.tsx';

const code = object({ code: text(100) }, ['code']);

export const parametersPage = page<BrowseInput, ParameterList>({
  name: 'parameter.list',
  path: '/parameters',
  needs: 'catalogue.read',
  input: browseInput,
  answer: parametersAnswer,
  load: async ({ app, db, today }, input) => {
    prepareIndex(app.catalogue);
    const ledger = await accreditedOn(db, today);
    return browse(app.catalogue, input, ledger.size > 0 ? ledger : null);
  },
  title: (_data, ui) => ui.t('nav.parameters'),
  view: (data, ui) => <ParametersView data={data} ui={ui} />,
  part: (data, ui) => <Found data={data} ui={ui} />,
});

export const parameterPage = page<{ code: string }, ParameterSheet>({
  name: 'parameter.show',
  path: '/parameters/:code',
  needs: 'catalogue.read',
  input: code,
  answer: parameterAnswer,
  load: (query, input) => showParameter(query, input.code),
  title: (data, ui) => `${data.code} ${data.name[ui.lang]}`,
  view: (data, ui) => <ParameterView data={data} ui={ui} />,
});

export const trialPage = page<TrialInput, Trial>({
  name: 'parameter.try',
  path: '/parameters/:code/trial',
  needs: 'catalogue.read',
  input: trialInput,
  answer: trialAnswer,
  wide: true,
  load: async (query, input) => tryOut(query, input),
  title: (data, ui) => `${ui.t('trial.title')} ${data.code}`,
  view: (data, ui) => <TrialView data={data} ui={ui} />,
  part: (data, ui) => <TrialOutcome data={data} ui={ui} />,
});

export const formsPage = page<object, FormList>({
  name: 'form.list',
  path: '/forms',
  needs: 'catalogue.read',
  input: object({}),
  answer: formsAnswer,
  load: async ({ app }) => listForms(app.catalogue),
  title: (_data, ui) => ui.t('definitions.forms'),
  view: (data, ui) => <FormsView data={data} ui={ui} />,
});

export const formPage = page<{ code: string }, FormSheet>({
  name: 'form.show',
  path: '/forms/:code',
  needs: 'catalogue.read',
  input: code,
  answer: formAnswer,
  load: async ({ app }, input) => showForm(app.catalogue, input.code),
  title: (data, ui) => data.title[ui.lang],
  view: (data, ui) => <FormView data={data} ui={ui} />,
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
  load: (query, input) => showSpecification(query, input.code),
  title: (data, ui) => data.product[ui.lang],
  view: (data, ui) => <SpecificationView data={data} ui={ui} />,
});
