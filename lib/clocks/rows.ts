import type { Knex } from 'knex';
import { addDays, addWorkingDays } from '../core/deadlines.ts';
import { may } from '../kernel/access.ts';
import type { ClockRule } from '../kernel/rules.ts';
import { decode } from '../kernel/tables.ts';
import { type ClockRow, type Standing, standing } from '../kernel/terms.ts';
import type { Query, Row, User } from '../kernel/types.ts';

/** What two persons of the institute decided about a rule; the history of the table of clocks. */
export interface RuleRow extends Row {
  rule: string;
  body: ClockRule;
  reason: string;
  state: 'proposed' | 'confirmed' | 'declined';
  proposed_by: string;
  proposed_at: string;
  decided_by: string | null;
  decided_at: string | null;
  decision: string | null;
  created_at: string;
}

/** Late: past its end; amber: near; open: every clock that runs or stands still. */
export const scopes = ['late', 'amber', 'open', 'paused'] as const;
export type Scope = (typeof scopes)[number];

export interface ClockLine extends Standing {
  id: string;
  rule: string;
  title: { zh: string; en: string };
  basis: string;
  ownerRole: string;
  startedOn: string;
  dueOn: string;
  dueAt: string | null;
  clockState: ClockRow['state'];
  entity: string;
  /** What it is about, and its page. */
  about: string;
  href: string;
}

export const PAGE = 50;
/** A count is told exactly up to here. */
export const MOST = 299;

/** Whose clocks a person sees: an authority those that bind it, everybody else all of the institute. */
export function ownClocks(db: Knex, user: Pick<User, 'organisation' | 'roles'>): Knex.QueryBuilder {
  // A right that lapses is nobody's delay; it stands on the page of its case.
  const clocks = db('clocks').where({ kind: 'duty' });
  return user.organisation === undefined && may(user.roles, 'clock.read')
    ? clocks
    : clocks.where({ owner_org: user.organisation ?? '' });
}

/** The last day that counts as near. */
const amberUntil = ({ app, today }: Pick<Query, 'app' | 'today'>): string =>
  addWorkingDays(app.calendar, today, app.rules.amberWorkingDays).date;

function narrowed(query: Query, scope: Scope, role: string | undefined): Knex.QueryBuilder {
  const clocks = ownClocks(query.db, query.user);
  if (role !== undefined) clocks.where({ owner_role: role });
  if (scope === 'paused') return clocks.where({ state: 'paused' });
  clocks.where({ state: 'running' });
  if (scope === 'late') clocks.where('due_on', '<', query.today);
  if (scope === 'amber') clocks.whereBetween('due_on', [query.today, amberUntil(query)]);
  return clocks;
}

/** How many there are of each kind, up to one more than `MOST`, by one query. */
export async function countClocks(query: Query, role?: string): Promise<{ scope: Scope; count: number }[]> {
  const counted = scopes.map((scope) =>
    query.db
      .from(
        narrowed(query, scope, role)
          .select('id')
          .limit(MOST + 1)
          .as('some'),
      )
      .count('*')
      .as(scope),
  );
  const [row] = (await query.db.select(counted)) as Record<Scope, number | string>[];
  return scopes.map((scope) => ({ scope, count: Number(row?.[scope] ?? 0) }));
}

/** One page of clocks by their end, the earliest first; `after`: the end and id of the last one seen, joined by a dot. */
export async function listClocks(
  query: Query,
  { scope, role, after }: { scope: Scope; role?: string | undefined; after?: string | undefined },
): Promise<{ lines: ClockLine[]; next: string | null }> {
  const clocks = narrowed(query, scope, role)
    .orderBy(['due_on', 'id'])
    .limit(PAGE + 1);
  const [day, id] = after?.split('.') ?? [];
  if (day !== undefined && id !== undefined)
    clocks.where((where) =>
      where.where('due_on', '>', day).orWhere((same) => same.where({ due_on: day }).where('id', '>', id)),
    );
  const rows = ((await clocks) as object[]).map((row) => decode<ClockRow>('clocks', row));
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    lines: await linesOf(query, shown),
    next: rows.length > PAGE && last ? `${last.due_on}.${last.id}` : null,
  };
}

/** The clocks that a person is reminded of: late ones, and those that end within the days of the last step of escalation. */
export async function urgentClocks(query: Query, most: number): Promise<ClockLine[]> {
  const rows = (await narrowed(query, 'open', undefined)
    .whereIn('owner_role', [...query.user.roles])
    .where('due_on', '<=', addDays(query.today, Math.max(...query.app.rules.escalationDays)))
    .orderBy(['due_on', 'id'])
    .limit(most)) as object[];
  return linesOf(
    query,
    rows.map((row) => decode<ClockRow>('clocks', row)),
  );
}

