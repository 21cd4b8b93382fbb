import { addDays } from '../../lib/core/deadlines.ts';
import { encode, type TableName } from '../../lib/kernel/tables.ts';
import { clockRow } from '../support/clocks.ts';
import type { Floor } from './floor.ts';
import { atBoth, type Page } from './lists.ts';
import type { Line } from './measure.ts';
import type { Scene } from './scene.ts';

const CASES: [number, number] = [100, 10_000];
const LOTS: [number, number] = [2500, 25_000];
const RESULTS: [number, number] = [1000, 10_000];
const POINTS: [number, number] = [50, 500];
const TIMES = 15;
/** Of a county, and of the city that it lies in. */
const [COUNTY, CITY] = ['xianju1', 'jianguan'];

const cases: Page[] = [
  ['open disposal cases, page', 'zhiliang', '/cases'],
  ['late disposal cases, page', 'zhiliang', '/cases?state=late'],
  ['late clocks, page', 'zhiliang', '/clocks?scope=late'],
  ['late disposal cases of a county, page', COUNTY, '/cases?state=late'],
  ['late disposal cases of a city, page', CITY, '/cases?state=late'],
  ['late clocks of a county, page', COUNTY, '/clocks?scope=late'],
];

const lots: Page[] = [
  ['lots of substances in use, page', 'shiji', '/materials'],
  ['lots of substances expired, page', 'shiji', '/materials?view=expired'],
];

const results: Page[] = [
  ['quality dashboard, page', 'zhiliang', '/quality'],
  ['coverage of the annex, page', 'zhiliang', '/capability/coverage'],
  ['home of the quality manager, page', 'zhiliang', '/'],
];

/** Registers beside the bench at two sizes each: cases with their clocks, lots with their parents, results of the annex, a control chart. */
export async function registers(
  small: Scene,
  large: Scene,
  floor: Floor | undefined,
  tell: (line: Line) => void,
): Promise<void> {
  const charts = new Map<Scene, string>();
  for (const [scene, size] of [
    [small, 0],
    [large, 1],
  ] as const) {
    await fillCases(scene, CASES[size]);
    await fillLots(scene, LOTS[size]);
    await fillResults(scene, RESULTS[size]);
    charts.set(scene, await fillChart(scene, POINTS[size]));
  }
  const both = { small, large, floor, tell, times: TIMES };
  await atBoth({ ...both, sizes: CASES }, cases);
  await atBoth({ ...both, sizes: LOTS }, lots);
  await atBoth({ ...both, sizes: RESULTS }, results);
  await atBoth({ ...both, sizes: POINTS }, [
    ['control chart, page', 'zhiliang', (scene) => `/control/charts/${charts.get(scene) ?? ''}`],
  ]);
}

const todayOf = ({ app }: Scene): string => app.clock.now().toISOString().slice(0, 10);

/** Rows as the tables keep them; their trail is not what is measured here. */
async function insert(scene: Scene, table: TableName, rows: readonly object[]): Promise<void> {
  const made = { created_at: scene.app.clock.now().toISOString(), version: 1 };
  const encoded = rows.map((row) => encode(table, { ...made, ...row }));
  await scene.app.db.write.transaction((trx) => trx.batchInsert(table, encoded, 200));
}

/**
 * Cases with two parties, two tracks and a duty on each; of two thirds one duty is late, so that the late pages are full at both sizes. The
 * first hundred cases, and of the later ones every twentieth, are handled by one county.
 */
