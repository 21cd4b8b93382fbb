import { obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { FormDefinition, Words } from '../forms/index.ts';
import { actorOf, may } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { type Lang, lookUp } from '../messages/index.ts';
import { fieldName, namesOf } from '../testing/index.ts';
import { runOf, type WorksheetRow } from '../worksheets/index.ts';
import { type RunFacts, runFacts } from './context.ts';
import type { Spectrum } from './formats/types.ts';
import { type FileMove, instrumentFileMachine } from './machine.ts';
import { modelOf, ownFields } from './profiles.ts';
import type { DecisionRow, FileRow, LineRow, LineState, ProfileRow } from './rows.ts';
import { countsOf, decisionsOf, fileOf, filesIn, profilesWhere } from './store.ts';
import { type Conflict, conflictsOf, rowName } from './take.ts';
import { keptBytes, peopleOf, readBytes } from './upload.ts';

export const PAGE = 100;

type RunHead = Pick<WorksheetRow, 'id' | 'number' | 'title' | 'state' | 'form_code' | 'instrument'>;

const headOf = ({ id, number, title, state, form_code, instrument }: WorksheetRow): RunHead => ({
  id,
  number,
  title,
  state,
  form_code,
  instrument,
});

export type FileLine = Pick<
  FileRow,
  'id' | 'name' | 'format' | 'encoding' | 'state' | 'lines' | 'instrument' | 'created_at'
> & {
  by: string;
  counts: Partial<Record<LineState, number>>;
};

export interface FileList {
  run: RunHead;
  files: FileLine[];
  /** Why this person cannot add one. */
  why: Reason[];
  instruments: { number: string; name: string }[];
}

/** Why a person may not do this with files of a run now. */
export function against(
  { user }: Pick<Query, 'user'>,
  run: WorksheetRow,
  state: FileRow['state'],
  move: FileMove,
): Reason[] {
  return obstacles(instrumentFileMachine, move, { state, run: run.state, people: peopleOf(run) }, actorOf(user));
}

export async function fileList(query: Query, runId: string): Promise<FileList> {
  const { db } = query;
  const run = await runOf(db, runId);
  const files = await filesIn(db, run.id);
  const counts = await countsOf(
    db,
    files.map(({ id }) => id),
  );
  const names = await namesOf(
    db,
    files.map(({ uploaded_by }) => uploaded_by),
  );
  return {
    run: headOf(run),
    files: files.toReversed().map((file) => ({
      ...{
        id: file.id,
        name: file.name,
        format: file.format,
        encoding: file.encoding,
        state: file.state,
        lines: file.lines,
      },
      ...{ instrument: file.instrument, created_at: file.created_at, by: names[file.uploaded_by] ?? '' },
      counts: counts.get(file.id) ?? {},
    })),
    why: against(query, run, 'read', 'reread'),
    instruments: await ledger(query),
  };
}

const ledger = ({ db }: Query): Promise<{ number: string; name: string }[]> =>
  db('instruments').whereNot({ state: 'scrapped' }).orderBy('number').limit(500).select('number', 'name');

export const views = ['open', 'matched', 'taken', 'ignored', 'all'] as const;
export type View = (typeof views)[number];
const statesOf: Record<View, LineState[]> = {
  open: ['unmatched', 'duplicate', 'out-of-range', 'altered'],
  matched: ['matched'],
  taken: ['taken'],
  ignored: ['ignored'],
  all: ['matched', 'unmatched', 'duplicate', 'out-of-range', 'altered', 'ignored', 'taken'],
};

export interface ShowInput {
  id: string;
  file: string;
  view?: View;
  /** First line to show. */
  from?: number;
}

export type ShownLine = Omit<LineRow, 'file_id'> & {
  /** How the rows are called. */
  names: string[];
  /** What each cell is called, and what stands there otherwise. */
  cellNames: Words[];
  conflicts: (string | null)[];
  decision: (Pick<DecisionRow, 'decision' | 'reason' | 'created_at'> & { by: string }) | null;
};

export interface FileAnswer {
  id: string;
  version: number;
  run: RunHead;
  file: FileRow;
  by: string;
  takenBy: string | null;
  replaces: { id: string; name: string; at: string } | null;
  /** The same bytes in other runs. */
  elsewhere: { runId: string; number: string; id: string }[];
  profile: ProfileRow | null;
  profiles: { id: string; name: string }[];
  mayMap: boolean;
  view: View;
  counts: Partial<Record<LineState, number>>;
  lines: ShownLine[];
  total: number;
  from: number;
  next: number | null;
  conflicts: number;
  firstConflict: Conflict | null;
  rows: { id: string; name: string }[];
  instruments: { number: string; name: string }[];
  why: Record<FileMove, Reason[]>;
  curve: Spectrum | null;
}

async function pageOf({ db }: Query, fileId: string, states: readonly LineState[], from: number): Promise<LineRow[]> {
  const rows: object[] = await db('instrument_file_lines')
    .where({ file_id: fileId })
    .whereIn('status', [...states])
    .where('n', '>=', from)
    .orderBy('n')
    .limit(PAGE + 1);
  return rows.map((row) => decode<LineRow>('instrument_file_lines', row));
}

/** A file with its lines. What waits for somebody comes first. */
export async function fileAnswer(query: Query, { id, file: fileId, view, from = 1 }: ShowInput): Promise<FileAnswer> {
  const { db, user } = query;
  const run = await runOf(db, id);
  const file = await fileOf(db, fileId, run.id);
  const counts = (await countsOf(db, [file.id])).get(file.id) ?? {};
  const open = statesOf.open.some((state) => (counts[state] ?? 0) > 0);
  const shown = view ?? (from > 1 || !open ? 'all' : 'open');
  const facts = await runFacts(db, run);
  const found = await pageOf(query, file.id, statesOf[shown], from);
  const decided = await decisionsOf(db, file.id);
  const matched = await matchedOf(query, file.id);
  const conflicts = conflictsOf(facts, matched);
  const people = [file.uploaded_by, file.taken_by, ...[...decided.values()].map(({ by_id }) => by_id)];
  const names = await namesOf(db, people);
  const profiles = await profilesWhere(db, { format: file.format, form_code: run.form_code });
  const model = file.instrument === null ? null : await modelOf(db, file.instrument);
  const own = profiles.filter(
    (one) =>
      one.state === 'active' &&
      (one.instrument === null || one.instrument === file.instrument) &&
      (one.model === null || one.model === model),
  );
  return {
    ...{ id: file.id, version: file.version, run: headOf(run), file, by: names[file.uploaded_by] ?? '' },
    takenBy: file.taken_by === null ? null : (names[file.taken_by] ?? ''),
    replaces: await replacedBy(query, file),
    elsewhere: await twins(query, file),
    profile: profiles.find((one) => one.id === file.profile_id) ?? null,
    profiles: own.map((one) => ({ id: one.id, name: profileName(one, user.lang) })),
    ...{ mayMap: may(user.roles, 'instrument-file.profile'), view: shown, counts },
    lines: found.slice(0, PAGE).map((line) => shownLine(line, facts, conflicts, decided, names)),
    total: statesOf[shown].reduce((sum, state) => sum + (counts[state] ?? 0), 0),
    ...{ from, next: found[PAGE]?.n ?? null, conflicts: conflicts.length, firstConflict: conflicts[0] ?? null },
    rows: facts.rows.map(({ id: rowId }) => ({ id: rowId, name: rowName(facts, rowId) })),
    instruments: await ledger(query),
    why: whyOf(query, run, file),
    curve: file.reading.curve ? await curveOf(query, run.id, file) : null,
  };
}

export const profileName = (
  { instrument, model, format, revision }: Pick<ProfileRow, 'instrument' | 'model' | 'format' | 'revision'>,
  lang: Lang,
): string => `${instrument ?? model ?? lookUp(lang, `instrument-format.${format}`)} v${revision}`;

const whyOf = (query: Query, run: WorksheetRow, { state }: FileRow): Record<FileMove, Reason[]> => ({
  reread: against(query, run, state, 'reread'),
  decide: against(query, run, state, 'decide'),
  amend: against(query, run, state, 'amend'),
  take: against(query, run, state, 'take'),
  drop: against(query, run, state, 'drop'),
});

async function matchedOf({ db }: Query, fileId: string): Promise<LineRow[]> {
  const rows: object[] = await db('instrument_file_lines').where({ file_id: fileId, status: 'matched' }).orderBy('n');
  return rows.map((row) => decode<LineRow>('instrument_file_lines', row));
}

async function replacedBy({ db }: Query, { replaces }: FileRow): Promise<FileAnswer['replaces']> {
  const row: { id: string; name: string; created_at: string } | undefined =
    replaces === null
      ? undefined
      : await db('instrument_files').where({ id: replaces }).first('id', 'name', 'created_at');
  return row ? { id: row.id, name: row.name, at: row.created_at } : null;
}

const twins = ({ db }: Query, { hash, id }: FileRow): Promise<FileAnswer['elsewhere']> =>
  db('instrument_files as f')
    .join('worksheets as w', 'w.id', 'f.worksheet_id')
    .where('f.hash', hash)
    .whereNot('f.id', id)
    .whereNot('f.state', 'dropped')
    .orderBy('f.id')
    .limit(20)
    .select('w.id as runId', 'w.number', 'f.id');

function shownLine(
  { file_id: _file, ...line }: LineRow,
  facts: RunFacts,
  conflicts: readonly Conflict[],
  decided: ReadonlyMap<number, DecisionRow>,
  names: Record<string, string>,
): ShownLine {
  const decision = decided.get(line.n);
  return {
    ...line,
    names: line.rows.map((row) => rowName(facts, row)),
    cellNames: line.cells.map(({ path }) => cellName(facts.form, path)),
    conflicts: line.cells.map(
      ({ row, path }) => conflicts.find((one) => one.n === line.n && one.row === row && one.path === path)?.has ?? null,
    ),
    decision: decision
      ? {
          decision: decision.decision,
          reason: decision.reason,
          created_at: decision.created_at,
          by: names[decision.by_id] ?? '',
        }
      : null,
  };
}

/** A reading of quality control has a word of its own, every other the name of its field. */
export const cellName = (form: FormDefinition, path: string): Words =>
  ownFields.some((one) => one === path)
    ? { zh: lookUp('zh', `instrument-file.own.${path}`), en: lookUp('en', `instrument-file.own.${path}`) }
    : { zh: fieldName(form, path, 'zh'), en: fieldName(form, path, 'en') };

/** The curve is not kept beside the bytes: it is read from them whenever it is drawn. */
async function curveOf(query: Query, runId: string, { id, format, encoding }: FileRow): Promise<Spectrum | null> {
  const { body, name } = await keptBytes(query, runId, id);
  return (await readBytes(body, name, { format, encoding })).reading.spectrum ?? null;
}
