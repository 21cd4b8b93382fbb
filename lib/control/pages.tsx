import { benchTime } from '../environment/index.ts';
import type { Upload } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, nullable, object, oneOf, text, upload } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { readInstitute } from '../people/index.ts';
import { type TableRow, XLSX } from '../sheets/index.ts';
import { type ChartPage, ChartView } from './chart.view.tsx';
import { type ChartInput, changeRules, moveChart, openChart } from './charts.ts';
import { type ColumnKey, importPoints, pointsBook, readFile } from './import.ts';
import { type LimitsInput, proposeLimits } from './limits.ts';
import { ControlView, type NewChart, NewChartView } from './list.view.tsx';
import { sceneOf } from './picture.ts';
import { annotate, type PointInput, pointByHand } from './points.ts';
import { type ChartRow, chartKinds, feeds, noteKinds } from './rows.ts';
import { practiceOf } from './rules.ts';
import { all, decimal, filled, rulesInput, versioned, versionOf } from './schema.ts';
import { type ChartSheet, type ControlList, listCharts, SHOWN, showChart, type View } from './show.ts';
import { rowOf } from './store.ts';

const MEGABYTES = 5;
const views = ['chart', 'cusum', 'ewma'] as const;
const WIDE = { width: 900 };
const NARROW = { width: 340 };

export const controlPage = page<{ q?: string; view?: ControlList['view'] }, ControlList>({
  name: 'control.list',
  path: '/control',
  needs: 'control.read',
  input: object({ q: text(100), view: oneOf('active', 'alarm', 'closed') }),
  answer: all({ q: text(), view: text(), due: anyObject, alarms: list(anyObject), charts: list(anyObject) }),
  load: listCharts,
  title: (_data, ui) => ui.t('nav.control'),
  view: (data, ui) => <ControlView data={data} ui={ui} />,
});

export const newChartPage = page<{ parameter?: string }, NewChart>({
  name: 'control.new-chart',
  path: '/control/charts/new',
  needs: 'control.write',
  input: object({ parameter: text(60) }),
  answer: all({ choices: list(anyObject, 10_000), rules: list(text()), parameter: nullable(text()) }),
  load: async ({ app }, { parameter }) => ({
    choices: [],
    rules: practiceOf(app).rules.default,
    parameter: parameter ?? null,
  }),
  title: (_data, ui) => ui.t('control.newChart'),
  view: (data, ui) => <NewChartView data={data} ui={ui} />,
});

export const chartPost = post<ChartInput, { id: string; version: number }>({
  name: 'control.open-chart',
  path: '/control/charts',
  needs: 'control.write',
  creates: true,
  input: object(
    {
      chartTitle: filled(120),
      chartKind: oneOf(...chartKinds),
      codes: filled(2000),
      plottedQuantity: filled(60),
      unit: text(20),
      subgroup: integer,
      materialLot: text(60),
      instrument: text(60),
      feedKind: oneOf(...feeds),
      rules: rulesInput,
    },
    ['chartTitle', 'chartKind', 'codes', 'plottedQuantity'],
  ),
  answer: versioned,
  run: async (act, input) => versionOf(await openChart(act, input)),
  then: ({ id: own }) => `/control/charts/${own}`,
  on: newChartPage,
});

const chartAnswer = all({
  id,
  version: integer,
  chart: anyObject,
  parameters: list(anyObject),
  view: oneOf(...views),
  shown: integer,
  total: integer,
  waiting: integer,
  least: integer,
  points: list(anyObject, 5000),
  records: anyObject,
  limits: list(anyObject),
  baselineOut: list(integer, 5000),
  notes: list(anyObject),
  alarms: list(anyObject),
  names: anyObject,
  decisions: anyObject,
  moves: list(anyObject),
  scene: anyObject,
  compact: anyObject,
  now: text(),
});

export const chartPage = page<{ id: string; last?: number; view?: View }, ChartPage>({
  name: 'control.chart',
  path: '/control/charts/:id',
  needs: 'control.read',
  input: object({ id, last: { type: 'integer', minimum: 1, maximum: 5000 }, view: oneOf(...views) }, ['id']),
  answer: chartAnswer,
  load: async (query, { id: own, ...asked }) => {
    const sheet = await showChart(query, own, asked);
    const { drift } = practiceOf(query.app);
    const { lang } = query.user;
    return {
      ...sheet,
      scene: sceneOf(sheet, drift, { lang, ...WIDE }),
      compact: sceneOf(sheet, drift, { lang, ...NARROW }),
      now: benchTime(query.now).replace('T', ' '),
    };
  },
  title: ({ chart }) => `${chart.number} ${chart.title}`,
  view: (data, ui) => <ChartView data={data} ui={ui} />,
});

/** Of how many points a printed chart still tells something on one page width. */
const ON_PAPER = 200;

export const chartFile = file<{ id: string; last?: number; grey?: boolean }>({
  name: 'control.print',
  path: '/control/charts/:id/chart.pdf',
  needs: 'control.read',
  input: object({ id, last: { type: 'integer', minimum: 1, maximum: ON_PAPER }, grey: { type: 'boolean' } }, ['id']),
  load: async (query, { id: own, last = SHOWN, grey = false }) => {
    const sheet = await showChart(query, own, { last });
    const body = await paperOf(query, sheet, grey);
    return { body, type: 'application/pdf', name: `${sheet.chart.number}.pdf`, inline: true };
  },
  event: ({ id: own }) => ({ entity: 'control_charts', id: own }),
});

