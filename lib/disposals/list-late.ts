import type { Knex } from 'knex';
import type { Query } from '../kernel/types.ts';

/** Whose clocks count as those of a case: its own, those of its parties, and those of its tracks. */
const owners = ['case_recipients', 'case_tracks'] as const;

/**
 * Cases with a duty past its end, each once, beside the clock that ended first. The clocks are read in the order of their index (kind, state,
 * due_on, id) and each finds its case by keys, so that a page or a count up to a limit reads as many clocks as it shows, however many are late.
 */
export function lateCases({ db, today }: Query): Knex.QueryBuilder {
  const caseId = owners.map((table) => `(select ${table}.case_id from ${table} where ${table}.id = late.entity_id)`);
  return db({ late: 'clocks' })
    .joinRaw(
      `join cases on cases.id = case late.entity when 'cases' then late.entity_id
         when 'case_recipients' then ${caseId[0]} when 'case_tracks' then ${caseId[1]} end`,
    )
    .where({ 'late.kind': 'duty', 'late.state': 'running' })
    .where('late.due_on', '<', today)
    .whereIn('late.entity', ['cases', ...owners])
    .whereNotExists(
      earlier(db('clocks as other')).where({ 'other.entity': 'cases' }).whereRaw('other.entity_id = cases.id'),
    )
    .where((where) => {
      for (const table of owners)
        where.whereNotExists(
          earlier(
            db(table).joinRaw(`join clocks other on other.entity = '${table}' and other.entity_id = ${table}.id`),
          ).whereRaw(`${table}.case_id = cases.id`),
        );
    });
}

/** A running duty that ended before the one of the line. */
const earlier = (clocks: Knex.QueryBuilder): Knex.QueryBuilder =>
  clocks
    .select(clocks.client.raw('1'))
    .where({ 'other.kind': 'duty', 'other.state': 'running' })
    .whereRaw('(other.due_on < late.due_on or (other.due_on = late.due_on and other.id < late.id))');

/** The longest late first; the key of a page is the id of the clock of its last case. */
export async function inOrderOfEnd({ db }: Query, cases: Knex.QueryBuilder, before: string | undefined): Promise<void> {
  cases.orderBy(['late.due_on', 'late.id']).select('cases.*', 'late.id as key');
  if (before === undefined) return;
  const last: { due_on: string } | undefined = await db('clocks').where({ id: before }).first('due_on');
  cases.whereRaw('(late.due_on, late.id) > (?, ?)', [last?.due_on ?? '', before]);
}
