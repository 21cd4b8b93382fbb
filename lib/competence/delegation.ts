import type { Knex } from 'knex';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act, Row } from '../kernel/types.ts';
import { datesFaults } from './grant.ts';
import { personOf } from './rows.ts';

export const duties = ['department-head', 'signatory'] as const;
export type Duty = (typeof duties)[number];

/** A named deputy with dates, both ends included (domain 4). From `ended_on` on it no longer holds. */
export interface DelegationRow extends Row {
  created_at: string;
  user_id: string;
  deputy_id: string;
  duty: Duty;
  from_on: string;
  to_on: string;
  reason: string;
  ended_on: string | null;
  ended_reason: string | null;
  named_by: string;
}

type Days = Pick<DelegationRow, 'from_on' | 'to_on' | 'ended_on'>;

export const holdsOn = ({ from_on, to_on, ended_on }: Days, day: string): boolean =>
  from_on <= day && day <= to_on && (ended_on === null || day < ended_on);

/**
 * Why a deputy may not act for somebody on an object; empty when he may. `chain`: everybody who already acted on it (domain 4: a deputy
 * is nobody who is already in the chain of that object).
 */
export function deputyFaults(
  delegations: readonly Pick<DelegationRow, 'user_id' | 'deputy_id' | 'duty' | keyof Days>[],
  asked: { deputy: string; principal: string; duty: Duty; day: string; chain: readonly string[] },
): Reason[] {
  const named = delegations.filter(
    (one) => one.deputy_id === asked.deputy && one.user_id === asked.principal && one.duty === asked.duty,
  );
  return [
    ...(named.some((one) => holdsOn(one, asked.day)) ? [] : [{ id: 'delegation.none', params: { day: asked.day } }]),
    ...(asked.chain.includes(asked.deputy) ? [{ id: 'delegation.chain' }] : []),
  ];
}

export const delegationsOf = (db: Knex, where: Partial<DelegationRow> = {}): Promise<DelegationRow[]> =>
  list<DelegationRow>(db, 'delegations', where, 'from_on');

/** For whom somebody stands in on a day. */
export async function standsInFor(db: Knex, deputy: string, duty: Duty, day: string): Promise<string[]> {
  const rows = await delegationsOf(db, { deputy_id: deputy, duty });
  return [...new Set(rows.filter((row) => holdsOn(row, day)).map(({ user_id }) => user_id))];
}

export interface NameInput {
  principal: string;
  deputy: string;
  duty: Duty;
  deputyFrom: string;
  deputyTo: string;
  reason: string;
}

/**
 * Names a deputy.
 * @throws Refusal `delegation.self`, `delegation.own`, `delegation.duty`, `delegation.inactive`, `delegation.deputy-duty`,
 * `delegation.administrator`, `competence.dates`, `delegation.overlap`
 */
export async function nameDeputy(act: Act, input: NameInput): Promise<DelegationRow> {
  const [principal, deputy] = [await personOf(act.db, input.principal), await personOf(act.db, input.deputy)];
  const others = await delegationsOf(act.db, { user_id: principal.id, duty: input.duty });
  const other = others.find(
    (one) => one.ended_on === null && one.from_on <= input.deputyTo && input.deputyFrom <= one.to_on,
  );
  const { deputyFrom: from, deputyTo: to } = input;
  const params = { name: principal.name };
  refuseAll([
    ...(principal.id === deputy.id ? [{ id: 'delegation.self', field: 'deputy' }] : []),
    ...(deputy.id === act.user.id ? [{ id: 'delegation.own', field: 'deputy' }] : []),
    ...(principal.roles.includes(input.duty) ? [] : [{ id: 'delegation.duty', field: 'principal', params }]),
    ...(deputy.active === 1 ? [] : [{ id: 'delegation.inactive', field: 'deputy', params: { name: deputy.name } }]),
    ...(deputy.roles.includes(input.duty)
      ? []
      : [{ id: 'delegation.deputy-duty', field: 'deputy', params: { name: deputy.name } }]),
    ...(deputy.roles.includes('administrator')
      ? [{ id: 'delegation.administrator', field: 'deputy', params: { name: deputy.name } }]
      : []),
    ...datesFaults(from, to, 'deputyTo'),
    ...(other
      ? [{ id: 'delegation.overlap', field: 'deputyFrom', params: { ...params, from: other.from_on, to: other.to_on } }]
      : []),
  ]);
  return act.insert<DelegationRow>('delegations', {
    user_id: principal.id,
    deputy_id: deputy.id,
    duty: input.duty,
    from_on: from,
    to_on: to,
    reason: input.reason,
    ended_on: null,
    ended_reason: null,
    named_by: act.user.id,
  });
}

/** Ends it before its time, from today on. @throws Refusal `delegation.missing`, `delegation.ended` */
export async function endDelegation(
  act: Act,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<DelegationRow> {
  const row = await find<DelegationRow>(act.db, 'delegations', { id });
  if (!row) return refuse('delegation.missing', {}, undefined, 'missing');
  if (row.ended_on !== null) refuse('delegation.ended', { day: row.ended_on }, undefined, 'conflict');
  const patch = { ended_on: act.today, ended_reason: reason };
  return act.update<DelegationRow>('delegations', { ...row, version }, patch, { reason });
}
