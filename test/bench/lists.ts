import type { Act } from '../../lib/kernel/types.ts';
import type { Floor } from './floor.ts';
import { call } from './http.ts';
import { compare, type Line } from './measure.ts';
import type { Scene } from './scene.ts';

const SMALL = 200;
const LARGE = 20_000;
const AT_ONCE = 2000;
const OPEN_EVERY = 20;

interface Named {
  id: string;
  version: number;
  created_at: string;
}

/** Samplings with their receipts and batches up to a number, written in bulk through the act, so that the trail stays whole. */
async function fillTo(scene: Scene, target: number): Promise<void> {
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
  const parsed = (row: Record<string, unknown>, ...columns: string[]) => ({ ...row, ...Object.fromEntries(columns.map((column) => [column, JSON.parse(String(row[column]))])) });
  const numbered = Array.from({ length: count }, (_, i) => from + i);
  const samplings = await act.insertAll<Named>('samplings', numbered.map((n) => ({ ...parsed(fresh(model), 'officers', 'fields'), number: `FILL-${n}` })));
  const receipts = await act.insertAll<Named>('receipts', samplings.map(({ id }) => ({ ...parsed(fresh(receipt), 'checks', 'grounds'), sampling_id: id })));
  await act.insertAll<Named>('samples', samplings.map(({ id }, i) => {
    const n = from + i;
    const state = n % OPEN_EVERY === 0 ? 'testing' : 'issued';
    return { ...fresh(batch), number: `F2026-${n}`, sampling_id: id, receipt_id: receipts[i]?.id, state, due_on: `2027-${String((n % 12) + 1).padStart(2, '0')}-15` };
  }));
}

const pages: [name: string, login: string, path: string][] = [
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

/** Lists at two sizes of the tables. The floor: session look-up and one indexed query of 50 rows by bare Koa and better-sqlite3. */
export async function lists(scene: Scene, floor: Floor | undefined, tell: (line: Line) => void): Promise<void> {
  await fillTo(scene, SMALL);
  const small = await round(scene, floor, SMALL);
  for (const line of small) tell(line);
  await fillTo(scene, LARGE);
  const large = await round(scene, floor, LARGE);
  large.forEach((line, i) => tell({ ...line, growth: line.ours / (small[i]?.ours ?? Number.NaN) }));
}

async function round(scene: Scene, floor: Floor | undefined, size: number): Promise<Line[]> {
  floor?.fill('samplings', await scene.app.db.read('samplings').limit(size));
  const bare = floor ? () => call(`${floor.url}/samplings`, 'GET', floor.headers) : undefined;
  const lines: Line[] = [];
  for (const [name, login, path] of pages) {
    const measure = `${name}, at ${size.toLocaleString('en')}`;
    lines.push(await compare({ measure, engine: scene.engine, times: 25, ours: () => scene.raw(login, path), ...(bare && { floor: bare }) }));
  }
  return lines;
}
