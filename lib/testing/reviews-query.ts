import type { Knex } from 'knex';
import { decode } from '../kernel/tables.ts';
import type { TestRow } from './test.ts';

export const PAGE = 50;

/** A record that was signed by its analyst, with what identifies its batch. */
export interface Queued extends TestRow {
  number: string;
  product_name: string;
  batch_no: string;
  due_on: string;
  analyst_name: string | null;
}

export interface Queue {
  rows: Queued[];
  /** Key of the next page; null on the last one. */
  next: string | null;
}

/**
 * Signed records by due date, a page by key: those that a person may review, or those that somebody else has to (whose hand is in them, whose
 * sample he drew or prepared, whose first batch he tested). The machine is asked again for each of them.
 */
export async function queueOf(
  db: Knex,
  who: string,
  { own, after }: { own: boolean; after?: string | undefined },
): Promise<Queue> {
  const [handed, drawn, barred] = separations(who);
  const barring = `(${drawn.sql} or ${barred.sql})`;
  // Batches first, each of them once: a thousand rows are looked up and not ten thousand. The state stands literally, as the index has it.
  const batches = db('samples as s')
    .join('samplings as g', 'g.id', 's.sampling_id')
    .whereRaw("s.id in (select sample_id from tests where state = 'submitted')")
    .select(
      's.id',
      's.number',
      's.due_on',
      db.raw(`case when ${barring} then 1 else 0 end as barred`, bindings(drawn, barred)),
    );
  const query = db
    .withMaterialized('b', batches)
    .from('b')
    .join('tests as t', 't.sample_id', 'b.id')
    .whereRaw("t.state = 'submitted' and t.standing <> 'invalid'")
    .whereRaw(own ? `(b.barred = 1 or ${handed.sql})` : `(b.barred = 0 and not ${handed.sql})`, bindings(handed))
    .orderBy(['b.due_on', 'b.number', 't.seq'])
    .limit(PAGE + 1)
    .select('t.id', 't.seq', 'b.number', 'b.due_on');
  const key = after?.split('~');
  if (key?.length === 3)
    query.whereRaw('(b.due_on, b.number, t.seq) > (?, ?, ?)', [...key.slice(0, 2), Number(key[2])]);
  const keys: { id: string; seq: number; number: string; due_on: string }[] = await query;
  const page = keys.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: await whole(
      db,
      page.map(({ id }) => id),
    ),
    next: keys.length > PAGE && last ? [last.due_on, last.number, last.seq].join('~') : null,
  };
}

interface Separation {
  sql: string;
  values: string[];
}

const bindings = (...all: Separation[]): string[] => all.flatMap(({ values }) => values);

/** What keeps a person from reviewing: it was his work, his sampling, or his earlier test of the same goods. */
function separations(who: string): [Separation, Separation, Separation] {
  const named = `%"${who}"%`;
  return [
    { sql: "(t.analyst_id = ? or coalesce(t.hands, '') like ?)", values: [who, named] },
    { sql: 'g.officers like ?', values: [named] },
    {
      sql: `(exists (select 1 from internal_samples i where i.sample_id = s.id and i.prepared_by = ?)
        or exists (select 1 from reinspections r join tests f on f.sample_id = r.sample_id where r.second_sample_id = s.id
          and (f.analyst_id = ? or f.reviewer_id = ? or coalesce(f.hands, '') like ?)))`,
      values: [who, who, who, named],
    },
  ];
}

async function whole(db: Knex, ids: readonly string[]): Promise<Queued[]> {
  const rows: (object & { id: string })[] = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .leftJoin('users', 'users.id', 'tests.analyst_id')
    .whereIn('tests.id', [...ids])
    .select(
      'tests.*',
      'samples.number',
      'samples.product_name',
      'samples.batch_no',
      'samples.due_on',
      'users.name as analyst_name',
    );
  const found = new Map(rows.map((row) => [row.id, decode<Queued>('tests', row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
