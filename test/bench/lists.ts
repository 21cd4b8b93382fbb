import { addDays } from '../../lib/core/deadlines.ts';
import type { Act } from '../../lib/kernel/types.ts';
import type { Floor } from './floor.ts';
import { call } from './http.ts';
import { type Line, median, timed } from './measure.ts';
import type { Scene } from './scene.ts';

const SMALL = 200;
const LARGE = 20_000;
const AT_ONCE = 2000;
/** Of the first 200 batches every third is open, so that both pages are full; of the later ones every 200th. */
const OPEN_EVERY = { few: 3, many: 200 };
const TIMES = 40;

interface Named {
  id: string;
  version: number;
  created_at: string;
}

/** Samplings with their receipts and batches up to a number, written in bulk through the act, so that the trail stays whole. */
export async function fillTo(scene: Scene, target: number): Promise<void> {
  const [counted] = await scene.app.db.read('samples').count<{ n: number | string }[]>({ n: '*' });
  for (let n = Number(counted?.n ?? 0); n < target; n += AT_ONCE) {
    await scene.direct((act) => bulk(act, n, Math.min(AT_ONCE, target - n)));
  }
}

async function bulk(act: Act, from: number, count: number): Promise<void> {
  const model = (await act.db('samplings').where({ state: 'received' }).first()) as Record<string, unknown>;
  const batch = (await act.db('samples').first()) as Record<string, unknown>;
  const receipt = (await act.db('receipts').where({ decision: 'accepted' }).first()) as Record<string, unknown>;
  const fresh = ({ id: _id, version: _version, created_at: _at, ...row }: Record<string, unknown>) => row;
  const parsed = (row: Record<string, unknown>, ...columns: string[]) => ({
    ...row,
    ...Object.fromEntries(columns.map((column) => [column, JSON.parse(String(row[column]))])),
  });
  const numbered = Array.from({ length: count }, (_, i) => from + i);
  const samplings = await act.insertAll<Named>(
    'samplings',
    numbered.map((n) => ({ ...parsed(fresh(model), 'officers', 'fields'), number: `FILL-${n}` })),
  );
  const receipts = await act.insertAll<Named>(
    'receipts',
    samplings.map(({ id }) => ({ ...parsed(fresh(receipt), 'checks', 'grounds'), sampling_id: id })),
  );
  await act.insertAll<Named>(
    'samples',
    samplings.map(({ id }, i) => {
      const n = from + i;
      const state = n % (n < SMALL ? OPEN_EVERY.few : OPEN_EVERY.many) === 0 ? 'testing' : 'issued';
      return {
        ...fresh(batch),
        number: `F2026-${n}`,
        sampling_id: id,
        receipt_id: receipts[i]?.id,
        state,
        due_on: addDays(act.today, (n % 40) - 3),
      };
    }),
  );
}

const pages: Page[] = [
  ['list of samplings, page of 50, JSON', 'cai1', '/api/v1/samplings'],
  ['list of samplings, page of 50, page', 'cai1', '/samplings'],
  ['list of batches by due date, JSON', 'shou', '/api/v1/samples'],
  ['list of batches by due date, page', 'shou', '/samples'],
  ['what waits at the counter, page', 'shou', '/receipts'],
  ['home of the department head, page', 'zhuren', '/'],
  ['tasks of the department head, page', 'zhuren', '/tasks'],
  ['my tests, page', 'jian1', '/tests'],
  ['reports, page', 'qianfa', '/reports'],
  ['trail, page of 50', 'shenji', '/audit'],
];

/**
 * Lists at two sizes of the tables, by turns on two databases, so that the growth is not the drift of a busy machine.
 * The floor: session look-up and one indexed query of 50 rows by bare Koa and better-sqlite3.
 */
export async function lists(
  small: Scene,
  large: Scene,
  floor: Floor | undefined,
  tell: (line: Line) => void,
): Promise<void> {
  await fillTo(small, SMALL);
  await fillTo(large, LARGE);
  floor?.fill('samplings', await large.app.db.read('samplings').limit(LARGE));
  await atBoth({ small, large, sizes: [SMALL, LARGE], floor, tell, times: TIMES }, pages);
}

export interface Both {
  small: Scene;
  large: Scene;
  /** How many of what grows there are in each, as the lines say it. */
  sizes: [small: number, large: number];
  floor: Floor | undefined;
  tell: (line: Line) => void;
  times: number;
}

export type Page = [name: string, login: string, path: string | ((scene: Scene) => string)];

/** Pages of two scenes by turns, each with the bare floor in between. */
export async function atBoth(both: Both, asked: readonly Page[]): Promise<void> {
  const { small, large, sizes, floor, tell, times } = both;
  for (const [name, login, path] of asked) {
    const open = (scene: Scene) => timed(() => scene.raw(login, typeof path === 'string' ? path : path(scene)));
    const [few, many, bare]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i <= times; i += 1) {
      const taken = [await open(small), await open(large)];
      const floored = floor ? await timed(() => call(`${floor.url}/samplings`, 'GET', floor.headers)) : 0;
      if (i === 0) continue;
      few.push(taken[0] ?? 0);
      many.push(taken[1] ?? 0);
      bare.push(floored);
    }
    const shared = { engine: large.engine, floor: floor ? median(bare) : null, samples: times };
    const line = (size: number, ours: number, growth: number | null): Line => ({
      ...shared,
      measure: `${name}, at ${size.toLocaleString('en')}`,
      ours,
      ratio: shared.floor === null ? null : ours / shared.floor,
      growth,
    });
    tell(line(sizes[0], median(few), null));
    tell(line(sizes[1], median(many), median(many) / median(few)));
  }
}
