import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import type { App, FileFlag } from '../kernel/types.ts';
import { findingsOf } from './plausible.ts';
import type { ImplausibilityRow } from './plausible-rows.ts';
import { placeOf, type TestRow } from './test.ts';
import { blocking, type Oddity, rank, sameOddity } from './unusual.ts';

/** What must be known of a record to ask what stands against it today. */
export type Askable = Pick<
  TestRow,
  'id' | 'sample_id' | 'seq' | 'standing' | 'attempt' | 'investigation_id' | 'oddities'
>;

type Found = Map<string, Oddity[]>;

/** What was unusual when the record was signed, and what has come up since, by record, ranked: a handful of queries for a whole page. */
export async function odditiesOf(
  app: App,
  db: Knex,
  tests: readonly Askable[],
  today: string,
  move: 'review' | 'lock' = 'review',
): Promise<Found> {
  const ids = tests.map(({ id }) => id);
  const found: Found = new Map(tests.map(({ id, oddities }) => [id, stored(oddities)]));
  for (const more of [
    await ofHolds(app, db, ids, move),
    await ofPlausibility(db, ids),
    await ofAttempts(db, tests),
    await ofRuns(app, db, ids),
    await ofFiles(app, db, ids),
    await ofInstruments(db, ids, today),
    await ofLots(db, ids, today),
  ])
    for (const [id, oddities] of more) found.get(id)?.push(...oddities);
  return new Map([...found].map(([id, oddities]) => [id, rank(once(oddities))]));
}

/** Stored by a review, some of what is told now stands there already; kept is what cannot come up again by itself. */
const lasting = new Set<Oddity['id']>([
  ...(['fails', 'near', 'changed', 'changed-late', 'returned', 'gate', 'criterion', 'copied'] as const),
  ...(['order', 'future', 'receipt', 'short', 'early', 'late', 'hours', 'started-out', 'fast'] as const),
]);

/** Everything that was told of a record when it was signed or reviewed. */
export const toldOf = ({ oddities }: Pick<TestRow, 'oddities'>): Oddity[] => (oddities ?? []) as Oddity[];

const stored = (oddities: Askable['oddities']): Oddity[] => toldOf({ oddities }).filter(({ id }) => lasting.has(id));

const once = (oddities: readonly Oddity[]): Oddity[] => [
  ...new Map(oddities.map((one) => [sameOddity(one), one])).values(),
];

/** How many unusual things a line of a list speaks of, and the worst of them. */
export interface Summed {
  count: number;
  worst: Oddity | null;
}

export const summed = (oddities: readonly Oddity[] = []): Summed => ({
  count: blocking(oddities).length,
  worst: oddities[0] ?? null,
});

function grouped<T>(rows: readonly T[], of: (row: T) => [string, Oddity][]): Found {
  const found: Found = new Map();
  for (const [id, oddity] of rows.flatMap(of)) found.set(id, [...(found.get(id) ?? []), oddity]);
  return found;
}

async function ofHolds(app: App, db: Knex, ids: readonly string[], move: 'review' | 'lock'): Promise<Found> {
  const holds = (await app.holdReasons?.(db, ids, move)) ?? new Map<string, Reason[]>();
  return grouped([...holds], ([id, reasons]) =>
    reasons.map((reason): [string, Oddity] => [id, { id: 'hold', params: {}, reason }]),
  );
}

async function ofFiles(app: App, db: Knex, ids: readonly string[]): Promise<Found> {
  const flags = (await app.fileFlags?.(db, ids)) ?? new Map<string, FileFlag[]>();
  return grouped([...flags], ([id, marked]) =>
    marked.map(({ flag, params, ...where }): [string, Oddity] => [
      id,
      { id: 'flag', params: { ...params, flag }, ...where },
    ]),
  );
}

async function ofPlausibility(db: Knex, ids: readonly string[]): Promise<Found> {
  const asked = new Set(ids);
  return grouped(
    (await findingsOf(db, ids)).filter(({ state }) => state !== 'gone'),
    (row) =>
      [row.test_id, row.other_id].filter((id) => asked.has(id)).map((id): [string, Oddity] => [id, ofFinding(row, id)]),
  );
}

