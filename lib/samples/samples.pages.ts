import { file, type PageRoute, type PostRoute, page, post } from '../kernel/routes.ts';
import { lineOf, type SamplingLine, waitingSamplings } from '../samplings/index.ts';
import { codePicture, labelPicture, labelSheet } from './labels.ts';
import { receiptView, waitingView } from './receipts.view.tsx';
import { type Plan, type Received, type ReceiveInput, receive } from './receive.ts';
import { sampleView } from './sample.view.tsx';
import { samplesView } from './samples.view.tsx';
import { type Found, resolve } from './scan.ts';
import { scanView } from './scan.view.tsx';
import {
  byId,
  listAnswer,
  listInput,
  receiptAnswer,
  receiptInput,
  receiptPageInput,
  received,
  sampleAnswer,
  scanAnswer,
  scanInput,
  waitingAnswer,
  waitingInput,
} from './schema.ts';
import { type ReceiptPage, type SampleLine, type ShownSample, sampleLine, showReceipt, showSample } from './show.ts';
import { listSamples, type SampleFilter } from './store.ts';

type Id = { id: string };

export const waitingPage = page<{ after?: string }, { rows: SamplingLine[]; next: string | null }>({
  name: 'receipt.list',
  path: '/receipts',
  needs: 'sample.receive',
  input: waitingInput,
  answer: waitingAnswer,
  load: async ({ db }, { after }) => {
    const { rows, next } = await waitingSamplings(db, after);
    return { rows: rows.map(lineOf), next };
  },
  title: (_, ui) => ui.t('receipts.title'),
  view: waitingView,
});

export const receiptPage: PageRoute = page<Id & { specification?: string }, ReceiptPage>({
  name: 'receipt.new',
  path: '/samplings/:id/receipt',
  needs: 'sample.receive',
  input: receiptPageInput,
  answer: receiptAnswer,
  load: (query, { id, specification }) => showReceipt(query, id, specification),
  title: ({ sampling }, ui) => `${ui.t('receipts.receive')} ${sampling.number}`,
  view: receiptView,
});

/** Reception's act; `plan` comes from the slice that knows the tests. */
export const receivePost = (plan?: Plan): PostRoute =>
  post<ReceiveInput, Received>({
    name: 'sample.receive',
    path: '/samplings/:id/receipt',
    needs: 'sample.receive',
    input: receiptInput,
    answer: received,
    versioned: true,
    run: (act, input) => receive(act, input, plan),
    then: ({ sample, samplingId }) => (sample ? `/samples/${sample.id}` : `/samplings/${samplingId}`),
    on: receiptPage,
  });

export const listPage = page<SampleFilter, { rows: SampleLine[]; next: string | null }>({
  name: 'sample.list',
  path: '/samples',
  needs: 'sample.read',
  input: listInput,
  answer: listAnswer,
  load: async (query, filter) => {
    const { rows, next } = await listSamples(query.db, filter);
    return { rows: rows.map((row) => sampleLine(row, query)), next };
  },
  title: (_, ui) => ui.t('samples.title'),
  view: samplesView,
});

export const samplePage = page<Id, ShownSample>({
  name: 'sample.show',
  path: '/samples/:id',
  needs: 'sample.read',
  input: byId,
  answer: sampleAnswer,
  load: (query, { id }) => showSample(query, id),
  title: ({ number, productName }) => `${number} ${productName}`,
  view: sampleView,
});

export const labelsFile = file<Id>({
  name: 'label.print-sheet',
  path: '/samples/:id/labels.pdf',
  needs: 'label.print',
  input: byId,
  load: labelSheet,
  event: ({ id }) => ({ entity: 'samples', id }),
});

export const labelFile = file<Id>({
  name: 'label.print',
  path: '/portions/:id/label.png',
  needs: 'label.print',
  input: byId,
  load: labelPicture,
  event: ({ id }) => ({ entity: 'portions', id }),
});

export const codeFile = file<Id>({
  name: 'sample.code',
  path: '/samples/:id/code.svg',
  needs: 'sample.read',
  input: byId,
  load: codePicture,
});

export const scanPage = page<{ code?: string }, Found>({
  name: 'scan.resolve',
  path: '/scan',
  needs: 'signed-in',
  input: scanInput,
  answer: scanAnswer,
  load: (query, { code }) => resolve(query, code ?? ''),
  title: ({ code }) => code,
  redirect: ({ href }) => href,
  view: scanView,
});
