import type { ChartInput } from '../../lib/control/charts.ts';
import type { Client, Lab } from '../support/lab.ts';
import { PASSWORD } from '../support/lab.ts';
import { reviewEach } from '../support/review.ts';
import { bound, common, ok } from '../testing/rig.ts';

export { ok, PASSWORD };

/** A parameter whose record form has a spike recovery (aas-element). */
export const LEAD = 'C-EL-AS';

/** Twenty-four recoveries in control about 100 %. */
export const baseline = [
  ...['100.2', '99.1', '101.3', '98.7', '100.9', '99.6', '100.4', '101.8', '98.9', '99.8', '100.6', '99.3'],
  ...['101.1', '100.0', '98.5', '100.7', '99.9', '101.5', '99.2', '100.3', '98.8', '100.8', '99.7', '100.1'],
];

export const cover = {
  productClass: 'cosmetic',
  productName: '示例粉饼',
  batchNo: '20260801',
  producer: '示例日化有限公司',
  client: '示例商贸有限公司',
  quantity: '2',
  unit: '盒',
  dueOn: '2026-12-25',
} as const;

export const chartInput: ChartInput = {
  chartTitle: '原子荧光法测砷加标回收率',
  chartKind: 'individuals',
  codes: LEAD,
  plottedQuantity: '加标回收率',
  unit: '%',
  feedKind: 'recovery',
};

export interface Chart {
  id: string;
  version: number;
  chart: { state: string; number: string };
  points: {
    id: string;
    version: number;
    seq: number;
    value: string;
    verdict: string;
    violations: string[];
    excluded: string | null;
    test_id: string | null;
    limits_n: number | null;
    analyst_id: string | null;
    instrument: string | null;
    spread: string | null;
  }[];
  limits: {
    id: string;
    version: number;
    n: number;
    state: string;
    centre: string;
    sigma: string;
    lower: string;
    upper: string;
    from_seq: number;
    spread_upper: string | null;
  }[];
  alarms: { id: string; version: number; state: string; since: string; rules: string[] }[];
  notes: { words: string; after_seq: number }[];
  baselineOut: number[];
}

export const chartOf = async (client: Client, id: string): Promise<Chart> =>
  ok<Chart>(await client.get(`/control/charts/${id}`));

/** A chart by the analyst. */
export const openChart = async (lab: Lab, change: Partial<ChartInput> = {}): Promise<string> =>
  ok<{ id: string }>(await (await lab.as('analyst2')).post('/control/charts', { ...chartInput, ...change })).id;

/** Points one day apart, by file, from 2026-10-01 on. */
export const importPoints = async (client: Client, id: string, values: readonly string[], from = '2026-10-01') => {
  const start = Date.parse(`${from}T01:00:00Z`);
  const lines = values.map(
    (value, i) =>
      `${new Date(start + i * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')},${value}`,
  );
  const data = Buffer.from(['时间,测定值', ...lines].join('\n')).toString('base64');
  return client.post(`/control/charts/${id}/import`, { file: { name: 'points.csv', data } });
};

/** The chart with its baseline and limits that two persons set. */
export async function chartWithLimits(lab: Lab, change: Partial<ChartInput> = {}): Promise<string> {
  const [analyst, quality] = [await lab.as('analyst2'), await lab.as('quality')];
  const id = await openChart(lab, change);
  ok(await importPoints(analyst, id, baseline));
  const limits = ok<{ id: string; version: number }>(
    await analyst.post(`/control/charts/${id}/limits`, { reason: '首次建立控制限' }),
  );
  ok(await quality.post(`/control/limits/${limits.id}/approval`, { version: limits.version }));
  return id;
}

export const point = (client: Client, id: string, readings: string, at = '2026-11-22 09:00') =>
  client.post(`/control/charts/${id}/points`, { at, readings });

/** An internal sample of one item, prepared by the quality manager and assigned. */
export async function prepared(
  lab: Lab,
  analyst = 'analyst',
  codes = LEAD,
): Promise<{ sample: string; number: string; test: string; version: number }> {
  const sample = ok<{ id: string; number: string }>(
    await (await lab.as('quality')).post('/internal', { ...cover, purpose: 'blind', codes }),
  );
  return { ...(await assigned(lab, sample.id, analyst)), number: sample.number };
}

export async function assigned(lab: Lab, sample: string, analyst = 'analyst') {
  const head = await lab.as('head');
  const { tests } = ok<{ tests: { id: string }[] }>(await head.get(`/samples/${sample}/assignment`));
  const test = tests[0]?.id ?? '';
  const done = ok<{ tests: { version: number }[] }>(
    await head.post(`/samples/${sample}/assignment`, { tests: [test], analyst: (await lab.user(analyst)).id }),
  );
  return { sample, test, version: done.tests[0]?.version ?? 0 };
}

const samples = [
  { m: '0.9660', C: '14.34' },
  { m: '0.9710', C: '14.18' },
];

/** The analyst records arsenic with this recovery and signs. */
export async function signed(
  lab: Lab,
  { test, version }: { test: string; version: number },
  recovery = '100.4',
  login = 'analyst',
  reason?: string,
) {
  const analyst = await lab.as(login);
  const readings = {
    common,
    corr: '0.9996',
    recovery,
    detected: 'yes',
    C_0: '0.24',
    V: '25',
    D: '1',
    samples,
    C_low: '5',
    C_high: '100',
  };
  const saved = ok<{ version: number }>(
    await analyst.post(`/tests/${test}/readings`, { version, readings, ...(reason !== undefined && { reason }) }),
  );
  return ok<{ id: string; version: number; hash: string }>(
    await analyst.post(`/tests/${test}/submission`, { version: saved.version, password: PASSWORD }),
  );
}

export const review = async (lab: Lab, test: { id: string; hash: string }) =>
  reviewEach(await lab.as('reviewer'), [test]);

export const approve = async (lab: Lab, sample: string) => {
  const head = await lab.as('head');
  const { tests } = ok<{ tests: Parameters<typeof bound>[0] }>(await head.get(`/samples/${sample}/assignment`));
  return head.post(`/samples/${sample}/approval`, { hashes: bound(tests), password: PASSWORD });
};