async function paperOf({ app, db, user, now }: Query, sheet: ChartSheet, grey: boolean): Promise<Buffer> {
  const { drift } = practiceOf(app);
  const hasLimits = sheet.limits.some(({ state }) => state === 'approved');
  const scenes = (hasLimits ? views : (['chart'] as const)).map((view) =>
    sceneOf({ ...sheet, view }, drift, { lang: 'zh' }),
  );
  const { chartPdf } = await import('./chart.pdf.ts');
  const institute = (await readInstitute(db))?.name ?? '';
  return chartPdf({ institute, sheet, scenes, by: user.name, created: now, grey });
}

export const pointsFile = file<{ id: string; template?: boolean }>({
  name: 'control.export',
  path: '/control/charts/:id/points.xlsx',
  needs: 'control.read',
  input: object({ id, template: { type: 'boolean' } }, ['id']),
  load: async ({ db }, { id: own, template = false }) => {
    const chart = await rowOf<ChartRow>(db, 'control_charts', own);
    return { body: await pointsBook(db, chart, template), type: XLSX, name: `${chart.number}.xlsx` };
  },
  event: ({ id: own }) => ({ entity: 'control_charts', id: own }),
});

const toChart = ({ id: own }: { id: string }): string => `/control/charts/${own}`;

export const pointPost = post<PointInput, { id: string; verdict: string; violations: string[] }>({
  name: 'control.add-point',
  path: '/control/charts/:id/points',
  needs: 'control.write',
  creates: true,
  input: object({ id, at: filled(40), readings: filled(400), instrument: text(60), lot: text(60), note: text(500) }, [
    'id',
    'at',
    'readings',
  ]),
  answer: all({ id, verdict: text(), violations: list(text()) }),
  run: async (act, input) => {
    const { chart_id, verdict, violations } = await pointByHand(act, input);
    return { id: chart_id, verdict, violations };
  },
  then: toChart,
  on: chartPage,
});

export const importPost = post<
  { id: string; file: Upload },
  { id: string; added: number; out: number },
  TableRow<ColumnKey>[]
>({
  name: 'control.import',
  path: '/control/charts/:id/import',
  needs: 'control.write',
  upload: MEGABYTES,
  input: object({ id, file: upload(MEGABYTES) }, ['id', 'file']),
  answer: all({ id, added: integer, out: integer }),
  prepare: async (_caller, input) => readFile(input.file),
  run: async (act, input, lines) => {
    const { chart, added, out } = await importPoints(act, input.id, lines);
    return { id: chart.id, added, out };
  },
  then: toChart,
  on: chartPage,
});

export const limitsPost = post<LimitsInput, { id: string; version: number; chart: string }>({
  name: 'control.propose-limits',
  path: '/control/charts/:id/limits',
  needs: 'control.write',
  creates: true,
  input: object({ id, reason: filled(2000), target: decimal, givenSd: decimal, fromPoint: integer, toPoint: integer }, [
    'id',
    'reason',
  ]),
  answer: all({ id, version: integer, chart: id }),
  run: async (act, input) => {
    const limits = await proposeLimits(act, input);
    return { ...versionOf(limits), chart: limits.chart_id };
  },
  then: ({ chart }) => `/control/charts/${chart}#limits`,
  on: chartPage,
});

export const notePost = post<Parameters<typeof annotate>[1], { id: string }>({
  name: 'control.annotate',
  path: '/control/charts/:id/notes',
  needs: 'control.write',
  creates: true,
  input: object({ id, noteKind: oneOf(...noteKinds), words: filled(80), onDay: { type: 'string', format: 'date' } }, [
    'id',
    'noteKind',
    'words',
  ]),
  answer: all({ id }),
  run: async (act, input) => ({ id: (await annotate(act, input)).chart_id }),
  then: toChart,
  on: chartPage,
});

export const rulesPost = post<Parameters<typeof changeRules>[1], { id: string; version: number }>({
  name: 'control.change-rules',
  path: '/control/charts/:id/rules',
  needs: 'control.write',
  versioned: true,
  input: object({ id, version: integer, rules: rulesInput, reason: filled(2000) }, ['id', 'version', 'reason']),
  answer: versioned,
  run: async (act, input) => versionOf(await changeRules(act, input)),
  then: toChart,
  on: chartPage,
});

export const chartStatePost = post<Parameters<typeof moveChart>[1], { id: string; version: number }>({
  name: 'control.move-chart',
  path: '/control/charts/:id/state',
  needs: 'control.release',
  versioned: true,
  input: object({ id, version: integer, chartMove: oneOf('close', 'reopen'), reason: filled(2000) }, [
    'id',
    'version',
    'chartMove',
    'reason',
  ]),
  answer: versioned,
  run: async (act, input) => versionOf(await moveChart(act, input)),
  then: toChart,
  on: chartPage,
});
