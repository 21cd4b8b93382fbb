import { chinaDate } from '../core/deadlines.ts';
import { refuseUnreleased } from '../disposals/index.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import { productClasses } from '../samplings/index.ts';
import { XLSX } from '../sheets/index.ts';
import { AlertView } from './alert.view.tsx';
import { type Alert, type Alerts, type AlertsInput, alert, alerts, type ReviewInput, review, views } from './alerts.ts';
import { AlertsView } from './alerts.view.tsx';
import { allBatches, type Batches, type BatchesInput, batches, failedCases, PAGE } from './batches.ts';
import { BatchesView } from './batches.view.tsx';
import { type Watch, watch } from './detect.ts';
import { dimensions, levels, namesParties, steps, workKinds } from './facts.ts';
import { signalStates } from './rows.ts';
import { signalRules } from './rules.ts';
import { keepWatch } from './run.ts';
import { all, orNull } from './shapes.ts';
import { ALL, type Statistics, type StatisticsInput, statistics } from './statistics.ts';
import { StatisticsView } from './statistics.view.tsx';
import { batchesSheet, statisticsSheet } from './workbook.ts';

const share = nullable(text(20));

const filters = {
  ...{ sinceDay: date, untilDay: date, class: oneOf(...productClasses), level: oneOf(...levels) },
  ...{ workKind: oneOf(...workKinds), region: text(), producer: text(), seller: text(), product: text(), item: text() },
};
const statisticsInput = object({ ...filters, by: oneOf(...dimensions), every: oneOf(...steps) });
const counted = { n: integer, k: integer };
const rated = { ...counted, rate: share, low: share, high: share };
const group = all({ ...counted, key: nullable(text()), name: text() });
const line = all({ ...rated, key: nullable(text()), name: text(), standing: text(10) });

export const statisticsPage = page<StatisticsInput, Statistics>({
  name: 'signal.statistics',
  path: '/signals',
  needs: 'signal.read',
  wide: true,
  input: statisticsInput,
  answer: all({
    ...{ filters: anyObject, by: oneOf(...dimensions), step: oneOf(...steps), total: all(rated) },
    ...{ names: all({ producer: nullable(text()) }), lines: list(line), cut: boolean },
    periods: list(all({ ...rated, label: text(10), from: date, to: date, standing: text(10) })),
    ...{ items: list(group), producers: list(group), regions: list(line) },
    heat: list(all({ product: text(), item: text(), k: integer })),
    ...{ least: integer, alpha: { type: 'number' }, basis: long, watched: nullable(text(40)) },
  }),
  load: statistics,
  title: (_data, ui) => ui.t('nav.signals'),
  view: (data, ui) => <StatisticsView data={data} ui={ui} />,
});

const named = (name: string): string => `${name}.xlsx`;

/** Figures; by producer or seller they name who failed, which is the authority's to release. @throws Refusal `case.unreleased` */
export const statisticsFile = file<StatisticsInput>({
  name: 'signal.export',
  path: '/signals/statistics.xlsx',
  needs: 'signal.read',
  input: statisticsInput,
  load: async (query, input) => {
    const data = await statistics(query, input, ALL);
    if (namesParties(data.by)) await refuseUnreleased(query, await failedCases(query, data.filters));
    return { body: await statisticsSheet(data), type: XLSX, name: named(t('zh', 'signal.sheetName')) };
  },
  event: () => ({ entity: 'batch_facts', id: 'export' }),
});

const batchLine = all({
  ...{ id: text(40), number: text(60), issuedOn: date, product: text(), batchNo: text(), producer: text() },
  ...{ seller: text(), region: nullable(text()), items: long, fails: boolean, overturned: boolean },
  href: nullable(text(80)),
});

export const batchesPage = page<BatchesInput, Batches>({
  name: 'signal.batches',
  path: '/signals/batches',
  needs: 'signal.read',
  wide: true,
  input: object({ ...filters, failed: boolean, after: text(40) }),
  answer: all({
    ...{ filters: anyObject, failed: boolean, total: all(counted), lines: list(batchLine, PAGE), first: boolean },
    next: nullable(text(40)),
  }),
  load: batches,
  title: (_data, ui) => ui.t('signal.batches'),
  view: (data, ui) => <BatchesView data={data} ui={ui} />,
});

export const batchesFile = file<BatchesInput & { published?: boolean }>({
  name: 'signal.batchesExport',
  path: '/signals/batches.xlsx',
  needs: 'signal.read',
  input: object({ ...filters, failed: boolean, published: boolean }),
  load: async (query, input) => ({
    body: await batchesSheet(await allBatches(query, input)),
    ...{ type: XLSX, name: named(t('zh', 'signal.batches')) },
  }),
  event: () => ({ entity: 'batch_facts', id: 'export-batches' }),
});

const alertLine = {
  ...{ id, number: text(30), kind: text(10), family: text(20), parts: anyObject, product_class: text(20) },
  ...{ region: nullable(text()), signalled_on: date, figures: anyObject, state: oneOf(...signalStates) },
};

export const alertsPage = page<AlertsInput, Alerts>({
  name: 'signal.list',
  path: '/signals/alerts',
  needs: 'signal.read',
  wide: true,
  input: object({ view: oneOf(...views), after: id }),
  answer: all({
    ...{ view: oneOf(...views), lines: list(all(alertLine), PAGE), first: boolean, next: nullable(text(40)) },
    counts: list(all({ view: oneOf(...views), count: integer })),
    run: orNull(anyObject),
  }),
  load: alerts,
  title: (_data, ui) => ui.t('signal.section.alerts'),
  view: (data, ui) => <AlertsView data={data} ui={ui} />,
});

/** Watches all streams now. The reading and the arithmetic are done before the transaction opens. */
export const runPost = post<object, { id: string; found: number }, Watch>({
  name: 'signal.run',
  path: '/signals/runs',
  needs: 'signal.write',
  creates: true,
  input: object({}),
  answer: all({ id, found: integer }),
  prepare: ({ app }) => watch(app.db.read, signalRules(app), chinaDate(app.clock.now().toISOString())),
  run: async (act, _input, found) => {
    const run = await keepWatch(act, found);
    return { id: run.id, found: run.found };
  },
  then: () => '/signals/alerts',
  on: alertsPage,
});

export const alertPage = page<{ id: string }, Alert>({
  name: 'signal.show',
  path: '/signals/alerts/:id',
  needs: 'signal.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ ...alertLine, version: integer, months: list(anyObject, 200), reviewer: nullable(text()) },
    ...{ reviewedAt: nullable(text(40)), reason: nullable(long), risk: orNull(anyObject), maySee: boolean },
  }),
  load: alert,
  title: ({ number }) => number,
  view: (data, ui) => <AlertView data={data} ui={ui} />,
});

export const reviewPost = post<ReviewInput, { id: string; version: number; state: string }>({
  name: 'signal.review',
  path: '/signals/alerts/:id/review',
  needs: 'signal.write',
  versioned: true,
  input: object({ id, version: integer, genuine: boolean, reviewText: long }, [
    'id',
    'version',
    'genuine',
    'reviewText',
  ]),
  answer: all({ id, version: integer, state: oneOf(...signalStates) }),
  run: async (act, input) => {
    const { id: own, version, state } = await review(act, input);
    return { id: own, version, state };
  },
  then: ({ id: own }) => `/signals/alerts/${own}`,
  on: alertPage,
});
