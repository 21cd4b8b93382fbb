import type { TestItem } from '../../lib/forms/index.ts';
import type { Act } from '../../lib/kernel/types.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import type { QcKind, SheetRow, WorksheetRow } from '../../lib/worksheets/rows.ts';
import { type Client, type Lab, PASSWORD } from '../support/lab.ts';
import { type Rig, startRig } from '../testing/rig.ts';

export { PASSWORD };

const drying: TestItem = {
  group: '检查',
  name: { zh: '干燥失重', en: 'Loss on drying' },
  parameter: 'D-LIM-LOD',
  limit: { kind: 'max', value: '90' },
  limitText: '不得过90.0%',
  unit: '%',
  places: 1,
  individualPlaces: 2,
  rule: 'half-even',
  compare: 'rounded',
  constants: {},
  method: '通则0831',
};

export const common = {
  portion: 'Y2026-00001-P1',
  started: '2026-11-23T09:10',
  finished: '2026-11-23T16:40',
  temperature: '23.4',
  humidity: '45',
  instruments: [{ no: 'E-0012', name: '天平', validTo: '2027-01-10' }],
};

/** The twelve readings of a record of loss on drying, in the order of the sheet. */
export const fields = [
  'temperature_dry',
  'hours',
  ...[0, 1].flatMap((n) => ['m_1p', 'm_1', 'm', 'm_p', 'm_2'].map((id) => `samples.${n}.${id}`)),
];

export interface Sheet {
  id: string;
  rows: { id: string; test: string }[];
  controls: string[];
}

/**
 * A run of loss on drying by `analyst` with `analyst2` as a member: so many samples, then a blank and a check standard if wanted. The
 * common header is shared; `shared` adds fields.
 */
export async function sheetOf(
  rig: Rig,
  samples: number,
  {
    shared = ['common'],
    controls = [],
    given = { common },
  }: { shared?: string[]; controls?: QcKind[]; given?: WorksheetRow['shared'] } = {},
): Promise<Sheet> {
  const batches: string[] = [];
  for (let n = 0; n < samples; n += 1) batches.push((await rig.batch({ state: 'assigned' })).id);
  const member = await rig.user('analyst2');
  return rig.act('analyst', async (act) => {
    const { catalogue } = act.app;
    const parameter = catalogue.edition('parameter', drying.parameter);
    const form = catalogue.edition('form', 'loss-on-drying');
    for (const { kind, code, hash, body } of [parameter, form]) await act.keep(kind, code, hash, body);
    const tests = await act.insertAll<TestRow>(
      'tests',
      batches.map((sample_id) => ({
        ...{ sample_id, seq: 1, parameter_code: drying.parameter, parameter_hash: parameter.hash },
        ...{ form_code: form.code, form_hash: form.hash, item: drying, state: 'assigned' as const },
        ...{ analyst_id: act.user.id, reviewer_id: null, readings: given, outcome: null, result_text: null },
        ...{ result_exact: null, verdict: null, started_at: null, submitted_at: null, reviewed_at: null },
        ...{ returned_reason: null, hands: [member.id], standing: 'counts' as const, attempt: 0 },
      })),
    );
    const run = await act.insert<WorksheetRow>('worksheets', {
      ...{ number: await act.number('run', 'RUN-Y{year}-{serial:4}'), title: '干燥失重 检验批' },
      ...{ form_code: form.code, form_hash: form.hash, method: { zh: '通则0831', en: 'ChP 0831' }, template_id: null },
      ...{ rules: [{ kind: 'blank', field: 'found', rule: 'max', max: '0.10' }], shared: given, shared_fields: shared },
      ...{ instrument: null, room: null, sequence: null, state: 'open', analyst_id: act.user.id, members: [member.id] },
      note: null,
    });
    const rows = await placed(act, run.id, tests, controls);
    return {
      id: run.id,
      rows: rows.flatMap(({ id, test_id }) => (test_id === null ? [] : [{ id, test: test_id }])),
      controls: rows.flatMap(({ id, test_id }) => (test_id === null ? [id] : [])),
    };
  });
}

function placed(
  act: Act,
  worksheet_id: string,
  tests: readonly TestRow[],
  controls: readonly QcKind[],
): Promise<SheetRow[]> {
  const plain = {
    worksheet_id,
    of_row: null,
    level: null,
    lot: null,
    readings: {},
    outcome: null,
    verdict: null,
    removed_at: null,
  };
  const places = [
    ...tests.map(({ id }) => ({ kind: 'sample' as const, test_id: id, label: '样品' })),
    ...controls.map((kind) => ({ kind, test_id: null, label: kind })),
  ];
  return act.insertAll<SheetRow>(
    'worksheet_rows',
    places.map((place, i) => ({ ...plain, ...place, position: i + 1 })),
  );
}

export const startSheets = startRig;

/** A value that no other cell has. */
export const valueOf = (row: number, column: number, first = 20): string =>
  (first + row * 0.02 + column * 0.0011).toFixed(4);

/** The readings of a record as they stand, by dot path. */
export async function readingsOf(lab: Lab, test: string): Promise<Record<string, string>> {
  const row: { readings: string } | undefined = await lab.app.db.read('tests').where({ id: test }).first('readings');
  return flat(JSON.parse(row?.readings ?? '{}'));
}

function flat(value: unknown, path = ''): Record<string, string> {
  if (typeof value === 'string') return { [path]: value };
  if (value === null || typeof value !== 'object') return {};
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`)),
  );
}

export interface TrailedChange {
  at: string;
  by: string;
  path: string;
  old: string | null;
  new: string | null;
  reason: string | null;
}

/** Every change of a reading of these records as the trail holds it, one array an event. */
export async function trailOf(lab: Lab, tests: readonly string[]): Promise<TrailedChange[][]> {
  const rows: { utc: string; user_id: string; body: string }[] = await lab.app.db
    .read('audit')
    .where({ entity: 'tests' })
    .whereIn('entity_id', [...tests])
    .orderBy('seq');
  return rows
    .map(({ utc, user_id, body }) => {
      const { changes, reason } = JSON.parse(body) as {
        changes: { field: string; old: string | null; new: string | null }[];
        reason: string | null;
      };
      return (
        changes
          .filter(({ field }) => field.startsWith('readings.'))
          // A list that begins or ends to exist is no cell.
          .filter((change) => ![change.old, change.new].some((text) => text === '{}' || text === '[]'))
          .map(({ field, ...change }) => ({ at: utc, by: user_id, path: field.slice(9), ...change, reason }))
      );
    })
    .filter((event) => event.length > 0);
}

export const cell = (client: Client, run: string, body: object, key?: string) =>
  client.post(`/runs/${run}/cells`, body, key === undefined ? {} : { key });
export const cells = (client: Client, run: string, list: object[], key?: string) =>
  client.post(`/runs/${run}/cells-set`, { cells: list }, key === undefined ? {} : { key });
