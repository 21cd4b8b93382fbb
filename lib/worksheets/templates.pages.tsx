import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { code, qcKind, versioned } from './list.schema.ts';
import { listTemplates, showTemplate, type TemplateSheet, type Templates } from './templates.show.ts';
import { changeTemplate, createTemplate, places, retireTemplate, ruleNames, type TemplateInput } from './templates.ts';
import { TemplatesView } from './templates.view.tsx';
import { TemplateView } from './templates-edit.view.tsx';

export const templatesPage = page<{ retired?: boolean }, Templates>({
  name: 'run.templates',
  path: '/runs/templates',
  needs: 'run.read',
  input: object({ retired: boolean }),
  answer: object({ retired: boolean, lines: list(anyObject), forms: list(anyObject) }, ['retired', 'lines', 'forms']),
  load: listTemplates,
  title: (_data, ui) => ui.t('run.templates'),
  view: (data, ui) => <TemplatesView data={data} ui={ui} />,
});

const sheet = object(
  {
    ...{
      id: nullable(id),
      version: integer,
      state: oneOf('active', 'retired'),
      formCode: text(),
      formTitle: anyObject,
    },
    ...{ parameterCode: nullable(text()), parameters: list(anyObject), pattern: anyObject },
    ...{ shareable: list(anyObject), judgeable: list(anyObject) },
  },
  [
    'id',
    'version',
    'state',
    'formCode',
    'formTitle',
    'parameterCode',
    'parameters',
    'pattern',
    'shareable',
    'judgeable',
  ],
);

export const newTemplatePage = page<{ formCode?: string }, TemplateSheet>({
  name: 'run.new-template',
  path: '/runs/templates/new',
  needs: 'run.template',
  input: object({ formCode: code }),
  answer: sheet,
  load: showTemplate,
  title: (_data, ui) => ui.t('run.newTemplate'),
  view: (data, ui) => <TemplateView data={data} ui={ui} />,
});

export const templatePage = page<{ id: string }, TemplateSheet>({
  name: 'run.template',
  path: '/runs/templates/:id',
  needs: 'run.read',
  input: object({ id }, ['id']),
  answer: sheet,
  load: showTemplate,
  title: ({ pattern }) => pattern.title,
  view: (data, ui) => <TemplateView data={data} ui={ui} />,
});

const bound = text(40);
const fields = {
  templateTitle: { ...text(120), minLength: 1 },
  formCode: code,
  parameterCode: code,
  sharedFields: list(text(120), 200),
  rows: list(
    object({
      ...{ qcKind, rowLabel: text(60), rowLevel: text(40), rowLot: text(60), rowPlace: oneOf(...places) },
      everySamples: { type: 'integer', minimum: 1, maximum: 400 },
    }),
    80,
  ),
  rules: list(
    object({
      ...{ qcKind, ruleField: text(60), ruleName: oneOf(...ruleNames) },
      ...{ ruleLow: bound, ruleHigh: bound, ruleMost: bound, deviationOf: oneOf('mean', 'sum') },
    }),
    80,
  ),
};

const toTemplate = ({ id: own }: { id: string }): string => `/runs/templates/${own}`;

export const createTemplatePost = post<TemplateInput, { id: string; version: number }>({
  name: 'run.create-template',
  path: '/runs/templates',
  needs: 'run.template',
  creates: true,
  input: object(fields, ['templateTitle', 'formCode']),
  answer: versioned,
  run: async (act, input) => {
    const { id: own, version } = await createTemplate(act, input);
    return { id: own, version };
  },
  then: toTemplate,
  on: newTemplatePage,
});

export const changeTemplatePost = post<
  TemplateInput & { id: string; version: number },
  { id: string; version: number }
>({
  name: 'run.change-template',
  path: '/runs/templates/:id',
  needs: 'run.template',
  versioned: true,
  input: object({ ...fields, id, version: integer }, ['id', 'version', 'templateTitle', 'formCode']),
  answer: versioned,
  run: async (act, input) => {
    const { id: own, version } = await changeTemplate(act, input);
    return { id: own, version };
  },
  then: toTemplate,
  on: templatePage,
});

export const retireTemplatePost = post<
  { id: string; version: number; reason: string },
  { id: string; version: number }
>({
  name: 'run.retire-template',
  path: '/runs/templates/:id/retirement',
  needs: 'run.template',
  versioned: true,
  input: object({ id, version: integer, reason: { ...text(2000), minLength: 2 } }, ['id', 'version', 'reason']),
  answer: versioned,
  run: async (act, input) => {
    const { id: own, version } = await retireTemplate(act, input);
    return { id: own, version };
  },
  then: () => '/runs/templates',
  on: templatePage,
});
