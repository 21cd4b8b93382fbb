import type { Knex } from 'knex';
import { type Duty, delegationsOf, deputyFaults, holdsOn, standsInFor } from '../competence/index.ts';
import { refuseAll } from '../core/refusal.ts';
import type { Act, Row } from '../kernel/types.ts';
import { namesOf } from './store.ts';

/** Somebody in whose place a deputy may sign. */
export interface Principal {
  id: string;
  name: string;
}

/** A signature that a named deputy gave in place of somebody else (domain 4). */
export interface DeputySignatureRow extends Row {
  entity: 'samples' | 'reports';
  entity_id: string;
  duty: Duty;
  delegation_id: string;
  deputy_id: string;
  principal_id: string;
  principal_name: string;
  created_at: string;
}

/** For whom a person stands in on a day, by name. */
export async function principalsOf(db: Knex, user: string, duty: Duty, day: string): Promise<Principal[]> {
  const ids = await standsInFor(db, user, duty, day);
  const names = await namesOf(db, ids);
  return ids.map((id) => ({ id, name: names[id] ?? '' })).sort((a, b) => a.name.localeCompare(b.name));
}

interface For {
  duty: Duty;
  principal: string;
  entity: DeputySignatureRow['entity'];
  id: string;
  /** Everybody who already acted on the object: nobody of them is a deputy there. */
  chain: readonly string[];
}

/** Notes that this signature is given in place of the principal. @throws Refusal `delegation.none`, `delegation.chain` */
export async function signFor(act: Act, { duty, principal, entity, id, chain }: For): Promise<DeputySignatureRow> {
  const delegations = await delegationsOf(act.db, { deputy_id: act.user.id, user_id: principal, duty });
  const faults = deputyFaults(delegations, { deputy: act.user.id, principal, duty, day: act.today, chain });
  refuseAll(
    faults.map((fault) => ({ ...fault, field: 'standsInFor' })),
    'conflict',
  );
  const names = await namesOf(act.db, [principal]);
  const held = delegations.find((one) => holdsOn(one, act.today));
  return act.insert<DeputySignatureRow>('deputy_signatures', {
    entity,
    entity_id: id,
    duty,
    delegation_id: held?.id ?? '',
    deputy_id: act.user.id,
    principal_id: principal,
    principal_name: names[principal] ?? '',
  });
}

/** In whose place the last such signature was given, by its object and deputy. */
export async function signedFor(
  db: Knex,
  entity: DeputySignatureRow['entity'],
  id: string,
): Promise<DeputySignatureRow | undefined> {
  return db('deputy_signatures').where({ entity, entity_id: id }).orderBy('id', 'desc').first();
}
