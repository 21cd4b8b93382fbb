import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { may } from '../kernel/access.ts';
import { decode, find, list, type TableName } from '../kernel/tables.ts';
import type { Row, User } from '../kernel/types.ts';
import type { CorrectiveRow, ItemRow, PlanLineRow, ProviderRow, RoundRow, StepRow } from './rows.ts';
import { sealedStates } from './rows.ts';

/** A row as it was read. @throws Refusal `proficiency.missing`, and `record.stale` when somebody else changed it since */
export async function rowAt<T extends Row>(db: Knex, table: TableName, id: string, version?: number): Promise<T> {
  const row = await find<T>(db, table, { id });
  if (!row) return refuse('proficiency.missing', { id }, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

/** Whether a person may know of a round now: while it is sealed, only who may know which batches are the institute's own. */
export const maySee = ({ roles }: Pick<User, 'roles'>, { state }: Pick<RoundRow, 'state'>): boolean =>
  !sealedStates.includes(state) || may(roles, 'internal.read');

/** A round, as if it were not there for whoever may not know of it. @throws Refusal `proficiency.missing`, `record.stale` */
export async function roundFor(
  { db, user }: { db: Knex; user: Pick<User, 'roles'> },
  id: string,
  version?: number,
): Promise<RoundRow> {
  const row = await rowAt<RoundRow>(db, 'pt_rounds', id);
  if (!maySee(user, row)) return refuse('proficiency.missing', { id }, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

export const itemsOf = (db: Knex, round: string): Promise<ItemRow[]> =>
  list<ItemRow>(db, 'pt_items', { round_id: round }, 'seq');

/** The items of many rounds at once, by round. */
export async function itemsOfAll(db: Knex, rounds: readonly string[]): Promise<Map<string, ItemRow[]>> {
  const found: object[] = await db('pt_items').whereIn('round_id', rounds).orderBy('seq');
  const rows = found.map((row) => decode<ItemRow>('pt_items', row));
  return new Map(rounds.map((id) => [id, rows.filter(({ round_id }) => round_id === id)]));
}

export const providersOf = (db: Knex): Promise<ProviderRow[]> => list<ProviderRow>(db, 'pt_providers', {}, 'name');

export const linesOf = (db: Knex, plan: string): Promise<PlanLineRow[]> =>
  list<PlanLineRow>(db, 'pt_plan_lines', { plan_id: plan }, 'month');

export const correctivesOf = (db: Knex, where: Partial<CorrectiveRow>): Promise<CorrectiveRow[]> =>
  list<CorrectiveRow>(db, 'pt_correctives', where, 'id');

export const stepsOf = (db: Knex, corrective: string): Promise<StepRow[]> =>
  list<StepRow>(db, 'pt_steps', { corrective_id: corrective }, 'id');

/** Names of people by their id. */
export async function namesBy(db: Knex, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const users: { id: string; name: string }[] = await db('users').whereIn('id', wanted).select('id', 'name');
  return new Map(users.map(({ id, name }) => [id, name]));
}

/** Who tested or reviewed on the bench for a round. */
export async function benchOf(db: Knex, sample: string | null): Promise<string[]> {
  if (sample === null) return [];
  const rows: { analyst_id: string | null; reviewer_id: string | null }[] = await db('tests')
    .where({ sample_id: sample })
    .select('analyst_id', 'reviewer_id');
  return [...new Set(rows.flatMap(({ analyst_id, reviewer_id }) => [analyst_id, reviewer_id]))].filter(
    (id) => id !== null,
  );
}
