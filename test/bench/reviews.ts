import { passwordFits } from '../../lib/kernel/passwords.ts';
import { decode } from '../../lib/kernel/tables.ts';
import type { Act, Row } from '../../lib/kernel/types.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { fillTo } from './lists.ts';
import { compare, type Line } from './measure.ts';
import type { Scene } from './scene.ts';

const WAITING = 10_000;
const BATCHES = 1000;
const AT_ONCE = 1000;
const TIMES = 20;

interface Waiting {
  waiting: { id: string; hash: string; together: boolean }[];
  next: string | null;
}

/** Ten thousand signed records over a thousand batches, one in ten with something unusual; cloned from one that was really tested. */
async function fill(scene: Scene): Promise<void> {
  await fillTo(scene, BATCHES + 200);
  const samples: string[] = await scene.app.db
    .read('samples')
    .whereLike('number', 'F2026-%')
    .limit(BATCHES)
    .pluck('id');
  const row: object = await scene.app.db.read('tests').whereNotNull('reviewed_at').whereNotNull('outcome').first();
  const { id: _id, version: _version, created_at: _at, ...model } = decode<TestRow>('tests', row);
  await scene.direct((act) => open(act, samples));
  for (let from = 0; from < WAITING; from += AT_ONCE)
    await scene.direct((act) =>
      act.insertAll<TestRow>(
        'tests',
        Array.from({ length: AT_ONCE }, (_, i) => ({
          ...model,
          ...{
            sample_id: samples[(from + i) % samples.length] ?? '',
            seq: 1 + Math.floor((from + i) / samples.length),
          },
          ...{ state: 'submitted' as const, reviewer_id: null, reviewed_at: null },
          oddities: i % 10 === 0 ? [{ id: 'hours', params: { count: 2, at: '2026-11-21 23:10' } }] : [],
        })),
      ),
    );
}

async function open(act: Act, samples: readonly string[]): Promise<void> {
  const rows: Row[] = await act.db('samples').whereIn('id', [...samples]);
  for (const sample of rows)
    await act.update<Row & { state: string }>('samples', { ...sample, state: '' }, { state: 'testing' });
}

/** What a reviewer waits for while ten thousand records wait for him. */
export async function reviews(scene: Scene, tell: (line: Line) => void): Promise<void> {
  await fill(scene);
  const { engine, password } = scene;
  const at = (words: string) => `${words}, ${WAITING} waiting`;
  const list = (query = '') => scene.act<Waiting>('fuhe', 'GET', `/reviews${query}`);
  const times = TIMES;
  tell(await compare({ measure: at('records to review, page of 50, JSON'), engine, times, ours: () => list() }));
  tell(
    await compare({
      measure: at('records to review, page of 50, page'),
      engine,
      times,
      ours: () => scene.raw('fuhe', '/reviews'),
    }),
  );
  const ready: Waiting['waiting'] = [];
  for (let next: string | null = ''; next !== null && ready.length <= 2 * times + 2; ) {
    const page: Waiting = await list(next === '' ? '' : `?after=${encodeURIComponent(next)}`);
    ready.push(...page.waiting.filter(({ together }) => together));
    next = page.next;
  }
  const { password_hash: hashed } = (await scene.app.db
    .read('users')
    .where({ login: 'fuhe' })
    .first('password_hash')) as { password_hash: string };
  const take = () => ready.shift() ?? { id: '', hash: '' };
  tell(
    await compare({
      measure: at('review page of one record'),
      engine,
      times,
      ours: () => scene.raw('fuhe', `/tests/${ready[0]?.id ?? ''}/review`),
    }),
  );
  tell(
    await compare({
      ...{ measure: at('reviewing one result (floor: its password)'), engine, times },
      ours: () => {
        const { id, hash } = take();
        return scene.act('fuhe', 'POST', `/tests/${id}/review`, { hash, password });
      },
      floor: () => passwordFits(hashed, password),
    }),
  );
}
