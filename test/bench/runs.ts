import type { TestItem } from '../../lib/forms/index.ts';
import { hashPassword, passwordFits } from '../../lib/kernel/passwords.ts';
import type { Act } from '../../lib/kernel/types.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { injectionsOf, mapping, peakTable } from '../instruments/rig.ts';
import { fields, valueOf } from '../worksheets/sheet-rig.ts';
import type { Floor } from './floor.ts';
import { call } from './http.ts';
import { compare, type Line, type Pair } from './measure.ts';
import type { Scene } from './scene.ts';

const ROWS = 96;
const SIGNED = 50;
/** A file of two thousand lines: four injections a batch, and as many again of other people's samples. */
const FILE = { batches: 250, lines: 2000 };

const drying: TestItem = {
  ...{ group: '检查', name: { zh: '干燥失重', en: 'Loss on drying' }, parameter: 'D-LIM-LOD' },
  ...{ limit: { kind: 'max', value: '90' }, limitText: '不得过90.0%', unit: '%', places: 1, individualPlaces: 2 },
  ...{ rule: 'half-even', compare: 'rounded', constants: {}, method: '通则0831' },
};
const assay: TestItem = {
  ...{ group: '含量测定', name: { zh: '含量测定', en: 'Assay' }, parameter: 'D-ASSAY-HPLC' },
  ...{
    limit: { kind: 'range', low: '1', high: '9000' },
    limitText: '1～9000',
    unit: '%',
    places: 1,
    individualPlaces: 2,
  },
  ...{ rule: 'half-even', compare: 'rounded', constants: { mean_mass: '0.25', L: '0.1' }, method: '通则0512' },
};

interface Run {
  id: string;
  rows: string[];
  tests: string[];
  numbers: string[];
}

let made = 0;

/** So many batches with one test each, copied from a batch of the demo, and their run, opened as the analyst opens it. */
async function runOf(scene: Scene, item: TestItem, form: string, count: number): Promise<Run> {
  const analyst = await scene.app.db.read('users').where({ login: 'jian1' }).first<{ id: string }>('id');
  const { tests, numbers } = await scene.direct((act) => batches(act, item, form, count, analyst?.id ?? ''));
  const { id } = await scene.act<{ id: string }>('jian1', 'POST', '/runs', { formCode: form, tests });
  const rows: { id: string }[] = await scene.app.db
    .read('worksheet_rows')
    .where({ worksheet_id: id, kind: 'sample' })
    .orderBy('position')
    .select('id');
  return { id, rows: rows.map((row) => row.id), tests, numbers };
}

async function batches(act: Act, item: TestItem, formCode: string, count: number, analyst: string) {
  const strip = ({ id: _id, version: _version, created_at: _at, ...row }: Record<string, unknown>) => row;
  const model = strip((await act.db('samples').first()) as Record<string, unknown>);
  const parameter = act.app.catalogue.edition('parameter', item.parameter);
  const form = act.app.catalogue.edition('form', formCode);
  for (const { kind, code, hash, body } of [parameter, form]) await act.keep(kind, code, hash, body);
  made += 1;
  const numbers = Array.from({ length: count }, (_, i) => `R2026-${made}${String(i).padStart(4, '0')}`);
  const samplings = await act.db('samplings').first();
  const receipts = await act.db('receipts').where({ decision: 'accepted' }).first();
  const parsed = (row: Record<string, unknown>, ...columns: string[]) => ({
    ...strip(row),
    ...Object.fromEntries(columns.map((column) => [column, JSON.parse(String(row[column]))])),
  });
  const own = await act.insertAll<{ id: string; version: number }>(
    'samplings',
    numbers.map((number) => ({ ...parsed(samplings, 'officers', 'fields'), number })),
  );
  const got = await act.insertAll<{ id: string; version: number }>(
    'receipts',
    own.map(({ id }) => ({ ...parsed(receipts, 'checks', 'grounds'), sampling_id: id })),
  );
  const samples = await act.insertAll<{ id: string; version: number }>(
    'samples',
    own.map(({ id }, i) => ({
      ...{
        ...model,
        spec_answers: null,
        number: numbers[i],
        sampling_id: id,
        receipt_id: got[i]?.id,
        state: 'assigned',
      },
    })),
  );
  const tests = await act.insertAll<TestRow>(
    'tests',
    samples.map(({ id: sample_id }) => ({
      ...{ sample_id, seq: 1, parameter_code: item.parameter, parameter_hash: parameter.hash },
      ...{ form_code: form.code, form_hash: form.hash, item, state: 'assigned' as const, analyst_id: analyst },
      ...{ reviewer_id: null, readings: {}, outcome: null, result_text: null, result_exact: null, verdict: null },
      ...{ started_at: null, submitted_at: null, reviewed_at: null, returned_reason: null },
      ...{ standing: 'counts' as const, attempt: 0 },
    })),
  );
  return { tests: tests.map(({ id }) => id), numbers };
}

const common = {
  ...{ portion: 'P1', started: '2026-11-20T09:10', finished: '2026-11-20T16:40', temperature: '23.4', humidity: '45' },
  instruments: [{ no: 'E-0012', name: '天平', validTo: '2027-01-10' }],
};

/** Records of the run, complete but for their signature. */
async function fill(scene: Scene, run: Run, rows: number): Promise<void> {
  for (const [i, id] of run.tests.slice(0, rows).entries()) {
    const version = await scene.app.db.read('tests').where({ id }).first<{ version: number }>('version');
    const samples = [0, 1].map((n) => {
      const empty = 20 + i * 0.01 + n * 0.5;
      const [m_1, after] = [empty.toFixed(4), (empty + 0.996 + n * 0.0005).toFixed(4)];
      return { m_1p: m_1, m_1, m: '1.0042', m_p: after, m_2: after };
    });
    await scene.act('jian1', 'POST', `/tests/${id}/readings`, {
      version: version?.version,
      readings: { common, temperature_dry: '105', hours: '3', samples },
    });
  }
}

