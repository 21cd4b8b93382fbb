import type { Knex } from 'knex';
import type { Engine } from '../kernel/database.ts';
import { decode } from '../kernel/tables.ts';
import type { Kind, MaterialRow } from './rows.ts';
import type { Standing } from './standing.ts';

/** The days that decide how lots stand. */
export interface Days {
  today: string;
  /** The day up to which an end counts as soon. */
  soon: string;
}

/** The latest note on the suitability of a medium says that it fits. */
const fits = (engine: Engine): string =>
  engine === 'sqlite'
    ? "coalesce(json_extract(own.suitability, '$[#-1].fits'), 0) = 1"
    : "coalesce((own.suitability::jsonb -> -1 ->> 'fits') = 'true', false)";

/** What stands against a lot by itself, as a condition with `today` twice. */
const ownFault = (engine: Engine): string =>
  `(own.blocked is not null or (own.valid_to is not null and own.valid_to < ?)
    or (own.kind = 'titrant' and (own.standardised_on is null or own.standardised_on > ?))
    or (own.kind = 'media' and not ${fits(engine)}))`;

/**
 * How a walk is written so that no planner misjudges it. PostgreSQL guesses a walk at ten times its start and would sort all links anew for
 * each step; the start told as an array it guesses to be short, and links asked for lot by lot it finds by their index.
 */
const walks: Readonly<Record<Engine, { start: (ids: string) => string; children: string }>> = {
  sqlite: {
    start: (ids) => `(${ids}) as start`,
    children: 'join material_parents link on link.parent_id = heirs.id',
  },
  postgres: {
    start: (ids) => `unnest(array(${ids})) as start(id)`,
    children:
      'cross join lateral (select material_id from material_parents where parent_id = heirs.id offset 0) as link',
  },
};

/**
 * The lots that their parents make unfit (`fault` 1) or end soon (0), found by walking down from parents that are at fault or end soon, so
 * that only their families are walked.
 */
function heirs(db: Knex, engine: Engine, { today, soon }: Days): Knex.Raw {
  const { start, children } = walks[engine];
  const made = `select distinct link.material_id as id from materials own join material_parents link on link.parent_id = own.id`;
  return db.raw(
    `select id, 1 as fault from ${start(`${made} where ${ownFault(engine)}`)}
     union select id, 0 from ${start(`${made} where own.valid_to between ? and ?`)}
     union select link.material_id, heirs.fault from heirs ${children}`,
    [today, today, today, soon],
  );
}

/** The lots for which a movement waits. */
const moving = (db: Knex): Knex.QueryBuilder =>
  db('material_moves').distinct('material_id').where({ state: 'waiting' }).as('moving');

const isMoving = (db: Knex): Knex.Raw =>
  db.raw('case when moving.material_id is not null then 1 else 0 end as waiting');

/** How every lot stands on a day, in the words of standing.ts, worked out by the database. */
export function classed(db: Knex, engine: Engine, days: Days): Knex.QueryBuilder {
  const { today, soon } = days;
  return (
    db
      .withRecursive('heirs', heirs(db, engine, days))
      .from({ own: 'materials' })
      // A join, not `in`: a planner that expects too many rows of a walk would search it anew for each lot.
      .leftJoin(db('heirs').groupBy('id').select('id').max({ fault: 'fault' }).as('family'), 'family.id', 'own.id')
      .leftJoin(moving(db), 'moving.material_id', 'own.id')
      .select(
        'own.*',
        db.raw(
          `case when own.closed_on is not null and own.closed_on <= ? then 'closed'
         when own.blocked is not null then 'blocked'
         when own.valid_to is not null and own.valid_to < ? then 'expired'
         when own.kind = 'titrant' and (own.standardised_on is null or own.standardised_on > ?) then 'unstandardised'
         when own.kind = 'media' and not ${fits(engine)} then 'unsuitable'
         when family.fault = 1 then 'parent'
         when trim(own.balance, '0.') = '' then 'used-up'
         when family.fault = 0 or own.valid_to <= ? then 'soon' else 'ready' end as standing`,
          [today, today, today, soon],
        ),
        isMoving(db),
      )
  );
}

/** The closed lots: however their parents stand, they stand alike, and nobody walks. */
const closedOnes = (db: Knex): Knex.QueryBuilder =>
  db
    .from({ own: 'materials' })
    .leftJoin(moving(db), 'moving.material_id', 'own.id')
    .select('own.*', db.raw("'closed' as standing"), isMoving(db));

