import { type Reason, refuse } from '../core/refusal.ts';
import type { FormDefinition, Words } from '../forms/index.ts';
import { may } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { namesOf } from '../testing/index.ts';
import { runOf } from '../worksheets/index.ts';
import { contextOf, runFacts } from './context.ts';
import { openName, openPaths } from './fields.ts';
import type { FormatId } from './formats/types.ts';
import { asRead } from './lines.ts';
import { faultsOf, nothingMapped, ownFields } from './profiles.ts';
import type { FileRow, Found, LineState, Mapping, ProfileRow, RowName, SampleText, Target } from './rows.ts';
import { settleLines } from './settle.ts';
import { cellName, type ShownLine } from './show.ts';
import { allLines, profileOf, profilesWhere } from './store.ts';
import { rowName } from './take.ts';

export type ProfileLine = ProfileRow & { by: string; form: Words };

const formTitle = ({ app }: Pick<Query, 'app'>, code: string): Words =>
  app.catalogue.forms.get(code)?.['x-title'] ?? { zh: code, en: code };

export async function profileList(query: Query): Promise<{ lines: ProfileLine[] }> {
  const rows = await profilesWhere(query.db, { state: 'active' });
  const names = await namesOf(
    query.db,
    rows.map(({ created_by }) => created_by),
  );
  return {
    lines: rows.map((row) => ({ ...row, by: names[row.created_by] ?? '', form: formTitle(query, row.form_code) })),
  };
}

export interface ProfileAnswer {
  id: string;
  version: number;
  profile: ProfileLine;
  /** Every revision, the newest first. */
  revisions: ProfileLine[];
  targets: { target: Target; name: Words }[];
}

export async function profileAnswer(query: Query, id: string): Promise<ProfileAnswer> {
  const row = await profileOf(query.db, id);
  const all = await profilesWhere(query.db, { profile: row.profile });
  const names = await namesOf(
    query.db,
    all.map(({ created_by }) => created_by),
  );
  const told = (one: ProfileRow): ProfileLine => ({
    ...one,
    by: names[one.created_by] ?? '',
    form: formTitle(query, one.form_code),
  });
  const form = query.app.catalogue.forms.get(row.form_code);
  return {
    ...{ id: row.id, version: row.version, profile: told(row), revisions: all.map(told).toReversed() },
    targets: row.mapping.targets.map((target) => ({ target, name: pathName(form, target.path) })),
  };
}

const pathName = (form: FormDefinition | undefined, path: string): Words => ({
  zh: form && !isOwn(path) ? openName(form, path, 'zh') : cellNameOr(form, path).zh,
  en: form && !isOwn(path) ? openName(form, path, 'en') : cellNameOr(form, path).en,
});
const isOwn = (path: string): boolean => ownFields.some((one) => one === path);
const cellNameOr = (form: FormDefinition | undefined, path: string): Words =>
  form ? cellName(form, path) : { zh: path, en: path };

/** A line of the mapping page; `column`: name, what of it and channel, joined by `|`. */
export interface TypedTarget extends Partial<Omit<Target, 'name' | 'field' | 'signal'>> {
  column?: string;
}

export interface NewInput {
  file?: string;
  run?: string;
  /** The profile in use that is to be revised. */
  profile?: string;
  instrument?: string;
  model?: string;
  format?: FormatId;
  formCode?: string;
  note?: string;
  sampleText?: SampleText;
  namedBy?: RowName[];
  pattern?: string;
  each?: number;
  targets?: TypedTarget[];
  /** The whole mapping as JSON, as a refused save brings it back. */
  mapping?: string;
}

export interface PreviewLine
  extends Pick<ShownLine, 'n' | 'sample' | 'payload' | 'cells' | 'cellNames' | 'conflicts' | 'reasons' | 'names'> {
  status: LineState;
}

export interface NewAnswer {
  file: { id: string; name: string; run: string } | null;
  profile: { id: string; version: number; name: string } | null;
  instrument: string | null;
  model: string | null;
  format: FormatId | null;
  formCode: string | null;
  note: string | null;
  formTitle: Words | null;
  found: Found[];
  paths: { path: string; name: Words }[];
  labels: string[];
  instruments: { number: string; name: string; model: string | null }[];
  mapping: Mapping;
  faults: Reason[];
  preview: PreviewLine[];
  counts: Partial<Record<LineState, number>>;
}

const PREVIEW = 12;

/** The mapping page: what the file has, what the form takes, and what would come of the file with the mapping as it stands. */
export async function newProfile(query: Query, input: NewInput): Promise<NewAnswer> {
  const { app, db } = query;
  const before = input.profile === undefined ? null : await profileOf(db, input.profile);
  const file = await exampleFile(query, input, before);
  const run = file ? await runOf(db, file.worksheet_id) : null;
  const formCode = before?.form_code ?? run?.form_code ?? input.formCode ?? null;
  const form = formCode === null ? undefined : app.catalogue.forms.get(formCode);
  const mapping = mappingOf(input, before);
  const known: NewAnswer['instruments'] = await db('instruments')
    .whereNot({ state: 'scrapped' })
    .orderBy('number')
    .limit(500)
    .select('number', 'name', 'model');
  const answer: NewAnswer = {
    file: file ? { id: file.id, name: file.name, run: file.worksheet_id } : null,
    profile: before ? { id: before.id, version: before.version, name: `v${before.revision}` } : null,
    instrument: before ? before.instrument : (input.instrument ?? file?.instrument ?? null),
    model: before?.model ?? input.model ?? null,
    ...{
      format: before?.format ?? file?.format ?? input.format ?? null,
      formCode,
      note: input.note ?? before?.note ?? null,
    },
    formTitle: form?.['x-title'] ?? null,
    found: file?.reading.found ?? [],
    paths: form ? openPaths(form).map((path) => ({ path, name: pathName(form, path) })) : [],
    ...{
      labels: [],
      instruments: known,
      mapping,
      faults: form && mapping.targets.length > 0 ? faultsOf(mapping, form) : [],
    },
    ...{ preview: [], counts: {} },
  };
  return file && run ? { ...answer, ...(await previewed(query, file, mapping)) } : answer;
}