/** Clocks with the name of what they are about, by one query for each kind of record. */
export async function linesOf(query: Query, rows: readonly ClockRow[]): Promise<ClockLine[]> {
  const names = await namesOf(query.db, rows);
  return rows.map((row) => ({
    id: row.id,
    rule: row.rule,
    title: titleOf(query, row),
    basis: row.basis,
    ownerRole: row.owner_role,
    startedOn: row.started_on,
    dueOn: row.due_on,
    dueAt: row.due_at,
    clockState: row.state,
    entity: row.entity,
    about: names.get(row.entity_id) ?? '',
    href: hrefOf(row),
    ...standing(query, row.due_on),
    provisional: row.provisional === 1,
  }));
}

/** The words of a rule as they stood at the start; a clock from before they were kept takes those of today. */
export const titleOf = (
  { app }: Pick<Query, 'app'>,
  { rule, snapshot }: Pick<ClockRow, 'rule' | 'snapshot'>,
): { zh: string; en: string } =>
  (snapshot as Partial<ClockRule>).title ??
  app.rules.all().find(({ id }) => id === rule)?.title ?? { zh: rule, en: rule };

const pages: Partial<Record<ClockRow['entity'], string>> = {
  samples: '/samples',
  cases: '/cases',
  improvements: '/nonconforming',
  case_recipients: '/case-recipients',
  case_tracks: '/tracks',
  public_notices: '/notices',
  reinspections: '/reinspections',
  objections: '/objections',
  investigations: '/investigations',
};
const hrefOf = ({ id, entity, entity_id }: ClockRow): string =>
  pages[entity] ? `${pages[entity]}/${entity_id}` : `/clocks/${id}`;

async function namesOf(db: Knex, rows: readonly ClockRow[]): Promise<Map<string, string>> {
  const idsOf = (entity: ClockRow['entity']) => rows.filter((row) => row.entity === entity).map((row) => row.entity_id);
  const samples: { id: string; number: string; product_name: string }[] = await db('samples')
    .whereIn('id', idsOf('samples'))
    .select('id', 'number', 'product_name');
  const cases: { id: string; number: string; product_name: string }[] = await db('cases')
    .join('samples', 'samples.id', 'cases.sample_id')
    .whereIn('cases.id', idsOf('cases'))
    .select('cases.id', 'cases.number', 'samples.product_name');
  const work: { id: string; number: string; product_name: string }[] = await db('improvements')
    .whereIn('id', idsOf('improvements'))
    .where({ sealed: 0 })
    .select('id', 'number', 'title as product_name');
  const asked: { id: string; number: string; product_name: string }[] = await db('reinspections')
    .whereIn('id', idsOf('reinspections'))
    .select('id', 'number', 'first_report_no as product_name');
  const objections: { id: string; number: string; product_name: string }[] = await db('objections')
    .join('cases', 'cases.id', 'objections.case_id')
    .whereIn('objections.id', idsOf('objections'))
    .select('objections.id', 'objections.number', 'cases.product_name');
  const notices: Named[] = await db('public_notices')
    .whereIn('id', idsOf('public_notices'))
    .select('id', 'number', 'title as product_name');
  const results: Named[] = await db('investigations')
    .join('samples', 'samples.id', 'investigations.sample_id')
    .whereIn('investigations.id', idsOf('investigations'))
    .select('investigations.id', 'investigations.number', 'samples.product_name');
  const parties: Named[] = await db('case_recipients')
    .join('cases', 'cases.id', 'case_recipients.case_id')
    .whereIn('case_recipients.id', idsOf('case_recipients'))
    .select('case_recipients.id', 'cases.number', 'case_recipients.name as product_name');
  const tracks = await namesOfTracks(db, idsOf);
  return new Map(
    [...samples, ...cases, ...notices, ...work, ...results, ...parties, ...tracks, ...asked, ...objections].map(
      ({ id, number, product_name }) => [id, `${number} ${product_name}`],
    ),
  );
}

interface Named {
  id: string;
  number: string;
  product_name: string;
}

/** Tracks and what stands in their registers, by case and unit. */
async function namesOfTracks(db: Knex, idsOf: (entity: ClockRow['entity']) => string[]): Promise<Named[]> {
  const found: Named[] = await db('case_tracks')
    .join('cases', 'cases.id', 'case_tracks.case_id')
    .whereIn('case_tracks.id', idsOf('case_tracks'))
    .select('case_tracks.id', 'cases.number', 'case_tracks.unit_name as product_name');
  for (const table of ['track_seizures', 'track_recalls', 'track_penalties', 'track_transfers'] as const) {
    const ids = idsOf(table);
    if (ids.length === 0) continue;
    const rows: Named[] = await db(table)
      .join('case_tracks', 'case_tracks.id', `${table}.track_id`)
      .join('cases', 'cases.id', 'case_tracks.case_id')
      .whereIn(`${table}.id`, ids)
      .select(`${table}.id`, 'cases.number', 'case_tracks.unit_name as product_name');
    found.push(...rows);
  }
  return found;
}