/** Open lots, closed ones, or all of those whose number, name, lot, catalogue number or maker holds the words. */
export function lotsIn(
  db: Knex,
  engine: Engine,
  { days, of }: { days: Days; of: 'open' | 'closed' | { words: string } },
): Knex.QueryBuilder {
  if (of === 'closed') return closedOnes(db).where('own.closed_on', '<=', days.today);
  const rows = classed(db, engine, days);
  if (of === 'open')
    return rows.where((own) => own.whereNull('own.closed_on').orWhere('own.closed_on', '>', days.today));
  const like = `%${of.words.replace(/[!%_]/g, (sign) => `!${sign}`)}%`;
  const columns = ['number', 'name', 'lot_no', 'catalogue_no', 'maker'].map((name) => `coalesce(own.${name}, '')`);
  const text = `replace(replace(lower(${columns.join(" || '|' || ")}), ' ', ''), '\u3000', '')`;
  return rows.whereRaw(`${text} like ? escape '!'`, [like]);
}

/** How many lots stand alike. */
export interface Group {
  standing: Standing;
  waiting: boolean;
  kind: Kind;
  count: number;
}

const NEVER = '9999-12-31';

export interface Asked {
  standings: readonly Standing[];
  waiting: boolean;
  kind: Kind | null;
  /** The key of the last line seen. */
  after: string | undefined;
  most: number;
}

/** A lot of a page, with whether a movement of it waits. */
export type Listed = MaterialRow & { waiting: 0 | 1 };

/**
 * How many lots stand alike, and one page of those asked for, the earliest end of their own first, then the newest. Both from one statement:
 * how they all stand is worked out once.
 */
export async function groupsAndPage(
  db: Knex,
  rows: Knex.QueryBuilder,
  asked: Asked,
): Promise<{ groups: Group[]; page: Listed[] }> {
  const lots = db.from(rows.as('every')).select('id', 'kind', 'valid_to', 'standing', 'waiting');
  const counted = db
    .from('lots')
    .groupBy('standing', 'waiting', 'kind')
    .select(db.raw('cast(null as text) as id'), 'standing', 'waiting', 'kind', db.raw('count(*) as n'));
  const found: { id: string | null; standing: Standing; waiting: 0 | 1; kind: Kind; n: number | string }[] = await db
    .withMaterialized('lots', lots)
    .from(counted.as('counted'))
    .select('*')
    .unionAll(db.from(pageOf(db, asked).as('page')).select('id', 'standing', 'waiting', 'kind', db.raw('0 as n')));
  const waiting = new Map(found.flatMap((one) => (one.id === null ? [] : [[one.id, one.waiting] as const])));
  const page: object[] = await db('materials')
    .whereIn('id', [...waiting.keys()])
    .orderByRaw('coalesce(valid_to, ?), id desc', [NEVER]);
  return {
    groups: found
      .filter(({ id }) => id === null)
      .map((one) => ({ standing: one.standing, waiting: one.waiting === 1, kind: one.kind, count: Number(one.n) })),
    page: page
      .map((row) => decode<MaterialRow>('materials', row))
      .map((row) => ({ ...row, waiting: waiting.get(row.id) ?? 0 })),
  };
}

function pageOf(db: Knex, asked: Asked): Knex.QueryBuilder {
  const query = db
    .from('lots')
    .where((own) => {
      own.whereIn('standing', [...asked.standings]);
      if (asked.waiting) own.orWhere('waiting', 1);
    })
    .orderByRaw('coalesce(valid_to, ?), id desc', [NEVER])
    .limit(asked.most);
  if (asked.kind !== null) query.where({ kind: asked.kind });
  const [day = '', id = ''] = asked.after?.split('.') ?? [];
  if (id !== '')
    query.whereRaw('(coalesce(valid_to, ?) > ? or (coalesce(valid_to, ?) = ? and id < ?))', [
      ...[NEVER, day || NEVER, NEVER, day || NEVER, id],
    ]);
  return query;
}

/** How many lots are open, by how they stand. */
export async function openGroups(db: Knex, engine: Engine, days: Days): Promise<Group[]> {
  const { groups } = await groupsAndPage(db, lotsIn(db, engine, { days, of: 'open' }), {
    ...{ standings: [], waiting: false, kind: null, after: undefined, most: 0 },
  });
  return groups;
}

/** The key of a line, for the page after it. */
export const keyOf = ({ valid_to, id }: { valid_to: string | null; id: string }): string => `${valid_to ?? ''}.${id}`;
