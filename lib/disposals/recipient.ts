import { refuse } from '../core/refusal.ts';
import { may } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import { type ClockRow, clocksOf } from '../kernel/terms.ts';
import type { Act, Query } from '../kernel/types.ts';
import type { OrganisationRow } from '../people/index.ts';
import { authoritiesOf, authorityFor } from './concern.ts';
import type { ShownClock, ShownDocument, ShownRecipient } from './data.ts';
import { refuseOver } from './deliver.ts';
import { noteEvent } from './events.ts';
import { newRecipient } from './open.ts';
import type { RecipientRole, RecipientRow } from './rows.ts';
import { caseOf } from './show.ts';
import { heldCase, heldRecipient } from './store.ts';

/** A party as its own page shows it. */
export interface RecipientData {
  caseId: string;
  caseNumber: string;
  productName: string;
  isOpen: boolean;
  recipient: ShownRecipient;
  clocks: ShownClock[];
  documents: ShownDocument[];
  authorities: { id: string; name: string }[];
  mayAssign: boolean;
  mayMakePapers: boolean;
}

/** @throws Refusal `record.missing`, also for a party of a case that this person may not see */
export async function recipientOf(query: Query, id: string): Promise<RecipientData> {
  const row = await find<RecipientRow>(query.db, 'case_recipients', { id });
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  const data = await caseOf(query, row.case_id);
  const recipient = data.recipients.find((one) => one.id === id);
  if (!recipient) return refuse('record.missing', { what: id }, undefined, 'missing');
  const isOpen = data.state !== 'closed' && data.state !== 'revoked';
  const documents = data.documents.filter(({ recipientId }) => recipientId === id);
  return {
    caseId: data.id,
    caseNumber: data.number,
    productName: data.productName,
    isOpen,
    recipient,
    clocks: data.clocks.filter(({ entityId }) => entityId === id),
    documents,
    authorities: data.authorities,
    mayAssign: data.mayWrite,
    mayMakePapers:
      isOpen &&
      data.reportId !== null &&
      recipient.mayServe &&
      may(query.user.roles, 'case.deliver') &&
      documents.every(({ kind }) => kind !== 'result-notice'),
  };
}

export interface PartyInput {
  id: string;
  version: number;
  recipientRole: RecipientRole;
  recipientName: string;
  creditCode?: string;
  recipientRegion?: string;
}

/** Adds a party that the sampling record did not name. @throws Refusal `case.over`, `case.party-known` */
export async function addRecipient(act: Act, input: PartyInput): Promise<RecipientRow> {
  const row = await heldCase(act, input.id, input.version);
  refuseOver(row);
  const name = input.recipientName.trim();
  if (await find(act.db, 'case_recipients', { case_id: row.id, name }))
    refuse('case.party-known', { name }, 'recipientName', 'conflict');
  const region = input.recipientRegion?.trim() || null;
  const party = { role: input.recipientRole, name, credit_code: input.creditCode?.trim() || null, region };
  const organisation = authorityFor(region, await authoritiesOf(act.db));
  const added = await act.insert<RecipientRow>('case_recipients', newRecipient(row.id, party, organisation));
  const ref = { entity: 'case_recipients', id: added.id } as const;
  await noteEvent(act, row.id, 'party-added', { name }, { ref });
  return added;
}

/** Names the authority that serves a party by hand; a running term goes over to it. @throws Refusal `case.over`, `case.authority-unknown` */
export async function assignServer(
  act: Act,
  input: { id: string; version: number; organisation: string },
): Promise<RecipientRow> {
  const { row, recipient } = await heldRecipient(act, input.id, input.version);
  refuseOver(row);
  const authority = await find<OrganisationRow>(act.db, 'organisations', { id: input.organisation });
  if (authority?.kind !== 'authority' || authority.active === 0)
    return refuse('case.authority-unknown', {}, 'organisation');
  for (const clock of await clocksOf(act.db, 'case_recipients', recipient.id))
    if (clock.kind === 'duty' && clock.state === 'running')
      await act.update<ClockRow>('clocks', clock, { owner_org: authority.id });
  const ref = { entity: 'case_recipients', id: recipient.id } as const;
  await noteEvent(act, row.id, 'server-assigned', { name: recipient.name, authority: authority.name }, { ref });
  return act.update<RecipientRow>('case_recipients', recipient, { organisation_id: authority.id });
}
