import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { find } from '../kernel/tables.ts';
import type { Act, Role, Row } from '../kernel/types.ts';

/** Laboratories that take part in comparisons, and the authorities that order, dispose and watch. */
export const organisationKinds = ['laboratory', 'authority'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export const organisationLevels = ['provincial', 'municipal', 'county'] as const;
export type OrganisationLevel = (typeof organisationLevels)[number];

/** An organisation outside the institute; `region` as it is said (城关区), `region_code` by GB/T 2260 where it is known. */
export interface OrganisationRow extends Row {
  name: string;
  kind: OrganisationKind;
  level: OrganisationLevel;
  region: string;
  region_code: string | null;
  contact: string | null;
  active: 0 | 1;
  created_at: string;
}

export interface OrganisationInput {
  name: string;
  organisationKind: OrganisationKind;
  organisationLevel: OrganisationLevel;
  region: string;
  regionCode?: string;
  contact?: string;
}

/** @throws Refusal `organisation.taken` when the name is already in use */
export async function createOrganisation(act: Act, input: OrganisationInput): Promise<OrganisationRow> {
  await refuseTaken(act, input.name);
  return act.insert<OrganisationRow>('organisations', { ...columns(input), active: 1 });
}

/** @throws Refusal `organisation.missing`, `organisation.taken`, `record.stale` */
export async function changeOrganisation(
  act: Act,
  {
    id,
    version,
    active,
    reason,
    ...input
  }: OrganisationInput & { id: string; version: number; active: boolean; reason: string },
): Promise<OrganisationRow> {
  const row = await find<OrganisationRow>(act.db, 'organisations', { id });
  if (!row) return refuse('organisation.missing', {}, undefined, 'missing');
  if (input.name.trim() !== row.name) await refuseTaken(act, input.name);
  return act.update<OrganisationRow>(
    'organisations',
    { ...row, version },
    { ...columns(input), active: active ? 1 : 0 },
    { reason },
  );
}

const columns = (input: OrganisationInput) => ({
  name: input.name.trim(),
  kind: input.organisationKind,
  level: input.organisationLevel,
  region: input.region.trim(),
  region_code: input.regionCode?.trim() || null,
  contact: input.contact?.trim() || null,
});

async function refuseTaken(act: Act, name: string): Promise<void> {
  if (await find(act.db, 'organisations', { name: name.trim() }))
    refuse('organisation.taken', { name: name.trim() }, 'name', 'conflict');
}

/** Which kind of organisation a role is of; the institute's own roles are of none. */
const kindOf: Partial<Record<Role, OrganisationKind>> = { participant: 'laboratory', authority: 'authority' };

/**
 * What stands against an account of an organisation: its people hold no duty of the institute, a participant belongs to a laboratory, and
 * nobody to an organisation that is closed.
 */
export async function organisationReasons(
  act: Act,
  { organisation, roles }: { organisation?: string | undefined; roles: readonly Role[] },
): Promise<Reason[]> {
  if (organisation === undefined)
    return roles.includes('participant') ? [{ id: 'people.organisation-needed', field: 'organisation' }] : [];
  const row = await find<OrganisationRow>(act.db, 'organisations', { id: organisation });
  if (!row || row.active === 0) return [{ id: 'people.organisation-unknown', field: 'organisation' }];
  const wrong = roles.filter((role) => kindOf[role] !== row.kind);
  return wrong.length > 0 ? [{ id: 'people.organisation-roles', field: 'roles', params: { name: row.name } }] : [];
}

/** Refuses as `organisationReasons` says. */
export async function refuseOrganisation(
  act: Act,
  account: { organisation?: string | undefined; roles: readonly Role[] },
): Promise<void> {
  refuseAll(await organisationReasons(act, account));
}