async function fillCases(scene: Scene, count: number): Promise<void> {
  const { app } = scene;
  const today = todayOf(scene);
  const county: { organisation_id: string } = await app.db
    .read('users')
    .where({ login: COUNTY })
    .first('organisation_id');
  const [sample] = (await app.db.read('samples').limit(1)) as { id: string }[];
  const owned = Array.from({ length: count }, (_, n) => {
    const [id, party, track] = [app.ids.next(), app.ids.next(), app.ids.next()];
    const org = n < CASES[0] || n % 20 === 0 ? county.organisation_id : null;
    return { n, id, party, track, org };
  });
  const about = {
    ...{ sample_id: sample?.id, report_id: null, product_class: 'drug', product_name: '示例片', batch_no: 'B1' },
    ...{ producer: '示例制药有限公司', sampled_unit: '示例大药房', level: 'municipal', work_kind: 'JD' },
    ...{ items: [{ name: '含量测定', requirement: '90.0%～110.0%', result: '82.1%' }] },
    ...{ urgent: null, supervision: 0, reopened: 0, opened_at: app.clock.now().toISOString() },
  };
  await insert(
    scene,
    'cases',
    owned.map(({ id, n, org }) => ({
      ...{ ...about, id, number: `FILL-${n}`, state: 'handling', sampled_region: org ? '示例省示例市示例县' : null },
    })),
  );
  await insert(
    scene,
    'case_recipients',
    owned.map(({ id, party, org }) => ({
      ...{ id: party, case_id: id, role: 'producer', name: about.producer, organisation_id: org, waived: 0 },
    })),
  );
  await insert(
    scene,
    'case_tracks',
    owned.map(({ id, track, org }) => ({
      ...{ id: track, case_id: id, kind: 'production', unit_name: about.producer, organisation_id: org, state: 'open' },
    })),
  );
  await insert(
    scene,
    'clocks',
    owned.flatMap(({ n, id, party, track, org }) => {
      const due = (late: boolean) => addDays(today, late ? -(n % 90) - 1 : (n % 90) + 1);
      const common = { rule: 'D3', started_on: addDays(today, -100), owner_org: org };
      return [
        clockRow({ ...common, entity: 'cases', entity_id: id, due_on: due(n % 3 === 1), owner_org: null }),
        clockRow({ ...common, entity: 'case_recipients', entity_id: party, due_on: due(false) }),
        clockRow({ ...common, entity: 'case_tracks', entity_id: track, due_on: due(n % 3 === 2) }),
      ].map((row) => ({ ...row, id: app.ids.next() }));
    }),
  );
}

/** Lots of which a third are made from two earlier ones; of every ten one is past its end, one blocked, one closed. */
async function fillLots(scene: Scene, count: number): Promise<void> {
  const { app } = scene;
  const today = todayOf(scene);
  const rows = Array.from({ length: count }, (_, n) => ({
    ...{ id: app.ids.next(), number: `FILL-${n}`, kind: n % 3 === 0 ? 'solution' : 'reagent', name: `试剂${n % 50}` },
    ...{ unit: 'g', balance: '10.5', received_on: '2026-01-01', suitability: [], maker: '国药', lot_no: `L${n}` },
    valid_to: addDays(today, n % 10 === 1 ? -5 : (n % 400) + 1),
    blocked: n % 10 === 2 ? { reason: '待查', by: '尤试', on: today } : null,
    closed_on: n % 10 === 3 ? addDays(today, -1) : null,
  }));
  await insert(scene, 'materials', rows);
  await insert(
    scene,
    'material_parents',
    rows.flatMap(({ id }, n) =>
      n > 5 && n % 3 === 0
        ? [n - 2, n >> 1].map((of) => ({ id: app.ids.next(), material_id: id, parent_id: rows[of]?.id }))
        : [],
    ),
  );
}

/** Reviewed results of the parameters of the annex over a year. */
async function fillResults(scene: Scene, count: number): Promise<void> {
  const { app } = scene;
  const codes: string[] = await app.db.read('capabilities').whereNotNull('parameter_code').pluck('parameter_code');
  const model: Record<string, unknown> = await app.db.read('tests').whereNotNull('reviewed_at').first();
  const today = todayOf(scene);
  const rows = Array.from({ length: count }, (_, n) => {
    const at = `${addDays(today, -(n % 320))}T02:00:00.000Z`;
    const own = { id: app.ids.next(), seq: 10_000 + n, parameter_code: codes[n % codes.length] };
    return { ...model, ...own, started_at: at, submitted_at: at, reviewed_at: at, created_at: at };
  });
  await app.db.write.transaction((trx) => trx.batchInsert('tests', rows, 200));
}

/** A chart of single values without limits yet; its id. */
async function fillChart(scene: Scene, count: number): Promise<string> {
  const { app } = scene;
  const author: { id: string } = await app.db.read('users').where({ login: 'zhiliang' }).first('id');
  const [code] = [...app.catalogue.parameters.keys()];
  const { id } = await scene.act<{ id: string }>('zhiliang', 'POST', '/control/charts', {
    ...{ chartTitle: '总灰分质控图', chartKind: 'individuals', codes: code, plottedQuantity: '总灰分' },
  });
  const begin = addDays(todayOf(scene), -count);
  await insert(
    scene,
    'control_points',
    Array.from({ length: count }, (_, n) => ({
      ...{ id: app.ids.next(), chart_id: id, seq: n + 1, at: `${addDays(begin, n)}T01:00:00.000Z` },
      ...{ readings: [`5.${n % 10}`], value: `5.${n % 10}`, limits_n: null, verdict: 'baseline', violations: [] },
      ...{ source: 'hand', analyst_id: author.id, recorded_by: author.id },
    })),
  );
  return id;
}
