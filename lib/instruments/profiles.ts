import type { Knex } from 'knex';
import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { FormDefinition } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { fieldAt, isNumber, openPaths } from './fields.ts';
import type { FormatId } from './formats/types.ts';
import { instrumentProfileMachine } from './machine.ts';
import { isPattern } from './match.ts';
import type { Mapping, ProfileRow, Target } from './rows.ts';
import { profilesWhere } from './store.ts';

/** Readings of a row of quality control that a file may fill. */
export const ownFields = ['found', 'assigned', 'added', 'native'] as const;

export const nothingMapped: Mapping = {
  sample: 'name',
  by: ['number', 'barcode'],
  pattern: '{code}',
  each: 1,
  targets: [],
};

/** The profile in use for files of this format in this form: of the instrument itself, else of its model, else of the format. */
export async function profileFor(
  db: Knex,
  { instrument, format, form_code }: { instrument: string | null; format: FormatId; form_code: string },
): Promise<ProfileRow | null> {
  const active = await profilesWhere(db, { state: 'active', format, form_code });
  const model = instrument === null ? null : await modelOf(db, instrument);
  const own = active.findLast((one) => one.instrument !== null && one.instrument === instrument);
  const ofModel = active.findLast((one) => one.instrument === null && one.model !== null && one.model === model);
  return own ?? ofModel ?? active.findLast((one) => one.instrument === null && one.model === null) ?? null;
}

export async function modelOf(db: Knex, number: string): Promise<string | null> {
  const row: { model: string | null } | undefined = await db('instruments').where({ number }).first('model');
  return row?.model ?? null;
}

/** What is wrong with a mapping for a form; at the fields of the page. */
export function faultsOf(mapping: Mapping, form: FormDefinition): Reason[] {
  const { pattern, by, each, targets } = mapping;
  return [
    ...(isPattern(pattern) ? [] : [{ id: 'instrument-file.pattern', field: 'pattern', params: { pattern } }]),
    ...(by.length > 0 ? [] : [{ id: 'instrument-file.by', field: 'by' }]),
    ...(each >= 1 && each <= 99 ? [] : [{ id: 'instrument-file.each', field: 'each' }]),
    ...(targets.length > 0 ? [] : [{ id: 'instrument-file.no-targets', field: 'targets' }]),
    ...targets.flatMap((target) => targetFaults(target, form)),
  ];
}

function targetFaults({ row, name, field, path, low, high }: Target, form: FormDefinition): Reason[] {
  const params = { name: name || field, path };
  const isOwn = row !== 'sample' && ownFields.some((one) => one === path);
  const ends = [low, high].flatMap((end) =>
    end === undefined || isNumber(end) || fieldAt(form, end)
      ? []
      : [{ id: 'instrument-file.bound', field: 'targets', params: { name: params.name, text: end } }],
  );
  return isOwn || isOpen(form, path)
    ? ends
    : [{ id: 'instrument-file.target-path', field: 'targets', params }, ...ends];
}

/** A path with its places open, or a place of the form itself. */
const isOpen = (form: FormDefinition, path: string): boolean =>
  openPaths(form).includes(path) || fieldAt(form, path) !== undefined;

export interface ProfileInput {
  /** A profile in use, to be revised. */
  profile?: string;
  version?: number;
  instrument?: string;
  model?: string;
  format: FormatId;
  formCode: string;
  mapping: Mapping;
  note?: string;
}

async function heldProfile(act: Act, id: string, version: number | undefined): Promise<ProfileRow> {
  const query = act.db('instrument_profiles').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('instrument-file.no-such-profile', {}, undefined, 'missing');
  const found = decode<ProfileRow>('instrument_profiles', row);
  if (version !== undefined && version !== found.version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', { version: found.version });
  return found;
}

/**
 * Keeps a mapping: a new profile, or the next revision of one; files that were read keep the revision that they were read with.
 * @throws Refusal `instrument-file.pattern`, `…by`, `…each`, `…no-targets`, `…target-path`, `…bound`, `…form`, `…instrument`, `…profile-exists`
 */
export async function saveProfile(act: Act, input: ProfileInput): Promise<ProfileRow> {
  const form = act.app.catalogue.forms.get(input.formCode);
  if (!form) return refuse('instrument-file.form', { form: input.formCode }, 'formCode');
  refuseAll(faultsOf(input.mapping, form));
  const before = input.profile === undefined ? null : await heldProfile(act, input.profile, input.version);
  const whose = before
    ? { instrument: before.instrument, model: before.model, format: before.format, form_code: before.form_code }
    : { ...(await whoseFiles(act, input)), format: input.format, form_code: input.formCode };
  if (before) {
    const state = next(instrumentProfileMachine, 'revise', before, actorOf(act.user));
    await act.update<ProfileRow>('instrument_profiles', before, { state });
  } else if ((await profilesWhere(act.db, { ...whose, state: 'active' })).length > 0)
    refuse('instrument-file.profile-exists', { format: input.format, form: input.formCode }, 'instrument', 'conflict');
  return act.insert<ProfileRow>('instrument_profiles', {
    ...whose,
    ...{
      profile: before?.profile ?? act.app.ids.next(),
      revision: (before?.revision ?? 0) + 1,
      mapping: input.mapping,
    },
    ...{ note: input.note?.trim() || null, state: 'active', created_by: act.user.id },
  });
}

async function whoseFiles(
  act: Act,
  { instrument, model }: ProfileInput,
): Promise<Pick<ProfileRow, 'instrument' | 'model'>> {
  const number = instrument?.normalize('NFKC').trim().toUpperCase() || null;
  if (number !== null && !(await act.db('instruments').where({ number }).first('number')))
    refuse('instrument-file.instrument', { number }, 'instrument');
  return { instrument: number, model: number === null ? model?.trim() || null : null };
}

/** Takes a profile out of use; files that come later have to be mapped anew. */
export async function retireProfile(act: Act, { id, version }: { id: string; version: number }): Promise<ProfileRow> {
  const row = await heldProfile(act, id, version);
  const state = next(instrumentProfileMachine, 'retire', row, actorOf(act.user));
  return act.update<ProfileRow>('instrument_profiles', row, { state });
}