/** The file that was asked for, else the last that the profile read; only for those who may see the files of runs. */
async function exampleFile(
  { db, user }: Query,
  { file, run }: NewInput,
  before: ProfileRow | null,
): Promise<FileRow | null> {
  if (file === undefined && before === null) return null;
  if (!may(user.roles, 'instrument-file.read') || !may(user.roles, 'run.read'))
    return file === undefined
      ? null
      : refuse('access.denied', { permission: 'instrument-file.read' }, undefined, 'forbidden');
  if (file !== undefined) {
    const found = await find<FileRow>(db, 'instrument_files', {
      id: file,
      ...(run !== undefined && { worksheet_id: run }),
    });
    return found ?? refuse('instrument-file.missing', {}, undefined, 'missing');
  }
  const last: { id: string } | undefined = await db('instrument_files')
    .where({ profile_id: before?.id })
    .orderBy('id', 'desc')
    .first('id');
  return last ? ((await find<FileRow>(db, 'instrument_files', { id: last.id })) ?? null) : null;
}

/** What was typed, else what a refused save brought back, else the profile, else nothing yet. */
function mappingOf(input: NewInput, before: ProfileRow | null): Mapping {
  if (input.mapping !== undefined) return parsedMapping(input.mapping);
  const { sampleText, namedBy, pattern, each, targets } = input;
  if (pattern === undefined && targets === undefined) return before?.mapping ?? nothingMapped;
  return {
    ...{ sample: sampleText ?? 'name', by: namedBy ?? [], pattern: pattern ?? '{code}', each: each ?? 1 },
    targets: (targets ?? []).flatMap(targetOf),
  };
}

function targetOf({ column = '', row = 'sample', path = '', ...rest }: TypedTarget): Target[] {
  const [name = '', field = '', signal = ''] = column.split('|');
  if (path === '' || field === '') return [];
  return [{ row, name, field, path, ...(signal !== '' && { signal }), ...rest }];
}

/** @throws Refusal `instrument-file.mapping` for what is no mapping */
export function parsedMapping(text: string): Mapping {
  try {
    const read: unknown = JSON.parse(text);
    if (isMapping(read)) return read;
  } catch {
    // Said below, as for every other text that is none.
  }
  return refuse('instrument-file.mapping', {}, 'mapping');
}

export function isMapping(read: unknown): read is Mapping {
  if (typeof read !== 'object' || read === null) return false;
  const { sample, by, pattern, each, targets }: Partial<Record<keyof Mapping, unknown>> = read;
  const texts = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one === 'string' && one.length <= 200);
  return (
    ['name', 'id', 'vial'].some((one) => one === sample) &&
    Array.isArray(by) &&
    by.every((one) => ['number', 'barcode', 'label', 'position'].includes(String(one))) &&
    typeof pattern === 'string' &&
    pattern.length <= 60 &&
    Number.isInteger(each) &&
    Array.isArray(targets) &&
    targets.length <= MOST_TARGETS &&
    targets.every((one) => texts(one) && ['row', 'name', 'field', 'path'].every((key) => key in (one as object)))
  );
}

export const MOST_TARGETS = 60;

async function previewed(
  query: Query,
  file: FileRow,
  mapping: Mapping,
): Promise<Pick<NewAnswer, 'preview' | 'counts' | 'labels'>> {
  const { db } = query;
  const facts = await runFacts(db, await runOf(db, file.worksheet_id));
  const stored = await allLines(db, file.id);
  const lines = stored.map(asRead);
  const context = await contextOf(db, facts, { file: file.id, mapping, lines, before: [] });
  const settled = mapping.targets.length === 0 ? [] : settleLines(lines, context);
  const counts: Partial<Record<LineState, number>> = {};
  for (const { status } of settled) counts[status] = (counts[status] ?? 0) + 1;
  const preview = lines.slice(0, PREVIEW).flatMap(({ n, sample, payload }, at): PreviewLine[] => {
    const one = settled[at];
    const { cells = [], rows = [], reasons = [], status = 'unmatched' } = one ?? {};
    const said = {
      cells,
      reasons,
      status,
      conflicts: cells.map(() => null),
      names: rows.map((row) => rowName(facts, row)),
    };
    return one ? [{ n, sample, payload, ...said, cellNames: cells.map(({ path }) => cellName(facts.form, path)) }] : [];
  });
  const labels = facts.rows.flatMap(({ kind, label }) => (kind === 'sample' ? [] : [label]));
  return { preview, counts, labels: [...new Set(labels)] };
}