const signedOf = (scene: Scene, ids: readonly string[]): Promise<{ id: string; hash: string }[]> =>
  Promise.all(
    ids.map(async (id) => {
      const { test } = await scene.act<{ test: { id: string; hash: string } }>('jian1', 'GET', `/tests/${id}`);
      return { id, hash: test.hash };
    }),
  );

/** The floor of what ours did last: the same rows and events, bare. */
async function bare(
  scene: Scene,
  floor: Floor | undefined,
  name: string,
  work: () => Promise<unknown>,
): Promise<(() => Promise<unknown>) | undefined> {
  const before = await scene.head();
  await work();
  if (!floor) return undefined;
  const path = floor.write(name, await scene.since(before));
  return () => call(floor.url + path, 'POST', floor.headers, '{}');
}

/** A day at the bench with runs: cells, the sheet, signatures, review, an instrument file. */
export async function runs(scene: Scene, floor: Floor | undefined, tell: (line: Line) => void): Promise<void> {
  const measure = async (pair: Omit<Pair, 'engine'>): Promise<void> =>
    tell(await compare({ ...pair, engine: scene.engine }));
  await cells(scene, floor, measure);
  await signatures(scene, floor, measure);
  await files(scene, floor, measure);
}

type Measure = (pair: Omit<Pair, 'engine'>) => Promise<void>;

async function cells(scene: Scene, floor: Floor | undefined, measure: Measure): Promise<void> {
  const run = await runOf(scene, drying, 'loss-on-drying', ROWS);
  let turn = 0;
  const next = (): { row: string; field: string; value: string; from: string } => {
    const [row, column] = [Math.floor(turn / fields.length), turn % fields.length];
    turn += 1;
    return { row: run.rows[row] ?? '', field: fields[column] ?? '', value: valueOf(row, column), from: '' };
  };
  const one = () => scene.act('jian1', 'POST', `/runs/${run.id}/cells`, next());
  const floorOfOne = await bare(scene, floor, 'cell', one);
  await measure({
    measure: 'save one cell of a run of 96',
    times: 200,
    ours: one,
    ...(floorOfOne && { floor: floorOfOne }),
  });
  const many = () =>
    scene.act('jian1', 'POST', `/runs/${run.id}/cells-set`, { cells: Array.from({ length: 50 }, next) });
  const floorOfMany = await bare(scene, floor, 'cells', many);
  await measure({
    measure: 'save 50 pasted cells of a run (for one)',
    times: 12,
    units: 50,
    ours: many,
    ...(floorOfMany && { floor: floorOfMany }),
  });
  await measure({
    measure: 'open a sheet of 96 x 12, page',
    times: 15,
    ours: () => scene.raw('jian1', `/runs/${run.id}`),
  });
}

async function signatures(scene: Scene, floor: Floor | undefined, measure: Measure): Promise<void> {
  const stored = await hashPassword(scene.password);
  const rounds = 4;
  const run = await runOf(scene, drying, 'loss-on-drying', SIGNED * rounds);
  await fill(scene, run, SIGNED * rounds);
  const signed = await signedOf(scene, run.tests);
  let turn = 0;
  const set = () => {
    const tests = signed.slice(turn * SIGNED, (turn + 1) * SIGNED);
    turn += 1;
    return scene.act('jian1', 'POST', '/submissions', { tests, password: scene.password });
  };
  const floorOfSet = await bare(scene, floor, 'submit50', set);
  await measure({
    measure: `submit ${SIGNED} results with one password`,
    times: rounds - 2,
    ours: set,
    ...(floorOfSet && {
      floor: async () => {
        await passwordFits(stored, scene.password);
        await floorOfSet();
      },
    }),
  });
}

async function files(scene: Scene, floor: Floor | undefined, measure: Measure): Promise<void> {
  const { number: instrument } = (await scene.app.db.read('instruments').orderBy('id').first('number')) as {
    number: string;
  };
  await scene.act('zhuren', 'POST', '/instrument-files/profiles', {
    ...{ instrument, format: 'chromatography-table', formCode: 'assay-external-standard', mapping },
  });
  const [first, second, third] = [
    await runOf(scene, assay, 'assay-external-standard', FILE.batches),
    await runOf(scene, assay, 'assay-external-standard', FILE.batches),
    await runOf(scene, assay, 'assay-external-standard', FILE.batches),
  ];
  const waiting = [first, second, third];
  const work = async () => {
    const run = waiting.shift();
    if (!run) throw new Error('no run is left');
    const others = Array.from({ length: FILE.lines / 4 - FILE.batches }, (_, i) => `OTHER-${made}-${i}`);
    const peaks = [...run.numbers, ...others].flatMap((number, i) => injectionsOf(number, i, 1000 + 100 * i));
    const data = Buffer.from(peakTable(peaks)).toString('base64');
    const upload = { instrument, file: { name: `sequence-${run.id}.csv`, data } };
    const { id, version } = await scene.act<{ id: string; version: number }>(
      'jian1',
      'POST',
      `/runs/${run.id}/files`,
      upload,
    );
    await scene.act('jian1', 'POST', `/runs/${run.id}/files/${id}/taking`, { version });
  };
  const floorOfFile = await bare(scene, floor, 'file2000', work);
  await measure({
    measure: 'import a file of 2,000 lines and take 1,000 (for a line)',
    times: 1,
    units: FILE.lines,
    ours: work,
    ...(floorOfFile && { floor: floorOfFile }),
  });
}
