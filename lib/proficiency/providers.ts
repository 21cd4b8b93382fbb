import { validDate } from '../core/deadlines.ts';
import { refuse } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import type { Read } from './plans.ts';
import type { ProviderRow } from './rows.ts';
import { rowAt } from './store.ts';

export interface ProviderInput {
  name: string;
  accreditationNo?: string;
  accreditedTo?: string;
  contact?: string;
  note?: string;
  inUse?: boolean;
}

/** Writes a provider down, or changes it. @throws Refusal `proficiency.provider-twice`, `record.stale` */
export async function saveProvider(act: Act, input: ProviderInput & Partial<Read>): Promise<ProviderRow> {
  const text = (value: string | undefined): string | null => value?.trim() || null;
  const name = input.name.trim();
  if (input.accreditedTo !== undefined) validDate(input.accreditedTo, undefined, 'accreditedTo');
  const known = await act.db('pt_providers').where({ name }).first<{ id: string } | undefined>('id');
  if (known && known.id !== input.id) refuse('proficiency.provider-twice', { name }, 'name', 'conflict');
  const row = {
    name,
    accreditation_no: text(input.accreditationNo),
    valid_to: input.accreditedTo ?? null,
    contact: text(input.contact),
    note: text(input.note),
  };
  if (input.id === undefined) return act.insert<ProviderRow>('pt_providers', { ...row, active: 1 });
  const before = await rowAt<ProviderRow>(act.db, 'pt_providers', input.id, input.version);
  return act.update<ProviderRow>('pt_providers', before, { ...row, active: input.inUse ? 1 : 0 });
}
