import type { JsonSchema } from '../kernel/request.ts';
import { page } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { type ProductClass, productClasses } from '../samplings/index.ts';
import { ForeignView } from './foreign.view.tsx';
import { ListView } from './list.view.tsx';
import { NewObjectionView, NewView } from './new.view.tsx';
import { ObjectionView } from './objection.view.tsx';
import { type ObjectionSheet, showObjection } from './objection-show.ts';
import type { LaboratoryWay } from './rows.ts';
import { type PaperRule, reinspectionRules } from './rules.ts';
import { SheetView } from './sheet.view.tsx';
import {
  listReinspections,
  type NewForm,
  newForm,
  type ReinspectionList,
  type Sheet,
  showReinspection,
  type Tab,
  tabs,
} from './show.ts';

export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull: JsonSchema = { type: ['object', 'null'], additionalProperties: true };

export const reinspectionsPage = page<{ tab?: Tab; q?: string; after?: string }, ReinspectionList>({
  name: 'reinspection.list',
  path: '/reinspections',
  needs: 'reinspection.read',
  input: object({ tab: oneOf(...tabs), q: text(100), after: id }),
  answer: all({ tab: oneOf(...tabs), q: text(), lines: list(anyObject, 50), next: nullable(text()) }),
  load: listReinspections,
  title: (_data, ui) => ui.t('nav.reinspections'),
  view: (data, ui) => <ListView data={data} ui={ui} />,
});

const formInput = object({ case: id, q: text(100) });
const formAnswer = all({ q: text(), cases: list(anyObject), about: orNull });

export const newPage = page<{ case?: string; q?: string }, NewForm>({
  name: 'reinspection.new',
  path: '/reinspections/new',
  needs: 'reinspection.write',
  input: formInput,
  answer: formAnswer,
  load: newForm,
  title: (_data, ui) => ui.t('reinspection.new'),
  view: (data, ui) => <NewView data={data} ui={ui} />,
});

export interface ForeignForm {
  productClass: ProductClass;
  classes: readonly ProductClass[];
  papers: PaperRule[];
  ways: LaboratoryWay[];
  basis: string;
}

export const foreignPage = page<{ productClass?: ProductClass }, ForeignForm>({
  name: 'reinspection.foreign',
  path: '/reinspections/foreign',
  needs: 'reinspection.write',
  input: object({ productClass: oneOf(...productClasses) }),
  answer: all({
    productClass: text(),
    classes: list(text()),
    papers: list(anyObject),
    ways: list(text()),
    basis: text(1000),
  }),
  load: async ({ app, today }, { productClass = 'drug' }) => {
    const { papers, laboratory } = reinspectionRules(app, productClass, today);
    // The report is another laboratory's: the institute is never the first.
    const ways = (laboratory?.ways ?? []).filter((way) => way !== 'own' && way !== 'sole');
    return { productClass, classes: productClasses, papers, ways, basis: laboratory?.basis ?? '' };
  },
  title: (_data, ui) => ui.t('reinspection.newForeign'),
  view: (data, ui) => <ForeignView data={data} ui={ui} />,
});

export const sheetPage = page<{ id: string }, Sheet>({
  name: 'reinspection.show',
  path: '/reinspections/:id',
  needs: 'reinspection.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{
      row: anyObject,
      ours: boolean,
      window: orNull,
      caseNumber: nullable(text()),
      sample: orNull,
      second: orNull,
      portion: orNull,
    },
    ...{
      papers: list(anyObject),
      ways: list(text()),
      fee: orNull,
      laboratoryBasis: text(1000),
      against: list(anyObject),
    },
    ...{ moves: list(anyObject), clocks: list(anyObject), holds: list(anyObject), decidedBy: nullable(text()) },
  }),
  load: (query, input) => showReinspection(query, input.id),
  title: ({ row }) => row.number,
  view: (data, ui) => <SheetView data={data} ui={ui} />,
});

export const newObjectionPage = page<{ case?: string; q?: string }, NewForm>({
  name: 'objection.new',
  path: '/objections/new',
  needs: 'reinspection.write',
  input: formInput,
  answer: formAnswer,
  load: newForm,
  title: (_data, ui) => ui.t('objection.new'),
  view: (data, ui) => <NewObjectionView data={data} ui={ui} />,
});

export const objectionPage = page<{ id: string }, ObjectionSheet>({
  name: 'objection.show',
  path: '/objections/:id',
  needs: 'reinspection.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{
      row: anyObject,
      caseNumber: text(),
      product: text(),
      batchNo: text(),
      reportNumber: text(),
      dueOn: nullable(date),
    },
    ...{ names: anyObject, people: list(anyObject, 10_000), moves: list(anyObject) },
  }),
  load: (query, input) => showObjection(query, input.id),
  title: ({ row }) => row.number,
  view: (data, ui) => <ObjectionView data={data} ui={ui} />,
});
