import type { Readings } from '../../lib/forms/index.ts';
import { hashPassword, passwordFits } from '../../lib/kernel/passwords.ts';
import type { Floor } from './floor.ts';
import { call } from './http.ts';
import { compare, type Line, type Pair } from './measure.ts';
import type { Scene, Test } from './scene.ts';

interface Registered {
  id: string;
  version: number;
}

interface Ready {
  sampleId: string;
  tests: Test[];
  portion: string;
}

const IMPORT = 200;
const CLIENTS = 16;
const CALLS = 160;

const register = (scene: Scene): Promise<Registered> =>
  scene.act<Registered>('cai1', 'POST', '/samplings', scene.registration());
const receive = (scene: Scene, { id, version }: Registered) =>
  scene.act<{ sample: { id: string }; portions: { code: string }[] }>(
    'shou',
    'POST',
    `/samplings/${id}/receipt`,
    scene.receipt(version),
  );

/** A batch of ten items assigned to one analyst, ready for the bench. */
async function ready(scene: Scene): Promise<Ready> {
  const { sample, portions } = await receive(scene, await register(scene));
  const { tests } = await scene.act<{ tests: Test[] }>('zhuren', 'GET', `/samples/${sample.id}/assignment`);
  const { analysts } = await scene.act<{ analysts: { id: string; name: string }[] }>(
    'zhuren',
    'GET',
    `/samples/${sample.id}/assignment`,
  );
  const { id: analyst } = (await scene.app.db.read('users').where({ login: 'jian1' }).first<{ id: string }>('id')) ?? {
    id: analysts[0]?.id ?? '',
  };
  const assigned = await scene.act<{ tests: Test[] }>('zhuren', 'POST', `/samples/${sample.id}/assignment`, {
    tests: tests.map(({ id }) => id),
    analyst,
  });
  return { sampleId: sample.id, tests: assigned.tests, portion: portions[0]?.code ?? '' };
}

/** Saves all readings of a test, or changes one value of it with a reason. */
async function save(scene: Scene, test: Test, readings: Readings, reason?: string): Promise<void> {
  const saved = await scene.act<{ test: Test }>('jian1', 'POST', `/tests/${test.id}/readings`, {
    version: test.version,
    readings,
    ...(reason && { reason }),
  });
  Object.assign(test, saved.test);
}

const readingsOf = ({ batch }: Scene, { tests, portion }: Ready, seq: number): [Test, Readings] => {
  const given = batch.readings[String(seq)] ?? {};
  const test = tests.find((one) => one.seq === seq);
  if (!test) throw new Error(`no item ${seq}`);
  return [test, { ...given, common: { ...(given['common'] as Readings), portion } }];
};

/** Has the floor do again what ours did last. */
async function again(
  scene: Scene,
  floor: Floor | undefined,
  name: string,
  work: () => Promise<unknown>,
): Promise<(() => Promise<unknown>) | undefined> {
  if (!floor) {
    await work();
    return undefined;
  }
  const before = await scene.head();
  await work();
  const path = floor.write(name, await scene.since(before));
  return () => call(floor.url + path, 'POST', floor.headers, body.get(name) ?? '{}');
}

const body = new Map<string, string>();

