import { encode } from '../../lib/kernel/tables.ts';
import { compare, type Line } from './measure.ts';
import type { Scene } from './scene.ts';

const TESTS = 100_000;
const AT_ONCE = 400;
/** Every twentieth result was weighed on the instrument that proves bad. */
const EVERY = 20;
const DAY = 86_400_000;

/** A bad calibration traced back among 100 000 results: the page and its answer, and that they find exactly those that they should. */
export async function impact(scene: Scene, tell: (line: Line) => void): Promise<void> {
  const { app } = scene;
  const instrument: { id: string; number: string } = await app.db
    .read('instruments')
    .orderBy('number')
    .first('id', 'number');
  const model: Record<string, unknown> = await app.db.read('tests').whereNotNull('submitted_at').first();
  const seq: { n: number }[] = await app.db.read('tests').where({ sample_id: model['sample_id'] }).max({ n: 'seq' });
  const begin = Date.UTC(2031, 0, 1);
  for (let n = 0; n < TESTS; n += AT_ONCE)
    await app.db.write.transaction((trx) =>
      trx.batchInsert(
        'tests',
        Array.from({ length: AT_ONCE }, (_, i) => lineOf(n + i)),
        AT_ONCE / 4,
      ),
    );
  function lineOf(n: number) {
    const day = new Date(begin + (n % 200) * DAY).toISOString().slice(0, 10);
    const no = n % EVERY === 0 ? instrument.number : 'SOMETHING-ELSE';
    const common = { started: `${day}T09:00`, finished: `${day}T10:00`, instruments: [{ no }] };
    return { ...model, id: app.ids.next(), seq: Number(seq[0]?.n) + n + 1, readings: JSON.stringify({ common }) };
  }
  const calibrated = (done_on: string, conclusion: string) => ({
    ...{ id: app.ids.next(), instrument_id: instrument.id, kind: 'calibration', done_on, unit: 'bench' },
    ...{ points: [], origin: 'typed', state: 'confirmed', recorded_by: 'bench', conclusion, due_on: '2032-01-01' },
    ...{ confirmed_by: 'bench', confirmed_at: `${done_on}T01:00:00.000Z`, created_at: app.clock.now().toISOString() },
    version: 1,
  });
  const good = new Date(begin + 50 * DAY).toISOString().slice(0, 10);
  const bad = new Date(begin + 150 * DAY).toISOString().slice(0, 10);
  for (const row of [calibrated(good, 'fit'), calibrated(bad, 'unfit')])
    await app.db.write('instrument_events').insert(encode('instrument_events', row));
  const asked = `/instruments/${instrument.id}/impact`;
  const { counts } = await scene.act<{ counts: { total: number } }>('zhuren', 'GET', asked);
  const due = Array.from({ length: TESTS }, (_, n) => n).filter(
    (n) => n % EVERY === 0 && n % 200 >= 50 && n % 200 <= 150,
  );
  if (counts.total !== due.length) throw new Error(`found ${counts.total} of ${due.length}`);
  tell(
    await compare({
      measure: `a bad calibration among ${TESTS.toLocaleString('en')} results, page`,
      engine: scene.engine,
      times: 10,
      ours: () => scene.raw('zhuren', asked),
    }),
  );
}