function ofFinding({ kind, subject_name, state, params, ...row }: ImplausibilityRow, id: string): Oddity {
  const other = id === row.test_id ? params.second : params.first;
  const at = row.from_at.replace('T', ' ');
  return {
    id: state === 'explained' ? 'explained' : 'implausible',
    params: {
      ...{ kind, subject: subject_name, at, number: other.number, item: other.item },
      ...{ by: row.explained_name ?? '', why: row.explanation ?? '' },
    },
    href: `/plausibility/${row.id}`,
  };
}

async function ofAttempts(db: Knex, tests: readonly Askable[]): Promise<Found> {
  const rows: Pick<TestRow, 'id' | 'sample_id' | 'seq' | 'standing' | 'attempt'>[] = await db('tests')
    .whereIn('sample_id', [...new Set(tests.map(({ sample_id }) => sample_id))])
    .where('attempt', '>', 0)
    .select('id', 'sample_id', 'seq', 'standing', 'attempt');
  return grouped(tests, (test) => {
    const href = test.investigation_id ? { href: `/investigations/${test.investigation_id}` } : {};
    const others = rows.filter(
      (row) => row.sample_id === test.sample_id && placeOf(row) === placeOf(test) && row.id !== test.id,
    );
    return [
      ...(test.attempt > 0
        ? [[test.id, { id: 'retest', params: { attempt: test.attempt }, ...href }] as [string, Oddity]]
        : []),
      ...(test.attempt === 0 && others.length > 0
        ? [[test.id, { id: 'attempts', params: { count: others.length }, ...href }] as [string, Oddity]]
        : []),
    ];
  });
}

/** Rows of quality control that did not pass stay in sight after somebody settled them. */
async function ofRuns(app: App, db: Knex, ids: readonly string[]): Promise<Found> {
  const runs = (await app.runsOf?.(db, ids)) ?? new Map<string, { id: string; number: string }>();
  if (runs.size === 0) return new Map();
  const failed: { worksheet_id: string; count: number | string }[] = await db('worksheet_rows')
    .whereIn('worksheet_id', [...new Set([...runs.values()].map(({ id }) => id))])
    .where({ verdict: 'not-ok' })
    .whereNull('removed_at')
    .groupBy('worksheet_id')
    .select('worksheet_id')
    .count({ count: '*' });
  const counts = new Map(failed.map(({ worksheet_id, count }) => [worksheet_id, Number(count)]));
  return grouped([...runs], ([testId, { id, number }]) => {
    const count = counts.get(id);
    return count === undefined
      ? []
      : [[testId, { id: 'run-qc', params: { number, count }, href: `/runs/${id}` }] as [string, Oddity]];
  });
}

interface Use {
  id: string;
  test_id: string;
  number: string;
  name: string;
  ends: string;
  used_to: string;
}

/** Instruments whose calibration had ended when they were used, or has ended since. */
async function ofInstruments(db: Knex, ids: readonly string[], today: string): Promise<Found> {
  const uses: Use[] = await db('instrument_uses as u')
    .join('instruments as i', 'i.number', 'u.number')
    .whereIn('u.test_id', [...ids])
    .where((past) => past.where('i.due_on', '<', today).orWhereRaw('i.due_on < u.used_to'))
    .orderBy('i.number')
    .select('i.id', 'u.test_id', 'i.number', 'i.name', 'i.due_on as ends', 'u.used_to');
  return grouped(uses, (use) => [[use.test_id, ended(use, ['overdue', 'expired'], `/instruments/${use.id}`)]]);
}

/** Lots likewise. */
async function ofLots(db: Knex, ids: readonly string[], today: string): Promise<Found> {
  const uses: Use[] = await db('material_uses as u')
    .join('materials as m', 'm.number', 'u.number')
    .whereIn('u.test_id', [...ids])
    .where((past) => past.where('m.valid_to', '<', today).orWhereRaw('m.valid_to < u.used_to'))
    .orderBy('m.number')
    .select('m.id', 'u.test_id', 'm.number', 'm.name', 'm.valid_to as ends', 'u.used_to');
  return grouped(uses, (use) => [[use.test_id, ended(use, ['lot-overdue', 'lot-expired'], `/materials/${use.id}`)]]);
}

function ended({ number, name, ends, used_to }: Use, [at, since]: [Oddity['id'], Oddity['id']], href: string): Oddity {
  const wasOver = ends < used_to;
  return { id: wasOver ? at : since, params: { number, name, ends, used: used_to }, href };
}
