import type { Knex } from 'knex';
import type { Query } from '../kernel/types.ts';
import type { CaseScope } from './scope.ts';

/** Whose clocks count as those of a case beside its own: those of its parties, and those of its tracks. */
const parts = ['case_recipients', 'case_tracks'] as const;

const partOf = (table: string): string => `(select ${table}.case_id from ${table} where ${table}.id = late.entity_id)`;

/** The case that a late clock belongs to, found by keys. */
const CASE = `case late.entity when 'cases' then late.entity_id
  ${parts.map((table) => `when '${table}' then ${partOf(table)}`).join(' ')} end`;

/** Late duties of cases, by the index of clocks (kind, state, due_on, id). */
const lateClocks = ({ db, today }: Query): Knex.QueryBuilder =>
  db({ late: 'clocks' })
    .where({ 'late.kind': 'duty', 'late.state': 'running' })
    .where('late.due_on', '<', today)
    // Not by the index of entities, which would have to read and sort all late ones.
    .whereRaw("coalesce(late.entity, '') in (?, ?, ?)", ['cases', ...parts]);

/**
 * Cases with a duty past its end, each once, beside the clock that ended first. The clocks are read in the order of their index and each
 * finds its case by keys, so that a page reads about as many clocks as it shows, however many are late: a cross join keeps that order.
 */
export const lateCases = (query: Query): Knex.QueryBuilder =>
  parts.reduce(
    (cases, table) => cases.whereNotExists(ofPart(query.db, table)),
    lateClocks(query).joinRaw('cross join cases').whereRaw(`cases.id = ${CASE}`).whereNotExists(ofCase(query.db)),
  );

/** A running duty; hidden from the index by state and day, which would go through all late ones. */
const DUTY = `coalesce(other.kind, '') = 'duty' and coalesce(other.state, '') = 'running'`;
/** One that ended before that of the line. */
const EARLIER = `${DUTY} and (coalesce(other.due_on, '') < late.due_on
  or (coalesce(other.due_on, '') = late.due_on and other.id < late.id))`;

const ofCase = (db: Knex, condition = EARLIER, values: string[] = []): Knex.QueryBuilder =>
  db({ other: 'clocks' })
    .select(db.raw('1'))
    .where({ 'other.entity': 'cases' })
    .whereRaw(`other.entity_id = cases.id and ${condition}`, values);

const ofPart = (
  db: Knex,
  table: (typeof parts)[number],
  condition = EARLIER,
  values: string[] = [],
): Knex.QueryBuilder =>
  db(table)
    .joinRaw('cross join clocks other')
    .select(db.raw('1'))
    .where({ 'other.entity': table })
    .whereRaw(`${table}.case_id = cases.id and other.entity_id = ${table}.id and ${condition}`, values);

/** The late cases within what an authority sees, for counting: its own cases are fewer than the late clocks of all. */
export function lateWithin({ db, today }: Query, scope: CaseScope): Knex.QueryBuilder {
  const late = `${DUTY} and coalesce(other.due_on, '') < ?`;
  return db('cases')
    .where(scope)
    .where((where) => {
      where.whereExists(ofCase(db, late, [today]));
      for (const table of parts) where.orWhereExists(ofPart(db, table, late, [today]));
    })
    .select('cases.id');
}

/** The late cases of the whole institute, for counting up to a limit. */
export const lateIds = (query: Query): Knex.QueryBuilder => lateClocks(query).distinct(query.db.raw(`${CASE} as id`));

/** The longest late first; the key of a page is the id of the clock of its last case. */
export async function inOrderOfEnd({ db }: Query, cases: Knex.QueryBuilder, before: string | undefined): Promise<void> {
  cases.orderBy(['late.due_on', 'late.id']).select('cases.*', 'late.id as key');
  if (before === undefined) return;
  const last: { due_on: string } | undefined = await db('clocks').where({ id: before }).first('due_on');
  cases.whereRaw('(late.due_on, late.id) > (?, ?)', [last?.due_on ?? '', before]);
}
