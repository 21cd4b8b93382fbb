import { type FileRoute, file, page, post } from '../kernel/routes.ts';
import type { Registration } from './check.ts';
import { samplingForm } from './form.ts';
import { type Imported, importSamplings } from './import.ts';
import { type ListInput, type SamplingList, samplingListView } from './list.view.tsx';
import { type NewSampling, newSamplingView } from './new.view.tsx';
import { recordPaper, sealsPaper } from './papers.ts';
import { type Registered, register } from './register.ts';
import type { ProductClass } from './rows.ts';
import { samplingView } from './sampling.view.tsx';
import {
  byId,
  importAnswer,
  importInput,
  listInput,
  moved,
  newAnswer,
  newInput,
  registered,
  registration,
  samplingAnswer,
  samplingList,
  voidInput,
} from './schema.ts';
import { lineOf, type ShownSampling, showSampling } from './show.ts';
import { listSamplings, samplers } from './store.ts';
import { voidSampling } from './void.ts';

type Id = { id: string };

export const listPage = page<ListInput, SamplingList>({
  name: 'sampling.list',
  path: '/samplings',
  needs: 'sampling.read',
  input: listInput,
  answer: samplingList,
  load: async ({ db, user }, { mine, ...filter }) => {
    const { rows, next } = await listSamplings(db, { ...filter, by: mine ? user.id : undefined });
    return { rows: rows.map(lineOf), next };
  },
  title: (_, ui) => ui.t('samplings.title'),
  view: samplingListView,
});

export const newPage = page<{ class?: ProductClass }, NewSampling>({
  name: 'sampling.new',
  path: '/samplings/new',
  needs: 'sampling.write',
  input: newInput,
  answer: newAnswer,
  load: async ({ app, db }, { class: productClass }) => ({
    class: productClass ?? null,
    form: productClass ? samplingForm(app.config.root, productClass).form : null,
    officers: await samplers(db),
  }),
  title: (_, ui) => ui.t('samplings.new'),
  view: newSamplingView,
});

export const registerPost = post<Registration, Registered>({
  name: 'sampling.register',
  path: '/samplings',
  needs: 'sampling.write',
  input: registration,
  answer: registered,
  creates: true,
  run: register,
  then: ({ id }) => `/samplings/${id}`,
  on: newPage,
});

export const importPost = post<{ rows: object[] }, Imported>({
  name: 'sampling.import',
  path: '/samplings/import',
  needs: 'sampling.write',
  input: importInput,
  answer: importAnswer,
  creates: true,
  run: importSamplings,
  then: () => '/samplings?mine=on',
  on: listPage,
});

export const samplingPage = page<Id, ShownSampling>({
  name: 'sampling.show',
  path: '/samplings/:id',
  needs: 'sampling.read',
  input: byId,
  answer: samplingAnswer,
  load: (query, { id }) => showSampling(query, id),
  title: ({ number }) => number,
  view: samplingView,
});

export const voidPost = post<Id & { version: number; reason: string }, { id: string; state: string; version: number }>({
  name: 'sampling.void',
  path: '/samplings/:id/void',
  needs: 'sampling.write',
  input: voidInput,
  answer: moved,
  versioned: true,
  run: voidSampling,
  then: ({ id }) => `/samplings/${id}`,
  on: samplingPage,
});

const paper = (name: string, path: string, load: typeof recordPaper): FileRoute =>
  file<Id>({ name, path, needs: 'sampling.read', input: byId, load, event: ({ id }) => ({ entity: 'samplings', id }) });

export const recordFile = paper('sampling.print-record', '/samplings/:id/record.pdf', recordPaper);
export const sealsFile = paper('sampling.print-seals', '/samplings/:id/seals.pdf', sealsPaper);
