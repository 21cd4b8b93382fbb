import type { TestItem } from '../../lib/forms/index.ts';
import type { Engine } from '../../lib/kernel/database.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import type { SheetRow, WorksheetRow } from '../../lib/worksheets/rows.ts';
import type { Client } from '../support/lab.ts';
import { ok, type Rig, startRig } from '../testing/rig.ts';

export { ok, type Rig };

const assay: TestItem = {
  group: '含量测定',
  name: { zh: '含量测定', en: 'Assay' },
  parameter: 'D-ASSAY-HPLC',
  limit: { kind: 'range', low: '90.0', high: '110.0' },
  limitText: '应为标示量的90.0%～110.0%',
  unit: '%',
  places: 1,
  individualPlaces: 2,
  rule: 'half-even',
  compare: 'rounded',
  constants: { mean_mass: '0.25', L: '0.1' },
  method: '通则0512',
};

export interface Run {
  id: string;
  rows: { id: string; test: string; number: string }[];
  standard: string;
}

/** A run of an assay by `analyst`: so many batches, then the reference solution, whose injections hold for the whole run. */
export async function assayRun(rig: Pick<Rig, 'app' | 'act' | 'batch'>, samples = 3, seq = 1): Promise<Run> {
  const batches: string[] = [];
  for (let n = 0; n < samples; n += 1) batches.push((await rig.batch({ state: 'assigned' })).id);
  const numbers = new Map(
    (await rig.app.db.read('samples').whereIn('id', batches).select('id', 'number')).map(({ id, number }) => [
      id,
      number,
    ]),
  );
  return rig.act('analyst', async (act) => {
    const { catalogue } = act.app;
    const parameter = catalogue.edition('parameter', assay.parameter);
    const form = catalogue.edition('form', 'assay-external-standard');
    for (const { kind, code, hash, body } of [parameter, form]) await act.keep(kind, code, hash, body);
    const tests = await act.insertAll<TestRow>(
      'tests',
      batches.map((sample_id) => ({
        ...{ sample_id, seq, parameter_code: assay.parameter, parameter_hash: parameter.hash },
        ...{ form_code: form.code, form_hash: form.hash, item: assay, state: 'assigned' as const },
        ...{ analyst_id: act.user.id, reviewer_id: null, readings: {}, outcome: null, result_text: null },
        ...{ result_exact: null, verdict: null, started_at: null, submitted_at: null, reviewed_at: null },
        ...{ returned_reason: null, hands: [], standing: 'counts' as const, attempt: 0 },
      })),
    );
    const run = await act.insert<WorksheetRow>('worksheets', {
      ...{ number: await act.number('run', 'RUN-Y{year}-{serial:4}'), title: '含量测定 检验批' },
      ...{ form_code: form.code, form_hash: form.hash, method: { zh: '通则0512', en: 'ChP 0512' }, template_id: null },
      ...{ rules: [], shared: {}, shared_fields: ['injections', 'm_s'], instrument: null, room: null, sequence: null },
      ...{ state: 'open', analyst_id: act.user.id, members: [], note: null },
    });
    const plain = {
      worksheet_id: run.id,
      of_row: null,
      level: null,
      lot: null,
      readings: {},
      outcome: null,
      verdict: null,
      removed_at: null,
    };
    const rows = await act.insertAll<SheetRow>('worksheet_rows', [
      ...tests.map(({ id }, i) => ({ ...plain, kind: 'sample' as const, test_id: id, label: '样品', position: i + 1 })),
      { ...plain, kind: 'standard' as const, test_id: null, label: '对照品①', position: samples + 1 },
    ]);
    return {
      id: run.id,
      rows: rows.flatMap(({ id, test_id }, i) =>
        test_id === null ? [] : [{ id, test: test_id, number: numbers.get(batches[i] ?? '') ?? '' }],
      ),
      standard: rows.at(-1)?.id ?? '',
    };
  });
}

export const startInstruments = (engine: Engine): Promise<Rig> => startRig(engine);

/** One injection of our own peak table. */
export interface Peak {
  sample: string;
  vial: string;
  at: string;
  area: string;
  manual?: true;
}

const heads = ['样品名称', '瓶号', '采集时间', '组分', '保留时间', '峰面积', '积分类型'];

/** A peak table as a chromatography program in Chinese writes it. */
export const peakTable = (peaks: readonly Peak[]): string =>
  [
    heads,
    ...peaks.map(({ sample, vial, at, area, manual }) => [
      sample,
      vial,
      at,
      '示例成分',
      '5.213',
      area,
      manual ? '手动' : 'BB',
    ]),
  ]
    .map((cells) => cells.join(','))
    .join('\r\n');

/** Two samples of a batch, injected twice each. */
export const injectionsOf = (number: string, vial: number, first: number): Peak[] =>
  [1, 2].flatMap((n) =>
    [1, 2].map((i) => ({
      sample: `${number}-${n}`,
      vial: String(vial + n),
      at: `2026-11-23 ${String(10 + n).padStart(2, '0')}:${String(vial * 2 + i).padStart(2, '0')}:00`,
      area: String(first + n * 10 + i),
    })),
  );

export const fileOf = (name: string, text: string | Buffer) => ({ name, data: Buffer.from(text).toString('base64') });

export interface Filed {
  id: string;
  version: number;
  run: string;
  state: string;
}

export const importFile = async (
  client: Client,
  run: string,
  name: string,
  text: string | Buffer,
  more: object = {},
): Promise<Filed> => ok<Filed>(await client.post(`/runs/${run}/files`, { file: fileOf(name, text), ...more }));

export interface Line {
  n: number;
  sample: string;
  status: string;
  cells: { row: string; path: string; value: string; from?: string }[];
  reasons: { id: string; params: Record<string, string | number> }[];
  flags: string[];
  names: string[];
}
export interface Shown {
  version: number;
  file: { state: string; encoding: string; format: string; profile_id: string | null; replaces: string | null };
  lines: Line[];
  counts: Record<string, number>;
  conflicts: number;
}

export const shown = async (client: Client, { run, id }: Filed): Promise<Shown> =>
  ok<Shown>(await client.get(`/runs/${run}/files/${id}?view=all`));

export const mapping = {
  sample: 'name',
  by: ['number'],
  pattern: '{code}-{n}',
  each: 2,
  targets: [
    { row: 'sample', name: '示例成分', field: 'area', path: 'samples.{n}.A_{i}' },
    { row: '*', name: '示例成分', field: 'area', path: 'injections.{n}.A_s' },
  ],
};

/** The mapping of our peak tables into the assay, by the head of department. */
export const mapped = async (
  rig: Pick<Rig, 'as'>,
  change: object = {},
  more: object = {},
): Promise<{ id: string; version: number }> =>
  ok(
    await (await rig.as('head')).post('/instrument-files/profiles', {
      ...{ format: 'chromatography-table', formCode: 'assay-external-standard', mapping: { ...mapping, ...change } },
      ...more,
    }),
  );

export async function readingsAt(rig: Rig, test: string): Promise<Record<string, unknown>> {
  const row = await rig.app.db.read('tests').where({ id: test }).first('readings');
  return JSON.parse(row.readings);
}

export const reasonsOf = (line: Line | undefined): string[] =>
  (line?.reasons ?? []).map(({ id }) => id.replace('instrument-file.', ''));