/** Everything that writes: each beside the same rows and events by bare Koa and better-sqlite3 over HTTP. */
export async function writes(scene: Scene, floor: Floor | undefined, tell: (line: Line) => void): Promise<void> {
  const { engine } = scene;
  const measure = async (pair: Omit<Pair, 'engine'>): Promise<void> => tell(await compare({ ...pair, engine }));
  body.set('register', JSON.stringify(scene.registration()));
  await measure({
    measure: 'register a batch with its portions',
    times: 40,
    ours: () => register(scene),
    floor: await again(scene, floor, 'register', () => register(scene)),
  });

  let waiting = await register(scene);
  await measure({
    measure: 'receive and plan a batch with its 10 items, one call',
    times: 25,
    floor: await again(scene, floor, 'receive', () => receive(scene, waiting)),
    before: async () => {
      waiting = await register(scene);
    },
    ours: () => receive(scene, waiting),
  });

  const bench = await ready(scene);
  const [assay, readings] = readingsOf(scene, bench, 10);
  await save(scene, assay, readings);
  let turn = 0;
  const change = () => {
    turn += 1;
    return save(scene, assay, { samples: [{ m: `0.04${60 + (turn % 30)}` }] }, '示例：按天平打印记录更正');
  };
  body.set(
    'save',
    JSON.stringify({ version: 3, readings: { samples: [{ m: '0.0462' }] }, reason: 'as the balance printed it' }),
  );
  await measure({
    measure: 'save a changed reading (computed, judged, with reason)',
    times: 60,
    floor: await again(scene, floor, 'save', change),
    ours: change,
  });

  const many = await ready(scene);
  const [wide, first] = readingsOf(scene, many, 6);
  body.set('whole', JSON.stringify({ version: 3, readings: first }));
  const whole = () => {
    turn += 1;
    const masses = Array.from({ length: 20 }, (_, i) => ({ mass: `0.58${10 + ((turn + i) % 40)}` }));
    return save(scene, wide, { ...first, units: masses }, '示例：按天平打印记录更正');
  };
  await whole();
  await measure({
    measure: 'save a whole record of 20 readings',
    times: 25,
    floor: await again(scene, floor, 'whole', whole),
    ours: whole,
  });

  await measure(await signing(scene, floor));

  const rows = () => Array.from({ length: IMPORT }, () => scene.registration());
  let batch = { rows: rows() };
  body.set('import', JSON.stringify(batch));
  const load = () => scene.act('cai1', 'POST', '/samplings/import', batch);
  await measure({
    measure: `import ${IMPORT} samplings in one call (for one)`,
    times: 5,
    units: IMPORT,
    floor: await again(scene, floor, 'import', load),
    before: async () => {
      batch = { rows: rows() };
    },
    ours: load,
  });
  await together(scene, floor, tell);
}

/** One password signs the ten records of a batch; the floor checks a password of the same cost. */
async function signing(scene: Scene, floor: Floor | undefined): Promise<Omit<Pair, 'engine'>> {
  const filled = async (): Promise<Ready> => {
    const made = await ready(scene);
    for (const { seq } of made.tests) {
      const [test, readings] = readingsOf(scene, made, seq);
      await save(scene, test, readings);
    }
    return made;
  };
  const sign = ({ tests }: Ready) =>
    scene.act('jian1', 'POST', '/submissions', {
      tests: tests.map(({ id, hash }) => ({ id, hash })),
      password: scene.password,
    });
  let set = await filled();
  body.set('sign', JSON.stringify({ tests: set.tests.map(({ id, hash }) => ({ id, hash })) }));
  const bare = await again(scene, floor, 'sign', () => sign(set));
  const stored = await hashPassword(scene.password);
  return {
    measure: 'sign a set of 10 records with one password',
    times: 5,
    before: async () => {
      set = await filled();
    },
    ours: () => sign(set),
    floor:
      bare &&
      (async () => {
        await passwordFits(stored, scene.password);
        await bare();
      }),
  };
}

/** Sixteen people at once; figures are for one call. */
async function together(scene: Scene, floor: Floor | undefined, tell: (line: Line) => void): Promise<void> {
  const crowd = (work: (client: number) => Promise<unknown>) => async () => {
    const queue = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let i = 0; i < CALLS / CLIENTS; i += 1) await work(client);
    });
    await Promise.all(queue);
  };
  const bare = (name: string) =>
    floor ? () => call(`${floor.url}/${name}`, 'POST', floor.headers, body.get(name) ?? '{}') : undefined;
  const [registerBare, saveBare] = [bare('register'), bare('save')];
  const shared = { engine: scene.engine, times: 5, units: CALLS };
  tell(
    await compare({
      ...shared,
      measure: `register, ${CLIENTS} clients (for one)`,
      ours: crowd(() => register(scene)),
      ...(registerBare && { floor: crowd(registerBare) }),
    }),
  );
  const benches: [Test, Readings][] = [];
  for (let i = 0; i < CLIENTS; i += 1) {
    const own = readingsOf(scene, await ready(scene), 10);
    await save(scene, ...own);
    benches.push(own);
  }
  let turn = 0;
  const change = async (client: number) => {
    turn += 1;
    const [test] = benches[client] as [Test, Readings];
    await save(scene, test, { samples: [{ m: `0.04${60 + (turn % 30)}` }] }, '示例：按天平打印记录更正');
  };
  tell(
    await compare({
      ...shared,
      measure: `save a changed reading, ${CLIENTS} clients (for one)`,
      ours: crowd(change),
      ...(saveBare && { floor: crowd(saveBare) }),
    }),
  );
}
